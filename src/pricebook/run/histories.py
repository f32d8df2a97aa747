"""Questions to the database of histories, which brings itself up to date with the snapshots first."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import NamedTuple

from pricebook import calendar, store
from pricebook.beliefs import PublishedPrice
from pricebook.collection import Collection
from pricebook.history.intervals import Interval
from pricebook.history.listing import believed
from pricebook.identity import FIELDS, identity_order
from pricebook.run.asking import names_of


class ModelHistory(NamedTuple):
    """What the prices of one model were."""

    intervals: Sequence[Interval]
    """By identity, each price's in the order in which they were learnt; none if no model is called so."""
    last_looks: Mapping[str, str]
    """The moment of each provider's last look."""
    models: Sequence[str]
    """Every model that was asked among."""


def history_of(collection: Collection, url: str, provider: str | None, model: str) -> ModelHistory:
    """The model's history at the provider, or at all; raises UsageError for no provider, StorageError."""
    if provider is not None:
        collection.scraper(provider)
    with _up_to_date(collection, url) as connection:
        known = store.models(connection, provider)
        chosen = [(each, name) for each, own in known.items() for name in own if model.lower() in names_of(name)]
        found = [interval for each, name in chosen for interval in store.intervals_of(connection, each, name)]
        looks = store.last_looks(connection)
    found.sort(key=lambda interval: identity_order(interval.quotes[0])[: len(FIELDS)])
    return ModelHistory(found, looks, [name for own in known.values() for name in own])


def prices_on(collection: Collection, url: str, day: str, known: str | None) -> list[PublishedPrice]:
    """What was true on the day, by what was known at the end of the day `known`; raises UsageError for no days."""
    wanted, by = calendar.day(day), None if known is None else calendar.day(known)
    with _up_to_date(collection, url) as connection:
        beliefs = sorted(store.as_of(connection, wanted, by), key=lambda belief: identity_order(belief.prices[0]))
    return [price for belief in beliefs for price in believed(belief)]


def rebuild(collection: Collection, url: str) -> Mapping[str, Sequence[str]]:
    """Makes the database anew, the old one staying until it is whole; gives each provider's models."""
    with store.rebuilt(url) as connection:
        store.fill(connection, collection.archive())
        return store.models(connection)


@contextmanager
def _up_to_date(collection: Collection, url: str) -> Iterator[store.Connection]:
    with store.opened(url) as connection:
        store.fill(connection, collection.archive())
        yield connection
