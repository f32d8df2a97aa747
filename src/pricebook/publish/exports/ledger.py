"""What becomes of each price in one export: taken, taken with a reservation, or left out. None is forgotten."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from pricebook.errors import UsageError
from pricebook.publish.display import conditions
from pricebook.publish.exports.export import Catalogue, Loss, out_of_force
from pricebook.publish.exports.offers import Ladder, Told, doubt
from pricebook.units import EXACT


class Dollars(NamedTuple):
    """A price in US dollars."""

    amount: Decimal
    """US dollars for the price's unit, exactly as the rate makes them."""
    how: str
    """At which rate, of which day, by whom; empty if the price is in US dollars."""


class DollarTier(NamedTuple):
    """A tier in US dollars."""

    above: int
    upto: int | None
    """As of a Rung."""
    amounts: Mapping[str, Decimal]
    """By meter, US dollars for 1M tokens."""


_CACHE = "what a cache holds costs otherwise by the page, which prints no price for it here; it is held as input"


class Ledger:
    """The prices of a catalogue, and what one export makes of them."""

    def __init__(self, export: str, catalogue: Catalogue) -> None:
        self._export, self._catalogue = export, catalogue
        self._held: dict[str, list[str]] = {}
        self._left: dict[str, str] = {}

    def take(self, prices: Iterable[Told], *reservations: str) -> None:
        """Says that the prices stand in the export, and with which reservations."""
        for price in prices:
            self._held.setdefault(price["id"], []).extend(filter(None, reservations))

    def leave(self, prices: Iterable[Told], what: str) -> None:
        """Says why the prices do not; of prices that are told of twice, the first reason counts."""
        for price in prices:
            self._left.setdefault(price["id"], what)

    def dollars(self, price: Told) -> Dollars | None:
        """The price in US dollars; None if there is no rate for its currency, and then it is left out."""
        currency, amount = price["currency"], Decimal(price["amount"])
        if currency == "USD":
            return Dollars(amount, "")
        try:
            rate = self._catalogue.into(currency) if self._catalogue.into else None
        except UsageError:
            rate = None
        if rate is None:
            self.leave([price], f"the format holds US dollars, and there is no rate for {currency}")
            return None
        how = f"converted: 1 {currency} = {rate.value:f} USD, {rate.day}, {rate.source}"
        return Dollars(EXACT.multiply(amount, rate.value), how)

    def in_dollars(self, ladder: Ladder) -> list[DollarTier]:
        """The ladder in US dollars, all of its prices taken; empty, and all left out, if one of them has no rate."""
        found = {price["id"]: dollars for price in ladder.prices if (dollars := self.dollars(price))}
        if len(found) < len(ladder.prices):
            self.leave(ladder.prices, "it stands beside a price for whose currency there is no rate")
            return []
        self.take_ladder(ladder)
        for price in ladder.prices:
            self.take([price], found[price["id"]].how)
        return [
            DollarTier(
                tier.above, tier.upto, {meter: found[price["id"]].amount for meter, price in tier.prices.items()}
            )
            for tier in ladder.tiers
        ]

    def take_ladder(self, ladder: Ladder) -> None:
        """Says that all prices of the ladder stand in the export, whose tiers are of the input and have no end."""
        bounded = ladder.counts == "context_tokens" and len(ladder.tiers) > 1
        self.take(ladder.prices, "its tiers are of the context, and are held as tiers of the input" if bounded else "")
        if "cache_read" not in ladder.meters and self._catalogue.caches_otherwise(ladder.prices[0]):
            self.take((tier.prices["input"] for tier in ladder.tiers if "input" in tier.prices), _CACHE)
        last = ladder.tiers[-1]
        if last.upto is not None:
            self.take(last.prices.values(), f"it ends at {last.upto} tokens, and the format goes on with it")

    def losses(self) -> list[Loss]:
        """All that the export does not say, in the order of the prices; a price that nobody told of was left out."""
        return [loss for price in self._catalogue.prices for loss in self._of(price)]

    def _of(self, price: Told) -> Iterable[Loss]:
        taken = price["id"] in self._held
        if taken:
            said: Sequence[str] = [*self._held[price["id"]], *_unsaid(price)]
        else:
            outside = out_of_force(price, self._catalogue.day)
            left = self._left.get(price["id"])
            said = [outside or left or _other_offer(price) or doubt(price) or _no_field(price)]
        for what in dict.fromkeys(said):
            yield Loss(
                price["id"], price["provider"], price["model"], price["meter"], self._export, held=taken, what=what
            )  # fmt: skip


def _unsaid(price: Told) -> Iterable[str]:
    """What no format of another tool says of a price that it holds."""
    if price["status"] != "fresh":
        yield f"{price['status']}: it is as old as the last look that saw it, or a new value waits for a person"
    if price["promotion"]:
        yield "promotion: " + ", ".join(f"{name} {value}" for name, value in sorted(price["promotion"].items()))
    for name in ("effective_from", "effective_until"):
        if price[name]:
            yield f"{name} {price[name]}"


def _other_offer(price: Told) -> str:
    """What a customer chose who pays this price and not the standard one; empty for the standard one."""
    if price["standard"]:
        return ""
    return f"of another offer: {conditions(price['conditions']) or 'no region is named'}"


def _no_field(price: Told) -> str:
    counted = f"{price['service']} {price['meter']} per {price['unit']}" if price["unit"] else price["meter"]
    stated = {name: value for name, value in price["conditions"].items() if name != "region"}
    return f"no field for {' with '.join(filter(None, (counted, conditions(stated))))}"
