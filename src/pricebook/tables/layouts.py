"""How a scraper says what kind of table it reads, and which table of the page that is."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple, get_args

from pricebook.errors import ScraperError
from pricebook.reading.document import Table
from pricebook.records import METERS, Service, Span
from pricebook.tables.context import Context
from pricebook.tables.meaning import slips_of_meaning
from pricebook.tables.stating import MODEL, NAME
from pricebook.vocabulary import CONDITION_NAMES, slip


@dataclass(frozen=True, slots=True)
class Layout:
    """How a scraper reads one kind of table; what is not named here is told from the headings.

    Columns are named with or without blanks, and without what stands in brackets where that is one column's name
    alone. Raises ScraperError where it says what the vocabulary does not have.
    """

    model: str | None = None
    """Heading of the model's column."""
    service: str = "inference"
    """One of the vocabulary's services."""
    services: Mapping[str, str] | None = None
    """Headings of price columns, if they are there, that sell another of them: of a tool among those of a model."""
    name: str | None = None
    """Heading of the column with the display name."""
    prices: tuple[str, ...] = ()
    """Headings of the price columns; by default those that speak of money."""
    ignore: tuple[str, ...] = ()
    """Headings of columns that say nothing about the price, where they are there. Amounts in them stay unread."""
    dated: str | None = None
    """Heading of the column that prints the date from which the row's prices hold."""
    extra: Mapping[str, Any] | None = None
    """Conditions of every price of the table."""
    words: Mapping[str, Mapping[str, Any]] | None = None
    """Cells that say something in this table alone, and the conditions that each states; perhaps none."""
    read_as: Mapping[str, str] | None = None
    """Headings that nobody else would understand, where they are there, and in which words they are read."""
    named: str | None = None
    """The model of all prices, where no column names it: a heading above the table."""
    unit_of_column: bool = False
    """A price without a unit has that of its column's other cells, all of which must print the same one."""
    conditions: Mapping[str, str] | None = None
    """Conditions of the vocabulary, and for each the heading of the column whose cells are its values."""
    split: Mapping[str, str] | None = None
    """Headings of columns whose cells hold several things, and for each a pattern that meets each part of a cell.

    Its groups are `model`, `name` or conditions. A cell that it does not meet is one; what it leaves of a cell is loud.
    """

    unsaid: Mapping[str, str] | None = None
    """Headings of columns of prices that the vocabulary cannot say, if they are there, and for each what it lacks."""
    means: Mapping[str, Mapping[str, Any]] | None = None
    """Headings of price columns, and for each what it means beyond its words: `meter`, `per` so many of what, such as
    `1M tokens`, `currency`, and conditions. No other column is one of prices then."""
    begins: str | None = None
    """Heading of the column that prints the first day of the row's prices, and nothing else."""
    ends: str | None = None
    """Heading of the column that prints the last one, and nothing else."""
    promotion: str | None = None
    """Heading of the column whose cells are the words of a promotion."""

    def __post_init__(self) -> None:
        """Refuses what no page could make right."""
        for problem in self._slips():
            raise ScraperError(f"Layout: {problem}.")

    def _slips(self) -> Iterator[str]:
        if (self.model is None) == (self.named is None):
            yield "either `model` names the column of the models, or `named` the model of all prices"
        yield from slips_of(self.service, self.extra)
        for service in (self.services or {}).values():
            yield from slips_of(service, None)
        for option in ("prices", "ignore"):
            if isinstance(getattr(self, option), str):
                yield f"`{option}` is a list of headings: ({getattr(self, option)!r},)"
        for cell, stated in (self.words or {}).items():
            yield from (f"words[{cell!r}]: {problem}" for problem in slips_of(None, stated))
        for heading, said in (self.means or {}).items():
            yield from (f"means[{heading!r}]: {problem}" for problem in slips_of_meaning(said))
        yield from unknown_conditions(self.conditions or ())
        for heading, pattern in (self.split or {}).items():
            groups = re.compile(pattern).groupindex.keys()
            yield from (f"split[{heading!r}]: {problem}" for problem in unknown_conditions(groups - {MODEL, NAME}))
            if not groups or (heading == self.model and MODEL not in groups):
                yield f"split[{heading!r}]: its pattern needs a group (?P<{MODEL}>...) or one of a condition"


def slips_of(service: str | None, conditions: Mapping[str, object] | None, meter: str | None = None) -> Iterator[str]:
    """What of it the vocabulary does not have, each with what is known."""
    if service is not None and service not in get_args(Service):
        yield f"no service is called {service!r}; known: {', '.join(get_args(Service))}"
    if meter is not None and meter not in METERS:
        yield f"no meter is called {meter!r}; known: {', '.join(METERS)}"
    yield from filter(None, (slip(name, value) for name, value in (conditions or {}).items()))


def unknown_conditions(names: Iterable[str]) -> Iterator[str]:
    """Those that are no conditions of the vocabulary, each with what is known."""
    for name in sorted(set(names) - CONDITION_NAMES):
        yield f"no condition is called {name!r}; known: {', '.join(sorted(CONDITION_NAMES))}"


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
