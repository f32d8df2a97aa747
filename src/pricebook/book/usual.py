"""What is asked for each request, answered at once: input and output tokens, and those found in a cache.

Nothing is decided here. For each band of sizes a plan was asked once, and what it answered is looked up: a size that is
in no band, or anything else in the question, goes the long way. The tables are bounded, and unknown names are in none.
"""

from __future__ import annotations

from pricebook.book.costs import Cost

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from decimal import Decimal
    from typing import Any

    from pricebook.book.edition import Edition
    from pricebook.book.plans import Plan
    from pricebook.book.prices import Price
    from pricebook.book.questions import Question
    from pricebook.book.tiers import Number

    Asked = tuple[str, str | None, str | date | None]
    """Model, provider and day, as the caller wrote them."""
    Rates = list[tuple[int, int, bool, int, int, Decimal]]
    """Of each band: the least and the most tokens, whether output counts among them, what a token of input and one of
    output cost in whole numbers, and what these are to be multiplied with."""
    Bands = list[tuple[int, int, bool, Plan, tuple[Price, ...], str]]
    """The same with the plan that was asked, its prices, and their currency."""

KEPT = 4096
"""How many entries a table has at most."""
PLAIN = ("input_tokens", "output_tokens")
CACHED = ("input_tokens", "cached_tokens", "output_tokens")
_NONE: tuple[Any, ...] = ()


class Usual:
    """The answers to usual questions of one release."""

    def __init__(self) -> None:
        self.rates: dict[str | Asked, Rates] = {}
        """Of requests without cached tokens, by the model alone where nothing else was said, else by all of it."""
        self._plain: dict[str | Asked, Bands] = {}
        self._cached: dict[str | Asked, Bands] = {}

    def cost(
        self, edition: Edition, asked: str | Asked, given: Number | None, cached: Number | None, made: Number | None
    ) -> Cost | None:
        """The cost of a usual request; None if it has to be thought about."""
        if not (type(given) is int is type(made) and made > 0):
            return None
        quantities: tuple[int, ...] = (given, made)
        table = self._plain
        if cached is not None:
            if not (type(cached) is int and 0 < cached < given):
                return None
            quantities, table = (given - cached, cached, made), self._cached
        for low, high, shared, plan, prices, currency in entries(table, asked):
            if low <= given <= high and (not shared or given + made <= high):
                # Without a price of their own, cached tokens are billed as input.
                billed = quantities if len(prices) == len(quantities) else (given, made)
                return Cost(edition, plan, prices, billed, currency, (given, made, None))
        return None

    def learn(self, question: Question, plan: Plan) -> None:
        """Asks the plan of a usual question for its bands, unless they are known."""
        used = question.used()
        if not (plan.lasting and question.is_plain() and used in {PLAIN, CACHED}):
            return
        table, (model, provider, at) = self._plain if used == PLAIN else self._cached, question.asked
        key = model if provider is None is at else question.asked
        if key in table:
            return
        bands, shared = list(plan.bands()), plan.by_context
        remember(
            table, key, [(each.low, each.high, shared, plan, each.prices, each.prices[0].currency) for each in bands]
        )
        if used == PLAIN:
            rates: Rates = [(b.low, b.high, shared, b.factors[0], b.factors[1], b.scale) for b in bands]
            remember(self.rates, key, rates)


def entries(table: Mapping[Any, Any], asked: Any) -> Any:
    """What the table has for the question; nothing for what cannot be a question, which is refused elsewhere."""
    try:
        return table.get(asked, _NONE)
    except TypeError:  # a list, or whatever else cannot be looked up
        return _NONE


def remember(table: dict[Any, Any], key: Any, value: Any) -> None:
    """Puts it there; a table that is full begins anew."""
    if len(table) >= KEPT:
        table.clear()
    table[key] = value
