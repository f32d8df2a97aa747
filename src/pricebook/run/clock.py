"""Whether this machine's clock fits what was seen before: every look is dated by it, and no date is ever changed."""

from datetime import datetime, timedelta

from pricebook import calendar
from pricebook.errors import ClockWrong
from pricebook.snapshots.archive import Archive

LEAP = timedelta(days=400)
"""A collection is seldom left alone for longer."""
_ZONE = "UTC"
"""Where a look is known to the day alone: a day is taken from its beginning, and no zone is a whole day away."""


def check(archive: Archive, now: datetime) -> str | None:
    """What is odd about the clock, if something is, though it may be right; raises ClockWrong if it cannot be."""
    ages = {provider: calendar.age(at, now, _ZONE) for provider, at in archive.latest.items()}
    if not ages:
        return None
    last = min(ages, key=lambda provider: ages[provider])
    age, at = ages[last], archive.latest[last]
    if age < -timedelta(days=1) or (age < timedelta(0) and len(at) > calendar.DAY):
        message = (
            f"this machine's clock says {now:%Y-%m-%d %H:%M} UTC, but {last} was looked at on {at}. "
            "Nothing was done: set the clock, or wait."
        )
        raise ClockWrong(message)
    if age > LEAP:
        return (
            f"this machine's clock says {now:%Y-%m-%d}, and the last look was {age.days:,} days before. "
            "If that is not so, set the clock. Looks that fail are not written down for now."
        )
    return None
