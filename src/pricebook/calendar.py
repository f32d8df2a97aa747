"""When something was seen: a day, or a time of day, on the provider's own calendar.

A moment is text: `2025-03-07`, or `2025-03-07T19:47:54+08:00` with the offset of the provider's time zone. Its first
ten characters are the provider's local day. No clock is read here.
"""

from datetime import UTC, date, datetime, timedelta

from pricebook.errors import UsageError

DAY = 10
"""Characters of a day."""
_HEADER = 100
"""Characters of a header that are looked at."""
_GRACE = timedelta(days=1)
_FIRST_ZONE = timedelta(hours=14)
"""By how much the clocks that are furthest ahead are before UTC."""
_UNITS = {"d": timedelta(days=1), "h": timedelta(hours=1)}
_DIGITS = 5
"""Of a number of days or hours at most."""


def day(text: str) -> str:
    """A day as it is written here; raises UsageError for what is none.

    >>> day("2025-03-07")
    '2025-03-07'
    """
    if is_day(text):
        return text
    message = f"{text!r} is no day. Write it so: 2026-01-31."
    raise UsageError(message)


def is_day(text: str) -> bool:
    """Whether the text is a day of the calendar, as it is written here.

    >>> is_day("2024-02-29"), is_day("2025-02-31"), is_day("")
    (True, False, False)
    """
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def moment(text: str, timezone: str) -> str:
    """A day, or a time with an offset turned to the provider's zone; raises UsageError for anything else.

    >>> moment("2025-03-07T16:30:00Z", "Asia/Shanghai")
    '2025-03-08T00:30:00+08:00'
    """
    if len(text) == DAY:
        return day(text)
    try:
        time = datetime.fromisoformat(text)
    except ValueError:
        time = None
    if time is None or time.tzinfo is None:
        message = f"{text!r} is no time with an offset. Write it so: 2026-01-31T19:47:54+08:00."
        raise UsageError(message)
    return local(time, timezone)


def past(moment: str, now: datetime, timezone: str) -> str:
    """The moment; raises UsageError if it is still to come on the provider's calendar, a day's grace aside."""
    today = day_of(local(now, timezone))
    if is_to_come(moment, today):
        message = f"{moment} is still to come: it is {today} in {timezone}. Say when the page was seen."
        raise UsageError(message)
    return moment


def local(time: datetime, timezone: str) -> str:
    """The time on the provider's clock, to the second."""
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError  # noqa: PLC0415 - who only compares days needs no zones

    try:
        return time.astimezone(ZoneInfo(timezone)).isoformat(timespec="seconds")
    except (ZoneInfoNotFoundError, ValueError, OverflowError):
        message = f"no time {time} in a zone {timezone!r}. A scraper's zone is one of the IANA list: Asia/Shanghai."
        raise UsageError(message) from None


def beside(time: datetime, moment: str | None) -> str:
    """The time with the offset of another moment, to the second; in UTC where there is none, or it is a day alone.

    >>> beside(datetime.fromisoformat("2025-03-07T16:30:00Z"), "2025-03-01T20:00:00+08:00")
    '2025-03-08T00:30:00+08:00'
    """
    zone = datetime.fromisoformat(moment).tzinfo if moment else None
    return time.astimezone(zone or UTC).isoformat(timespec="seconds")


def day_of(moment: str) -> str:
    """The provider's local day.

    >>> day_of("2025-03-07T19:47:54+08:00")
    '2025-03-07'
    """
    return moment[:DAY]


def order(moment: str) -> tuple[str, float]:
    """What moments are sorted by. One that is known to the day alone comes before the times of that day.

    >>> sorted(["2025-03-07T19:47:54+08:00", "2025-03-07", "2025-03-07T19:43:37+08:00"], key=order)[0]
    '2025-03-07'
    """
    timed = len(moment) > DAY
    return day_of(moment), datetime.fromisoformat(moment).timestamp() if timed else float("-inf")


def instant(moment: str, days: int = 0) -> str:
    """The moment in UTC, or so many days later; a day without a time counts from its beginning.

    >>> instant("2025-03-07T19:47:54+08:00"), instant("2025-03-07", days=14)
    ('2025-03-07T11:47:54Z', '2025-03-21T00:00:00Z')
    """
    told = datetime.fromisoformat(moment)
    exact = told.astimezone(UTC) if told.tzinfo else told.replace(tzinfo=UTC)
    return f"{(exact + timedelta(days=days)).isoformat(timespec='seconds').removesuffix('+00:00')}Z"


def age(moment: str, now: datetime, timezone: str) -> timedelta:
    """How long ago it was; a day counts from its beginning on the provider's clock.

    >>> age("2025-03-07T20:00:00+08:00", datetime.fromisoformat("2025-03-07T14:00:00+00:00"), "Asia/Shanghai")
    datetime.timedelta(seconds=7200)
    """
    from zoneinfo import ZoneInfo  # noqa: PLC0415

    then = datetime.fromisoformat(moment)
    return now - (then if then.tzinfo else then.replace(tzinfo=ZoneInfo(timezone)))


def header_time(text: str) -> datetime | None:
    """The time that a header of HTTP tells, in UTC; None for what is no time, or none that a calendar holds.

    >>> header_time("Mon, 05 Jan 2026 00:00:00 GMT"), header_time("Fri, 31 Dec 9999 23:59:59 -2359")
    (datetime.datetime(2026, 1, 5, 0, 0, tzinfo=datetime.timezone.utc), None)
    """
    from email.utils import parsedate_to_datetime  # noqa: PLC0415 - slow to load, and most ask for days alone

    try:
        told = parsedate_to_datetime(text[:_HEADER])
        return told.astimezone(UTC) if told.tzinfo else told.replace(tzinfo=UTC)
    except (LookupError, ValueError, TypeError, OverflowError):
        return None


def is_to_come(day: str, moment: str) -> bool:
    """Whether the day is later than that of the moment, a day's grace for clocks and zones left aside.

    >>> is_to_come("2026-01-06", "2026-01-05T23:00:00+08:00"), is_to_come("2026-01-07", "2026-01-05")
    (False, True)
    """
    return date.fromisoformat(day_of(day)) - date.fromisoformat(day_of(moment)) > _GRACE


def days_before(today: str, count: int) -> str:
    """The day that many days earlier; raises UsageError where the calendar ends."""
    try:
        return (date.fromisoformat(today) - timedelta(days=count)).isoformat()
    except OverflowError:
        message = f"{count} days before {today} is no day."
        raise UsageError(message) from None


def duration(text: str) -> timedelta:
    """A time in days or hours; raises UsageError for what is none, and for none at all.

    >>> duration("7d"), duration("36h")
    (datetime.timedelta(days=7), datetime.timedelta(days=1, seconds=43200))
    """
    number, unit = text[:-1], text[-1:]
    if unit not in _UNITS or not (number.isascii() and number.isdecimal()) or len(number) > _DIGITS or not int(number):
        message = f"{text!r} is no number of days or hours. Write it so: 7d, or 36h."
        raise UsageError(message)
    return int(number) * _UNITS[unit]


def begun(text: str, now: datetime) -> str:
    """A day that has begun somewhere on earth; raises UsageError for what is none, and for one that is still to come.

    >>> begun("2026-01-31", datetime.fromisoformat("2026-01-30T10:00:00Z"))
    '2026-01-31'
    """
    asked, latest = day(text), (now.astimezone(UTC) + _FIRST_ZONE).date().isoformat()
    if asked > latest:
        message = f"{asked} is still to come: nobody can have looked. The latest day anywhere is {latest}."
        raise UsageError(message)
    return asked


def is_older(moment: str, now: datetime, most: timedelta, timezone: str = "UTC") -> bool:
    """Whether it is longer ago than that; a day counts from its beginning on the provider's clock.

    >>> is_older("2026-01-01", datetime.fromisoformat("2026-01-08T00:00:00Z"), timedelta(days=7))
    False
    """
    return age(moment, now, timezone) > most


def ago(day: str, today: str) -> str:
    """How long ago that day is; one to come is none.

    >>> ago("2026-01-31", "2026-01-31"), ago("2026-01-30", "2026-01-31"), ago("2025-01-31", "2026-01-31")
    ('today', 'a day ago', '365 days ago')
    """
    days = (date.fromisoformat(today) - date.fromisoformat(day)).days
    return "today" if days <= 0 else "a day ago" if days == 1 else f"{days:,} days ago"
