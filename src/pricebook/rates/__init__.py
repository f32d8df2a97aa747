"""Rates between currencies, of a day: nothing that is stored is ever converted, what is shown may be.

reference.py   the European Central Bank's file of reference rates
kept.py        the rates that a collection keeps, day by day
packaged.py    those that a package brings, for who keeps none
dated.py       the rate of two currencies on a day
converted.py   an amount in another currency, with the rate, its day and its source
"""

from pathlib import Path

from pricebook.rates.converted import Conversion, Converted
from pricebook.rates.dated import Rate, Rates
from pricebook.rates.kept import KeptRates
from pricebook.rates.packaged import PackagedRates

__all__ = ["Conversion", "Converted", "Rate", "Rates", "rates_in"]


def rates_in(folder: Path) -> Rates:
    """The rates that are kept in that folder, and the packaged ones for days that these do not tell of.

    Raises StorageError for a file that was altered.
    """
    return Rates([KeptRates(folder), PackagedRates()])
