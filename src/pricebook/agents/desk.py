"""The release that assistants ask, for as long as they ask: a newer one is taken as soon as it stands there."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic
from typing import Any, NamedTuple, TypeVar

import orjson

from pricebook import calendar
from pricebook.agents.parts import Refusal, Refused, ToldRelease
from pricebook.book import Book, BookError, RefusedData
from pricebook.errors import PricebookError, UsageError
from pricebook.run.ages import Ages
from pricebook.run.costing import costing
from pricebook.run.releases import around, told_of

Made = TypeVar("Made")
_PAUSE = 60.0
"""Seconds between two requests for a newer release at an address; a folder is looked at for each question."""
UNANSWERED = (BookError, UsageError)
"""What is answered with the reason; but RefusedData is no answer of a release, and is raised."""


class AskedOffer(NamedTuple):
    """An offer that is asked for, as the library takes it."""

    model: str
    provider: str


def _this_moment() -> datetime:
    return datetime.now(UTC)


class Desk:
    """Where questions are answered, each from one release alone."""

    def __init__(
        self,
        start: Path,
        named: str | None = None,
        *,
        now: Callable[[], datetime] = _this_moment,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        """The release to ask from that folder, or the one that is named, as `catalog cost` finds it; raises as that."""
        self._asked = costing(start, named)
        collection = around(start) if named is None else None
        self._layers = [layer.root for layer in collection.layers] if collection else []
        self._of_address = named is not None and named.startswith(("http://", "https://"))
        self._read: dict[str, Any] = {}
        self._problem: str | None = None
        self._clock = clock
        self._looked = clock()
        self.now = now

    @property
    def book(self) -> Book:
        """The library, which knows the release."""
        return self._asked.book

    def answered(self, answer: Callable[["Desk"], Made]) -> Made:
        """What that says of the newest release; raises PricebookError where a release is not to be trusted."""
        with told_of(self._asked.place):
            self._renew()
            try:
                return answer(self)
            except RefusedData:  # perhaps another release took its place meanwhile
                self._renew(at_once=True)
                return answer(self)

    def _renew(self, *, at_once: bool = False) -> None:
        """Takes a newer release, if there is one."""
        if self._of_address and not at_once and self._clock() < self._looked + _PAUSE:
            return
        self._looked = self._clock()
        self._problem = self._renewed_view()
        if self.book.refresh(self.now()):
            self._read = {}

    def _renewed_view(self) -> str | None:
        """Brings the view up to date, where several collections are asked as one; says what is in the way of that."""
        if not self._layers:
            return None
        from pricebook.run.viewing import viewed  # noqa: PLC0415 - few ask several collections

        try:
            viewed(self._layers)
        except PricebookError as problem:
            return str(problem)
        return None

    def release(self) -> ToldRelease:
        """Which release answers."""
        book = self.book
        return ToldRelease(
            release=book.release,
            generated=book.generated.date().isoformat(),
            expired=book.expired,
            source=self._asked.source or "the collection",
            newer_refused=self._problem or (book.refused and str(book.refused)) or None,
        )

    def file(self, name: str) -> Any:
        """A file of the release as plain JSON; raises RefusedData."""
        if name not in self._read:
            self._read[name] = orjson.loads(self.book.file(name))
        return self._read[name]

    def ages(self) -> Ages:
        """When the pages were seen."""
        status: Mapping[str, Any] = self.file("status.json")["providers"]
        return Ages(status, self._asked.settings, self.now(), self._asked.source)

    def offers(self, model: str, provider: str | None, at: str | None) -> list[AskedOffer]:
        """Those that are asked for: at the provider, or at every one that sells the same model.

        Raises UnknownModel, UsageError for a day that is none or still to come.
        """
        if at is not None:
            calendar.begun(at, self.now())
        if provider is not None:
            return [AskedOffer(model, provider)]
        found = self.book.alike(model)
        if at is None:  # what is no longer sold is told of where there is nothing else
            found = [offer for offer in found if offer.current] or found
        return [AskedOffer(offer.model, offer.provider) for offer in found]


def refusal(problem: BookError | UsageError) -> Refusal:
    """The reason as an answer; raises the problem again if the release is at fault."""
    if isinstance(problem, RefusedData):
        raise problem
    kind = type(problem).__name__ if isinstance(problem, BookError) else "WrongQuestion"
    return Refusal(kind=kind, why=str(problem))


def refused_of(offer: AskedOffer, problem: BookError | UsageError) -> Refused:
    """The same of one offer."""
    return Refused(provider=offer.provider, model=offer.model, **refusal(problem).model_dump())


def none_known(refused: Sequence[Refused]) -> Refusal:
    """The reason where no offer is answered."""
    (first, *others) = refused
    if not others:
        return Refusal(kind=first.kind, why=first.why)
    kind = first.kind if all(each.kind == first.kind for each in others) else "NotPriced"
    return Refusal(kind=kind, why=f"It is known of none of {len(refused)} offers; not_known has the reason of each.")
