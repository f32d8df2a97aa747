"""The rate of two currencies on a day: that of the last published day, and nothing where none is known."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import ROUND_HALF_EVEN, Context, Decimal, DivisionByZero, InvalidOperation, Overflow
from typing import NamedTuple, Protocol

from pricebook import calendar
from pricebook.errors import UsageError
from pricebook.rates.reference import CURRENCY, EURO
from pricebook.units import text

LONGEST = 7
"""Days that a rate is taken for behind its own: weekends and holidays are shorter."""
TWELVE_DIGITS = Context(prec=12, rounding=ROUND_HALF_EVEN, traps=[DivisionByZero, InvalidOperation, Overflow])
SAME = "the same currency"
_DIGITS, _CENTS = 4, 2
_SHOWING = Context(prec=60, rounding=ROUND_HALF_EVEN)


class Rate(NamedTuple):
    """What one unit of a currency is in another."""

    value: Decimal
    """Units of the other currency, at twelve digits."""
    day: str
    """The day that it was published for; of a currency in itself the day that was asked for."""
    source: str
    """Who published it."""

    @property
    def shown(self) -> str:
        """For people: `0.1389, ECB 2026-07-31`, rounded like an amount."""
        return f"{rounded(self.value)}, {self.source} {self.day}"


def rounded(amount: Decimal) -> str:
    """The amount for people, to four digits or to the cent, whichever is more.

    >>> [rounded(Decimal(each)) for each in ("0.00123456", "7.75393", "1234.5678", "0", "46")]
    ['0.001235', '7.754', '1234.57', '0', '46']
    """
    last = min(-_CENTS, amount.adjusted() - _DIGITS + 1)
    return text(amount.quantize(Decimal(1).scaleb(last), context=_SHOWING))


class RateTable(Protocol):
    """Rates of the euro, by the day that they were published for."""

    @property
    def source(self) -> str:
        """Who published them."""

    @property
    def span(self) -> tuple[str, str] | None:
        """The first and the last published day; None where there is none."""

    @property
    def advice(self) -> str:
        """What somebody can do who needs others."""

    def on(self, day: str) -> Mapping[str, Decimal]:
        """The units of each currency for one euro; of none, if nothing was published for that day."""

    def is_missing(self, day: str) -> bool:
        """Whether it is not known what was published for that day, which is between the first and the last."""


class Rates:
    """Rates of several tables, of which the first is asked before the others."""

    def __init__(self, tables: Sequence[RateTable]) -> None:
        self.tables = tables

    def rate(self, currency: str, into: str, on: str) -> Rate:
        """What one unit of the currency is in the other, by the last published day on or before that one.

        Currencies other than the euro meet by way of it. Raises UsageError for a day that no table tells of, or that
        is more than a week behind the last one, and for a currency that had no rate on the published day.
        """
        asked = calendar.day(on)
        for each in (currency, into):
            if not CURRENCY.fullmatch(each):
                message = f"{each!r} is no currency. Write it so: USD."
                raise UsageError(message)
        if currency == into:
            return Rate(Decimal(1), asked, SAME)
        table, day = self._published(asked)
        units = {EURO: Decimal(1), **table.on(day)}
        for each in (currency, into):
            if each not in units:
                message = f"{table.source} has no rate of {each} for {day}. It has: {', '.join(sorted(units))}."
                raise UsageError(message)
        return Rate(TWELVE_DIGITS.divide(units[into], units[currency]), day, table.source)

    def month_day(self, moment: str) -> str:
        """The one day whose rates a month takes: the last published one before the month of the moment began.

        Raises UsageError where that is not known, or another one may still come to light: then it is the same whenever
        it is asked for.
        """
        eve = calendar.days_before(f"{calendar.day(calendar.day_of(moment))[:7]}-01", 1)
        table, day = self._published(eve)
        if _known_to(table) < _weekday(eve):
            message = f"which day up to {eve} was the last one with rates is not known yet"
            raise UsageError(self._refused(message))
        return day

    def _published(self, asked: str) -> tuple[RateTable, str]:
        """The table with the last published day on or before that one, and the day."""
        found: list[tuple[str, bool, RateTable]] = []
        for table in self.tables:
            if (day := _last_day(table, asked)) is not None:
                found.append((day, _known_to(table) >= asked, table))
                if found[-1][1]:  # no other can know of a later one
                    break
        if not found:
            raise UsageError(self._refused(f"no rate is known for {asked}"))
        day, _, table = max(found, key=lambda each: each[:2])
        return table, day

    def _refused(self, what: str) -> str:
        spans = [(table.source, table.span) for table in self.tables]
        known = "; ".join(f"{source} from {span[0]} to {span[1]}" for source, span in spans if span)
        advice = " ".join(dict.fromkeys(table.advice for table in self.tables))
        return f"{what}. Known: {known or 'none'}. A rate holds for {LONGEST} days at most. {advice}"


def _known_to(table: RateTable) -> str:
    return table.span[1] if table.span else ""


def _last_day(table: RateTable, asked: str) -> str | None:
    """The last published day on or before that one; None if there is none, or it is too long ago, or not known."""
    for back in range(LONGEST + 1):
        day = calendar.days_before(asked, back)
        if table.is_missing(day):
            return None
        if table.on(day):
            return day
    return None


def _weekday(day: str) -> str:
    """The last day on or before that one on which banks work, holidays aside.

    >>> _weekday("2026-01-31"), _weekday("2026-03-31")
    ('2026-01-30', '2026-03-31')
    """
    return calendar.days_before(day, max(0, date.fromisoformat(day).weekday() - 4))
