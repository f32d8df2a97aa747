"""What a price was, step by step, and the last change of several."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from decimal import Context, Decimal
from itertools import pairwise, zip_longest
from typing import Any, NamedTuple

from pricebook.book.forms import NEVER, end_of

Form = dict[str, Any]
"""A line of the history."""
_ENDS = {"valid_to": "changed", "missing_since": "missing", "unread_since": "unread", "withdrawn_on": "withdrawn"}

_FEW, _SMALL = Context(prec=3), Decimal("0.1")


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


class AmountMoved(NamedTuple):
    """An amount that became another."""

    before: Stretch
    after: Stretch

    @property
    def day(self) -> str:
        """From which day on it was the other."""
        return self.after.since

    @property
    def meter(self) -> str:
        """What it is a price of."""
        return str(self.after.form["meter"])

    @property
    def up(self) -> bool:
        """Whether it rose."""
        return self.after.amount > self.before.amount

    @property
    def ratio(self) -> str:
        """How many times the amount is what it was."""
        return ratio(self.before.amount, self.after.amount)

    @property
    def times(self) -> Decimal:
        """The larger one in the smaller one; 0 where one of them is nothing."""
        low, high = sorted((self.before.amount, self.after.amount))
        return high / low if low else low


def moves(prices: Iterable[Sequence[Stretch]]) -> list[AmountMoved]:
    """Every amount of these prices that became another, the newest first; where a page prints two nobody can say."""
    found = [moved for steps in prices for moved in _moves_of(steps)]
    return sorted(found, key=lambda moved: moved.day, reverse=True)


def last_change(prices: Iterable[Sequence[Stretch]]) -> AmountMoved | None:
    """The newest of them, the largest of one day; None if none of these prices ever changed."""
    return max(moves(prices), key=lambda moved: (moved.day, moved.times), default=None)


def _moves_of(steps: Sequence[Stretch]) -> Iterator[AmountMoved]:
    printed = Counter(step.form["number"] for step in steps)
    for before, after in pairwise(steps):
        alone = printed[before.form["number"]] == printed[after.form["number"]] == 1
        if alone and before.amount != after.amount:
            yield AmountMoved(before, after)


def ratio(before: Decimal, after: Decimal) -> str:
    """How many times the amount is what it was, to three places, or three digits of what fell far; empty if no number.

    >>> ratio(Decimal("4"), Decimal("1")), ratio(Decimal("3"), Decimal("2")), ratio(Decimal("0"), Decimal("2"))
    ('0.25', '0.667', '')
    >>> ratio(Decimal("80000"), Decimal("0.8")), ratio(Decimal("0.3"), Decimal("4000"))
    ('0.00001', '13333.333')
    """
    if not before or not after:
        return ""
    exact = after / before
    return f"{(_FEW.plus(exact) if exact < _SMALL else round(exact, 3)).normalize():f}"
