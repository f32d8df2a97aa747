"""Dates, counts and ratios as prose states them: what facts are made of."""

import re
from decimal import Decimal

from pricebook.phrases.tokens import fold
from pricebook.units import text

_DATE = re.compile(
    r"(20[0-9]{2}) ?(?:年|[-/.]) ?([0-9]{1,2}) ?(?:月|[-/.]) ?([0-9]{1,2})(?![0-9])(?: ?日)?"
    r"(?:[ t]([0-9]{1,2}):([0-9]{2})(?::[0-9]{2})?)?"
)
_COUNT = re.compile(r"([0-9][0-9,]{0,20}(?:\.[0-9]{1,9})?) ?(百万|千万|[千万亿]|[km](?![a-z]))?")
_SCALES = {
    "千": 1000,
    "k": 1000,
    "万": 10_000,
    "百万": 1_000_000,
    "m": 1_000_000,
    "千万": 10_000_000,
    "亿": 100_000_000,
}
_PERCENT = re.compile(r"([0-9]{1,3}(?:\.[0-9]{1,4})?) ?%")
_TENTHS = re.compile(r"([0-9](?:\.[0-9]{1,2})?) ?折")


def read_date(phrase: str) -> str | None:
    """The first date, with its time where one is printed, in ISO 8601.

    >>> read_date("于 2025 年 3 月 31 日开始收费"), read_date("更新时间：2025-7-8 13:25"), read_date("下月")
    ('2025-03-31', '2025-07-08T13:25', None)
    """
    found = _DATE.search(fold(phrase))
    if found is None:
        return None
    year, month, day, hour, minute = found.groups()
    if not (1 <= int(month) <= 12 and 1 <= int(day) <= 31):
        return None
    date = f"{year}-{int(month):02}-{int(day):02}"
    return f"{date}T{int(hour):02}:{minute}" if hour else date


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
    """
    folded = fold(phrase)
    if found := _PERCENT.search(folded):
        return text(Decimal(found.group(1)) / 100)
    if found := _TENTHS.search(folded):
        return text(Decimal(found.group(1)) / 10)
    return "0.5" if re.search("半价|五折", folded) else None
