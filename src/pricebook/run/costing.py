"""What requests cost, asked of the library, and its refusals as this program tells them."""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from pricebook import __version__
from pricebook.book import (
    AmbiguousModel,
    Book,
    BookError,
    Cost,
    Doubtful,
    NotSold,
    Offer,
    RefusedData,
    Undecided,
    UndecidedTier,
    UnknownDay,
    load,
)
from pricebook.book.words import COUNTED, STATED
from pricebook.errors import NotKnown, UsageError
from pricebook.publish import display
from pricebook.publish.released import Standing
from pricebook.run.ages import Ages
from pricebook.run.releases import around, told_of
from pricebook.settings import Settings

if TYPE_CHECKING:  # slow to load, and few ask for another currency
    from pricebook.rates import Conversion

Keywords = Mapping[str, Any]
"""What is asked, as the library takes it."""
_HINTS: Mapping[type[BookError], str] = {
    AmbiguousModel: "Here: --provider PROVIDER",
    NotSold: "Here: --at DAY",
    UndecidedTier: "Here: --context TOKENS",
    Undecided: "Here: --given NAME=VALUE",
}
"""How a command says what the library asks for."""
_NUMBERS = ("volume", "duration", "cache_ttl")
_TRUTHS = {"true": True, "false": False}


class OfferCost(NamedTuple):
    """What a request costs at one provider, or why that is not known."""

    offer: Offer
    cost: Cost | None
    refused: str = ""
    unlooked: bool = False
    """Whether it is refused because nobody had looked on the day."""

    @property
    def known(self) -> bool:
        """Whether somebody looked on the day that is asked about."""
        return not (self.unlooked or (self.cost is not None and self.cost.unseen))


class Costing(NamedTuple):
    """A release that is asked what requests cost."""

    book: Book
    place: str | None
    """Where it stands; None for the one that comes with this program."""
    source: str
    """What a copy is called; empty for the collection's own."""
    start: Path
    settings: Settings

    def cost(self, model: str, keywords: Keywords) -> Cost:
        """What the request costs; raises UsageError where that is not told, NotKnown where nobody had looked."""
        with _answering(self.place):
            return self.book.cost(model, **keywords)

    def alike(
        self, model: str, providers: Sequence[str], keywords: Keywords, into: "Conversion | None"
    ) -> list[OfferCost]:
        """What it costs at every provider that sells the model, the cheapest first, by currency unless into one.

        Raises UsageError where that is known of none, NotKnown if that is because nobody had looked.
        """
        with _answering(self.place):
            offers = self.book.alike(model)
            wanted = [offer for offer in offers if not providers or offer.provider in providers]
            if keywords.get("at") is None:  # what is no longer sold is told of where there is nothing else
                wanted = [offer for offer in wanted if offer.current] or wanted
            found = [self._priced(offer, keywords) for offer in wanted]
        if all(each.cost is None for each in found):
            sellers = ", ".join(dict.fromkeys(offer.provider for offer in offers))
            message = " ".join(each.refused for each in found)
            if any(each.unlooked for each in found):
                raise NotKnown(message)
            raise UsageError(message or f"{' and '.join(providers)}: no offer of {model!r}. It is known of: {sellers}.")
        return sorted(found, key=lambda each: _rank(each.cost, into))

    def _priced(self, offer: Offer, keywords: Keywords) -> OfferCost:
        try:
            return OfferCost(offer, self.book.cost(offer.model, provider=offer.provider, **keywords))
        except RefusedData:
            raise
        except BookError as refused:
            return OfferCost(offer, None, _why_refused(refused), unlooked=isinstance(refused, UnknownDay))

    def conversion(self, into: str | None, at: str | None) -> "Conversion | None":
        """Into the currency, by the rates of the day that is priced."""
        if into is None:
            return None
        from pricebook.run import currencies  # noqa: PLC0415

        return currencies.conversion(self.start, into, at or currencies.day_of(self))

    def promised(self) -> dict[str, None]:
        """The release's files; of them only one is asked for here, and the library has verified it."""
        return {"status.json": None}

    def file(self, name: str) -> bytes:
        """A file of the release."""
        with told_of(self.place):
            return self.book.file(name)

    def age(self, cost: Cost, now: datetime) -> str:
        """How old the prices are, by the page of theirs that was not seen for the longest time; of a day, if it is."""
        provider = cost.offer.provider
        whose = f"{self.source}: {provider}" if self.source else provider
        if cost.unseen and cost.seen:
            return f"{whose}: {display.unknown(display.looked_last(cost.seen))}"
        return f"{whose}: {display.looked(cost.seen, now.astimezone(UTC).date().isoformat(), past=cost.at is not None)}"

    def is_late(self, cost: Cost, now: datetime) -> bool:
        """Whether what is asked of today rests on a page that was not seen for too long."""
        return cost.at is None and Ages({}, self.settings, now).is_late(cost.offer.provider, cost.seen)


def _rank(cost: Cost | None, into: "Conversion | None") -> tuple[bool, str, Decimal]:
    """What is not known stands last."""
    if cost is None:
        return True, "", Decimal(0)
    if into is None:
        return False, cost.currency, cost.amount
    return False, into.into, into.of(cost.amount, cost.currency).amount


def costing(start: Path, named: str | None) -> Costing:
    """The release to ask from that folder: the one that is named, the collection's, or this package's own.

    Raises as `releases.chosen` does.
    """
    collection = None if named is not None else around(start)
    if collection is not None:
        Standing(collection.release).promised()  # it knows what to say where nothing is published
        place = str(collection.release)
        return Costing(_loaded(place), place, "", start, collection.settings())
    source = named or f"the catalogue inside pricebook {__version__}"
    return Costing(_loaded(named), named, source, start, Settings())


def _loaded(place: str | None) -> Book:
    with told_of(place):
        return load(place, accept_expired=True)


@contextmanager
def _answering(place: str | None) -> Iterator[None]:
    """Raises what is not known as this program says it."""
    with told_of(place):
        try:
            yield
        except RefusedData:
            raise
        except UnknownDay as refused:
            raise NotKnown(_why_refused(refused)) from refused
        except BookError as refused:
            raise UsageError(_why_refused(refused)) from refused


def _why_refused(refused: BookError) -> str:
    if isinstance(refused, Doubtful) and refused.kind:
        return f"{refused} Here: --accept {refused.kind}"
    hints = (hint for kind, hint in _HINTS.items() if isinstance(refused, kind))
    return " ".join([str(refused), *list(hints)[:1]])


def counted(named: Sequence[str]) -> dict[str, int | Decimal]:
    """Quantities as `seconds=90` names them; raises UsageError."""
    pairs = [_name_and_value(each, "--count") for each in named]
    return {name: quantity(name, value, "--count") for name, value in pairs}


def quantity(name: str, text: str, option: str) -> int | Decimal:
    """How much there is of what is counted by that name; raises UsageError."""
    if name not in COUNTED:
        message = f"{option} {name}: nothing is counted by that name. Counted are: {', '.join(COUNTED)}."
        raise UsageError(message)
    return number(text, f"{option} {name}")


def stated(named: Sequence[str]) -> dict[str, Any]:
    """Conditions as `thinking=true` names them, words as printed one by one; raises UsageError."""
    found: dict[str, Any] = {}
    for name, value in (_name_and_value(each, "--given") for each in named):
        if name == "as_printed":
            found.setdefault(name, []).append(value)
        elif name in found:
            message = f"--given {name} is given twice. Give it once."
            raise UsageError(message)
        else:
            found[name] = condition(name, value, "--given")
    return found


def condition(name: str, value: Any, option: str) -> Any:
    """What the value of a condition means: of text a number where its values are numbers, true or false.

    Raises UsageError for a name that is no condition's.
    """
    if name not in STATED:
        message = f"{option}: {name}: no such keyword. There are: {', '.join(sorted(STATED))}."
        raise UsageError(message)
    if not isinstance(value, str):
        return value
    return number(value, f"{option} {name}") if name in _NUMBERS else _TRUTHS.get(value.lower(), value)


def once(*parts: Mapping[str, Any]) -> dict[str, Any]:
    """All of them together; raises UsageError for what is said twice."""
    found: dict[str, Any] = {}
    for part in parts:
        if twice := part.keys() & found.keys():
            message = f"{', '.join(sorted(twice))}: given twice. Give it once."
            raise UsageError(message)
        found |= part
    return found


def number(text: str, option: str) -> int | Decimal:
    """The quantity, exact; raises UsageError.

    >>> number("20_000", "--input"), number("1.5", "--count seconds")
    (20000, Decimal('1.5'))
    """
    plain = text.replace("_", "")
    if not re.fullmatch(r"[0-9]{1,30}(\.[0-9]{1,30})?", plain):
        message = f"{option} {text!r} is no number. Write it so: 20000."
        raise UsageError(message)
    return int(plain) if plain.isdecimal() else Decimal(plain)


def _name_and_value(text: str, option: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not (equals and name and value):
        message = f"{option} {text!r} names no value. Write it so: {option} NAME=VALUE."
        raise UsageError(message)
    return name, value
