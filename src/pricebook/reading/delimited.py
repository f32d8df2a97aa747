"""CSV and TSV to blocks: one mark divides nearly every record into as many cells as the first, which names them."""

import csv
import re
from collections.abc import Iterator
from io import StringIO

from pricebook.errors import UnreadablePage
from pricebook.reading.document import Block
from pricebook.reading.tabular import RawRow, assemble

_MARKS = "\t,;"
AMOUNT = re.compile(
    r"\s{0,9}(?:[~≈约]|[A-Z]{2,3})?\s{0,3}[-+]?[$¥￥€£₹₩]?\s{0,3}[0-9][0-9.,]{0,30}(?:\s?[^\s]{1,20}){0,4}\s{0,9}"
)
"""A cell that is an amount, with its unit."""
_LONGEST = 120
"""Characters of a heading."""


def delimiter_of(text: str) -> str | None:
    r"""The mark that divides the text into records, if it is nothing else than these.

    >>> delimiter_of("model,input\na,1\nb,2"), delimiter_of("model;input\na;1,5"), delimiter_of("Hello, you\nand, me")
    (',', ';', None)
    """
    found = [mark for mark in _MARKS if mark in text and _divides(text, mark)]
    return found[0] if len(found) == 1 else None


def read_delimited(text: str, name: str) -> list[Block]:
    """The one table that the text is; raises UnreadablePage where a quotation mark is not closed."""
    mark = delimiter_of(text) or ","
    try:
        (header, *rows) = [RawRow(cells, line) for line, cells in _each_record(text, mark)]
    except csv.Error as problem:
        message = f"{name}: a table of cells divided by {mark!r} that is broken: {problem}. Export it again."
        raise UnreadablePage(message) from problem
    return assemble([header], rows)


def _divides(text: str, mark: str) -> bool:
    """Whether the mark makes nearly every line a row as wide as the first, which holds headings and no amounts."""
    first = next(filter(str.strip, text.split("\n", 99)), "")
    if mark not in first or len(first) > _LONGEST * 40:
        return False
    try:
        records = [cells for _, cells in _each_record(text, mark)]
    except csv.Error:
        records = [tuple(line.split(mark)) for line in text.split("\n") if line.strip()]
    header, *rows = records or [()]
    alike = [row for row in rows if len(row) == len(header)]
    if len(alike) < 1 or len(alike) * 4 < len(rows) * 3:
        return False
    if any(len(cell) > _LONGEST or AMOUNT.fullmatch(cell) for cell in header) or not all(header[:1]):
        return False
    return sum(any(map(AMOUNT.fullmatch, row)) for row in alike) * 2 >= len(alike)


def _each_record(text: str, mark: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Each record that is not empty, with its first line; raises csv.Error for quotation marks that do not close."""
    reader = csv.reader(StringIO(text), delimiter=mark, strict=True, skipinitialspace=True)
    line = 1
    for cells in reader:
        if any(map(str.strip, cells)):
            yield line, tuple("\n".join(filter(None, map(tidy, cell.split("\n")))) for cell in cells)
        line = reader.line_num + 1


def tidy(cell: str) -> str:
    """The cell with single blanks."""
    return " ".join(cell.split())
