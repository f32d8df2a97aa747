"""Prices that went and came at once under other words: renamed models, and other terms of the same thing."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from pricebook.checks.gate.ladders import is_range, range_of
from pricebook.checks.gate.reasons import Reason
from pricebook.identity import bare_name
from pricebook.records import Price

_SHOWN = 3
"""Prices whose conditions are told."""


class Moves(NamedTuple):
    """What became of prices that went."""

    renamed: Mapping[str, str]
    """By the id that came the one that went: the same thing, under another spelling of its model's name."""
    changed: Mapping[str, Reason]
    """Ids that went or came where other terms of the same thing took their place, each with what changed."""


def kin_of(price: Price) -> object:
    """What stays the same of a price where its model's name is spelled otherwise."""
    return bare_name(price.model), price.meter, _terms_of_thing(price)


def moves(gone: Iterable[Price], came: Iterable[Price]) -> Moves:
    """What can only have moved: those of one model and meter, whatever the spelling of its name."""
    sides: defaultdict[object, tuple[list[Price], list[Price]]] = defaultdict(lambda: ([], []))
    for side, prices in enumerate((gone, came)):
        for price in prices:
            sides[bare_name(price.model), price.meter][side].append(price)
    renamed: dict[str, str] = {}
    changed: dict[str, Reason] = {}
    for old, new in sides.values():
        pairs = _renamed(old, new)
        renamed |= pairs
        left = [price for price in old if price.id not in pairs.values()]
        right = [price for price in new if price.id not in pairs]
        if left and right:
            reason = Reason("terms", _what_changed(left, right), f"{left[0].where.page} {bare_name(left[0].model)}")
            changed |= {price.id: reason for price in (*left, *right)}
    return Moves(renamed, changed)


def _renamed(old: Sequence[Price], new: Sequence[Price]) -> dict[str, str]:
    """Those of equal terms, where just one went and just one came."""
    found: defaultdict[str, tuple[list[Price], list[Price]]] = defaultdict(lambda: ([], []))
    for side, prices in enumerate((old, new)):
        for price in prices:
            found[_terms_of_thing(price)][side].append(price)
    return {came[0].id: went[0].id for went, came in found.values() if len(went) == len(came) == 1}


def _terms_of_thing(price: Price) -> str:
    return repr((price.service, price.unit, price.currency, sorted(price.conditions.items())))


def _what_changed(old: Sequence[Price], new: Sequence[Price]) -> str:
    """What changed, in words."""
    first, now = old[0], new[0]
    for name in ("service", "currency", "unit"):
        was, is_ = getattr(first, name), getattr(now, name)
        if was != is_:
            return f"its {name} changed from {was} to {is_}"
    return f"what must hold for it changed from {_conditions_in_words(old)} to {_conditions_in_words(new)}"


def _conditions_in_words(prices: Sequence[Price]) -> str:
    told = [" ".join(map(_in_words_of_one, sorted(each.conditions.items()))) or "nothing" for each in prices]
    return " or ".join(told[:_SHOWN]) + (f" and {len(told) - _SHOWN} more" if len(told) > _SHOWN else "")


def _in_words_of_one(condition: tuple[str, Any]) -> str:
    name, value = condition
    return f"{name} {range_of(value) if is_range(value) else value}"
