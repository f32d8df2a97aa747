"""A page as text and tables, written back in its form: the smallest model that a change needs."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from benchmarks.mutations.bare import bare

Form = Literal["md", "html", "txt"]
Rows = list[list[str]]
"""A table's rows as the page's source has them, the heading first; every row is as wide as the heading."""

_HTML_TABLE = re.compile(r"<table.*?</table>", re.DOTALL)
_HTML_ROW = re.compile(r"<tr.*?</tr>", re.DOTALL)
_HTML_CELL = re.compile(r"<t[dh]([^>]*)>(.*?)</t[dh]>", re.DOTALL)
_WRAPPING = re.compile(r"^<p>(.*)</p>$", re.DOTALL)
_LESS = re.compile("<(?![a-z/!])")
_RULE = re.compile(r"[|:\s-]+")


@dataclass
class Sheet:
    """A page: pieces of text, and tables."""

    form: Form
    parts: list[str | Rows]

    def tables(self) -> list[Rows]:
        """The tables, in order."""
        return [part for part in self.parts if not isinstance(part, str)]

    def replaced(self, table: int, *parts: str | Rows) -> str:
        """The source of the page with these parts in the place of a table."""
        at = [n for n, part in enumerate(self.parts) if not isinstance(part, str)][table]
        return "".join([*self._written[:at], *map(self._source, parts), *self._written[at + 1 :]])

    def write(self) -> str:
        """The page's source."""
        return "".join(self._written)

    @cached_property
    def _written(self) -> list[str]:
        return list(map(self._source, self.parts))

    def _source(self, part: str | Rows) -> str:
        return part if isinstance(part, str) else self.write_table(part)

    def write_table(self, rows: Rows) -> str:
        """The table's source, with blank lines around it where the form needs them."""
        if self.form == "html":
            rows = [[_LESS.sub("&lt;", cell) for cell in row] for row in rows]
            lines = [f"<tr>{''.join(f'<{tag}>{cell}</{tag}>' for cell in row)}</tr>" for tag, row in tagged(rows)]
            return "<table>\n" + "\n".join(lines) + "\n</table>\n"
        lines = [f"| {' | '.join(row)} |" for row in rows]
        if self.form == "md":
            return "\n".join(["", lines[0], "|" + " --- |" * len(rows[0]), *lines[1:], "", ""])
        return "".join(f"{line[2:]}\n" for line in lines)

    def heading(self, words: str, level: int = 4) -> str:
        """A heading's source."""
        return {"md": f"\n{'#' * level} {words}\n", "html": f"<h{level}>{words}</h{level}>\n", "txt": f"{words}\n"}[
            self.form
        ]

    def paragraph(self, words: str) -> str:
        """A paragraph's source."""
        return {"md": f"\n{words}\n", "html": f"<p>{words}</p>\n", "txt": f"{words}\n"}[self.form]

    def tab(self, words: str) -> str:
        """The source of a tab's label."""
        return {"md": f"\n{words}\n", "html": f'<div class="tab">{words}</div>\n', "txt": f"{words}\n"}[self.form]


def tagged(rows: Rows) -> Iterator[tuple[str, list[str]]]:
    """Each row with its cells' tag."""
    return (("td" if number else "th", row) for number, row in enumerate(rows))


def parse(text: str, form: Form) -> Sheet:
    """The page taken apart."""
    return Sheet(form, list(_html_parts(text) if form == "html" else _line_parts(text, form)))


def _html_parts(text: str) -> Iterator[str | Rows]:
    end = 0
    for table in _HTML_TABLE.finditer(text):
        yield text[end : table.start()]
        yield from _divided(_filled([list(_HTML_CELL.findall(row)) for row in _HTML_ROW.findall(table.group())]))
        end = table.end()
    yield text[end:]


def _filled(rows: list[list[tuple[str, str]]]) -> Rows:
    """Cells that span rows, repeated in each."""
    filled: Rows = []
    hanging: dict[int, tuple[int, str]] = {}
    width = len(rows[0])
    for row in rows:
        cells, line = iter(row), []
        for column in range(width):
            left, source = hanging.pop(column, (0, ""))
            if not left:
                attributes, source = next(cells)
                source = _WRAPPING.sub(r"\1", source).removeprefix("<b>").removesuffix("</b>")
                span = re.search(r'rowspan="(\d+)"', attributes)
                left = int(span.group(1)) if span else 1
            if left > 1:
                hanging[column] = left - 1, source
            line.append(source)
        filled.append(line)
    return filled


def _line_parts(text: str, form: Form) -> Iterator[str | Rows]:
    prose, rows = "", list[list[str]]()
    for line in [*text.splitlines(), ""]:
        is_row = line.startswith("|") if form == "md" else " | " in line
        if is_row and not _RULE.fullmatch(line):
            cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
            rows.append(rows[-1][: len(rows[0]) - len(cells)] + cells if rows else cells)
        elif not is_row:
            if rows:
                yield prose
                yield from _divided(rows)
                prose, rows = "", []
            prose += line + "\n"
    yield prose


def _divided(rows: Rows) -> Iterator[Rows]:
    """A table in which a heading stands once more is two."""
    start = 0
    for number, row in enumerate(rows):
        if number and [bare(cell) for cell in row[1:]] == [bare(cell) for cell in rows[0][1:]]:
            yield rows[start:number]
            start = number
    yield rows[start:]
