"""What is known of a provider now: continued look by look, or made anew from all that was seen."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pricebook.beliefs import Decision, Observation, PublishedPrice
from pricebook.calendar import order
from pricebook.checks.gate import undecided
from pricebook.history.intervals import History, Interval, days_of
from pricebook.history.listing import forms, is_withdrawn, listing
from pricebook.history.replaying import history_of_looks, sighting
from pricebook.history.trail import Trail, trail_of
from pricebook.identity import identity_order
from pricebook.records import Conflict, Price, Remark, StatedFact, UnsaidPrice, as_values
from pricebook.snapshots.looks import Look, Said
from pricebook.snapshots.shelf import Rests, Shelf, time_of

Forms = dict[str, list[dict[str, Any]]]
"""By the ids of prices how they are published."""


@dataclass(slots=True)
class Present:
    """What is known of one provider."""

    shelf: Shelf
    rests: Rests
    """How far the journals went that it rests on."""
    decided: list[Decision]
    """What a person has decided by then."""
    learnt: str | None = None
    """The moment of the last decision or later reading: what was seen before it is not continued from."""
    trail: Trail = field(default_factory=Trail)
    history: History = field(default_factory=History)
    """The last form of each price."""
    facts: list[StatedFact] = field(default_factory=list)
    unsaid: list[UnsaidPrice] = field(default_factory=list)
    unread: list[Remark] = field(default_factory=list)
    """What the pages said last, besides prices."""
    before: str | None = None
    """The last look's snapshot before the one that changed something."""
    was: Forms = field(default_factory=dict)
    """How the prices were published before it that are published otherwise now; none for those that came."""

    @property
    def provider(self) -> str:
        """The provider's id."""
        return self.shelf.provider

    @property
    def prices(self) -> list[Price]:
        """What the last good look saw, sorted by identity."""
        last = (own[-1] for own in self.history.intervals.values())
        return sorted((quote for each in last if each.open for quote in each.latest), key=identity_order)

    @property
    def conflicts(self) -> list[Conflict]:
        """Those of its prices that the pages print more than once, and nobody has acknowledged it."""
        return list(undecided(self.prices, self.decided))

    def continued(self, lines: Sequence[Observation], rests: Rests) -> bool:
        """Takes in looks that were written down since, in the order of their times; False where that cannot be."""
        known = [order(each) for each in (self.trail.latest, self.learnt) if each is not None]
        if lines and known and order(lines[0].at) <= max(known):
            return False
        for line in lines:
            self._take(line)
        self.rests = rests
        return True

    def looks_before(self, at: str) -> Iterator[Look]:
        """The looks before that moment, the last first; no more is read than is asked for. Raises StorageError."""
        last, moment = self.look(), order(at)
        if last is None:
            return
        if order(last.at) < moment:
            yield last
        earlier = [each for each in self.shelf.looks() if order(each.at) < moment]
        yield from reversed(earlier[:-1] if order(last.at) < moment else earlier)

    def looks_around(self, at: str) -> list[Look]:
        """At least the last look before that moment and those of it; raises StorageError."""
        last = self.look()
        return self.shelf.looks() if last and order(last.at) >= order(at) else [last] if last else []

    def look(self) -> Look | None:
        """The last good look."""
        line = self.trail.last
        if line is None:
            return None
        held = {name: self.shelf.snapshot(name) for name in {line.snapshot or "", *self.trail.pages.values()}}
        pages = {page: held[name] for page, name in self.trail.pages.items()}
        return Look(line, held[line.snapshot or ""], pages, frozenset(self.trail.retired))

    def _take(self, line: Observation) -> None:
        before, self.trail = self.trail, self.trail.after(line)
        if line.snapshot is None:
            return
        if not self.trail.shows_the_same(before):
            self._see(before)
            return
        last, self.history.last = self.history.last or "", line.at
        for own in self.history.intervals.values():
            if is_withdrawn(own[-1], line.at) and not is_withdrawn(own[-1], last):
                self.was.setdefault(own[-1].id, as_values(forms(own[-1])))

    def _see(self, before: Trail) -> None:
        """Takes in a look that shows what the one before did not."""
        look = self.look()
        if look is None:
            return
        old = listing(self.history)
        said = look.said()
        self.history.see(sighting(look, said))
        self.history = _living(self.history)
        self._remember(before.last, old, said)

    def _remember(self, before: Observation | None, old: Iterable[PublishedPrice], said: Said) -> None:
        self.before = before.snapshot if before else None
        self.was = differing(old, listing(self.history)) if before else {}
        self.facts, self.unsaid, self.unread = list(said.facts), list(said.unsaid), list(said.unread)


def made_anew(shelf: Shelf) -> Present:
    """What is known of the provider, from all that was seen; raises StorageError."""
    decided, looks = shelf.decided, shelf.looks()
    later = [reading.known for look in looks for reading in look.snapshot.readings[1:]]
    learnt = max((*later, *(each.at for each in decided)), key=order, default=None)
    present = Present(shelf, shelf.rests, decided, learnt, trail_of(sorted(shelf.told, key=time_of)))
    if not looks:
        return present
    present.history = _living(history_of_looks(looks, decided))
    changed = [n for n in range(1, len(looks)) if not looks[n].shows_the_same(looks[n - 1])]
    first = changed[-1] if changed else 0
    by_then = [each for each in decided if order(each.at) < order(looks[first].at)]
    old = listing(_living(history_of_looks(looks[:first], by_then))) if first else []
    present._remember(looks[first - 1].line if first else None, old, looks[-1].said())  # noqa: SLF001
    return present


def differing(old: Iterable[PublishedPrice], new: Iterable[PublishedPrice]) -> Forms:
    """How the prices of the old state are published that are published otherwise in the new one."""
    was, now = by_id(old), by_id(new)
    return {key: as_values(was.get(key, [])) for key in {**was, **now} if was.get(key) != now.get(key)}


def by_id(prices: Iterable[PublishedPrice]) -> Mapping[str, list[PublishedPrice]]:
    """The prices by their ids, in their order."""
    found: dict[str, list[PublishedPrice]] = {}
    for price in prices:
        found.setdefault(price.id, []).append(price)
    return found


def _living(history: History) -> History:
    """The last form of each price, without what a later reading took back."""
    kept = History()
    kept.last = history.last
    for key, own in history.intervals.items():
        living: list[Interval] = [each for each in own if each.known_to is None]
        if living:
            kept.intervals[key] = living[-1:]
            living[-1].days_before |= days_of(living[:-1])
    return kept
