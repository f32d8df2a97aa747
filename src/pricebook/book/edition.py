"""One release and what was worked out from it: names, prices, plans. A newer release is another edition."""

from __future__ import annotations

from itertools import starmap

from pricebook.book import checking
from pricebook.book.costs import Cost
from pricebook.book.errors import (
    AmbiguousModel,
    NotPriced,
    NotSold,
    RefusedData,
    Undecided,
    UnknownDay,
    UnknownModel,
    WrongQuestion,
)
from pricebook.book.finding import Finder
from pricebook.book.loading import clock, lines
from pricebook.book.names import Names, Offer, fold
from pricebook.book.plans import Plan
from pricebook.book.prices import Price, is_same, said, slim_prices
from pricebook.book.questions import check_text
from pricebook.book.tiers import Part, Terms
from pricebook.book.usual import Usual, remember
from pricebook.book.words import COUNTED, OFFERS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from typing import Any

    from pricebook.book.history import History
    from pricebook.book.loading import Release
    from pricebook.book.questions import Question

_KNOWN_OF = ("fresh", "stale", "held", "unread")
"""How a price stands that its page may print today."""
_NO_MODELS: Mapping[str, Mapping[str, Any]] = {"models": {}}


class Edition:
    """What one release answers."""

    def __init__(self, release: Release, now: datetime | None) -> None:
        self.release = release
        self.usual = Usual()
        self._now = now
        self._plans: dict[Any, Plan] = {}
        self._names: Names | None = None
        self._history: History | None = None
        self._prices: dict[tuple[str, str], list[Price]] = {}
        self._on_day: tuple[tuple[str, str, str], list[Price]] | None = None
        """Of the last model that was asked about a day: one question asks for its prices several times."""

    # The files.

    def now(self) -> datetime:
        """The moment that it is: that which was passed in, else the clock's."""
        return self._now or clock()

    @property
    def expired(self) -> bool:
        """Whether the release says of itself that it is too old by now."""
        return checking.moment(self.release.manifest, "expires") < self.now()

    def seen(self, provider: str, page: str | None = None) -> str | None:
        """The day on which a page of the provider was last seen; that of the last good look, if no page is known."""
        status = self._status(provider)
        seen: str | None = _pages(status).get(page) or status.get("last_good")
        return seen and seen[:10]

    def page_seen(self, price: Price) -> str | None:
        """The day on which the page of a price was last seen; of a price that is past, that on which it was itself."""
        past: str | None = price.record.get("last_seen")
        if past or not _pages(self._status(price.provider)):
            return past or self.seen(price.provider)
        return self.seen(price.provider, (self.evidence(price).where or {}).get("page"))

    def _status(self, provider: str) -> Mapping[str, Any]:
        """What is known of the looks at a provider."""
        return self.release.document("status.json")["providers"].get(provider) or {}

    def provider(self, provider: str) -> Mapping[str, Any]:
        """All that the release holds of a provider."""
        return self.release.document(f"providers/{provider}.json")

    def home(self, provider: str) -> str | None:
        """The provider's home region, as its page prints it."""
        region: str | None = self.provider(provider)["provider"]["home_region"]
        return region

    @property
    def names(self) -> Names:
        """All names of the release."""
        if self._names is None:
            self._names = Names(self.release.document("models.json")["models"])
        return self._names

    @property
    def history(self) -> History:
        """Every price in every form."""
        if self._history is None:
            from pricebook.book.history import History  # noqa: PLC0415  # few ask for a day

            self._history = History(lines(self.release.file("history.jsonl")))
        return self._history

    # What is sold.

    def listed(self, offer: Offer) -> list[Price]:
        """All prices of a model that are on sale now, with their evidence, in the order of the contract."""
        key = (offer.provider, offer.model)
        if key not in self._prices:
            records = self.provider(offer.provider)["prices"]
            self._prices[key] = [Price(record) for record in records if record["model"] == offer.model]
        return self._prices[key]

    def prices(self, offer: Offer, at: str | None) -> list[Price]:
        """All prices of a model that are on sale now, or were on a day; raises NotSold or UnknownDay."""
        if at is None:
            return self.listed(offer)
        key = offer.provider, offer.model, at
        last = self._on_day
        if last is None or last[0] != key:
            last = self._on_day = key, self.history.on(offer, at, self.listed(offer), self.page_seen)
        return last[1]

    def evidence(self, price: Price) -> Price:
        """The same price with its id, its quote and its place; raises RefusedData if its provider's file has it not."""
        if price.id is not None:
            return price
        for full in self.listed(Offer(price.provider, price.model, None, (), current=True)):
            if is_same(full, price):
                return full
        raise RefusedData("format", f"{price} stands in slim.json and not in the file of its provider")

    # Who sells it.

    def known(self, model: str) -> None:
        """Raises UnknownModel if it is plain already that nobody goes by the name, WrongQuestion if it is none."""
        check_text("model", model)
        names = self._names
        if names is not None and not names.knows(model):
            raise UnknownModel(model, None, names)

    def offer(self, model: str, provider: str | None, at: str | None, question: Question | None = None) -> Offer:
        """The one offer that goes by the name, on sale now or on the day; of several the one that prices what is asked.

        Raises UnknownModel, AmbiguousModel, NotSold, UnknownDay.
        """
        if (plain := self._plainly(model, provider)) is not None and at is None:
            return plain
        names = self.names
        asked = names.providers.get(fold(provider), provider) if provider else None
        found = names.named(model, asked)
        if not found:
            raise UnknownModel(model, asked, names)
        sold = [offer for offer in found if self._sold(offer, at)]
        if question is not None and len(sold) > 1:
            sold = [offer for offer in sold if any(map(question.is_about, self.prices(offer, at)))] or sold
        if len(sold) == 1:
            return sold[0]
        if sold:
            offers = ", ".join(map(str, sold))
            raise AmbiguousModel(f"{model!r} goes for several offers, each with prices of its own: {offers}. Name one.")
        if at is not None:
            return found[0]  # its history says why it was not on sale
        last = " ".join(f"{offer}: {self.history.last_words(offer)}" for offer in found)
        others = [str(offer) for offer in names.alike(model) if offer.current]
        now = f" The same model is on sale as {', '.join(others)}." if others else ""
        raise NotSold(f"{model!r} is no longer on sale. {last} at= a day prices what was on sale then.{now}")

    def _plainly(self, model: str, provider: str | None) -> Offer | None:
        """The offer, if provider and model are written as the slim edition has them: no other name need be known."""
        providers = self.release.slim["providers"]
        first, _, rest = model.partition("/")
        places = [(each, model) for each in ([provider] if provider else providers)]
        if provider in {None, first}:
            places.append((first, rest))
        found = [(name, each) for name, each in places if each in providers.get(name, _NO_MODELS)["models"]]
        if len(found) != 1 or (provider is None and found[0] != (first, rest)):
            return None
        return Offer(*found[0], None, (), current=True)

    def _sold(self, offer: Offer, at: str | None) -> bool:
        if at is None:
            return offer.current
        try:
            return bool(self.prices(offer, at))
        except (NotSold, UnknownDay):
            return False

    # What it costs.

    def cost(self, question: Question) -> Cost:
        """What a request costs."""
        if not question.counts:
            raise WrongQuestion(f"Nothing was counted. Give one of: {', '.join(COUNTED)}.")
        plan = self.plan(question)
        self.usual.learn(question, plan)
        billed = plan.lines(question.counts, question.context)
        prices, quantities = tuple(price for price, _ in billed), tuple(quantity for _, quantity in billed)
        return Cost(self, plan, prices, quantities, self._currency(plan, prices), question.sizes)

    def _currency(self, plan: Plan, prices: Sequence[Price]) -> str:
        found = {price.currency for price in prices}
        if len(found) > 1:
            raise Undecided(f"{plan.offer} is priced in {' and in '.join(sorted(found))}: ask for each of them apart.")
        return found.pop() if found else str(self.provider(plan.offer.provider)["provider"]["currency"])

    def plan(self, question: Question) -> Plan:
        """How requests of this kind are billed; remembered, unless it depends on the day that it is."""
        key = question.key()
        plan = self._plans.get(key)
        if plan is None:
            plan = self._worked_out(question)
            if plan.lasting:
                remember(self._plans, key, plan)
        return plan

    def _worked_out(self, question: Question) -> Plan:
        offer = self.offer(question.model, question.provider, question.at, question)
        finder, parts = self._found(offer, question)
        lasting = question.at is not None or not finder.dated
        return Plan(offer, parts, Terms(question.stated, question.accept), finder.notes, question.at, lasting)

    def _found(self, offer: Offer, question: Question) -> tuple[Finder, list[Part]]:
        """The prices of each part: of a standard offer by the slim edition, which knows all of them."""
        if question.at is None and not OFFERS & question.stated.keys() and "as_printed" not in question.accept:
            standard = list(slim_prices(self.release.slim, offer.provider, offer.model))
            try:
                return self._asked(offer, standard, question)
            except NotPriced:  # the whole file of the provider knows what there is instead
                pass
        return self._asked(offer, self.prices(offer, question.at), question)

    def _asked(self, offer: Offer, prices: list[Price], question: Question) -> tuple[Finder, list[Part]]:
        finder = Finder(
            offer,
            prices,
            question,
            lambda: self.home(offer.provider),
            lambda: self._days(question.at),
            lambda: self._cached(offer, question),
        )
        return finder, finder.parts()

    def _cached(self, offer: Offer, question: Question) -> str:
        """Why it is not known what tokens found in a cache cost that have no price of their own in an offer."""
        if self.release.slim["providers"].get(offer.provider, _NO_MODELS).get("cache_discount"):
            return "its provider says that they cost less, and prints no price of them"
        if question.at is not None:
            there = [price.conditions for price in self.prices(offer, question.at) if price.meter == "cache_read"]
        else:
            told = self.provider(offer.provider)
            of_model = (each for each in (*told["prices"], *told["absent"]) if each["model"] == offer.model)
            there = [
                each["conditions"] for each in of_model if each["meter"] == "cache_read" and each["status"] in _KNOWN_OF
            ]
        if not there:
            return ""
        other = ", ".join(starmap(said, there[0].items())) or "the standard offer"
        return f"its page has a price of them for {other}, and none that was read for this"

    def _days(self, at: str | None) -> tuple[str, str]:
        """The day that is priced; for now the days that it may be, which differ from place to place."""
        if at is not None:
            return at, at
        from datetime import UTC, timedelta  # noqa: PLC0415  # few prices depend on the day

        now = self.now().astimezone(UTC)
        return (now - timedelta(hours=12)).date().isoformat(), (now + timedelta(hours=14)).date().isoformat()


def _pages(status: Mapping[str, Any]) -> dict[str | None, str]:
    """When each page of a provider was last seen, as far as its status knows; older releases know few of them."""
    failing = {page: each["last_good"] for page, each in (status.get("failing") or {}).items() if each["last_good"]}
    return {**(status.get("given_up") or {}), **failing, **(status.get("pages") or {})}
