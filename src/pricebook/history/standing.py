"""How each provider stands by its looks alone: what was seen when, and what of it needs a person. No clock is read."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from pricebook import calendar
from pricebook.beliefs import Decision
from pricebook.checks.gate import undecided
from pricebook.records import Conflict, Record, Remark
from pricebook.snapshots import Snapshot, decisions, observations, providers, timeline


class Standing(Record):
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


def waiting(root: Path, provider: str) -> tuple[list[Remark], list[Conflict]]:
    """What of the last good look waits for a person: amounts not understood, and conflicts; raises StorageError."""
    looks = timeline(root, provider)
    return _waiting(looks[-1].snapshot if looks else None, decisions(root, provider))


def standing(root: Path, provider: str) -> Standing:
    """How the provider stands; raises StorageError."""
    looks = timeline(root, provider)
    seen = sorted(observations(root, provider), key=lambda each: calendar.order(each.at))
    good = looks[-1] if looks else None
    last = good.snapshot if good else None
    changed = [each.at for each in seen if each.outcome == "new"]
    failed = [
        each for each in seen
        if each.outcome == "failed" and (good is None or calendar.order(each.at) > calendar.order(good.at))
    ]  # fmt: skip
    unread, conflicts = _waiting(last, decisions(root, provider))
    return Standing(
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


def _waiting(last: Snapshot | None, decided: Iterable[Decision]) -> tuple[list[Remark], list[Conflict]]:
    return (last.reading.unread, list(undecided(last.prices, decided))) if last else ([], [])


def standings(root: Path) -> Iterator[Standing]:
    """Every provider that was ever looked at, in order; raises StorageError."""
    looked = {seen.provider for seen in observations(root)}
    for provider in sorted(looked.union(providers(root))):
        yield standing(root, provider)
