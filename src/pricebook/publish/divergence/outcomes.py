"""What came of holding another catalogue against ours, price by price and model by model."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from pricebook.publish.divergence.amounts import severity
from pricebook.publish.divergence.naming import LookAlike
from pricebook.publish.divergence.theirs import TheirAmount
from pricebook.rates import Converted
from pricebook.units import text

OUTCOMES = ("differs", "other-offer", "rounded", "equal", "only-theirs", "only-ours", "not-compared")
"""How a price of theirs stands beside ours; those that differ first. Of what both print, the first four are all."""


class DivergenceLine(NamedTuple):
    """One price of theirs, of ours, or of both."""

    outcome: str
    provider: str
    """Ours."""
    model: str
    """Ours."""
    called: str
    """The model's name there."""
    meter: str
    conditions: Mapping[str, Any]
    """Those of ours; of theirs where ours is none."""
    field: str = ""
    """What the price is called there."""
    theirs: TheirAmount | None = None
    ours: Mapping[str, Any] | None = None
    """As it is published."""
    converted: Converted | None = None
    """Ours in their currency."""
    ratio: Decimal | None = None
    """Theirs divided by ours."""
    why: str = ""
    """Why it was not compared; of another offer, which one."""
    scale: Decimal = Decimal(1)
    """How many of our units one of theirs is."""

    @property
    def severity(self) -> Decimal:
        """How many times one is the other."""
        return severity(self.ratio)

    def told(self) -> dict[str, Any]:
        """For programs: amounts as text, nothing rounded but the ratio, to six digits."""
        printed, ours, worth = self.theirs, self.ours, self.converted
        return {
            "outcome": self.outcome, "provider": self.provider, "model": self.model, "called": self.called or None,
            "meter": self.meter, "conditions": self.conditions, "field": self.field or None, "why": self.why or None,
            "ratio": None if self.ratio is None else text(self.ratio),
            "theirs": printed and {"amount": text(printed.amount), "currency": printed.currency, "per": printed.per},
            "ours": ours and {
                "id": ours["id"], "amount": ours["amount"], "currency": ours["currency"], "unit": ours["unit"],
                "quote": ours["listed"]["text"], "address": ours["where"]["address"], "seen": ours.get("seen"),
                "status": ours["status"], "suspect": ours["suspect"], "standard": ours["standard"],
            },
            "converted": worth.told if worth and worth.currency != worth.listed_currency else None,
        }  # fmt: skip


class Divergence(NamedTuple):
    """All of it."""

    source: str
    """Which catalogue ours was held against."""
    day: str
    """Of our newest look: what holds on it was compared, at its rates."""
    prices: Sequence[DivergenceLine]
    """Those that differ first, the worst before the others; then by outcome, provider and model."""
    models: Sequence[tuple[str, str, str]]
    """Which were compared: the provider, our name, theirs."""
    only_theirs: Sequence[tuple[str, str]]
    """At providers that both have: the provider, and the name there."""
    only_ours: Sequence[tuple[str, str]]
    look_alikes: Sequence[LookAlike]
    providers: Mapping[str, str]
    """Which of ours is which of theirs."""
    unknown: Mapping[str, bool]
    """Those of ours that are not known to be any of theirs, and whether one of theirs has the very same id."""
    others: Mapping[str, int]
    """Their other providers, each with the number of its models."""
    ages: Sequence[str] = ()
    """How long ago ours were looked at, where that is too long."""

    def narrowed(self, providers: Collection[str], models: Collection[str]) -> "Divergence":
        """What is of these providers of ours, and of models whose name contains one of these; of none, all."""

        def wanted(provider: str, *names: str) -> bool:
            named = not models or any(part.lower() in name.lower() for part in models for name in names)
            return named and (not providers or provider in providers)

        return self._replace(
            prices=[each for each in self.prices if wanted(each.provider, each.model, each.called)],
            models=[each for each in self.models if wanted(*each)],
            only_theirs=[each for each in self.only_theirs if wanted(*each)],
            only_ours=[each for each in self.only_ours if wanted(*each)],
            look_alikes=[each for each in self.look_alikes if wanted(each.provider, each.model, each.theirs)],
        )

    @property
    def counts(self) -> Mapping[str, int]:
        """How many prices there are of each outcome."""
        found = Counter(each.outcome for each in self.prices)
        return {outcome: found[outcome] for outcome in OUTCOMES}

    @property
    def reasons(self) -> Mapping[str, int]:
        """Why prices were not compared, the commonest first."""
        return dict(Counter(each.why for each in self.prices if each.outcome == "not-compared").most_common())

    @property
    def in_step(self) -> int:
        """How many of the models that were compared have a price in both, and none that differs."""
        both: dict[tuple[str, str, str], set[str]] = {}
        for each in self.prices:
            both.setdefault((each.provider, each.model, each.called), set()).add(each.outcome)
        return sum(bool(found & set(OUTCOMES[1:4])) and "differs" not in found for found in both.values())

    @property
    def worst(self) -> Decimal:
        """The largest severity of a price that differs; 1 where none does."""
        return max((each.severity for each in self.prices if each.outcome == "differs"), default=Decimal(1))

    def told(self) -> dict[str, Any]:
        """For programs."""
        return {
            "with": self.source, "day": self.day, "counts": dict(self.counts), "not_compared": dict(self.reasons),
            "models": {
                "compared": [dict(zip(("provider", "model", "called"), each, strict=True)) for each in self.models],
                "without_a_difference": self.in_step,
                "only_theirs": [{"provider": provider, "called": name} for provider, name in self.only_theirs],
                "only_ours": [{"provider": provider, "model": name} for provider, name in self.only_ours],
                "look_alike": [
                    {"provider": each.provider, "model": each.model, "called": each.theirs, "differs": each.differs}
                    for each in self.look_alikes
                ],
            },
            "providers": {
                "both": dict(self.providers), "only_ours": dict(self.unknown), "only_theirs": dict(self.others),
            },
            "prices": [each.told() for each in self.prices],
        }  # fmt: skip
