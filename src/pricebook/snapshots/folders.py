"""One observation of one provider: a folder of files, loose or out of a pack.

    snapshots/<provider>/<YYYY-MM-DD>/about.json     when it was seen, by which program, and the digest of every file
    snapshots/<provider>/<YYYY-MM-DD>/<page>.md      the price-bearing part of the page
    snapshots/<provider>/<YYYY-MM-DD>/prices.jsonl   what was read there, one price a line, sorted by identity
    snapshots/<provider>/<YYYY-MM-DD>/facts.jsonl    the facts that the page states
    snapshots/<provider>/<YYYY-MM-DD>/unsaid.jsonl   the prices that the vocabulary cannot say
    snapshots/<provider>/<YYYY-MM-DD>/unread.jsonl   the amounts that were not understood; empty on a good reading
    snapshots/<provider>/<YYYY-MM-DD>/around.jsonl   the words around each table of prices, on the page as it came
    snapshots/<provider>/<YYYY-MM-DD>/reading.2/     the same page read again by a later program

A second, different observation of one day stands in `<YYYY-MM-DD>.2`; which came first is told by their times. What an
older program did not write is as if it had found nothing: a file is empty, a field of a price null.
"""

import re
from collections.abc import Container, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Protocol, TypeVar

from pydantic import Field

from pricebook import calendar
from pricebook.errors import StorageError
from pricebook.records import Price, Record, Remark, StatedFact, TableWords, UnsaidPrice
from pricebook.snapshots.lines import record
from pricebook.snapshots.packs import Pack
from pricebook.system import files

NAME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:\.[1-9][0-9]{0,3})?")
_REREAD = re.compile(r"reading\.([1-9][0-9]{0,3})")
"""How snapshots are called."""
ABOUT = "about.json"
PRICES, FACTS, UNSAID, UNREAD = "prices.jsonl", "facts.jsonl", "unsaid.jsonl", "unread.jsonl"
AROUND = "around.jsonl"
Placed = Price | StatedFact | UnsaidPrice | Remark | TableWords
"""What stands on a page."""
KINDS: Mapping[str, type[Placed]] = {
    PRICES: Price, FACTS: StatedFact, UNSAID: UnsaidPrice, UNREAD: Remark, AROUND: TableWords,
}  # fmt: skip
"""The files of a reading, and of what each has a record a line."""
_LATER = {UNSAID, AROUND}
"""Those that older programs did not write."""
R = TypeVar("R", bound=Record)


class About(Record):
    """What a snapshot, or a later reading of one, says of itself."""

    at: str
    """The moment that the page was seen; of a later reading, when it was read again."""
    basis: str
    """How the moment is known: `captured`, `archived`, `saved`, `printed`, `dated`, `assumed`; `reread` for a later
    reading."""
    program: str
    """The version that read it."""
    pages: dict[str, str]
    """SHA-256 of the bytes of each page as they were received."""
    files: dict[str, str]
    """SHA-256 of every file beside this one; its own is `sealed` in the line of the look, or of the later reading."""
    unseen: dict[str, str | None] = Field(default_factory=dict)
    """Other pages of the provider, as the line of the look tells of them."""


class Folder(Protocol):
    """Where a snapshot's files are read from."""

    def names(self) -> list[str]:
        """The files' names, in order; those of later readings with their folder: `reading.2/prices.jsonl`."""

    def read(self, name: str) -> bytes:
        """The file's bytes; raises StorageError if it cannot be read."""

    def path(self, name: str) -> Path:
        """Where a person finds it."""


@dataclass(frozen=True, slots=True)
class Loose:
    """A folder on disk."""

    folder: Path

    def names(self) -> list[str]:
        """As Folder says."""
        return files.below(self.folder)

    def read(self, name: str) -> bytes:
        """As Folder says."""
        path = self.folder / name
        try:
            return path.read_bytes()
        except OSError as problem:
            message = f"{path}: {problem.strerror}. Restore it from version control."
            raise StorageError(message) from problem

    def path(self, name: str) -> Path:
        """As Folder says."""
        return self.folder / name


@dataclass(frozen=True, slots=True)
class Packed:
    """A folder inside a pack, with what was put beside it since."""

    pack: Pack
    snapshot: str
    beside: Loose

    def names(self) -> list[str]:
        """As Folder says."""
        return sorted({*self.pack.files(self.snapshot), *self.beside.names()})

    def read(self, name: str) -> bytes:
        """As Folder says."""
        held = self.pack.files(self.snapshot)
        return held[name] if name in held else self.beside.read(name)

    def path(self, name: str) -> Path:
        """As Folder says: below the pack, where it is in there."""
        held = name in self.pack.files(self.snapshot)
        return self.pack.path / self.snapshot / name if held else self.beside.path(name)


@dataclass(frozen=True, slots=True)
class Fresh:
    """A folder that is to be written."""

    folder: Path
    content: Mapping[str, bytes]

    def names(self) -> list[str]:
        """As Folder says."""
        return sorted(self.content)

    def read(self, name: str) -> bytes:
        """As Folder says."""
        return self.content[name]

    def path(self, name: str) -> Path:
        """As Folder says."""
        return self.folder / name


@dataclass(frozen=True)
class StoredReading:
    """What was read from a snapshot's pages, at one time, by one program."""

    snapshot: "Snapshot"
    folder: str
    """Empty for the first reading, `reading.2/` for the second."""

    @cached_property
    def about(self) -> About:
        """When and by which program; raises StorageError for a file that was altered."""
        name = f"{self.folder}{ABOUT}"
        return record(self.snapshot.path(name), 1, self.snapshot.source.read(name), About)

    @property
    def number(self) -> int:
        """1 for the first reading."""
        return int(self.folder.removeprefix("reading.").rstrip("/") or 1)

    @property
    def known(self) -> str:
        """The moment from which on this is known."""
        return self.about.at

    @cached_property
    def prices(self) -> list[Price]:
        """Sorted by identity; raises StorageError, with the line, for a file that was altered."""
        return self._records(PRICES, Price)

    @cached_property
    def facts(self) -> list[StatedFact]:
        """In the order of the page; raises StorageError as `prices` does."""
        return self._records(FACTS, StatedFact)

    @property
    def unsaid(self) -> list[UnsaidPrice]:
        """The prices that the vocabulary cannot say; raises StorageError as `prices` does."""
        return self._records(UNSAID, UnsaidPrice)

    @property
    def unread(self) -> list[Remark]:
        """The amounts that were not understood; raises StorageError as `prices` does."""
        return self._records(UNREAD, Remark)

    @property
    def surroundings(self) -> list[TableWords]:
        """What stood around the tables; none where nobody noted it. Raises StorageError as `prices` does."""
        return self._records(AROUND, TableWords)

    def notes(self, name: str) -> bool:
        """Whether it has a file of that name: older programs did not write all of them."""
        return name not in _LATER or name in self.about.files

    @cached_property
    def good(self) -> bool:
        """Whether every amount of the pages was accounted for: only then is a missing price missing."""
        return not self.snapshot.source.read(f"{self.folder}{UNREAD}")

    def retold(self, name: str, pages: Container[str] | None = None) -> bytes:
        """What the file of that name says, of these pages or of all, as this program writes it; raises StorageError."""
        found = self._records(name, KINDS[name])
        return files.lines(each for each in found if pages is None or each.where.page in pages)

    def _records(self, name: str, kind: type[R]) -> list[R]:
        path = self.snapshot.path(f"{self.folder}{name}")
        return [record(path, *line, kind) for line in self.lines(name)]

    def lines(self, name: str) -> list[tuple[int, bytes]]:
        """The file's lines with their numbers; raises StorageError if it is not what was written."""
        if not self.notes(name):
            return []
        data = self.snapshot.source.read(f"{self.folder}{name}")
        if self.about.files.get(name) != files.digest(data):
            raise StorageError(_altered(self.snapshot.path(f"{self.folder}{name}"), name, data))
        return list(enumerate(data.splitlines(), start=1))


@dataclass(frozen=True)
class Snapshot:
    """One observation of one provider."""

    provider: str
    name: str
    """Its folder's name."""
    source: Folder

    @cached_property
    def about(self) -> About:
        """When it was seen, and how that is known; raises StorageError for a file that was altered."""
        return self.readings[0].about

    @property
    def at(self) -> str:
        """The moment that it was seen."""
        return self.about.at

    @property
    def date(self) -> str:
        """The provider's local day, ISO 8601."""
        return calendar.day_of(self.at)

    @cached_property
    def readings(self) -> list[StoredReading]:
        """What was read from it: first when it was seen, then by later programs."""
        numbers = {int(m.group(1)) for name in self.source.names() if (m := _REREAD.fullmatch(name.partition("/")[0]))}
        return [StoredReading(self, ""), *(StoredReading(self, f"reading.{n}/") for n in sorted(numbers))]

    @property
    def reading(self) -> StoredReading:
        """The last reading."""
        return self.readings[-1]

    @property
    def prices(self) -> list[Price]:
        """Those of the last reading, sorted by identity."""
        return self.reading.prices

    @property
    def facts(self) -> list[StatedFact]:
        """Those of the last reading, in the order of the page."""
        return self.reading.facts

    @property
    def unsaid(self) -> list[UnsaidPrice]:
        """Those of the last reading, in the order of the page."""
        return self.reading.unsaid

    def page(self, name: str) -> str:
        """The stored page; raises StorageError if it is not what was written."""
        data = self.source.read(f"{name}.md")
        if self.about.files.get(f"{name}.md") != files.digest(data):
            raise StorageError(_altered(self.path(f"{name}.md"), f"{name}.md", data))
        return data.decode()

    def path(self, name: str) -> Path:
        """Where a person finds that file."""
        return self.source.path(name)


def place_of_the_day(name: str) -> int:
    """Which folder of its day it is: 1 is the first that was made."""
    return int(name[calendar.DAY + 1 :] or 1)


def _altered(path: Path, name: str, data: bytes) -> str:
    """What is wrong with a file whose digest is another: the first line that is no record, if there is one."""
    for number, line in enumerate(data.splitlines() if name in KINDS else (), start=1):
        try:
            record(path, number, line, KINDS[name])
        except StorageError as problem:
            return str(problem)
    return f"{path}: is not what was written there. The file was altered: restore it from version control."
