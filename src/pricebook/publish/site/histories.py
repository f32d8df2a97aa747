"""What a price was, step by step, and the last change of several."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from itertools import pairwise
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
    """Why it ended: `changed`, `missing`, `unread`, `withdrawn`; empty while it stands."""
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
    return sorted(found, key=lambda step: (step.since, step.form["number"]))


class LastChange(NamedTuple):
    """The last change of an amount."""

    day: str
    up: bool
    ratio: str
    """The new amount to the old one, such as `0.5`; empty where that is no number."""


def last_change(prices: Iterable[Sequence[Stretch]]) -> LastChange | None:
    """The newest change of any of these prices; the largest of one day. None if none of them ever changed."""
    found = [change for steps in prices if (change := _newest(steps)) is not None]
    return max(found, key=lambda change: (change.day, change.up), default=None)


def _newest(steps: Sequence[Stretch]) -> LastChange | None:
    """The last change of one price; while its page prints two amounts, nobody can say which of them changed."""
    printed = Counter(step.form["number"] for step in steps)
    for before, after in reversed(list(pairwise(steps))):
        if printed[before.form["number"]] > 1 or printed[after.form["number"]] > 1:
            return None
        if before.amount != after.amount:
            return LastChange(after.since, after.amount > before.amount, ratio(before.amount, after.amount))
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
