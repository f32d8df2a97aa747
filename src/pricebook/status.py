"""How each provider stands: when it was looked at, what was seen, and whose move is next."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from pricebook import moments
from pricebook.gate import conflicts
from pricebook.observed import Observation
from pricebook.scraping import Scraper
from pricebook.snapshots import Snapshot, observations, timeline


@dataclass(frozen=True, slots=True)
class Standing:
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
    unread: int
    conflicts: int
    error: str | None
    """Why the last look failed, if it did."""
    stale: bool
    """Whether the last good look is too long ago."""

    @property
    def todo(self) -> str:
        """The next thing to do; empty if there is none."""
        if self.last_look is None:
            return f"never looked at: catalog refresh {self.provider}"
        if self.error is not None:
            return f"failed: {self.error}"
        if self.stale:
            return f"look again: catalog refresh {self.provider}"
        if self.unread:
            return "teach the readers what was not understood: unread.jsonl of the last snapshot"
        return "decide which price holds: catalog show the model" if self.conflicts else ""


def standings(root: Path, scrapers: Iterable[Scraper], now: datetime, max_age: timedelta | None) -> Iterator[Standing]:
    """Every provider; stale if its last good look is longer ago than `max_age`. Raises StorageError."""
    for scraper in scrapers:
        looks = timeline(root, scraper.provider)
        seen = sorted(observations(root, scraper.provider), key=lambda each: moments.order(each.at))
        good = looks[-1] if looks else None
        changed = [each.at for each in seen if each.outcome == "new"]
        last = good.snapshot if good else None
        yield Standing(
            provider=scraper.provider,
            last_look=seen[-1].at if seen else good.at if good else None,
            last_good=good.at if good else None,
            last_change=changed[-1] if changed else None,
            prices=len(last.prices) if last else 0,
            unread=len(last.reading.unread) if last else 0,
            conflicts=_conflicts(last),
            error=_error(seen),
            stale=max_age is not None and (good is None or moments.age(good.at, now, scraper.timezone) > max_age),
        )


def _conflicts(last: Snapshot | None) -> int:
    return sum(1 for _ in conflicts(last.prices)) if last else 0


def _error(seen: list[Observation]) -> str | None:
    return seen[-1].error if seen else None
