"""How long ago the providers whose prices are shown were looked at."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from typing import Any, NamedTuple

from pricebook import calendar
from pricebook.publish import display
from pricebook.settings import Settings

Told = Mapping[str, Any]


class Ages(NamedTuple):
    """When the providers of a release were looked at, and when that is too long ago."""

    status: Mapping[str, Told]
    """How each of them stands, as the release says it."""
    settings: Settings
    now: datetime
    source: str = ""
    """What a copy is called, which says its age always; empty for the collection's own release."""

    def seen(self, price: Told) -> str | None:
        """The day on which the page of the price was last seen; None if none is known."""
        known = self.status.get(price["provider"], {})
        page = price["where"]["page"]
        moment = (known.get("pages") or {}).get(page) or (known.get("given_up") or {}).get(page)
        day: str | None = moment or known.get("last_good")
        return day and calendar.day_of(day)

    def is_late(self, provider: str, moment: str | None) -> bool:
        """Whether a look of that moment is longer ago than a look at the provider may be; none is."""
        return moment is None or calendar.is_older(moment, self.now, self.settings.max_age_of(provider))

    def aged(self, prices: Iterable[Told]) -> Iterator[dict[str, Any]]:
        """The prices with `seen`, the day on which the page of each was, and `late`, whether that is too long ago."""
        late = cache(self.is_late)
        for price in prices:
            seen = self.seen(price)
            yield {**price, "seen": seen, "late": late(price["provider"], seen)}

    def notes(self, providers: Iterable[str]) -> Sequence[str]:
        """A line for those of these providers that were looked at on one day, the day that is longest ago first.

        Those that were looked at lately are told of in a copy alone.
        """
        by_day: dict[str, list[str]] = {}
        for provider in dict.fromkeys(providers):
            good = self.status.get(provider, {}).get("last_good")
            if self.source or self.is_late(provider, good):
                by_day.setdefault(calendar.day_of(good or ""), []).append(provider)
        today = self.now.astimezone(UTC).date().isoformat()
        before = f"{self.source}: " if self.source else ""
        return [f"{before}{', '.join(by_day[day])}: {display.looked(day or None, today)}" for day in sorted(by_day)]
