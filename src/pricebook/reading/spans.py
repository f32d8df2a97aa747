"""Cells that reached over several rows, and whose reach was lost on the way here, where one reading is left.

A converter that knows no spans writes each cell once, so that the rows below it are short. Which cells a short row has
of its own is told by their kinds: a price stands under prices, a name under names. What it lacks reaches into it from
above, but never over an empty row, at which a group ends.

A row may also be short because a cell was left out. So a column is taken to reach down only if it does so in several
rows of the table, or if empty rows show its groups. What can be read in two ways stays short.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations
from typing import NamedTuple

from pricebook.reading.cell_kinds import DENIED, MONEY, NAME, NOTHING, WIDENINGS, WORDS, Kind, is_value, kind, widened
from pricebook.reading.document import Row, Spot, Table
from pricebook.reading.stacked import unstacked

Way = tuple[int, ...]
"""The column of each cell of a row."""

_REPEATED = {"price", "count", "nothing"}
"""Kinds of which the same text may stand in any column."""


def restored(table: Table) -> Table:
    """The table with each short row filled from above that has one reading, and without empty rows.

    Its cells know where they stand on the page; a table whose rows are all whole is given back as it is.

    >>> half = Table(("a", "b"), (Row(("x1", "3元")), Row(("x2",)), Row(("",)), Row(("x3", "4元")), Row(("x4",))))
    >>> [row.cells for row in restored(half).rows]
    [('x1', '3元'), ('x2', '3元'), ('x3', '4元'), ('x4', '4元')]
    """
    if not any(table.ragged(row) for row in table.rows if any(row.cells)):
        return table
    under = unstacked(table)
    restoring = _Restoring(under or table, first=2 if under else 1)
    return Table(restoring.table.header, tuple(restoring.rows()), table.line)


class _Column:
    """What stands in a column of the whole rows."""

    def __init__(self, heading: str, texts: Sequence[str]) -> None:
        self.heading = heading
        self.kinds = {kind(text) for text in texts}
        self.texts = {text for text in texts if kind(text)[0] not in _REPEATED}
        self._measures = {each[1] for each in self.kinds if each[0] == "price"}

    def knows(self, text: str) -> bool:
        """Whether the text stands there, or is what its heading asks for."""
        return text in self.texts or is_value(text, self.heading)

    def takes(self, each: Kind, by: int) -> bool:
        """Whether a cell of that kind may stand there, with kinds widened so far."""
        if each in {DENIED, MONEY}:
            return each in self.kinds or bool(self._measures)
        if each[0] == "price" and self._measures:
            return each[1] in self._measures or each[1] == () or () in self._measures
        if each == NOTHING:
            # A model is never a dash where each row has a name.
            return by > 0 or not self.kinds <= {NAME, WORDS}
        return widened(each, by) in {widened(other, by) for other in self.kinds}


class _Cell(NamedTuple):
    """A cell and where it stands on the page."""

    text: str
    row: int
    column: int


class _Restoring:
    """One table, read from top to bottom."""

    def __init__(self, table: Table, first: int) -> None:
        self.table, self.width = table, len(table.header)
        self.first = first
        """The number of its first row on the page."""
        whole = [row.cells for row in table.rows if any(row.cells) and not table.ragged(row)]
        self.columns = [_Column(table.header[n], [cells[n] for cells in whole]) for n in range(self.width)]
        self.grouped = any(not any(row.cells) for row in table.rows)
        self.ways, self.fits = zip(*(self._ways(row.cells) for row in table.rows), strict=True)
        self.reaching = self._reaching()
        self.above: list[_Cell | None] = [None] * self.width
        """What may reach into the next row; None where nothing does, or nobody knows what."""

    def rows(self) -> Iterator[Row]:
        """The rows in order, whole where they have one reading."""
        most = self.width
        for index, row in enumerate(self.table.rows):
            if any(row.cells):
                yield self._row(index, row, most)
                most = self.width
            else:
                most = self._separated(len(row.cells))

    def _separated(self, cells: int) -> int:
        """Into how many columns something reaches over an empty row: those that it lacks; one cell covers all."""
        if cells == 1 or cells >= self.width:
            self.above = [None] * self.width
        return self.width - cells

    def _row(self, index: int, row: Row, most: int) -> Row:
        ways = self.ways[index] if len(self.ways[index]) == 1 else self._plain_ways(index)
        if len(ways) == 1 and self._reached(ways[0], most) and not self._doubtful(index):
            return self._filled(index + self.first, row, ways[0])
        fits = {column for columns in self.fits[index] for column in columns}
        self.above = [None if column in fits else cell for column, cell in enumerate(self.above)]
        return replace(row, spots=tuple(Spot(index + self.first, column) for column in range(len(row.cells))))

    def _plain_ways(self, index: int) -> list[Way]:
        """The ways of a row that has several in which all that it lacks is of columns that plainly reach down."""
        fits = self.fits[index]
        lost = combinations(sorted(self.reaching), self.width - len(fits)) if self.ways[index] else ()
        ways = (tuple(column for column in range(self.width) if column not in each) for each in lost)
        return [way for way in ways if all(column in found for column, found in zip(way, fits, strict=True))]

    def _reached(self, way: Way, most: int) -> bool:
        """Whether all that the row lacks can reach into it from above."""
        lost = set(range(self.width)).difference(way)
        return len(lost) <= most and lost <= self.reaching and all(self.above[column] for column in lost)

    def _filled(self, number: int, row: Row, way: Way) -> Row:
        own = {column: _Cell(text, number, n) for n, (column, text) in enumerate(zip(way, row.cells, strict=True))}
        cells = [own.get(column) or self.above[column] or _Cell("", number, 0) for column in range(self.width)]
        self.above = list(cells)
        spots = tuple(Spot(cell.row, cell.column, column - cell.column) for column, cell in enumerate(cells))
        return Row(tuple(cell.text for cell in cells), row.line, spots)

    def _reaching(self) -> set[int]:
        """The columns that plainly reach down. Where rows lack only their ends, these may have been left out."""
        lost = [set(range(self.width)).difference(*ways) for ways in self.ways if len(ways) == 1]
        if not self.grouped and all(each == set(range(self.width - len(each), self.width)) for each in lost):
            return set()
        times = Counter(column for each in lost for column in each)
        return {column for column, count in times.items() if count > 1 or self.grouped}

    def _doubtful(self, index: int) -> bool:
        """Whether a short row may be half of one that was broken, or the title of those below it."""
        rows = [row.cells for row in self.table.rows]
        if len(rows[index]) == self.width:
            return False
        before, own, behind = (rows[n] if 0 <= n < len(rows) else () for n in (index - 1, index, index + 1))
        titles = len(own) == 1 and len(behind) == self.width and any(behind)
        return titles or self._one_row(before, own) or self._one_row(own, behind)

    def _one_row(self, first: tuple[str, ...], second: tuple[str, ...]) -> bool:
        if len(first) + len(second) != self.width or not (any(first) and any(second)):
            return False
        return bool(_furthest([self._fits(text, WIDENINGS[-1]) for text in first + second]))

    def _ways(self, cells: tuple[str, ...]) -> tuple[list[Way], list[list[int]]]:
        """The columns under which the cells can stand: at most the two ways furthest apart, and those of each cell."""
        whole = list(range(self.width))
        if len(cells) == self.width:
            return [tuple(whole)], [[column] for column in whole]
        if len(cells) < self.width and any(cells):
            for by in WIDENINGS:
                fits = [self._fits(text, by) for text in cells]
                if ways := _furthest(fits):
                    return ways, fits
        return [], [whole]

    def _fits(self, text: str, by: int) -> list[int]:
        known = [n for n, column in enumerate(self.columns) if column.knows(text)]
        return known or [n for n, column in enumerate(self.columns) if column.takes(kind(text), by)]


def _furthest(fits: Sequence[Sequence[int]]) -> list[Way]:
    """The way furthest to the left and that furthest to the right; one if they are the same."""
    left = _leftmost(fits)
    right = _leftmost([[-column for column in reversed(each)] for each in reversed(fits)])
    if left is None or right is None:
        return []
    return list(dict.fromkeys([left, tuple(-column for column in reversed(right))]))


def _leftmost(fits: Sequence[Sequence[int]]) -> Way | None:
    """The least column for each that stands behind the one before; None if there is none."""
    found: list[int] = []
    for columns in fits:
        column = next((each for each in columns if not found or each > found[-1]), None)
        if column is None:
            return None
        found.append(column)
    return tuple(found)
