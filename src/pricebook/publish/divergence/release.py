"""Another Pricebook catalogue: its published prices, whose conditions are in our own words."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from pricebook.history.forms import FORMAT
from pricebook.publish.divergence.theirs import TheirAmount, TheirModel, TheirPrice, Theirs, Unsayable, amount_of

NAME = "pricebook"


def is_release(told: Any) -> bool:
    """Whether JSON is a file of prices of a release."""
    return isinstance(told, dict) and told.get("format") == FORMAT and isinstance(told.get("prices"), list)


def of_release(prices: Iterable[Mapping[str, Any]], source: str) -> Theirs:
    """The catalogue."""
    found: dict[tuple[str, str], tuple[list[TheirPrice], list[Unsayable]]] = {}
    for price in prices:
        sayable, unsayable = found.setdefault((price["provider"], price["model"]), ([], []))
        if price["unit"] is None or price["amount"] is None:
            unsayable.append(Unsayable(price["meter"], "no amount, or per nothing"))
            continue
        printed = TheirAmount(amount_of(price["amount"]), price["currency"], price["unit"])
        meter, conditions, service = price["meter"], price["conditions"], price["service"]
        sayable.append(TheirPrice(meter, printed, price["unit"], Decimal(1), meter, conditions, service))
    listed = [TheirModel(provider, [model], *told) for (provider, model), told in found.items()]
    return Theirs(NAME, source, listed, standard_alone=False)
