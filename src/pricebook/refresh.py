"""One run, end to end: each provider by itself is fetched, read and kept; then the catalogue is published."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from pricebook import files
from pricebook.collection import Collection
from pricebook.errors import PricebookError, StorageError
from pricebook.fetch import Response
from pricebook.publish.catalogue import catalogue
from pricebook.reading import read_page
from pricebook.recordings import Recording
from pricebook.records import Reading, StatedFact, Where
from pricebook.scraping import Address, Scraper
from pricebook.snapshots import Snapshot, save
from pricebook.stored import store


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one provider in a run."""

    provider: str
    snapshot: Snapshot | None
    """The new snapshot; None if nothing changed or the provider failed."""
    readings: list[Reading]
    date: str | None
    """The day that was observed, ISO 8601."""
    error: str | None = None
    """Why the provider failed, in one line."""

    @property
    def prices(self) -> int:
        """How many prices were read."""
        return sum(len(reading.prices) for reading in self.readings)

    @property
    def unread(self) -> int:
        """How many amounts were not understood."""
        return sum(len(reading.unread) for reading in self.readings)

    @property
    def conflicts(self) -> int:
        """How many identities have more than one amount."""
        return sum(len(reading.conflicts) for reading in self.readings)

    @property
    def state(self) -> str:
        """`failed`, `new` or `unchanged`."""
        return "failed" if self.error else "new" if self.snapshot else "unchanged"


Observe = Callable[[Scraper, Address], tuple[Response, str, str]]
"""Gives a page, the day that it stands for, and how that day is known: `captured`, `printed`, `dated`, `assumed`."""


def recorded(collection: Collection) -> Observe:
    """Observes the recorded pages of the collection instead of the network."""

    def observe(scraper: Scraper, address: Address) -> tuple[Response, str, str]:
        recording = Recording(collection.recordings / scraper.provider / f"{address.name}.yaml")
        answer = recording.replay(address.url)
        about = recording.about
        if not {"observed_on", "basis"} <= about.keys():
            message = f"{recording.path}: does not say which day it stands for (about: observed_on, basis)."
            raise StorageError(message)
        return answer, about["observed_on"], about["basis"]

    return observe


def refresh(collection: Collection, providers: Iterable[str], observe: Observe) -> Iterator[Outcome]:
    """Refreshes each provider in turn, telling of each as it is done. One that fails changes nothing for the others."""
    for provider in providers:
        try:
            yield _refresh_one(collection, collection.scraper(provider), observe)
        except PricebookError as problem:
            yield Outcome(provider, None, [], None, str(problem))


def publish(collection: Collection) -> bool:
    """Writes the catalogue that the snapshots give; False if it stood there already."""
    return files.write_file(collection.catalogue, catalogue(collection.snapshots))


def _refresh_one(collection: Collection, scraper: Scraper, observe: Observe) -> Outcome:
    pages: dict[str, str] = {}
    readings: list[Reading] = []
    date = ""
    for address in scraper.pages:
        answer, date, basis = observe(scraper, address)
        document = read_page(answer.body, f"{scraper.provider}/{address.name}", answer.charset)
        pages[address.name], reading = store(scraper, document, address.name)
        assumed = [_assumed(scraper, address, date)] if basis == "assumed" else []
        readings.append(reading.model_copy(update={"facts": [*reading.facts, *assumed]}))
    snapshot = save(collection.snapshots, scraper.provider, date, pages, readings)
    return Outcome(scraper.provider, snapshot, readings, date)


def _assumed(scraper: Scraper, address: Address, date: str) -> StatedFact:
    """That the page prints no date of its own and the snapshot's was assumed."""
    return StatedFact(
        provider=scraper.provider,
        kind="page_date",
        subject="page",
        printed="",
        value={"date": date, "basis": "assumed"},
        models=None,
        where=Where(page=address.name, line=1, heading=[], table=0, row=0, column=""),
    )
