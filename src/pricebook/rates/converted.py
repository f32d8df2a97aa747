"""An amount in another currency: never without the rate, its day and its source."""

from decimal import ROUND_HALF_EVEN, Context, Decimal
from typing import NamedTuple

from pricebook.rates.dated import Rate, Rates
from pricebook.units import EXACT, text

_DIGITS, _CENTS = 4, 2
_SHOWING = Context(prec=60, rounding=ROUND_HALF_EVEN)


class Converted(NamedTuple):
    """An amount, and what it was converted from."""

    amount: Decimal
    """In `currency`: what was listed, times the rate, with all its digits."""
    currency: str
    listed: Decimal
    listed_currency: str
    rate: Rate

    def __str__(self) -> str:
        """For people: rounded to four digits or to the cent, whichever is more.

        >>> rate = Rate(Decimal("0.138912345678"), "2026-07-31", "ECB")
        >>> str(Converted(Decimal("0.277824691356"), "USD", Decimal(2), "CNY", rate))
        '0.2778 USD (2 CNY at 0.1389, ECB 2026-07-31)'
        """
        if self.currency == self.listed_currency:
            return f"{text(self.amount)} {self.currency}"
        listed = f"{text(self.listed)} {self.listed_currency}"
        at = f"{rounded(self.rate.value)}, {self.rate.source} {self.rate.day}"
        return f"{rounded(self.amount)} {self.currency} ({listed} at {at})"

    @property
    def told(self) -> dict[str, str]:
        """For programs: nothing is rounded but the rate, to its twelve digits."""
        return {
            "amount": text(self.amount),
            "currency": self.currency,
            "rate": text(self.rate.value),
            "rate_day": self.rate.day,
            "rate_source": self.rate.source,
        }


class Conversion:
    """Amounts into one currency, all by the rates of one day."""

    def __init__(self, rates: Rates, into: str, on: str) -> None:
        self.rates, self.into, self.on = rates, into, on
        self._known: dict[str, Rate] = {}

    def of(self, amount: Decimal, currency: str) -> Converted:
        """The amount in the wanted currency; raises UsageError as `Rates.rate` does."""
        if currency not in self._known:
            self._known[currency] = self.rates.rate(currency, self.into, self.on)
        rate = self._known[currency]
        return Converted(EXACT.multiply(amount, rate.value), self.into, amount, currency, rate)


def rounded(amount: Decimal) -> str:
    """The amount for people, to four digits or to the cent, whichever is more.

    >>> [rounded(Decimal(each)) for each in ("0.00123456", "7.75393", "1234.5678", "0", "46")]
    ['0.001235', '7.754', '1234.57', '0', '46']
    """
    last = min(-_CENTS, amount.adjusted() - _DIGITS + 1)
    return text(amount.quantize(Decimal(1).scaleb(last), context=_SHOWING))
