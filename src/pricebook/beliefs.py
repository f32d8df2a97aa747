"""The nouns of time: what came, what was seen when, what was decided, what is believed."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal, NamedTuple

from pydantic import Field

from pricebook.records import Price, Record
from pricebook.system.files import digest

Basis = Literal["printed", "observed", "assumed"]
"""Whether the page prints the day from which on a price holds, or it is the day of the look that first saw it; of pages
that do not say when they were saved that day is a guess."""
State = Literal["listed", "missing", "unread"]
"""Whether the last look saw a price: if not, the page was understood without it, or not understood whole."""


LONGEST_VALIDATOR = 500
"""Characters of what a server says of a page's version: what is longer is not kept, and the page is fetched whole."""
_SENDABLE = re.compile(r"[!-~](?:[ -~]*[!-~])?")


@dataclass(frozen=True, slots=True)
class Validators:
    """What an answer said of the page's version, to ask whether it is still the same."""

    etag: str | None = None
    last_modified: str | None = None

    @property
    def said(self) -> dict[str, str]:
        """What is known and can be sent back as it came, by its name."""
        named = {"etag": self.etag, "last_modified": self.last_modified}
        return {name: value for name, value in named.items() if value and _can_be_sent(value)}

    @property
    def headers(self) -> dict[str, str]:
        """The same as request headers; none if nothing is known."""
        named = {"etag": "If-None-Match", "last_modified": "If-Modified-Since"}
        return {named[name]: value for name, value in self.said.items()}


def _can_be_sent(value: str) -> bool:
    return len(value) <= LONGEST_VALIDATOR and _SENDABLE.fullmatch(value) is not None


@dataclass(frozen=True, slots=True)
class Response:
    """A page as a server sent it, or as it was saved."""

    body: bytes
    """Decompressed; empty if it was not modified."""
    charset: str | None = None
    """As the server declares it."""
    validators: Validators = Validators()
    modified: bool = True
    """False if the server says that the page is as it was when its validators were kept."""
    kind: str = ""
    """As the server declares it: a Content-Type."""
    url: str = ""
    """Where it stood after all redirects, as far as that is known."""
    drawn: str | None = None
    """In words how a browser drew it by its scripts; None if it came as it is."""


class Captured(Record):
    """What an archive says of a page that it held."""

    address: str
    """Where it stood; in a repository `COMMIT:PATH`."""
    at: str
    """When, as the archive writes it."""
    digest: str = ""
    """Of what it holds, as the archive writes it; empty if it says none."""


class StoredPage(NamedTuple):
    """The part of a page that was kept."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Visit:
    """A provider's pages of one look, and the moment that they stand for."""

    provider: str
    at: str
    """The moment, as `calendar` writes it."""
    basis: str
    """How it is known: `captured`, `archived`, `saved`, `printed`, `dated`, `assumed`."""
    pages: Mapping[str, Response]
    unseen: Mapping[str, str | None] = field(default_factory=dict)
    """Other pages of the provider: why they could not be seen, or None if nobody looked."""
    archived: Mapping[str, Captured] = field(default_factory=dict)
    """What an archive says of each page that is out of one."""

    def only(self, pages: Collection[str], unseen: Mapping[str, str | None] | None = None) -> "Visit":
        """The same look where it saw only these of its pages."""
        kept = {name: page for name, page in self.pages.items() if name in pages}
        return replace(self, pages=kept, unseen={**self.unseen, **(unseen or {})})

    @property
    def digests(self) -> dict[str, str]:
        """SHA-256 of the bytes of each page."""
        return {name: digest(page.body) for name, page in self.pages.items()}

    @property
    def drawn(self) -> list[str]:
        """The pages that a browser drew by their scripts."""
        return [name for name, page in self.pages.items() if page.drawn is not None]

    @property
    def validators(self) -> dict[str, dict[str, str]]:
        """What the server said of the version of each page, where it said anything."""
        return {name: page.validators.said for name, page in self.pages.items() if page.validators.said}


class Observation(Record):
    """The line that tells of one look at a provider, in `<year>.jsonl`."""

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
    unseen: dict[str, str | None] = Field(default_factory=dict)
    """Other pages of the provider, of which it says nothing: why they could not be seen; null if nobody looked."""
    drawn: list[str] = Field(default_factory=list)
    """The pages that did not come as they are: a browser drew them by their scripts."""
    archived: dict[str, Captured] = Field(default_factory=dict)
    """What an archive says of each page that is out of one."""
    read_by: str = ""
    """Which program read the pages, in 12 hexadecimal digits; empty where nobody asks for that any more."""
    sealed: str = ""
    """Of a look that saw something new: SHA-256 of the `about.json` of its snapshot."""


class LaterReading(Record):
    """The line that tells that a snapshot was read again, in `readings.jsonl`."""

    provider: str
    """The provider's id."""
    snapshot: str
    """The folder that was read again."""
    number: int
    """Of the reading: it stands in `reading.<number>/` there."""
    at: str
    """The moment, as `calendar` writes it."""
    sealed: str = ""
    """SHA-256 of its `about.json`."""


class Step(Record):
    """What became of one price, exactly: a decision about it fits no other values."""

    id: str
    """The price's id."""
    old: str
    """What was published: an amount as it is published, more than one with `or` between; `none`; or the words around
    it, as digests."""
    new: str
    """What came instead, likewise; `gone` if nothing did."""


class Decision(Record):
    """What a person has decided about prices, or about what is seen of a provider: a line of `decisions.jsonl`."""

    provider: str
    """The provider's id."""
    id: str = ""
    """The price's id; nothing for what was decided about the provider."""
    decision: Literal["withdrawn", "acknowledged", "accepted", "approved", "rejected", "undone"]
    """It is no longer sold; the page prints it more than once, and a person knows; the provider's pages are right
    though they are older than what was seen before that moment; these steps are right, or wrong; or an earlier decision
    holds no more."""
    on: str
    """From which day on, ISO 8601."""
    at: str
    """The moment of the decision."""
    because: str
    """Why."""
    amounts: list[str] = Field(default_factory=list)
    """Of a conflict that is acknowledged: what the page printed. With other amounts it is another conflict."""
    steps: list[Step] = Field(default_factory=list)
    """What was approved or rejected."""
    who: str = ""
    """Who decided, where that was noted."""
    case: str = ""
    """The case that was decided, as `catalog review` calls it; of what is undone, the name of that decision."""

    @property
    def name(self) -> str:
        """What it is called by: 16 hexadecimal digits of the SHA-256 of what it says."""
        return digest(self.model_dump_json(exclude_defaults=True).encode())[:16]


def standing(decided: Iterable[Decision]) -> list[Decision]:
    """The decisions that hold: without those that were undone, and without what undid them."""
    listed = list(decided)
    undone = {each.case for each in listed if each.decision == "undone"}
    return [each for each in listed if each.decision != "undone" and each.name not in undone]


class ProfilePage(Record):
    """One of a provider's pages."""

    name: str
    """The page's name among the provider's pages."""
    address: str
    """The page that a person opens."""
    former: bool = False
    """Whether the provider gave the page up."""


class Profile(Record):
    """What its scraper says of a provider, besides its prices: a line of `profile.jsonl`."""

    provider: str
    """The provider's id."""
    at: str
    """The moment of the look from which on it is said."""
    name: str
    """The provider's name, for people."""
    currency: str
    """ISO 4217: the currency that its prices are expected to be in."""
    timezone: str
    """Whose days its prices change on: a name of the IANA list."""
    home_region: str | None = None
    """The region whose prices are those of everybody, as the pages print it; null where they print none."""
    pages: list[ProfilePage]
    """Its pages, in the scraper's order."""
    elsewhere: dict[str, str] = Field(default_factory=dict)
    """How other tools spell its id, by the names of exports."""


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
    reasons: list[str] = Field(default_factory=list)
    """Why this form waited for a person and was not published as the price; nothing if it was accepted."""


class Absence(Record):
    """That the last look did not see a price that was listed before."""

    state: Literal["missing", "unread"]
    """Whether the page was understood without it, or not understood whole."""
    since: str
    """The day of the first look that did not see it."""
    snapshot: str
    """The last snapshot that holds it."""


class PublishedPrice(Price):
    """A price as its page says it, with what is known of its time and whether it waits for a person."""

    valid_from: str
    """The day from which on it holds in this form, ISO 8601."""
    valid_from_basis: Basis
    """`printed` on the page, or `observed`: the day of the look that first saw it."""
    absent: Absence | None
    """Null while the page lists it. A price leaves the catalogue only when the page or a person says so."""
    reasons: list[str] = Field(default_factory=list)
    """Why this form of it, or its absence, waits for a person."""
