"""Which prices are those of everybody: the standard offer of each model."""

from collections.abc import Iterable, Mapping
from typing import Any

from pricebook.checks.gate.priced import Sold
from pricebook.vocabulary import CHOICES


class Standard:
    """Tells the standard offers of one provider: those of its home region, and those that are for all.

    Where prices of a model's meter name the home region, those that name none are not standard: which of them a bill
    takes, no page says. What is not on sale any more says nothing of that.
    """

    def __init__(self, home_region: str | None, prices: Iterable[Sold] = ()) -> None:
        """`prices`: those that are on sale."""
        self.home = {"region": home_region} if home_region else None
        self._at_home = {_offer_of(price) for price in prices if self._is_home(price.conditions)}

    def __call__(self, price: Sold) -> bool:
        """Whether it is of the standard offer."""
        return self._is_home(price.conditions) or (
            not _choices_of(price.conditions) and _offer_of(price) not in self._at_home
        )

    def of(self, conditions: Mapping[str, Any]) -> bool:
        """The same of a price of which nothing but its conditions is known."""
        return self._is_home(conditions) or not _choices_of(conditions)

    def _is_home(self, conditions: Mapping[str, Any]) -> bool:
        return self.home is not None and _choices_of(conditions) == self.home


def _offer_of(price: Sold) -> tuple[str, str, str]:
    return price.model, price.service, price.meter


def _choices_of(conditions: Mapping[str, Any]) -> dict[str, Any]:
    return {name: conditions[name] for name in CHOICES if name in conditions}
