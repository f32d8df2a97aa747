"""What older programs kept in one file for all providers is moved to each provider's journals."""

from collections.abc import Iterator
from typing import NamedTuple

from pricebook.beliefs import LaterReading, Observation
from pricebook.snapshots.archive import Archive
from pricebook.snapshots.folders import ABOUT
from pricebook.snapshots.shelf import Shelf
from pricebook.system import files


class Moved(NamedTuple):
    """How much of one provider was moved."""

    provider: str
    looks: int
    readings: int
    decisions: int


def migrate(archive: Archive) -> list[Moved]:
    """Moves all that the earlier files tell, and then deletes them; a second time there is nothing left to move.

    What was moved before a run was killed is not moved again. Raises StorageError.
    """
    moved = [_migrated(archive.of(provider)) for provider in archive.earlier.providers]
    archive.earlier.delete()
    return moved


def _migrated(shelf: Shelf) -> Moved:
    looks = [_with_seal(shelf, line) for line in shelf.told_earlier]
    readings = [each for each in _later_readings(shelf) if each not in shelf.readings.records]
    known = shelf.decisions.records
    decisions = [each for each in shelf.decided if each not in known]
    shelf.write(looks)
    shelf.readings.append(readings)
    shelf.decisions.append(decisions)
    return Moved(shelf.provider, len(looks), len(readings), len(decisions))


def _with_seal(shelf: Shelf, line: Observation) -> Observation:
    """The line with the digest of what its snapshot says of itself."""
    if line.outcome != "new" or line.snapshot is None:
        return line
    about = shelf.snapshot(line.snapshot).source.read(ABOUT)
    return line.model_copy(update={"sealed": files.digest(about)})


def _later_readings(shelf: Shelf) -> Iterator[LaterReading]:
    for snapshot in shelf.held.values():
        for reading in snapshot.readings[1:]:
            sealed = files.digest(snapshot.source.read(f"{reading.folder}{ABOUT}"))
            yield LaterReading(
                provider=shelf.provider, snapshot=snapshot.name, number=reading.number, at=reading.known, sealed=sealed
            )
