"""What a model, a kind of quantity and a set of conditions lead to: worked out once, and asked for each request."""

from __future__ import annotations

from pricebook.book.amounts import EXACT, NOTHING, tidy, whole
from pricebook.book.errors import BookError, NotPriced, OutsideBounds, Undecided, UndecidedTier, WrongQuestion
from pricebook.book.tiers import Part, billed, check_length, clips
from pricebook.book.words import PARTS, SIZES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from decimal import Decimal

    from pricebook.book.names import Offer
    from pricebook.book.prices import Price
    from pricebook.book.tiers import Number, Sizes, Terms

MOST = 1 << 62
"""More tokens than any request has: no bound."""

Lines = list[tuple["Price", "Number"]]


class Band:
    """Sizes of a request, from `low` to `high` tokens, that are billed by the same prices."""

    __slots__ = ("by_context", "factors", "high", "low", "prices", "scale")

    def __init__(self, low: int, high: int, prices: tuple[Price, ...], *, by_context: bool) -> None:
        self.low = low
        self.high = high
        self.prices = prices
        """One for each thing that is counted and has a price of its own, in the order of the keywords."""
        self.by_context = by_context
        """Whether input and output together may be no more than `high`, and the input no less than `low`."""
        self.factors, self.scale = whole([price.rate for price in prices])
        """What one of each costs, in whole numbers of `scale`."""


class Plan:
    """How requests of one kind are billed."""

    def __init__(
        self, offer: Offer, parts: Sequence[Part], terms: Terms, notes: Sequence[str], at: str | None, lasting: bool
    ) -> None:
        self.offer = offer
        self.parts = parts
        self.terms = terms
        self.notes = notes
        """What was assumed, whatever the size of the request."""
        self.at = at
        """The day that is priced; None for now."""
        self.lasting = lasting
        """Whether it is the same tomorrow."""
        self.counted = tuple(part.counted for part in parts)
        """The keywords that are billed by a price of their own."""
        self._clips = clips(parts, terms)
        self._bounds = {name for part in parts for price in part.prices for name in SIZES & price.conditions.keys()}

    def lines(
        self, counts: Mapping[str, Number], context: Number | None, size: Mapping[str, Number] | None = None
    ) -> Lines:
        """The prices that the request is billed by, each with its quantity; raises where that is not known.

        `size` says how large the request is, if it is not what is counted.
        """
        size = counts if size is None else size
        for part in self._clips:
            check_length(part, size.get(part.counted))
        sizes: Sizes = {name: size.get(name) for name in SIZES} | {"context_tokens": context}
        if context is not None or "context_tokens" not in self._bounds:
            return self._lines(counts, sizes)
        given = size.get("input_tokens")
        if given is None:
            raise WrongQuestion(f"{self.offer} is priced by its context: state input_tokens or context_tokens.")
        together = EXACT.add(given, size.get("output_tokens", 0))
        answers = [self._attempt(counts, sizes | {"context_tokens": size}) for size in (given, together)]
        return self._one_of(answers, (given, together))

    def _lines(self, counts: Mapping[str, Number], sizes: Sizes) -> Lines:
        separate = [name for name in PARTS if name in self.counted]
        lines: Lines = []
        for part in self.parts:
            quantity = counts[part.counted]
            if part.counted == "input_tokens" and separate:
                quantity = EXACT.subtract(quantity, sum(counts[name] for name in separate))
            if quantity:
                alone = not separate or part.counted not in {"input_tokens", *separate}
                lines += billed(part, quantity, sizes, self.terms, alone)
        return lines

    def _attempt(self, counts: Mapping[str, Number], sizes: Sizes) -> Lines | OutsideBounds:
        try:
            return self._lines(counts, sizes)
        except OutsideBounds as refused:
            return refused

    def _one_of(self, answers: Sequence[Lines | OutsideBounds], sizes: Sequence[Number]) -> Lines:
        """The answer, if there is one; raises UndecidedTier where the page leaves two."""
        alone, together = answers
        if isinstance(alone, OutsideBounds) and isinstance(together, OutsideBounds):
            raise together
        costs = [None if isinstance(each, OutsideBounds) else _sum(each) for each in answers]
        if costs[0] == costs[1] and not isinstance(alone, OutsideBounds):
            return alone
        told = ["is not priced" if each is None else f"costs {each[0]:f} {each[1]}" for each in costs]
        raise UndecidedTier(
            f"{self.offer}: its page bounds the context and does not say what a bill takes for it. By the input alone "
            f"({sizes[0]}) the request {told[0]}; by input and output together ({sizes[1]}) it {told[1]}. State "
            "context_tokens to take one of them.",
            [each[0] for each in costs if each is not None],
        )

    def price(self, counts: Mapping[str, Number], context: Number | None) -> Price:
        """The price of the only thing that the plan is for, by the size of the request; raises as `lines` does."""
        if not self.parts:
            raise NotPriced(f"{self.offer}: {self.notes[0]}")
        if self.parts[0].marginal:
            raise Undecided(
                f"{self.offer}: {self.counted[0]} is billed by bands, each with a price of its own: ask for a cost"
            )
        one = {self.counted[0]: 1}
        return self.lines(one, context, counts)[0][0]

    def why(self, given: Number, made: Number, context: Number | None) -> str:
        """Which size of a request chose its tiers, in words; empty if none did."""
        words = {
            "input_tokens": f"by {given} input tokens, those found in a cache included",
            "output_tokens": f"by {made} output tokens",
            "context_tokens": f"by a context of {EXACT.add(given, made)} tokens, input and output together"
            if context is None
            else f"by a context of {context} tokens, as stated",
        }
        return "; ".join(words[name] for name in sorted(self._bounds))

    @property
    def by_context(self) -> bool:
        """Whether its tiers are of the context."""
        return "context_tokens" in self._bounds

    def bands(self) -> Iterator[Band]:
        """The sizes of requests for which nothing but the input or the context decides, the lowest first.

        Each is asked of the plan itself, at its lowest size, so that there is one answer only; sizes for which there is
        none are left out, and are refused when they are asked for.
        """
        one_bound = len(self._bounds) <= 1 and "output_tokens" not in self._bounds
        if not one_bound or self._clips or any(part.marginal for part in self.parts):
            return
        if self._bounds and "input_tokens" not in self.counted:
            return  # what is counted is not what the bounds are on
        counts: dict[str, Number] = dict.fromkeys(self.counted, 1)
        if "input_tokens" in counts:
            counts["input_tokens"] = len(counts)  # more than what is counted in it too
        for low, high in _intervals(self.parts, self._bounds):
            try:
                lines = self._lines(counts, dict.fromkeys(SIZES, low))
            except BookError:
                continue
            if len({price.currency for price, _ in lines}) == 1:
                yield Band(low, high, tuple(price for price, _ in lines), by_context=self.by_context)


def _intervals(parts: Sequence[Part], names: set[str]) -> Iterator[tuple[int, int]]:
    """The whole numbers from one bound to the next, all of which are inside the same bounds."""
    bounds = [
        price.conditions[name] for part in parts for price in part.prices for name in names & price.conditions.keys()
    ]
    steps = {"gt": 1, "gte": 0, "lt": 0, "lte": 1}
    starts = sorted({0, *(bound + steps[sign] for each in bounds for sign, bound in each.items() if sign in steps)})
    yield from zip(starts, [*(each - 1 for each in starts[1:]), MOST], strict=True)


def _sum(lines: Lines) -> tuple[Decimal, str]:
    return tidy(cost(lines)), lines[0][0].currency


def cost(lines: Lines) -> Decimal:
    """What the lines come to, exactly."""
    total = NOTHING
    for price, quantity in lines:
        total = EXACT.fma(price.rate, quantity, total)
    return total
