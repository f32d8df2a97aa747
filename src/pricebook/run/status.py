"""How each provider stands by the clock, and whose move is next."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from pricebook import calendar
from pricebook.collection import Collection
from pricebook.errors import PricebookError
from pricebook.history.heads import standing_of

_ZONES = timedelta(days=1)
"""No zone is so far from UTC."""


@dataclass(frozen=True, slots=True)
class Status:
    """One provider."""

    known: Mapping[str, Any]
    """How it stands by its looks, as `Health` tells it."""
    late: bool
    """Whether the last good look is too long ago."""
    days_ago: int | None
    """How many days ago that was; None if there was none."""

    @property
    def todo(self) -> str:
        """The next thing to do; empty if there is none."""
        known = self.known
        if known["last_look"] is None:
            return f"never looked at: catalog refresh {known['provider']}"
        if known["error"] is not None:
            return f"failed: {known['error']}"
        again = f"look again: catalog refresh {known['provider']}" if self.late else ""
        return "; ".join(filter(None, (again, self._to_decide)))

    @property
    def _to_decide(self) -> str:
        if self.known.get("held"):
            return "decide what waits: catalog review"
        if self.known["unread"]:
            return "teach the readers what was not understood: unread.jsonl of the last snapshot"
        return "decide: catalog explain the prices, then catalog acknowledge" if self.known["conflicts"] else ""


def statuses(
    collection: Collection,
    providers: Iterable[str],
    zone: Callable[[str], str],
    now: datetime,
    max_age: timedelta | None,
) -> Iterator[Status]:
    """Every provider; late if its last good look is longer ago than `max_age`, else than the collection's settings say.

    Its time zone is asked for only where a look is known to the day alone and may be that old or not. Raises
    StorageError, CollectionError.
    """
    settings = collection.settings()
    whole = cache(lambda: _replayed(collection))
    for provider in providers:
        known = standing_of(collection.snapshots, collection.checkpoint, provider) or whole()(provider)
        most = settings.max_age_of(provider) if max_age is None else max_age
        yield Status(known, _is_older(known, zone, now, most), _days_ago(known["last_good"], now))


def _days_ago(good: str | None, now: datetime) -> int | None:
    return None if good is None else max(0, calendar.age(calendar.day_of(good), now, "UTC").days)


def _replayed(collection: Collection) -> Callable[[str], dict[str, Any]]:
    """Tells how a provider stands where its checkpoint does not."""
    from pricebook.history.health import health_of  # noqa: PLC0415 - slow to load

    presents = collection.presents()
    return lambda provider: health_of(presents.of(provider)).model_dump(mode="json")


def _is_older(known: Mapping[str, Any], zone: Callable[[str], str], now: datetime, max_age: timedelta) -> bool:
    good = known["last_good"]
    if good is None:
        return True
    where = "UTC"
    if len(good) == calendar.DAY and abs(calendar.age(good, now, where) - max_age) < _ZONES:
        # That a scraper is broken is told by its next look, and is no reason to hide the others.
        with suppress(PricebookError):
            where = zone(known["provider"])
    return calendar.is_older(good, now, max_age, where)
