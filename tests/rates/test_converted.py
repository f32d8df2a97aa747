"""An amount that was converted says from what, at which rate, of which day and whose."""

import subprocess
import sys
from decimal import Decimal, localcontext
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pricebook.errors import UsageError
from pricebook.rates import Conversion, Converted, Rate, Rates
from pricebook.rates.dated import rounded
from pricebook.rates.kept import KeptRates
from tests.rates.bank import WEEKS

RATE = Rate(Decimal("0.142682926829"), "2026-08-04", "ECB")


@pytest.fixture
def into_dollars(tmp_path: Path) -> Conversion:
    KeptRates(tmp_path).add({day: dict(rates) for day, rates in WEEKS.items()}, "file", "2026-08-04")
    return Conversion(Rates([KeptRates(tmp_path)]), "USD", "2026-08-05")


def test_it_carries_rate_day_and_source(into_dollars: Conversion) -> None:
    converted = into_dollars.of(Decimal("2.50"), "CNY")
    assert converted == Converted(Decimal("0.3567073170725"), "USD", Decimal("2.5"), "CNY", RATE)
    assert str(converted) == "0.3567 USD (2.5 CNY at 0.1427, ECB 2026-08-04)"
    assert converted.told == {
        "amount": "0.3567073170725",
        "currency": "USD",
        "rate": "0.142682926829",
        "rate_day": "2026-08-04",
        "rate_source": "ECB",
    }


def test_what_is_in_that_currency_already_stays_as_it_is(into_dollars: Conversion) -> None:
    assert str(into_dollars.of(Decimal("0.123456789"), "USD")) == "0.123456789 USD"
    assert into_dollars.of(Decimal("0.123456789"), "USD").amount == Decimal("0.123456789")


def test_a_currency_that_nobody_knows_is_refused_and_not_taken_for_another(into_dollars: Conversion) -> None:
    with pytest.raises(UsageError, match="ECB has no rate of TWD for 2026-08-04"):
        into_dollars.of(Decimal(1), "TWD")


@given(st.decimals("0", 10**9, places=6), st.integers(min_value=1, max_value=60))
def test_only_the_rate_is_rounded(amount: Decimal, digits: int) -> None:
    conversion = Conversion(_Fixed(), "USD", "2026-08-04")
    with localcontext() as context:
        context.prec = digits
        converted = conversion.of(amount, "CNY")
    with localcontext() as context:
        context.prec = 60
        assert converted.amount == amount * RATE.value


class _Fixed(Rates):
    """Rates that are the same on every day."""

    def __init__(self) -> None:
        super().__init__([])

    def rate(self, currency: str, into: str, on: str) -> Rate:  # noqa: ARG002
        return RATE


@given(st.decimals("0", 10**9, places=9))
def test_what_people_see_is_within_half_of_the_last_digit(amount: Decimal) -> None:
    shown = Decimal(rounded(amount))
    assert abs(shown - amount) <= max(Decimal("0.0000000005"), min(amount * Decimal("0.0005"), Decimal("0.005")))


def test_who_only_asks_loads_no_library() -> None:
    program = "import pricebook.rates, sys; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, encoding="utf-8", check=True).stdout
    heavy = {"pydantic", "httpx", "lxml", "bs4", "sqlmodel", "currency_converter", "typer", "rich"}
    assert heavy.isdisjoint(name.partition(".")[0] for name in loaded.split())
