r"""A page as headings, paragraphs and tables: what every kind of page becomes.

Text in a Document is clean: no zero-width characters, no tabs, `\n` only for a line break that a reader of the page
sees, no blank at either end of a line. Struck-through text stands between `~~`; superscript, subscript
and the number of a link to a note between `^`.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from typing import NamedTuple, cast

from pricebook.errors import PageError
from pricebook.records import Place, Span


@dataclass(slots=True)
class Heading:
    """A heading; a paragraph that is bold from end to end counts as one of level 6."""

    level: int
    text: str
    line: int = field(default=0, compare=False)


@dataclass(slots=True)
class Paragraph:
    """A run of prose, a list item, a quotation or a block of code."""

    text: str
    line: int = field(default=0, compare=False)


class Spot(NamedTuple):
    """Where a cell stands in the table of the page."""

    row: int
    """0 is the header, 1 the first row."""
    column: int
    shift: int = 0
    """How many columns further right its heading stands."""


@dataclass(slots=True)
class Row:
    """One row of a table, its spans filled in."""

    cells: tuple[str, ...]
    line: int = field(default=0, compare=False)
    spots: tuple[Spot, ...] = field(default=(), compare=False)
    """Where each cell stands on the page, if not in its own place."""


@dataclass(slots=True)
class Table:
    """A table: one header row (several are joined into one), and rows that may be ragged."""

    header: tuple[str, ...]
    rows: tuple[Row, ...]
    line: int = field(default=0, compare=False)
    remark: str = field(default="", compare=False)
    """What a person should know of it who sees the page only as it was read; not kept with the page."""

    @property
    def lines(self) -> tuple[tuple[str, ...], ...]:
        """The cells of the header, then those of each row."""
        return (self.header, *(row.cells for row in self.rows))

    def spot(self, row: int, column: int) -> Spot:
        """Where that cell stands on the page; row 0 is the header."""
        spots = self.rows[row - 1].spots if row else ()
        return spots[column] if spots else Spot(row, column)

    @property
    def labels(self) -> int:
        """How many columns at its left the first heading reaches over: those of labels, where models stand beside."""
        return next((n for n, heading in enumerate(self.header) if heading != self.header[0]), len(self.header))

    @property
    def side(self) -> tuple[str, ...]:
        """What each line is called by its labels, those of the header among them: the header of the turned table."""
        labels = self.labels
        return tuple(" ".join(filter(None, dict.fromkeys(cells[:labels]))) for cells in self.lines)

    def turned(self) -> "Table":
        """The table with its rows as columns, for one whose models stand side by side; raises PageError if ragged.

        Where several columns of labels stand at its left, a row's labels are one heading.

        >>> Table(("模型", "a", "b"), (Row(("价格", "1元", "2元")),)).turned().rows[1].cells
        ('b', '2元')
        >>> Table(("模型", "模型", "a"), (Row(("价格", "输入", "1元")), Row(("备注", "备注", "-")))).turned().header
        ('模型', '价格 输入', '备注')
        """
        if any(len(cells) != len(self.header) for cells in self.lines):
            message = f"line {self.line}: a table with rows of different lengths cannot be turned"
            raise PageError(message)
        return Table(self.side, tuple(map(self._turned_row, range(self.labels, len(self.header)))), self.line)

    def _turned_row(self, column: int) -> Row:
        lines = self.lines
        cells = tuple(cells[column] for cells in lines)
        return Row(cells, self.line, tuple(self.spot(row, column) for row in range(len(lines))))

    def ragged(self, row: Row) -> bool:
        """Whether the row has not as many cells as the header, so that its cells may stand in the wrong column."""
        return len(row.cells) != len(self.header)


Block = Heading | Paragraph | Table


@dataclass(frozen=True)
class Document:
    """Headings, paragraphs and tables in the order of the page."""

    blocks: tuple[Block, ...]
    name: str = field(default="page", compare=False)
    """How messages call the page, for example `moonshot/chat`."""

    @cached_property
    def paths(self) -> tuple[tuple[str, ...], ...]:
        """For each block the headings above it, outermost first."""
        found: list[tuple[str, ...]] = []
        open_headings: list[Heading] = []
        for block in self.blocks:
            if isinstance(block, Heading):
                while open_headings and open_headings[-1].level >= block.level:
                    open_headings.pop()
                found.append(tuple(h.text for h in open_headings))
                open_headings.append(block)
            else:
                found.append(tuple(h.text for h in open_headings))
        return tuple(found)

    @cached_property
    def _table_numbers(self) -> dict[int, int]:
        tables = (index for index, block in enumerate(self.blocks) if isinstance(block, Table))
        return {index: number for number, index in enumerate(tables, start=1)}

    def place(self, span: Span) -> Place:
        """Where the span stands."""
        block, path = self.blocks[span.block], self.paths[span.block]
        if not isinstance(block, Table):
            return Place(block.line, path, 0, 0, "")
        line = block.rows[span.row - 1].line if span.row else block.line
        column = span.column + span.shift
        header = block.header[column] if column < len(block.header) else f"number {column + 1}"
        return Place(line, path, self._table_numbers[span.block], span.row, header)

    def text(self, span: Span) -> str:
        """The characters that the span covers."""
        return self.whole(span)[span.start : span.end]

    def whole(self, span: Span) -> str:
        """All the text of the cell, heading or paragraph that the span stands in."""
        block = self.blocks[span.block]
        if not isinstance(block, Table):
            return block.text
        return (block.rows[span.row - 1].cells if span.row else block.header)[span.column]

    @cached_property
    def every_text(self) -> list[tuple[Span, str]]:
        """Every heading, paragraph and cell with the span that covers it, in the order of the page."""
        found: list[tuple[Span, str]] = []
        for index, block in enumerate(self.blocks):
            if isinstance(block, Table):
                for number, cells in enumerate(block.lines):
                    found += [(Span(index, number, column, 0, len(text)), text) for column, text in enumerate(cells)]
            else:
                found.append((Span(index, 0, 0, 0, len(block.text)), block.text))
        return found

    @property
    def remarks(self) -> list[str]:
        """What a person should know of how the page came."""
        return [f"line {table.line}: {table.remark}" for _, table in self.tables() if table.remark]

    def section(self, block: int) -> range:
        """The blocks of the innermost section that the block stands in, or whose heading it is; else all.

        >>> page = Document((Paragraph("a"), Heading(1, "b"), Heading(2, "c"), Paragraph("d"), Heading(2, "e")))
        >>> [page.section(block) for block in (0, 1, 3, 4)]
        [range(0, 5), range(1, 5), range(2, 4), range(4, 5)]
        """
        headings = [(n, each.level) for n, each in enumerate(self.blocks) if isinstance(each, Heading)]
        start, level = next(((n, level) for n, level in reversed(headings) if n <= block), (0, 0))
        end = next((n for n, other in headings if n > start and other <= level), len(self.blocks))
        return range(start, end)

    def without(self, spans: Sequence[Span]) -> "Document":
        """The same blocks, without these characters of headings and paragraphs.

        >>> Document((Paragraph("Prices. Batch: half."),)).without([Span(0, 0, 0, 7, 20)]).blocks[0].text
        'Prices.'
        """
        blocks = list(self.blocks)
        for span in sorted(spans, reverse=True):
            block = blocks[span.block]
            if not isinstance(block, Table):
                blocks[span.block] = replace(block, text=(block.text[: span.start] + block.text[span.end :]).strip())
        return Document(tuple(blocks), self.name)

    def tables(self) -> Iterator[tuple[int, Table]]:
        """Every table with the index of its block."""
        return ((index, block) for index, block in enumerate(self.blocks) if isinstance(block, Table))

    def table(self, block: int) -> Table:
        """The table that is that block."""
        return cast("Table", self.blocks[block])

    def no_table(self, columns: Sequence[str]) -> PageError:
        """The error that no table has these columns; it shows the headings that were seen."""
        seen = [" | ".join(" ".join(h.split()) for h in b.header) for b in self.blocks if isinstance(b, Table)]
        headers = "; ".join(seen[:6]) + (f"; and {len(seen) - 6} more" if len(seen) > 6 else "")
        if len(headers) > 600:
            headers = headers[:600] + " ..."
        message = (
            f"{self.name}: no table has the columns {', '.join(columns)}. Headers seen: {headers or 'none'}. "
            f"This is not the page, or it changed: then scrapers/{self.name.partition('/')[0]}.py must follow."
        )
        return PageError(message)


_BRACKET = re.compile(r"[(（\n].*", re.DOTALL)
_MARK = re.compile(r"\^[^^\n]{1,9}\^|[*†‡§①-⑳]")
_BLANK = re.compile(r"\s+")
_NARROW = str.maketrans("（）", "()")


@lru_cache(maxsize=4096)
def without_blanks(text: str) -> str:
    r"""The text as names are compared: without blanks, its brackets narrow.

    >>> without_blanks("模型 ID（Model\nID）")
    '模型ID(ModelID)'
    """
    return _BLANK.sub("", text).translate(_NARROW)


@lru_cache(maxsize=4096)
def label(header: str) -> str:
    r"""A column's name alone: without what stands in brackets or on a second line, and without blanks.

    >>> label("价格（元/张）"), label("API调用模型名 (稳定版本)"), label("输入价格\n元/百万 tokens")
    ('价格', 'API调用模型名', '输入价格')
    """
    bare = _MARK.sub("", header)
    return _BLANK.sub("", _BRACKET.sub("", bare)) or _BLANK.sub("", bare)


def column_of(header: Sequence[str], wanted: str) -> int | None:
    """The column of that name: the one that is called so in full, else the only one that is when brackets are left out.

    Blanks and the width of brackets make no other name.

    >>> column_of(["模型", "输入价格 （缓存命中）", "输出价格（元）"], "输出价格")
    2
    >>> [column_of(["模型 ID（Model ID）"], name) for name in ("模型ID", "模型 ID", "模型ID (Model ID)", "Model ID")]
    [0, 0, 0, None]
    >>> column_of(["模型", "价格（元）", "价格（美元）"], "价格") is None
    True
    """
    name = without_blanks(wanted)
    exact = [index for index, text in enumerate(header) if without_blanks(text) == name]
    close = exact or [index for index, text in enumerate(header) if label(text) == name]
    return close[0] if len(close) == 1 else None
