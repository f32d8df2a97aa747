"""Text as a browser copies it, to blocks: tabs divide the cells of rows that stand between lines of prose."""

import re
from collections.abc import Sequence
from itertools import groupby, pairwise

from pricebook.reading.delimited import AMOUNT, tidy
from pricebook.reading.document import Block, Table
from pricebook.reading.markdown import read_markdown
from pricebook.reading.tabular import RawRow, assemble

_ORDINAL = re.compile(r"\s{0,9}(?:[•·*-]|[0-9]{1,3}[.)、]?)\s{0,9}")
"""What stands before a tab in a list."""


def is_tabbed(text: str) -> bool:
    r"""Whether tabs divide cells in at least two lines that stand together.

    >>> is_tabbed("Prices\nmodel\tinput\na\t1"), is_tabbed("\tcode\n\tmore"), is_tabbed("1.\ta\n2.\tb")
    (True, False, False)
    """
    return any(_has_cells(one) and _has_cells(two) for one, two in pairwise(text.split("\n")))


def read_tabbed(text: str, name: str) -> list[Block]:
    """The blocks of rows and of the lines between them; rows that go on right below such lines keep their header."""
    blocks: list[Block] = []
    header: RawRow | None = None
    lines = enumerate(text.split("\n"), start=1)
    for tabbed, group in groupby(lines, key=lambda pair: "\t" in pair[1].strip(" ")):
        part = list(group)
        rows = [RawRow(tuple(tidy(cell) for cell in line.split("\t")), number) for number, line in part]
        goes_on = tabbed and header is not None and _goes_on_below(header, rows[0])
        if goes_on or any(_has_cells(one) and _has_cells(two) for (_, one), (_, two) in pairwise(part)):
            header = header if goes_on else rows.pop(0)
            blocks.extend(assemble([header] if header else [], rows))
        else:
            blocks.extend(_between(part, name))
            header = header if all(line.strip() for _, line in part) else None
    return blocks


def _goes_on_below(header: RawRow, row: RawRow) -> bool:
    return len(header.cells) == len(row.cells) and any(map(AMOUNT.fullmatch, row.cells))


def _has_cells(line: str) -> bool:
    first, tab, rest = line.strip(" ").partition("\t")
    return bool(tab and first and rest.strip()) and not _ORDINAL.fullmatch(first)


def _between(lines: Sequence[tuple[int, str]], name: str) -> list[Block]:
    blocks = read_markdown("\n".join(line.replace("\t", " ") for _, line in lines), name)
    for block in blocks:
        block.line += lines[0][0] - 1
        for row in block.rows if isinstance(block, Table) else ():
            row.line += lines[0][0] - 1
    return blocks
