"""An amount in another currency: never without the rate, its day and its source."""

from decimal import Decimal
from typing import NamedTuple

from pricebook.rates.dated import Rate, Rates, rounded
from pricebook.units import EXACT, text


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
            return f"{self.shown} {self.currency}"
        return f"{self.shown} {self.currency} ({text(self.listed)} {self.listed_currency} at {self.rate.shown})"

    @property
    def shown(self) -> str:
        """The amount for people; what is in this currency already is not rounded."""
        return text(self.amount) if self.currency == self.listed_currency else rounded(self.amount)

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
