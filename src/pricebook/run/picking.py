"""Which of the prices are shown, and in which order."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from itertools import product
from typing import Any

from pricebook.errors import UsageError
from pricebook.publish.released import Told, Wanted
from pricebook.run.asking import matching

STATUSES = ("fresh", "stale", "held", "pending", "missing", "unread", "withdrawn")
MARKS = ("free", "promotion", "suspect", "conflict")
KINDS = (*STATUSES, *MARKS)
"""What a price may be besides its amount: its status, of which it has one, or a mark."""


def fitting(
    providers: Sequence[str],
    models: Sequence[str],
    meters: Sequence[str],
    kinds: Sequence[str],
    *,
    suspect: bool,
    current: bool,
) -> Wanted:
    """Prices of any of these providers, models, meters and kinds; `suspect` ones alone, or those on sale (`current`).

    Where none is named, all are meant. Raises UsageError for no meter and no kind.
    """
    for kind in kinds:
        if kind not in KINDS:
            message = f"no kind of price {kind!r}. Kinds: {', '.join(KINDS)}."
            raise UsageError(message)
    named: list[Sequence[str | None]] = [each or [None] for each in (providers, models, meters)]
    ways = [matching(*way) for way in product(*named)]

    def fits(price: Told) -> bool:
        refused = (suspect and not _is(price, "suspect")) or (current and not is_on_sale(price))
        of_a_kind = not kinds or any(_is(price, kind) for kind in kinds)
        return not refused and of_a_kind and any(way.fits(price) for way in ways)

    return Wanted(ways[0].needles if len(ways) == 1 else (), fits, set(providers) or None)


def _is(price: Told, kind: str) -> bool:
    return bool(price.get(kind)) if kind in MARKS else price.get("status") == kind


def is_absent(price: Told) -> bool:
    """Whether it is on sale no longer, or was not found at the last look."""
    return "absent_since" in price


def is_on_sale(price: Told) -> bool:
    """Whether a value of it is published today, or was on the day."""
    return not is_absent(price) and price["status"] != "pending"


SORTS: Mapping[str, Callable[[Told], Any]] = {
    "amount": lambda price: (price["currency"], price["unit"] or "", Decimal(price["amount"] or 0)),
    "model": lambda price: (price["model"].lower(), price["provider"]),
    "provider": lambda price: (price["provider"], price["model"].lower()),
    "since": lambda price: [-ord(character) for character in price["valid_from"]],
}
"""Amounts by what they are in, the lowest first; days, the last one first; names by the alphabet."""


def in_order(prices: Sequence[Told], by: str | None) -> list[Told]:
    """The prices so sorted, or as they are published; behind what is on sale what has no value, then what is absent."""
    placed = prices if by is None else sorted(prices, key=SORTS[by])
    return sorted(placed, key=lambda price: (is_absent(price), price["amount"] is None))
