"""What is odd about a price beside the others of its page, which a slip of the page may have made."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Generic, NamedTuple

from pricebook.checks.gate.ladders import odd_tiers
from pricebook.checks.gate.priced import P, Priced
from pricebook.checks.gate.reasons import Reason, exact, plain
from pricebook.checks.gate.relations import upside_down
from pricebook.checks.gate.rules import BOUNDS, SCALE, threshold
from pricebook.identity import skeleton

if TYPE_CHECKING:
    from pricebook.records import Price, Suspicion


_MODALITIES = ("modality", "input_modality", "output_modality")
"""Tokens of sound and of text are not of one kind."""


class Doubt(NamedTuple, Generic[P]):
    """What is odd about a price."""

    price: P
    reason: Reason
    beside: tuple[P, ...] = ()
    """Other prices of which one may be the wrong one instead."""


def suspicions(prices: "Sequence[Price]", currency: str | None = None) -> "Iterator[Suspicion]":
    """Prices of one page that a slip may have made, as records."""
    from pricebook.records import Suspicion  # noqa: PLC0415 - slow to load: who only asks which needs no records

    for doubt in doubts(prices, currency):
        yield Suspicion(id=doubt.price.id, model=doubt.price.model, reason=doubt.reason.says)


def doubts(prices: Sequence[P], currency: str | None = None) -> "Iterator[Doubt[P]]":
    """What is odd about the prices of one page, beside each other; `currency` is the provider's, else that of most."""
    kinds: defaultdict[tuple[object, ...], list[P]] = defaultdict(list)
    for price in prices:
        if price.amount:
            made_of = tuple(str(price.conditions.get(name)) for name in _MODALITIES)
            kinds[price.service, price.meter, price.unit, price.currency, made_of].append(price)
    for kind in kinds.values():
        yield from _apart(kind)
        yield from _odd_units(kind)
    for price in prices:
        yield from (Doubt(price, reason) for reason in _out_of_bounds(price))
    for price, beside, reason in upside_down(prices):
        yield Doubt(price, reason, (beside,))
    yield from (Doubt(price, Reason("tiers", says, price.model)) for price, says in odd_tiers(prices))
    yield from _foreign(prices, currency or _usual(prices))
    yield from _look_alikes(prices)


def _apart(kind: list[P]) -> "Iterator[Doubt[P]]":
    """The prices that are far from the middle one of their kind."""
    ordered = sorted(price.amount for price in kind)
    far = threshold("apart")
    if ordered[-1] < far * ordered[0]:
        return
    # Of two bodies of one size nothing says which slipped: then each is held against the other.
    middles = ordered[(len(ordered) - 1) // 2], ordered[len(ordered) // 2]
    for price in kind:
        ratio = max(max(price.amount, middle) / min(price.amount, middle) for middle in middles)
        if ratio >= far:
            says = f"{plain(ratio)} times away from the middle price of its kind on the page"
            yield Doubt(price, Reason("apart", says, price.model))


def _odd_units(kind: list[P]) -> "Iterator[Doubt[P]]":
    """The few prices that are printed per another unit than nearly all of their kind."""
    units = Counter(price.listed.unit for price in kind)
    usual, _ = units.most_common(1)[0]
    for price in kind:
        if units[price.listed.unit] <= len(kind) * threshold("unit"):
            says = f"printed per {price.listed.unit}, where the others of its kind are per {usual}"
            yield Doubt(price, Reason("unit", says, price.model))


def _out_of_bounds(price: Priced) -> Iterator[Reason]:
    if not price.amount:
        if not price.free:
            yield Reason("zero", "the page prints 0 and does not say that it is free", "zero")
        return
    bounds, scale = BOUNDS.get(price.unit or ""), SCALE.get(price.currency)
    if bounds is None or scale is None:
        return
    least, most = (Decimal(bound) / Decimal(scale) for bound in bounds)
    if not least <= price.amount <= most:
        says = f"no {price.unit} costs {exact(price.amount)} {price.currency} anywhere: {plain(least)} to {plain(most)}"
        yield Reason("bounds", says, price.model)


def _foreign(prices: Sequence[P], home: str | None) -> "Iterator[Doubt[P]]":
    for price in prices:
        if home and price.currency != home:
            says = f"in {price.currency}, where the provider's prices are in {home}"
            yield Doubt(price, Reason("foreign", says, price.currency))


def _usual(prices: Sequence[Priced]) -> str | None:
    """The currency of more prices than any other, if there is one."""
    counted = Counter(price.currency for price in prices).most_common(2)
    alone = len(counted) == 1 or (len(counted) > 1 and counted[0][1] > counted[1][1])
    return counted[0][0] if alone else None


def _look_alikes(prices: Sequence[P]) -> "Iterator[Doubt[P]]":
    names: defaultdict[str, set[str]] = defaultdict(set)
    for model in {price.model for price in prices}:
        names[skeleton(model)].add(model)
    for price in prices:
        for other in sorted(names[skeleton(price.model)] - {price.model}):
            says = f"its model's name looks like that of another model, {other!r}"
            yield Doubt(price, Reason("alike", says, price.model))
