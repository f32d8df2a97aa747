"""What is on sale, as it is published: what the looks tell now."""

from pricebook.beliefs import Absence, PublishedPrice
from pricebook.calendar import day_of
from pricebook.history.intervals import History, Interval
from pricebook.identity import identity_order


def listing(history: History) -> list[PublishedPrice]:
    """Every price that was seen and is not withdrawn, in the form of its last look, sorted by identity."""
    last = (intervals[-1] for intervals in history.intervals.values())
    sold = [each for each in last if each.known_to is None and not is_withdrawn(each, history.last or "")]
    return sorted((price for each in sold for price in forms(each)), key=identity_order)


def forms(interval: Interval) -> list[PublishedPrice]:
    """The price as it is published: more than once if the page prints a conflict."""
    return [published(interval, number) for number in range(len(interval.latest))]


def is_withdrawn(interval: Interval, last: str) -> bool:
    """Whether the day from which on it is not sold had come at the last look or when it was decided."""
    on, at = interval.withdrawn_on, interval.withdrawn_at
    return on is not None and at is not None and on <= max(day_of(at), day_of(last))


def published(interval: Interval, number: int) -> PublishedPrice:
    """One of the interval's quotes, as it is published."""
    state, since = interval.state()
    snapshot = interval.latest_snapshots[number]
    absent = None if state == "listed" else Absence(state=state, since=since or "", snapshot=snapshot)
    return PublishedPrice.model_construct(
        **dict(interval.latest[number]), valid_from=interval.valid_from, valid_from_basis=interval.basis, absent=absent,
        reasons=[reason.says for reason in (*interval.held, *interval.doubted)],
    )  # fmt: skip
