"""Every form that a price ever had, as it is told to those who price an old invoice: one line each."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pricebook.calendar import day_of, order
from pricebook.history.intervals import History, Interval, accepted

Line = Mapping[str, Any]
_SAID = (
    "id", "provider", "model", "name", "service", "meter", "unit", "currency", "conditions", "amount", "free",
    "promotion", "effective_from", "effective_until",
)  # fmt: skip


def lines_of(interval: Interval) -> Iterator[dict[str, Any]]:
    """What is told of one form of a price; more than one line if the page printed a conflict."""
    for price in interval.latest:
        said = price.model_dump(mode="json")
        yield {name: said[name] for name in _SAID} | {
            "number": interval.number,
            "quote": said["listed"]["text"],
            "valid_from": interval.valid_from,
            "valid_from_basis": interval.basis,
            "valid_to": interval.valid_to,
            "first_seen": day_of(interval.first_seen),
            "last_seen": _day_if_any(interval.last_seen),
            "known_from": day_of(interval.known_from or interval.first_seen),
            "known_to": _day_if_any(interval.known_to),
            "missing_since": _day_if_any(interval.missing_since),
            "unread_since": _day_if_any(interval.unread_since),
            "withdrawn_on": interval.withdrawn_on,
            "snapshot": interval.snapshot,
            "conflict": len(interval.latest) > 1,
            "held": [reason.says for reason in interval.held],
        }


def ended(history: History) -> list[Interval]:
    """The forms that are over, in the order in which they ended."""
    found: list[tuple[tuple[object, ...], Interval]] = []
    for own in history.intervals.values():
        found += ((_turn_of_line(each, moment), each) for each, moment in _over(own))
        found += ((_turn_of_line(each, each.known_to), each) for each in own if each.known_to is not None)
    return [interval for _, interval in sorted(found, key=lambda each: each[0])]


def lasting(own: Sequence[Interval]) -> list[Interval]:
    """The forms of a price that are not over: its last, and before one that waits for a person the one published."""
    living = [each for each in own if each.known_to is None]
    published = accepted(living)
    return [each for each in living if each is published or each is living[-1]]


def _over(own: Sequence[Interval]) -> Iterator[tuple[Interval, str]]:
    """The others, each with the moment from which on another stood for it."""
    living = [each for each in own if each.known_to is None]
    for number, interval in enumerate(living):
        later = living[number + 1 :]
        instead = next((each for each in later if interval.held or not each.held), None)
        if instead is not None:
            yield interval, instead.first_seen


def rewrites(interval: Interval, before: Interval) -> bool:
    """Whether the interval, which came behind the other one, ends earlier ones before their time."""
    return interval.valid_from < before.valid_from


def _turn_of_line(interval: Interval, ended_at: str) -> tuple[object, ...]:
    return order(ended_at), interval.id, interval.number


def _day_if_any(moment: str | None) -> str | None:
    return None if moment is None else day_of(moment)
