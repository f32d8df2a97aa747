"""Questions to the database of histories, which brings itself up to date with the snapshots first."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

from pricebook import calendar
from pricebook.checks.gate import printed_twice, suspected
from pricebook.collection import Collection
from pricebook.identity import order_of
from pricebook.publish.released import Question, Told
from pricebook.run.asking import Answer, Doubts, names_of
from pricebook.snapshots import stamps
from pricebook.store import asking
from pricebook.store.asking import Database, Past
from pricebook.store.current import Core, current


class ModelHistory(NamedTuple):
    """What the prices of one model were."""

    intervals: Sequence[Past]
    """By identity, each price's in the order in which they were learnt; none if no model is called so."""
    last_looks: Mapping[str, str]
    """The moment of each provider's last look."""
    models: Sequence[str]
    """Every model that was asked among."""


def history_of(collection: Collection, url: str, provider: str | None, model: str) -> ModelHistory:
    """The model's history at the provider, or at all; raises UsageError for no provider, StorageError."""
    if provider is not None:
        collection.named(provider)
    with _up_to_date(collection, url) as database:
        known = asking.models(database, provider)
        chosen = [(each, name) for each, own in known.items() for name in own if model.lower() in names_of(name)]
        found = [interval for each, name in chosen for interval in asking.history(database, each, name)]
        looks = asking.last_looks(database)
    found.sort(key=lambda interval: order_of(interval.quotes[0]))
    return ModelHistory(found, looks, [name for own in known.values() for name in own])


def then(collection: Collection, url: str, question: Question, day: str, known: str | None) -> Answer:
    """What was true on the day, by what was known at the end of the day `known`; raises UsageError for no days."""
    wanted, by = calendar.day(day), None if known is None else calendar.day(known)
    with _up_to_date(collection, url) as database:
        prices = asking.as_of(database, wanted, by)
    return Answer(list(filter(question.fits, prices)), lambda: doubts_among(prices), {})


def rebuild(collection: Collection, url: str) -> Mapping[str, Sequence[str]]:
    """Makes the database anew, the old one staying until it is whole; gives each provider's models."""
    from pricebook.store.filling import fill  # noqa: PLC0415 - slow to load
    from pricebook.store.opening import rebuilt  # noqa: PLC0415

    with rebuilt(url) as connection:
        fill(connection, collection.archive())
        return asking.models(Core(connection))


@contextmanager
def _up_to_date(collection: Collection, url: str) -> Iterator[Database]:
    with current(url, stamps.stamp(collection.snapshots), collection.archive) as database:
        yield database


@dataclass(slots=True)
class _Unit:
    unit: str | None


@dataclass(slots=True)
class _Doubted:
    """A price with what the gate asks of it."""

    id: str
    model: str
    service: str
    meter: str
    unit: str | None
    currency: str
    conditions: Mapping[str, Any]
    amount: Decimal
    free: bool
    effective_from: str | None
    effective_until: str | None
    listed: _Unit


def doubts_among(prices: Sequence[Told]) -> Doubts:
    """What was doubtful among all prices of a day: what it is called, by the price's id."""
    by_provider: defaultdict[str, list[_Doubted]] = defaultdict(list)
    for price in prices:
        if price["absent"] is None:
            by_provider[price["provider"]].append(_doubted(price))
    found: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for own in by_provider.values():
        for same in printed_twice(own):
            found[same[0].id]["conflict"] = ""
        for doubtful, reason in suspected(own):
            found[doubtful.id]["suspect"] = reason
    return found


def _doubted(price: Told) -> _Doubted:
    plain = ("id", "model", "service", "meter", "unit", "currency", "conditions", "free")
    return _Doubted(
        **{name: price[name] for name in (*plain, "effective_from", "effective_until")},
        amount=Decimal(price["amount"]), listed=_Unit(price["listed"]["unit"]),
    )  # fmt: skip
