"""How each provider stands by the clock, and whose move is next."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from pricebook import calendar
from pricebook.history.checkpoint import Presents
from pricebook.history.health import Health, health_of
from pricebook.scraping import Scraper


@dataclass(frozen=True, slots=True)
class Status:
    """One provider."""

    health: Health
    late: bool
    """Whether the last good look is too long ago."""

    @property
    def todo(self) -> str:
        """The next thing to do; empty if there is none."""
        known = self.health
        if known.last_look is None:
            return f"never looked at: catalog refresh {known.provider}"
        if known.error is not None:
            return f"failed: {known.error}"
        if self.late:
            return f"look again: catalog refresh {known.provider}"
        if known.unread:
            return "teach the readers what was not understood: unread.jsonl of the last snapshot"
        return "decide: catalog explain the prices, then catalog acknowledge" if known.conflicts else ""


def statuses(
    presents: Presents, scrapers: Iterable[Scraper], now: datetime, max_age: timedelta | None
) -> Iterator[Status]:
    """Every provider; late if its last good look is longer ago than `max_age`. Raises StorageError."""
    for scraper in scrapers:
        known = health_of(presents.of(scraper.provider))
        good = known.last_good
        late = max_age is not None and (good is None or calendar.age(good, now, scraper.timezone) > max_age)
        yield Status(known, late)
