"""Questions to the database of histories, which brings itself up to date with the snapshots first."""

from collections.abc import Container, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import NamedTuple

from pricebook import calendar
from pricebook.collection import Collection
from pricebook.errors import NothingPublished, UsageError
from pricebook.identity import offer_order, order_of
from pricebook.publish.released import Standing, Told, Wanted, asked
from pricebook.run.ages import Ages
from pricebook.run.asking import Shown, names_of, with_waiting
from pricebook.run.doubting import doubted, doubtful, held_then
from pricebook.run.gaps import Gaps, Looks
from pricebook.snapshots import stamps
from pricebook.store import asking
from pricebook.store.asking import Database, Past
from pricebook.store.current import Core, current
from pricebook.vocabulary import CHOICES


class ModelHistory(NamedTuple):
    """What the prices of one model were."""

    intervals: Sequence[Past]
    """By identity, each price's in the order in which they were learnt; none if no model is called so.

    Its quotes say in `suspect`, `conflict`, `status` and `pending` what is doubtful about them, as what is published
    says it of those that stand, and of those that are past as the forms beside them let them be.
    """
    last_looks: Mapping[str, str]
    """The moment of each provider's last look."""
    models: Sequence[str]
    """Every model that was asked among."""
    notes: Sequence[str]
    """How long ago its providers were looked at, where that is too long."""


def history_of(collection: Collection, url: str, providers: Sequence[str], model: str, now: datetime) -> ModelHistory:
    """The model's history at these providers, or at all; raises UsageError for no provider, StorageError."""
    wanted = [collection.named(provider) for provider in providers]
    with _up_to_date(collection, url) as database:
        known = {each: own for each, own in asking.models(database).items() if not wanted or each in wanted}
        chosen = [(each, name) for each, own in known.items() for name in own if model.lower() in names_of(name)]
        found = [interval for each, name in chosen for interval in asking.history(database, each, name)]
        looks = asking.last_looks(database)
    found.sort(key=lambda interval: order_of(interval.quotes[0]))
    published = _standing_prices(collection, {name for _, name in chosen}) if found else {}
    told = [past._replace(quotes=doubtful(past, found, published)) for past in found]
    ages = Ages({provider: {"last_good": at} for provider, at in looks.items()}, collection.settings(), now)
    names = [name for own in known.values() for name in own]
    return ModelHistory(told, looks, names, ages.notes(past.quotes[0]["provider"] for past in told))


def _standing_prices(collection: Collection, models: Container[str]) -> dict[tuple[str, str], Told]:
    """The prices of these models by id and amount; none where nothing is published yet."""
    try:
        found = asked(Standing(collection.release), Wanted((), lambda price: price["model"] in models))
    except UsageError:
        return {}
    return {(price["id"], price["amount"]): with_waiting(price, found.waiting) for price in found.prices}


def then(collection: Collection, url: str, question: Wanted, day: str, known: str | None) -> Shown:
    """What was true on the day, by what was known at the end of the day `known`, and how much of it is known."""
    with _up_to_date(collection, url) as database:
        forms, seen = asking.every(database, known), asking.as_of(database, day, known)
    gaps = Gaps(forms, Looks(collection.snapshots, known), day, known)
    published = doubted([*held_then([*map(gaps.told, seen)], forms)])
    told = [price for price in published if question.fits(price)]
    told.sort(key=lambda price: ("absent_since" in price, price["amount"] is None, *_as_offered(price)))
    notes = list(gaps.notes(question, told))
    return Shown(told, notes, known=not notes)


def _as_offered(price: Told) -> tuple[object, ...]:
    """The order of a release, as far as a price tells it: which region was the provider's home then, none does."""
    plain = not any(name in price["conditions"] for name in CHOICES if name != "region")
    return offer_order({**price, "standard": plain})


def why_none(collection: Collection, url: str, question: Wanted, day: str, known: str | None) -> str:
    """Why no price that fits was true on that day, as the end of a sentence; empty where none ever was."""
    with _up_to_date(collection, url) as database:
        fitting = [past for past in asking.every(database) if any(question.fits(quote) for quote in past.quotes)]
    if not fitting:
        return ""
    first = min(past.valid_from for past in fitting)
    if day < first:
        return f": {first} is the first day for which one is. Ask for it: --as-of {first}"
    learnt = min(calendar.day_of(past.known_from or past.first_seen) for past in fitting)
    if known is not None and known < learnt:
        return f" by what was known on {known}: the first was learnt on {learnt}. Ask so: --known-at {learnt}"
    ends = [end for past in fitting if (end := past.withdrawn_on or past.valid_to) and end <= day]
    return f": the last one held until {max(ends)}." if ends else "."


def rebuild(collection: Collection, url: str) -> Mapping[str, Sequence[str]]:
    """Makes the database anew, the old one staying until it is whole; gives each provider's models."""
    from pricebook.store.filling import fill  # noqa: PLC0415 - slow to load
    from pricebook.store.opening import rebuilt  # noqa: PLC0415

    with rebuilt(url) as connection:
        fill(connection, collection.archive())
        return asking.models(Core(connection))


@contextmanager
def _up_to_date(collection: Collection, url: str) -> Iterator[Database]:
    if not collection.snapshots.is_dir():
        raise NothingPublished(collection.release)
    with current(url, stamps.stamp(collection.snapshots), collection.archive) as database:
        yield database
