"""What speaks against billing by a price: nothing of it is taken in silence."""

from __future__ import annotations

from pricebook.book.errors import Doubtful, Undecided
from pricebook.book.offers import choices
from pricebook.book.prices import shown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from pricebook.book.prices import Price

_SAID = {
    "stale": "its page could not be read any more, so it is of an earlier day",
    "held": "another value was seen and waits for a person",
}


def doubts(price: Price, stated: Collection[str] = ()) -> Iterator[tuple[str, str]]:
    """What is doubtful about the price: the word by which a caller accepts it, and the reason."""
    if price.suspect is not None:
        yield "suspect", price.suspect
    if price.conflict is not None:
        yield "conflict", price.conflict
    if price.status != "fresh":
        yield price.status, _SAID.get(price.status, "the catalogue says so of it")
    if "as_printed" in price.conditions and "as_printed" not in stated:
        yield "as_printed", f"the page restricts it to {shown(price.conditions['as_printed'])}"


def agreed(prices: Sequence[Price], stated: Collection[str], accept: Collection[str]) -> Price:
    """The first of the prices that hold; raises Doubtful where one is not to be taken, Undecided where they differ."""
    for price in prices:
        for kind, reason in doubts(price, stated):
            if kind not in accept:
                raise Doubtful(f"{price}: {kind}, {reason}. accept={{{kind!r}}} takes it all the same.", kind)
    first = prices[0]
    if any((price.amount, price.currency) != (first.amount, first.currency) for price in prices):
        raise Undecided(
            f"{first.provider} {first.model} has more than one price of {first.meter} that holds: {choices(prices)}. "
            "State which conditions the request has."
        )
    return first
