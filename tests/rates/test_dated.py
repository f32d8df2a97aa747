"""The rate of a day is that of the last published day on or before it, and never of a later one."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from decimal import Decimal, localcontext
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from pricebook.errors import UsageError
from pricebook.rates import Rate, Rates
from pricebook.rates.dated import LONGEST, SAME
from pricebook.rates.kept import KeptRates
from tests.rates.bank import WEEKS, Days

FIRST = date(2026, 1, 1)


@contextmanager
def rates_of(*fetched: Days) -> Iterator[Rates]:
    """The rates that are kept once these files were fetched one after the other."""
    with tempfile.TemporaryDirectory() as folder:
        for days in fetched:
            KeptRates(Path(folder)).add({day: dict(rates) for day, rates in days.items()}, "file", max(days))
        yield Rates([KeptRates(Path(folder))])


@pytest.fixture
def rates() -> Iterator[Rates]:
    with rates_of(WEEKS) as made:
        yield made


def refused(rates: Rates, currency: str, into: str, on: str) -> str:
    with pytest.raises(UsageError) as raised:
        rates.rate(currency, into, on)
    return str(raised.value)


def test_of_the_euro_it_is_as_printed(rates: Rates) -> None:
    assert rates.rate("EUR", "CNY", "2026-07-30") == Rate(Decimal("7.9"), "2026-07-30", "ECB")


def test_others_meet_by_way_of_the_euro_at_twelve_digits(rates: Rates) -> None:
    assert rates.rate("CNY", "EUR", "2026-08-04").value == Decimal("0.121951219512")
    assert rates.rate("CNY", "USD", "2026-08-04").value == Decimal("0.142682926829")
    assert rates.rate("JPY", "CNY", "2026-07-31").value == Decimal("0.0438837081733")


def test_between_two_digits_the_even_one_is_taken() -> None:
    with rates_of({"2026-01-05": {"AAA": "2", "BBB": "1000000000.005", "CCC": "1000000000.015"}}) as rates:
        assert rates.rate("EUR", "BBB", "2026-01-05").value == Decimal("1000000000.00")
        assert rates.rate("EUR", "CCC", "2026-01-05").value == Decimal("1000000000.02")
        assert rates.rate("AAA", "BBB", "2026-01-05").value == Decimal("500000000.002")


def test_on_a_weekend_it_is_that_of_the_friday_which_is_told(rates: Rates) -> None:
    assert rates.rate("EUR", "USD", "2026-08-02") == Rate(Decimal("1.15"), "2026-07-31", "ECB")


def test_of_a_currency_in_itself_it_is_one_and_needs_no_bank() -> None:
    assert Rates([]).rate("TWD", "TWD", "1990-01-01") == Rate(Decimal(1), "1990-01-01", SAME)


def test_before_the_first_day_it_is_refused(rates: Rates) -> None:
    said = refused(rates, "CNY", "USD", "2026-07-28")
    assert said.startswith("no rate is known for 2026-07-28. Known: ECB from 2026-07-29 to 2026-08-04.")


def test_more_than_a_week_behind_the_last_day_it_is_refused_and_said_what_to_do(rates: Rates) -> None:
    assert rates.rate("CNY", "USD", "2026-08-11").day == "2026-08-04"
    said = refused(rates, "CNY", "USD", "2026-08-12")
    assert "to 2026-08-04. A rate holds for 7 days at most. Fetch newer ones: catalog rates." in said


def test_where_nothing_is_kept_it_is_said() -> None:
    with tempfile.TemporaryDirectory() as folder:
        assert "Known: none." in refused(Rates([KeptRates(Path(folder))]), "CNY", "USD", "2026-08-04")


def test_a_currency_without_a_rate_on_the_published_day_is_refused(rates: Rates) -> None:
    assert refused(rates, "CNY", "XAU", "2026-08-02") == (
        "ECB has no rate of XAU for 2026-07-31. It has: CNY, EUR, JPY, USD."
    )
    assert "no rate of JPY for 2026-08-04" in refused(rates, "JPY", "USD", "2026-08-05"), "never that of another day"


@pytest.mark.parametrize(("currency", "into", "on"), [("usd", "CNY", "2026-08-03"), ("CNY", "$", "2026-08-03")])
def test_what_is_no_currency_is_refused(rates: Rates, currency: str, into: str, on: str) -> None:
    assert "is no currency. Write it so: USD." in refused(rates, currency, into, on)


@pytest.mark.parametrize("on", ["2026-02-30", "today", "2026-08-03T10:00:00+08:00"])
def test_what_is_no_day_is_refused(rates: Rates, on: str) -> None:
    assert "is no day" in refused(rates, "CNY", "USD", on)


def test_in_a_gap_it_is_refused() -> None:
    july = {day: WEEKS[day] for day in sorted(WEEKS)[:3]}
    with rates_of(july, {"2026-08-04": WEEKS["2026-08-04"]}) as rates:
        assert rates.rate("EUR", "USD", "2026-07-31").day == "2026-07-31"
        assert "no rate is known for 2026-08-03" in refused(rates, "EUR", "USD", "2026-08-03")
        assert rates.rate("EUR", "USD", "2026-08-05").day == "2026-08-04"


def test_the_later_day_counts_of_several_tables_and_the_first_one_where_both_have_it() -> None:
    july = {day: {"USD": "9"} for day in sorted(WEEKS)[:3]}
    with rates_of(july) as first, rates_of(WEEKS) as second:
        both = Rates([*first.tables, *second.tables])
        assert both.rate("EUR", "USD", "2026-07-31").value == 9
        assert both.rate("EUR", "USD", "2026-08-03").value == Decimal("1.16")


@given(st.integers(min_value=1, max_value=60))
def test_the_context_of_whoever_asks_changes_nothing(digits: int) -> None:
    with rates_of(WEEKS) as rates, localcontext() as context:
        context.prec = digits
        assert rates.rate("CNY", "USD", "2026-08-04").value == Decimal("0.142682926829")


RATE = st.decimals("0.0001", 99999, places=4).map(str)


@given(RATE, RATE, st.decimals("0.001", 99999, places=3))
def test_there_and_back_is_the_same_within_the_precision(one: str, other: str, amount: Decimal) -> None:
    with rates_of({"2026-01-05": {"AAA": one, "BBB": other}}) as rates:
        there = rates.rate("AAA", "BBB", "2026-01-05").value
        back = rates.rate("BBB", "AAA", "2026-01-05").value
    assert abs(amount * there * back - amount) <= amount * Decimal("1.1e-11")
    assert len(there.as_tuple().digits) <= 12


OFFSETS = st.sets(st.integers(min_value=0, max_value=80), min_size=1, max_size=40)


def day_at(offset: int) -> str:
    return (FIRST + timedelta(days=offset)).isoformat()


def published(offsets: set[int]) -> dict[str, dict[str, str]]:
    return {day_at(each): {"USD": f"1.{each:04}"} for each in sorted(offsets)}


@given(OFFSETS, st.integers(min_value=-10, max_value=100))
def test_the_day_is_always_the_last_one_on_or_before(offsets: set[int], asked: int) -> None:
    before = [each for each in offsets if asked - LONGEST <= each <= asked]
    with rates_of(published(offsets)) as rates:
        if not before:
            refused(rates, "EUR", "USD", day_at(asked))
        else:
            assert rates.rate("EUR", "USD", day_at(asked)) == Rate(
                Decimal(f"1.{max(before):04}"), day_at(max(before)), "ECB"
            )


@given(OFFSETS, st.lists(st.integers(min_value=0, max_value=80), min_size=1, max_size=6), st.integers(1, 20))
def test_however_it_was_fetched_no_day_of_the_past_has_another_rate(
    offsets: set[int], fetched: list[int], reach: int
) -> None:
    """Files that reach back so far, fetched now and then: what is known up to the last day is right or refused."""
    files = [published({each for each in offsets if now - reach <= each <= now}) for now in sorted(fetched)]
    files = [each for each in files if each]
    assume(files)
    with rates_of(*files) as rates, rates_of(published(offsets)) as truth:
        span = rates.tables[0].span
        assert span is not None
        for asked in range(81):
            try:
                told = rates.rate("EUR", "USD", day_at(asked))
            except UsageError:
                continue
            assert day_at(asked) > span[1] or told == truth.rate("EUR", "USD", day_at(asked))


def test_a_month_takes_the_rates_of_the_last_day_before_it(rates: Rates) -> None:
    for moment in ("2026-08-01", "2026-08-31", "2026-08-04T18:23:00+08:00"):
        assert rates.month_day(moment) == "2026-07-31"


def test_while_another_day_may_come_to_light_a_month_takes_none() -> None:
    with rates_of({day: WEEKS[day] for day in sorted(WEEKS)[:2]}) as rates, pytest.raises(UsageError) as raised:
        rates.month_day("2026-08-01")
    assert "which day up to 2026-07-31 was the last one with rates is not known yet" in str(raised.value)
    with rates_of({day: WEEKS[day] for day in sorted(WEEKS)[:3]}) as rates:
        assert rates.month_day("2026-08-01") == "2026-07-31"


def test_before_the_first_month_there_is_none(rates: Rates) -> None:
    with pytest.raises(UsageError, match="no rate is known for 2026-06-30"):
        rates.month_day("2026-07-31")


WORKDAYS = [offset for offset in range(81) if (FIRST + timedelta(days=offset)).weekday() < 5]


@given(st.sets(st.sampled_from(WORKDAYS), max_size=4))
def test_within_a_month_the_day_never_changes(holidays: set[int]) -> None:
    """Whatever was published by then: either it is not known yet, or it is the one that all later nights take."""
    days = [offset for offset in WORKDAYS if offset not in holidays]
    taken: dict[str, set[str]] = {}
    for known in range(25, len(days), 3):
        with rates_of(published(set(days[:known]))) as rates:
            for asked in range(35, 81, 4):
                try:
                    taken.setdefault(day_at(asked)[:7], set()).add(rates.month_day(day_at(asked)))
                except UsageError:
                    continue
    assert taken
    assert all(len(found) == 1 for found in taken.values())
