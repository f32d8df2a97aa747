"""What a price is of, so that ours and theirs can meet: the meter, the mode, the tokens, the tier."""

from collections.abc import Collection, Mapping
from typing import Any, NamedTuple

from pricebook.publish.exports.offers import span_of
from pricebook.vocabulary import CHOICES

_PLACE = frozenset({"region", "scope"})
_TIERS = ("input_tokens", "context_tokens")


class Counted(NamedTuple):
    """What is counted, and how it is served."""

    service: str
    meter: str
    unit: str
    mode: str | None


class Terms(NamedTuple):
    """Of what a price is."""

    thing: Counted
    parameters: Mapping[str, Any]
    """The conditions that neither the thing nor the tier says; tokens of text are plain tokens."""
    above: int
    """It holds for requests of more than so many tokens."""
    upto: int | None
    """And of at most so many; None where no end is printed."""

    def without(self, implied: Mapping[str, Any]) -> Mapping[str, Any]:
        """The parameters but for those that say what is implied, alone or in a list."""
        return {
            name: value for name, value in self.parameters.items()
            if name not in implied or implied[name] not in (value if isinstance(value, list) else [value])
        }  # fmt: skip


def terms_of(
    service: str, meter: str, unit: str, conditions: Mapping[str, Any], without: Collection[str] = ()
) -> Terms:
    """The terms of a price; `without`: conditions of its offer that the other side does not know."""
    stated = {name: value for name, value in conditions.items() if name not in without}
    mode = stated.pop("mode", None)
    bounds: Mapping[str, int] = next((stated.pop(name) for name in _TIERS if name in stated), {})
    modality = stated.get("modality")
    if modality == "text" or (isinstance(modality, list) and "text" in modality):
        del stated["modality"]
    return Terms(Counted(service, meter, unit, mode), stated, *span_of(bounds))


def of_ours(price: Mapping[str, Any], homes: Collection[tuple[Any, Any]], *, standard_alone: bool) -> Terms | None:
    """The terms of a published price; None if it is of another offer than the standard one, and only that counts.

    `homes`: the regions and scopes of the model's standard prices.
    """
    conditions = price["conditions"]
    of_price = price["service"], price["meter"], price["unit"], conditions
    if not standard_alone:
        return terms_of(*of_price)
    if price["standard"]:
        return terms_of(*of_price, without=CHOICES)
    chosen = {name for name in CHOICES if name in conditions}
    at_home = place_of(conditions) in homes or not chosen & _PLACE
    if at_home and chosen - _PLACE == {"mode"}:
        return terms_of(*of_price, without=_PLACE)
    return None


def terms_of_other(price: Mapping[str, Any]) -> Terms:
    """The terms of a price of another offer, without what makes it one."""
    of_price = price["service"], price["meter"], price["unit"], price["conditions"]
    return terms_of(*of_price, without=set(CHOICES) - {"mode"})


def chosen_of(conditions: Mapping[str, Any]) -> Mapping[str, Any]:
    """Those of the conditions that make an offer."""
    return {name: conditions[name] for name in CHOICES if name in conditions}


def place_of(conditions: Mapping[str, Any]) -> tuple[Any, Any]:
    """The region and the scope; of several the words, for nothing else is said of them."""
    return str(conditions.get("region")), str(conditions.get("scope"))
