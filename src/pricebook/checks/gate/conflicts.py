"""One thing at two prices: what a page prints more than once for one time."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations
from typing import TYPE_CHECKING

from pricebook.checks.gate.priced import P, Priced

if TYPE_CHECKING:
    from pricebook.records import Conflict, Price


def conflicts(prices: "Iterable[Price]") -> "Iterator[Conflict]":
    """Identities that the page prints more than once for one time, as records."""
    from pricebook.records import Conflict  # noqa: PLC0415 - slow to load: who only asks which needs no records

    for same in printed_twice(prices):
        yield Conflict(id=same[0].id, model=same[0].model, reason=twice(same))


def twice(same: "Sequence[Price]") -> str:
    """What the page prints for one thing, and where."""
    said = "; ".join(f"{price.listed.text!r} ({price.where})" for price in same)
    return f"{len(same)} prices for one thing: {said}"


def printed_twice(prices: Iterable[P]) -> Iterator[list[P]]:
    """The prices of each identity that has several for one time: with other amounts, or under other headings."""
    by_id: defaultdict[str, list[P]] = defaultdict(list)
    for price in prices:
        by_id[price.id].append(price)
    for same in by_id.values():
        if are_two(same):
            yield same


def are_two(same: Sequence[Priced]) -> bool:
    """Whether there may be a day on which two of these prices of one identity hold."""
    return any(_overlap(one, other) for one, other in combinations(same, 2))


def _overlap(one: Priced, other: Priced) -> bool:
    return not (_ended(one, other) or _ended(other, one))


def _ended(one: Priced, other: Priced) -> bool:
    until, since = one.effective_until, other.effective_from
    return until is not None and since is not None and until < since
