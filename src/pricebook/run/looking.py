"""One look at one provider: fetched, read, each page in a process of its own, compared with what was seen before.

Whatever ends a look is that provider's own: it becomes a line, and the others go on. Only what fails all of them (the
disk, the memory, a person who stops the run) is raised.
"""

import os
import threading
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import NamedTuple, Protocol, TypeVar

from pricebook import __version__
from pricebook.beliefs import Decision, Observation, Profile, Visit
from pricebook.calendar import beside, order
from pricebook.checks.gate import conflicts
from pricebook.collection import Collection
from pricebook.errors import ClockWrong, PricebookError, ScraperError, StorageError, UsageError, one_short_line
from pricebook.extraction.program import read_by
from pricebook.extraction.visit import Reader
from pricebook.history.checkpoint import Presents
from pricebook.history.health import health_of
from pricebook.history.present import Present
from pricebook.records import Reading
from pricebook.run.sources import Moment, PageSource
from pricebook.scraping import Provider
from pricebook.snapshots.ageing import older_pages
from pricebook.snapshots.archive import Archive
from pricebook.snapshots.folders import Snapshot
from pricebook.snapshots.keeping import failed as failed_look
from pricebook.snapshots.keeping import observed, unchanged
from pricebook.snapshots.looks import Look
from pricebook.snapshots.shelf import Shelf

PROGRAM = __version__
_READERS = threading.BoundedSemaphore(os.cpu_count() or 1)
"""Pages that are read at a time."""
_OF_ALL = (StorageError, MemoryError)
"""What fails one provider fails all."""
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
    suspects: int = 0


class LooksKnown(Protocol):
    """Whoever knows the looks at a provider that stand around a moment."""

    shelf: Shelf
    decided: list[Decision]

    def looks_before(self, at: str) -> Iterator[Look]:
        """The looks before that moment, the last first."""

    def looks_around(self, at: str) -> list[Look]:
        """At least the last look before that moment and those of it."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one provider in a run."""

    provider: str
    at: str | None = None
    """The moment that was observed."""
    observation: Observation | None = None
    """The line that tells of the look; None if it was written before, or nothing vouches for its moment."""
    snapshot: Snapshot | None = None
    """What was seen, until it is kept."""
    counts: Counts | None = None
    """What was read; None if nothing was, because the provider failed or its pages are as they were."""
    as_before: str = ""
    """How it is known, without reading them, that its pages are as they were."""
    differs: bool = False
    """Whether the program would keep other words of the pages, or other prices, than the snapshot that holds them."""
    error: str | None = None
    """Why the provider failed, in one line."""
    failing: Mapping[str, str] = field(default_factory=dict)
    """Why some of its pages could not be seen, by their names, where others were."""
    profile: Profile | None = None
    """What the scraper says of the provider, where it can be asked."""
    needs_a_person: bool = False
    """Whether something on the provider's latest pages waits for a decision or is not understood."""

    @property
    def state(self) -> str:
        """`failed`, `new` or `unchanged`."""
        return "failed" if self.error else self.observation.outcome if self.observation else "unchanged"


def look(run: Run, name: str, known: Callable[[], Provider]) -> list[Outcome]:
    """A look at one provider, from the first question to the line that tells of it; more if its pages are of more days.

    Nothing is written but the bytes as they came: looks go side by side, their lines stand in the order of the run.
    Raises StorageError: a disk that fails one provider fails all.
    """
    try:
        provider = known()
        moments = run.source.moments(provider)
    except _OF_ALL:
        raise
    except Exception as problem:  # noqa: BLE001 - whatever it is, it is this provider's own
        return [_look_failed(name, _now(run, name), {}, problem)]
    return [replace(_look(run, provider, each), profile=provider.profile(each.at)) for each in moments]


def _look(run: Run, provider: Provider, moment: Moment) -> Outcome:
    name, visit = provider.provider, None
    try:
        _refuse_nothing(moment, name)
        pages, failed = _where_it_can(moment.pages, lambda page: moment.pages[page]())
        if not all(page.modified for page in pages.values()):
            return _as_it_was(run.presents.of(name), moment.at, "as its server says")
        others = {address.name: None for address in provider.current if address.name not in moment.pages}
        visit = Visit(name, moment.at, moment.basis, pages, others)
        # Of a day that was assumed the reading tells: then the bytes are not all that it depends on.
        program = read_by(run.collection.scrapers, visit) if moment.basis != "assumed" else ""
        present = run.presents.of(name)
        if program and _was_read(present, visit, program):
            return _as_it_was(present, moment.at, "the very bytes of the last look", visit)
        readings, not_read = _where_it_can(pages, partial(_read_page, run.reader, visit))
        outcome = told(present, visit, list(readings.values()), {**failed, **not_read}, program)
        return with_need(present, visit, outcome)
    except _OF_ALL:
        raise
    except Exception as problem:  # noqa: BLE001 - whatever it is, it is this provider's own
        return _look_failed(name, moment.at, visit.digests if visit else {}, problem)


def with_need(present: Present, visit: Visit, outcome: Outcome) -> Outcome:
    """The same with whether a person is needed for it; nothing of it is written yet. Raises StorageError."""
    known = health_of(present)
    if known.last_good is not None and order(visit.at) < order(known.last_good):
        return replace(outcome, needs_a_person=known.needs_a_person)
    unread = outcome.counts is not None and outcome.counts.unread
    unseen = {*visit.unseen, *outcome.failing}
    waits = any(remark.where.page in unseen for remark in present.body.unread) if unseen else False
    return replace(outcome, needs_a_person=bool(unread or known.held or waits))


def told(
    known: LooksKnown,
    visit: Visit,
    readings: Sequence[Reading],
    failed: Mapping[str, Exception] | None = None,
    program: str = "",
) -> Outcome:
    """The line that tells of pages that were read, where others failed; it is not written yet.

    Raises OlderPage if all that were read are older than what was seen before, UsageError, StorageError.
    """
    dated = visit.basis in {"captured", "archived"}
    older = older_pages(lambda: known.looks_before(visit.at), known.decided, visit, readings) if dated else {}
    if older.keys() >= {reading.page for reading in readings}:
        raise next(iter(older.values()))
    readings = [reading for reading in readings if reading.page not in older]
    failing = {page: _why_failed(problem) for page, problem in {**(failed or {}), **older}.items()}
    visit = visit.only({reading.page for reading in readings}, failing)
    line, snapshot = observed(known.shelf, known.looks_around(visit.at), visit, readings, PROGRAM)
    if line is not None and program:
        line = line.model_copy(update={"read_by": program})
    return Outcome(
        visit.provider, visit.at, line, snapshot, _counts(readings), differs=snapshot is None, failing=failing
    )


def record(archive: Archive, outcome: Outcome) -> None:
    """Writes down what became of a provider: its snapshot, if it is new, and its line. Raises StorageError."""
    if outcome.observation is not None:
        archive.add(outcome.observation, outcome.snapshot)
    if outcome.profile is not None:
        archive.of(outcome.provider).introduce(outcome.profile)


def kept(presents: Presents, outcome: Outcome) -> Outcome:
    """The same once it is written down, when it is known whether something waits for a person. Raises StorageError."""
    record(presents.archive, outcome)
    if outcome.observation is None or outcome.snapshot is None:
        return outcome
    return replace(outcome, needs_a_person=health_of(presents.of(outcome.provider)).needs_a_person)


def _look_failed(name: str, at: str | None, digests: Mapping[str, str], problem: Exception) -> Outcome:
    """What becomes of a provider that could not be looked at; whether the line is written, the source's clock tells."""
    error = _why_failed(problem)
    return Outcome(name, at, failed_look(name, at, digests, error) if at else None, error=error)


def _why_failed(problem: Exception) -> str:
    """Why a look failed, in one line; what nobody raises on purpose is a bug of this program, with its place."""
    if isinstance(problem, PricebookError):
        return str(problem)
    *_, last = traceback.extract_tb(problem.__traceback__) or [traceback.FrameSummary("nowhere", 0, "")]
    said = f"{type(problem).__name__}: {problem} ({Path(last.filename).name}:{last.lineno})"
    return one_short_line(f"bug: {said}. This program must be mended.", PricebookError.longest)


def _now(run: Run, name: str) -> str | None:
    """The moment of a look at a provider of which nothing is known: on the clock of its last look."""
    today = run.source.today
    return beside(today, run.presents.archive.of(name).latest) if today else None


def _where_it_can(pages: Iterable[str], do: Callable[[str], T]) -> tuple[dict[str, T], dict[str, Exception]]:
    """What comes of each page, and why nothing comes of others; if of none, raises what the first of them raised."""
    done: dict[str, T] = {}
    failed: dict[str, Exception] = {}
    for page in pages:
        try:
            done[page] = do(page)
        except (*_OF_ALL, UsageError, ClockWrong):
            raise
        except Exception as problem:  # noqa: BLE001 - whatever it is, it is this page's own
            failed[page] = problem
    if not done:
        raise next(iter(failed.values()))
    return done, failed


def _refuse_nothing(moment: Moment, name: str) -> None:
    if not moment.pages:
        message = f"scrapers/{name}.py: none of its pages is asked for any more. Give one, or delete it."
        raise ScraperError(message)


def _was_read(present: Present, visit: Visit, program: str) -> bool:
    """Whether that program has read these very bytes at the last look that saw anything."""
    last = present.trail.last
    known = last is not None and last.read_by == program and not last.unseen and last.pages == visit.digests
    return known and last is not None and order(last.at) < order(visit.at)


def _read_page(reader: Reader, visit: Visit, page: str) -> Reading:
    """One page, in a process of its own, where every amount is held against the ledger."""
    with _READERS:
        (reading,) = reader.read(visit.only({page}))
    return reading


def _as_it_was(present: Present, at: str, how: str, visit: Visit | None = None) -> Outcome:
    last = present.trail.last
    line = unchanged(last, at) if last else None
    if line is not None and visit is not None:
        line = line.model_copy(update={"validators": visit.validators})
    needy = health_of(present).needs_a_person
    return Outcome(present.provider, at, line, as_before=how, needs_a_person=needy)


def _counts(readings: Sequence[Reading]) -> Counts:
    prices = [price for reading in readings for price in reading.prices]
    return Counts(
        prices=len(prices),
        facts=sum(len(reading.facts) for reading in readings),
        unsaid=sum(len(reading.unsaid) for reading in readings),
        unread=sum(len(reading.unread) for reading in readings),
        conflicts=sum(1 for _ in conflicts(prices)),
        suspects=sum(len(reading.suspects) for reading in readings),
    )
