"""Holding what is stored to its word: the files to their digests, the readings to the stored pages."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal, NamedTuple

from pricebook import calendar
from pricebook.beliefs import LaterReading
from pricebook.collection import Collection
from pricebook.errors import CollectionError, PageError, PricebookError, ScraperError, StorageError
from pricebook.extraction.visit import Reader
from pricebook.history.checkpoint import Presents
from pricebook.run import clock
from pricebook.run.looking import PROGRAM
from pricebook.run.retelling import changed, pages_of, read_again
from pricebook.scraping import Provider
from pricebook.snapshots.archive import Archive
from pricebook.snapshots.auditing import Fault, altered, audit, audit_latest
from pricebook.snapshots.folders import ABOUT, Snapshot
from pricebook.snapshots.keeping import about

Verdict = Literal["altered", "read differently", "not read"]


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong with a snapshot, and whose move it is."""

    path: Path
    verdict: Verdict
    """`altered`: the file is not what was written; the others: it is, and the program says something else now."""
    detail: str


class Reread(NamedTuple):
    """What became of a snapshot that was read again."""

    snapshot: Snapshot
    folder: Path | None = None
    """The new reading; None if the last one says the same."""
    problem: str | None = None
    """Why the pages are no longer read."""


def verify_all(collection: Collection, reader: Reader, providers: Iterable[str]) -> tuple[int, list[Finding]]:
    """How many snapshots the providers have, and what is wrong with them; raises as `verify` does."""
    presents, chosen = collection.presents(), list(providers)
    lines = [
        Finding(fault.path, "altered", fault.detail)
        for provider in chosen
        for fault in audit(presents.archive.of(provider), presents.published(provider))
    ]
    named = {finding.path for finding in lines}
    checked = [found for provider in chosen for _, found in verify(presents.archive, reader, provider)]
    return len(checked), lines + [each for found in checked for each in found if each.path not in named]


def verify_latest(collection: Collection, reader: Reader, providers: Iterable[str]) -> tuple[int, list[Finding]]:
    """The same of the snapshots that hold what is on sale; raises StorageError."""
    presents, count, found = collection.presents(), 0, list[Finding]()
    for provider in providers:
        faults = list(faults_of_latest(presents, provider))
        found += [Finding(fault.path, "altered", fault.detail) for fault in faults]
        known, shelf = _provider_or_why(reader, provider), presents.archive.of(provider)
        for name in sorted(set(presents.of(provider).trail.pages.values())):
            count += 1
            found += [] if faults else _read_otherwise(shelf.snapshot(name), reader, known)
    return count, found


def faults_of_latest(presents: Presents, provider: str) -> Iterator[Fault]:
    """What does not hold of the lines and snapshots that what is on sale rests on; raises StorageError."""
    names = set(presents.of(provider).trail.pages.values())
    return audit_latest(presents.archive.of(provider), presents.published(provider), names)


def reread_all(collection: Collection, reader: Reader, providers: Iterable[str], now: datetime) -> Iterator[Reread]:
    """Every snapshot of the providers, read again.

    Raises ClockWrong where that cannot be dated, CollectionError for a scraper that cannot be loaded, StorageError.
    """
    archive = collection.archive()
    clock.check(archive, now)
    for name in providers:
        provider = reader.provider(name)
        at = calendar.local(now, provider.timezone)
        for snapshot in archive.snapshots(name):
            try:
                yield Reread(snapshot, reread(archive, reader, provider, snapshot, at, PROGRAM))
            except (PageError, ScraperError) as problem:
                yield Reread(snapshot, problem=str(problem))


def verify(archive: Archive, reader: Reader, name: str) -> Iterator[tuple[Snapshot, list[Finding]]]:
    """Every snapshot of the provider, read again from its stored pages, with what is wrong with it.

    Raises StorageError for a snapshot that does not say when it was seen.
    """
    known = _provider_or_why(reader, name)
    for snapshot in archive.snapshots(name):
        yield snapshot, list(_altered_files(snapshot)) or list(_read_otherwise(snapshot, reader, known))


def reread(
    archive: Archive, reader: Reader, provider: Provider, snapshot: Snapshot, at: str, program: str
) -> Path | None:
    """Writes what the program reads from the stored pages now beside the earlier readings, which stay.

    None if the last reading says the same. Raises StorageError for an altered file, PageError and ScraperError for
    pages that are no longer read.
    """
    altered = next(_altered_files(snapshot), None)
    if altered is not None:
        message = f"{altered.path}: {altered.detail}"
        raise StorageError(message)
    content = read_again(snapshot, reader, pages_of(snapshot, provider))
    if not changed(snapshot, content):
        return None
    told = LaterReading(provider=snapshot.provider, snapshot=snapshot.name, number=snapshot.reading.number + 1, at=at)
    whole = {**content, ABOUT: about(at, "reread", program, snapshot.about.pages, content)}
    return archive.of(snapshot.provider).add_reading(told, whole)


def _altered_files(snapshot: Snapshot) -> Iterator[Finding]:
    return (Finding(fault.path, "altered", fault.detail) for fault in altered(snapshot))


def _provider_or_why(reader: Reader, name: str) -> Provider | PricebookError:
    """The provider, or why its scraper cannot be asked: its files are held to their word all the same."""
    try:
        return reader.provider(name)
    except (PageError, ScraperError, CollectionError) as problem:
        return problem


def _read_otherwise(snapshot: Snapshot, reader: Reader, known: Provider | PricebookError) -> Iterator[Finding]:
    """The files that the program would write otherwise now."""
    try:
        if isinstance(known, PricebookError):
            raise known
        others = changed(snapshot, read_again(snapshot, reader, pages_of(snapshot, known)))
    except (PageError, ScraperError, CollectionError) as problem:
        yield Finding(snapshot.path(""), "not read", str(problem))
        return
    except StorageError as problem:
        yield Finding(snapshot.path(""), "altered", str(problem))
        return
    for name, lines in others.items():
        yield Finding(snapshot.path(f"{snapshot.reading.folder}{name}"), "read differently", lines)
