"""Headings in two rows whose spans were lost: which headings of the first row stand above which of the second.

The second row stands above the columns of prices, a heading of the first row above as many of them as keep its
headings apart: above 输入 | 输出 | 输入 | 输出 two headings reach over two columns each. What leaves two readings
stays as it is.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby

from pricebook.reading.cell_kinds import kind
from pricebook.reading.document import Table

MOST = 12
"""Columns of prices; more than any page has under two rows of headings."""


def unstacked(table: Table) -> Table | None:
    """The table under one row of headings, without the second; None where that is not what it is.

    >>> from pricebook.reading.document import Row
    >>> upper, lower = ("模型", "按时", "按天"), ("输入", "输出", "输入", "输出")
    >>> unstacked(Table(upper, (Row(lower), Row(("a", "1元", "2元", "3元", "4元"))))).header
    ('模型', '按时 输入', '按时 输出', '按天 输入', '按天 输出')
    """
    rows = table.rows
    width = max((len(row.cells) for row in rows), default=0)
    if len(table.header) >= width or len(rows) < 2 or "price" in _kinds(rows[0].cells):
        return None
    priced = _priced([row.cells for row in rows if len(row.cells) == width])
    if sum(priced) != len(rows[0].cells) or sum(priced) > MOST:
        return None
    found = list(_stackings(table.header, rows[0].cells, priced))
    return Table(found[0], rows[1:], table.line) if len(found) == 1 else None


def _kinds(cells: Sequence[str]) -> set[object]:
    return {kind(cell)[0] for cell in cells}


def _priced(rows: Sequence[tuple[str, ...]]) -> list[bool]:
    """Which columns hold prices in every whole row."""
    return [_kinds(column) == {"price"} for column in zip(*rows, strict=True)]


def _stackings(upper: Sequence[str], lower: Sequence[str], priced: Sequence[bool]) -> Iterator[tuple[str, ...]]:
    """Every way in which the upper headings can stand above the columns and tell them apart."""
    runs = [(one, len(list(run))) for one, run in groupby(priced)]
    for spans in _reaches(len(upper), runs):
        over = [heading for heading, span in zip(upper, spans, strict=True) for _ in range(span)]
        below = iter(lower)
        joined = tuple(f"{top} {next(below)}" if one else top for top, one in zip(over, priced, strict=True))
        if len(set(joined)) == len(joined):
            yield joined


def _reaches(headings: int, runs: Sequence[tuple[bool, int]]) -> Iterator[tuple[int, ...]]:
    """How far each heading may reach: over one column that holds no prices, over some of those that do."""
    if not runs:
        if headings == 0:
            yield ()
        return
    (priced, length), *rest = runs
    for parts in _divisions(length) if priced else [(1,) * length]:
        for others in _reaches(headings - len(parts), rest) if len(parts) <= headings else ():
            yield (*parts, *others)


def _divisions(length: int) -> Iterator[tuple[int, ...]]:
    """Every way to divide so many columns."""
    if length == 0:
        yield ()
    for first in range(1, length + 1):
        for rest in _divisions(length - first):
            yield (first, *rest)
