"""What is compared: the states of a collection's providers at two moments."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from pricebook.beliefs import PublishedPrice
from pricebook.calendar import day_of
from pricebook.history.checkpoint import Presents
from pricebook.history.diff import PricePair
from pricebook.history.intervals import History
from pricebook.history.listing import listing
from pricebook.history.present import Present, by_id, differing
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
    models: frozenset[tuple[str, str]]
    """The provider with each of its models, at either moment."""


class _State(NamedTuple):
    """A provider at one moment."""

    snapshot: str | None
    prices: Sequence[PublishedPrice]


def between(archive: Archive, providers: Iterable[str], old: str, new: str) -> Iterator[Compared]:
    """Each provider as it was known at the end of the one day and of the other; raises StorageError."""
    for provider in providers:
        looks = archive.looks(provider)
        by_then = ([look for look in looks if day_of(look.at) <= day] for day in (old, new))
        yield _compared(provider, *(_state_after(archive, provider, seen) for seen in by_then))


def last_two(presents: Presents, providers: Iterable[str]) -> Iterator[Compared]:
    """Each provider before and after the last look that showed something else; raises StorageError."""
    for provider in providers:
        present = presents.of(provider)
        now = _state_now(present)
        listed = by_id(now.prices)
        pairs: list[PricePair] = [(forms, as_values(listed.get(key, []))) for key, forms in present.body.was.items()]
        gone = {(provider, str(form["model"])) for forms in present.body.was.values() for form in forms}
        models = gone | {(provider, price.model) for price in now.prices}
        presents.put_away(provider)
        yield Compared(provider, present.before or now.snapshot, now.snapshot, pairs, frozenset(models))


def since(before: Presents, presents: Presents, providers: Iterable[str]) -> Iterator[Compared]:
    """Each provider before and after every look that an earlier state of the archive does not hold.

    So what came and went meanwhile is told twice. Where more than later looks was added (a page of an earlier day, a
    decision, a later reading), it is told what all of it together changed. Raises StorageError.
    """
    for provider in providers:
        states = _states(before.of(provider), presents.of(provider))
        yield from (_compared(provider, old, new) for old, new in pairwise(states))


def each(archive: Archive, provider: str) -> Iterator[Compared]:
    """The provider before and after every look, from the first, by what its pages say; raises StorageError."""
    history = History()
    before = _State(None, listing(history))
    for seen in sightings(archive.looks(provider), last_reading):
        history.see(seen)
        after = _State(seen.snapshot, listing(history))
        yield _compared(provider, before, after)
        before = after


def _states(known: Present, present: Present) -> list[_State]:
    """The one, what each look made of it that the other holds besides, and the other."""
    states = [_state_now(known)]
    lines = present.shelf.since(known.rests)
    known.shelf = present.shelf
    for line in lines or ():
        if not known.continued([line], known.rests):
            break
        states.append(_state_now(known))
    return [*states, _state_now(present)]


def _state_now(present: Present) -> _State:
    last = present.trail.last
    return _State(last.snapshot if last else None, listing(present.history))


def _state_after(archive: Archive, provider: str, looks: Sequence[Look]) -> _State:
    """What is known after these looks."""
    if not looks:
        return _State(None, [])
    return _State(looks[-1].line.snapshot, listing(chronicle(archive, provider, looks)))


def _compared(provider: str, old: _State, new: _State) -> Compared:
    now = by_id(new.prices)
    pairs: list[PricePair] = [
        (forms, as_values(now.get(key, []))) for key, forms in differing(old.prices, new.prices).items()
    ]
    models = frozenset((price.provider, price.model) for side in (old, new) for price in side.prices)
    return Compared(provider, old.snapshot, new.snapshot, pairs, models)
