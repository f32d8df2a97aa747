"""What waits for a person: prices that are held, put together into cases that are decided at once."""

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from pricebook.beliefs import Step
from pricebook.checks.gate import Reason, verdict_of
from pricebook.checks.gate.rules import RULES, Verdict
from pricebook.history.gating import GONE, Approvals, amounts_of
from pricebook.history.intervals import History, Interval, accepted
from pricebook.history.listing import is_withdrawn
from pricebook.records import Price

_GRAVITY = ("rejected", "held")
_ORDER = list(RULES)


class Waiting(NamedTuple):
    """One price of a case."""

    step: Step
    """From what is published to what came."""
    old: Sequence[Price]
    """As it is published; none if it is not."""
    new: Sequence[Price]
    """As the page prints it now; none if it does not."""
    snapshot: str
    """What was seen when it came, or last: the folder's name."""
    old_snapshot: str
    """Likewise of what is published; empty if nothing is."""

    @property
    def ratio(self) -> Decimal | None:
        """New amount to old; None where one of them is nothing, or zero."""
        if not (self.old and self.new and self.old[0].amount and self.new[0].amount):
            return None
        return self.new[0].amount / self.old[0].amount


class Case(NamedTuple):
    """What is decided at once: prices that wait for one and the same thing."""

    id: str
    """16 hexadecimal digits, of the exact values: with others it is another case."""
    provider: str
    page: str
    since: str
    """The moment of the look that gave rise to it."""
    rule: str
    """The gravest of the rules that it does not pass."""
    verdict: Verdict
    reasons: Sequence[str]
    prices: Sequence[Waiting]
    steps: Sequence[Step]
    """All that is approved with it: also that other words stand around the prices."""
    rejected: bool
    """Whether a person said that these very values are wrong: then it waits no more, and stays held."""


class _Held(NamedTuple):
    interval: Interval
    published: Interval | None
    reasons: Sequence[Reason]
    since: str

    @property
    def main(self) -> Reason:
        """The gravest."""
        return min(self.reasons, key=lambda reason: _ORDER.index(reason.rule))


def cases(provider: str, history: History, approvals: Approvals, last: str) -> list[Case]:
    """What of the provider waits, the gravest first; `last` is the moment of its last look."""
    groups: defaultdict[tuple[str, ...], list[_Held]] = defaultdict(list)
    for held in _waiting_prices(history, last):
        groups[held.since, held.main.rule, held.main.cause].append(held)
    found = [_case(provider, since, group, approvals) for (since, *_), group in groups.items()]
    return sorted(found, key=by_gravity)


def _waiting_prices(history: History, last: str) -> Iterator[_Held]:
    for own in history.intervals.values():
        interval, published = own[-1], accepted(own)
        if interval.known_to is not None or is_withdrawn(interval, last):
            continue
        if interval.held and interval.open:
            yield _Held(interval, published, interval.held, interval.first_seen)
        elif interval.doubted and published is not None:
            yield _Held(interval, published, interval.doubted, interval.doubted_since or "")


def _case(provider: str, since: str, group: Sequence[_Held], approvals: Approvals) -> Case:
    ordered = sorted(group, key=lambda held: held.interval.id)
    prices = [_waiting(held) for held in ordered]
    others = [step for held in ordered for step in _other_steps(held)]
    told = {step.id for step in others}
    # One that is held at the very amount that is published, and for no words, is decided by that amount.
    steps = [each.step for each in prices if each.step.old != each.step.new or each.step.id not in told]
    steps += others
    reasons = dict.fromkeys(reason.says for held in ordered for reason in held.reasons)
    gravest = min((held.main for held in ordered), key=lambda reason: _ORDER.index(reason.rule))
    return Case(
        id=_case_id(provider, steps), provider=provider, page=ordered[0].interval.latest[0].where.page, since=since,
        rule=gravest.rule,
        verdict=verdict_of(reason for held in ordered for reason in held.reasons) or "held", reasons=list(reasons),
        prices=sorted(prices, key=_size), steps=steps,
        rejected=bool(steps) and all(approvals.rejects(step.id, step.old, step.new) for step in steps),
    )  # fmt: skip


def _waiting(held: _Held) -> Waiting:
    interval, published = held.interval, held.published
    new = interval.latest if interval.open else ()
    step = Step(id=interval.id, old=amounts_of(published), new=amounts_of(interval) if new else GONE)
    return Waiting(
        step, published.latest if published else (), new, interval.latest_snapshots[0],
        published.latest_snapshots[0] if published else "",
    )  # fmt: skip


def _other_steps(held: _Held) -> Iterator[Step]:
    """What is approved with the price that is no amount: that other words stand around it."""
    for reason in held.reasons:
        if reason.step:
            old, new = reason.step
            yield Step(id=held.interval.id, old=old, new=new)


def _size(waiting: Waiting) -> tuple[Decimal, str]:
    ratio = waiting.ratio
    return (Decimal(0) if ratio is None else -max(ratio, 1 / ratio)), waiting.step.id


def _case_id(provider: str, steps: Sequence[Step]) -> str:
    told = "".join(f"{provider} {step.id} {step.old} {step.new}\n" for step in steps)
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def by_gravity(case: Case) -> tuple[object, ...]:
    """What cases are sorted by, the gravest first: those that no person has rejected, slips, the gravest rule."""
    size = _size(case.prices[0])[0]
    return case.rejected, _GRAVITY.index(case.verdict), _ORDER.index(case.rule), size, case.provider, case.id
