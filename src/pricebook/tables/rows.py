"""A table of prices to quotes, row by row: one row a model, one price column or more, the rest conditions.

Every price gets its unit from the nearest place that prints one: the cell, the heading, the unit column, a sentence
on the page. What is not understood in a row leaves all its amounts unread, with the reason.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from pricebook.errors import PageError
from pricebook.phrases import NOTHING, Says, both, read_cell, read_words
from pricebook.phrases.around import read_feet, read_near, speaks_back
from pricebook.phrases.measures import Measure
from pricebook.phrases.names import Named, read_names
from pricebook.phrases.says import unread
from pricebook.reading.cell_kinds import NAME, WORDS, kind
from pricebook.reading.document import Spot, column_of
from pricebook.records import Excuse, Finding, Span, Unread
from pricebook.tables.beside import EMPTY, Beside, holding, shown
from pricebook.tables.columns import Column, column, price_column
from pricebook.tables.layouts import Layout, Source
from pricebook.tables.quoting import Surroundings, quotes_in
from pricebook.tables.titles import may_be_row, title_of

_FEE = re.compile("[价费]")
_BARE_NUMBER = re.compile(r"[0-9０-９][0-9０-９.,]{0,20}")
_DIGIT = re.compile("[0-9０-９]")


class Stated(NamedTuple):
    """What a row says of all its prices."""

    models: Sequence[Named]
    """What they are prices of, and what the model's cell says."""
    name: str | None
    says: Says
    """What its other cells say."""


def quotes(source: Source, layout: Layout) -> Iterator[Finding]:
    """Every price of the table; raises PageError where a column that the layout names is not there."""
    reader = _TableReader(source, layout)
    width = len(source.table.header)
    lengths = [len(row.cells) for row in source.table.rows]
    for number, row in enumerate(source.table.rows, start=1):
        titles = lengths[number - 1] == width or width in lengths[number : number + 1] or not may_be_row(row.cells)
        if titles and (title := title_of(row.cells, width)):
            if not speaks_back(title):
                reader.titled(title)
            continue
        yield from reader.row(number, row.cells)


class _TableReader:
    def __init__(self, source: Source, layout: Layout) -> None:
        self.source, self.table, self.layout = source, source.table, layout
        self.model = None if layout.named else self._required(layout.model or "")
        self.name = self._required(layout.name) if layout.name else None
        self.spec = self._required(layout.spec) if layout.spec else None
        self.dated = self._required(layout.dated) if layout.dated else None
        self.ignored = {column_of(self.table.header, heading) for heading in layout.ignore}
        self.columns = list(enumerate(self._parts()))
        self.beside = Beside(source, layout, self.columns, spec=self.spec, dated=self.dated)
        self.priced = [n for n, part in self.columns if part and part.role == "price"]
        self.unknown = [n for n, part in self.columns if part and part.role == "unknown"]
        self.fees = [
            n for n, part in self.columns if part and part.role == "beside" and _FEE.search(self.table.header[n])
        ]
        self.around = self._around()
        self.title = NOTHING
        """What the last title inside the table said."""
        self._above: dict[int, Says] = {}

    def _around(self) -> Says:
        """What stands around the table, in the heading of its model's column and in the layout."""
        heading = NOTHING if self.model is None else read_near(self.table.header[self.model])
        extra = holding(self.layout.extra or {})
        feet = read_feet([title_of(row.cells, len(self.table.header)) or "" for row in self.table.rows])
        return both(both(heading, feet), both(extra, self.source.says.around))

    def _required(self, wanted: str) -> int:
        found = column_of(self.table.header, wanted)
        if found is None:
            message = f"{self.source.page}: no single column {wanted}; headings: {' | '.join(self.table.header)}"
            raise PageError(message)
        return found

    def _parts(self) -> Iterator[Column | None]:
        """The part of each column; None for those that the layout names otherwise."""
        named = {self.model, self.name, self.spec, self.dated}
        prices = {self._required(heading) for heading in self.layout.prices}
        said = {self._required(heading): words for heading, words in (self.layout.read_as or {}).items()}
        for number, printed in enumerate(self.table.header):
            heading = said.get(number, printed)
            if number in named:
                yield None
            elif number in self.ignored:
                yield Column("beside")
            elif number in prices:
                yield price_column(heading)
            else:
                part = column(heading)
                part = price_column(heading) if part.role == "unknown" and self._counts_money(number) else part
                yield Column("unknown") if prices and part.role == "price" else part

    def _counts_money(self, number: int) -> bool:
        """Whether the heading only says whose tokens are counted, and all cells below it are amounts with a mark."""
        says = read_words(self.table.header[number])
        cells = [row.cells[number] for row in self.table.rows if number < len(row.cells)]
        said = [cell for cell in cells if cell.strip(EMPTY)]
        marked = all(any(amount.says.currency for amount in read_cell(cell).amounts) for cell in said)
        return bool(said) and bool(says.subject) and not says.problem and marked

    def above(self, index: int, heading: Says) -> Says:
        """What a column's heading, its notes, the title above the row and all around the table say together."""
        if index not in self._above:
            noted = both(self.noted(self.table.header[index]), heading)
            self._above[index] = both(noted, both(self.title, self.around))
        return self._above[index]

    def noted(self, text: str) -> Says:
        """What the notes say whose marks stand in a text of the table."""
        return self.source.says.noted(text)

    def titled(self, text: str) -> None:
        """A title inside the table holds for the rows below it, until one of its kind."""
        said = read_near(text)
        if not said.problem and (self.title.problem or not self.title.kinds <= said.kinds):
            said = unread(f"cannot tell whether the title before {text[:40]!r} holds below it too")
        self.title, self._above = said, {}

    @cached_property
    def overlapped(self) -> set[Spot]:
        """The cells of models of which a short row below says more, so that a price may be of both rows."""
        return {
            self.table.spot(number, self.model or 0)
            for number, (row, below) in enumerate(pairwise(self.table.rows), start=1)
            if self.table.ragged(below)
            and not self.table.ragged(row)
            and not any(kind(cell) in {NAME, WORDS} for cell in below.cells)
        }

    def row(self, number: int, cells: tuple[str, ...]) -> Iterator[Finding]:
        """The quotes of one row."""
        row = _Row(self, number, cells)
        stated = row.problem() or row.stated()
        if len(cells) < len(self.table.header) and any(cells) and not any(map(row.holds, self.priced)):
            yield Unread(row.span(0), str(stated))
        for index in self.unknown:
            if row.holds(index) and _BARE_NUMBER.fullmatch(cells[index]):
                yield Unread(row.span(index), f"does not know what the column {shown(self.table.header[index])} says")
        for index in self.fees:
            if row.holds(index) and _BARE_NUMBER.match(cells[index]):
                yield Excuse(row.span(index), f"no price: {shown(self.table.header[index])}")
        for index, part in self.columns:
            if part is None or part.role != "price" or not row.holds(index):
                continue
            problem = stated if isinstance(stated, str) else part.problem
            if problem and not _prices_nothing(cells[index]):
                yield Unread(row.span(index), problem)
            elif not isinstance(stated, str) and not part.problem:
                yield from row.cell(index, part.says, stated)

    def unit_of(self, index: int) -> Measure | None:
        """The unit that all prices of the column that print one are per."""
        heading = self.table.header[index]
        cells = [row.cells[index] for row in self.table.rows if index < len(row.cells)]
        said = {a.says.measure for cell in cells for a in read_cell(cell, read_words(heading)).amounts} - {None}
        return said.pop() if len(said) == 1 else None


class _Row:
    """One row of a table."""

    def __init__(self, reader: _TableReader, number: int, cells: tuple[str, ...]) -> None:
        self.reader, self.number, self.cells = reader, number, cells
        self.source = reader.source

    def holds(self, index: int) -> bool:
        """Whether the row has text in that column."""
        return index < len(self.cells) and bool(self.cells[index])

    def span(self, index: int) -> Span:
        """All of the cell in that column."""
        return self.source.span(self.number, index, self.cells[index])

    @property
    def model(self) -> str:
        """The text that names the model: a cell, or what stands above the table."""
        index = self.reader.model
        return (self.reader.layout.named or "") if index is None else self.cells[index]

    def problem(self) -> str | None:
        """Why nothing of the row can be read."""
        table, model = self.reader.table, self.reader.model
        if len(self.cells) != len(table.header):
            return f"the row has {len(self.cells)} cells under {len(table.header)} headings"
        if model is not None and not self.cells[model]:
            return f"no model stands under {table.header[model]!r}"
        if model is not None and table.spot(self.number, model) in self.reader.overlapped:
            return "a short row below may be of the same model: which of its cells are missing cannot be told"
        return read_names(self.model).problem

    def stated(self) -> Stated | str:
        """What the row says of all its prices, or why it is not understood."""
        says = self.reader.noted(self.model)
        for index, part in self.reader.columns:
            cell = self.cells[index]
            if not cell.strip(EMPTY):
                continue
            says = both(self.reader.beside.says(index, cell, part), says)
        if says.problem:
            return says.problem
        name = self.reader.name
        return Stated(
            read_names(self.model).models,
            # What stands on further lines of a display name's cell describes it.
            self.cells[name].partition("\n")[0].strip() or None if name is not None else None,
            says,
        )

    def cell(self, index: int, heading: Says, stated: Stated) -> Iterator[Finding]:
        """The quotes of one cell of prices."""
        span, reader = self.span(index), self.reader
        reading = read_cell(self.cells[index], heading)
        if reading.problem:
            yield Unread(span, reading.problem)
            return
        noted = reader.noted(self.cells[index])
        if noted.kinds and len(reading.amounts) > 1:
            noted = unread("cannot tell which of its prices a note belongs to")
        for start, end, reason in reading.remarks:
            yield Excuse(span._replace(start=start, end=end), reason)
        currencies = {amount.says.currency for amount in reading.amounts if amount.says.currency}
        around = Surroundings(
            page=self.source.says,
            service=reader.layout.service,
            models=stated.models,
            name=stated.name,
            row=stated.says,
            heading=heading,
            wider=both(both(noted, stated.says), reader.above(index, heading)),
            cell_currency=currencies.pop() if len(currencies) == 1 else None,
            column=reader.unit_of(index) if reader.layout.unit_of_column else None,
        )
        yield from quotes_in(self.cells[index], reading.amounts, around, span)


def _prices_nothing(text: str) -> bool:
    """Whether the cell is understood and tells no price."""
    reading = read_cell(text)
    return not reading.problem and not reading.amounts and not reading.remarks
