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
from pricebook.snapshots.archive import Archive, Look
from pricebook.snapshots.folders import ABOUT, FACTS, KINDS, PRICES, UNREAD, UNSAID, About, Fresh, Snapshot
from pricebook.system import files


def observed(
    archive: Archive, visit: Visit, readings: Sequence[Reading], program: str
) -> tuple[Observation | None, Snapshot | None]:
    """The line that tells of the visit, and the snapshot that holds what was read.

    The snapshot is new if the price-bearing part of a page or a price is another than at the look before it in time.
    There is no line if it was written before; and no snapshot if these very pages were seen at that moment and the
    program reads them otherwise now. Raises UsageError if other pages stand at that very second, and StorageError.
    """
    looks = archive.looks(visit.provider)
    content = _files_of(readings)
    then = [(line, snapshot) for line, snapshot in looks if line.at == visit.at]
    same = next((snapshot for _, snapshot in then if _says(snapshot, content)), None)
    if same is not None:
        return (None if _is_told(archive, visit) else _tells(visit, "new", same)), same
    if any(line.pages == visit.digests for line, _ in then):
        return None, None
    if then and len(visit.at) > calendar.DAY:
        message = f"{visit.provider}: another page was seen at {visit.at} already. Two cannot be: correct the time."
        raise UsageError(message)
    before = _before(looks, visit.at)
    if before is not None and _says(before, content):
        return _tells(visit, "unchanged", before), before
    new = _fresh(archive, visit, content, program)
    return _tells(visit, "new", new), new


def unchanged(archive: Archive, provider: str, at: str) -> Observation | None:
    """The line that the pages are as at the last good look, as their server says; None if it was written before."""
    last = archive.last_good(provider)
    line = last.model_copy(update={"at": at, "outcome": "unchanged"}) if last else None
    return None if line in archive.told(provider) else line


def failed(archive: Archive, provider: str, at: str, pages: Mapping[str, str], error: str) -> Observation | None:
    """The line that a look saw nothing, with the digests of what came; None if it was written before."""
    line = Observation(provider=provider, at=at, outcome="failed", snapshot=None, pages=dict(pages), error=error)
    return None if line in archive.told(provider) else line


def about(at: str, basis: str, program: str, pages: Mapping[str, str], content: Mapping[str, bytes]) -> bytes:
    """What the files say of themselves, as `about.json`."""
    digests = {name: files.digest(data) for name, data in content.items()}
    said = About(at=at, basis=basis, program=program, pages=dict(pages), files=digests)
    return files.encode(said.model_dump())


def read_files(readings: Sequence[Reading]) -> dict[str, bytes]:
    """What was read, as files: prices sorted by identity, all else in the order of the page."""
    prices = sorted((price for reading in readings for price in reading.prices), key=identity_order)
    return {
        PRICES: files.lines(prices),
        FACTS: files.lines(fact for reading in readings for fact in reading.facts),
        UNSAID: files.lines(item for reading in readings for item in reading.unsaid),
        UNREAD: files.lines(remark for reading in readings for remark in reading.unread),
    }


def _is_told(archive: Archive, visit: Visit) -> bool:
    """Whether a line tells of this look: none does if a run was killed when it had kept the snapshot."""
    return any(each.at == visit.at and each.snapshot is not None for each in archive.told(visit.provider))


def _tells(visit: Visit, outcome: Literal["new", "unchanged"], snapshot: Snapshot) -> Observation:
    return Observation(
        provider=visit.provider,
        at=visit.at,
        outcome=outcome,
        snapshot=snapshot.name,
        pages=visit.digests,
        error=None,
        validators=visit.validators,
    )


def _says(before: Snapshot, content: Mapping[str, bytes]) -> bool:
    """Whether the snapshot holds these pages and was last read so."""
    pages = content.keys() - KINDS.keys()
    same = pages <= set(before.source.names()) and all(before.source.read(name) == content[name] for name in pages)
    return same and all(before.reading.retold(name) == content[name] for name in KINDS)


def _files_of(readings: Sequence[Reading]) -> dict[str, bytes]:
    return {**{f"{each.page}.md": each.stored.encode() for each in readings}, **read_files(readings)}


def _before(looks: Sequence[Look], at: str) -> Snapshot | None:
    """The snapshot of the last look that is not later."""
    earlier = [snapshot for line, snapshot in looks if calendar.order(line.at) <= calendar.order(at)]
    return earlier[-1] if earlier else None


def _fresh(archive: Archive, visit: Visit, content: Mapping[str, bytes], program: str) -> Snapshot:
    """A snapshot that is still to be written, under the first name of its day that is free."""
    date = calendar.day_of(visit.at)
    held = archive.held(visit.provider)
    numbered = (date if number == 1 else f"{date}.{number}" for number in range(1, len(held) + 2))
    name = next(free for free in numbered if free not in held)
    said = about(visit.at, visit.basis, program, visit.digests, content)
    folder = archive.root / visit.provider / name
    return Snapshot(visit.provider, name, Fresh(folder, {**content, ABOUT: said}))
