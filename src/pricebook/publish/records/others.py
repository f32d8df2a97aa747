"""What else pages say, and of whom: facts, what cannot be said, what was not understood, providers, models."""

from pydantic import Field

from pricebook import records
from pricebook.publish.records.conditions import Stated
from pricebook.publish.records.fields import Amount, Currency, Meter
from pricebook.publish.records.prices import Where
from pricebook.records import Record, Service


class StatedFact(records.StatedFact):
    """Something that a page says about prices that is no price: a quota, a context length, a limit, a rule, a date."""

    where: Where
    """The place on the page."""


class UnsaidPrice(records.UnsaidPrice):
    """An amount that is plainly a price, of a meter or per a unit that the vocabulary lacks."""

    amount: Amount
    """As printed, in `currency` per `per`."""
    currency: Currency
    """ISO 4217."""
    conditions: Stated
    """What must hold for it, as far as the page's words say it."""
    meters: list[Meter]
    """What the page's words say that is counted; empty where they do not say it."""
    where: Where
    """The place on the page."""


class UnreadText(records.Remark):
    """An amount that was not understood."""

    provider: str
    """The provider's id."""
    where: Where
    """The place on the page."""


class ProviderPage(Record):
    """One of a provider's pages."""

    name: str
    """Its name among the provider's pages."""
    address: str | None
    """The page as people open it; null if nobody noted its address."""
    former: bool
    """Whether the provider gave it up."""
    snapshot: str | None
    """The snapshot that holds what was last seen of it, the folder's name; null if it was never seen."""


class Provider(Record):
    """Who sells."""

    id: str
    """The provider's id: the name of its scraper's module."""
    name: str
    """As people write it; its id if nobody noted it."""
    currency: Currency | None
    """ISO 4217: what its pages mean where they print an amount alone; null if nobody noted it."""
    home_region: str | None
    """The region of its standard offers, as the page prints it; null if it names none."""
    timezone: str | None
    """Of its calendar, as the IANA list names it; null if nobody noted it."""
    pages: list[ProviderPage]
    """In the scraper's order."""


class Offer(Record):
    """Under which name a provider sells a model."""

    provider: str
    """The provider's id."""
    model: str
    """The name there, as prices have it."""
    name: str | None
    """The display name where the page prints one beside it."""
    services: list[Service]
    """What is sold of it."""
    current: bool
    """Whether something of it is on sale."""


class ModelEntry(Record):
    """A model, and who sells it."""

    model: str
    """The name across providers."""
    aliases: list[str]
    """Other ways to write it."""
    offers: list[Offer]
    """Who sells it, under which names."""
    false_friends: list[str] = Field(alias="not")
    """Names that look like it and are other models."""
