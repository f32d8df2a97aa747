"""Why a person should look at a price that was read as printed. Pure functions of one page's prices."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import combinations, pairwise
from typing import TYPE_CHECKING

from pricebook.checks.ladders import odd_tiers
from pricebook.checks.priced import P, Priced
from pricebook.identity import skeleton

if TYPE_CHECKING:
    from pricebook.beliefs import Decision
    from pricebook.records import Conflict, Price, Suspicion

GAP = 20
"""Where prices of one kind, in order, leave a gap of this ratio, those on the emptier side are suspect."""
FEW = 4
"""A unit is odd if at most one in so many prices of a kind is printed per it."""
CROWD = 3
"""Fewer prices of a kind than this say nothing about what is usual."""
PAIR = 1000
"""Of two prices of a kind that are so many times apart, one was printed per another unit; nothing says which."""


def conflicts(prices: "Iterable[Price]") -> "Iterator[Conflict]":
    """Identities that the page prints more than once for one time, as records."""
    from pricebook.records import Conflict  # noqa: PLC0415 - slow to load: who only asks which needs no records

    for same in printed_twice(prices):
        said = "; ".join(f"{price.listed.text!r} ({price.where})" for price in same)
        yield Conflict(id=same[0].id, model=same[0].model, reason=f"{len(same)} prices for one thing: {said}")


def printed_twice(prices: Iterable[P]) -> Iterator[list[P]]:
    """The prices of each identity that has several for one time: with other amounts, or under other headings."""
    by_id: defaultdict[str, list[P]] = defaultdict(list)
    for price in prices:
        by_id[price.id].append(price)
    for same in by_id.values():
        if any(_overlap(one, other) for one, other in combinations(same, 2)):
            yield same


def _overlap(one: Priced, other: Priced) -> bool:
    """Whether there may be a day on which both hold."""
    return not (_ended(one, other) or _ended(other, one))


def _ended(one: Priced, other: Priced) -> bool:
    until, since = one.effective_until, other.effective_from
    return until is not None and since is not None and until < since


def undecided(prices: "Iterable[Price]", decided: "Iterable[Decision]") -> "Iterator[Conflict]":
    """The conflicts that no person has acknowledged with these very amounts."""
    listed = list(prices)
    known = {(each.id, tuple(each.amounts)) for each in decided if each.decision == "acknowledged"}
    for conflict in conflicts(listed):
        if (conflict.id, tuple(amounts(price for price in listed if price.id == conflict.id))) not in known:
            yield conflict


def amounts(prices: Iterable[Priced]) -> list[str]:
    """The different amounts of these prices, the smallest first, as they are published."""
    from pricebook import units  # noqa: PLC0415 - with all of the vocabulary

    return [units.text(amount) for amount in sorted({price.amount for price in prices})]


def suspicions(prices: "Sequence[Price]", currency: str | None = None) -> "Iterator[Suspicion]":
    """Prices that a slip of the page may have made, one provider's, as records."""
    from pricebook.records import Suspicion  # noqa: PLC0415

    for price, reason in suspected(prices, currency):
        yield Suspicion(id=price.id, model=price.model, reason=reason)


def suspected(prices: Sequence[P], currency: str | None = None) -> Iterator[tuple[P, str]]:
    """Prices that a slip of the page may have made, one provider's, each with what is odd about it.

    Those far from all others of their kind, those printed per another unit than the others, output cheaper than input,
    those in another currency than the provider's (where nobody names it, that of most), tiers that no request is in or
    two are, 0 without the word free, and those of two models whose names look the same.
    """
    kinds: defaultdict[tuple[object, ...], list[P]] = defaultdict(list)
    for price in prices:
        if price.amount:
            kinds[price.service, price.meter, price.unit, price.currency].append(price)
    for kind in kinds.values():
        yield from _apart(kind)
        yield from _odd_units(kind)
    yield from _upside_down(prices)
    yield from odd_tiers(prices)
    yield from _foreign(prices, currency or _usual(prices))
    for price in prices:
        if not price.amount and not price.free:
            yield price, "the page prints 0 and does not say that it is free"
    yield from _look_alikes(prices)


def _look_alikes(prices: Sequence[P]) -> Iterator[tuple[P, str]]:
    names: defaultdict[str, set[str]] = defaultdict(set)
    for model in {price.model for price in prices}:
        names[skeleton(model)].add(model)
    for price in prices:
        for other in sorted(names[skeleton(price.model)] - {price.model}):
            yield price, f"its model's name looks like that of another model, {other!r}"


def _foreign(prices: Sequence[P], home: str | None) -> Iterator[tuple[P, str]]:
    for price in prices:
        if home and price.currency != home:
            yield price, f"in {price.currency}, where the provider's prices are in {home}"


def _usual(prices: Sequence[Priced]) -> str | None:
    """The currency of more prices than any other, if there is one."""
    counted = Counter(price.currency for price in prices).most_common(2)
    alone = len(counted) == 1 or (len(counted) == 2 and counted[0][1] > counted[1][1])
    return counted[0][0] if alone else None


def _apart(kind: list[P]) -> Iterator[tuple[P, str]]:
    """The prices that a gap divides from the main body of their kind; all of them where no body is the main one."""
    ordered = sorted(kind, key=lambda price: price.amount)
    wide = GAP if len(ordered) >= CROWD else PAIR
    gaps = [n for n, (low, high) in enumerate(pairwise(ordered), 1) if high.amount >= low.amount * wide]
    if not gaps:
        return
    bodies = [ordered[start:end] for start, end in pairwise([0, *gaps, len(ordered)])]
    most = max(map(len, bodies))
    main = [body for body in bodies if len(body) == most]
    for body in bodies:
        others = [price.amount for other in main if other is not body for price in other]
        for price in body if body is not main[0] or len(main) > 1 else ():
            ratio = _plain(min(max(price.amount, other) / min(price.amount, other) for other in others))
            yield price, f"{ratio} times away from the other prices of its kind on the page"


def _odd_units(kind: list[P]) -> Iterator[tuple[P, str]]:
    """The few prices that are printed per another unit than nearly all of their kind."""
    units = Counter(price.listed.unit for price in kind)
    usual, _ = units.most_common(1)[0]
    for price in kind:
        if units[price.listed.unit] * FEW <= len(kind):
            reason = f"printed per {price.listed.unit}, where the others of its kind are per {usual}"
            yield price, reason


def _upside_down(prices: Sequence[P]) -> Iterator[tuple[P, str]]:
    inputs = {_pair(price): price for price in prices if price.meter == "input"}
    for price in prices:
        twin = inputs.get(_pair(price)) if price.meter == "output" else None
        if twin is not None and price.amount < twin.amount:
            reason = f"output costs less than input ({_plain(price.amount)} and {_plain(twin.amount)})"
            yield price, reason


def _pair(price: Priced) -> tuple[object, ...]:
    stated = repr(sorted(price.conditions.items())) if price.conditions else ""
    return price.model, price.service, price.unit, price.currency, stated


def _plain(value: Decimal) -> str:
    return format(value.quantize(Decimal("0.1")) if value >= 10 else value, "f").removesuffix(".0")
