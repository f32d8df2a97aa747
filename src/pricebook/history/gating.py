"""The gate at each look: which forms of prices wait for a person. The rules stand in checks/gate."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from pricebook.beliefs import Decision
from pricebook.checks.gate import Reason
from pricebook.checks.gate.around import words_from
from pricebook.checks.gate.judging import Accepted, GateLook, Reasons, judged
from pricebook.history.intervals import History, Interval, Judge, Sighting, accepted
from pricebook.records import Price
from pricebook.units import text

NONE, GONE = "none", "gone"
"""What stands for a price that is not published yet, and for one that is not printed any more."""


class Approvals:
    """What persons approved of one provider, by its exact values."""

    def __init__(self, decided: Iterable[Decision]) -> None:
        listed = list(decided)
        self._steps = {(s.id, s.old, s.new) for each in listed if each.decision == "approved" for s in each.steps}
        self._rejected = {(s.id, s.old, s.new) for each in listed if each.decision == "rejected" for s in each.steps}
        self._known = {(each.id, _or(each.amounts)) for each in listed if each.decision == "acknowledged"}

    def fits(self, key: str, old: str, new: str) -> bool:
        """Whether a person approved that very step of that price."""
        return (key, old, new) in self._steps or (key, new) in self._known

    def rejects(self, key: str, old: str, new: str) -> bool:
        """Whether a person said that this very step is wrong."""
        return (key, old, new) in self._rejected


def amounts_of(interval: Interval | None) -> str:
    """The amounts of a form, as decisions name them; `none` without one."""
    return NONE if interval is None else _or(text(price.amount) for price in interval.latest or interval.quotes)


def gate(approvals: Approvals, currency: str | None) -> Judge:
    """What marks, after each look at the provider, the prices that wait for a person; `currency` is its own."""

    def mark(history: History, seen: Sighting) -> None:
        _Marks(history, seen, approvals, currency).mark()

    return mark


class _Marks:
    """The marks of one look."""

    def __init__(self, history: History, seen: Sighting, approvals: Approvals, currency: str | None) -> None:
        self.history, self.seen, self.approvals, self.currency = history, seen, approvals, currency
        living = {key: own for key, own in history.intervals.items() if own[-1].known_to is None}
        self.open = {key: own[-1] for key, own in living.items() if own[-1].open}
        self.begun = {key: each for key, each in self.open.items() if each.yard is None and not each.held}
        self.before = {key: accepted(own[:-1] if key in self.begun else own) for key, own in living.items()}

    def mark(self) -> None:
        verdicts = judged(GateLook(
            standing={key: self._standing(key, each) for key, each in self.before.items() if each is not None},
            seen={key: each.latest for key, each in self.open.items()},
            begun=self.begun.keys(), good=self.seen.good, before=self.history.around, now=self.seen.around,
            currency=self.currency, approved=self.approvals.fits,
        ))  # fmt: skip
        for key, interval in self.begun.items():
            renamed = self.before.get(verdicts.renamed.get(key, ""))
            self._begin(interval, self.before[key], renamed, verdicts.held.get(key, ()))
        for key, own in self.history.intervals.items():
            if key not in self.begun:
                self._doubt(key, own[-1], verdicts.doubted)

    def _standing(self, key: str, interval: Interval) -> Accepted:
        return Accepted(
            self._printed(key, interval), Decimal(interval.yard or 0), words_from(interval.words),
            listed=key in self.history.before,
        )  # fmt: skip

    def _printed(self, key: str, interval: Interval) -> Sequence[Price]:
        """The form that is published, as it was printed last before this look."""
        goes_on = interval is self.history.intervals[key][-1]
        return (self.history.before.get(key) if goes_on else None) or interval.latest or interval.quotes

    def _begin(
        self, interval: Interval, before: Interval | None, renamed: Interval | None, reasons: Sequence[Reason]
    ) -> None:
        """A form that this look is the first to see: of a price that was there, maybe under another model's name."""
        step = interval.id, amounts_of(before), amounts_of(interval)
        interval.approved = self.approvals.fits(*step)
        interval.held = () if interval.approved else tuple(reasons)
        if interval.held:
            return
        known = (before or renamed or interval).yard
        interval.yard = known if known is not None and not interval.approved else text(interval.latest[0].amount)
        interval.words = self._words(interval.latest[0])

    def _doubt(self, key: str, interval: Interval, doubted: Reasons) -> None:
        """A price that goes on in its form, or is absent."""
        before = self.before.get(key)
        if before is None or interval.known_to is not None:
            return
        if interval.held if interval.open else key not in self.history.before:
            return
        reasons = doubted.get(key, ())
        if reasons and not interval.open and self.approvals.fits(key, amounts_of(before), GONE):
            reasons = ()
        if reasons and not interval.doubted:
            interval.doubted_since = self.seen.at
        interval.doubted = tuple(reasons)
        if not reasons:
            interval.doubted_since = None
            if interval.open and not interval.held:
                interval.words = self._words(interval.latest[0]) or interval.words

    def _words(self, price: Price) -> str | None:
        words = self.seen.around.of(price)
        return None if words is None else str(words)


def _or(amounts: Iterable[str]) -> str:
    """The different amounts, the smallest first."""
    return " or ".join(sorted(set(amounts), key=Decimal))
