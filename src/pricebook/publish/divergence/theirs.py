"""What another catalogue says, whatever its form: models, and prices in our words where these can say them."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any, NamedTuple

from pricebook.units import text

_LARGEST = 30
"""Digits before or behind the point that no price has."""


class TheirAmount(NamedTuple):
    """An amount as the other catalogue has it, not converted."""

    amount: Decimal
    currency: str
    per: str
    """Its own unit, such as `token`."""

    def __str__(self) -> str:
        """`0.0000004 USD / token`."""
        return f"{text(self.amount)} {self.currency} / {self.per}"


class TheirPrice(NamedTuple):
    """One price of theirs."""

    meter: str
    printed: TheirAmount
    unit: str
    """Ours, as it is published."""
    scale: Decimal
    """How many of our units one of theirs is, exactly: a token is 0.000001 of `1M tokens`."""
    field: str
    """What it is called there."""
    conditions: Mapping[str, Any] = {}
    """In our words; tiers as bounds of the input."""
    service: str = "inference"
    implied: Mapping[str, Any] = {}
    """What the field means besides, whether or not a page says it."""


class Unsayable(NamedTuple):
    """Something about a price of theirs that cannot be held against ours."""

    field: str
    why: str


class TheirModel(NamedTuple):
    """What one provider takes for one model, by the other catalogue."""

    provider: str
    """Its id there."""
    names: Sequence[str]
    """What the model is called there; the first one is shown."""
    prices: Sequence[TheirPrice]
    unsayable: Sequence[Unsayable] = ()

    @property
    def name(self) -> str:
        """The one that is shown."""
        return self.names[0]


class Theirs(NamedTuple):
    """Another catalogue."""

    form: str
    """Which form it has: `litellm`, `genai-prices` or `pricebook`. The first two are names of the crosswalk."""
    source: str
    """What was read: a package with its version, or a file."""
    models: Sequence[TheirModel]
    standard_alone: bool = True
    """Whether it knows no regions, plans and the like: then ours is the standard offer, in the home region."""


def amount_of(value: int | str | Decimal) -> Decimal:
    """The number; raises ValueError for what is no amount of money.

    >>> amount_of("0.10"), amount_of(3)
    (Decimal('0.10'), Decimal('3'))
    >>> amount_of("1E+400")
    Traceback (most recent call last):
    ValueError: no amount: 1E+400
    """
    try:
        amount = Decimal(value)
    except (InvalidOperation, TypeError) as problem:
        message = f"no amount: {value!r}"
        raise ValueError(message) from problem
    if not amount.is_finite() or amount < 0 or (amount and abs(amount.adjusted()) > _LARGEST):
        message = f"no amount: {value}"
        raise ValueError(message)
    return amount


def tiers(bounds: Sequence[int]) -> Iterator[Mapping[str, Mapping[str, int]]]:
    """The conditions of tiers that begin above so many tokens each, the lowest at 0; none for one tier alone.

    >>> list(tiers([0, 200_000]))
    [{'input_tokens': {'lte': 200000}}, {'input_tokens': {'gt': 200000}}]
    >>> list(tiers([0]))
    [{}]
    """
    for number, above in enumerate(bounds):
        span = {"gt": above} if above else {}
        if number + 1 < len(bounds):
            span["lte"] = bounds[number + 1]
        yield {"input_tokens": span} if span else {}
