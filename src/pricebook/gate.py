"""Why a person should look at a price that was read as printed. Pure functions of one page's prices."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from pricebook.records import Conflict, Price, Suspicion

LONELY = 20
"""A price is suspect if it is this many times as high, or as low, as the nearest price of the same kind on the page."""
CROWD = 6
"""Fewer prices of a kind than this say nothing about what is usual."""


def conflicts(prices: Iterable[Price]) -> Iterator[Conflict]:
    """Identities for which the page prints more than one amount."""
    by_id: defaultdict[str, list[Price]] = defaultdict(list)
    for price in prices:
        by_id[price.id].append(price)
    for same in by_id.values():
        if len({price.amount for price in same}) > 1:
            said = "; ".join(f"{price.listed.text!r} ({price.where})" for price in same)
            yield Conflict(id=same[0].id, model=same[0].model, reason=f"{len(same)} prices for one thing: {said}")


def suspicions(prices: Sequence[Price]) -> Iterator[Suspicion]:
    """Prices far from all others of their kind, as a slip of the unit leaves them, and output cheaper than input."""
    kinds: defaultdict[tuple[object, ...], list[Price]] = defaultdict(list)
    for price in prices:
        if not price.free:
            kinds[price.service, price.meter, price.unit, price.currency].append(price)
    for kind in kinds.values():
        yield from _lonely(kind)
    yield from _upside_down(prices)


def _lonely(kind: list[Price]) -> Iterator[Suspicion]:
    ordered = sorted(kind, key=lambda price: price.amount)
    steps = pairwise(price.amount for price in ordered)
    if len(ordered) < CROWD or all(high < low * LONELY for low, high in steps):
        return
    # A model is compared with other models: its own tiers and conditions slip together.
    for index, price in enumerate(ordered):
        nearest = [_next_other(ordered, index, step) for step in (-1, 1)]
        gaps = [_ratio(price.amount, other) for other in nearest if other is not None]
        if gaps and min(gaps) >= LONELY:
            reason = f"{_plain(min(gaps))} times away from the nearest price of its kind on the page"
            yield Suspicion(id=price.id, model=price.model, reason=reason)


def _next_other(ordered: list[Price], index: int, step: int) -> Decimal | None:
    model = ordered[index].model
    index += step
    while 0 <= index < len(ordered):
        if ordered[index].model != model:
            return ordered[index].amount
        index += step
    return None


def _ratio(one: Decimal, other: Decimal) -> Decimal:
    return max(one, other) / min(one, other)


def _upside_down(prices: Sequence[Price]) -> Iterator[Suspicion]:
    inputs = {_pair(price): price for price in prices if price.meter == "input"}
    for price in prices:
        twin = inputs.get(_pair(price)) if price.meter == "output" else None
        if twin is not None and price.amount < twin.amount:
            reason = f"output costs less than input ({_plain(price.amount)} and {_plain(twin.amount)})"
            yield Suspicion(id=price.id, model=price.model, reason=reason)


def _pair(price: Price) -> tuple[object, ...]:
    stated = repr(sorted(price.conditions.items())) if price.conditions else ""
    return price.model, price.service, price.unit, price.currency, stated


def _plain(value: Decimal) -> str:
    return format(value.quantize(Decimal("0.1")) if value >= 10 else value, "f").removesuffix(".0")
