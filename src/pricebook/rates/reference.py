"""The European Central Bank's file of reference rates: how many units of each currency are one euro, day by day.

The file of one day and that of the last ninety have one form, in XML:

    <Cube time="2026-01-05"><Cube currency="USD" rate="1.1700"/> ... </Cube>
"""

import re
from decimal import Decimal
from xml.parsers import expat

from pricebook.calendar import is_day
from pricebook.errors import PageError

EURO = "EUR"
CURRENCY = re.compile("[A-Z]{3}")
AMOUNT = re.compile(r"[0-9]{1,12}(?:\.[0-9]{1,12})?")
_ENVELOPE = "http://www.gesmes.org/xml/2002-08-01 Envelope"
_CUBE = "http://www.ecb.int/vocabulary/2002-08-01/eurofxref Cube"
_HOLDS: dict[int, set[str]] = {1: set(), 2: {"time"}, 3: {"currency", "rate"}}
"""What a Cube says of itself, by how deep it stands in others."""
Days = dict[str, dict[str, str]]
"""By the day, the units of each currency for one euro, as printed."""


def read(data: bytes, name: str) -> Days:
    """The rates of each day of the file, the earliest first.

    Raises PageError, with the line, for what is no such file, is cut off, or says something twice.
    """
    return _Reading(name).of(data)


def is_rate(currency: object, amount: object) -> bool:
    """Whether it is a currency other than the euro, and how many units of it one euro can be.

    >>> is_rate("USD", "1.1700"), is_rate("USD", "1,17"), is_rate("USD", "0.000"), is_rate("EUR", "1")
    (True, False, False, False)
    """
    named = isinstance(currency, str) and CURRENCY.fullmatch(currency) and currency != EURO
    return bool(named and isinstance(amount, str) and AMOUNT.fullmatch(amount) and Decimal(amount))


class _Reading:
    """One file, read from its beginning to its end."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.days: Days = {}
        self.depth = 0
        self.day = ""
        # Whatever it says of itself: it is in UTF-8, and its rates are ASCII.
        self.parser = expat.ParserCreate("UTF-8", namespace_separator=" ")
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.parser.StartElementHandler = self._begin
        self.parser.EndElementHandler = self._end

    def of(self, data: bytes) -> Days:
        try:
            self.parser.Parse(data, True)
        except expat.ExpatError as problem:
            said = expat.ErrorString(problem.code)
            raise self._wrong(f"is cut off or no XML ({said})", problem.lineno) from problem
        if not self.days:
            raise self._wrong("the file ends without a day")
        return dict(sorted(self.days.items()))

    def _doctype(self, kind: str, *_: object) -> None:
        raise self._wrong(f"is a document of the type {kind!r}")

    def _begin(self, tag: str, said: dict[str, str]) -> None:
        if tag != _CUBE:
            # Who sends it, and what it is about, stands before the rates.
            if self.depth or not tag.startswith(_ENVELOPE.partition(" ")[0]):
                raise self._wrong(f"has <{tag.rpartition(' ')[2]}>, which is not known")
            return
        self.depth += 1
        if set(said) != _HOLDS.get(self.depth):
            raise self._wrong(f"has a Cube of {sorted(said)}, which is not known there")
        if self.depth == 2:
            self._begin_day(said["time"])
        if self.depth == 3:
            self._rate(said["currency"], said["rate"])

    def _begin_day(self, day: str) -> None:
        if not is_day(day):
            raise self._wrong(f"{day!r} is no day")
        if day in self.days:
            raise self._wrong(f"has {day} once more")
        self.day, self.days[day] = day, {}

    def _rate(self, currency: str, amount: str) -> None:
        if not is_rate(currency, amount):
            raise self._wrong(f"{self.day}: {amount!r} of {currency!r} is no rate")
        if currency in self.days[self.day]:
            raise self._wrong(f"{self.day} has {currency} once more")
        self.days[self.day][currency] = amount

    def _end(self, tag: str) -> None:
        if tag != _CUBE:
            return
        if self.depth == 2 and not self.days[self.day]:
            raise self._wrong(f"{self.day} has no rates")
        self.depth -= 1

    def _wrong(self, what: str, line: int = 0) -> PageError:
        place = f"{self.name}: line {line or self.parser.CurrentLineNumber}"
        whose = (
            "It is not the bank's file of reference rates, or not all of it: try again later, or look at the address."
        )
        return PageError(f"{place}: {what}. {whose}")
