"""Days, counts and ratios as prose states them: what facts and printed terms are made of."""

import re
from decimal import Decimal

from pricebook import vocabulary
from pricebook.calendar import is_day
from pricebook.phrases.tokens import alternatives, fold
from pricebook.units import text

_DATE = re.compile(
    r"(?P<year>20[0-9]{2}) ?(?:年|[-/.]) ?(?P<month>[0-9]{1,2}) ?(?:月|[-/.]) ?(?P<day>[0-9]{1,2})(?![0-9])(?: ?日)?"
    r"(?:[ t](?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})(?::[0-9]{2})?)?"
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NAME = rf"(?P<name>{'|'.join(_MONTHS)})[a-z]{{0,6}}\.?"
_ENGLISH = re.compile(rf"{_NAME} (?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)?,? (?P<year>20[0-9]{{2}})")
_DAY_FIRST = re.compile(rf"(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)? {_NAME},? (?P<year>20[0-9]{{2}})")
_MONTH = re.compile(r"(20[0-9]{2}) ?(?:年|[-/.]) ?([0-9]{1,2}) ?月(?! ?[0-9])")
_LAST_HOUR, _LAST_MINUTE = 23, 59
_COUNT = re.compile(r"([0-9][0-9,]{0,20}(?:\.[0-9]{1,9})?) ?(百万|千万|[千万亿]|[km](?![a-z]))?")
_SCALES = {scale: many for words, many in vocabulary.COUNTS.items() for scale in words.split("|")}
_PERCENT = re.compile(r"([0-9]{1,3}(?:\.[0-9]{1,4})?) ?%")
_TAKEN_OFF = re.compile(" ?(?:discount|off|less|lower|cheaper)(?![a-z])")
_TENTHS = re.compile(r"([0-9](?:\.[0-9]{1,2})?) ?折")
_UNTIL = re.compile(
    rf"^(?:{alternatives(vocabulary.UNTIL_BEFORE.split('|'))})|(?:{alternatives(vocabulary.UNTIL_AFTER.split('|'))})$"
)
_SINCE = re.compile(
    rf"^(?:{alternatives(vocabulary.SINCE_BEFORE.split('|'))})|(?:{alternatives(vocabulary.SINCE_AFTER.split('|'))})$"
)


def read_date(phrase: str) -> str | None:
    """The first day, with its time where one is printed, in ISO 8601; None for none and for one of no calendar.

    >>> read_date("于 2025 年 3 月 31 日开始收费"), read_date("更新时间：2025-7-8 13:25"), read_date("下月")
    ('2025-03-31', '2025-07-08T13:25', None)
    >>> read_date("through August 31, 2026"), read_date("2025年2月31日"), read_date("2025-07-08 25:61")
    ('2026-08-31', None, None)
    """
    found = _day_in(fold(phrase))
    if found is None:
        return None
    said = found.groupdict()
    name, hour, minute = said.get("name"), said.get("hour"), said.get("minute")
    month = _MONTHS.index(name) + 1 if name else int(said["month"])
    date = f"{said['year']}-{month:02}-{int(said['day']):02}"
    if not is_day(date) or int(hour or 0) > _LAST_HOUR or int(minute or 0) > _LAST_MINUTE:
        return None
    return f"{date}T{int(hour):02}:{minute}" if hour else date


def no_day(phrase: str) -> bool:
    """Whether the first of what looks like a day is on no calendar.

    >>> no_day("自2025年2月31日起"), no_day("自2025年2月28日起"), no_day("下月")
    (True, False, False)
    """
    return _day_in(fold(phrase)) is not None and read_date(phrase) is None


def holds_from_or_until(phrase: str) -> bool:
    """Whether its words say that something begins or ends."""
    folded = fold(phrase)
    return bool(_UNTIL.search(folded) or _SINCE.search(folded))


def _day_in(folded: str) -> re.Match[str] | None:
    """What looks like a day first, whether there is such a day or not."""
    return _DATE.search(folded) or _ENGLISH.search(folded) or _DAY_FIRST.search(folded)


def read_period(phrase: str) -> tuple[str | None, str | None] | None:
    """The day on which something begins, and the day on which it ends; None where no word says which it is.

    >>> read_period("自2026年9月1日起生效"), read_period("至2026年3月31日"), read_period("2026年1月1日前")
    (('2026-09-01', None), (None, '2026-03-31'), (None, '2026-01-01'))
    >>> read_period("2026-01-01")
    """
    folded = fold(phrase)
    ends, begins = bool(_UNTIL.search(folded)), bool(_SINCE.search(folded))
    day = (read_date(folded) or "").partition("T")[0]
    if not day and begins and (month := _MONTH.search(folded)):
        first = f"{month.group(1)}-{int(month.group(2)):02}-01"
        day = first if is_day(first) else ""
    if ends == begins or not day:
        return (None, day) if day and ends and folded.endswith(tuple(vocabulary.UNTIL_AFTER.split("|"))) else None
    return (None, day) if ends else (day, None)


def read_count(phrase: str) -> str | None:
    """The first whole count, its thousands and 万 multiplied out.

    >>> read_count("免费额度：50 万 tokens"), read_count("262,144 tokens"), read_count("8k"), read_count("若干")
    ('500000', '262144', '8000', None)
    """
    found = _COUNT.search(fold(phrase))
    if found is None:
        return None
    value = Decimal(found.group(1).replace(",", "")) * _SCALES.get(found.group(2) or "", 1)
    return text(value) if value == int(value) else None


def read_ratio(phrase: str) -> str | None:
    """What a rule multiplies a price by.

    >>> read_ratio("为实时调用的 50%"), read_ratio("更加便宜(7折)"), read_ratio("（2.5折）"), read_ratio("半价")
    ('0.5', '0.7', '0.25', '0.5')
    >>> read_ratio("a 30% discount"), read_ratio("20% off")
    ('0.7', '0.8')
    """
    folded = fold(phrase)
    if found := _PERCENT.search(folded):
        part = Decimal(found.group(1)) / 100
        return text(1 - part if _TAKEN_OFF.match(folded, found.end()) else part)
    if found := _TENTHS.search(folded):
        return text(Decimal(found.group(1)) / 10)
    return "0.5" if re.search("半价|五折", folded) else None
