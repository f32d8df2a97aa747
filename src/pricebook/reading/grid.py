"""Cells with spans become a rectangle: the HTML standard's table model.

A cell takes the first free slot of its row and covers `colspan` columns and `rowspan` rows of its row group;
`rowspan=0` reaches to the group's end, and so does one that is too large. Where two cells claim a slot the earlier one
keeps it.

Editors leave empty cells where a span covers them, and hide them by a class whose style sheet is elsewhere. They would
push their row beyond the table's width: they are left out where that alone makes every row fit.
"""

from collections.abc import Sequence
from typing import NamedTuple

from pricebook.errors import UnreadablePage

MAX_SLOTS = 2_000_000
"""A page whose tables unfold to more slots than this is refused."""


class SpannedCell(NamedTuple):
    """One `<td>` or `<th>`."""

    text: str
    heading: bool = False
    colspan: int = 1
    rowspan: int = 1
    """0 reaches to the end of the row group."""
    classes: frozenset[str] = frozenset()


class Slot(NamedTuple):
    """One slot of the rectangle and the cell that covers it."""

    cell: SpannedCell
    number: int
    """Tells apart cells of the same text: slots of one cell share it."""


def unfold_within(width: int, rows: Sequence[Sequence[SpannedCell]], name: str) -> list[list[Slot]]:
    """One row group of a table so wide, without covered cells; 0 stands for the width of its first row."""
    grid = unfold(rows, name)
    width = width or next((len(slots) for slots in grid if slots), 0)
    grid = [_clipped(slots, width) for slots in grid]
    if all(len(slots) <= width for slots in grid):
        return grid
    filled = frozenset(each for row in rows for cell in row if cell.text for each in cell.classes)
    bare = unfold([[cell for cell in row if cell.text or cell.classes <= filled] for row in rows], name)
    return bare if all(len(slots) in {0, width} for slots in bare) else grid


def _clipped(slots: list[Slot], width: int) -> list[Slot]:
    """The row's slots without those beyond the headings that only the cell below the last heading reaches.

    >>> wide = [Slot(SpannedCell("a"), 1), *[Slot(SpannedCell("b", colspan=3), 2)] * 3]
    >>> [len(_clipped(wide, width)) for width in (2, 1, 9)]
    [2, 4, 4]
    """
    beyond = {slot.number for slot in slots[width:]}
    return slots[:width] if 0 < width < len(slots) and beyond == {slots[width - 1].number} else slots


def unfold(rows: Sequence[Sequence[SpannedCell]], name: str) -> list[list[Slot]]:
    """One row group, its spans filled in; rows may still differ in length. Raises UnreadablePage past MAX_SLOTS."""
    grid: list[list[Slot]] = []
    hanging: dict[int, list[tuple[Slot, int]]] = {}
    slots = number = 0
    for index, row in enumerate(rows):
        hanging = {n: left for n, over in hanging.items() if (left := [each for each in over if each[1] >= index])}
        filled = {column: over[0][0] for column, over in hanging.items()}
        column = 0
        for cell in row:
            while column in filled:
                column += 1
            number += 1
            slot = Slot(cell, number)
            last = min(index + (cell.rowspan or len(rows)), len(rows)) - 1
            for covered in range(column, column + cell.colspan):
                filled.setdefault(covered, slot)
                if last > index:
                    hanging.setdefault(covered, []).append((slot, last))
            column += cell.colspan
        slots += len(filled)
        if slots > MAX_SLOTS:
            message = f"{name}: a table unfolds to more than {MAX_SLOTS:,} cells. The page is hostile or broken."
            raise UnreadablePage(message)
        grid.append(_in_order(filled))
    return grid


def _in_order(filled: dict[int, Slot]) -> list[Slot]:
    """The slots from left to right; a hole left by an overlap is an empty cell."""
    if not filled:
        return []
    hole = Slot(SpannedCell(""), 0)
    return [filled.get(column, hole) for column in range(max(filled) + 1)]
