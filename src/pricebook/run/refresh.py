"""One run, end to end: each provider by itself is visited, read and kept; then the catalogue is published."""

import os
import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from pricebook import calendar
from pricebook.beliefs import Observation
from pricebook.checks.gate import undecided
from pricebook.collection import Collection
from pricebook.errors import NetworkError, PageError, PricebookError, ScraperError, StorageError
from pricebook.extraction.visit import Read, Reader, Received, Visit, digests
from pricebook.history.standing import standing
from pricebook.publish import release
from pricebook.run.intake import failed, still, taken
from pricebook.run.sources import Observer
from pricebook.scraping import Scraper
from pricebook.snapshots import decisions, providers
from pricebook.system.concurrency import in_lanes

_READERS = threading.BoundedSemaphore(os.cpu_count() or 1)
"""Pages that are read at a time."""


class Counts(NamedTuple):
    """How much a provider's pages say."""

    prices: int = 0
    facts: int = 0
    unsaid: int = 0
    """Prices that the vocabulary cannot say."""
    unread: int = 0
    """Amounts that were not understood."""
    conflicts: int = 0
    """Prices that are printed more than once."""
    undecided: int = 0
    """Those of the conflicts that no person has acknowledged."""
    suspects: int = 0


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one provider in a run."""

    provider: str
    at: str | None = None
    """The moment that was observed."""
    observation: Observation | None = None
    """What was written down; None if it was before, or the provider failed."""
    counts: Counts | None = None
    """What was read; None if nothing was, because the provider failed or its server says that nothing changed."""
    differs: bool = False
    """Whether the program reads the pages otherwise than the snapshot that holds them says."""
    error: str | None = None
    """Why the provider failed, in one line."""
    needs_a_person: bool = False
    """Whether something on the provider's latest pages waits for a decision or is not understood."""

    @property
    def state(self) -> str:
        """`failed`, `new` or `unchanged`."""
        return "failed" if self.error else self.observation.outcome if self.observation else "unchanged"


class Sight(NamedTuple):
    """What was seen of a provider before anything is written: pages that were read, no change, or a problem."""

    at: str | None = None
    visit: Visit | None = None
    read: Read | None = None
    problem: PricebookError | None = None


class Run(NamedTuple):
    """How a run is done."""

    collection: Collection
    observer: Observer
    reader: Reader
    jobs: int
    """Hosts that are asked at a time."""
    write: bool = True
    """Whether what was seen is kept."""
    note_failures: bool = True
    """Whether a look that failed is written down: not if nothing vouches for the clock."""


def refresh(run: Run, wanted: Iterable[str]) -> Iterator[Outcome]:
    """Tells of each provider in the order given. One that fails changes nothing for the others.

    Hosts are asked side by side, those of one host one after the other; what was seen is kept here, in order.
    Raises StorageError: a disk that fails one provider fails all.
    """
    names = list(wanted)
    sights = in_lanes(_by_host(run.collection, names), lambda provider: _sight(run, provider), run.jobs)
    for provider in names:
        sight = sights[provider].result()
        try:
            yield _kept(run, provider, sight)
        except StorageError:
            raise
        except PricebookError as problem:
            yield Outcome(provider, sight.at, error=str(problem))


def publish(collection: Collection) -> bool:
    """Publishes what the snapshots give; False if that stands there already, or there are none. Raises StorageError."""
    if not providers(collection.snapshots):
        return False
    return release.put(collection.release, release.assembled(collection.snapshots))


def _by_host(collection: Collection, names: Iterable[str]) -> list[list[str]]:
    """The providers of each host; a provider whose scraper is broken is a host of its own."""
    lanes: dict[str, list[str]] = {}
    for provider in names:
        try:
            host = urlsplit(collection.scraper(provider).pages[0].url).netloc
        except PricebookError:
            host = f" {provider}"
        lanes.setdefault(host, []).append(provider)
    return list(lanes.values())


def _sight(run: Run, provider: str) -> Sight:
    """Visits and reads the provider; nothing is kept and nothing that was seen before is known."""
    at = visit = None
    try:
        scraper = run.collection.scraper(provider)
        at, basis = run.observer.moment(scraper)
        pages = _pages(run.observer, scraper)
        if pages is None:
            return Sight(at)
        visit = Visit(pages, at, basis)
        with _READERS:
            return Sight(at, visit, run.reader(scraper, visit))
    except PricebookError as problem:
        return Sight(at, visit, problem=problem)


def _pages(observer: Observer, scraper: Scraper) -> dict[str, Received] | None:
    """The provider's pages; None if its server says that they are as they were."""
    pages: dict[str, Received] = {}
    for address in scraper.pages:
        answer = observer.page(scraper, address)
        if not answer.modified:
            return None
        pages[address.name] = Received(answer.body, answer.charset, answer.validators.said)
    return pages


def _kept(run: Run, provider: str, sight: Sight) -> Outcome:
    """Keeps what was seen; raises what went wrong, once it is written down that it did."""
    root = run.collection.snapshots
    try:
        if sight.problem is not None:
            raise sight.problem
        if sight.visit is None or sight.read is None:
            seen = still(root, provider, sight.at or "", write=run.write)
            return Outcome(provider, sight.at, seen, needs_a_person=standing(root, provider).needs_a_person)
        kept = taken(root, provider, sight.visit, sight.read, write=run.write)
    except (NetworkError, PageError, ScraperError) as problem:
        if run.write and run.note_failures and sight.at:
            failed(root, provider, sight.at, digests(sight.visit) if sight.visit else {}, str(problem))
        raise
    counts = _counts(root, provider, sight.read)
    stands = standing(root, provider)
    latest = stands.last_good is None or calendar.order(kept.at) >= calendar.order(stands.last_good)
    needy = bool(counts.unread or counts.undecided) if latest else stands.needs_a_person
    return Outcome(provider, kept.at, kept.observation, counts, kept.differs, needs_a_person=needy)


def _counts(root: Path, provider: str, said: Read) -> Counts:
    decided = decisions(root, provider)
    parts = [
        Counts(
            len(reading.prices), len(reading.facts), len(reading.unsaid), len(reading.unread),
            len(reading.conflicts), sum(1 for _ in undecided(reading.prices, decided)), len(reading.suspects),
        )
        for reading in said.readings
    ]  # fmt: skip
    return Counts(*map(sum, zip(*parts, strict=True)))
