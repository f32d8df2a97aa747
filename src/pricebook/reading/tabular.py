"""Rows of text become Tables: which rows are the header, and where a new header begins in the middle.

Shared by every kind of page. A row that repeats the header is dropped; one that names new columns starts a new table;
one whose single cell spans the whole width is prose between two tables with the same header. The first row below a
header of empty cells, as converters put above tables without one, is the header, unless it holds an amount.
"""

import re
from collections.abc import Iterable, Sequence
from itertools import zip_longest
from typing import NamedTuple

from pricebook.phrases import read_words
from pricebook.reading.document import Block, Paragraph, Row, Table

CUT_OFF = "…"
"""Stands at the end of a cell whose text may go on where the page was cut off, so that nobody takes it for whole."""
_AMOUNT = re.compile(
    r"[¥￥$＄€£₹₩] {0,2}[0-9]|[0-9] {0,2}(?:[百千万亿]{0,2} ?[元円]|[¥￥€£])"
    r"|\A[~≈约]?[0-9][0-9,.]{0,20}\Z|免费|(?i:free)"
)


class RawRow(NamedTuple):
    """A row as it was found, its spans filled in."""

    cells: tuple[str, ...]
    line: int
    heading: bool = False
    """Every cell is marked as a heading (`<th>`)."""
    across: bool = False
    """One single cell covers more than one column and all of the row."""


def assemble(header: Sequence[RawRow], rows: Iterable[RawRow]) -> list[Block]:
    """Tables, and the prose that stood across them, in the order of the page."""
    blocks: list[Block] = []
    top = _one_header(header)
    empty = len(header) > 0 and not any(top)
    line = header[0].line if header else 0
    body: list[Row] = []

    def close() -> None:
        if body or not blocks:
            blocks.append(Table(top, tuple(body), line))
        body.clear()

    for row in rows:
        if row.across:
            close()
            if row.cells[0]:
                blocks.append(Paragraph(row.cells[0], row.line))
            line = row.line
        elif row.cells == top or (empty and not body and not any(row.cells)):
            continue
        elif empty and not any(top) and not body and not _holds_amount(row.cells):
            top, line = _heading(row.cells), row.line
        elif not row.heading and not body and (_begins_like(row, top) or _is_second_heading(row.cells, top)):
            top = _one_header([RawRow(_spread(top, row.cells), line), row])
        elif _new_header(row, top) or _begins_like(row, top):
            close()
            top, line = _heading(row.cells), row.line
        else:
            body.append(Row(row.cells, row.line))
    close()
    return [block for block in blocks if not isinstance(block, Table) or block.rows or len(blocks) == 1]


def joined(blocks: Sequence[Block]) -> list[Block]:
    """The blocks, with a heading that is drawn as a table of its own put to the table right below it.

    >>> head, body = Table(("a", "b"), ()), Table(("", ""), (Row(("x", "3元")),))
    >>> [table.header for table in joined([head, body])], len(joined([head, head]))
    ([('a', 'b')], 1)
    """
    found: list[Block] = []
    for block in blocks:
        last = found[-1] if found else None
        if isinstance(block, Table) and isinstance(last, Table) and not _with_amounts(last):
            if last.header == block.header and last.rows == block.rows[: len(last.rows)]:
                found.pop()
            elif not last.rows and not any(block.header) and len(last.header) == len(block.header):
                found[-1] = Table(last.header, block.rows, last.line)
                continue
        found.append(block)
    return found


def _with_amounts(table: Table) -> bool:
    return any(_holds_amount(row.cells) for row in table.rows)


def _one_header(header: Sequence[RawRow]) -> tuple[str, ...]:
    """The header rows as one: the different texts of a column from top to bottom."""
    if len(header) == 1:
        return _heading(header[0].cells)
    width = max((len(row.cells) for row in header), default=0)
    columns = ([row.cells[n] for row in header if n < len(row.cells)] for n in range(width))
    return _heading([" ".join(dict.fromkeys(text for text in column if text)) for column in columns])


def _heading(cells: Sequence[str]) -> tuple[str, ...]:
    """Cells as headings: a mark for bold that closes in another cell, or nowhere, is no part of them."""
    return tuple(cell.replace("**", "").strip() for cell in cells)


def _holds_amount(cells: Sequence[str]) -> bool:
    return any(_AMOUNT.search(cell) for cell in cells)


def _begins_like(row: RawRow, top: tuple[str, ...]) -> bool:
    """Whether the row has the header's first heading and no amount: right below the header it is a part of it."""
    further = [cell for cell, heading in zip_longest(row.cells, top) if cell and cell != heading]
    return len(row.cells) > 1 and row.cells[0] != "" and row.cells[:1] == top[:1] and not _holds_amount(further)


def _is_second_heading(cells: tuple[str, ...], top: tuple[str, ...]) -> bool:
    """Whether a row goes on with the header: nothing below its first heading, units and meters below others.

    >>> [_is_second_heading(("", cell, ""), ("模型", "输入", "备注")) for cell in ("每千Token", "3元")]
    [True, False]
    """
    own = [cell for cell in cells if cell]
    if len(cells) != len(top) or cells[0] or not top[0] or not own or _holds_amount(own):
        return False
    said = [read_words(cell) for cell in own]
    return all(not says.problem and (says.measure or says.meters) for says in said)


def _spread(top: tuple[str, ...], below: tuple[str, ...]) -> tuple[str, ...]:
    """The headings, each over the empty ones at its right below which a second row has its own."""
    found: list[str] = []
    for heading, under in zip_longest(top, below, fillvalue=""):
        found.append(found[-1] if found and under and not heading else heading)
    return tuple(found)


def _new_header(row: RawRow, top: tuple[str, ...]) -> bool:
    """A row of headings, or one that differs from the header in its first cell alone."""
    if row.heading:
        return True
    return len(row.cells) == len(top) > 1 and row.cells[1:] == top[1:] and any(top[1:])
