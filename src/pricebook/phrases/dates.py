"""Days, counts and ratios as prose states them: what facts and printed terms are made of."""

import re
from decimal import Decimal

from pricebook import vocabulary
from pricebook.phrases.tokens import alternatives, fold
from pricebook.units import text

_DATE = re.compile(
    r"(20[0-9]{2}) ?(?:年|[-/.]) ?([0-9]{1,2}) ?(?:月|[-/.]) ?([0-9]{1,2})(?![0-9])(?: ?日)?"
    r"(?:[ t]([0-9]{1,2}):([0-9]{2})(?::[0-9]{2})?)?"
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NAME = rf"(?P<month>{'|'.join(_MONTHS)})[a-z]{{0,6}}\.?"
_ENGLISH = re.compile(rf"{_NAME} (?P<day>[0-9]{{1,2}}),? (?P<year>20[0-9]{{2}})")
_DAY_FIRST = re.compile(rf"(?P<day>[0-9]{{1,2}}) {_NAME},? (?P<year>20[0-9]{{2}})")
_MONTH = re.compile(r"(20[0-9]{2}) ?(?:年|[-/.]) ?([0-9]{1,2}) ?月")
_COUNT = re.compile(r"([0-9][0-9,]{0,20}(?:\.[0-9]{1,9})?) ?(百万|千万|[千万亿]|[km](?![a-z]))?")
_SCALES = {scale: many for words, many in vocabulary.COUNTS.items() for scale in words.split("|")}
_PERCENT = re.compile(r"([0-9]{1,3}(?:\.[0-9]{1,4})?) ?%")
_TENTHS = re.compile(r"([0-9](?:\.[0-9]{1,2})?) ?折")
_UNTIL = re.compile(
    rf"^(?:{alternatives(vocabulary.UNTIL_BEFORE.split('|'))})|(?:{alternatives(vocabulary.UNTIL_AFTER.split('|'))})$"
)
_SINCE = re.compile(
    rf"^(?:{alternatives(vocabulary.SINCE_BEFORE.split('|'))})|(?:{alternatives(vocabulary.SINCE_AFTER.split('|'))})$"
)


def read_date(phrase: str) -> str | None:
    """The first day, with its time where one is printed, in ISO 8601.

    >>> read_date("于 2025 年 3 月 31 日开始收费"), read_date("更新时间：2025-7-8 13:25"), read_date("下月")
    ('2025-03-31', '2025-07-08T13:25', None)
    >>> read_date("through August 31, 2026")
    '2026-08-31'
    """
    folded = fold(phrase)
    if found := _DATE.search(folded):
        year, month, day, hour, minute = found.groups()
    elif found := _ENGLISH.search(folded) or _DAY_FIRST.search(folded):
        name, day, year = found["month"], found["day"], found["year"]
        month, hour, minute = str(_MONTHS.index(name) + 1), None, None
    else:
        return None
    if not (1 <= int(month) <= 12 and 1 <= int(day) <= 31):
        return None
    date = f"{year}-{int(month):02}-{int(day):02}"
    return f"{date}T{int(hour):02}:{minute}" if hour else date


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
        day = f"{month.group(1)}-{int(month.group(2)):02}-01"
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
    """
    folded = fold(phrase)
    if found := _PERCENT.search(folded):
        return text(Decimal(found.group(1)) / 100)
    if found := _TENTHS.search(folded):
        return text(Decimal(found.group(1)) / 10)
    return "0.5" if re.search("半价|五折", folded) else None
