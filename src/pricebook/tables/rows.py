"""A table of prices to quotes, row by row: one row a model, one price column or more, the rest conditions.

Every price gets its unit from the nearest place that prints one: the cell, the heading, the unit column, a sentence
on the page. What is not understood in a row leaves all its amounts unread, with the reason.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Inexact
from typing import Any, NamedTuple

from pricebook.errors import PageError
from pricebook.phrases import Words, read_cell, read_date, read_words
from pricebook.phrases.measures import Measure, NotUnderstood
from pricebook.reading.document import Document, Table, column_of
from pricebook.records import Excuse, Finding, Service, Span, Unread
from pricebook.tables.columns import Column, column, price_column
from pricebook.tables.quoting import Stated, Surroundings, quotes_of
from pricebook.tables.sentences import Sentences

_BADGE = re.compile(r"(?:(?<=[A-Za-z0-9)）])|\s)(?:推荐|热门|最新|新)\s*$|\s(?:HOT|NEW)\s*$")
_API_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/:@+-]*")
_NOTED = re.compile(r"([A-Za-z0-9][A-Za-z0-9._/:@+-]*) ?[（(][^()（）]*[\u4e00-\u9fff][^()（）]*[)）]")
_TRAINED = re.compile("基于(.+)训练(?:出来)?的模型")
"""A model that the customer trained from another."""
_HAN = re.compile(r"[\u4e00-\u9fff]")
_FOOTNOTE = re.compile(r"\^[^^\n]{1,9}\^")
_FEE = re.compile("[价费]")
_BARE_NUMBER = re.compile(r"[0-9０-９][0-9０-９.,]{0,20}")
_STATING = {"condition", "tier", "unit", "duration"}


@dataclass(frozen=True, slots=True)
class Layout:
    """How a scraper reads one kind of table; what is not named here is told from the headings."""

    model: str
    """Heading of the model's column."""
    service: Service = "inference"
    name: str | None = None
    """Heading of the column with the display name."""
    prices: tuple[str, ...] = ()
    """Headings of the price columns; by default those that speak of money."""
    ignore: tuple[str, ...] = ()
    """Headings of columns that say nothing about the price."""
    spec: str | None = None
    """Heading of the column with the instance specification."""
    dated: str | None = None
    """Heading of the column that prints the date from which the row's prices hold."""
    short_rows: str | None = None
    """`"lost-first"`: a row that is too short lacks its first cells, which are those of the row above."""
    extra: Mapping[str, Any] | None = None
    """Conditions of every price of the table."""


class Source(NamedTuple):
    """The table to read and where it stands."""

    document: Document
    says: Sentences
    block: int
    table: Table
    turned: bool = False
    """The table was turned: its rows are columns of the page."""

    def span(self, row: int, column: int, offset: int, text: str) -> Span:
        """The whole cell, on the page; `offset` cells of its row were taken from the row above."""
        if self.turned:
            return Span(self.block, column, row, 0, len(text))
        return Span(self.block, row, column - offset, 0, len(text), offset)


def quotes(source: Source, layout: Layout) -> Iterator[Finding]:
    """Every price of the table; raises PageError where a column that the layout names is not there."""
    reader = _TableReader(source, layout)
    width = len(source.table.header)
    above: tuple[str, ...] = ()
    for number, row in enumerate(source.table.rows, start=1):
        missing = width - len(row.cells)
        lost_first = layout.short_rows == "lost-first" and missing > 0 and len(above) == width
        above = above[:missing] + row.cells if lost_first else row.cells
        yield from reader.row(number, above, missing if lost_first else 0)


def model_names(text: str) -> list[str]:
    r"""The models that a cell names, without badges and notes.

    Several where every line or listed part is an API name; of other lines only Han text below an API name is known to
    describe it. Empty where nobody can tell which line names the model.

    >>> model_names("chat-turbo推荐"), model_names("chat-a\nchat-b"), model_names("Spark Max")
    (['chat-turbo'], ['chat-a', 'chat-b'], ['Spark Max'])
    >>> model_names("chat-x^1^"), model_names("labs/\nchat-v2")
    (['chat-x'], ['labs/chat-v2'])
    >>> model_names("chat-long\nBatch调用半价"), model_names("chat-old（已下线）"), model_names("Chat One\nChat Two")
    (['chat-long'], ['chat-old'], [])
    """
    if _API_NAME.fullmatch(text):
        return [text]
    parts = [_bare(part) for part in re.split(r"(?<![/-])\n|[、，;；]", text)]
    if len(parts) > 1 and all(_API_NAME.fullmatch(part) for part in parts):
        return parts
    first, *below = re.split(r"(?<![/-])\n", text.strip())
    if below and not (_API_NAME.fullmatch(_bare(first)) and all(_HAN.search(line) for line in below)):
        return []
    return [_bare(first)]


def _bare(name: str) -> str:
    """The name without a badge, and an API name without the note in brackets behind it."""
    name = _FOOTNOTE.sub("", re.sub(r"(?<=[/-])\n", "", name))
    name = _BADGE.sub("", " ".join(name.split())).strip()
    noted = _NOTED.fullmatch(name)
    return noted.group(1) if noted else name


class _TableReader:
    def __init__(self, source: Source, layout: Layout) -> None:
        self.source, self.table, self.layout = source, source.table, layout
        self.model = self._required(layout.model)
        self.name = self._required(layout.name) if layout.name else None
        self.spec = self._required(layout.spec) if layout.spec else None
        self.dated = self._required(layout.dated) if layout.dated else None
        self.columns = self._roles()
        parts = [(n, part) for n, part in enumerate(self.columns) if part is not None]
        self.unknown = [n for n, part in parts if part.role == "unknown"]
        self.stating = [(n, part) for n, part in parts if part.role in _STATING]
        ignored = {column_of(self.table.header, heading) for heading in layout.ignore}
        ignored |= {n for n, part in parts if part.role == "ignored"}
        self.beside = [n for n, heading in enumerate(self.table.header) if n in ignored and _FEE.search(heading)]
        self.priced = [(n, part) for n, part in parts if part.role == "price"]

    def _required(self, wanted: str) -> int:
        found = column_of(self.table.header, wanted)
        if found is None:
            message = (
                f"{self.source.document.name}: no single column {wanted}; headings: {' | '.join(self.table.header)}"
            )
            raise PageError(message)
        return found

    def _roles(self) -> list[Column | None]:
        named = {self.model, self.name, self.spec, self.dated}
        prices = {self._required(heading) for heading in self.layout.prices}
        ignored = {column_of(self.table.header, heading) for heading in self.layout.ignore}
        parts: list[Column | None] = []
        for number, heading in enumerate(self.table.header):
            if number in named or number in ignored:
                parts.append(None)
            elif number in prices:
                parts.append(price_column(heading))
            else:
                part = column(heading)
                parts.append(Column("unknown") if prices and part.role == "price" else part)
        return parts

    def row(self, number: int, cells: tuple[str, ...], offset: int) -> Iterator[Finding]:
        """The quotes of one row; `offset` of its cells were taken from the row above."""
        stated: Stated | str = self._problem(cells) or self._stated(cells)
        for index in self.unknown:
            if offset <= index < len(cells) and _BARE_NUMBER.fullmatch(cells[index]):
                span = self.source.span(number, index, offset, cells[index])
                yield Unread(span, f"does not know what the column {self._heading(index)} says")
        for index in self.beside:
            if offset <= index < len(cells) and _BARE_NUMBER.match(cells[index]):
                yield Excuse(self.source.span(number, index, offset, cells[index]), f"no price: {self._heading(index)}")
        for index, part in self.priced:
            if not offset <= index < len(cells) or not cells[index]:
                continue
            span = self.source.span(number, index, offset, cells[index])
            if isinstance(stated, str) or part.problem:
                yield Unread(span, stated if isinstance(stated, str) else part.problem or "")
            else:
                yield from self._cell(span, cells[index], part.words, stated)

    def _problem(self, cells: tuple[str, ...]) -> str | None:
        if len(cells) != len(self.table.header):
            return f"the row has {len(cells)} cells under {len(self.table.header)} headings"
        if not cells[self.model]:
            return f"no model stands under {self.table.header[self.model]!r}"
        if cells[self.model].endswith("…"):
            return "the model's name is cut off"
        if "~~" in cells[self.model]:
            return "the model's name is struck through"
        if not model_names(cells[self.model]):
            return "cannot tell which line of the cell names the model"
        filled = [n for n in self.unknown if cells[n].strip("-—/ ")]
        if filled:
            return f"does not know what the column {self._heading(filled[0])} says"
        return None

    def _heading(self, index: int) -> str:
        return repr(" ".join(self.table.header[index].split()))

    def _stated(self, cells: tuple[str, ...]) -> Stated | str:
        """What the row says of all its prices, or why it is not understood."""
        found: dict[str, object] = dict(self.layout.extra or {})
        measure: Measure | None = None
        if self.spec is not None and cells[self.spec].strip("-—/ "):
            found["spec"] = cells[self.spec]
        for index, part in self.stating:
            cell = cells[index]
            if not cell.strip("-—/ "):
                continue
            words = read_words(cell, part.words.subject, part.words.thousands, unit_cell=part.role == "unit")
            if isinstance(words, str):
                return f"the cell {' '.join(cell.split())[:40]!r}: {words}"
            for name, value in words.conditions:
                if found.setdefault(name, value) != value:
                    return f"two values of {name} in one row"
            measure = words.measure or measure
        models = model_names(cells[self.model])
        if trained := _TRAINED.fullmatch(models[0]):
            models, found["fine_tuned"] = [trained.group(1)], True
        return Stated(
            models=models,
            # What stands on further lines of a display name's cell describes it.
            name=cells[self.name].partition("\n")[0].strip() or None if self.name is not None else None,
            effective_from=read_date(cells[self.dated]) if self.dated is not None else None,
            conditions=found,
            measure=measure,
        )

    def _cell(self, span: Span, text: str, heading: Words, stated: Stated) -> Iterator[Finding]:
        reading = read_cell(text, heading)
        if reading.problem:
            yield Unread(span, reading.problem)
            return
        for start, end, reason in reading.remarks:
            yield Excuse(span._replace(start=start, end=end), reason)
        currency = next((a.words.currency for a in reading.amounts if a.words.currency), None)
        around = Surroundings(self.source.says, self.source.block, self.layout.service, heading, stated, currency)
        for amount in reading.amounts:
            place = Span(span.block, span.row, span.column, amount.start, amount.end, span.shift)
            try:
                yield from quotes_of(amount, around, place)
            except NotUnderstood as problem:
                yield Unread(place, problem.reason)
            except Inexact:
                yield Unread(place, "has no exact price in the published unit")
