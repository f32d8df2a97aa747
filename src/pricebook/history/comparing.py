"""What is compared: the states of a collection's providers at two moments."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from pricebook.calendar import day_of, order
from pricebook.history.checkpoint import Presents
from pricebook.history.diff import PricePair
from pricebook.history.intervals import History
from pricebook.history.present import Present, by_id
from pricebook.history.replaying import chronicle, sightings
from pricebook.history.sides import Side, side
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
    seen: str | None = None
    """The moment of the last look that saw something by the second moment; None if there was none."""
    looked: bool = True
    """Whether there was such a look after the first moment."""
    failed: bool = False
    """Whether there was a look after the first moment that saw nothing."""


Ends = Mapping[str, Mapping[str, str]]
"""By the ids of prices `last_seen` and `not_seen`: the days of the last look that saw the old form, and of the next."""


def between(archive: Archive, providers: Iterable[str], old: str, new: str | None) -> Iterator[Compared]:
    """Each provider as it was known at the end of the one day and of the other, or now; raises StorageError."""
    for provider in providers:
        first, last = (_looks_by(archive, provider, day) for day in (old, new))
        was, now = (chronicle(archive, provider, looks) for looks in (first, last))
        before, after = _side_after(archive, provider, first, was), _side_after(archive, provider, last, now)
        later = [line for line in archive.told(provider) if old < day_of(line.at) <= (new or line.at)]
        yield _compared(
            provider, before, after, _ends_of_forms(was, now, last),
            looked=len(last) > len(first) or old == new, failed=any(line.snapshot is None for line in later),
        )  # fmt: skip


def steps(archive: Archive, provider: str, old: str, new: str | None) -> Iterator[Compared]:
    """The provider before and after every look between the ends of the two days, or up to now; raises StorageError.

    Looks that saw the same are left out.
    """
    looks = _looks_by(archive, provider, new)
    begun = len(_looks_by(archive, provider, old))
    before = _side_after(archive, provider, looks[:begun])
    for number in range(begun, len(looks)):
        if number and looks[number].shows_the_same(looks[number - 1]):
            before = replace(before, at=looks[number].at)
            continue
        after = _side_after(archive, provider, looks[: number + 1])
        yield _compared(provider, before, after)
        before = after


def last_two(presents: Presents, providers: Iterable[str]) -> Iterator[Compared]:
    """Each provider before and after the last look that showed something else; raises StorageError."""
    for provider in providers:
        present = presents.of(provider)
        now, was = _side_now(present), present.body.was
        listed = by_id(now.prices)
        step = _last_step(present)
        pairs: list[PricePair] = [
            ([{**form, **step} for form in forms], now.told(listed.get(key, []))) for key, forms in was.items()
        ]
        gone = {(provider, str(form["model"])) for forms in was.values() for form in forms}
        models = gone | {(provider, price.model) for price in now.prices}
        presents.put_away(provider)
        yield Compared(provider, present.before or now.snapshot, now.snapshot, pairs, frozenset(models), now.at)


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
    before = side(history, None, None)
    for seen in sightings(archive.looks(provider), last_reading):
        history.see(seen)
        after = side(history, seen.snapshot, seen.at)
        yield _compared(provider, before, after)
        before = after


def _looks_by(archive: Archive, provider: str, day: str | None) -> list[Look]:
    return [look for look in archive.looks(provider) if day is None or day_of(look.at) <= day]


def _states(known: Present, present: Present) -> list[Side]:
    """The one, what each look made of it that the other holds besides, and the other."""
    states = [_side_now(known)]
    lines = present.shelf.since(known.rests)
    known.shelf = present.shelf
    for line in lines or ():
        if not known.continued([line], known.rests):
            break
        states.append(_side_now(known))
    return [*states, _side_now(present)]


def _side_now(present: Present) -> Side:
    last = present.trail.last
    name = last.snapshot if last else None
    shelf = present.shelf
    return side(present.history, name, present.last, present.body.unread, shelf.profile, shelf.listing.loose)


def _side_after(archive: Archive, provider: str, looks: Sequence[Look], history: History | None = None) -> Side:
    """What is known after these looks."""
    history = history or chronicle(archive, provider, looks)
    if not looks:
        return side(history, None, None)
    last, shelf = looks[-1], archive.of(provider)
    return side(history, last.line.snapshot, last.at, last.said().unread, shelf.profile, shelf.listing.loose)


def _ends_of_forms(was: History, now: History, looks: Sequence[Look]) -> Ends:
    """Of the forms of the old state that are over in the new one, when they were seen last, and when they were not."""
    moments = [order(look.at) for look in looks]
    found: dict[str, Mapping[str, str]] = {}
    for key, own in was.intervals.items():
        then = own[-1]
        for form in now.intervals.get(key, ()):
            if form.last_seen and (form.number, form.first_seen) == (then.number, then.first_seen):
                later = looks[bisect_right(moments, order(form.last_seen)) :]
                found[key] = _looks_apart(form.last_seen, later[0].at if later else None)
    return found


def _last_step(present: Present) -> Mapping[str, str]:
    """The look that changed something last, and the one before it."""
    return _looks_apart(present.trail.before_change, present.trail.last_change)


def _looks_apart(last_seen: str | None, not_seen: str | None) -> Mapping[str, str]:
    return {"last_seen": day_of(last_seen), "not_seen": day_of(not_seen)} if last_seen and not_seen else {}


def _compared(
    provider: str, old: Side, new: Side, ends: Ends | None = None, *, looked: bool = True, failed: bool = False
) -> Compared:
    """`ends`: when each old form ended; where nothing is said, all ended with the first look of the new side."""
    was, now = by_id(old.prices), by_id(new.prices)
    step = _looks_apart(old.at, new.at) if ends is None else {}
    pairs: list[PricePair] = [
        (old.told(was.get(key, []), (ends or {}).get(key, step)), new.told(now.get(key, [])))
        for key in {**was, **now}
        if was.get(key) != now.get(key)
    ]
    models = frozenset((price.provider, price.model) for prices in (old.prices, new.prices) for price in prices)
    return Compared(provider, old.snapshot, new.snapshot, pairs, models, new.at, looked, failed)
