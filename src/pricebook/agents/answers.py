"""The four answers, field by field."""

from pydantic import ConfigDict, Field

from pricebook.agents.parts import NoPrice, Refusal, Refused, ToldChange, ToldCost, ToldOffer, ToldPrice, ToldRelease
from pricebook.records import Record


class Answered(Record):
    """What every answer holds: each of its fields, whatever it is."""

    model_config = ConfigDict(json_schema_serialization_defaults_required=True)

    release: ToldRelease
    """The release that answers."""
    refused: Refusal | None = None
    """Why nothing is answered; null if something is."""
    more: int = 0
    """So many that fit are left out here: ask with `skip`, or for less."""


class FoundModels(Answered):
    """Offers of models."""

    offers: list[ToldOffer] = Field(default_factory=list)
    """Those that go by the name, then those whose name contains it."""


class PriceList(Answered):
    """Prices of a model."""

    at: str | None
    """The day that was asked about; null for now."""
    prices: list[ToldPrice] = Field(default_factory=list)
    """In each provider's order, the standard offer first."""
    not_known: list[Refused] = Field(default_factory=list)
    """Offers of the same model of which no price is known, each with the reason."""
    others: list[NoPrice] = Field(default_factory=list)
    """What is known of the model besides and is nothing to bill by; of now alone."""
    others_more: int = 0
    """So many of these are left out here."""


class Costs(Answered):
    """What a request costs."""

    at: str | None
    """The day that was asked about; null for now."""
    costs: list[ToldCost] = Field(default_factory=list)
    """One for each offer, by currency, the cheapest first. Nothing is converted: several currencies do not compare."""
    not_known: list[Refused] = Field(default_factory=list)
    """Offers of the same model of which the cost is not known, each with the reason."""


class ChangeList(Answered):
    """Changes of prices."""

    since: str
    """The day that was asked about."""
    changes: list[ToldChange] = Field(default_factory=list)
    """The newest first."""
    reaches_from: str | None = None
    """The release tells all changes from this day on, and no earlier one for sure; null if it tells all that were
    seen."""
    whole: bool = False
    """Whether all changes since the day are told, with those that `more` counts. If false, earlier ones may lack."""
