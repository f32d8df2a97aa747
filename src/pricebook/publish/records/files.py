"""The files of a release, each a record."""

from typing import Annotated, Literal

from pydantic import Field

from pricebook.publish.records.conditions import StatedInPart
from pricebook.publish.records.fields import (
    Amount,
    Count,
    Currency,
    Day,
    Digest,
    Format,
    Id,
    Instant,
    Meter,
    Moment,
    PublishedUnit,
    ShownAs,
)
from pricebook.publish.records.history import ChangeEntry
from pricebook.publish.records.others import ModelEntry, Provider, StatedFact, UnreadText, UnsaidPrice
from pricebook.publish.records.prices import AbsentPrice, CurrentStatus, PendingPrice, Price, Promoted
from pricebook.records import Record


class PricesFile(Record):
    """`prices.json`: what is on sale now, by every provider."""

    format: Format
    prices: list[Price]
    """Sorted by provider, model and service; the standard offer first, then by meter, conditions and tiers."""


class AbsentFile(Record):
    """`absent.json`: what was seen before and is missing, unread or withdrawn now."""

    format: Format
    prices: list[AbsentPrice]
    """In the order of `prices.json`."""


class PendingFile(Record):
    """`pending.json`: new values that wait for a person."""

    format: Format
    pending: list[PendingPrice]
    """In the order of `prices.json`. Nobody should bill by them."""


class FactsFile(Record):
    """`facts.json`: quotas, context lengths, limits, dates and discount rules that pages state."""

    format: Format
    facts: list[StatedFact]
    """By provider, in the order of the pages."""


class UnsaidFile(Record):
    """`unsaid.json`: what is plainly a price and cannot be said in the words of the vocabulary."""

    format: Format
    unsaid: list[UnsaidPrice]
    """By provider, in the order of the pages."""


class UnreadFile(Record):
    """`unread.json`: amounts that were not understood."""

    format: Format
    unread: list[UnreadText]
    """By provider, in the order of the pages."""


class ProviderFile(Record):
    """`providers/<id>.json`: all of one provider."""

    format: Format
    provider: Provider
    """Who it is, and its pages."""
    prices: list[Price]
    """What it sells now."""
    absent: list[AbsentPrice]
    """What was seen before."""
    pending: list[PendingPrice]
    """What waits for a person."""
    facts: list[StatedFact]
    """What its pages state besides prices."""
    unsaid: list[UnsaidPrice]
    """Prices that cannot be said."""
    unread: list[UnreadText]
    """Amounts that were not understood."""


class ModelsFile(Record):
    """`models.json`: which providers sell a model, under which names."""

    format: Format
    models: list[ModelEntry]
    """Sorted by name."""


class SlimMarks(Record):
    """What else there is to say of a price: each mark stands there only if it says something."""

    unit: PublishedUnit | None = None
    """What the amount is for, if it is another unit than the meter's in `units`."""
    currency: Currency | None = None
    """ISO 4217, if it is another than the provider's."""
    free: Literal[True] | None = None
    """The page says that it is free; the amount is then 0."""
    promotion: Promoted | None = None
    """The promotion that the price is under."""
    effective_from: Day | None = None
    """The day from which on the page says that it holds."""
    effective_until: Day | None = None
    """The day with or before which the page says that it ends."""
    status: CurrentStatus | None = None
    """If it is another than the provider's."""
    suspect: str | None = None
    """Why it may be a slip of the page."""
    conflict: str | None = None
    """Why, if the page prints it more than once."""


Marks = Annotated[dict[str, object], ShownAs(SlimMarks)]
SlimPrice = tuple[Amount, StatedInPart] | tuple[Amount, StatedInPart, Marks]
"""Amount in the currency per the meter's unit; conditions but for the home region; marks."""


class SlimProvider(Record):
    """A provider's standard offers."""

    cache_discount: Literal[True] | None = None
    """True where its pages say that tokens found in a cache cost less: where no `cache_read` price holds, what such
    tokens cost is not known. Absent elsewhere."""
    currency: Currency
    """ISO 4217: of all amounts that are not marked otherwise."""
    status: CurrentStatus
    """Of all prices that are not marked otherwise."""
    models: dict[str, dict[str, Amount | list[SlimPrice]]]
    """By model, and by meter (of a service other than inference: `service/meter`): the amount, in `currency` per the
    meter's unit, if that is all there is to say; else a list of amount, conditions and marks in the order of
    `prices.json`."""


class SlimFile(Record):
    """`slim.json`: the standard offers alone, without evidence."""

    format: Format
    units: dict[str, PublishedUnit | None]
    """By meter what amounts are for; null for the meter `usage`."""
    providers: dict[str, SlimProvider]
    """By id."""


class ChangesFile(Record):
    """`changes.json`: the last changes."""

    format: Format
    changes: list[ChangeEntry]
    """The newest first."""


class FailingPage(Record):
    """A page that could not be seen while others of its provider were."""

    since: Moment
    """The moment of the first look that did not see it: a day, or a time with its offset."""
    last_good: Moment | None
    """The moment of the last look that did; null if none did."""
    error: str
    """Why, at the last look for it."""


class ProviderStatus(Record):
    """When a provider was looked at and read, and what waits for a person. Moments are of its own calendar."""

    last_look: Moment | None
    """The moment of the last look; null if there was none."""
    last_good: Moment | None
    """The moment of the last look that saw its pages; null if there was none."""
    last_change: Moment | None
    """The moment of the last look that saw something new; null if there was none."""
    failing_since: Moment | None
    """The moment of the first look that failed since the last good one; null if the last look was good."""
    error: str | None
    """Why the last look failed, or the pages that it did not see; null if it was good."""
    failing: dict[str, FailingPage]
    """By name the pages that failed while others were seen."""
    given_up: dict[str, Moment]
    """By name the pages that the provider gave up, and the moment of the last look that saw each."""
    pages: dict[str, Moment]
    """By name all of its pages of which something is published, and the moment of the last look that saw each."""
    elsewhere: dict[str, str]
    """By the names of exports how other tools spell its id, where they know it otherwise."""
    prices: Count
    """How many prices are on sale."""
    absent: Count
    """How many are missing, unread or withdrawn."""
    unsaid: Count
    """How many prices cannot be said."""
    unread: Count
    """How many amounts were not understood."""
    conflicts: Count
    """How many prices the page prints more than once, and nobody has decided."""
    held: Count
    """How many cases wait for a person: one may hold many prices."""


class StatusFile(Record):
    """`status.json`: how each provider stands."""

    format: Format
    providers: dict[str, ProviderStatus]
    """By id."""


class Loss(Record):
    """What exports cannot say of a price."""

    id: Id
    """The price's id."""
    provider: str
    """The provider's id."""
    model: str
    """As of the price."""
    meter: Meter
    """As of the price."""
    held: bool
    """Whether the price stands there, with this reservation; false: it was left out for it."""
    what: str
    """The reservation, in words."""
    exports: Annotated[list[str], Field(min_length=1)]
    """Which exports, by their names."""


class LossesFile(Record):
    """`exports/losses.json`: what the formats of other tools cannot hold."""

    format: Format
    losses: list[Loss]
    """Sorted by provider, model and meter."""


class FileEntry(Record):
    """A file of the release."""

    bytes: Count
    """Its size, in bytes."""
    sha256: Digest
    """SHA-256 of its bytes, in hexadecimal digits."""


class Manifest(Record):
    """`manifest.json`: which release it is, and of which files."""

    format: Format
    release: Digest
    """The digest of all that was seen and decided: SHA-256 in hexadecimal digits."""
    previous: Digest | None
    """That of the release of the last earlier day on which anything was seen; null for the first."""
    sequence: Count
    """Grows with every look and decision."""
    generated: Instant
    """The moment of the newest look, ISO 8601 with its offset."""
    expires: Instant
    """Fourteen days later: whoever holds an expired copy should say so."""
    counts: dict[str, Count]
    """How many prices have each status."""
    licence: str
    """Of the data, as SPDX names it."""
    files: Annotated[dict[str, FileEntry], Field(min_length=1)]
    """By the name below the release's folder, all but the manifest itself."""
