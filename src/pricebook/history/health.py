"""How each provider stands by its looks alone: what was seen when, and what of it needs a person. No clock is read."""

from collections.abc import Iterator

from pricebook import calendar
from pricebook.checks.gate import undecided
from pricebook.records import Conflict, Record, Remark
from pricebook.snapshots import Archive, Snapshot


class Health(Record):
    """One provider."""

    provider: str
    last_look: str | None
    """The moment; None if there was none."""
    last_good: str | None
    """The moment of the last look that saw its pages."""
    last_change: str | None
    """The moment of the last look that saw something new."""
    prices: int
    """What the last good look read."""
    unsaid: int = 0
    """Prices that the vocabulary cannot say."""
    unread: int
    """Amounts that were not understood there."""
    conflicts: int
    """Prices that the page prints more than once, and nobody has acknowledged it."""
    error: str | None
    """Why the last look failed, if it did."""
    failing_since: str | None
    """The moment of the first look that failed since the last good one; None if the last look was good."""

    @property
    def needs_a_person(self) -> bool:
        """Whether something on its pages waits for one."""
        return bool(self.unread or self.conflicts)


def waiting(archive: Archive, provider: str) -> tuple[list[Remark], list[Conflict]]:
    """What of the last good look waits for a person: amounts not understood, and conflicts; raises StorageError."""
    looks = archive.looks(provider)
    return _waiting_in(looks[-1][1], archive, provider) if looks else ([], [])


def health_of(archive: Archive, provider: str) -> Health:
    """How the provider stands; raises StorageError."""
    looks = archive.looks(provider)
    told = sorted(archive.told(provider), key=lambda each: calendar.order(each.at))
    good, last = looks[-1] if looks else (None, None)
    changed = [each.at for each in told if each.outcome == "new"]
    failed = [
        each for each in told
        if each.outcome == "failed" and (good is None or calendar.order(each.at) > calendar.order(good.at))
    ]  # fmt: skip
    unread, conflicts = _waiting_in(last, archive, provider) if last else ([], [])
    return Health(
        provider=provider,
        last_look=failed[-1].at if failed else good.at if good else None,
        last_good=good.at if good else None,
        last_change=changed[-1] if changed else None,
        prices=len(last.prices) if last else 0,
        unsaid=len(last.unsaid) if last else 0,
        unread=len(unread),
        conflicts=len(conflicts),
        error=failed[-1].error if failed else None,
        failing_since=failed[0].at if failed else None,
    )


def every_health(archive: Archive) -> Iterator[Health]:
    """Every provider that was ever looked at, in order; raises StorageError."""
    return (health_of(archive, provider) for provider in archive.looked_at)


def _waiting_in(last: Snapshot, archive: Archive, provider: str) -> tuple[list[Remark], list[Conflict]]:
    return last.reading.unread, list(undecided(last.prices, archive.decided(provider)))
