"""Prices that stand in a wrong relation to each other: one of the two slipped, or they were swapped."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from itertools import pairwise
from typing import Any, NamedTuple

from pricebook.checks.gate.ladders import is_range, range_of
from pricebook.checks.gate.priced import P, Priced
from pricebook.checks.gate.reasons import Reason, exact

Odd = tuple[P, P, Reason]
"""A price, the one beside it, and what is odd."""
_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")


def upside_down(prices: Iterable[P]) -> "Iterator[Odd[P]]":
    """Prices that cost less, or more, than the price beside them lets them."""
    listed = [price for price in prices if price.amount]
    yield from _by_meter(listed)
    yield from _batches(listed)
    for name, size in _GROWING.items():
        yield from _growing(listed, name, size)


class _Pair(NamedTuple):
    """Two meters of one model of which the first never costs less."""

    dearer: str
    cheaper: str
    rule: str
    says: str


_METERS = (
    _Pair("output", "input", "output", "output costs less than input"),
    _Pair("input", "cache_read", "cached", "what is found in a cache costs more than what is not"),
)


def _by_meter(prices: list[P]) -> "Iterator[Odd[P]]":
    found: defaultdict[tuple[object, ...], dict[str, P]] = defaultdict(dict)
    for price in prices:
        found[_of_one_thing(price)][price.meter] = price
    for own in found.values():
        for pair in _METERS:
            dearer, cheaper = own.get(pair.dearer), own.get(pair.cheaper)
            if dearer is not None and cheaper is not None and dearer.amount < cheaper.amount:
                odd, other = (dearer, cheaper) if pair.rule == "output" else (cheaper, dearer)
                says = f"{pair.says} ({exact(odd.amount)} and {exact(other.amount)})"
                yield odd, other, Reason(pair.rule, says, odd.model)


def _batches(prices: list[P]) -> "Iterator[Odd[P]]":
    plainly = {(_of_one_thing(price), price.meter): price for price in prices if "mode" not in price.conditions}
    for price in prices:
        if price.conditions.get("mode") == "batch":
            beside = plainly.get((_of_one_thing(price, "mode"), price.meter))
            if beside is not None and price.amount > beside.amount:
                says = f"a batch costs more than what is answered at once ({exact(price.amount)} and "
                yield price, beside, Reason("batch", f"{says}{exact(beside.amount)})", price.model)


def _pixels(value: object) -> Decimal | None:
    """How large a picture is, where two can be compared: 720p, 1080P, 2K, 1024x1024."""
    numbers = [Decimal(number) for number in _NUMBER.findall(str(value))]
    if isinstance(value, str) and len(numbers) == 1 and value.lower().endswith("p"):
        return numbers[0]
    return numbers[0] * numbers[1] if isinstance(value, str) and len(numbers) == 2 else None


def _seconds(value: object) -> Decimal | None:
    return Decimal(value) if isinstance(value, int) else None


def _least_tokens(value: object) -> Decimal | None:
    return range_of(value).low if is_range(value) and isinstance(value, Mapping) else None


_GROWING: Mapping[str, Callable[[object], Decimal | None]] = {
    "resolution": _pixels, "duration": _seconds, "input_tokens": _least_tokens, "context_tokens": _least_tokens,
}  # fmt: skip
"""Conditions of which more never costs less, and how much of it a value is."""


def _growing(prices: list[P], name: str, size: Callable[[object], Decimal | None]) -> "Iterator[Odd[P]]":
    groups: defaultdict[tuple[object, ...], list[tuple[Decimal, str, P]]] = defaultdict(list)
    for price in prices:
        amount = size(price.conditions[name]) if name in price.conditions else None
        if amount is not None:
            form = "p" if str(price.conditions[name]).lower().endswith("p") else ""
            groups[(*_of_one_thing(price, name), price.meter, form)].append((amount, price.id, price))
    for group in groups.values():
        for (less, _, small), (more, _, large) in pairwise(sorted(group, key=lambda each: each[:2])):
            if more > less and large.amount < small.amount:
                rule = "size" if size in (_pixels, _seconds) else "tiers"
                says = f"more {name.replace('_', ' ')} costs less ({exact(large.amount)} and {exact(small.amount)})"
                yield large, small, Reason(rule, says, large.model)


def _of_one_thing(price: Priced, *but: str) -> tuple[Any, ...]:
    """All but the meter, and but these conditions, by which prices are of one thing."""
    stated = repr(sorted((name, value) for name, value in price.conditions.items() if name not in but))
    return price.model, price.service, price.unit, price.currency, stated
