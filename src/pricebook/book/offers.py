"""Which prices hold for a request: the offer that the caller chose, and the conditions that it states.

The second and the third step of the contract. A condition that the caller does not state rules nothing out: what is
left then has to agree, or the caller is asked.
"""

from __future__ import annotations

from decimal import Decimal
from itertools import starmap
from operator import ge, gt, le, lt

from pricebook.book.prices import Price, offer_of, said, without
from pricebook.book.words import OFFERS, PROPERTIES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
    from typing import Any

_SIGNS = {"gt": gt, "gte": ge, "lt": lt, "lte": le}


def chosen(prices: Iterable[Price], stated: Mapping[str, Any], home: Callable[[], str | None], free: Collection[str]
           ) -> list[Price]:  # fmt: skip
    """The prices of the offer that the caller chose, of one meter; the standard offer if it chose nothing.

    `home` gives the provider's home region, which is meant where no other one is stated; conditions in `free` need not
    be stated.
    """
    wanted = {name: value for name, value in stated.items() if name in OFFERS and name != "region"}
    if not wanted and "region" not in stated and not free:
        return [price for price in prices if price.standard]
    same = [price for price in prices if _is_offer(price, wanted, free)]
    return _in_region(same, stated.get("region"), home)


def _is_offer(price: Price, wanted: Mapping[str, Any], free: Collection[str]) -> bool:
    # The hours of a mode are said by the page, and need not be said by who chose the mode.
    ignored = [name for name in (*free, *(("hours",) if "mode" in wanted else ())) if name not in wanted]
    named = without(offer_of(price), "region", *ignored)
    return named.keys() == wanted.keys() and all(_is_chosen(name, named[name], wanted[name]) for name in wanted)


def _is_chosen(name: str, condition: Any, stated: Any) -> bool:
    """Whether the caller chose it; of words that nobody understood all are to be stated, since each restricts it."""
    if name != "as_printed":
        return holds(condition, stated)
    return sorted(condition) == sorted(map(str, stated if isinstance(stated, (list, tuple, set)) else (stated,)))


def _in_region(prices: list[Price], stated: str | None, home: Callable[[], str | None]) -> list[Price]:
    """Those that name the region; else those that name none, unless the caller named one and other prices do too."""
    region = stated if stated is not None else home()
    there = [price for price in prices if region is not None and holds(price.conditions.get("region"), region)]
    anywhere = [price for price in prices if "region" not in price.conditions]
    if there or (stated is not None and len(anywhere) < len(prices)):
        return there
    return anywhere


def meeting(prices: Iterable[Price], stated: Mapping[str, Any]) -> list[Price]:
    """The prices that no stated property rules out. A band that is billed by itself is not chosen by what is used."""
    return [
        price
        for price in prices
        if all(
            holds(value, stated[name])
            for name, value in price.conditions.items()
            if name in PROPERTIES and name in stated and not (name == "volume" and price.marginal)
        )
    ]


def holds(condition: Any, stated: Any) -> bool:
    """Whether what is stated meets the condition.

    >>> holds("720p", "720P"), holds(["image", "video"], "image"), holds({"gte": 1, "lte": 16}, 20), holds(True, 1)
    (True, True, False, False)
    """
    if isinstance(condition, dict):
        return within(condition, stated)
    if isinstance(condition, list):
        asked = stated if isinstance(stated, (list, tuple, set, frozenset)) else (stated,)
        return bool(asked) and all(any(holds(one, each) for one in condition) for each in asked)
    if isinstance(condition, bool) or isinstance(stated, bool):
        return condition is stated
    if isinstance(condition, str) and isinstance(stated, str):
        return condition.strip().casefold() == stated.strip().casefold()
    return bool(condition == stated)


def within(bounds: Mapping[str, int], number: Any) -> bool:
    """Whether the number is inside the bounds, on the side that the page prints; a bound of an unknown kind is not met.

    >>> within({"gt": 8192, "lte": 32768}, 8192), within({"gt": 8192, "lte": 32768}, 32768)
    (False, True)
    """
    if isinstance(number, bool) or not isinstance(number, (int, Decimal)):
        return False
    return all(sign in _SIGNS and _SIGNS[sign](number, bound) for sign, bound in bounds.items())


def choices(prices: Sequence[Price]) -> str:
    """How these prices differ, each with its amount."""
    common = {
        name
        for name, value in prices[0].conditions.items()
        if len(prices) > 1 and all(price.conditions.get(name) == value for price in prices)
    }
    return "; ".join(dict.fromkeys(_choice(price, common) for price in prices))


def _choice(price: Price, common: Collection[str]) -> str:
    held = ", ".join(starmap(said, without(price.conditions, *common).items()))
    return f"{held or 'no condition'}: {price.amount:f} {price.currency} / {price.unit}"
