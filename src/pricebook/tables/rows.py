"""A table of prices to quotes, row by row: one row a model, one price column or more, the rest conditions.

Every price gets its unit from the nearest place that prints one: the cell, the heading, the unit column, a sentence
on the page. What is not understood in a row leaves all its amounts unread, with the reason.
"""

import re
from collections.abc import Iterator

from pricebook.phrases import Says, both, read_cell
from pricebook.phrases.around import speaks_back
from pricebook.phrases.names import read_names
from pricebook.phrases.says import unread
from pricebook.reading.cell_kinds import NAME, WORDS, kind
from pricebook.records import Excuse, Finding, Unread
from pricebook.tables.columns import Column, estimates, unit_of_column
from pricebook.tables.layouts import Layout, Source
from pricebook.tables.noted import noted_otherwise
from pricebook.tables.one_row import Stated, StatedRow, condition_alone
from pricebook.tables.quoting import Surroundings, quotes_in, unsaid_in
from pricebook.tables.roles import Roles, title_of
from pricebook.tables.terms import is_of_long
from pricebook.tables.unknown import only_counts

_BARE_NUMBER = re.compile(r"[0-9０-９][0-9０-９.,]{0,20}")
_DIGIT = re.compile("[0-9０-９]")
_SENTENCE = re.compile(r"[，。：；,:;]|^[*※(（^]")


def quotes(source: Source, layout: Layout) -> Iterator[Finding]:
    """Every price of the table; raises PageError where a column that the layout names is not there."""
    reader = Roles(source, layout)
    width = len(source.table.header)
    lengths = [len(row.cells) for row in source.table.rows]
    for number, row in enumerate(source.table.rows, start=1):
        titles = lengths[number - 1] == width or width in lengths[number : number + 1] or not _may_be_row(row.cells)
        if titles and (title := title_of(row.cells, width)):
            if not speaks_back(title):
                reader.titled(title)
            continue
        yield from _PricedRow(reader, number, row.cells).quotes()


def _may_be_row(cells: tuple[str, ...]) -> bool:
    """Whether a row of one cell, which stands above no whole row, may be a model whose other cells were lost."""
    return kind(cells[0]) in {NAME, WORDS} and not _SENTENCE.search(cells[0]) and not read_names(cells[0]).problem


class _PricedRow(StatedRow):
    """One row of a table, and its prices."""

    def quotes(self) -> Iterator[Finding]:
        """The quotes of the row."""
        reader, cells = self.reader, self.cells
        stated = self.problem() or self.stated()
        if len(cells) < len(reader.table.header) and any(cells) and not any(map(self.holds, reader.priced)):
            yield Unread(self.span(0), str(stated))
        for index in reader.unknown:
            if self.holds(index) and only_counts(cells[index]) and reader.own(index, cells[index]) is None:
                yield Unread(self.span(index), f"does not know what the column {reader.heading(index)} says")
        yield from self.excuses()
        for index, part in reader.columns:
            if part is None or part.role != "price" or not self.holds(index) or reader.silent(cells[index]):
                continue
            if not condition_alone(cells[index]).kinds:
                yield from self.priced(index, part, stated)

    def excuses(self) -> Iterator[Excuse]:
        """Amounts in columns that hold no price: of a fee that is told elsewhere, of a discount, an estimate."""
        for index in filter(self.holds, self.reader.beside):
            if self.reader.tells_a_fee(index) and _BARE_NUMBER.match(self.cells[index]):
                yield Excuse(self.span(index), f"no price: {self.reader.heading(index)}")
            elif self.reader.priced and _DIGIT.search(self.cells[index]) and estimates(self.reader.table.header[index]):
                yield Excuse(self.span(index), f"an estimate by the prices beside it: {self.reader.heading(index)}")
            elif self.number in self.reader.discounted.get(index, ()):
                yield Excuse(self.span(index), "a discount that the printed price already has")

    def priced(self, index: int, part: Column, stated: Stated | str) -> Iterator[Finding]:
        """The quotes of a cell of prices, or why it is not understood."""
        if not isinstance(stated, str) and not part.problem:
            yield from self.cell(index, part.says, stated)
        elif not _prices_nothing(self.cells[index]):
            yield Unread(self.span(index), part.problem or str(stated) if isinstance(stated, Stated) else stated)

    def headings(self) -> Iterator[Says]:
        """What the headings of the row's prices say."""
        return (part.says for n, part in self.reader.columns if part and part.role == "price" and self.holds(n))

    def cell(self, index: int, heading: Says, stated: Stated) -> Iterator[Finding]:
        """The quotes of one cell of prices."""
        span, reader = self.span(index), self.reader
        if self.source.says.only_refers(self.cells[index]):
            yield Excuse(span, "a reference to a note that tells no price")
            return
        unit = heading.measure or stated.says.measure
        reading = read_cell(self.cells[index], heading._replace(measure=unit) if unit else heading)
        if reading.problem:
            yield Unread(span, reading.problem)
            return
        noted = reader.noted(self.cells[index])
        if len(reading.amounts) > 1 and noted.kinds:
            noted = unread("cannot tell which of its prices a note belongs to")
        for start, end, reason in reading.remarks:
            yield Excuse(span._replace(start=start, end=end), reason)
        free = bool(reading.amounts) and all(amount.free for amount in reading.amounts)
        column = unit_of_column(reader.table, index) if reader.layout.unit_of_column or free else None
        currencies = {amount.says.currency for amount in reading.amounts if amount.says.currency}
        around = Surroundings(
            page=self.source.says,
            service=reader.layout.service,
            models=stated.models,
            name=stated.name,
            row=stated.says,
            heading=heading,
            label=reader.table.header[index],
            wider=both(both(noted, stated.says), reader.above(index, heading)),
            cell_currency=currencies.pop() if len(currencies) == 1 else None,
            column=column or (reader.unit_of_rows(index) if free else None),
            lacking=reader.unsaid.get(index),
            compared=any(map(is_of_long, (*self.headings(), *(amount.says for amount in reading.amounts)))),
        )
        doubtful = dict(noted_otherwise(self.cells[index], reading, around))
        for start, reason in doubtful.items():
            end = next(amount.end for amount in reading.amounts if amount.start == start)
            yield Unread(span._replace(start=start, end=end), reason)
        amounts = [amount for amount in reading.amounts if amount.start not in doubtful]
        yield from quotes_in(self.cells[index], amounts, around, span)
        yield from unsaid_in(self.cells[index], reading.others, around, span)


def _prices_nothing(text: str) -> bool:
    """Whether the cell is understood and tells no price."""
    reading = read_cell(text)
    return not reading.problem and not reading.amounts and not reading.remarks
