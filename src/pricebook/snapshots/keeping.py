"""What was seen becomes a snapshot, unless the one before it says the same."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, NamedTuple

from pricebook import calendar
from pricebook.beliefs import Observation
from pricebook.errors import UsageError
from pricebook.identity import identity_order
from pricebook.records import Reading
from pricebook.snapshots.folders import ABOUT, FACTS, KINDS, PRICES, UNREAD, UNSAID, About, Snapshot, named
from pricebook.snapshots.observations import Look, note, observations, timeline
from pricebook.system import files


@dataclass(frozen=True, slots=True)
class Seen:
    """A provider's pages as they were seen at one moment."""

    provider: str
    at: str
    """The moment, as `moments` writes it."""
    basis: str
    """How it is known: `captured`, `saved`, `printed`, `dated`, `assumed`."""
    received: Mapping[str, str]
    """SHA-256 of the bytes of each page."""
    pages: Mapping[str, str]
    """The price-bearing part of each page."""
    readings: Sequence[Reading]
    validators: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """What the server said of the version of each page: `etag`, `last_modified`."""


class Kept(NamedTuple):
    """What became of a look."""

    observation: Observation | None
    """What was written down; None if it was before."""
    differs: bool = False
    """Whether the program reads the pages otherwise than the snapshot that holds them says."""


def keep(root: Path, seen: Seen, program: str, *, write: bool = True) -> Kept:
    """Keeps what was seen and writes the look down, unless it was before; without `write` only says what it would do.

    The snapshot is new if the price-bearing part of a page or a price is another than at the look before it in time.
    Raises UsageError if another page stands at that very second, and StorageError.
    """
    looks = timeline(root, seen.provider)
    content = _content(seen)
    then = [look for look in looks if look.at == seen.at]
    same = next((look.snapshot for look in then if look.snapshot and _says(look.snapshot, content)), None)
    if same is not None:
        return Kept(_noted(root, seen, "new", same.name, write) if _untold(root, seen) else None)
    if any(look.pages == seen.received for look in then):
        return Kept(None, differs=True)
    if then and len(seen.at) > calendar.DAY:
        message = f"{seen.provider}: another page was seen at {seen.at} already. Two cannot be: correct the time."
        raise UsageError(message)
    before = _before(looks, seen.at)
    if before is not None and _says(before, content):
        return Kept(_noted(root, seen, "unchanged", before.name, write))
    name = _write(root, seen, content, program) if write else None
    return Kept(_noted(root, seen, "new", name, write))


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


def _untold(root: Path, seen: Seen) -> bool:
    """Whether no line tells of this look: a run was killed when it had kept the snapshot."""
    return all(each.at != seen.at or each.snapshot is None for each in observations(root, seen.provider))


def _noted(
    root: Path, seen: Seen, outcome: Literal["new", "unchanged"], snapshot: str | None, write: bool
) -> Observation:
    """The look, written down if it shall be."""
    observation = Observation(
        provider=seen.provider,
        at=seen.at,
        outcome=outcome,
        snapshot=snapshot,
        pages=dict(seen.received),
        error=None,
        validators={name: dict(said) for name, said in seen.validators.items()},
    )
    if write:
        note(root, [observation])
    return observation


def _says(before: Snapshot, content: Mapping[str, bytes]) -> bool:
    """Whether the snapshot holds these pages and was last read so."""
    pages = content.keys() - KINDS.keys()
    same = pages <= set(before.source.names()) and all(before.source.read(name) == content[name] for name in pages)
    return same and all(before.reading.retold(name) == content[name] for name in KINDS)


def _content(seen: Seen) -> dict[str, bytes]:
    return {**{f"{name}.md": text.encode() for name, text in seen.pages.items()}, **read_files(seen.readings)}


def _before(looks: Sequence[Look], at: str) -> Snapshot | None:
    """The snapshot of the last look that is not later."""
    earlier = [look for look in looks if calendar.order(look.at) <= calendar.order(at)]
    return earlier[-1].snapshot if earlier else None


def _write(root: Path, seen: Seen, content: dict[str, bytes], program: str) -> str:
    date = calendar.day_of(seen.at)
    taken = named(root, seen.provider)
    numbered = (date if number == 1 else f"{date}.{number}" for number in range(1, len(taken) + 2))
    name = next(free for free in numbered if free not in taken)
    said = about(seen.at, seen.basis, program, seen.received, content)
    files.write_folder(root / seen.provider / name, {**content, ABOUT: said})
    return name
