"""Tiers of one thing that no request is in, that overlap, or that leave requests between them without a price."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from pricebook.checks.gate.priced import P, Priced

_BOUNDS = frozenset({"gt", "gte", "lt", "lte"})
_ENDLESS = Decimal("Infinity")


class Range(NamedTuple):
    """From where to where a tier reaches, in what the condition counts; unbounded without a bound."""

    low: Decimal
    high: Decimal
    closed: bool
    """Both ends belong to it."""

    def is_empty(self) -> bool:
        """Whether nothing lies in it."""
        return self.low > self.high or (self.low == self.high and not self.closed)

    def __str__(self) -> str:
        """For a message.

        >>> str(range_of({"gt": 0, "lte": 32000})), str(range_of({"gt": 32000})), str(range_of({}))
        ('0 to 32000', '32000 and more', 'any number')
        """
        if self.high == _ENDLESS:
            return f"{self.low} and more" if self.low else "any number"
        return f"{self.low} to {self.high}"


def range_of(bounds: Mapping[str, Any]) -> Range:
    """The range that a condition states."""
    low = bounds.get("gt", bounds.get("gte", 0))
    high = bounds.get("lt", bounds.get("lte", _ENDLESS))
    return Range(Decimal(low), Decimal(high), closed=not {"gt", "lt"} & bounds.keys())


def odd_tiers(prices: Iterable[P]) -> Iterator[tuple[P, str]]:
    """Prices whose tier is odd, each with the reason."""
    ladders: defaultdict[tuple[object, ...], list[tuple[Range, P]]] = defaultdict(list)
    prices = list(prices)
    names = sorted({name for price in prices for name, value in price.conditions.items() if is_range(value)})
    listed = [(price, _telling(price)) for price in prices] if names else []
    for name in names:
        for price, told in listed:
            # A length of a clip may be a range for one model and a number for another, which is no tier.
            if is_range(bounds := price.conditions.get(name, {})) or not bounds:
                ladders[name, *(each for each in told if each[0] != name)].append((range_of(bounds), price))
    for key, ladder in ladders.items():
        if any(key[0] in price.conditions for _, price in ladder):
            yield from _odd_in(ladder)


def is_range(value: object) -> bool:
    """Whether a condition's value is bounds."""
    return isinstance(value, dict) and bool(value) and value.keys() <= _BOUNDS


def _odd_in(ladder: list[tuple[Range, P]]) -> Iterator[tuple[P, str]]:
    """The odd ones among the prices that differ in one range alone."""
    for reach, price in ladder:
        if reach.is_empty():
            yield price, f"no request is in its tier ({reach})"
    reached: Range | None = None
    for reach, price in sorted((step for step in ladder if not step[0].is_empty()), key=lambda step: step[0]):
        if reached is not None and reach != reached:
            if reach.low < reached.high:
                yield price, f"its tier ({reach}) overlaps another ({reached})"
            elif reach.low > reached.high + 1:
                yield price, f"no tier holds between {reached.high} and {reach.low}"
        reached = max(reached or reach, reach, key=lambda each: each.high)


def _telling(price: Priced) -> list[tuple[str, object]]:
    """All that tells prices apart, by name."""
    fields = (price.model, price.service, price.meter, price.unit, price.currency, price.effective_from)
    return [("", fields), *sorted((name, repr(value)) for name, value in price.conditions.items())]
