"""What was true when, and what changed."""

from typing import Annotated

from pydantic import Field

from pricebook.publish.records.conditions import Stated
from pricebook.publish.records.fields import (
    Amount,
    Basis,
    Currency,
    Day,
    Id,
    Meter,
    Percent,
    PublishedUnit,
)
from pricebook.publish.records.prices import Promoted
from pricebook.records import Record, Service

KINDS = (
    "added", "increase", "decrease", "free", "terms", "conflict", "solved", "missing", "unread", "withdrawn",
    "returned",
)  # fmt: skip
"""What can happen to a price."""
Kind = Annotated[str, Field(examples=list(KINDS))]


class HistoryLine(Record):
    """A price in one form, from when to when: a line of `history.jsonl`."""

    id: Id
    """The price's id."""
    provider: str
    """The provider's id."""
    model: str
    """As of a price."""
    name: str | None
    """The display name where the page prints one beside it."""
    service: Service
    """What is sold."""
    meter: Meter
    """What is counted."""
    unit: PublishedUnit | None
    """What the amount is for; null for the meter `usage`."""
    currency: Currency
    """ISO 4217; never converted."""
    conditions: Stated
    """What must hold for the price."""
    standard: bool
    """Whether it is of the model's standard offer."""
    number: Annotated[int, Field(ge=1)]
    """Of the form, counted by id: 1 for the first form of the price."""
    amount: Amount
    """Exact, in `currency` per `unit`."""
    free: bool
    """The page says that it is free; the amount is then 0."""
    promotion: Promoted | None
    """The promotion that the price is under; null if there is none."""
    effective_from: Day | None
    """The day from which on the page says that it holds."""
    effective_until: Day | None
    """The day with or before which the page says that it ends."""
    quote: str
    """The quoted characters."""
    valid_from: Day
    """The day from which on the price holds in this form."""
    valid_from_basis: Basis
    """How that day is known."""
    valid_to: Day | None
    """The day from which on a later form holds instead; null if none does."""
    first_seen: Day
    """The day of the look that first saw it in this form."""
    last_seen: Day | None
    """The day of the last look that saw it; null while the last one did."""
    known_from: Day
    """The day on which it was learnt."""
    known_to: Day | None
    """The day on which it was learnt that it was misread; null if it was not."""
    missing_since: Day | None
    """The day from which on it was absent from a page that was understood; null if it is not."""
    unread_since: Day | None
    """The day from which on it was absent from pages that were not understood whole; null if it is not."""
    withdrawn_on: Day | None
    """The day from which on it is no longer sold, as the page or a person says; null if nobody does."""
    snapshot: str
    """The first snapshot that holds it so: the folder's name."""
    conflict: bool
    """Whether the page printed more than one amount; then there is a line for each."""
    held: list[str]
    """Why it waited for a person and was not published as the price; empty if it was accepted."""


class ChangeSide(Record):
    """The price before or after a change."""

    amount: Amount
    """Exact, in `currency` per `unit`."""
    currency: Currency
    """ISO 4217."""
    unit: PublishedUnit | None
    """What the amount is for; null for the meter `usage`."""
    quote: str
    """The quoted characters."""


class ChangeEntry(Record):
    """One change of one price."""

    day: Day
    """The day of the change."""
    provider: str
    """The provider's id."""
    model: str
    """As of a price."""
    service: Service
    """What is sold."""
    meter: Meter
    """What is counted."""
    conditions: Stated
    """What must hold for the price."""
    kind: Kind
    """What happened. `terms`: the promotion or the printed days changed; `conflict`, `solved`: the page prints it more
    than once, and once again."""
    id: Id
    """The price's id."""
    before: ChangeSide | None
    """The price before; null if there was none."""
    after: ChangeSide | None
    """The price after; null if there is none."""
    percent: Percent | None
    """By how much the amount rose, or with a minus fell, in percent of that before; null where that says nothing."""
    text: str
    """One line for people."""
