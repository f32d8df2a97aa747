"""What an export is made of, and what comes of it."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from pricebook.rates import Rate

Told = Mapping[str, Any]
"""A price as `prices.json` tells it."""


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


class Export(NamedTuple):
    """The files of one export and what they do not say."""

    files: Mapping[str, bytes]
    """By their names in `exports/`."""
    losses: Sequence[Loss]
    """In the order of the prices."""


class Catalogue(NamedTuple):
    """What is exported."""

    prices: Sequence[Told]
    """The current prices, as `prices.json` tells them and in its order."""
    models: Sequence[Told] = ()
    """The list of `models.json`."""
    crosswalk: Mapping[str, Mapping[str, str]] = {}
    """By provider, how a tool spells its id: by the export's name."""
    into: Callable[[str], Rate] | None = None
    """US dollars for one unit of a currency; raises UsageError for one without a rate. None: nothing is converted."""

    def spelled(self, provider: str, export: str) -> str | None:
        """How the export's tool spells the provider; None if the crosswalk does not say.

        >>> Catalogue([], crosswalk={"acme": {"litellm": "acme_ai"}}).spelled("acme", "litellm")
        'acme_ai'
        """
        return self.crosswalk.get(provider, {}).get(export)
