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

    model: str | None = None
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
    extra: Mapping[str, Any] | None = None
    """Conditions of every price of the table."""
    words: Mapping[str, Mapping[str, Any]] | None = None
    """Cells that say something in this table alone, and the conditions that each states; perhaps none."""
    read_as: Mapping[str, str] | None = None
    """Headings that nobody else would understand, without blanks, and in which words they are read."""
    named: str | None = None
    """The model of all prices, where no column names it: a heading above the table."""
    unit_of_column: bool = False
    """A price without a unit has that of its column's other cells, all of which must print the same one."""


class Source(NamedTuple):
    """The table to read and where it stands."""

    page: str
    """How messages call the page."""
    says: Context
    block: int
    table: Table
    turned: bool = False
    """Models stand side by side on the page: its columns are the page's rows."""

    def span(self, row: int, column: int, text: str) -> Span:
        """The whole cell, where it stands on the page."""
        spot = self.table.spot(row, column)
        return Span(self.block, spot.row, spot.column, 0, len(text), spot.shift)
