"""The nouns. A scraper yields Quotes, Facts and Excuses; the catalogue publishes Prices.

What is published is a pydantic model, frozen and closed, whose attribute docstrings become the schema's descriptions.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Annotated, Any, Literal, NamedTuple

from pydantic import AfterValidator, BaseModel, ConfigDict, PlainSerializer

from pricebook import units, vocabulary
from pricebook.units import Unit

Service = Literal["inference", "training", "deployment", "tool"]
Origin = Literal["cell", "row", "column", "header", "unit column", "caption", "page"]
"""Where a unit or a currency was printed, the nearest first."""


METERS = vocabulary.COUNTED
"""What can be counted."""


def _known_meter(meter: str) -> str:
    if meter not in METERS:
        raise ValueError(f"no meter of the vocabulary: {meter}")
    return meter


def _known_conditions(stated: dict[str, Any]) -> dict[str, Any]:
    unknown = stated.keys() - vocabulary.CONDITION_NAMES
    if unknown:
        raise ValueError(f"no conditions of the vocabulary: {', '.join(sorted(unknown))}")
    return stated


Meter = Annotated[str, AfterValidator(_known_meter)]
Conditions = Annotated[dict[str, Any], AfterValidator(_known_conditions)]
"""By name what must hold for a price, as JSON has it."""
ExactAmount = Annotated[Decimal, PlainSerializer(units.text, return_type=str, when_used="json")]


class Span(NamedTuple):
    """Characters of a Document: `[start, end)` in one cell, or in a heading or paragraph (row and column 0)."""

    block: int
    """Index into `Document.blocks`."""
    row: int
    """0 is a table's header, 1 its first row."""
    column: int
    """0 is the first."""
    start: int
    end: int
    shift: int = 0
    """How many columns further right its heading stands, where a row is short."""


class Place(NamedTuple):
    """Where a span stands, in words that lead a person to it."""

    line: int
    """Line of the page's source, from 1."""
    heading: tuple[str, ...]
    """The headings above it, outermost first."""
    table: int
    """Number of the table on the page, from 1; 0 outside tables."""
    row: int
    """Row of the table, from 1; 0 is the header."""
    column: str
    """The column's header; empty outside tables."""

    def __str__(self) -> str:
        """One line: `line 24, 大模型 API 定价, table 2, row 3, column 计费说明`."""
        parts = [f"line {self.line}", *self.heading[-1:]]
        if self.table:
            parts += [f"table {self.table}", f"row {self.row}" if self.row else "header", f"column {self.column}"]
        return ", ".join(" ".join(part.split()) for part in parts)


@dataclass(slots=True)
class Quote:
    """What the page says, in the page's own unit."""

    model: str
    service: Service
    meter: Meter
    amount: Decimal
    """In `currency` per `unit`, as printed."""
    currency: str
    """ISO 4217."""
    unit: Unit | None
    """None only for the meter `usage`."""
    span: Span
    """The characters that the price was read from."""
    conditions: Mapping[str, Any] = field(default_factory=dict)
    name: str | None = None
    free: bool = False
    promotion: Mapping[str, str] | None = None
    effective_from: str | None = None
    effective_until: str | None = None
    derived_from: str | None = None
    """The rule that made this price from another one that the page prints."""
    multiplier: Decimal = Decimal(1)
    """What that rule multiplies the printed amount by."""
    unit_from: Origin = "cell"
    currency_from: Origin = "cell"


@dataclass(slots=True)
class Fact:
    """Something that the page says about prices that is no price: a quota, a date, a rule, a limit."""

    kind: str
    subject: str
    printed: str
    """The page's characters."""
    value: Mapping[str, Any] | None
    span: Span
    """At least the printed characters."""
    models: tuple[str, ...] | None = None


@dataclass(slots=True)
class Excuse:
    """An amount that is no price, and why."""

    span: Span
    reason: str


@dataclass(slots=True)
class Unread:
    """Text in which a price may stand that was not understood, and why."""

    span: Span
    reason: str


@dataclass(slots=True)
class Unsaid:
    """An amount that is plainly a price, of a meter or per a unit that the vocabulary lacks."""

    span: Span
    model: str
    amount: Decimal
    """In `currency` per `per`, as printed."""
    currency: str
    per: str
    """The page's words for the unit."""
    reason: str
    """What the vocabulary lacks."""
    conditions: Mapping[str, Any] = field(default_factory=dict)
    meters: tuple[str, ...] = ()
    """What the page's words say that is counted, where they do."""


Finding = Quote | Fact | Excuse | Unread | Unsaid
"""What a scraper yields."""


class Record(BaseModel):
    """Frozen, and closed to fields that it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


def as_values(records: Iterable[Record]) -> list[dict[str, Any]]:
    """The records as JSON has them: amounts are texts."""
    return [record.model_dump(mode="json") for record in records]


class Where(Record):
    """The place on the page that something was read from."""

    page: str
    """The page's name among the provider's pages."""
    line: int
    """Line of the page as stored, from 1."""
    heading: list[str]
    """The headings above, outermost first."""
    table: int
    """Number of the table on the page, from 1; 0 outside tables."""
    row: int
    """Row of the table, from 1; 0 is the header."""
    column: str
    """The column's header; empty outside tables."""

    def __str__(self) -> str:
        """One line for a person."""
        return f"{self.page}, {Place(self.line, tuple(self.heading), self.table, self.row, self.column)}"


class Listed(Record):
    """The price as the page prints it."""

    amount: ExactAmount
    """In the price's currency per `unit`."""
    unit: str | None
    """The page's unit in our words: `1K tokens`, `10K characters`; null where the page prints none."""
    text: str
    """The quoted characters."""
    unit_from: Origin
    """Where the unit was printed."""
    currency_from: Origin
    """Where the currency was printed."""


class Price(Record):
    """One price in the published unit of what it is paid for. Its identity is every field that `identity` lists."""

    id: str
    """16 hexadecimal digits of the SHA-256 of the identity: the same for the same thing at any price."""
    provider: str
    """The provider's id: the name of its scraper's module."""
    model: str
    """The name that a customer sends to the API where the page prints it, else the printed name."""
    name: str | None
    """The display name where the page prints one beside the API name."""
    service: Service
    """What is sold."""
    meter: Meter
    """What is counted."""
    amount: ExactAmount
    """Exact, in `currency` per `unit`."""
    currency: str
    """ISO 4217; never converted."""
    unit: str | None
    """The published unit: `1M tokens`, `image`, `second` ...; null for the meter `usage`."""
    conditions: Conditions
    """What must hold for this price: bounds, resolution, task ...; empty if it always holds."""
    listed: Listed
    """What the page prints."""
    free: bool
    """The page says that it is free; the amount is then 0."""
    promotion: dict[str, str] | None
    """The label of a promotion; `list_amount`, as printed, where the page prints the list price alone; its dates."""
    effective_from: str | None
    """The day from which the page says that this price holds, ISO 8601."""
    effective_until: str | None = None
    """The day with which, or before which, the page says that this price ends, ISO 8601."""
    derived_from: str | None
    """The rule that made this price from another one."""
    where: Where
    """The place on the page."""


class StatedFact(Record):
    """A Fact as it is published."""

    provider: str
    """The provider's id."""
    kind: str
    """`free_quota`, `context_length`, `charging_start`, `page_date`, `rate_limit`, `batch_discount` ..."""
    subject: str
    """What it is about: a model, a section or the page."""
    printed: str
    """The page's characters."""
    value: dict[str, str | None] | None
    """The same in fixed words; counts and ratios as decimal strings."""
    models: list[str] | None
    """The models that it holds for, where the page lists them."""
    where: Where
    """The place on the page."""


class UnsaidPrice(Record):
    """An amount that is plainly a price, of a meter or per a unit that the vocabulary lacks."""

    provider: str
    """The provider's id."""
    model: str
    """What it is a price of."""
    amount: ExactAmount
    """As printed, in `currency` per `per`."""
    currency: str
    """ISO 4217."""
    per: str
    """The page's words for the unit."""
    conditions: Conditions = {}
    """What must hold for it."""
    meters: list[Meter] = []
    """What the page's words say that is counted; empty where they do not say it."""
    text: str
    """The quoted characters."""
    reason: str
    """What the vocabulary lacks."""
    where: Where
    """The place on the page."""


class Remark(Record):
    """An amount that is no price (excused), or that was not understood (unread)."""

    text: str
    """The characters around the amount."""
    reason: str
    """Why."""
    where: Where
    """The place on the page."""


class TableWords(Record):
    """The words around a table of prices, whoever understands them: a change there may be one of the prices."""

    where: Where
    """The table, with the headings above it; row and column say nothing."""
    columns: list[str]
    """Its headings, as printed."""
    said: list[str]
    """Lines of its section, and of those above, up to the next table: long ones without their end, and a digest."""
    rows: list[str]
    """For each of its rows the words of the cells that hold no price, likewise."""


class Conflict(Record):
    """Two prices of one identity for one time: other amounts, or other headings. All are kept, and a person decides."""

    id: str
    """The id that the prices share."""
    model: str
    """Their model."""
    reason: str
    """What they say, and where."""


class Suspicion(Record):
    """A price that was read as printed and may still be a slip of the page."""

    id: str
    """The price's id."""
    model: str
    """Its model."""
    reason: str
    """What is odd about it."""


class Reading(Record):
    """All that was read from one page."""

    provider: str
    """The provider's id."""
    page: str
    """The page's name among the provider's pages."""
    prices: list[Price]
    """In the order of the page."""
    facts: list[StatedFact]
    """In the order of the page."""
    unsaid: list[UnsaidPrice] = []
    """Prices that the vocabulary cannot say."""
    unread: list[Remark]
    """Amounts that nobody accounted for. Empty on a page that was understood."""
    excused: list[Remark]
    """Amounts that are no price."""
    conflicts: list[Conflict]
    """Identities that the page prints more than once for one time."""
    suspects: list[Suspicion]
    """Prices to look at."""
    surroundings: list[TableWords] = []
    """What stands around each table that prices were read from, on the page as it came."""
    remarks: list[str] = []
    """What is odd about the page itself, as it came: a table that it does not close."""
    stored: str = ""
    """The price-bearing part of the page, in canonical Markdown; empty where nothing is to be kept of it."""
