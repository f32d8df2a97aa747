"""What is odd about a price beside what other providers ask for the same thing of the same model."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from decimal import Decimal
from statistics import median_high, median_low
from typing import NamedTuple

from pricebook.checks.gate.reasons import Reason, plain
from pricebook.checks.gate.rules import threshold

OTHERS = 3
"""So many others it takes: of fewer that disagree, nothing says which slipped."""


class PeerPrice(NamedTuple):
    """A standard price, as far as it is held against those of other providers."""

    provider: str
    model: str
    id: str
    thing: tuple[str, ...]
    """What else it is of: two prices can be compared if this is the same."""
    amount: Decimal
    approved: bool
    """Whether a person approved its very amount."""


def far_from_peers(prices: Iterable[PeerPrice]) -> Iterator[tuple[PeerPrice, Reason]]:
    """The prices that are far from the middle one of at least three other providers; all are of one thing.

    A provider has one voice, however many prices it has. What is free has none, and what a person approved is not odd.
    """
    priced = [price for price in prices if price.amount]
    amounts: defaultdict[str, list[Decimal]] = defaultdict(list)
    for price in priced:
        amounts[price.provider].append(price.amount)
    if len(amounts) <= OTHERS:
        return
    lows = {provider: median_low(own) for provider, own in amounts.items()}
    highs = {provider: median_high(own) for provider, own in amounts.items()}
    for price in priced:
        others = amounts.keys() - {price.provider}
        low, high = median_low(lows[each] for each in others), median_high(highs[each] for each in others)
        if not price.approved and max(price.amount / high, low / price.amount) >= threshold("peers"):
            yield price, Reason("peers", _told_of_peers(price.amount, low, high, len(others)), price.model)


def _told_of_peers(amount: Decimal, low: Decimal, high: Decimal, others: int) -> str:
    middle = f"the middle price of this model at {others} other providers"
    return f"{plain(amount / high)} times {middle}" if amount > high else f"{middle} is {plain(low / amount)} times it"
