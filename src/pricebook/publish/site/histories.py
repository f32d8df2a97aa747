"""What a price was, step by step, and the last change of several."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from itertools import pairwise, zip_longest
from typing import Any, NamedTuple

from pricebook.book.forms import NEVER, end_of

Told = Mapping[str, Any]
Form = dict[str, Any]
"""A line of the history."""
_ENDS = {"valid_to": "changed", "missing_since": "missing", "unread_since": "unread", "withdrawn_on": "withdrawn"}


class Stretch(NamedTuple):
    """A price in one form: from a day, up to the day on which it was last seen, until it was another or was gone."""

    since: str
    seen: str
    """The last day on which it was known to hold."""
    until: str
    """The day from which on it did not hold any more; empty while it stands."""
    end: str
    """Why it ended: `changed`, `terms`, `missing`, `unread`, `withdrawn`; empty while it stands."""
    form: Form

    @property
    def amount(self) -> Decimal:
        """What it came to."""
        return Decimal(self.form["amount"])


def steps(forms: Iterable[Form], seen: str) -> list[Stretch]:
    """The steps of one price that were published, the first first; `seen`: the day on which its page was last seen."""
    found = []
    for form in forms:
        if form["held"]:
            continue
        end = end_of(form)
        why = next((word for name, word in _ENDS.items() if form[name] == end), "")
        since = form["valid_from"]
        last = form["last_seen"] or (seen if end == NEVER else min(seen, end))
        found.append(Stretch(since, max(last, since), "" if end == NEVER else end, why, form))
    found.sort(key=lambda step: (step.since, step.form["number"]))
    return [_ending(step, after) for step, after in zip_longest(found, found[1:])]


def _ending(step: Stretch, after: Stretch | None) -> Stretch:
    """The step; where only its terms became others, not its amount, that is why it ended."""
    same = after is not None and step.end == "changed" and after.amount == step.amount
    return step._replace(end="terms") if same else step


class LastChange(NamedTuple):
    """The last change of an amount."""

    day: str
    meter: str
    """What it is a price of."""
    up: bool
    ratio: str
    """The new amount to the old one, such as `0.5`; empty where that is no number."""


def last_change(prices: Iterable[Sequence[Stretch]]) -> LastChange | None:
    """The newest change of any of these prices; the largest of one day. None if none of them ever changed."""
    found = [change for steps in prices if (change := _newest(steps)) is not None]
    return max(found, key=lambda change: (change.day, _as_times(change.ratio)), default=None)


def _as_times(ratio: str) -> Decimal:
    return max(Decimal(ratio), 1 / Decimal(ratio)) if ratio else Decimal(0)


def _newest(steps: Sequence[Stretch]) -> LastChange | None:
    """The last change of one price; while its page prints two amounts, nobody can say which of them changed."""
    printed = Counter(step.form["number"] for step in steps)
    for before, after in reversed(list(pairwise(steps))):
        if printed[before.form["number"]] > 1 or printed[after.form["number"]] > 1:
            return None
        if before.amount != after.amount:
            up = after.amount > before.amount
            return LastChange(after.since, after.form["meter"], up, ratio(before.amount, after.amount))
    return None


def ratio(before: Decimal, after: Decimal) -> str:
    """How many times the amount is what it was.

    >>> ratio(Decimal("4"), Decimal("1")), ratio(Decimal("3"), Decimal("2")), ratio(Decimal("0"), Decimal("2"))
    ('0.25', '0.667', '')
    """
    return f"{(after / before).quantize(Decimal('0.001')).normalize():f}" if before and after else ""


def ratio_of(change: Told) -> str:
    """The same of a change as it is published, where both its sides are of one unit and currency."""
    before, after = change["before"], change["after"]
    if not before or not after or any(before[name] != after[name] for name in ("currency", "unit")):
        return ""
    said = ratio(Decimal(before["amount"]), Decimal(after["amount"]))
    return f"×{said}" if said and said != "1" else ""


class AmountMoved(NamedTuple):
    """An amount that became another."""

    before: Stretch
    after: Stretch

    @property
    def ratio(self) -> str:
        """How many times the amount is what it was."""
        return ratio(self.before.amount, self.after.amount)


def moves(prices: Iterable[Sequence[Stretch]]) -> list[AmountMoved]:
    """Every amount of these prices that became another, the newest first; where a page prints two nobody can say."""
    found = []
    for steps in prices:
        printed = Counter(step.form["number"] for step in steps)
        alone = [step for step in steps if printed[step.form["number"]] == 1]
        found += [AmountMoved(*pair) for pair in pairwise(alone) if pair[0].amount != pair[1].amount]
    return sorted(found, key=lambda moved: moved.after.since, reverse=True)
