"""How each provider stands by its looks alone: what was seen when, and what of it needs a person. No clock is read."""

from collections.abc import Iterable, Iterator

from pydantic import Field

from pricebook import calendar
from pricebook.beliefs import Observation
from pricebook.checks.gate import undecided
from pricebook.records import Conflict, Record, Remark
from pricebook.snapshots import Archive, Look


class Failing(Record):
    """A page that could not be seen while others of its provider were."""

    since: str
    """The moment of the first look that did not see it."""
    last_good: str | None
    """The moment of the last look that did; null if none did."""
    error: str
    """Why, at the last look for it."""


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
    """Why the last look failed, if it did, or the pages that it did not see."""
    failing_since: str | None
    """The moment of the first look that failed since the last good one; None if the last look was good."""
    failing: dict[str, Failing] = Field(default_factory=dict)
    """The pages that the last good look did not see, though it looked for them, by their names."""

    @property
    def needs_a_person(self) -> bool:
        """Whether something on its pages waits for one."""
        return bool(self.unread or self.conflicts)


def waiting(archive: Archive, provider: str) -> tuple[list[Remark], list[Conflict]]:
    """What of the last good look waits for a person: amounts not understood, and conflicts; raises StorageError."""
    looks = archive.looks(provider)
    return _waiting_in(looks[-1], archive) if looks else ([], [])


def health_of(archive: Archive, provider: str) -> Health:
    """How the provider stands; raises StorageError."""
    looks = archive.looks(provider)
    told = sorted(archive.told(provider), key=lambda each: calendar.order(each.at))
    good = looks[-1] if looks else None
    changed = [each.at for each in told if each.outcome == "new"]
    failed = [
        each for each in told
        if each.outcome == "failed" and (good is None or calendar.order(each.at) > calendar.order(good.at))
    ]  # fmt: skip
    failing = _failing(look.line for look in looks)
    said = good.said() if good else None
    unread, conflicts = _waiting_in(good, archive) if good else ([], [])
    return Health(
        provider=provider,
        last_look=failed[-1].at if failed else good.at if good else None,
        last_good=good.at if good else None,
        last_change=changed[-1] if changed else None,
        prices=len(said.prices) if said else 0,
        unsaid=len(said.unsaid) if said else 0,
        unread=len(unread),
        conflicts=len(conflicts),
        error=failed[-1].error if failed else "; ".join(each.error for each in failing.values()) or None,
        failing_since=failed[0].at if failed else min((each.since for each in failing.values()), default=None),
        failing={} if failed else failing,
    )


def _failing(lines: Iterable[Observation]) -> dict[str, Failing]:
    """The pages that the last looks in this order looked for and did not see."""
    found: dict[str, Failing] = {}
    seen: dict[str, str] = {}
    for line in lines:
        seen |= dict.fromkeys(line.pages, line.at)
        kept = {page: each for page, each in found.items() if page in line.unseen}
        errors = {page: error for page, error in line.unseen.items() if error}
        found = kept | {
            page: Failing(since=found[page].since if page in found else line.at, last_good=seen.get(page), error=error)
            for page, error in errors.items()
        }
    return found


def every_health(archive: Archive) -> Iterator[Health]:
    """Every provider that was ever looked at, in order; raises StorageError."""
    return (health_of(archive, provider) for provider in archive.looked_at)


def _waiting_in(last: Look, archive: Archive) -> tuple[list[Remark], list[Conflict]]:
    said = last.said()
    return said.unread, list(undecided(said.prices, archive.decided(last.line.provider)))
