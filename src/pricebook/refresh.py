"""One run, end to end: each provider by itself is fetched, read and kept; then the catalogue is published."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from urllib.parse import urlsplit

import zstandard

from pricebook import files, moments
from pricebook.collection import Collection
from pricebook.errors import NetworkError, PricebookError, StorageError
from pricebook.fetch import Fetcher, Response, Validators
from pricebook.intake import Received, failed, still, take
from pricebook.observed import Observation
from pricebook.publish.catalogue import catalogue
from pricebook.recordings import Recording
from pricebook.records import Reading
from pricebook.scraping import Address, Scraper
from pricebook.snapshots import observations
from pricebook.snapshots.folders import digest


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


class Observer(Protocol):
    """Where pages come from."""

    def moment(self, scraper: Scraper) -> tuple[str, str]:
        """The moment that the pages stand for, and how it is known: `captured`, `printed`, `dated`, `assumed`."""

    def page(self, scraper: Scraper, address: Address) -> Response:
        """One page of the provider. Raises NetworkError, UsageError or StorageError."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """The recorded pages of the collection, instead of the network."""

    collection: Collection

    def moment(self, scraper: Scraper) -> tuple[str, str]:
        """The one that the recording of the provider's last page stands for."""
        recording = self._recording(scraper, scraper.pages[-1])
        about = recording.about
        if not {"observed_on", "basis"} <= about.keys():
            message = f"{recording.path}: does not say which day it stands for (about: observed_on, basis)."
            raise StorageError(message)
        return moments.moment(about["observed_on"], scraper.timezone), about["basis"]

    def page(self, scraper: Scraper, address: Address) -> Response:
        """What was recorded for its address."""
        return self._recording(scraper, address).replay(address.url)

    def _recording(self, scraper: Scraper, address: Address) -> Recording:
        return Recording(self.collection.recordings / scraper.provider / f"{address.name}.yaml")


@dataclass(frozen=True, slots=True)
class Live:
    """The providers' own servers."""

    collection: Collection
    fetcher: Fetcher
    now: datetime

    def moment(self, scraper: Scraper) -> tuple[str, str]:
        """Now, on the provider's clock."""
        return moments.local(self.now, scraper.timezone), "captured"

    def page(self, scraper: Scraper, address: Address) -> Response:
        """The page as the server sends it, or its word that it is as it was.

        That is asked only of providers with one page: of several, one that changed needs the others as well.
        """
        hosts = {str(urlsplit(each.url).hostname) for each in scraper.pages}
        known = self._known(scraper, address) if len(scraper.pages) == 1 else None
        answer = self.fetcher.page(address.url, hosts, known)
        if answer.modified:
            self._remember(answer.body)
        return answer

    def _remember(self, body: bytes) -> None:
        """Keeps the bytes as received by their digest, so that what was seen last week can be looked at."""
        path = self.collection.workshop / "pages" / f"{digest(body)}.zst"
        if not path.is_file():
            files.write_file(path, zstandard.compress(body))

    def _known(self, scraper: Scraper, address: Address) -> Validators | None:
        seen = [each for each in observations(self.collection.snapshots, scraper.provider) if each.snapshot is not None]
        said = seen[-1].validators.get(address.name) if seen else None
        return Validators(said.get("etag"), said.get("last_modified")) if said else None


def refresh(collection: Collection, providers: Iterable[str], observer: Observer) -> Iterator[Outcome]:
    """Refreshes each provider in turn, telling of each as it is done. One that fails changes nothing for the others."""
    for provider in providers:
        try:
            yield _refresh_one(collection, collection.scraper(provider), observer)
        except PricebookError as problem:
            yield Outcome(provider, None, [], None, error=str(problem))


def publish(collection: Collection) -> bool:
    """Writes the catalogue that the snapshots give; False if it stood there already."""
    return files.write_file(collection.catalogue, catalogue(collection.snapshots))


def _refresh_one(collection: Collection, scraper: Scraper, observer: Observer) -> Outcome:
    at, basis = observer.moment(scraper)
    pages: dict[str, Received] = {}
    for address in scraper.pages:
        try:
            answer = observer.page(scraper, address)
        except NetworkError as problem:
            failed(collection.snapshots, scraper.provider, at, {}, str(problem))
            raise
        if not answer.modified:
            return Outcome(scraper.provider, still(collection.snapshots, scraper.provider, at), [], at)
        pages[address.name] = Received(answer.body, answer.charset, answer.validators.said)
    taken = take(collection.snapshots, scraper, pages, at, basis)
    return Outcome(scraper.provider, taken.observation, taken.readings, at, taken.differs)
