"""What the forms of a price say of each other: which may be a slip, and on which days nobody looked.

A form is a line of `history.jsonl`, or whatever else has these of its fields.
"""

from __future__ import annotations

from pricebook.book.amounts import EXACT
from pricebook.book.prices import amount_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    Record = dict[str, Any]

_ENDS = ("valid_to", "missing_since", "unread_since", "withdrawn_on")
NEVER = "9999-99-99"
_SLIP = 100
"""How many times the amount next to it in time an amount is at least that may be a slip of the page."""


def end_of(record: Record) -> str:
    """The day from which on it was another, was not seen, or was not sold; `NEVER`, past all days, while it stands."""
    return min((record[name] for name in _ENDS if record[name] is not None), default=NEVER)


def _beside(record: Record, records: Sequence[Record]) -> tuple[list[Record], list[Record]]:
    """The forms of the same price that were next before it and next after it; in conflict there are several."""
    forms = [each for each in records if each["id"] == record["id"]]
    start = record["valid_from"]
    before = max((each["valid_from"] for each in forms if each["valid_from"] < start), default=None)
    after = min((each["valid_from"] for each in forms if each["valid_from"] > start), default=None)
    earlier, later = ([each for each in forms if each["valid_from"] == day] for day in (before, after))
    return earlier, later


def slip(record: Record, records: Sequence[Record]) -> str | None:
    """Why the amount may be a slip of the page, by those next to it in time; None if it does not look like one.

    What is held says why by itself, and is held against nothing that was accepted.
    """
    if record.get("held"):
        return None
    own = amount_of(record)
    priced = [each for each in records if amount_of(each) and not each.get("held")]
    beside = zip(("before", "after"), _beside(record, priced), strict=True)
    for when, amount in ((when, amount_of(each)) for when, forms in beside for each in forms):
        low, high = sorted((own, amount))
        if low and EXACT.multiply(low, _SLIP) <= high:
            return f"the page printed {amount:f} {when} it"
    return None


def accepted(record: Record, records: Sequence[Record]) -> list[Record]:
    """What was published while that form was: itself, or what was accepted last before it; nothing if nothing was."""
    if not record.get("held"):
        return [record]
    before = [each for each in records if each["id"] == record["id"] and not each.get("held")]
    days = [each["valid_from"] for each in before if each["valid_from"] <= record["valid_from"]]
    return [each for each in before if each["valid_from"] == max(days)] if days else []


def unseen(record: Record, records: Sequence[Record], day: str) -> str | None:
    """What the next look found, where the form had been seen for the last time before the day; else None."""
    last, end = record["last_seen"], end_of(record)
    if last is None or day <= last:
        return None
    if end == record["withdrawn_on"]:
        return f"seen last on {last}, and withdrawn on {end}"
    if end != record["valid_to"]:
        found = "did not find it" if end == record["missing_since"] else "did not understand its page"
        return f"seen last on {last}; the next look, on {end}, {found}"
    _, after = _beside(record, records)
    if any(each["valid_from_basis"] == "printed" for each in after):
        return f"seen last on {last}; the page says that another price holds from {end} on"
    return f"seen last on {last}; the next look, on {end}, found another price"
