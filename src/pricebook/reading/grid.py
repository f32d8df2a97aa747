"""Cells with spans become a rectangle: the HTML standard's table model.

A cell takes the first free slot of its row and covers `colspan` columns and `rowspan` rows of its row group;
`rowspan=0` reaches to the group's end, and so does one that is too large. Where two cells claim a slot the earlier one
keeps it.
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


class Slot(NamedTuple):
    """One slot of the rectangle and the cell that covers it."""

    cell: SpannedCell
    number: int
    """Tells apart cells of the same text: slots of one cell share it."""


def unfold(rows: Sequence[Sequence[SpannedCell]], name: str) -> list[list[Slot]]:
    """One row group, its spans filled in; rows may still differ in length. Raises UnreadablePage past MAX_SLOTS."""
    grid: list[list[Slot]] = []
    hanging: dict[int, tuple[Slot, int]] = {}
    slots = number = 0
    for index, row in enumerate(rows):
        filled: dict[int, Slot] = {column: slot for column, (slot, _) in hanging.items()}
        left = {column: (slot, rest - 1) for column, (slot, rest) in hanging.items() if rest > 1}
        column = 0
        for cell in row:
            while column in filled:
                column += 1
            number += 1
            slot = Slot(cell, number)
            rest = (cell.rowspan or len(rows)) - 1
            for covered in range(column, column + cell.colspan):
                if covered not in filled:
                    filled[covered] = slot
                    if rest > 0 and index + 1 < len(rows):
                        left[covered] = (slot, rest)
            column += cell.colspan
        hanging = left
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
