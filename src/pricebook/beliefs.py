"""The nouns of time: what was seen when, what was decided, what is believed. Records like those of `records`."""

from typing import Literal

from pydantic import Field

from pricebook.records import Price, Record

Basis = Literal["printed", "observed"]
"""Whether the page prints the day from which on a price holds, or it is the day of the look that first saw it."""
State = Literal["listed", "missing", "unread"]
"""Whether the last look saw a price: if not, the page was understood without it, or not understood whole."""


class Observation(Record):
    """One look at a provider: a line of `observations.jsonl`."""

    provider: str
    """The provider's id."""
    at: str
    """The moment of the look on the provider's calendar: a day, or a time with its offset."""
    outcome: Literal["new", "unchanged", "failed"]
    """Whether it saw something new, the same as before, or nothing."""
    snapshot: str | None
    """The folder that holds what was seen; null if it failed."""
    pages: dict[str, str]
    """SHA-256 of the bytes of each page as they were received."""
    error: str | None
    """Why it failed."""
    validators: dict[str, dict[str, str]] = Field(default_factory=dict)
    """What the server said of the version of each page: `etag`, `last_modified`."""


class Decision(Record):
    """What a person has decided about a price: a line of `approvals.jsonl`."""

    provider: str
    """The provider's id."""
    id: str
    """The price's id."""
    decision: Literal["withdrawn", "acknowledged"]
    """It is no longer sold; or the page prints it more than once, and a person knows."""
    on: str
    """From which day on, ISO 8601."""
    at: str
    """The moment of the decision."""
    because: str
    """Why."""
    amounts: list[str] = Field(default_factory=list)
    """Of a conflict that is acknowledged: what the page printed. With other amounts it is another conflict."""


class Belief(Record):
    """What was true of one price on a day, as it was known then or later."""

    prices: list[Price]
    """As the page printed it when it was first seen so; more than one is a conflict."""
    valid_from: str
    """The day from which on it holds."""
    basis: Basis
    """How that day is known."""
    first_seen: str
    """The moment of the look that first saw it so."""
    snapshot: str
    """What that look saw: the folder's name."""
    state: State
    """How it stood."""
    since: str | None
    """Since which day, if it was not listed."""


class Absence(Record):
    """That the last look did not see a price that was listed before."""

    state: Literal["missing", "unread"]
    """Whether the page was understood without it, or not understood whole."""
    since: str
    """The day of the first look that did not see it."""
    snapshot: str
    """The last snapshot that holds it."""


class PublishedPrice(Price):
    """A price as it is published: with what is known of its time."""

    valid_from: str
    """The day from which on it holds in this form, ISO 8601."""
    valid_from_basis: Basis
    """`printed` on the page, or `observed`: the day of the look that first saw it."""
    absent: Absence | None
    """Null while the page lists it. A price leaves the catalogue only when the page or a person says so."""
