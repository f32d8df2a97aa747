"""Every stored page read again by as many workers as there are, and written down by this one process in one order.

What comes of it is the same whoever reads: answers are taken in the order of the snapshots, and only a snapshot that
reads otherwise than its last reading gets another one. A run that was killed is run again.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from pricebook import calendar
from pricebook.beliefs import LaterReading
from pricebook.collection import Collection
from pricebook.errors import CollectionError, NoWorkers, PageError, ScraperError, StorageError
from pricebook.extraction.visit import Reader
from pricebook.run import clock
from pricebook.run.differing import Differing
from pricebook.run.errands import Bundle, Done, Errand, Reply, program_of
from pricebook.run.looking import PROGRAM
from pricebook.run.retelling import pages_of
from pricebook.run.working import done
from pricebook.snapshots.archive import Archive
from pricebook.snapshots.folders import ABOUT, Loose, Snapshot
from pricebook.snapshots.keeping import about
from pricebook.snapshots.shelf import Shelf
from pricebook.system.crews import Crew, in_order

A_TASK = 50
"""Pages that are handed to a worker at once: a second or two of work, so that little is lost with one that dies."""


class Revisited(NamedTuple):
    """What became of a snapshot whose pages were read again."""

    provider: str
    snapshot: str
    pages: int
    folder: Path | None
    """The new reading; None if the last one says the same, or nothing is kept."""
    differences: tuple[Differing, ...]
    problem: str
    """Why its pages were not read; empty if they were."""
    altered: bool
    """Whether that is because a stored file is not what was written."""


class Rereading:
    """One run over all that is stored of some providers."""

    def __init__(
        self, collection: Collection, reader: Reader, now: datetime, *, keep: bool = True, there: Path | None = None
    ) -> None:
        """`there` is where workers find the collection, if not where it stands here. Without `keep` nothing is written.

        Raises ClockWrong where what is read cannot be dated, StorageError.
        """
        self.collection, self.reader, self.now, self.keep = collection, reader, now, keep
        self.there = there or collection.root
        self.held: dict[str, int] = {}
        """Bytes that each worker held at most, by its name."""
        self._zones: dict[str, str] = {}
        self._shelf: Shelf | None = None
        if keep:
            clock.check(collection.archive(), now)

    def over(self, providers: Iterable[str], crew: Crew) -> Iterator[Revisited]:
        """Each snapshot of the providers, in order.

        Raises NoWorkers for a worker that reads with another program or finds no collection, or where they die again
        and again; StorageError for what cannot be written, or was written by somebody else meanwhile.
        """
        waiting: list[Bundle] = []

        def handed() -> Iterator[Bundle]:
            for bundle in self._bundles(providers):
                waiting.append(bundle)
                yield bundle

        for answer in in_order(crew, done, handed()):
            bundle = waiting.pop(0)
            self._hold(answer, crew)
            for errand, found in zip(bundle.errands, answer.found, strict=True):
                folder = self._write(errand, found) if found.content is not None else None
                yield Revisited(
                    errand.provider, errand.snapshot, len(errand.pages), folder, found.differences, found.problem,
                    found.altered,
                )  # fmt: skip

    def _hold(self, answer: Done, crew: Crew) -> None:
        """Notes what the worker held; raises NoWorkers for one that cannot do what is asked."""
        if answer.obstacle:
            message = f"{crew.name}: worker {answer.worker}: {answer.obstacle}."
            raise NoWorkers(message)
        self.held[answer.worker] = max(answer.peak, self.held.get(answer.worker, 0))

    def _bundles(self, providers: Iterable[str]) -> Iterator[Bundle]:
        programs: dict[str, str] = {}
        errands: list[Errand] = []
        size = 0
        for provider in providers:
            known = program_of(self.collection.scrapers, provider)
            for errand in self._errands(provider):
                if errands and size + len(errand.pages) > A_TASK:
                    yield self._bundle(programs, errands)
                    programs, errands, size = {}, [], 0
                programs[provider] = known
                errands.append(errand)
                size += len(errand.pages)
        if errands:
            yield self._bundle(programs, errands)

    def _bundle(self, programs: dict[str, str], errands: list[Errand]) -> Bundle:
        return Bundle(str(self.there), tuple(programs.items()), tuple(errands), self.keep)

    def _errands(self, provider: str) -> list[Errand]:
        """What there is of the provider; its archive is not held longer than it takes to tell that."""
        try:
            known = self.reader.provider(provider)
        except (PageError, ScraperError, CollectionError):
            known = None  # which the workers will find too, and tell of each snapshot
        self._zones[provider] = known.timezone if known is not None else "UTC"
        snapshots = Archive(self.collection.snapshots).snapshots(provider)
        return [
            _errand(each, pages_of(each, known) if known is not None else sorted(each.about.pages))
            for each in snapshots
        ]

    def _write(self, errand: Errand, found: Reply) -> Path:
        """Puts the new reading beside those that are kept; raises StorageError."""
        if self._shelf is None or self._shelf.provider != errand.provider:
            self._shelf = self.collection.archive().of(errand.provider)
        snapshot = self._shelf.snapshot(errand.snapshot)
        if snapshot.reading.number != found.number:
            message = (
                f"{snapshot.path('')}: has {snapshot.reading.number} readings, a worker saw {found.number}. "
                "Let workers see the collection as it is here, then run again: what was kept stays."
            )
            raise StorageError(message)
        at = calendar.local(self.now, self._zones[errand.provider])
        told = LaterReading(provider=errand.provider, snapshot=errand.snapshot, number=found.number + 1, at=at)
        content = dict(found.content or {})
        return self._shelf.add_reading(
            told, {**content, ABOUT: about(at, "reread", PROGRAM, snapshot.about.pages, content)}
        )


def passed_over(collection: Collection) -> dict[str, int]:
    """How many snapshots are stored of providers that no scraper reads any more, by their ids."""
    archive, known = collection.archive(), set(collection.providers())
    return {each: len(archive.held(each)) for each in archive.providers if each not in known}


def _errand(snapshot: Snapshot, pages: Iterable[str]) -> Errand:
    folder = snapshot.source.folder.name if isinstance(snapshot.source, Loose) else ""
    known = snapshot.about.files
    return Errand(
        snapshot.provider, snapshot.name, folder, tuple((page, known.get(f"{page}.md", "")) for page in pages)
    )
