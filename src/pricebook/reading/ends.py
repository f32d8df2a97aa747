"""Rows of HTML whose last cells were left out.

A browser shows a short row from the left, and nothing behind its last cell. Where a page's cells reach over rows
elsewhere, no converter took its spans away, so a short row lacks its ends and nothing else; it gets empty ones where
each of its cells is of a kind that stands in its column. Any other row stays as short as it is (`spans`).
"""

from collections.abc import Sequence
from dataclasses import replace

from pricebook.phrases import read_words
from pricebook.reading.cell_kinds import DENIED, MONEY, Kind, kind, widened
from pricebook.reading.document import Table

_WIDEST = 2


def with_ends(table: Table) -> Table:
    """The table with empty cells where its short rows lack their ends.

    >>> from pricebook.reading.document import Row
    >>> rows = ("Acme A", "1 USD", "2 USD"), ("Acme B", "3 USD"), ("4 USD",)
    >>> [row.cells for row in with_ends(Table(("Model", "Input", "Output"), tuple(map(Row, rows)))).rows]
    [('Acme A', '1 USD', '2 USD'), ('Acme B', '3 USD', ''), ('4 USD',)]
    """
    if not any(table.ragged(row) for row in table.rows):
        return table
    width = len(table.header)
    whole = [row.cells for row in table.rows if not table.ragged(row)]
    columns = [{_coarse(kind(cells[n])) for cells in whole if cells[n]} for n in range(width)]
    missing = (width - len(row.cells) if _lacks_ends(row.cells, table, columns) else 0 for row in table.rows)
    rows = (replace(row, cells=(*row.cells, *[""] * many)) for row, many in zip(table.rows, missing, strict=True))
    return replace(table, rows=tuple(rows))


def _lacks_ends(cells: Sequence[str], table: Table, columns: Sequence[set[Kind]]) -> bool:
    """Whether it is short, and each cell may stand where it does: two or more, or a title would be a row."""
    short = 1 < len(cells) < len(table.header) and any(cells[1:])
    return short and all(map(_stands, cells, table.header, columns))


def _stands(text: str, heading: str, known: set[Kind]) -> bool:
    """Whether the cell is of a kind that stands in that column; where nobody knows one, of what its heading prices."""
    each = _coarse(kind(text))
    return not text or (each in known if known else (each == MONEY) == (read_words(heading).measure is not None))


def _coarse(each: Kind) -> Kind:
    """The kind told least strictly: whatever a price is per, and whatever words state."""
    return MONEY if each[0] == "price" or each in {MONEY, DENIED} else widened(each, _WIDEST)
