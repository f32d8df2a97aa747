"""What is known of a provider now: continued look by look, or made anew from all that was seen."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from pricebook.beliefs import Decision, Observation, PublishedPrice
from pricebook.calendar import order
from pricebook.checks.gate.around import WordsAround
from pricebook.history.gating import Approvals
from pricebook.history.intervals import History, Interval, days_of
from pricebook.history.listing import forms, is_withdrawn, listing
from pricebook.history.past import Line, ended, lasting, lines_of, rewrites
from pricebook.history.replaying import history_of_looks, judge_of, sighting
from pricebook.history.trail import Trail, trail_of
from pricebook.history.waiting import Case, cases
from pricebook.identity import identity_order
from pricebook.records import Price, Remark, StatedFact, UnsaidPrice, as_values
from pricebook.snapshots.looks import Look, Said
from pricebook.snapshots.shelf import Rests, Shelf, time_of

Forms = dict[str, list[dict[str, Any]]]
"""By the ids of prices how they are published."""


@dataclass(slots=True)
class Body:
    """What the pages said last, and what became of each price."""

    history: History = field(default_factory=History)
    """The last form of each price."""
    past: list[Line] = field(default_factory=list)
    """The forms before it, in the order in which they ended."""
    facts: list[StatedFact] = field(default_factory=list)
    unsaid: list[UnsaidPrice] = field(default_factory=list)
    unread: list[Remark] = field(default_factory=list)
    was: Forms = field(default_factory=dict)
    """How prices were published before the last change that are published otherwise now; none for those that came."""


class Sums(NamedTuple):
    """What is asked of the body most often."""

    prices: int = 0
    unsaid: int = 0
    unread: int = 0
    conflicts: int = 0
    """Prices that the pages print more than once, and nobody has approved it."""
    held: int = 0
    """Cases that wait for a person."""
    lapses: Sequence[str] = ()
    """The days, still to come at the last look, from which on prices are not sold."""


class Kept(NamedTuple):
    """The body as it was written down."""

    lines: bytes
    sums: Sums
    load: Callable[[bytes], Body]


class Present:
    """What is known of one provider. Its body is read when it is asked for, and can be put away again."""

    def __init__(
        self, shelf: Shelf, rests: Rests, decided: list[Decision], learnt: str | None, trail: Trail, body: Body | Kept
    ) -> None:
        """`rests`: how far the journals went; `learnt`: the moment of the last decision or later reading."""
        self.shelf, self.rests, self.decided, self.learnt, self.trail = shelf, rests, decided, learnt, trail
        self.before: str | None = None
        """The last look's snapshot before the one that changed something."""
        self.last: str | None = None
        """The moment of the last good look."""
        self.kept = body if isinstance(body, Kept) else None
        self._body = None if isinstance(body, Kept) else body

    @property
    def provider(self) -> str:
        """The provider's id."""
        return self.shelf.provider

    @property
    def body(self) -> Body:
        """What the pages said last."""
        if self._body is None:
            self._body = self.kept.load(self.kept.lines) if self.kept else Body()
        self._body.history.last = self.last
        return self._body

    def put_away(self, kept: Kept) -> None:
        """Lets go of the body, which can be read again from that."""
        self.kept, self._body = kept, None

    @property
    def history(self) -> History:
        """The last form of each price."""
        return self.body.history

    @property
    def sums(self) -> Sums:
        """What is asked of the body most often."""
        return self.kept.sums if self.kept else self._summed()

    @property
    def prices(self) -> list[Price]:
        """What the last good look saw, sorted by identity."""
        last = (own[-1] for own in self.history.intervals.values())
        return sorted((quote for each in last if each.open for quote in each.latest), key=identity_order)

    @property
    def cases(self) -> list[Case]:
        """What of it waits for a person, the gravest first."""
        return cases(self.provider, self.history, Approvals(self.decided), self.last or "")

    def continued(self, lines: Sequence[Observation], rests: Rests) -> bool:
        """Takes in looks that were written down since, in the order of their times; False where that cannot be.

        Then what is known must be made anew.
        """
        known = [order(each) for each in (self.trail.latest, self.learnt) if each is not None]
        if lines and known and order(lines[0].at) <= max(known):
            return False
        if not all(self._take(line) for line in lines):
            return False
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
        return self.look_of(self.trail)

    def look_of(self, trail: Trail) -> Look | None:
        """The last good look by then."""
        line = trail.last
        if line is None:
            return None
        held = {name: self.shelf.snapshot(name) for name in {line.snapshot or "", *trail.pages.values()}}
        pages = {page: held[name] for page, name in trail.pages.items()}
        return Look(line, held[line.snapshot or ""], pages, frozenset(trail.retired))

    def _listed(self) -> Iterator[Interval]:
        return (own[-1] for own in self.history.intervals.values() if own[-1].open)

    def _summed(self) -> Sums:
        body, last = self.body, self.last or ""
        withdrawn = {own[-1].withdrawn_on or "" for own in body.history.intervals.values()}
        waiting = [case for case in self.cases if not case.rejected]
        return Sums(
            sum(len(each.latest) for each in self._listed()), len(body.unsaid), len(body.unread),
            sum(case.rule == "conflict" for case in waiting), len(waiting),
            sorted(day for day in withdrawn if day > last[:10]),
        )  # fmt: skip

    def _take(self, line: Observation) -> bool:
        """Takes in one look; False if it tells that what is past was otherwise."""
        before, self.trail = self.trail, self.trail.after(line)
        if line.snapshot is None:
            return True
        if not self.trail.shows_the_same(before):
            return self._see(before)
        if any(day <= line.at[:10] for day in self.sums.lapses):
            self._lapse(line.at)
        self.last = line.at
        return True

    def _lapse(self, at: str) -> None:
        """Notes which prices are not sold any more, though the pages are as they were."""
        body = self._changing()
        for own in body.history.intervals.values():
            if is_withdrawn(own[-1], at) and not is_withdrawn(own[-1], self.last or ""):
                body.was.setdefault(own[-1].id, as_values(forms(own[-1])))

    def _see(self, before: Trail) -> bool:
        """Takes in a look that shows what the one before did not."""
        look = self.look()
        if look is None:
            return True
        body = self._changing()
        old, said = listing(body.history), look.said()
        earlier = self.look_of(before)
        body.history.judge = judge_of(self.shelf)
        body.history.around = WordsAround(lambda: earlier.said().surroundings if earlier else ())
        body.history.see(sighting(look, said))
        pairs = (own[-2:] for own in body.history.intervals.values() if len(own) > 1)
        if any(rewrites(now, then) for then, now in pairs):
            return False
        body.past += (line for interval in ended(body.history) for line in lines_of(interval))
        body.history = _living(body.history)
        self.last = look.at
        self._remember(before.last, old, said)
        return True

    def _changing(self) -> Body:
        body, self.kept = self.body, None
        return body

    def _remember(self, before: Observation | None, old: Iterable[PublishedPrice], said: Said) -> None:
        self.before = before.snapshot if before else None
        body = self.body
        body.was = differing(old, listing(body.history)) if before else {}
        body.facts, body.unsaid, body.unread = list(said.facts), list(said.unsaid), list(said.unread)


def made_anew(shelf: Shelf) -> Present:
    """What is known of the provider, from all that was seen; raises StorageError."""
    decided, looks = shelf.decided, shelf.looks()
    later = [reading.known for look in looks for reading in look.snapshot.readings[1:]]
    learnt = max((*later, *(each.at for each in decided)), key=order, default=None)
    trail = trail_of(sorted(shelf.told, key=time_of))
    if not looks:
        return Present(shelf, shelf.rests, decided, learnt, trail, Body())
    judge = judge_of(shelf)
    history = history_of_looks(looks, decided, judge)
    past: list[Line] = [line for interval in ended(history) for line in lines_of(interval)]
    present = Present(shelf, shelf.rests, decided, learnt, trail, Body(_living(history), past))
    present.last = looks[-1].at
    changed = [n for n in range(1, len(looks)) if not looks[n].shows_the_same(looks[n - 1])]
    first = changed[-1] if changed else 0
    by_then = [each for each in decided if order(each.at) < order(looks[first].at)]
    old = listing(_living(history_of_looks(looks[:first], by_then, judge))) if first else []
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
        living = [each for each in own if each.known_to is None]
        for interval in lasting(own):
            kept.intervals.setdefault(key, []).append(interval)
            interval.days_before |= days_of(living[: living.index(interval)])
    return kept
