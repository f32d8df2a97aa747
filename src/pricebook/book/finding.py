"""From a model's prices to those that a question is billed by: the second and the third step of the contract."""

from __future__ import annotations

from itertools import starmap

from pricebook.book.errors import NotPriced, Undecided
from pricebook.book.offers import choices, chosen, meeting
from pricebook.book.prices import offer_of, said
from pricebook.book.tiers import Part
from pricebook.book.words import COUNTED

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from typing import Any

    from pricebook.book.names import Offer
    from pricebook.book.prices import Price
    from pricebook.book.questions import Question


class Finder:
    """The prices of one offer, and one question to them."""

    def __init__(
        self,
        offer: Offer,
        prices: Sequence[Price],
        question: Question,
        home: Callable[[], str | None],
        days: Callable[[], tuple[str, str]],
        cached: Callable[[], str],
    ) -> None:
        self._offer = offer
        self._known = [price for price in prices if price.understood]
        self._strange = [price for price in prices if not price.understood]
        self._question = question
        self._home = home
        self._days = days
        self._cached = cached
        """Why it is not known what tokens found in a cache cost that have no price here; empty if they are input."""
        self._free = question.accept & {"as_printed"}
        self.notes: list[str] = []
        """What was assumed, in sentences."""
        self.dated = False
        """Whether the answer depends on the day that it is."""

    def parts(self) -> list[Part]:
        """What each keyword is billed by; raises NotPriced or Undecided."""
        stated = {name: value for name, value in self._question.stated.items() if name != "surcharge"}
        found = [(name, self._holding(name, stated)) for name in self._question.used()]
        parts = [Part(name, prices) for name, prices in found if prices]
        extra = self._surcharges(stated) if "surcharge" in self._question.stated else []
        if bare := {part.counted for part in extra} - {part.counted for part in parts}:
            raise NotPriced(
                f"{self._offer}: a surcharge on {', '.join(sorted(bare))} comes on top of no price of them."
            )
        return parts + extra

    def _surcharges(self, stated: Mapping[str, Any]) -> list[Part]:
        """What comes on top of the parts."""
        stated = {**stated, "surcharge": True}
        found = ((name, self._chosen(self._of_meter(name), stated)) for name in self._question.used())
        parts = [Part(name, prices) for name, prices in found if prices]
        if not parts:
            raise NotPriced(f"{self._offer} has no surcharge on {', '.join(self._question.used())}.")
        return parts

    def _holding(self, name: str, stated: Mapping[str, Any]) -> list[Price]:
        """The prices that one keyword is billed by; none where it is billed by another one's."""
        prices = self._of_meter(name)
        offered = chosen(prices, stated, self._home, self._free)
        if not offered and name == "cached_tokens" and not self._is_strange(name):
            if why := self._cached():
                raise NotPriced(
                    f"{self._offer}: {why}, so what tokens found in a cache cost is not known{self._as_asked(stated)}. "
                    "Without cached_tokens all are billed as input."
                )
            self.notes.append("cached tokens are billed as input: there is no price of cache_read in this offer")
            return []
        if not offered:
            raise NotPriced(
                f"{self._offer} has no price of {name}{self._as_asked(stated)}. {self._there(name, prices)}"
            )
        held = meeting(offered, stated)
        if not held:
            raise NotPriced(
                f"{self._offer}: no price of {name} holds{self._as_asked(stated)}. Priced are: {choices(offered)}."
            )
        return self._in_force(name, held)

    def _chosen(self, prices: Sequence[Price], stated: Mapping[str, Any]) -> list[Price]:
        return self._in_force("surcharge", meeting(chosen(prices, stated, self._home, self._free), stated))

    def _of_meter(self, name: str) -> list[Price]:
        """All prices of what the keyword counts; raises Undecided if it counts two things."""
        _, unit = COUNTED[name]
        prices = [price for price in self._known if self._question.is_of(price, name) and price.unit == unit]
        if len(found := {price.meter for price in prices}) > 1:
            raise Undecided(f"{self._offer}: {name} may be of {' and of '.join(sorted(found))}. Say of which.")
        return prices

    def _is_strange(self, name: str) -> bool:
        """Whether there is a price of it that must be left alone, so that none can be said to be missing."""
        return any(self._question.is_of(price, name) for price in self._strange)

    def _in_force(self, name: str, prices: list[Price]) -> list[Price]:
        """The prices that are in force on the day; raises where none is, or where that depends on the place."""
        if not any(price.effective_from or price.effective_until for price in prices):
            return prices
        self.dated = True
        days = self._days()
        first, last = ([price for price in prices if _is_in_force(price, day)] for day in days)
        if first != last:
            raise Undecided(f"{self._offer}: a price of {name} begins or ends today. State at= the day that is meant.")
        if not first:
            dates = "; ".join(f"{price} from {price.effective_from} until {price.effective_until}" for price in prices)
            raise NotPriced(f"{self._offer}: no price of {name} is in force on {days[0]}. There are: {dates}.")
        return first

    def _as_asked(self, stated: Mapping[str, Any]) -> str:
        asked = ", ".join(starmap(said, stated.items()))
        return f" for {asked}" if asked else ""

    def _there(self, name: str, prices: Sequence[Price]) -> str:
        """What there is instead, in one sentence."""
        if prices:
            offers = ("; ".join(starmap(said, offer_of(price).items())) or "standard" for price in prices)
            return f"Its offers: {', '.join(dict.fromkeys(offers))}."
        if self._is_strange(name):
            return "It has one under a condition that this version of the library does not know."
        return f"It has prices of: {_list(self._known)}."


def _is_in_force(price: Price, day: str) -> bool:
    """Whether the day is inside the days that the page prints, the last one included."""
    return (price.effective_from or day) <= day <= (price.effective_until or day)


def _list(prices: Iterable[Price]) -> str:
    of = (f"{price.service} {price.meter}" + (f" by {price.unit}" if price.unit else "") for price in prices)
    return ", ".join(dict.fromkeys(of)) or "nothing"
