"""What is asked for each request, answered at once: input and output tokens, and those found in a cache.

Nothing is decided here. For each band of sizes a plan was asked once, and what it answered is looked up: a size that is
in no band, or anything else in the question, goes the long way. The tables are bounded, and unknown names are in none.
"""

from __future__ import annotations

from pricebook.book.costs import Cost

TYPE_CHECKING = False
if TYPE_CHECKING:
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
    Bands = list[tuple[int, int, bool, tuple[Price, ...], str]]
    """The same with the prices themselves, and their currency."""

KEPT = 4096
"""How many entries a table has at most."""
PLAIN = ("input_tokens", "output_tokens")
CACHED = ("input_tokens", "cached_tokens", "output_tokens")
_UNKNOWN: tuple[Any, Any] = (None, ())


class Usual:
    """The answers to usual questions of one release."""

    def __init__(self) -> None:
        self.rates: dict[str | Asked, Rates] = {}
        """By the model alone where nothing else was said, else by model, provider and day."""
        self._bands: dict[tuple[Asked, bool], tuple[Plan, Bands]] = {}

    def cost(
        self, edition: Edition, asked: Asked, given: Number | None, cached: Number | None, made: Number | None
    ) -> Cost | None:
        """The cost of a usual request; None if it has to be thought about."""
        if not (type(given) is int and type(made) is int and made > 0):
            return None
        counts: dict[str, Number] = {"input_tokens": given, "output_tokens": made}
        quantities: tuple[int, ...] = (given, made)
        if cached is not None:
            if not (type(cached) is int and 0 < cached < given):
                return None
            counts["cached_tokens"] = cached
            quantities = (given - cached, cached, made)
        plan, bands = self._bands.get((asked, cached is not None), _UNKNOWN)
        for low, high, shared, prices, currency in bands:
            if low <= given <= high and (not shared or given + made <= high):
                # Without a price of their own, cached tokens are billed as input.
                billed = quantities if len(prices) == len(quantities) else (given, made)
                return Cost(edition, plan, list(zip(prices, billed, strict=True)), currency, counts, None)
        return None

    def learn(self, question: Question, plan: Plan) -> None:
        """Asks the plan of a usual question for its bands, unless they are known."""
        used = question.used()
        key = (question.asked, used == CACHED)
        if not (plan.lasting and question.is_plain() and used in {PLAIN, CACHED}) or key in self._bands:
            return
        bands, shared = list(plan.bands()), plan.by_context
        shown: Bands = [(band.low, band.high, shared, band.prices, band.prices[0].currency) for band in bands]
        remember(self._bands, key, (plan, shown))
        if used == PLAIN:
            model, provider, at = question.asked
            rates: Rates = [(b.low, b.high, shared, b.factors[0], b.factors[1], b.scale) for b in bands]
            remember(self.rates, model if provider is None and at is None else question.asked, rates)


def remember(table: dict[Any, Any], key: Any, value: Any) -> None:
    """Puts it there; a table that is full begins anew."""
    if len(table) >= KEPT:
        table.clear()
    table[key] = value
