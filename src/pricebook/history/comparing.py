"""What is compared: the states of a collection's providers at two moments."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from pricebook.beliefs import PublishedPrice
from pricebook.calendar import day_of
from pricebook.history.diff import PricePair
from pricebook.history.intervals import History
from pricebook.history.listing import listing
from pricebook.history.replaying import chronicle, sightings
from pricebook.records import as_values
from pricebook.snapshots import Archive, Look, last_reading


@dataclass(frozen=True, slots=True)
class Compared:
    """One provider at two moments."""

    provider: str
    old: str | None
    """The name of the last snapshot by the first moment; None if there was none."""
    new: str | None
    """By the second moment."""
    pairs: list[PricePair]
    models: frozenset[tuple[str, str]]
    """The provider with each of its models, at either moment."""


def between(archive: Archive, providers: Iterable[str], old: str, new: str) -> Iterator[Compared]:
    """Each provider as it was known at the end of the one day and of the other; raises StorageError."""
    for provider in providers:
        looks = archive.looks(provider)
        yield _compared(archive, provider, *([look for look in looks if day_of(look.at) <= day] for day in (old, new)))


def last_two(archive: Archive, providers: Iterable[str]) -> Iterator[Compared]:
    """Each provider before and after its last snapshot; raises StorageError."""
    for provider in providers:
        looks = archive.looks(provider)
        changed = [n for n, (before, after) in enumerate(pairwise(looks), 1) if before.names != after.names]
        yield _compared(archive, provider, looks[: changed[-1]] if changed else looks, looks)


def each(archive: Archive, provider: str) -> Iterator[Compared]:
    """The provider before and after every look, from the first, by what its pages say; raises StorageError."""
    history = History()
    name, before = None, listing(history)
    for seen in sightings(archive.looks(provider), last_reading):
        history.see(seen)
        after = listing(history)
        yield Compared(provider, name, seen.snapshot, list(_pairs(before, after)), _models(before, after))
        name, before = seen.snapshot, after


def _compared(archive: Archive, provider: str, old: Sequence[Look], new: Sequence[Look]) -> Compared:
    sides = [listing(chronicle(archive, provider, looks)) if looks else [] for looks in (old, new)]
    return Compared(provider, _last_name(old), _last_name(new), list(_pairs(*sides)), _models(*sides))


def _last_name(looks: Sequence[Look]) -> str | None:
    return looks[-1].line.snapshot if looks else None


def _models(*sides: Iterable[PublishedPrice]) -> frozenset[tuple[str, str]]:
    return frozenset((price.provider, price.model) for side in sides for price in side)


def _pairs(old: Iterable[PublishedPrice], new: Iterable[PublishedPrice]) -> Iterator[PricePair]:
    sides: list[dict[str, list[PublishedPrice]]] = [{}, {}]
    for side, prices in zip(sides, (old, new), strict=True):
        for price in prices:
            side.setdefault(price.id, []).append(price)
    was, now = sides
    for key in {**was, **now}:
        if was.get(key) != now.get(key):
            yield as_values(was.get(key, [])), as_values(now.get(key, []))
