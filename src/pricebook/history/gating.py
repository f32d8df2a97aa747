"""The gate at each look: which forms of prices wait for a person. The rules stand in checks/gate."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal

from pricebook.beliefs import Decision
from pricebook.calendar import day_of, order
from pricebook.checks.gate import ARRIVING, Reason
from pricebook.checks.gate.around import words_from
from pricebook.checks.gate.judging import Accepted, GateLook, judged
from pricebook.history.intervals import History, Interval, Judge, Sighting, accepted
from pricebook.records import Price
from pricebook.units import text

TWICE = "twice"
"""What is said of one amount that a page prints more than once."""
NONE, GONE = "none", "gone"
"""What stands for a price that is not published yet, and for one that is not printed any more."""


class Approvals:
    """What persons approved of one provider, by its exact values."""

    def __init__(self, decided: Iterable[Decision]) -> None:
        self._steps: defaultdict[tuple[str, str, str], list[Decision]] = defaultdict(list)
        self._rejected: set[tuple[str, str, str]] = set()
        self._known: dict[tuple[str, str], Decision] = {}
        for each in decided:
            for step in each.steps:
                if each.decision == "approved":
                    self._steps[step.id, step.old, step.new].append(each)
                elif each.decision == "rejected":
                    self._rejected.add((step.id, step.old, step.new))
            if each.decision == "acknowledged":
                self._known.setdefault((each.id, _or(each.amounts)), each)

    def fits(self, key: str, old: str, new: str, day: str, since: str = "") -> str | None:
        """When a person approved that very step of that price, as a look of that day sees it; None if nobody did.

        What was approved of a later day says nothing of an earlier one that saw the same, and nothing that was approved
        before the day `since`, from which on the price stands as it does.
        """
        found = [each.at for each in self._steps.get((key, old, new), ()) if since <= each.on <= day]
        found += [each.at for each in (self._known.get((key, new)),) if each is not None]
        return min(found, key=order, default=None)

    def rejects(self, key: str, old: str, new: str) -> bool:
        """Whether a person said that this very step is wrong."""
        return (key, old, new) in self._rejected


def amounts_of(interval: Interval | None) -> str:
    """The amounts of a form, as decisions name them; `none` without one."""
    if interval is None:
        return NONE
    prices = interval.latest or interval.quotes
    told = _or(text(price.amount) for price in prices)
    return f"{told} {TWICE}" if len(prices) > 1 and len({price.amount for price in prices}) == 1 else told


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
        self.former = {moved: key for key, own in living.items() if (moved := own[-1].moved_to) is not None}
        """By the id of a price that waits for a person under its model's new name the id that it had before."""

    def mark(self) -> None:
        standing = {key: each or self.before.get(self.former.get(key, "")) for key, each in self.before.items()}
        verdicts = judged(GateLook(
            standing={key: self._standing(key, each) for key, each in standing.items() if each is not None},
            seen={key: each.latest for key, each in self.open.items()},
            printed=[price for prices in self.history.before.values() for price in prices],
            begun=self.begun.keys(), good=self.seen.good, before=self.history.around, now=self.seen.around,
            currency=self.currency, approved=lambda *step: self._approved(*step) is not None,
        ))  # fmt: skip
        for key, interval in self.begun.items():
            known = standing[key] or standing.get(verdicts.renamed.get(key, ""))
            self._begin(interval, self.before[key], known.yard if known else None, verdicts.held.get(key, ()))
        for key, own in self.history.intervals.items():
            if key not in self.begun:
                self._doubt(key, own[-1], verdicts.doubted.get(key, ()))
        for came, went in verdicts.renamed.items():
            self._move(came, self.former.pop(went, went))
        for came, went in self.former.items():
            self._move(came, went)

    def _move(self, came: str, went: str) -> None:
        """A price whose model is spelled otherwise now: under its old name it is published until the new one is."""
        new, old = self.history.intervals[came][-1], self.history.intervals[went][-1]
        let_go = self._approved(went, amounts_of(self.before[went]), GONE, self.before[went]) is not None
        if new.open and new.held and self.before[went] is not None and not let_go:
            since = self.seen.at if came in self.begun else old.doubted_since
            old.moved_to, old.doubted, old.doubted_since = came, new.held, since
        elif new.open:
            old.moved_to, old.doubted, old.doubted_since = None, (), None

    def _standing(self, key: str, interval: Interval) -> Accepted:
        return Accepted(
            self._printed(key, interval), Decimal(interval.yard or 0), words_from(interval.words),
            listed=key in self.history.before,
        )  # fmt: skip

    def _printed(self, key: str, interval: Interval) -> Sequence[Price]:
        """The form that is published, as it was printed last before this look."""
        goes_on = interval is self.history.intervals[key][-1]
        return (self.history.before.get(key) if goes_on else None) or interval.latest or interval.quotes

    def _begin(self, interval: Interval, before: Interval | None, yard: str | None, reasons: Sequence[Reason]) -> None:
        """A form that this look is the first to see; `yard` is that of the price, or of the same under another name."""
        step = interval.id, amounts_of(before), amounts_of(interval)
        interval.approved_at = self._approved(*step, before)
        if interval.approved_at is None:
            interval.held = (*reasons, *(() if yard else self._still(interval, reasons)))
        else:
            # Of words a person decides apart: those that nobody approved still wait.
            interval.held = tuple(reason for reason in reasons if reason.step)
            interval.cleared = tuple(reason for reason in reasons if not reason.step)
        if interval.held:
            return
        interval.yard = yard if yard is not None and interval.approved_at is None else text(interval.latest[0].amount)
        interval.words = self._words(interval.latest[0])

    def _doubt(self, key: str, interval: Interval, reasons: Sequence[Reason]) -> None:
        """A price that goes on in its form, or is absent."""
        before = self.before.get(key)
        if before is None or interval.known_to is not None:
            return
        if interval.held if interval.open else key not in self.history.before:
            return
        if reasons and not interval.open and self._approved(key, amounts_of(before), GONE, before):
            reasons = ()
        if reasons and not interval.doubted:
            interval.doubted_since = self.seen.at
        known: dict[object, Reason] = {each.step: each for each in interval.doubted if each.step}
        # What is said of other words is told by what stood there when they came.
        interval.doubted = tuple(known.get(reason.step, reason) for reason in reasons)
        if not reasons:
            interval.doubted_since = None
            if interval.open and not interval.held:
                interval.words = self._words(interval.latest[0]) or interval.words

    def _approved(self, key: str, old: str, new: str, before: Interval | None = None) -> str | None:
        return self.approvals.fits(key, old, new, day_of(self.seen.at), day_of(before.first_seen) if before else "")

    def _still(self, interval: Interval, reasons: Sequence[Reason]) -> Sequence[Reason]:
        """Why a price that was never accepted waited when it came, where it was printed otherwise ever since."""
        own = self.history.intervals[interval.id]
        if len(own) == 1 or interval.id not in self.history.before:
            return ()
        return [reason for reason in own[-2].held if reason.rule in ARRIVING and reason not in reasons]

    def _words(self, price: Price) -> str | None:
        words = self.seen.around.of(price)
        return None if words is None else str(words)


def _or(amounts: Iterable[str]) -> str:
    """The different amounts, the smallest first."""
    return " or ".join(sorted(set(amounts), key=Decimal))
