"""What is compared: the states of a collection's providers at two moments."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from pricebook.beliefs import PublishedPrice
from pricebook.calendar import day_of
from pricebook.history.checkpoint import Presents
from pricebook.history.diff import PricePair
from pricebook.history.intervals import History
from pricebook.history.listing import listing
from pricebook.history.present import by_id, differing
from pricebook.history.replaying import chronicle, sightings
from pricebook.records import as_values
from pricebook.snapshots.archive import Archive
from pricebook.snapshots.looks import Look, last_reading


@dataclass(frozen=True, slots=True)
class Compared:
    """One provider at two moments."""

    provider: str
    old: str | None
    """The name of the last snapshot by the first moment; None if there was none."""
    new: str | None
    """By the second moment."""
    pairs: list[PricePair]


def between(archive: Archive, providers: Iterable[str], old: str, new: str) -> Iterator[Compared]:
    """Each provider as it was known at the end of the one day and of the other; raises StorageError."""
    for provider in providers:
        looks = archive.looks(provider)
        sides = [[look for look in looks if day_of(look.at) <= day] for day in (old, new)]
        was, now = (listing(chronicle(archive, provider, side)) if side else [] for side in sides)
        yield Compared(provider, _last_name(sides[0]), _last_name(sides[1]), list(_pairs(was, now)))


def last_two(presents: Presents, providers: Iterable[str]) -> Iterator[Compared]:
    """Each provider before and after the last look that showed something else; raises StorageError."""
    for provider in providers:
        present = presents.of(provider)
        now = by_id(listing(present.history))
        pairs: list[PricePair] = [(forms, as_values(now.get(key, []))) for key, forms in present.was.items()]
        last = present.trail.last.snapshot if present.trail.last else None
        yield Compared(provider, present.before or last, last, pairs)


def each(archive: Archive, provider: str) -> Iterator[Compared]:
    """The provider before and after every look, from the first, by what its pages say; raises StorageError."""
    history = History()
    name, before = None, listing(history)
    for seen in sightings(archive.looks(provider), last_reading):
        history.see(seen)
        after = listing(history)
        yield Compared(provider, name, seen.snapshot, list(_pairs(before, after)))
        name, before = seen.snapshot, after


def _last_name(looks: Sequence[Look]) -> str | None:
    return looks[-1].line.snapshot if looks else None


def _pairs(old: Iterable[PublishedPrice], new: Iterable[PublishedPrice]) -> Iterator[PricePair]:
    now = by_id(new)
    return (
        (forms, as_values(now.get(key, []))) for key, forms in differing(old, chain.from_iterable(now.values())).items()
    )
