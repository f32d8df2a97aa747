"""What reads differently now, for people and programs: price by price, before and after."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import orjson

from pricebook.publish import display
from pricebook.snapshots.folders import PRICES, Snapshot

NOTHING = "none"
"""What stands where a price was not read before, or is not read any more."""
Told = Mapping[str, Any]


class Differing(NamedTuple):
    """One price that reads differently, or the number of the lines of another kind that do."""

    provider: str
    day: str
    """On which the page was seen."""
    snapshot: str
    id: str
    """The price's; empty of what is no price."""
    price: str
    """Its model, meter and conditions; of what is no price the name of the file: `facts`, `unread`."""
    before: str
    """By the last reading that is kept."""
    after: str


def differences(snapshot: Snapshot, content: Mapping[str, bytes], names: Iterable[str]) -> Iterator[Differing]:
    """What differs in the files of these names, prices in the order of their ids; raises StorageError."""
    for name in names:
        old, new = snapshot.reading.retold(name).splitlines(), content[name].splitlines()
        rows = _differing_prices(old, new) if name == PRICES else _differing_lines(name, old, new)
        for row in rows:
            yield Differing(snapshot.provider, snapshot.date, snapshot.name, *row)


def _differing_prices(old: Sequence[bytes], new: Sequence[bytes]) -> Iterator[tuple[str, str, str, str]]:
    was, now = _grouped_by_id(old), _grouped_by_id(new)
    for key in sorted(was.keys() | now.keys()):
        one, other = was.get(key, []), now.get(key, [])
        if one == other:
            continue
        before, after = _values_said(one), _values_said(other)
        if before == after:
            before, after = _with_fields(before, one, other), _with_fields(after, other, one)
        yield key, _called((one or other)[0]), before, after


def _differing_lines(name: str, old: Sequence[bytes], new: Sequence[bytes]) -> Iterator[tuple[str, str, str, str]]:
    """How many lines are in one of them alone."""
    was, now = Counter(old), Counter(new)
    if was == now:
        before, after = "the same lines", "in another order"
    else:
        before, after = f"{(was - now).total()} of {len(old)} lines", f"{(now - was).total()} of {len(new)} lines"
    yield "", name.removesuffix(".jsonl"), before, after


def _grouped_by_id(lines: Iterable[bytes]) -> dict[str, list[Told]]:
    found: defaultdict[str, list[Told]] = defaultdict(list)
    for line in lines:
        price = orjson.loads(line)
        found[price["id"]].append(price)
    return dict(found)


def _called(price: Told) -> str:
    """`acme-1 inference input context_tokens<=8192`."""
    parts = (price["model"], price["service"], price["meter"], display.conditions(price["conditions"]))
    return " ".join(filter(None, parts))


def _values_said(prices: Iterable[Told]) -> str:
    """The amounts with what must stand beside them; more than one where the page prints more than one."""
    told = [display.marked(display.amount(each), display.terms(each, since=True)) for each in prices]
    return " or ".join(told) or NOTHING


def _with_fields(value: str, prices: Sequence[Told], others: Sequence[Told]) -> str:
    """The value, with the first fields by which these prices are others though their values are the same."""
    pairs = zip(prices, others, strict=False)
    one, other = next(((a, b) for a, b in pairs if a != b), (prices[-1], others[-1]))
    mine, theirs = _one_level(one), _one_level(other)
    said = [f"{name} {mine.get(name)}" for name in sorted({*mine, *theirs}) if mine.get(name) != theirs.get(name)]
    return f"{value} ({', '.join(said) or f'{len(prices)} times'})"


def _one_level(price: Told) -> dict[str, str]:
    """The fields with their values as JSON; those of a record in a record by both names: `where.row`."""
    found: dict[str, str] = {}
    for name, value in price.items():
        inner = {f"{name}.{key}": each for key, each in value.items()} if isinstance(value, Mapping) else {name: value}
        found |= {key: json.dumps(each, ensure_ascii=False) for key, each in inner.items()}
    return found
