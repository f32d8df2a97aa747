"""A table of prices to quotes, row by row: one row a model, one price column or more, the rest conditions.

Every price gets its unit from the nearest place that prints one: the cell, the heading, the unit column, a sentence
on the page. What is not understood in a row leaves all its amounts unread, with the reason.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import NamedTuple

from pricebook.errors import PageError
from pricebook.phrases import NOTHING, Says, both, read_cell, read_date, read_label, read_words
from pricebook.phrases.around import read_beside, read_feet, read_near, speaks_back
from pricebook.phrases.names import Named, Names, read_names
from pricebook.phrases.says import AS_PRINTED, condition, unread
from pricebook.phrases.tokens import tokens
from pricebook.reading.cell_kinds import NAME, WORDS, kind
from pricebook.reading.document import Spot, column_of, without_blanks
from pricebook.reading.tabular import CUT_OFF
from pricebook.records import Excuse, Finding, Span, Unread
from pricebook.tables.columns import Column, column, price_column, unit_of_column
from pricebook.tables.layouts import Layout, Source
from pricebook.tables.quoting import Lacking, Surroundings, quotes_in
from pricebook.tables.stating import holding, models_of, stated_in, valued
from pricebook.tables.unknown import apart, only_counts

_FEE = re.compile("[价费]")
_BARE_NUMBER = re.compile(r"[0-9０-９][0-9０-９.,]{0,20}")
_DIGIT = re.compile("[0-9０-９]")
_EMPTY = "-—/– "
_MONEY = {"currency", "free", "discount", "former", "changing", "compare", "date"}
"""Kinds of words that say more than whom or what a price is for."""
_ABLE = re.compile(r"(?:不)?支持|[√✓✔✅❌×]\s*$|(?:[Yy]es|[Nn]o|Supported)\s*$")
"""What a model can do is no condition of its price."""
_ADDRESS = re.compile(r"https?://|/[a-z]")
_SENTENCE = re.compile(r"[，。：；,:;]|^[*※(（^]")


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
        titles = lengths[number - 1] == width or width in lengths[number : number + 1] or not _may_be_row(row.cells)
        if titles and (title := _title(row.cells, width)):
            if not speaks_back(title):
                reader.titled(title)
            continue
        yield from reader.row(number, row.cells)


def _title(cells: tuple[str, ...], width: int) -> str | None:
    """The only text of a row, in its first cell or in all of them: a title inside the table."""
    if len(cells) not in {1, width} or width == 1 or not cells[0]:
        return None
    rest = set(cells[1:])
    return cells[0] if rest <= {""} or (rest == {cells[0]} and not _DIGIT.search(cells[0])) else None


def _may_be_row(cells: tuple[str, ...]) -> bool:
    """Whether a row of one cell, which stands above no whole row, may be a model whose other cells were lost."""
    return kind(cells[0]) in {NAME, WORDS} and not _SENTENCE.search(cells[0]) and not read_names(cells[0]).problem


class _TableReader:
    def __init__(self, source: Source, layout: Layout) -> None:
        self.source, self.table, self.layout = source, source.table, layout
        self.model = None if layout.named else self._required(layout.model or "")
        self.name = self._required(layout.name) if layout.name else None
        self.conditions = {self._required(heading): name for name, heading in (layout.conditions or {}).items()}
        self.dated = self._required(layout.dated) if layout.dated else None
        self.words = {without_blanks(cell): holding(stated) for cell, stated in (layout.words or {}).items()}
        self.split = {column_of(self.table.header, heading): each for heading, each in (layout.split or {}).items()}
        unsaid = (layout.unsaid or {}).items()
        self.unsaid = {self._required(heading): Lacking(reason) for heading, reason in unsaid}
        self.ignored = {column_of(self.table.header, heading) for heading in layout.ignore}
        self.columns = list(enumerate(self._parts()))
        self.priced = [n for n, part in self.columns if part and part.role == "price"]
        self.unknown = [n for n, part in self.columns if part and part.role == "unknown"]
        self.beside = [n for n, part in self.columns if part and part.role == "beside"]
        self.around = self._around()
        self.title = NOTHING
        """What the last title inside the table said."""
        self._above: dict[int, Says] = {}

    def tells_a_fee(self, number: int) -> bool:
        """Whether the heading of a column that says nothing of the price speaks of money: of what is given away."""
        heading = self.table.header[number]
        return _FEE.search(heading) is not None and column(heading).role != "price"

    def _around(self) -> Says:
        """What stands around the table, in the heading of its model's column and in the layout."""
        heading = NOTHING if self.model is None else read_near(self.table.header[self.model])
        extra = holding(self.layout.extra or {})
        feet = read_feet([_title(row.cells, len(self.table.header)) or "" for row in self.table.rows])
        return both(both(heading, feet), both(extra, self.source.says.around))

    def _required(self, wanted: str) -> int:
        found = column_of(self.table.header, wanted)
        if found is None:
            message = f"{self.source.page}: no single column {wanted}; headings: {' | '.join(self.table.header)}"
            raise PageError(message)
        return found

    def _parts(self) -> Iterator[Column | None]:
        """The part of each column; None for those that the layout names otherwise."""
        named = {self.model, self.name, self.dated, *self.conditions}
        prices = {self._required(heading) for heading in self.layout.prices}
        said = {column_of(self.table.header, heading): words for heading, words in (self.layout.read_as or {}).items()}
        for number, printed in enumerate(self.table.header):
            heading = said.get(number, printed)
            if number in named:
                yield None
            elif number in self.ignored:
                yield Column("beside")
            elif number in prices or number in self.unsaid:
                yield price_column(heading)
            else:
                part = column(heading)
                part = price_column(heading) if part.role == "unknown" and self._counts_money(number) else part
                yield Column("unknown") if prices and part.role == "price" else part

    def _counts_money(self, number: int) -> bool:
        """Whether the heading only says whose tokens are counted, and all cells below it are amounts with a mark."""
        says = read_words(self.table.header[number])
        cells = [row.cells[number] for row in self.table.rows if number < len(row.cells)]
        said = [cell for cell in cells if cell.strip(_EMPTY)]
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

    def own(self, index: int, cell: str) -> Says | None:
        """What the scraper's words, or its pattern for the column, make of a cell; None where they do not know it."""
        found = self.words.get(without_blanks(cell)) if self.words else None
        if found is None and index in self.split and index != self.model:
            found = stated_in(cell, self.split[index])
        return found

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
            if row.holds(index) and only_counts(cells[index]):
                yield Unread(row.span(index), f"does not know what the column {self.heading(index)} says")
        yield from row.excuses()
        for index, part in self.columns:
            if part is None or part.role != "price" or not row.holds(index) or self.silent(cells[index]):
                continue
            if not _condition_alone(cells[index]).kinds:
                yield from row.priced(index, part, stated)

    def silent(self, cell: str) -> bool:
        """Whether the scraper says that a cell of prices that holds none says nothing."""
        return bool(self.words) and self.words.get(without_blanks(cell)) == NOTHING and not read_cell(cell).amounts

    def heading(self, index: int) -> str:
        """A column's heading as messages show it."""
        return repr(" ".join(self.table.header[index].split()))

    @cached_property
    def apart(self) -> dict[int, set[int]]:
        """Of each column that nobody knows the rows that it may tell apart."""
        told = [n for n, part in self.columns if part is None or part.role not in {"price", "unknown"}]
        return {index: apart(self.table, index, told) for index in self.unknown}

    @cached_property
    def numbered(self) -> set[int]:
        """The columns that nobody knows and that hold a digit somewhere."""
        rows = [row.cells for row in self.table.rows]
        return {n for n in self.unknown if any(n < len(cells) and _DIGIT.search(cells[n]) for cells in rows)}

    @cached_property
    def worded(self) -> set[int]:
        """The columns of tasks one of which is not known: what sets it apart from the others nobody can tell."""
        tasks = {n for n, part in self.columns if part and part.of == "task"}
        cells = ((n, row.cells[n]) for n in tasks for row in self.table.rows if n < len(row.cells))
        whole = ((n, cell) for n, cell in cells if cell.strip(_EMPTY) and not cell.endswith(CUT_OFF))
        return {n for n, cell in whole if read_words(cell, of="task").problem}


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

    def excuses(self) -> Iterator[Excuse]:
        """Amounts in columns that hold no price: of a fee that is told elsewhere, of a discount."""
        for index in filter(self.holds, self.reader.beside):
            heading, cell = self.reader.table.header[index], self.cells[index]
            if self.reader.tells_a_fee(index) and _BARE_NUMBER.match(cell):
                yield Excuse(self.span(index), f"no price: {self.reader.heading(index)}")
            elif "折扣" in heading and _DIGIT.search(cell):
                yield Excuse(self.span(index), "a discount that the printed price already has")

    def problem(self) -> str | None:
        """Why nothing of the row can be read."""
        table, model = self.reader.table, self.reader.model
        if len(self.cells) != len(table.header):
            return f"the row has {len(self.cells)} cells under {len(table.header)} headings"
        if model is not None and not self.cells[model]:
            return f"no model stands under {table.header[model]!r}"
        if model is not None and table.spot(self.number, model) in self.reader.overlapped:
            return "a short row below may be of the same model: which of its cells are missing cannot be told"
        return self.names.problem

    @cached_property
    def _models(self) -> tuple[Names, str]:
        return models_of(self.model, self.reader.split.get(self.reader.model))

    @property
    def names(self) -> Names:
        """The models of the row, or why nobody can tell which they are."""
        return self._models[0]

    @property
    def name(self) -> str | None:
        """The display name; what stands on further lines of its cell describes it."""
        index = self.reader.name
        return (self.cells[index].partition("\n")[0].strip() if index is not None else self._models[1]) or None

    def stated(self) -> Stated | str:
        """What the row says of all its prices, or why it is not understood."""
        says = self.reader.noted(self.model)
        for index, part in self.reader.columns:
            cell = self.cells[index]
            if not cell.strip(_EMPTY):
                continue
            says = both(self._beside(index, cell, part), says)
        if says.problem:
            return says.problem
        return Stated(self.names.models, self.name, says)

    def _beside(self, index: int, cell: str, part: Column | None) -> Says:
        """What one cell says of the row's prices."""
        if part is not None and part.role == "price":
            return _condition_alone(cell)
        own = self.reader.own(index, cell)
        if own is not None:
            return own
        if part is None:
            return self._named(index, cell)
        if part.role in {"unknown", "condition"} and _ABLE.match(cell):
            return NOTHING
        if part.role == "unknown":
            return self._unknown(index, cell)
        if part.role == "name":
            return self._called(cell)
        if part.role == "beside":
            return read_beside(cell, self.reader.table.header[index], part.says)

        if index in self.reader.worded and not {token.kind for token in tokens(cell)} & _MONEY:
            return condition(AS_PRINTED, (" ".join(cell.split()),))
        if part.role == "condition":
            says = read_label(cell, of=part.of, thing=part.thing)
        else:
            says = read_words(cell, part.says.subject, part.says.thousands, unit=part.role == "unit")
        return says if not says.problem else unread(f"the cell {' '.join(cell.split())[:40]!r}: {says.problem}")

    def _called(self, cell: str) -> Says:
        """Another name of the model: what stands behind it is said of the model."""
        names = read_names(cell)
        if len(names.models) != 1:
            return unread(names.problem or f"{cell[:40]!r} names several models")
        return names.models[0].says

    def _named(self, index: int, cell: str) -> Says:
        """A cell of a column that the layout names."""
        if index in self.reader.conditions:
            return valued(cell, self.reader.conditions[index], self.reader.table.header[index])
        if index != self.reader.dated:
            return NOTHING
        says = read_beside(cell)
        date = read_date(cell)
        if says.since or says.until or date is None:
            return says
        return both(Says(since=date), says)

    def _unknown(self, index: int, cell: str) -> Says:
        heading = self.reader.table.header[index]
        says = read_label(cell)
        if self.source.turned and (_ADDRESS.match(cell) or says.problem or _DIGIT.search(cell)):
            # Where models stand side by side most rows are properties of theirs.
            return read_beside(cell, heading)
        if only_counts(cell) and self.number not in self.reader.apart[index]:
            return NOTHING
        if says.problem or index in self.reader.numbered:
            return unread(f"does not know what the column {self.reader.heading(index)} says")
        return says

    def priced(self, index: int, part: Column, stated: Stated | str) -> Iterator[Finding]:
        """The quotes of a cell of prices, or why it is not understood."""
        if not isinstance(stated, str) and not part.problem:
            yield from self.cell(index, part.says, stated)
        elif not _prices_nothing(self.cells[index]):
            yield Unread(self.span(index), part.problem or str(stated) if isinstance(stated, Stated) else stated)

    def cell(self, index: int, heading: Says, stated: Stated) -> Iterator[Finding]:
        """The quotes of one cell of prices."""
        span, reader = self.span(index), self.reader
        if self.source.says.only_refers(self.cells[index]):
            yield Excuse(span, "a reference to a note that tells no price")
            return
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
            column=unit_of_column(reader.table, index) if reader.layout.unit_of_column else None,
            lacking=reader.unsaid.get(index),
        )
        yield from quotes_in(self.cells[index], reading.amounts, around, span)


@lru_cache(maxsize=4096)
def _condition_alone(text: str) -> Says:
    """What a cell of prices says that holds a condition and no price: the 720P that shares the heading of its price."""
    said = read_words(text)
    return said if not said.problem and said.conditions and said.kinds == dict(said.conditions).keys() else NOTHING


def _prices_nothing(text: str) -> bool:
    """Whether the cell is understood and tells no price."""
    reading = read_cell(text)
    return not reading.problem and not reading.amounts and not reading.remarks
