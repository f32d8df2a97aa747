"""From looks in the order of their times to intervals: what was true when, and what was known when.

An interval is one price in one form, from the look that first saw it so to the look that saw it otherwise. What is
learnt later adds an interval or a mark to one; nothing is taken back. So two questions have two answers: what was true
on a day by all that is known now, and by what was known at the end of an earlier day.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby, pairwise
from typing import Any

from pricebook.beliefs import Basis, Belief, Decision, State
from pricebook.calendar import day_of, order
from pricebook.checks.gate import Reason
from pricebook.checks.gate.around import WordsAround
from pricebook.checks.gate.reasons import as_plain, from_plain
from pricebook.records import Price

GATE = ("doubted_since", "yard", "approved", "words")
REASONS = ("held", "doubted")
"""What the gate says of a form."""
TERMS = ("amount", "free", "promotion", "effective_from", "effective_until")
"""What makes it another form of the same price."""


@dataclass(frozen=True, slots=True)
class Sighting:
    """What one look saw."""

    at: str
    snapshot: str
    prices: Sequence[Price]
    """Sorted by identity."""
    good: bool
    """Whether every amount was understood: only then is an absent price missing."""
    withdrawn: Mapping[str, str] = field(default_factory=dict)
    """Models that the page itself says are no longer sold, and from which day on."""
    pages: Mapping[str, str] = field(default_factory=dict)
    """By page the snapshot that holds it, where it may be another than the look's own."""
    assumed: bool = False
    """Whether its day is a guess."""
    again: bool = False
    """Whether it is the very reading of the look before; what was read is not told again then."""
    around: WordsAround = field(default_factory=WordsAround)
    """What stands around the tables of its pages."""

    def holder(self, price: Price) -> str:
        """The name of the snapshot that holds the price."""
        return self.pages.get(price.where.page, self.snapshot)


@dataclass(slots=True)
class Interval:
    """One price in one form, from one look to another."""

    quotes: tuple[Price, ...]
    """As they were first seen so. More than one is a conflict."""
    number: int
    """1 for the first interval of the price."""
    first_seen: str
    """The moment of the look that first saw it so."""
    snapshot: str
    """What that look saw."""
    valid_from: str
    """The day from which on it holds."""
    basis: Basis
    """Whether the page prints that day, or it is the day of the look, or that is a guess."""
    valid_to: str | None = None
    """The day from which on a later interval holds instead."""
    last_seen: str | None = None
    """The moment of the last look that saw it; None while the provider's last look did."""
    unread_since: str | None = None
    """The moment from which on it was absent from pages that were not understood whole."""
    missing_since: str | None = None
    """The moment from which on it was absent from a page that was understood."""
    withdrawn_on: str | None = None
    """The day from which on it is no longer sold, because the page or a person says so."""
    withdrawn_at: str | None = None
    """The moment from which on that is known."""
    known_from: str | None = None
    """The moment of the later reading that brought it up; None if the first readings did."""
    known_to: str | None = None
    """The moment of the later reading that it vanished in."""
    latest: tuple[Price, ...] = field(default=(), compare=False)
    """As they were last seen."""
    latest_snapshots: tuple[str, ...] = field(default=(), compare=False)
    """Which snapshot holds each of these."""
    days_before: frozenset[str | None] = field(default=frozenset(), compare=False)
    """The days that earlier forms of the price printed, where these are not at hand."""
    held: tuple[Reason, ...] = field(default=(), compare=False)
    """Why this form waits for a person; nothing if it was accepted."""
    doubted: tuple[Reason, ...] = field(default=(), compare=False)
    """Of a form that was accepted, or of one that is absent: why it waits for a person since then."""
    doubted_since: str | None = field(default=None, compare=False)
    """The moment of the look that gave rise to that."""
    yard: str | None = field(default=None, compare=False)
    """Of a form that was accepted: the amount that the next is held against."""
    approved: bool = field(default=False, compare=False)
    """Whether a person approved the very values of this form."""
    words: str | None = field(default=None, compare=False)
    """What stood around it when that was accepted last, as digests."""

    @property
    def gate(self) -> dict[str, Any]:
        """What the gate says of the form, as JSON has it, as far as it says anything."""
        said = {name: value for name in GATE if (value := getattr(self, name))}
        return said | {name: as_plain(value) for name in REASONS if (value := getattr(self, name))}

    @property
    def id(self) -> str:
        """The price's id."""
        return self.quotes[0].id

    @property
    def open(self) -> bool:
        """Whether the last look saw it."""
        return not (self.unread_since or self.missing_since)

    def state(self, *days: str) -> tuple[State, str | None]:
        """How it stands, and since which day; or how it stood at the end of the earliest of these days."""
        marks: tuple[tuple[State, str | None], ...] = ("missing", self.missing_since), ("unread", self.unread_since)
        for state, since in marks:
            if since and all(day_of(since) <= day for day in days):
                return state, day_of(since)
        return "listed", None

    def belief(self, day: str, known: str | None = None) -> Belief:
        """The answer that it gives for a day, by what was known at the end of the day `known`."""
        state, since = self.state(*filter(None, (day, known)))
        return Belief(
            prices=list(self.quotes), valid_from=self.valid_from, basis=self.basis, first_seen=self.first_seen,
            snapshot=self.snapshot, state=state, since=since, reasons=[reason.says for reason in self.held],
        )  # fmt: skip


def gate_from(said: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of an interval that `Interval.gate` told."""
    return {name: from_plain(value) if name in REASONS else value for name, value in said.items()}


class History:
    """The intervals of one provider, as its looks tell them one after the other."""

    def __init__(self, intervals: Iterable[Interval] = (), judge: "Judge | None" = None) -> None:
        """`judge`: says of each look which prices wait for a person; without one, all that is seen is accepted."""
        self.intervals: dict[str, list[Interval]] = {}
        for interval in intervals:
            self.intervals.setdefault(interval.id, []).append(interval)
        self.last: str | None = None
        self.judge = judge
        self.around = WordsAround()
        """What stood around the tables at the last look."""
        self.before: dict[str, tuple[Price, ...]] = {}
        """While a look is taken in, how prices that go on were printed at the one before."""

    def see(self, seen: Sighting) -> None:
        """Takes in the next look."""
        if not seen.again:
            self._take_in(seen)
            if self.judge:
                self.judge(self, seen)
            self.around, self.before = seen.around, {}
        self.last = seen.at

    def _take_in(self, seen: Sighting) -> None:
        self.before = {key: own[-1].latest for key, own in self.intervals.items() if own[-1].open}
        present = {key: tuple(quotes) for key, quotes in groupby(seen.prices, key=lambda price: price.id)}
        for key, quotes in present.items():
            self._present(key, quotes, seen)
        for key, intervals in self.intervals.items():
            if key not in present:
                self._absent(intervals[-1], seen)
        for intervals in self.intervals.values() if seen.withdrawn else ():
            on = seen.withdrawn.get(intervals[-1].quotes[0].model)
            if on is not None:
                _withdraw(intervals[-1], on, seen.at)

    def decide(self, decision: Decision) -> None:
        """Marks the price as withdrawn, if that was decided, and it is known and was not."""
        for interval in self.intervals.get(decision.id, ())[-1:] if decision.decision == "withdrawn" else ():
            _withdraw(interval, decision.on, decision.at)

    def _present(self, key: str, quotes: tuple[Price, ...], seen: Sighting) -> None:
        before = self.intervals.setdefault(key, [])
        if not before or not before[-1].open or not _same_terms(before[-1].latest or before[-1].quotes, quotes):
            if before:
                before[-1].last_seen = before[-1].last_seen or self.last
            before.append(_begun(before, quotes, seen))
        before[-1].latest, before[-1].latest_snapshots = quotes, tuple(map(seen.holder, quotes))

    def _absent(self, interval: Interval, seen: Sighting) -> None:
        if interval.missing_since:
            return
        interval.last_seen = interval.last_seen or self.last
        if seen.good:
            interval.missing_since = seen.at
        else:
            interval.unread_since = interval.unread_since or seen.at

    def __iter__(self) -> Iterator[Interval]:
        """All intervals: prices by their ids, each in the order in which it was learnt."""
        return (interval for key in sorted(self.intervals) for interval in self.intervals[key])


Judge = Callable[[History, Sighting], None]
"""Marks the intervals that wait for a person after that look."""


def accepted(own: Sequence[Interval]) -> Interval | None:
    """The form of a price that is published: the last one that does not wait for a person."""
    return next((each for each in reversed(own) if not each.held and each.known_to is None), None)


def _begun(before: Sequence[Interval], quotes: tuple[Price, ...], seen: Sighting) -> Interval:
    """The next interval of a price; from its first day on it holds instead of those before.

    A printed day counts only if no earlier form of the price printed it: else it tells of that form's beginning.
    """
    printed = {quote.effective_from for quote in quotes}
    told = days_of(before)
    stated = next(iter(printed)) if len(printed) == 1 and not printed & told else None
    start = stated or day_of(seen.at)
    for interval in before:
        interval.valid_to = min(interval.valid_to or start, start)
    basis: Basis = "printed" if stated else "assumed" if seen.assumed else "observed"
    number = before[-1].number + 1 if before else 1
    return Interval(quotes, number, seen.at, seen.holder(quotes[0]), start, basis)


def days_of(intervals: Iterable[Interval]) -> set[str | None]:
    """The days from which on the price holds, as each of its forms printed them; None for one that printed none."""
    days: set[str | None] = set()
    for interval in intervals:
        days |= interval.days_before
        days |= {quote.effective_from for quote in interval.quotes}
    return days


def _withdraw(interval: Interval, on: str, at: str) -> None:
    if interval.withdrawn_on is None:
        interval.withdrawn_on, interval.withdrawn_at = on, at


def _same_terms(old: tuple[Price, ...], new: tuple[Price, ...]) -> bool:
    """Whether the quotes say the same; those that stayed in the page's lines are the very same objects."""
    if len(old) != len(new):
        return False
    return all(a is b for a, b in zip(old, new, strict=True)) or [*map(_terms_of, old)] == [*map(_terms_of, new)]


def _terms_of(price: Price) -> str:
    return repr([getattr(price, name) for name in TERMS])


def replay(sightings: Iterable[Sighting], decisions: Iterable[Decision] = (), judge: Judge | None = None) -> History:
    """The history that these looks and decisions give, each taken in at its moment."""
    history = History(judge=judge)
    pending = sorted(decisions, key=lambda decision: (order(decision.at), decision.id))
    for seen in sorted(sightings, key=lambda seen: order(seen.at)):
        while pending and order(pending[0].at) < order(seen.at):
            history.decide(pending.pop(0))
        history.see(seen)
    for decision in pending:
        history.decide(decision)
    return history


def corrected(
    readings: Sequence[tuple[str, Sequence[Sighting]]], decisions: Sequence[Decision] = (), judge: Judge | None = None
) -> History:
    """The same where pages were read again later: for each moment of reading, all looks as they were read by then.

    The first moment is empty. An interval that a later reading changed stays, known to that moment; the one instead of
    it is known from then on.
    """
    history = replay(readings[0][1], decisions, judge)
    gone: list[Interval] = []
    for (_, old), (moment, new) in pairwise(readings):
        then, now = (_until(moment, sightings, decisions) for sightings in (old, new))
        lost = {(i.id, i.number): i for i in then if i not in list(now.intervals.get(i.id, ()))}
        born = {(i.id, i.number) for i in now if i not in list(then.intervals.get(i.id, ()))}
        known = {(i.id, i.number): i.known_from for i in history}
        gone += [replace(i, known_from=known[key], known_to=moment) for key, i in lost.items()]
        history = replay(new, decisions, judge)
        for interval in history:
            key = interval.id, interval.number
            interval.known_from = moment if key in born else known.get(key)
    for interval in gone:
        history.intervals.setdefault(interval.id, []).insert(0, interval)
    return history


def _until(moment: str, sightings: Sequence[Sighting], decisions: Sequence[Decision]) -> History:
    """What these looks told by that moment, without what was only derived later."""
    seen = [each for each in sightings if order(each.at) <= order(moment)]
    return replay(seen, [each for each in decisions if order(each.at) <= order(moment)])


def as_of(intervals: Iterable[Interval], day: str, known: str | None = None) -> list[Belief]:
    """What was true on the day, by all that is known now or by what was known at the end of the day `known`."""
    answers: dict[str, Interval] = {}
    for interval in intervals:
        if _is_known(interval, known) and interval.valid_from <= day:
            other = answers.get(interval.id)
            if other is None or other.number < interval.number:
                answers[interval.id] = interval
    return [found.belief(day, known) for _, found in sorted(answers.items()) if not _was_withdrawn(found, day, known)]


def _is_known(interval: Interval, known: str | None) -> bool:
    if known is None:
        return interval.known_to is None
    learnt = max(day_of(interval.first_seen), day_of(interval.known_from or interval.first_seen))
    return learnt <= known and not (interval.known_to and day_of(interval.known_to) <= known)


def _was_withdrawn(interval: Interval, day: str, known: str | None) -> bool:
    on, at = interval.withdrawn_on, interval.withdrawn_at
    return bool(on and at and on <= day and (known is None or day_of(at) <= known))
