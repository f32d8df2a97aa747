"""What a scraper imports: the page as it sees it, and how it says what it is.

A scraper is a module of the collection's `scrapers/` folder that defines `scraper`. Its `extract` is a function from a
Page to Quotes, Facts and Excuses; it knows no markup, no clock, no file and no number.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from typing import Any, NamedTuple

from pricebook.errors import PageError
from pricebook.phrases import read_count, read_date, read_ratio
from pricebook.phrases.names import model_names
from pricebook.reading.document import Document, Row, Table, column_of
from pricebook.reading.remembered import Remembered, moved
from pricebook.reading.spans import restored
from pricebook.records import Excuse, Fact, Finding, Meter, Quote, Service, Span, Unread
from pricebook.tables.columns import states_a_price
from pricebook.tables.layouts import Layout, Source
from pricebook.tables.prose import Spoken, prose_quotes
from pricebook.tables.rows import quotes
from pricebook.tables.sentences import Sentences
from pricebook.tables.shapes import headed, is_model_name, is_turned, states_prices

__all__ = [
    "Address", "Excuse", "Fact", "Finding", "Found", "Layout", "Page", "PageTable", "Quote", "Scraper",
    "batches_of", "model_names", "read_count", "read_date", "read_ratio",
]  # fmt: skip


class Found(NamedTuple):
    """Characters of the page that a pattern matched."""

    text: str
    span: Span
    groups: Mapping[str, str]
    """The pattern's named groups."""
    heading: str
    """The nearest heading above, or nothing."""
    whole: str = ""
    """All of the cell or paragraph that it stands in."""
    models: tuple[str, ...] | None = None
    """The API names in the sentence, where it was widened to one."""

    def find(self, pattern: str) -> Iterator["Found"]:
        """Every match of the pattern inside these characters."""
        for match in re.finditer(pattern, self.text):
            start = self.span.start
            span = self.span._replace(start=start + match.start(), end=start + match.end())
            yield Found(match.group(), span, match.groupdict(default=""), self.heading)

    def sentence(self) -> "Found":
        """The same with all before it in its sentence, and the API names there: `qwen-max、qwen-plus` is two."""
        start = max(self.whole.rfind(mark, 0, self.span.start) for mark in "。：:\n") + 1
        text = self.whole[start : self.span.end].lstrip()
        span = self.span._replace(start=self.span.end - len(text))
        names = tuple(re.findall(r"[a-z][a-z0-9]*-[a-z0-9.-]*[a-z0-9]", text))
        return self._replace(text=text, span=span, groups={**self.groups, "printed": self.text}, models=names)

    def fact(self, kind: str, subject: str, value: Mapping[str, Any] | None) -> Fact:
        """The fact that these characters state; the group `printed`, if there is one, is what is quoted.

        A sentence that was widened states it of the models that it names.
        """
        return Fact(kind, subject, self.groups.get("printed", self.text), value, self.span, self.models)


class PageTable(NamedTuple):
    """One table of the page, perhaps turned so that its rows are its columns."""

    page: "Page"
    block: int
    table: Table
    turned: bool = False

    def has(self, *columns: str) -> bool:
        """Whether the table has all these columns."""
        return all(column_of(self.table.header, wanted) is not None for wanted in columns)

    @property
    def headings(self) -> tuple[str, ...]:
        """The headings above the table, outermost first."""
        return self.page.document.paths[self.block]

    def column_of_models(self, headings: Sequence[str]) -> str | None:
        """The first of these columns whose cells are names as programs write them, else the first that is there."""
        found = [heading for heading in headings if self.has(heading)]
        rows = [row for row in self.table.rows if not self.table.ragged(row)]
        written = (h for h in found if rows and all(is_model_name(self.value(row, h)) for row in rows))
        return next(written, found[0] if found else None)

    def quotes(self, layout: Layout) -> Iterator[Finding]:
        """Every price of the table."""
        page = self.page
        says = page.says.of(self.block, self.table)
        source = Source(page.document.name, says, self.block, self.table, turned=self.turned)
        block, found = page.remembered.of(
            page.document.table(self.block),
            (PageTable.quotes, layout, self.turned, source.says),
            lambda: (source.block, list(quotes(source, layout))),
        )
        return iter(found) if block == self.block else (moved(finding, self.block) for finding in found)

    def cells(self, heading: str) -> Iterator[tuple[Row, Found]]:
        """The cells under that heading from top to bottom, each with its row; those of ragged rows are left out."""
        index = self._index(heading)
        for number, row in enumerate(self.table.rows, start=1):
            if not self.table.ragged(row):
                text, spot = row.cells[index], self.table.spot(number, index)
                yield row, Found(text, Span(self.block, spot.row, spot.column, 0, len(text), spot.shift), {}, "")

    def value(self, row: Row, heading: str) -> str:
        """The row's cell under that heading."""
        return row.cells[self._index(heading)]

    def _index(self, heading: str) -> int:
        index = column_of(self.table.header, heading)
        if index is None:
            raise self.page.document.no_table([heading])
        return index


class Page:
    """A Document as a scraper sees it."""

    def __init__(self, document: Document, currency: str | None = None, remembered: Remembered | None = None) -> None:
        self.document = document
        self.says = Sentences(document, currency)
        self.remembered = remembered or Remembered()

    def tables(self, *columns: str, turned: bool = False) -> list[PageTable]:
        """The tables that have all these columns, in order; raises PageError, naming the headers seen, if none has.

        Of a `turned` table the columns are its rows.
        """
        found = self.tables_if_any(*columns, turned=turned)
        if not found:
            raise self.document.no_table(columns)
        return found

    def tables_if_any(self, *columns: str, turned: bool = False) -> list[PageTable]:
        """The tables that have all these columns, in order; perhaps none."""
        tables = self._turned if turned else self._upright
        return [table for table in tables if table.has(*columns)]

    def price_tables(self, *model_columns: str) -> Iterator[tuple[PageTable, str]]:
        """Every table with one of these columns and one that speaks of money, or that nobody knows; and the column.

        Of several such columns it is the first of names as programs write them, else the first of all. Where models
        stand side by side, the rows are its columns, several labels of a row one heading. Where the heading above is a
        model's name, and the table has prices and no such column, it gets one, called like the first.
        """
        for table in self._as_columns:
            known = table.column_of_models(model_columns)
            if known and any(states_a_price(heading) for heading in table.table.header):
                yield table, known
            elif not known and model_columns and (named := self._below_its_model(table, model_columns[0])):
                yield named, model_columns[0]

    def _below_its_model(self, table: PageTable, model_column: str) -> PageTable | None:
        path = self.document.paths[table.block]
        if not path or not is_model_name(path[-1]) or not states_prices(table.table):
            return None
        return table._replace(table=headed(table.table, model_column, path[-1]))

    def above(self, table: PageTable, column: str) -> PageTable:
        """The nearest table above this one that has the column, below the same heading; raises PageError if none is."""
        paths = self.document.paths
        for other in reversed(self._upright):
            if other.block < table.block and paths[other.block] == paths[table.block] and other.has(column):
                return other
        raise self.document.no_table([column])

    def known_by(self, *words: str) -> None:
        """Raises PageError if none of these words stands on the page: it is another's, or no price page."""
        if not any(word in text for _, text in self.document.every_text for word in words):
            message = f"{self.document.name}: none of the words {', '.join(words)} stands on it: it is not the page."
            raise PageError(message)

    @cached_property
    def _upright(self) -> list[PageTable]:
        return [PageTable(self, index, restored(table)) for index, table in self.document.tables()]

    @cached_property
    def _as_columns(self) -> list[PageTable]:
        return [
            PageTable(self, t.block, t.table.turned(), turned=True) if is_turned(t.table) else t for t in self._upright
        ]

    @cached_property
    def _turned(self) -> list[PageTable]:
        even = (t for t in self._upright if not any(t.table.ragged(row) for row in t.table.rows))
        return [PageTable(self, t.block, t.table.turned(), turned=True) for t in even]

    def find(self, pattern: str) -> Iterator[Found]:
        """Every match of the pattern in prose, headings and cells, in the order of the page."""
        compiled = re.compile(pattern)
        for span, text in self.document.every_text:
            for match in compiled.finditer(text) if compiled.search(text) else ():
                path = self.document.paths[span.block]
                place = span._replace(start=match.start(), end=match.end())
                yield Found(match.group(), place, match.groupdict(default=""), path[-1] if path else "", text)

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
        does not tell it. What the headings above say holds too.
        """
        spoken = Spoken(model, service, meter, conditions)
        return prose_quotes(found.text, found.span, self.says.of_prose(found.span.block), spoken)

    def excuse(self, pattern: str, reason: str) -> Iterator[Excuse]:
        """Every match of the pattern is no price, for that reason."""
        return (Excuse(found.span, reason) for found in self.find(pattern))


@dataclass(frozen=True)
class Address:
    """Where one page of the provider stands."""

    name: str
    """The page's name: that of its stored file and of its recording."""
    url: str
    """The page that is fetched."""
    shown: str | None = None
    """The page that a person opens, where it is another one."""
    at_least: int | None = None
    """With fewer prices than this, read, unsaid and unread, it is not the page; None: the scraper's floor holds."""


@dataclass(frozen=True)
class Scraper:
    """What a module of `scrapers/` defines as `scraper`."""

    provider: str
    """The provider's id; the module's name."""
    name: str
    """The provider's name, for people."""
    currency: str
    """ISO 4217: the currency that all prices of the page are expected to be in."""
    pages: Sequence[Address]
    extract: Callable[[Page], Iterator[Finding]]
    """Reads each of the pages; which one it has before it, it tells from what stands there."""
    timezone: str
    """Whose days the provider's prices change on: a name of the IANA list, `Asia/Shanghai`."""
    at_least: int = 1
    """The floor of each page that names none of its own."""

    def floor(self, page: str) -> int:
        """How many prices that page has at least; of one that is none of the provider's by name, what the lowest has.

        >>> pages = [Address("chat", "https://a.example/chat"), Address("batch", "https://a.example/batch", at_least=3)]
        >>> scraper = Scraper("a", "A", "CNY", pages, lambda page: iter(()), "Asia/Shanghai", at_least=8)
        >>> scraper.floor("chat"), scraper.floor("batch"), scraper.floor("saved")
        (8, 3, 3)
        """
        floors = {each.name: self.at_least if each.at_least is None else each.at_least for each in self.pages}
        return floors.get(page, min(floors.values()))


def batches_of(quotes: Iterable[Finding], rules: Sequence[Fact]) -> Iterator[Finding]:
    """The quotes, and behind each the batch price that a rule gives for its model.

    A rule is a Fact that lists its models and whose value has the `multiplier`, a decimal such as `0.5`. It is a rule
    for what is called in the ordinary way: beside a price that has a mode of its own it is not understood.
    """
    for quote in quotes:
        yield quote
        for rule in rules:
            if not isinstance(quote, Quote) or not rule.value or quote.model not in (rule.models or ()):
                continue
            if "mode" in quote.conditions:
                yield Unread(quote.span, f"cannot tell what the rule {rule.printed!r} makes of a price with a mode")
            else:
                yield replace(
                    quote,
                    multiplier=Decimal(rule.value["multiplier"]),
                    conditions={**quote.conditions, "mode": "batch"},
                    derived_from=rule.printed,
                )
