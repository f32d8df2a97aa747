"""Prices as they are published: current, absent, and waiting for a person."""

from typing import Annotated, Literal

from pydantic import Field

from pricebook import records
from pricebook.publish.records.conditions import Stated
from pricebook.publish.records.fields import Amount, Basis, Currency, Day, Id, Meter, PublishedUnit, ShownAs
from pricebook.records import Record

CurrentStatus = Literal["fresh", "stale", "held"]
AbsentStatus = Literal["missing", "unread", "withdrawn"]


class Where(records.Where):
    """The place on the page that something was read from."""

    address: str | None
    """The page as people open it; null if nobody noted its address."""


class Listed(records.Listed):
    """The price as the page prints it."""

    amount: Amount
    """In the price's currency per `unit` of this object."""


class Promotion(Record):
    """A promotion that a price is under: where the page says nothing more than its label, nothing more stands there."""

    label: str
    """The page's words for it: `限时免费`, `限时8折`."""
    list_amount: Amount | None = None
    """The price that it lowers, as printed: in the price's currency per `listed.unit`. Only where the page prints that
    price and the discount alone; `amount` is what is paid."""


Promoted = Annotated[dict[str, str], ShownAs(Promotion)]
"""As a price holds it: a plain mapping."""


class DatedPrice(records.Price):
    """A price in the published unit of what it is paid for, with what is known of its time and what is doubtful.

    Its identity is provider, model, service, meter, unit, currency and conditions.
    """

    id: Id
    """16 hexadecimal digits of the SHA-256 of the identity: the same for the same thing at any price."""
    meter: Meter
    """What is counted."""
    amount: Amount
    """What a bill takes: exact, in `currency` per `unit`."""
    currency: Currency
    """ISO 4217, as the page prints it; never converted."""
    unit: PublishedUnit | None
    """What the amount is for: `1M tokens` is a million of them, `image` is one; null for the meter `usage`."""
    conditions: Stated
    """What must hold for this price, all of it; empty if it always holds."""
    standard: bool
    """Whether it is of the model's standard offer: what everybody pays in the provider's home region."""
    listed: Listed
    """What the page prints."""
    promotion: Promoted | None
    """The promotion that the price is under; null if there is none."""
    effective_from: Day | None
    """The day from which on the page says that this price holds; null if it says none."""
    effective_until: Day | None
    """The day with or before which the page says that this price ends, or is no longer sold; null if it says none."""
    derived_from: str | None
    """The printed rule that made this price from another, which `listed` then quotes; null if it is printed itself."""
    where: Where
    """The place on the page."""
    valid_from: Day
    """The day from which on the price holds in this form."""
    valid_from_basis: Basis
    """How that day is known: printed by the page; observed, the day of the look that first saw it; assumed, likewise of
    a recording that does not say when it was made."""
    first_seen: Day
    """The day of the look that first saw it in this form."""
    known_from: Day
    """The day on which it was learnt: `first_seen`, or a later one if the stored page was read anew then."""
    reasons: list[str]
    """Why it is `held`; empty if it is not."""
    suspect: str | None
    """Why it may be a slip of the page, though it was read as printed; null if nothing is odd."""
    conflict: str | None
    """Why, if the page prints it more than once for one time; then all of them stand in the list, under one id."""


class Price(DatedPrice):
    """A price that is on sale now."""

    status: CurrentStatus
    """`fresh`; `stale`: the last look at its page failed, or the provider gave that page up; `held`: it waits for a
    person, and stays as it was until then. If its page prints another value, that stands in `pending.json`."""


class AbsentPrice(DatedPrice):
    """A price that was seen before."""

    status: AbsentStatus
    """`missing`: the page was understood without it; `unread`: it was not understood whole; `withdrawn`: the page or a
    person says that it is no longer sold."""
    absent_since: Day
    """The day from which on it was not seen or not sold."""
    snapshot: str
    """The last snapshot that holds it: the folder's name."""


class PendingPrice(DatedPrice):
    """A new value that waits for a person; nobody should bill by it."""

    reasons: Annotated[list[str], Field(min_length=1)]
    """Why it waits."""
    published: Amount | None
    """The amount that stands in `prices.json` meanwhile, in `currency` per `unit`; null if none does."""
