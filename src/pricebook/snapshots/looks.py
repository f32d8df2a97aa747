"""What is known of a provider when a look was taken: of each of its pages what was seen of it last.

A look that saw all pages tells all of the provider. One that saw some, because only these were saved or because the
others failed, says nothing of the others: they stand as they were seen before. No look is not the same as no price.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from pricebook.beliefs import Observation
from pricebook.identity import identity_order
from pricebook.records import Price, Remark, StatedFact, TableWords, UnsaidPrice
from pricebook.snapshots.folders import Snapshot, StoredReading

Choose = Callable[[Sequence[StoredReading]], StoredReading]
"""Chooses one of a snapshot's readings."""
R = TypeVar("R", Price, StatedFact, UnsaidPrice, Remark, TableWords)


def last_reading(readings: Sequence[StoredReading]) -> StoredReading:
    """Chooses what is known now."""
    return readings[-1]


@dataclass(frozen=True)
class Said:
    """What the provider's pages say together, in one reading of each."""

    readings: Mapping[str, StoredReading]
    """By the names of the pages."""
    retired: frozenset[str]
    """Pages that the provider had once."""

    @cached_property
    def prices(self) -> list[Price]:
        """Sorted by identity; one that stood on a retired page and stands on another now is the other's."""
        found = self._records(lambda reading: reading.prices)
        if self.retired:
            moved = {price.id for price in found if price.where.page not in self.retired}
            found = [price for price in found if price.where.page not in self.retired or price.id not in moved]
        return found if len(self._parts) == 1 else sorted(found, key=identity_order)

    @property
    def facts(self) -> list[StatedFact]:
        """Those of each page in its order."""
        return self._records(lambda reading: reading.facts)

    @property
    def unsaid(self) -> list[UnsaidPrice]:
        """The prices that the vocabulary cannot say."""
        return self._records(lambda reading: reading.unsaid)

    @property
    def unread(self) -> list[Remark]:
        """The amounts that were not understood."""
        return self._records(lambda reading: reading.unread)

    @property
    def surroundings(self) -> list[TableWords]:
        """What stands around the tables of prices, where it was noted."""
        return self._records(lambda reading: reading.surroundings)

    @property
    def good(self) -> bool:
        """Whether every amount of every page was accounted for: only then is a missing price missing."""
        return all(reading.good for reading, _ in self._parts) or not self.unread

    @cached_property
    def _parts(self) -> list[tuple[StoredReading, set[str]]]:
        """Each reading with the pages that are taken from it."""
        parts: dict[int, tuple[StoredReading, set[str]]] = {}
        for page, reading in sorted(self.readings.items()):
            parts.setdefault(id(reading), (reading, set()))[1].add(page)
        return list(parts.values())

    def _records(self, of: Callable[[StoredReading], list[R]]) -> list[R]:
        found: list[R] = []
        for reading, pages in self._parts:
            whole = pages == reading.snapshot.about.pages.keys()
            found += of(reading) if whole else [each for each in of(reading) if each.where.page in pages]
        return found


@dataclass(frozen=True, eq=False)
class Look:
    """A look that saw something: the line that tells of it, what it saw, and what is known with it."""

    line: Observation
    snapshot: Snapshot
    """What the look itself saw."""
    pages: Mapping[str, Snapshot]
    """Where each page was seen last: by this look, or by an earlier one if this one says nothing of it."""
    retired: frozenset[str] = frozenset()
    """Those of them that the provider no longer has, as far as the look knows."""

    @property
    def at(self) -> str:
        """The moment of the look."""
        return self.line.at

    @property
    def names(self) -> dict[str, str]:
        """By page the name of the snapshot that holds it."""
        return {page: snapshot.name for page, snapshot in self.pages.items()}

    def shows_the_same(self, other: "Look") -> bool:
        """Whether the very same snapshots tell what is known with both."""
        return self.names == other.names and self.retired == other.retired

    def said(self, choose: Choose = last_reading) -> Said:
        """What the pages say, in the reading of each that is chosen; raises StorageError as snapshots do."""
        return Said({page: choose(snapshot.readings) for page, snapshot in self.pages.items()}, self.retired)


def in_turn(seen: Iterable[tuple[Observation, Snapshot]], before: Look | None = None) -> Iterator[Look]:
    """The looks of a provider, in the order of their times, each with what is known with it and the look `before`."""
    pages = dict(before.pages) if before else {}
    for line, snapshot in seen:
        own = dict.fromkeys(line.pages, snapshot)
        pages = {**pages, **own} if line.unseen else own
        yield Look(line, snapshot, pages, frozenset(pages.keys() - own.keys() - line.unseen.keys()))
