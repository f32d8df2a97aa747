"""Which tier of a price holds for a request, and what is billed by it: the fourth step of the contract."""

from __future__ import annotations

from decimal import Decimal

from pricebook.book.amounts import EXACT
from pricebook.book.doubts import agreed
from pricebook.book.errors import OutsideBounds, Undecided, WrongQuestion
from pricebook.book.offers import choices, holds, within
from pricebook.book.prices import tier
from pricebook.book.words import SECONDS, SIZES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from typing import Any

    from pricebook.book.prices import Price

Number = int | Decimal
_BANDS = {"input": "input_tokens", "output": "output_tokens"}
"""The bound that counts the very tokens that the meter counts."""


class Part:
    """What one keyword of a question is billed by: the prices of one meter that hold, but for their tiers."""

    __slots__ = ("counted", "prices")

    def __init__(self, counted: str, prices: Sequence[Price]) -> None:
        self.counted = counted
        self.prices = prices

    @property
    def marginal(self) -> bool:
        """Whether each band of the quantity is billed by itself."""
        return any(price.marginal for price in self.prices)


class Terms:
    """What a question says besides its quantities."""

    __slots__ = ("accept", "stated")

    def __init__(self, stated: Mapping[str, Any], accept: Collection[str]) -> None:
        self.stated = stated
        self.accept = accept


Sizes = dict[str, "Number | None"]
"""How large the request is, by the names of bounds; None if the caller does not say."""


def billed(part: Part, quantity: Number, sizes: Sizes, terms: Terms, alone: bool) -> list[tuple[Price, Number]]:
    """The prices that the quantity is billed by, each with how much of it; `alone` if it is all that was counted."""
    if part.marginal:
        return list(_bands(part, quantity, terms, alone))
    return [(chosen(part, sizes, terms), quantity)]


def chosen(part: Part, sizes: Sizes, terms: Terms) -> Price:
    """The price of the whole request, by its size.

    Raises WrongQuestion where the size is not stated, OutsideBounds, Undecided or Doubtful.
    """
    held = [price for price in part.prices if _fits(price, sizes)]
    if not held:
        first = part.prices[0]
        asked = ", ".join(f"{name}={sizes[name]}" for name in SIZES & _bounded(part.prices))
        printed = "; ".join(dict.fromkeys(tier(price) for price in part.prices))
        raise OutsideBounds(
            f"{first.provider} {first.model} has no price of {first.meter} for {asked}. Its page prints: {printed}."
        )
    return agreed(held, terms.stated, terms.accept)


def clips(parts: Sequence[Part], terms: Terms) -> list[Part]:
    """The parts that are counted by their length and priced by that of a clip, which is not stated."""
    if "duration" in terms.stated:
        return []
    return [
        part
        for part in parts
        if part.counted in SECONDS and all("duration" in price.conditions for price in part.prices)
    ]


def check_length(part: Part, quantity: Number | None) -> None:
    """Raises Undecided if no price is for one clip as long as all that was counted: then a length has to be stated."""
    if not quantity:
        return
    seconds = EXACT.multiply(Decimal(quantity), SECONDS[part.counted])
    if not any(holds(price.conditions["duration"], seconds) for price in part.prices):
        first = part.prices[0]
        raise Undecided(
            f"{first.provider} {first.model} is priced by the clip's length: {choices(part.prices)}. None is for one "
            f"clip of {part.counted}={quantity}. Say duration=, the seconds of each clip, beside {part.counted}=."
        )


def _fits(price: Price, sizes: Sizes) -> bool:
    """Whether the request is inside all bounds of the price."""
    for name in SIZES & price.conditions.keys():
        if sizes[name] is None:
            raise WrongQuestion(f"{price} depends on {name}, which is not stated.")
    return all(within(price.conditions[name], sizes[name]) for name in SIZES & price.conditions.keys())


def _bounded(prices: Sequence[Price]) -> set[str]:
    return {name for price in prices for name in price.conditions}


def _bands(part: Part, quantity: Number, terms: Terms, alone: bool) -> Iterator[tuple[Price, Number]]:
    """Each band with what of the quantity lies in it.

    What is used counts from zero; where the page counts all that is used, `volume` says how much that is with this
    request, which is the last of it.
    """
    first = part.prices[0]
    subject = _subject(part, alone)
    end = terms.stated.get("volume") if subject == "volume" else quantity
    if end is None:
        raise WrongQuestion(f"{first} is billed by bands of all that is used: state volume=, this request included.")
    bands: dict[str, list[Price]] = {}
    for price in part.prices:
        bands.setdefault(repr(sorted(price.conditions[subject].items())), []).append(price)
    at: Number = EXACT.subtract(end, quantity)
    reached = [(*_inside(prices[0].conditions[subject], at, end), prices) for prices in bands.values()]
    for low, high, prices in sorted((each for each in reached if each[0] < each[1]), key=lambda each: each[:2]):
        if low != at:  # a gap, or two bands for the same tokens
            break
        yield agreed(prices, terms.stated, terms.accept), EXACT.subtract(high, low)
        at = high
    if at != end:
        raise OutsideBounds(
            f"{first.provider} {first.model}: the bands of {first.meter} do not price {end} of {subject}."
        )


def _subject(part: Part, alone: bool) -> str:
    """What the bands are of; raises Undecided where the page does not say which of the quantity lies in which band."""
    first = part.prices[0]
    named = {name for price in part.prices for name in (SIZES | {"volume"}) & price.conditions.keys()}
    own = {"volume"} if named == {"volume"} else {_BANDS.get(first.meter, "")}
    if named != own or not all(price.marginal and own <= price.conditions.keys() for price in part.prices):
        raise Undecided(
            f"{first} is billed by bands of {', '.join(sorted(named))}, which {first.meter} does not count."
        )
    if not alone:
        raise Undecided(
            f"{first} is billed by bands, and the page does not say into which of them the other tokens fall."
        )
    return own.pop()


def _inside(bounds: Mapping[str, Number], start: Number, end: Number) -> tuple[Number, Number]:
    """Where the band begins and ends between these two."""
    low = max(start, bounds.get("gt", bounds.get("gte", 0)))
    high = min(end, bounds.get("lt", bounds.get("lte", end)))
    return low, high
