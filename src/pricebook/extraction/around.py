"""What stands around the tables that prices are read from: noted with them, whoever understands it.

It is taken from the page as it came, since of prose no more is kept than says something of a price.
"""

import hashlib
import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache

from pricebook.extraction.findings import Findings
from pricebook.reading.document import Document, Heading, Paragraph, Row, Table, label
from pricebook.records import TableWords, Where
from pricebook.vocabulary import BADGES, IGNORED_COLUMNS

_BLANK = re.compile(r"\s+")
_BADGES = frozenset(BADGES.split("|"))
_IGNORED = frozenset(IGNORED_COLUMNS.split("|"))
_COUNT = re.compile(r"[-~–—\s0-9.,]*(?:[KkMmWw万千]|tokens?|Tokens?)?[\s+]*(?:tokens?|Tokens?)?")
_LINE, _CELLS = 160, 40
"""Characters of a line, and of the cells of a row, that are kept as they are."""


def surroundings(document: Document, findings: Findings, stored: Document, page: str) -> list[TableWords]:
    """What stands around each table of the page that is in the stored one, whose number is told."""
    where = _Where(document, findings)
    numbers = {id(table): number for number, (_, table) in enumerate(stored.tables(), start=1)}
    return [
        TableWords(
            where=Where(page=page, line=table.line, heading=list(document.paths[index]), table=numbers[id(table)],
                        row=0, column=""),
            columns=[
                _abridged(text, _LINE) for column, text in enumerate(table.header) if not _measures(table, column)
            ],
            said=[_abridged(text, _LINE) for text in dict.fromkeys(where.said(index))],
            rows=[_abridged(" ".join(where.words(index, row, number)), _CELLS) for number, row in
                  enumerate(table.rows, start=1)],
        )
        for index, table in document.tables()
        if id(table) in numbers
    ]  # fmt: skip


class _Where:
    """Which lines and cells stand around which table."""

    def __init__(self, document: Document, findings: Findings) -> None:
        self.document = document
        self.priced: defaultdict[tuple[int, int], set[int]] = defaultdict(set)
        self.models: defaultdict[tuple[int, int], set[str]] = defaultdict(set)
        found = [(quote.span, (quote.model, quote.name)) for quote in findings.quotes]
        found += [(item.span, (item.model, None)) for item in findings.unsaid]
        for span, names in found:
            self.priced[span.block, span.row].add(span.column)
            self.models[span.block, span.row] |= set(filter(None, names))
        # The day on which a page was made says nothing of a price.
        self.days = {fact.span.block for fact in findings.facts if fact.kind == "page_date"}
        self.lines = self._lines()

    def said(self, index: int) -> Iterator[str]:
        """The lines of the table's section around it, and those right below the headings above.

        Above the first heading of a page stands what leads to other pages.
        """
        path = self.document.paths[index]
        for depth in range(1, len(path) + 1):
            yield from self.lines.get(path[:depth], ())
        yield from self._beside(index)

    def _lines(self) -> Mapping[tuple[str, ...], Sequence[str]]:
        """By the path of a section its lines before its first table and its first subsection."""
        found: defaultdict[tuple[str, ...], list[str]] = defaultdict(list)
        path: tuple[str, ...] | None = ()
        for index, block in enumerate(self.document.blocks):
            if isinstance(block, Heading):
                path = (*self.document.paths[index], block.text)
            elif isinstance(block, Table):
                path = None
            elif path is not None and index not in self.days:
                found[path].append(block.text)
        return found

    def _beside(self, index: int) -> Iterator[str]:
        """The lines between the table and what stands above and below it."""
        blocks = self.document.blocks
        for step in (-1, 1):
            at = index + step
            while 0 <= at < len(blocks) and isinstance(block := blocks[at], Paragraph):
                if at not in self.days:
                    yield block.text
                at += step

    @cache  # noqa: B019 - as long as one page is read
    def _measuring(self, index: int) -> frozenset[int]:
        table = self.document.table(index)
        return frozenset(column for column in range(len(table.header)) if _measures(table, column))

    def words(self, index: int, row: Row, number: int) -> Iterator[str]:
        """The words of the cells of that row that hold no price, without its models' names.

        Those of a cell that reaches over several columns stand once.
        """
        priced: Collection[int] = self.priced.get((index, number), ())
        names = sorted(self.models.get((index, number), ()), key=len, reverse=True)
        left_out = {*priced, *self._measuring(index)}
        texts = (text for column, text in enumerate(row.cells) if column not in left_out)
        yield from sorted(filter(None, (_flattened(_without(text, names)) for text in dict.fromkeys(texts))))


def _measures(table: Table, column: int) -> bool:
    """Whether the column is known to say nothing of money and holds numbers alone, as that of context lengths does."""
    cells = (row.cells[column] for row in table.rows if column < len(row.cells))
    return label(table.header[column]).casefold() in _IGNORED and all(map(_COUNT.fullmatch, cells))


def _without(text: str, names: Sequence[str]) -> str:
    """The text without these names: how a model is called says the price itself."""
    found = any(name in text for name in names)
    for name in names:
        text = text.replace(name, " ")
    # What pages stick onto a name, and take off again, says nothing of its price.
    return "" if found and text.strip(" ()[]（）【】\n").casefold() in _BADGES else text


def _flattened(text: str) -> str:
    return _BLANK.sub(" ", text).strip()


def _abridged(text: str, longest: int) -> str:
    """The text on one line; of a long one its beginning, with a digest of all of it."""
    line = _flattened(text)
    if len(line) <= longest:
        return line
    return f"{line[: longest - 10]}…{hashlib.sha256(_BLANK.sub('', line).encode()).hexdigest()[:8]}"
