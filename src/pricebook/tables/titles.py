"""Rows of a table that are titles of the rows below them."""

import re

from pricebook.phrases.names import read_names
from pricebook.reading.cell_kinds import NAME, WORDS, kind

_DIGIT = re.compile("[0-9０-９]")
_SENTENCE = re.compile(r"[，。：；,:;]|^[*※(（^]")


def title_of(cells: tuple[str, ...], width: int) -> str | None:
    """The only text of a row, in its first cell or in all of them: a title inside the table."""
    if len(cells) not in {1, width} or width == 1 or not cells[0]:
        return None
    rest = set(cells[1:])
    return cells[0] if rest <= {""} or (rest == {cells[0]} and not _DIGIT.search(cells[0])) else None


def may_be_row(cells: tuple[str, ...]) -> bool:
    """Whether a row of one cell, which stands above no whole row, may be a model whose other cells were lost."""
    return kind(cells[0]) in {NAME, WORDS} and not _SENTENCE.search(cells[0]) and not read_names(cells[0]).problem
