"""One run, end to end: each provider by itself is fetched, read and kept; then the catalogue is published."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from pricebook import files, moments
from pricebook.collection import Collection
from pricebook.errors import PricebookError, StorageError
from pricebook.fetch import Response
from pricebook.intake import Received, take
from pricebook.observed import Observation
from pricebook.publish.catalogue import catalogue
from pricebook.recordings import Recording
from pricebook.records import Reading
from pricebook.scraping import Address, Scraper


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one provider in a run."""

    provider: str
    observation: Observation | None
    """What was written down; None if it was before, or the provider failed."""
    readings: list[Reading]
    at: str | None
    """The moment that was observed."""
    differs: bool = False
    """Whether the program reads the pages otherwise than the snapshot that holds them says."""
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
        return "failed" if self.error else self.observation.outcome if self.observation else "unchanged"


Observe = Callable[[Scraper, Address], tuple[Response, str, str]]
"""Gives a page, the moment that it stands for, and how that is known: `captured`, `printed`, `dated`, `assumed`."""


def recorded(collection: Collection) -> Observe:
    """Observes the recorded pages of the collection instead of the network."""

    def observe(scraper: Scraper, address: Address) -> tuple[Response, str, str]:
        recording = Recording(collection.recordings / scraper.provider / f"{address.name}.yaml")
        answer = recording.replay(address.url)
        about = recording.about
        if not {"observed_on", "basis"} <= about.keys():
            message = f"{recording.path}: does not say which day it stands for (about: observed_on, basis)."
            raise StorageError(message)
        return answer, moments.moment(about["observed_on"], scraper.timezone), about["basis"]

    return observe


def refresh(collection: Collection, providers: Iterable[str], observe: Observe) -> Iterator[Outcome]:
    """Refreshes each provider in turn, telling of each as it is done. One that fails changes nothing for the others."""
    for provider in providers:
        try:
            yield _refresh_one(collection, collection.scraper(provider), observe)
        except PricebookError as problem:
            yield Outcome(provider, None, [], None, error=str(problem))


def publish(collection: Collection) -> bool:
    """Writes the catalogue that the snapshots give; False if it stood there already."""
    return files.write_file(collection.catalogue, catalogue(collection.snapshots))


def _refresh_one(collection: Collection, scraper: Scraper, observe: Observe) -> Outcome:
    pages: dict[str, Received] = {}
    at = basis = ""
    for address in scraper.pages:
        answer, at, basis = observe(scraper, address)
        pages[address.name] = Received(answer.body, answer.charset)
    taken = take(collection.snapshots, scraper, pages, at, basis)
    return Outcome(scraper.provider, taken.observation, taken.readings, at, taken.differs)
