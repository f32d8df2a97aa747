"""One look at one provider: fetched, read, each page in a process of its own, compared with what was seen before."""

import os
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from importlib.metadata import version
from typing import NamedTuple, TypeVar

from pricebook.beliefs import Observation, Visit
from pricebook.calendar import order
from pricebook.checks.gate import conflicts, undecided
from pricebook.collection import Collection
from pricebook.errors import NetworkError, PageError, PricebookError, ScraperError, StorageError
from pricebook.extraction.visit import Reader
from pricebook.history.checkpoint import Presents
from pricebook.history.health import health_of
from pricebook.history.present import Present
from pricebook.records import Reading
from pricebook.run.sources import Moment, PageSource
from pricebook.scraping import Scraper
from pricebook.snapshots.ageing import older_pages
from pricebook.snapshots.archive import Archive
from pricebook.snapshots.folders import Snapshot
from pricebook.snapshots.keeping import failed as failed_look
from pricebook.snapshots.keeping import observed, unchanged

PROGRAM = version("pricebook")
_READERS = threading.BoundedSemaphore(os.cpu_count() or 1)
"""Pages that are read at a time."""
T = TypeVar("T")


class Run(NamedTuple):
    """How a run is done."""

    collection: Collection
    presents: Presents
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
    """Whether the program would keep other words of the pages, or other prices, than the snapshot that holds them."""
    error: str | None = None
    """Why the provider failed, in one line."""
    failing: Mapping[str, str] = field(default_factory=dict)
    """Why some of its pages could not be seen, by their names, where others were."""
    needs_a_person: bool = False
    """Whether something on the provider's latest pages waits for a decision or is not understood."""

    @property
    def state(self) -> str:
        """`failed`, `new` or `unchanged`."""
        return "failed" if self.error else self.observation.outcome if self.observation else "unchanged"


def look(run: Run, provider: str) -> list[Outcome]:
    """A look at one provider, from the first question to the line that tells of it; more if its pages are of more days.

    Nothing is written but the bytes as they came: looks go side by side, their lines stand in the order of the run.
    Raises StorageError: a disk that fails one provider fails all.
    """
    try:
        scraper = run.collection.scraper(provider)
        moments = run.source.moments(scraper)
    except StorageError:
        raise
    except PricebookError as problem:
        return [Outcome(provider, error=str(problem))]
    return [_look(run, scraper, moment) for moment in moments]


def _look(run: Run, scraper: Scraper, moment: Moment) -> Outcome:
    provider, at, visit = scraper.provider, moment.at, None
    try:
        pages, failed = _where_it_can(moment.pages, lambda page: moment.pages[page]())
        if not all(page.modified for page in pages.values()):
            return _as_it_was(run.presents.of(provider), at)
        others = {address.name: None for address in scraper.current if address.name not in moment.pages}
        visit = Visit(provider, at, moment.basis, pages, others)
        readings, not_read = _where_it_can(pages, partial(_read_page, run.reader, scraper, visit))
        return seen(run.presents.of(provider), visit, list(readings.values()), {**failed, **not_read})
    except StorageError:
        raise
    except (NetworkError, PageError, ScraperError) as problem:
        digests = visit.digests if visit else {}
        line = failed_look(provider, at, digests, str(problem))
        return Outcome(provider, at, line, error=str(problem))
    except PricebookError as problem:
        return Outcome(provider, at, error=str(problem))


def seen(
    present: Present, visit: Visit, readings: Sequence[Reading], failed: Mapping[str, PricebookError] | None = None
) -> Outcome:
    """What becomes of pages that were read, where others failed; nothing is written yet.

    Raises OlderPage if all that were read are older than what was seen before, UsageError, StorageError.
    """
    looks = present.looks_around(visit.at)
    dated = visit.basis == "captured"
    older = older_pages(lambda: present.looks_before(visit.at), present.decided, visit, readings) if dated else {}
    if older.keys() >= {reading.page for reading in readings}:
        raise next(iter(older.values()))
    readings = [reading for reading in readings if reading.page not in older]
    failing = {page: str(problem) for page, problem in {**(failed or {}), **older}.items()}
    visit = visit.only({reading.page for reading in readings}, failing)
    line, snapshot = observed(present.shelf, looks, visit, readings, PROGRAM)
    counts = _counts(present, readings)
    known = health_of(present)
    latest = known.last_good is None or order(visit.at) >= order(known.last_good)
    needy = bool(counts.unread or counts.undecided) or _waits_elsewhere(present, visit)
    return Outcome(
        visit.provider, visit.at, line, snapshot, counts, differs=snapshot is None, failing=failing,
        needs_a_person=needy if latest else known.needs_a_person,
    )  # fmt: skip


def record(archive: Archive, outcome: Outcome) -> None:
    """Writes down what became of a provider: its snapshot, if it is new, and its line. Raises StorageError."""
    if outcome.observation is not None:
        archive.add(outcome.observation, outcome.snapshot)


def _where_it_can(pages: Iterable[str], do: Callable[[str], T]) -> tuple[dict[str, T], dict[str, PricebookError]]:
    """What comes of each page, and why nothing comes of others; if of none, raises what the first of them raised."""
    done: dict[str, T] = {}
    failed: dict[str, PricebookError] = {}
    for page in pages:
        try:
            done[page] = do(page)
        except (NetworkError, PageError, ScraperError) as problem:
            failed[page] = problem
    if failed and not done:
        raise next(iter(failed.values()))
    return done, failed


def _read_page(reader: Reader, scraper: Scraper, visit: Visit, page: str) -> Reading:
    """One page, in a process of its own, where every amount is held against the ledger."""
    with _READERS:
        (reading,) = reader(scraper, visit.only({page}))
    return reading


def _waits_elsewhere(present: Present, visit: Visit) -> bool:
    """Whether on pages that were not seen something waits for a person since they were."""
    prices = [price for price in present.prices if price.where.page in visit.unseen] if visit.unseen else []
    unread = any(remark.where.page in visit.unseen for remark in present.unread)
    return unread or any(True for _ in undecided(prices, present.decided))


def _as_it_was(present: Present, at: str) -> Outcome:
    last = present.trail.last
    line = unchanged(last, at) if last else None
    return Outcome(present.provider, at, line, needs_a_person=health_of(present).needs_a_person)


def _counts(present: Present, readings: Sequence[Reading]) -> Counts:
    prices = [price for reading in readings for price in reading.prices]
    return Counts(
        prices=len(prices),
        facts=sum(len(reading.facts) for reading in readings),
        unsaid=sum(len(reading.unsaid) for reading in readings),
        unread=sum(len(reading.unread) for reading in readings),
        conflicts=sum(1 for _ in conflicts(prices)),
        undecided=sum(1 for _ in undecided(prices, present.decided)),
        suspects=sum(len(reading.suspects) for reading in readings),
    )
