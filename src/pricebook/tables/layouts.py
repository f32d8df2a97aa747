"""How a scraper says what kind of table it reads, and which table of the page that is."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from pricebook.reading.document import Table
from pricebook.records import Service, Span
from pricebook.tables.context import Context


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

    page: str
    """How messages call the page."""
    says: Context
    block: int
    table: Table
    turned: bool = False
    """The table was turned: its rows are columns of the page."""

    def span(self, row: int, column: int, offset: int, text: str) -> Span:
        """The whole cell, on the page; `offset` cells of its row were taken from the row above."""
        if self.turned:
            return Span(self.block, column, row, 0, len(text))
        return Span(self.block, row, column - offset, 0, len(text), offset)
