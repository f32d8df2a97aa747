"""One model's prices here, asked which of them is of the terms of a price there, and why none is."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from pricebook.publish.divergence.terms import Terms, chosen_of, of_ours, place_of, terms_of, terms_of_other
from pricebook.publish.divergence.theirs import TheirPrice
from pricebook.publish.exports.export import out_of_force

Told = Mapping[str, Any]


class OwnPrices:
    """One model's prices here, by their terms."""

    def __init__(self, prices: Sequence[Told], day: str, *, standard_alone: bool) -> None:
        """`day`: on which they have to hold; `standard_alone`: only the standard offer is held against theirs."""
        homes = {place_of(price["conditions"]) for price in prices if price["standard"]}
        self._offered: list[tuple[Told, Terms]] = []
        self._others: list[tuple[Told, Terms]] = []
        self._why: dict[str, str] = {}
        doubled = Counter(price["id"] for price in prices)
        for price in prices:
            terms = of_ours(price, homes, standard_alone=standard_alone)
            outside = out_of_force(price, day)
            if outside or price["amount"] is None or doubled[price["id"]] > 1 or price["conflict"]:
                self._why[price["id"]] = outside or ("in conflict" if price["amount"] is not None else "no value yet")
            if terms is None:
                self._others.append((price, terms_of_other(price)))
            else:
                self._offered.append((price, terms))
        self._homes, self._all = homes, prices

    def meeting(self, terms: Terms, implied: Mapping[str, Any]) -> tuple[Told | None, str]:
        """Ours of those terms; else why none is, empty where none of ours counts that at all."""
        alike = [(price, own) for price, own in self._offered if own.thing == terms.thing]
        if not alike:
            return None, ""
        fitting = [(price, own) for price, own in alike if own.without(implied) == terms.parameters]
        if not fitting:
            return None, _depends(terms, [own for _, own in alike])
        tier = [price for price, own in fitting if own.above == terms.above and _ends_alike(own, terms)]
        if not tier:
            return None, "its tiers: the page's begin or end at other numbers of tokens"
        at_home = [price for price in tier if place_of(price["conditions"]) in self._homes] or tier
        if len(at_home) > 1:
            return None, "several of the page's prices are of these terms"
        why = self._why.get(at_home[0]["id"], "")
        return (None, why) if why else (at_home[0], "")

    def others_of(self, terms: Terms, currency: str) -> list[Told]:
        """The prices of other offers in that currency that differ in nothing else; what is no longer read is none."""
        alike = (
            price for price, own in self._others
            if own._replace(upto=terms.upto) == terms and _ends_alike(own, terms) and price["currency"] == currency
        )  # fmt: skip
        return [
            price for price in alike
            if chosen_of(price["conditions"]) and price["id"] not in self._why and price["status"] != "stale"
        ]  # fmt: skip

    def left(self, met: Collection[str], theirs: Sequence[Terms]) -> Iterator[tuple[Told, str]]:
        """Those of ours that none of theirs met, each with why; empty where they do not count that at all."""
        offered = {price["id"]: terms for price, terms in self._offered}
        for price in self._all:
            if price["id"] in met:
                continue
            terms = offered.get(price["id"])
            if terms is None:
                yield price, "it is of another offer than the standard one"
            elif reason := self._why.get(price["id"]):
                yield price, reason
            else:
                yield price, _why_left(terms, [each for each in theirs if each.thing == terms.thing])


def terms_there(price: TheirPrice) -> Terms:
    """The terms of a price of theirs."""
    return terms_of(price.service, price.meter, price.unit, price.conditions)


def _ends_alike(ours: Terms, theirs: Terms) -> bool:
    """Whether two tiers end at one number; the last one of either may go on without end."""
    return ours.upto == theirs.upto or None in {ours.upto, theirs.upto}


def _depends(theirs: Terms, ours: Sequence[Terms]) -> str:
    """Why no price of ours has the parameters of theirs."""
    named = sorted({name for each in ours for name in each.parameters} | set(theirs.parameters))
    return f"what it costs depends on {', '.join(named)}, and not on the same there"


def _why_left(ours: Terms, alike: Sequence[Terms]) -> str:
    if not alike:
        return ""
    if not any(each.parameters == ours.parameters for each in alike):
        return _depends(ours, alike)
    return "a tier that they do not have" if ours.above else "its tiers: theirs begin or end at other numbers of tokens"
