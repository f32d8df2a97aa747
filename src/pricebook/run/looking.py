"""One look at one provider: fetched, read in a process of its own, compared with what was seen before."""

import os
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from typing import NamedTuple

from pricebook.beliefs import Observation, Response, Visit
from pricebook.calendar import order
from pricebook.checks.gate import undecided
from pricebook.collection import Collection
from pricebook.errors import NetworkError, PageError, PricebookError, ScraperError, StorageError
from pricebook.extraction.visit import Reader
from pricebook.history.health import health_of
from pricebook.records import Reading
from pricebook.run.sources import PageSource
from pricebook.scraping import Scraper
from pricebook.snapshots import Archive, Snapshot
from pricebook.snapshots.ageing import refuse_older
from pricebook.snapshots.keeping import failed, observed, unchanged

PROGRAM = version("pricebook")
_READERS = threading.BoundedSemaphore(os.cpu_count() or 1)
"""Pages that are read at a time."""


class Run(NamedTuple):
    """How a run is done."""

    collection: Collection
    archive: Archive
    source: PageSource
    reader: Reader
    jobs: int
    """Hosts that are asked at a time."""
    write: bool = True
    """Whether what was seen is kept."""


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
    """The line that tells of the look; None if it was written before."""
    snapshot: Snapshot | None = None
    """What was seen, until it is kept."""
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


def look(run: Run, provider: str) -> Outcome:
    """One look at one provider, from the first question to the line that tells of it.

    Nothing is written but the bytes as they came: looks go side by side, their lines stand in the order of the run.
    Raises StorageError: a disk that fails one provider fails all.
    """
    at = visit = None
    try:
        scraper = run.collection.scraper(provider)
        at, basis = run.source.moment(scraper)
        pages = _fetched(run.source, scraper)
        if pages is None:
            return _as_it_was(run.archive, provider, at)
        visit = Visit(provider, at, basis, pages)
        with _READERS:
            # In a process of its own, where every amount is held against the ledger.
            readings = run.reader(scraper, visit)
        return seen(run.archive, visit, readings)
    except StorageError:
        raise
    except (NetworkError, PageError, ScraperError) as problem:
        digests = visit.digests if visit else {}
        line = failed(run.archive, provider, at, digests, str(problem)) if at and run.source.steady else None
        return Outcome(provider, at, line, error=str(problem))
    except PricebookError as problem:
        return Outcome(provider, at, error=str(problem))


def seen(archive: Archive, visit: Visit, readings: Sequence[Reading]) -> Outcome:
    """What becomes of pages that were read; nothing is written yet. Raises OlderPage, UsageError, StorageError."""
    if visit.basis == "captured":
        refuse_older(archive, visit, readings)
    line, snapshot = observed(archive, visit, readings, PROGRAM)
    counts = _counts(archive, visit.provider, readings)
    known = health_of(archive, visit.provider)
    latest = known.last_good is None or order(visit.at) >= order(known.last_good)
    needy = bool(counts.unread or counts.undecided) if latest else known.needs_a_person
    return Outcome(visit.provider, visit.at, line, snapshot, counts, differs=snapshot is None, needs_a_person=needy)


def record(archive: Archive, outcome: Outcome) -> None:
    """Writes down what became of a provider: its snapshot, if it is new, and its line. Raises StorageError."""
    if outcome.observation is not None:
        archive.add(outcome.observation, outcome.snapshot)


def _fetched(source: PageSource, scraper: Scraper) -> dict[str, Response] | None:
    """The provider's pages; None if its server says that they are as they were."""
    pages: dict[str, Response] = {}
    for address in scraper.pages:
        pages[address.name] = source.page(scraper, address)
        if not pages[address.name].modified:
            return None
    return pages


def _as_it_was(archive: Archive, provider: str, at: str) -> Outcome:
    line = unchanged(archive, provider, at)
    return Outcome(provider, at, line, needs_a_person=health_of(archive, provider).needs_a_person)


def _counts(archive: Archive, provider: str, readings: Sequence[Reading]) -> Counts:
    decided = archive.decided(provider)
    parts = [
        Counts(
            len(reading.prices), len(reading.facts), len(reading.unsaid), len(reading.unread),
            len(reading.conflicts), sum(1 for _ in undecided(reading.prices, decided)), len(reading.suspects),
        )
        for reading in readings
    ]  # fmt: skip
    return Counts(*map(sum, zip(*parts, strict=True)))
