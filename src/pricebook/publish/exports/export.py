"""What an export is made of, how it is made one provider after another, and what comes of it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import NamedTuple

from pricebook.publish.exports.offers import Offer, Told, offers
from pricebook.rates import Rate

Crosswalk = Mapping[str, Mapping[str, str]]
"""By provider, how a tool spells its id: by the export's name."""


class Loss(NamedTuple):
    """What an export cannot say of a price."""

    id: str
    """The price's."""
    provider: str
    model: str
    meter: str
    export: str
    """The export's name."""
    held: bool
    """Whether the price stands in the export, with this reservation; false: it was left out for it."""
    what: str
    """The reservation, in words."""


class Piece(NamedTuple):
    """What stands of a model, or of all models of a provider, in a file of an export."""

    key: str
    """What it is called in the file; where each provider has a file, that one's name."""
    data: bytes
    """As it stands there."""
    day: str = ""
    """When the last of it was learnt; only where the file says that."""


class Export(NamedTuple):
    """The files of one export and what they do not say."""

    files: Mapping[str, bytes]
    """By their names in `exports/`."""
    losses: Sequence[Loss]
    """Of each provider in the order of its prices."""


@dataclass(frozen=True)
class Catalogue:
    """What is exported."""

    prices: Sequence[Told]
    """The current prices, as `prices.json` tells them and in its order."""
    crosswalk: Crosswalk = field(default_factory=dict)
    into: Callable[[str], Rate] | None = None
    """US dollars for one unit of a currency; raises UsageError for one without a rate. None: nothing is converted."""
    cache_discounts: AbstractSet[str] = frozenset()
    """The providers whose pages say that tokens found in a cache cost less, whichever prices they print for that."""

    day: str = ""
    """On which the prices hold that are exported; empty for all of them, whatever days they state."""

    @cached_property
    def offers(self) -> Sequence[Offer]:
        """The prices that hold on the day as offers, in their order."""
        return offers(price for price in self.prices if not out_of_force(price, self.day))

    @property
    def by_provider(self) -> Mapping[str, "Catalogue"]:
        """One catalogue for each provider, in the order of the prices."""
        found: dict[str, list[Told]] = {}
        for price in self.prices:
            found.setdefault(price["provider"], []).append(price)
        return {provider: replace(self, prices=prices) for provider, prices in found.items()}

    @cached_property
    def _cached(self) -> AbstractSet[tuple[str, str]]:
        return {(each["provider"], each["model"]) for each in self.prices if each["meter"] == "cache_read"}

    def caches_otherwise(self, price: Told) -> bool:
        """Whether the page says that what a cache holds costs that model otherwise, by a rule or in another offer."""
        return price["provider"] in self.cache_discounts or (price["provider"], price["model"]) in self._cached

    def spelled(self, provider: str, export: str) -> str | None:
        """How the export's tool spells the provider; None if the crosswalk does not say.

        >>> Catalogue([], crosswalk={"acme": {"litellm": "acme_ai"}}).spelled("acme", "litellm")
        'acme_ai'
        """
        return self.crosswalk.get(provider, {}).get(export)


def out_of_force(price: Told, day: str) -> str:
    """Why the price does not hold on the day; empty if it does, or if no day is asked about.

    >>> out_of_force({"effective_from": "2026-03-01", "effective_until": None}, "2026-02-28")
    'it begins on 2026-03-01'
    """
    if day and (price["effective_from"] or day) > day:
        return f"it begins on {price['effective_from']}"
    return f"it ended with {price['effective_until']}" if day and (price["effective_until"] or day) < day else ""


def ids(providers: Iterable[str], crosswalk: Crosswalk, export: str) -> Mapping[str, str]:
    """By provider, its id in the export: as the crosswalk spells it, else our own.

    Of several that would have one id the first has it, and the others have their own; so has who would take that of
    another: no provider can end the export of all. `catalog check` tells whose scraper says so.

    >>> ids(["acme", "other"], {"acme": {"lobehub": "acmeai"}}, "lobehub")
    {'acme': 'acmeai', 'other': 'other'}
    >>> ids(["acme", "other", "third"], {"acme": {"x": "third"}, "other": {"x": "b"}, "third": {"x": "b"}}, "x")
    {'acme': 'acme', 'other': 'b', 'third': 'third'}
    """
    known = list(providers)
    found: dict[str, str] = {}
    for provider in known:
        spelled = crosswalk.get(provider, {}).get(export, provider)
        taken = spelled in found.values() or (spelled != provider and spelled in known)
        found[provider] = provider if taken else spelled
    return found
