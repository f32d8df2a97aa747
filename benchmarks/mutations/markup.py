"""A page's source with its tables found in it: rows and cells as places of the source, whatever markup they are in.

Nothing is ever written anew: a change is a list of edits, and what they do not touch stays as it came, to the byte.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, NamedTuple

from benchmarks.mutations.bare import bare

Form = Literal["md", "html", "txt", "mdx"]

_HTML_TABLE = re.compile(r"<table\b.*?</table>\n?", re.DOTALL)
_HTML_ROW = re.compile(r"<tr\b[^>]*>.*?</tr>\n?", re.DOTALL)
_HTML_CELL = re.compile(r"<(t[dh])\b([^>]*)>(.*?)</\1>", re.DOTALL)
_SPAN = {way: re.compile(rf"{way}span=[\"']?(\d+)") for way in ("row", "col")}
_RULE = re.compile(r"\s*\|?(?:\s*:?-+:?\s*\|)+\s*:?-*:?\s*\|?\s*")
_MD_CELL = re.compile(r"((?:[^|\\]|\\.)*)\|")
_MDX_TITLES = re.compile(r"(?:\{ ?title: \"[^\"]*\"[^}]*\},?\s*)+")
_MDX_TITLE = re.compile(r"\{ ?title: \"([^\"]*)\"[^}]*\}")
_MDX_ROW = re.compile(r"^\[(\".*\")\],?\n", re.MULTILINE)
_MDX_CELL = re.compile(r'"((?:[^"\\]|\\.)*)"')
_MD_HEADING = re.compile(r"^(#{1,6}) (.*)$|^\*\*([^*\n|]+)\*\*\s*$", re.MULTILINE)
_HTML_HEADING = re.compile(r"<h([1-6])\b[^>]*>(.*?)</h\1>", re.DOTALL)
_FENCE = re.compile(r"<table\b|^\s*<!doctype html|<html\b", re.IGNORECASE)


class Edit(NamedTuple):
    """New source for the characters `[start, end)`."""

    start: int
    end: int
    text: str


def edited(source: str, edits: Iterable[Edit]) -> str:
    """The source with the edits, none of which overlaps another; those at one place in the order given."""
    pieces, at = list[str](), 0
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
        assert edit.start >= at, "edits overlap"
        pieces += [source[at : edit.start], edit.text]
        at = edit.end
    return "".join([*pieces, source[at:]])


@dataclass(frozen=True)
class Cell:
    """A cell where it begins: its words stand in `[start, end)`, with what encloses them in `[outer, close)`."""

    start: int
    end: int
    outer: int
    close: int
    source: str
    row: int
    column: int
    rows: int = 1
    columns: int = 1

    @cached_property
    def bare(self) -> str:
        """What a reader sees, without blanks."""
        return bare(self.source)


@dataclass(frozen=True)
class Line:
    """A row: `[start, end)` with the end of its line, and the cells that begin in it."""

    start: int
    end: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Table:
    """A table of the page; its first row is the heading."""

    form: Form
    start: int
    end: int
    lines: tuple[Line, ...]
    rule: Line | None = None
    """The line under the heading that makes Markdown a table."""

    @cached_property
    def grid(self) -> list[list[Cell | None]]:
        """Each row's cells by their columns, a cell that spans several in each of them."""
        width = max((cell.column + cell.columns for line in self.lines for cell in line.cells), default=0)
        grid: list[list[Cell | None]] = [[None] * width for _ in self.lines]
        for cell in (cell for line in self.lines for cell in line.cells):
            for row in range(cell.row, min(cell.row + cell.rows, len(grid))):
                for column in range(cell.column, cell.column + cell.columns):
                    grid[row][column] = cell
        return grid

    @property
    def width(self) -> int:
        """How many columns it has."""
        return len(self.grid[0]) if self.grid else 0

    @cached_property
    def heads(self) -> list[str]:
        """What a reader sees over each column."""
        return [cell.bare if cell else "" for cell in self.grid[0]]

    def at(self, row: int, column: int) -> Cell | None:
        """The cell there; where Markdown leaves one empty, that which it goes on from."""
        cell = self.grid[row][column]
        while self.form != "html" and row > 1 and (cell is None or not cell.bare):
            row -= 1
            cell = self.grid[row][column]
        return cell

    @cached_property
    def even(self) -> bool:
        """Whether every row begins every cell: nothing spans rows or columns."""
        return all(len(line.cells) == self.width for line in self.lines)

    def goes_on(self, row: int, column: int) -> bool:
        """Whether the row below leaves that cell empty, where that means the same as above."""
        below = self.grid[row + 1][column] if row + 1 < len(self.grid) else None
        return self.form != "html" and row + 1 < len(self.grid) and not (below and below.bare)

    def heads_again(self, row: int) -> bool:
        """Whether the row is another heading: a cell of it says what stands above its column."""
        return any(
            cell and cell.bare and cell.bare == head for cell, head in zip(self.grid[row], self.heads, strict=True)
        )

    def loose(self, row: int) -> bool:
        """Whether no cell of the row goes on in the next one, or comes from the one above; and it is no heading."""
        own = self.grid[row]
        if self.heads_again(row) or any(c is None or c.rows > 1 or c.columns > 1 or c.row != row for c in own):
            return False
        return not any(cell and cell.bare and self.goes_on(row, column) for column, cell in enumerate(own))

    def blanks(self, row: int) -> tuple[bool, ...]:
        """Which of the row's cells hold nothing."""
        return tuple(not (cell and cell.bare) for cell in self.grid[row])

    def new_cell(self, words: str, row: int) -> str:
        """The source of one more cell, to stand behind another one."""
        if self.form == "html":
            tag = "th" if row == 0 else "td"
            return f"<{tag}>{words}</{tag}>"
        if self.form == "mdx":
            return f',\n{{ title: "{words}" }}' if row == 0 else f', "{words}"'
        return f"| {words} "

    def rewritten(self, source: str, row: int, words: dict[int, str]) -> str:
        """The row's source with these words in its columns."""
        line = self.lines[row]
        edits = [
            Edit(c.start - line.start, c.end - line.start, words[c.column]) for c in line.cells if c.column in words
        ]
        return edited(source[line.start : line.end], edits)


class Heading(NamedTuple):
    """A heading: its source in `[start, end)`."""

    start: int
    end: int
    level: int
    words: str


@dataclass(frozen=True)
class Sheet:
    """A page's source taken apart."""

    text: str
    form: Form

    @cached_property
    def tables(self) -> tuple[Table, ...]:
        """Its tables, in order."""
        found = {"html": _html_tables, "mdx": _mdx_tables}.get(self.form, _line_tables)
        return tuple(table for table in found(self.text, self.form) if len(table.lines) > 1)

    @cached_property
    def headings(self) -> tuple[Heading, ...]:
        """Its headings, in order; none of flattened text."""
        if self.form == "html":
            return tuple(Heading(m.start(), m.end(), int(m[1]), bare(m[2])) for m in _HTML_HEADING.finditer(self.text))
        if self.form == "txt":
            return ()
        return tuple(
            Heading(m.start(), m.end(), len(m[1] or "######"), bare(m[2] or m[3] or ""))
            for m in _MD_HEADING.finditer(self.text)
        )

    def above(self, place: int) -> Heading | None:
        """The last heading before the place."""
        return next((each for each in reversed(self.headings) if each.end <= place), None)

    def heading(self, words: str, level: int = 3) -> str:
        """A heading's source."""
        return {"html": f"<h{level}>{words}</h{level}>\n", "txt": f"{words}\n"}.get(
            self.form, f"\n{'#' * level} {words}\n\n"
        )

    def paragraph(self, words: str) -> str:
        """A paragraph's source."""
        return {"html": f"<p>{words}</p>\n", "txt": f"{words}\n"}.get(self.form, f"\n{words}\n\n")

    def bold(self, words: str) -> str:
        """Words in bold."""
        return {"html": f"<b>{words}</b>", "txt": words}.get(self.form, f"**{words}**")

    @property
    def end(self) -> int:
        """Where more can be written behind all that stands there."""
        if self.form != "html":
            return len(self.text)
        closing = max(self.text.rfind(each) for each in ("</main>", "</body>", "</div>"))
        return closing if closing >= 0 else len(self.text)


def form_of(text: str, suffix: str) -> Form:
    """In which markup a page is written."""
    if _MDX_TITLES.search(text):
        return "mdx"
    if suffix != "md" and _FENCE.search(text):
        return "html"
    return "md" if suffix == "md" else "txt"


def _html_tables(text: str, form: Form) -> Iterator[Table]:
    for table in _HTML_TABLE.finditer(text):
        hanging: dict[int, int] = {}
        lines: list[Line] = []
        for number, row in enumerate(_HTML_ROW.finditer(text, table.start(), table.end())):
            cells: list[Cell] = []
            column = 0
            for match in _HTML_CELL.finditer(text, row.start(), row.end()):
                while hanging.get(column, 0) > number:
                    column += 1
                tall, wide = (int(found[1]) if (found := _SPAN[w].search(match[2])) else 1 for w in ("row", "col"))
                cells.append(
                    Cell(match.start(3), match.end(3), match.start(), match.end(), match[3], number, column, tall, wide)
                )
                for at in range(column, column + wide):
                    hanging[at] = number + tall
                column += wide
            lines.append(Line(row.start(), row.end(), tuple(cells)))
        yield Table(form, table.start(), table.end(), tuple(lines))


def _mdx_tables(text: str, form: Form) -> Iterator[Table]:
    for titles in _MDX_TITLES.finditer(text):
        heads = _row(_MDX_TITLE.finditer(text, titles.start(), titles.end()), 0)
        after = text.find("/>", titles.end())
        rows = list(_MDX_ROW.finditer(text, titles.end(), after))
        lines = [Line(titles.start(), titles.end(), heads)]
        for number, row in enumerate(rows, start=1):
            lines.append(Line(row.start(), row.end(), _row(_MDX_CELL.finditer(text, row.start(), row.end()), number)))
        yield Table(form, titles.start(), rows[-1].end() if rows else titles.end(), tuple(lines))


def _row(found: Iterable[re.Match[str]], number: int) -> tuple[Cell, ...]:
    return tuple(Cell(m.start(1), m.end(1), m.start(), m.end(), m[1], number, column) for column, m in enumerate(found))


def _line_tables(text: str, form: Form) -> Iterator[Table]:
    lines: list[Line] = []
    rule: Line | None = None
    at = 0
    for source in [*text.splitlines(keepends=True), ""]:
        start, at = at, at + len(source)
        held = source.lstrip().startswith("|") if form == "md" else " | " in source
        if not held:
            if lines:
                yield Table(form, lines[0].start, lines[-1].end, tuple(lines), rule)
            lines, rule = [], None
        elif len(lines) == 1 and rule is None and _RULE.fullmatch(source):
            rule = Line(start, at, tuple(_pipes(source, start, 0, 0)))
        else:
            cells = list(_pipes(source, start, len(lines), 0))
            if lines and len(cells) < len(lines[0].cells):
                cells = list(_pipes(source, start, len(lines), len(lines[0].cells) - len(cells)))
            lines.append(Line(start, at, tuple(cells)))


def _pipes(source: str, start: int, row: int, shift: int) -> Iterator[Cell]:
    """The cells of a row of Markdown; what stands before the first pipe is one only in flattened text."""
    first = source.index("|") + 1 if source.lstrip().startswith("|") else 0
    rest = source[first:].rstrip()
    rest = rest if rest.endswith("|") else rest + "|"
    for number, match in enumerate(_MD_CELL.finditer(rest)):
        inner = match[1]
        words = inner.strip()
        begin = start + first + match.start(1)
        lead = len(inner) - len(inner.lstrip()) if words else min(1, len(inner))
        where = begin + lead
        yield Cell(where, where + len(words), begin, begin + len(inner), words, row, number + shift)


def lines_of(tables: Sequence[Table]) -> Iterator[tuple[int, int]]:
    """The table and the row of each line below a heading."""
    for number, table in enumerate(tables):
        yield from ((number, row) for row in range(1, len(table.lines)))
