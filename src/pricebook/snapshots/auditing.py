"""Whether lines and snapshots tell of each other: nothing is lost, doubled, or other than it was written."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from pricebook.errors import StorageError
from pricebook.snapshots.folders import ABOUT, KINDS, Snapshot, StoredReading
from pricebook.snapshots.shelf import READINGS, Rests, Shelf, journal_of
from pricebook.system import files

_RESTORE = "Restore it from version control."


class Fault(NamedTuple):
    """One thing that does not hold."""

    path: Path
    detail: str


def audit(shelf: Shelf, published: Rests | None = None) -> Iterator[Fault]:
    """What does not hold of a provider; `published` is how far the journals went when it was last published.

    Raises StorageError for a journal whose own lines do not follow each other.
    """
    yield from _years(shelf)
    for journal in shelf.journals.values():
        list(journal.records)
    yield from broken_off(shelf, published)
    if not shelf.is_earlier:
        yield from _untold(shelf)
    yield from _broken_seals(shelf)
    yield from _archived_elsewhere(shelf)


def audit_latest(shelf: Shelf, published: Rests | None, names: Iterable[str]) -> Iterator[Fault]:
    """The same of what is on sale: how far the journals go, and the snapshots of these names, which hold it.

    Of the journals the last year is read, whatever the years before. Raises StorageError likewise.
    """
    yield from broken_off(shelf, published)
    last = shelf.looks_of(shelf.listing.years[-1]).entries if shelf.listing.years else []
    sealed = {each.told.get("snapshot"): each.told.get("sealed") for each in last if each.told.get("sealed")}
    for name in sorted(names):
        snapshot = shelf.find(name)
        if snapshot is None:
            yield Fault(shelf.folder / name, f"a look tells of this snapshot. {_RESTORE}")
            continue
        yield from altered(snapshot)
        if sealed.get(name):
            yield from _sealed_otherwise(snapshot, "", str(sealed[name]))


def altered(snapshot: Snapshot) -> Iterator[Fault]:
    """The files of the snapshot that are not what was written, as far as it says so itself."""
    for reading in snapshot.readings:
        try:
            written = reading.about.files
        except StorageError as problem:
            yield Fault(snapshot.path(f"{reading.folder}{ABOUT}"), str(problem))
            return
        held = set(snapshot.source.names())
        for name, known in sorted(written.items()):
            whole = f"{reading.folder}{name}"
            if whole not in held:
                yield Fault(snapshot.path(whole), f"is missing. {_RESTORE}")
            elif files.digest(snapshot.source.read(whole)) != known:
                yield Fault(snapshot.path(whole), _why(reading, name))


def _why(reading: StoredReading, name: str) -> str:
    """The first line that is no record, or that the digest is another."""
    try:
        if name in KINDS:
            reading.lines(name)
    except StorageError as problem:
        return str(problem).removeprefix(f"{reading.snapshot.path(f'{reading.folder}{name}')}: ")
    return f"is not what was written there. {_RESTORE}"


def _years(shelf: Shelf) -> Iterator[Fault]:
    """Each year goes on from one before."""
    known: set[str] = set()
    for year in shelf.listing.years:
        journal = shelf.looks_of(year)
        if journal.entries and not known.issuperset(journal.entries[0].after):
            yield Fault(journal.path, f"line 1 goes on from a line that no year before has. {_RESTORE}")
        known |= {entry.digest for entry in journal.entries}


def broken_off(shelf: Shelf, published: Rests | None) -> Iterator[Fault]:
    """Journals whose last line is gone, or is another, since it was published.

    Where a journal ends there still, no more of it is read.
    """
    journals = shelf.journals
    for name, rest in (published or {}).items():
        journal = journals.get(name)
        goes_on = journal is not None and (
            journal.rest == rest or any(each.digest == rest.digest for each in journal.entries)
        )
        if not goes_on:
            yield Fault(shelf.folder / name, f"has lost or altered its last line since that was published. {_RESTORE}")


def _untold(shelf: Shelf) -> Iterator[Fault]:
    looks = {line.snapshot for line in shelf.told}
    readings = {(each.snapshot, each.number) for each in shelf.readings.records}
    for name, snapshot in sorted(shelf.held.items()):
        if name not in looks:
            yield Fault(snapshot.path(""), f"no look tells of this snapshot: its line was lost. {_RESTORE}")
        for reading in snapshot.readings[1:]:
            if (name, reading.number) not in readings:
                yield Fault(snapshot.path(reading.folder), f"no line of {READINGS} tells of this reading. {_RESTORE}")


def _archived_elsewhere(shelf: Shelf) -> Iterator[Fault]:
    """What an archive says is of pages that the look saw."""
    for line in shelf.told:
        if odd := sorted(line.archived.keys() - line.pages.keys()):
            what = f"the look of {line.at} tells of an archive's {', '.join(odd)}, and did not see it. {_RESTORE}"
            yield Fault(shelf.folder / journal_of(line.at[:4]), what)


def _broken_seals(shelf: Shelf) -> Iterator[Fault]:
    """Each `about.json` is what the line says that tells of it."""
    held = shelf.held
    for line in shelf.told:
        if line.snapshot is not None and line.snapshot not in held:
            yield Fault(shelf.folder / line.snapshot, f"a look of {line.at} tells of this snapshot. {_RESTORE}")
        elif line.sealed and line.snapshot is not None:
            yield from _sealed_otherwise(held[line.snapshot], "", line.sealed)
    for told in shelf.readings.records:
        if told.snapshot in held:
            yield from _sealed_otherwise(held[told.snapshot], f"reading.{told.number}/", told.sealed)


def _sealed_otherwise(snapshot: Snapshot, folder: str, sealed: str) -> Iterator[Fault]:
    name = f"{folder}{ABOUT}"
    if name not in snapshot.source.names():
        yield Fault(snapshot.path(name), f"is missing. {_RESTORE}")
    elif files.digest(snapshot.source.read(name)) != sealed:
        yield Fault(snapshot.path(name), f"is not what was written there. {_RESTORE}")
