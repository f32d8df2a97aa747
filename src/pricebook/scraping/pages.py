"""The page as a scraper sees it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import takewhile
from typing import Any, NamedTuple

from pricebook.errors import PageError, ScraperError
from pricebook.phrases import read_count, read_ratio
from pricebook.phrases.names import model_names
from pricebook.reading.document import Document, Paragraph, Row, Table, column_of
from pricebook.reading.remembered import Remembered, moved
from pricebook.reading.spans import restored
from pricebook.records import Excuse, Fact, Finding, Meter, Service, Span, Unread
from pricebook.scraping import questions
from pricebook.scraping.asides import Asides
from pricebook.scraping.found import Found
from pricebook.tables.columns import column, is_price_cell, names_models, states_a_price, words_of_unit
from pricebook.tables.layouts import Layout, Source, slips_of
from pricebook.tables.prose import Spoken, prose_quotes
from pricebook.tables.quoting import Lacking
from pricebook.tables.rows import quotes
from pricebook.tables.sentences import Sentences
from pricebook.tables.shapes import (
    Variant,
    headed,
    holds_only_prices,
    is_model_name,
    is_turned,
    named_in,
    states_prices,
    titled,
    variants,
    with_corner,
)
from pricebook.tables.sides import beside

DISPLAY = "display name"
"""What a column of names for people is called that is made of headings."""


class PageTable(NamedTuple):
    """One table of the page, perhaps turned so that its rows are its columns."""

    page: "Page"
    block: int
    table: Table
    turned: bool = False
    display: str | None = None
    """The column with the names for people, where these stand above the table."""
    naming: tuple[Span, ...] = ()
    """The characters that name its models, where these stand in the sentences above."""

    def has(self, *columns: str) -> bool:
        """Whether the table has all these columns."""
        return all(column_of(self.table.header, wanted) is not None for wanted in columns)

    @property
    def headings(self) -> tuple[str, ...]:
        """The headings above the table, outermost first."""
        return self.page.document.paths[self.block]

    @property
    def caption(self) -> str:
        """The line right above the table, which is its title where it has one; else nothing."""
        before = self.page.document.blocks[self.block - 1] if self.block else None
        return before.text.rpartition("\n")[2] if isinstance(before, Paragraph) else ""

    @property
    def sentences(self) -> list[tuple[int, Paragraph]]:
        """The paragraphs between the table and the heading or the table above it, each with its place."""
        above = list(enumerate(self.page.document.blocks[: self.block]))[::-1]
        found = takewhile(lambda each: isinstance(each[1], Paragraph), above)
        return [(index, block) for index, block in found if isinstance(block, Paragraph)][::-1]

    @property
    def even_rows(self) -> list[Row]:
        """The rows with a cell below each heading."""
        return [row for row in self.table.rows if not self.table.ragged(row)]

    def shares_section(self, found: Found) -> bool:
        """Whether the table stands in the section of these characters, which are its heading or stand in it."""
        return self.block in self.page.document.section(found.span.block)

    def of_model(
        self, model: str, name: str | None = None, *, column: str = "model", own: Sequence[Variant | None] = ()
    ) -> "PageTable":
        """The same with a column of that model, which stands elsewhere, perhaps with its name for people.

        A row whose label names a model of its `own` is of that one.
        """
        if name is None:
            return self._replace(table=headed(self.table, [column], [model]))
        return self._replace(table=headed(self.table, [column, DISPLAY], [model, name], own), display=DISPLAY)

    def quotes(self, layout: Layout) -> Iterator[Finding]:
        """Every price of the table."""
        page = self.page
        layout = replace(layout, name=self.display) if self.display and not layout.name else layout
        says = page.says.of(self.block, self.table)
        source = Source(page.document.name, says, self.block, self.table, turned=self.turned)
        block, found = page.remembered.of(
            page.document.table(self.block),
            (PageTable.quotes, layout, self.turned, source.says, self.table.header, self.naming and self.table.lines),
            lambda: (source.block, list(quotes(source, layout))),
        )
        yield from (Excuse(span, "the names of the models of the table below") for span in self.naming)
        yield from found if block == self.block else (moved(finding, self.block) for finding in found)

    def unsaid(self, lacks: str, amount: str = "(?s).+") -> Iterator[Finding]:
        """Its columns of prices hold what the vocabulary cannot say, because of what it `lacks`.

        The pattern meets each amount of a cell. Its model stands in the column of models, else in the heading above;
        its unit beside it, else behind the stroke of the column's heading.
        """
        known = _column_of_models(self, _named_so(self))
        for heading in (each for each in self.table.header if column(each).role == "price"):
            per = words_of_unit(heading)
            for row, cell in self.cells(heading):
                model = self.value(row, known) if known else next(reversed(self.headings), "")
                for found in cell.find(amount):
                    yield from self.page.unsaid(found, model, lacks, per=per)

    def cells(self, heading: str) -> Iterator[tuple[Row, Found]]:
        """The cells under that heading from top to bottom, each with its row; those of ragged rows are left out."""
        index = self._index(heading)
        for number, row in enumerate(self.table.rows, start=1):
            if not self.table.ragged(row):
                text, spot = row.cells[index], self.table.spot(number, index)
                span = Span(self.block, spot.row, spot.column, 0, len(text), spot.shift)
                yield row, Found(text, span, {}, next(reversed(self.headings), ""), text)

    def contexts(self, model: str) -> Iterator[Fact]:
        """How long a context each model takes, by the columns that tell it: facts `context_length`, in tokens."""
        for heading in self.table.header:
            part = column(heading)
            if part.role == "beside" and part.says.subject == "context_tokens":
                for row, cell in self.cells(heading):
                    for name in model_names(self.value(row, model)):
                        yield cell.fact("context_length", name, {"context_tokens": read_count(cell.text)})

    def names(self, heading: str) -> list[str]:
        """The names of models in that column, each once, in its order."""
        cells = (self.value(row, heading) for row in self.table.rows if not self.table.ragged(row))
        return list(dict.fromkeys(name for cell in cells for name in model_names(cell)))

    def value(self, row: Row, heading: str) -> str:
        """The row's cell under that heading."""
        return row.cells[self._index(heading)]

    def _index(self, heading: str) -> int:
        index = column_of(self.table.header, heading)
        if index is None:
            raise self.page.document.no_table([heading])
        return index


class Page(Asides):
    """A Document as a scraper sees it."""

    def __init__(self, document: Document, currency: str | None = None, remembered: Remembered | None = None) -> None:
        self.document = document
        self._currency = questions.known(currency)
        self.says = Sentences(document, self._currency)
        self._ruled: list[Span] = []
        """Characters that state a rule, which the scraper applies."""
        self.remembered = remembered or Remembered()

    def tables(self, *columns: str) -> list[PageTable]:
        """The tables that have all these columns, in order; raises PageError, naming the headers seen, if none has."""
        found = self.tables_if_any(*columns)
        if not found:
            raise self.document.no_table(columns)
        return found

    def tables_if_any(self, *columns: str) -> list[PageTable]:
        """The tables that have all these columns, in order; perhaps none."""
        return [table for table in self._upright if table.has(*columns)]

    def across(self, *rows: str) -> list[PageTable]:
        """The tables whose models stand side by side and that have all these rows, in order; perhaps none.

        They come turned: what their rows are called are columns, and each model is a row.
        """
        return [
            PageTable(self, t.block, t.table.turned(), turned=True)
            for t in self._even
            if all(column_of(t.table.side, wanted) is not None for wanted in rows)
        ]

    def price_tables(self, *model_columns: str) -> Iterator[tuple[PageTable, str]]:
        """Every table with one of these columns and one that speaks of money, or that nobody knows; and the column.

        Where no column is named, it is one whose heading says that models stand below it. Of several it is the first of
        names as programs write them, else the first of all. Where models stand side by side, the rows are its columns,
        several labels of a row one heading. Where the heading above is a model's name, and the table has prices and no
        such column, it gets one, called like the first.
        """
        added = model_columns[0] if model_columns else "model"
        for table in self._as_columns:
            known = _column_of_models(table, model_columns or _columns_of_models(table))
            if known and any(states_a_price(heading) for heading in table.table.header):
                yield table, known
            elif not known and (named := self._below_its_model(table, added)):
                yield named, added

    def _below_its_model(self, table: PageTable, model_column: str) -> PageTable | None:
        found = titled(self.document, table.block) if states_prices(table.table) else None
        if found is None:
            return None
        own = variants(found, [row.cells[0] for row in table.table.rows]) if len(found.models) > 1 else []
        return table.of_model("\n".join(found.models), found.name, column=model_column, own=own if found.name else ())

    def named_above(self, column: str = "model") -> Iterator[tuple[PageTable, str]]:
        """Every table of prices without a column of models whose models the sentences above it name; and the column.

        They are models of the page's other tables, and stand between the table and the heading above it. The table
        comes with them in a column of its own. Where nobody can tell which they are, it is not given.
        """
        tables = [(table, heading) for table, heading in self.price_tables() if table.has(heading)]
        cells = dict.fromkeys(table.value(row, heading) for table, heading in tables for row in table.even_rows)
        models = list(dict.fromkeys(name for cell in cells for name in model_names(cell)))
        known = {table.block for table, _ in tables}
        for table in self._upright:
            if table.block in known or not holds_only_prices(table.table):
                continue
            above = table.sentences
            naming = named_in([block.text for _, block in above], models)
            spans = [
                Span(index, 0, 0, *place) for (index, _), place in zip(above, naming.places, strict=False) if place
            ]
            if naming.models:
                named = headed(table.table, [column], [", ".join(naming.models)])
                yield table._replace(table=named, naming=tuple(spans)), column

    def above(self, table: PageTable, column: str) -> PageTable:
        """The nearest table above this one that has the column, below the same heading; raises PageError if none is."""
        paths = self.document.paths
        for other in reversed(self._upright):
            if other.block < table.block and paths[other.block] == paths[table.block] and other.has(column):
                return other
        raise self.document.no_table([column])

    def known_by(self, *words: str) -> None:
        """Raises PageError if none of these words stands on the page: it is another's, or no price page.

        While it is an open question which words these are, nothing is asked of the page.
        """
        if any(isinstance(word, questions.Open) for word in words):
            return
        if not any(word in text for _, text in self.document.every_text for word in words):
            message = f"{self.document.name}: none of the words {', '.join(words)} stands on it: it is not the page."
            raise PageError(message)

    @cached_property
    def _upright(self) -> list[PageTable]:
        return [PageTable(self, index, beside(table) or restored(table)) for index, table in self.document.tables()]

    @cached_property
    def _as_columns(self) -> list[PageTable]:
        return [
            PageTable(self, t.block, with_corner(t.table.turned()), turned=True) if is_turned(t.table) else t
            for t in self._upright
        ]

    @cached_property
    def _even(self) -> list[PageTable]:
        return [t for t in self._upright if not any(t.table.ragged(row) for row in t.table.rows)]

    def find(self, pattern: str) -> Iterator[Found]:
        """Every match of the pattern in prose, headings and cells, in the order of the page."""
        compiled = re.compile(pattern)
        for span, text in self.document.every_text:
            for match in compiled.finditer(text) if compiled.search(text) else ():
                yield Found.of(match, span, next(reversed(self.document.paths[span.block]), ""), text)

    def quotes(
        self,
        found: Found,
        model: str,
        *,
        service: Service = "inference",
        meter: Meter | None = None,
        conditions: Mapping[str, Any] | None = None,
    ) -> Iterator[Finding]:
        """Every price that these characters print: their amount, unit and currency, or the word for free.

        The scraper says what prose says elsewhere: of what model, under which conditions, and the meter where the unit
        does not tell it. What the headings above say holds too. Raises ScraperError for what the vocabulary lacks.
        """
        return self._spoken(found, Spoken(model, service, meter, conditions))

    def unsaid(
        self, found: Found, model: str, lacks: str, *, per: str = "", conditions: Mapping[str, Any] | None = None
    ) -> Iterator[Finding]:
        """These characters print a price that the vocabulary cannot say, because of what it `lacks`.

        Amount and currency are read from them, and the unit; where they print none, it is `per` these words of the
        page. A cell of a table that was not understood is then unread no more, but for what else it holds. Raises
        ScraperError for conditions that the vocabulary lacks.
        """
        return self._spoken(found, Spoken(model, conditions=conditions, lacking=Lacking(lacks, per)))

    def _spoken(self, found: Found, spoken: Spoken) -> Iterator[Finding]:
        for problem in slips_of(spoken.service, spoken.conditions, spoken.meter):
            message = f"{self.document.name}: a price of {spoken.model}: {problem}."
            raise ScraperError(message)
        span, whole = found.span, self.document.whole(found.span)
        if len(spoken.model.splitlines()) != 1:
            return iter([Unread(span, f"{spoken.model[:40]!r} is not the name of one model")])
        alone = found.text == whole and isinstance(self.document.blocks[span.block], Paragraph)
        around = self.says.of_line(span.block) if alone else self.says.of_prose(span.block)
        return prose_quotes(whole, span, around, spoken)

    def rule(self, found: Found, kind: str, subject: str, value: Mapping[str, Any] | None = None) -> Fact:
        """The rule that these characters state, with the `multiplier` that they print: `derived` makes prices by it.

        The tables are read as if the characters were not there; so it is asked for before the tables are read.
        """
        self._ruled.append(found.span)
        self.says = Sentences(self.document.without(self._ruled), self._currency)
        printed = found.groups.get("printed", found.text)
        return found.fact(kind, subject, {"multiplier": read_ratio(printed), **(value or {})})

    def excuse(self, where: str | Found, reason: str) -> Iterator[Finding]:
        """These characters, or every match of the pattern, are no price, for that reason.

        A cell of a column of prices is never excused: there it is unread.
        """
        for found in [where] if isinstance(where, Found) else self.find(where):
            span = found.span
            block = self.document.blocks[span.block]
            if isinstance(block, Table) and is_price_cell(block, span.row, span.column + span.shift):
                yield Unread(span, f"a cell of prices, which the scraper says is none: {reason}")
            else:
                yield Excuse(span, reason)


def _named_so(table: PageTable) -> tuple[str, ...]:
    """The columns whose headings say that models stand below them."""
    return tuple(heading for heading in table.table.header if names_models(heading, table.headings))


def _columns_of_models(table: PageTable) -> tuple[str, ...]:
    """The columns whose headings say that models stand below them; beside names as programs write them, any label."""
    header, rows = table.table.header, table.table.rows
    known = _named_so(table)
    beside = table.turned and header[0] and all(is_model_name(row.cells[0]) for row in rows)
    return known or (header[:1] if beside else ())


def _column_of_models(table: PageTable, headings: Sequence[str]) -> str | None:
    """The first of these columns whose cells are names as programs write them, else the first that is there."""
    found = [heading for heading in headings if table.has(heading)]
    rows = table.even_rows
    written = (each for each in found if rows and all(is_model_name(table.value(row, each)) for row in rows))
    return next(written, found[0] if found else None)
