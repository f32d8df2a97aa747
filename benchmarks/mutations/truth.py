"""What a page says, and what must be published of it once it was changed."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple

IDENTITY = ("model", "service", "meter", "unit", "currency")


class Key(NamedTuple):
    """What a price is of: two prices with one key are the same at two times."""

    model: str
    service: str
    meter: str
    unit: str | None
    currency: str
    conditions: str
    """As JSON, its names in their order."""

    @property
    def terms(self) -> dict[str, Any]:
        """The conditions."""
        terms: dict[str, Any] = json.loads(self.conditions)
        return terms

    def given(self, **conditions: Any) -> "Key":
        """The same under these conditions besides; None takes one away."""
        terms = {name: value for name, value in {**self.terms, **conditions}.items() if value is not None}
        return self._replace(conditions=written(terms))

    def __str__(self) -> str:
        """One line for a person."""
        return " ".join([self.model, self.meter, f"{self.currency}/{self.unit}", self.conditions])


def written(conditions: Mapping[str, Any]) -> str:
    """Conditions that can be compared."""
    return json.dumps(conditions, sort_keys=True, ensure_ascii=False)


def key_of(published: Mapping[str, Any]) -> Key:
    """What a published price is of."""
    named = {name: published[name] for name in IDENTITY}
    return Key(**named, conditions=written(published["conditions"]))


@dataclass(frozen=True)
class Stated:
    """A price that the page says, as it was published before the change."""

    key: Key
    amount: Decimal
    record: Mapping[str, Any] = field(hash=False, compare=False)
    outside: bool = field(default=False, compare=False)
    """Whether the page says it in its text, too, and not in tables alone."""

    @property
    def names(self) -> list[str]:
        """What the page may call its model."""
        return [name for name in (self.key.model, self.record.get("name")) if name]

    @property
    def text(self) -> str:
        """The characters that it was read from."""
        text: str = self.record["listed"]["text"]
        return text


@dataclass(frozen=True)
class Want:
    """What must be published of one price of the changed page: anything else is wrong, unless doubt is said with it."""

    was: Stated | None = None
    """How it was published before; None of a price that is new."""
    forms: tuple[tuple[Key, Decimal], ...] = ()
    """How it may be published now; in none, if the page does not state it any more."""
    apart: bool = False
    """Also right: with this amount or the old one, and told apart from what it was by conditions, dates or words."""
    lost: bool = False
    """It is not known to be gone: where it is not published, somebody must be told."""
    optional: bool = False
    """It may as well not be stated any more."""
    unknowable: bool = False
    """Nobody can tell what it costs now: where it is published, doubt must be said with it."""


Effect = Callable[[Stated], Want]
"""What a change does to a price that it touches."""


def same(price: Stated) -> Want:
    """Nothing."""
    return Want(price, ((price.key, price.amount),))


def scaled(amount: Decimal, factor: Fraction) -> Decimal:
    """The amount times the factor, exactly where that has an end, else to 12 places."""
    product = Fraction(amount) * factor
    return (Decimal(product.numerator) / Decimal(product.denominator)).quantize(Decimal("1e-12")).normalize()


def times(factor: Fraction) -> Effect:
    """It costs so many times as much."""
    return lambda price: Want(price, ((price.key, scaled(price.amount, factor)),))


def named(name: str) -> Effect:
    """Its model is called so now."""
    return lambda price: Want(price, ((price.key._replace(model=name), price.amount),))


def under(**conditions: Any) -> Effect:
    """It holds under these conditions, said in fixed words or as the page prints them."""

    def effect(price: Stated) -> Want:
        if all(price.key.terms.get(name) == value for name, value in conditions.items()):
            return same(price)
        return Want(price, ((price.key.given(**conditions), price.amount),), apart=True, lost=True)

    return effect


def apart(price: Stated) -> Want:
    """It is no longer what it was, and must not be told as if it were."""
    return Want(price, apart=True, lost=True)


def maybe_apart(price: Stated) -> Want:
    """As it was, or with the words that were added."""
    return replace(same(price), apart=True, lost=True)


def gone(price: Stated) -> Want:
    """The page does not state it any more."""
    return Want(price)


def lost(price: Stated) -> Want:
    """It is not on the page, and that is no word of the provider."""
    return Want(price, lost=True)


def same_or_lost(price: Stated) -> Want:
    """As it was, or said to be in doubt."""
    return replace(same(price), lost=True)


def same_or_gone(price: Stated) -> Want:
    """As it was, if the page still states it."""
    return replace(same(price), optional=True)


def unknowable(price: Stated) -> Want:
    """The page says something of it that is no price."""
    return Want(price, unknowable=True)


def added(key: Key, amount: Decimal) -> Want:
    """A price that the page did not state."""
    return Want(None, ((key, amount),))
