"""A look becomes the line that tells of it, and a new snapshot unless the one before says the same. Nothing is written.

`Archive.add` writes what is found here.
"""

from collections.abc import Mapping, Sequence
from typing import Literal

from pricebook import calendar
from pricebook.beliefs import Observation, Visit
from pricebook.errors import UsageError
from pricebook.identity import identity_order
from pricebook.records import Reading
from pricebook.snapshots.folders import ABOUT, AROUND, FACTS, KINDS, PRICES, UNREAD, UNSAID, About, Fresh, Snapshot
from pricebook.snapshots.looks import Look
from pricebook.snapshots.shelf import Shelf
from pricebook.system import files

_PAGE = ".md"
"""How the file of a stored page ends."""


def observed(
    shelf: Shelf, looks: Sequence[Look], visit: Visit, readings: Sequence[Reading], program: str
) -> tuple[Observation | None, Snapshot | None]:
    """The line that tells of the visit, and the snapshot that holds what was read.

    The snapshot is new if the price-bearing part of a page or a price is another than at the look before it in time.
    There is no line if it was written before; and no snapshot if these very pages were seen at that moment and the
    program reads them otherwise now. Of `looks` only the last one before the visit and those of its very moment count.
    Raises UsageError if other pages stand at that very second, and StorageError.
    """
    content = _files_of(readings)
    then = [look for look in looks if look.at == visit.at and not look.line.pages.keys().isdisjoint(visit.pages)]
    same = next(
        (look.snapshot for look in then if _tells_of(look.line, visit) and _says_then(look.snapshot, content)), None
    )
    if same is not None:
        return None, same
    if any(look.line.pages == visit.digests for look in then):
        return None, None
    if then and len(visit.at) > calendar.DAY:
        message = f"{visit.provider}: another page was seen at {visit.at} already. Two cannot be: correct the time."
        raise UsageError(message)
    before = _before(looks, visit)
    if before is not None and _says(before, content):
        return _tells(visit, "unchanged", before), before
    new = _fresh(shelf, visit, content, program)
    return _tells(visit, "new", new), new


def unchanged(last: Observation, at: str) -> Observation:
    """The line that the pages are as at the last good look."""
    return last.model_copy(update={"at": at, "outcome": "unchanged", "sealed": "", "archived": {}})


def failed(provider: str, at: str, pages: Mapping[str, str], error: str) -> Observation:
    """The line that a look saw nothing, with the digests of what came."""
    return Observation(provider=provider, at=at, outcome="failed", snapshot=None, pages=dict(pages), error=error)


def about(
    at: str,
    basis: str,
    program: str,
    pages: Mapping[str, str],
    content: Mapping[str, bytes],
    unseen: Mapping[str, str | None] | None = None,
) -> bytes:
    """What the files say of themselves, as `about.json`."""
    digests = {name: files.digest(data) for name, data in content.items()}
    said = About(at=at, basis=basis, program=program, pages=dict(pages), files=digests, unseen=dict(unseen or {}))
    return files.encode(said.model_dump())


def read_files(readings: Sequence[Reading]) -> dict[str, bytes]:
    """What was read, as files: prices sorted by identity, all else in the order of the page."""
    prices = sorted((price for reading in readings for price in reading.prices), key=identity_order)
    return {
        PRICES: files.lines(prices),
        FACTS: files.lines(fact for reading in readings for fact in reading.facts),
        UNSAID: files.lines(item for reading in readings for item in reading.unsaid),
        UNREAD: files.lines(remark for reading in readings for remark in reading.unread),
        AROUND: files.lines(each for reading in readings for each in reading.surroundings),
    }


def _tells_of(line: Observation, visit: Visit) -> bool:
    """Whether the line is of a look at these pages."""
    return line.pages.keys() == visit.pages.keys()


def _tells(visit: Visit, outcome: Literal["new", "unchanged"], snapshot: Snapshot) -> Observation:
    return Observation(
        provider=visit.provider,
        at=visit.at,
        outcome=outcome,
        snapshot=snapshot.name,
        pages=visit.digests,
        error=None,
        validators=visit.validators,
        unseen=dict(visit.unseen),
        drawn=visit.drawn,
        archived=dict(visit.archived),
    )


def _says_then(held: Snapshot, content: Mapping[str, bytes]) -> bool:
    """Whether the snapshot holds these pages and they were read so, as far as the program of then noted it."""
    return _says(held, {name: data for name, data in content.items() if held.reading.notes(name)})


def _says(before: Snapshot, content: Mapping[str, bytes]) -> bool:
    """Whether the snapshot holds these pages and they were last read so."""
    stored = content.keys() - KINDS.keys()
    if not stored <= set(before.source.names()) or any(before.source.read(name) != content[name] for name in stored):
        return False
    pages = {name.removesuffix(_PAGE) for name in stored}
    of = None if pages == before.about.pages.keys() else pages
    return all(before.reading.retold(name, of) == data for name, data in content.items() if name in KINDS)


def _files_of(readings: Sequence[Reading]) -> dict[str, bytes]:
    return {**{f"{each.page}{_PAGE}": each.stored.encode() for each in readings}, **read_files(readings)}


def _before(looks: Sequence[Look], visit: Visit) -> Snapshot | None:
    """The snapshot in which the pages of the visit were seen last, if it is one for all, by a look that is not later.

    None as well if the visit, which saw all pages, saw none of one that stood until then: that is news.
    """
    earlier = [look for look in looks if calendar.order(look.at) <= calendar.order(visit.at)]
    if not earlier or not (visit.unseen or earlier[-1].pages.keys() <= visit.pages.keys()):
        return None
    held = earlier[-1].pages
    names = {held[page].name if page in held else None for page in visit.pages}
    return held.get(next(iter(visit.pages))) if len(names) == 1 else None


def _fresh(shelf: Shelf, visit: Visit, content: Mapping[str, bytes], program: str) -> Snapshot:
    """A snapshot that is still to be written, under the first name of its day that is free."""
    name = shelf.free_name(calendar.day_of(visit.at))
    said = about(visit.at, visit.basis, program, visit.digests, content, visit.unseen)
    return Snapshot(visit.provider, name, Fresh(shelf.folder / name, {**content, ABOUT: said}))
