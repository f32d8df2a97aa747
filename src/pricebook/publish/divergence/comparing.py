"""Each price of theirs held against the page's, and each of ours against theirs: nothing is left out in silence."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from pricebook.errors import UsageError
from pricebook.publish.display import conditions as in_short
from pricebook.publish.divergence.amounts import Beside, Into, beside
from pricebook.publish.divergence.meeting import OwnPrices, terms_there
from pricebook.publish.divergence.naming import LookAlike, OurModels
from pricebook.publish.divergence.outcomes import OUTCOMES, Divergence, DivergenceLine
from pricebook.publish.divergence.terms import chosen_of
from pricebook.publish.divergence.theirs import TheirModel, TheirPrice, Theirs

Told = Mapping[str, Any]


class Ours(NamedTuple):
    """What is held against theirs."""

    prices: Sequence[Told]
    """The current ones, as they are published, with `seen`."""
    models: Sequence[Told]
    """As models.json lists them."""
    day: str
    """On which they hold."""


def diverging(ours: Ours, theirs: Theirs, ids: Mapping[str, str], into: Into) -> Divergence:
    """Both catalogues, held against each other.

    `ids`: by ours, what a provider is called there; those that it does not name are not compared, and said.
    """
    by_model: defaultdict[str, defaultdict[str, list[Told]]] = defaultdict(lambda: defaultdict(list))
    for price in ours.prices:
        by_model[price["provider"]][price["model"]].append(price)
    by_provider: defaultdict[str, list[TheirModel]] = defaultdict(list)
    for model in theirs.models:
        by_provider[model.provider].append(model)
    both = {own: ids[own] for own in by_model if ids.get(own) in by_provider}
    parts = [
        _Provider(own, by_model[own], OurModels(own, ours.models, by_model[own]), ours.day, into,
                  standard_alone=theirs.standard_alone).against(by_provider[called])
        for own, called in both.items()
    ]  # fmt: skip
    return Divergence(
        theirs.source, ours.day,
        prices=sorted((each for part in parts for each in part.prices), key=_worst_first),
        models=[pair for part in parts for pair in part.models],
        only_theirs=[pair for part in parts for pair in part.only_theirs],
        only_ours=[pair for part in parts for pair in part.only_ours],
        look_alikes=[each for part in parts for each in part.look_alikes],
        providers=both,
        unknown={own: own in by_provider and own not in both.values() for own in by_model if own not in both},
        others={called: len(models) for called, models in sorted(by_provider.items()) if called not in both.values()},
    )  # fmt: skip


def _worst_first(each: DivergenceLine) -> tuple[Any, ...]:
    place = OUTCOMES.index(each.outcome)
    worst = -each.severity if each.outcome == "differs" else Decimal(0)
    named = each.provider, each.model, each.called, each.meter, in_short(each.conditions), each.field
    return place, worst, *named


class _OfProvider(NamedTuple):
    """What came of one provider."""

    prices: Sequence[DivergenceLine]
    models: Sequence[tuple[str, str, str]]
    only_theirs: Sequence[tuple[str, str]]
    only_ours: Sequence[tuple[str, str]]
    look_alikes: Sequence[LookAlike]


class _Provider:
    """One provider's prices here, asked for each of its models there."""

    def __init__(
        self, name: str, prices: Mapping[str, Sequence[Told]], models: OurModels, day: str, into: Into, *,
        standard_alone: bool,
    ) -> None:  # fmt: skip
        self.name, self.prices, self.models, self.day, self.into = name, prices, models, day, into
        self.standard_alone = standard_alone

    def against(self, listed: Iterable[TheirModel]) -> _OfProvider:
        found: list[DivergenceLine] = []
        pairs: list[tuple[str, str, str]] = []
        strangers: list[TheirModel] = []
        for theirs in listed:
            same = self.models.same(theirs.names)
            for model in same:
                pairs.append((self.name, model, theirs.name))
                found += self._compared(model, theirs)
            if not same:
                strangers.append(theirs)
        met = {model for _, model, _ in pairs}
        alike = [each for theirs in strangers for each in self.models.alike(theirs.names) if each.model not in met]
        return _OfProvider(
            found, pairs,
            [(self.name, theirs.name) for theirs in strangers],
            [(self.name, model) for model in self.prices if model not in met],
            alike,
        )  # fmt: skip

    def _compared(self, model: str, theirs: TheirModel) -> Iterator[DivergenceLine]:
        """Each price of theirs with what became of it, then those of ours that none of theirs met."""
        own = OwnPrices(self.prices[model], self.day, standard_alone=self.standard_alone)
        about = DivergenceLine("not-compared", self.name, model, theirs.name, "", {})
        met: set[str] = set()
        for price in theirs.prices:
            ours, why = own.meeting(terms_there(price), price.implied)
            told = about._replace(
                meter=price.meter, conditions=price.conditions, field=price.field, theirs=price.printed,
                scale=price.scale, why=why,
            )  # fmt: skip
            if ours is None:
                yield told if why else told._replace(outcome="only-theirs")
            else:
                met.add(ours["id"])
                yield self._held_against(price, told._replace(conditions=ours["conditions"], ours=ours), own)
        for each in theirs.unsayable:
            yield about._replace(field=each.field, why=each.why)
        for left, why in own.left(met, [terms_there(price) for price in theirs.prices]):
            told = about._replace(meter=left["meter"], conditions=left["conditions"], ours=left, why=why)
            yield told if why else told._replace(outcome="only-ours")

    def _held_against(self, price: TheirPrice, about: DivergenceLine, own: OwnPrices) -> DivergenceLine:
        ours = about.ours or {}
        try:
            found = self._beside(price, ours)
            nearer = self._nearer(price, found, own, ours["currency"]) if found.outcome == "differs" else None
        except UsageError:
            return about._replace(why=f"no rate between {ours['currency']} and {price.printed.currency}")
        told = about._replace(outcome=found.outcome, converted=found.ours, ratio=found.ratio)
        if nearer is None:
            return told
        other, apart = nearer
        offer = f"the page's with {in_short(chosen_of(other['conditions']))}"
        if apart.outcome == "differs":
            return told._replace(why=f"nearer to {offer}")
        return told._replace(outcome="other-offer", why=f"it is {offer}")

    def _beside(self, price: TheirPrice, ours: Told) -> Beside:
        return beside(price, Decimal(ours["amount"]), ours["currency"], self.into)

    def _nearer(self, price: TheirPrice, found: Beside, own: OwnPrices, currency: str) -> tuple[Told, Beside] | None:
        """The price of another offer of the model that is nearest to theirs; None if none is nearer than ours."""
        others = [(other, self._beside(price, other)) for other in own.others_of(terms_there(price), currency)]
        nearest = min(others, key=lambda each: (each[1].outcome == "differs", each[1].severity), default=None)
        return nearest if nearest and nearest[1].severity < found.severity else None
