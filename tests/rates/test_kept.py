"""What is kept is what was printed; it only grows, and what was altered is found."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pricebook.errors import PageError, StorageError
from pricebook.rates import kept
from pricebook.rates.kept import KeptRates
from tests.command import tree
from tests.rates.bank import WEEKS, Days, file_of

TODAY = "2026-08-05"
JULY = {day: rates for day, rates in WEEKS.items() if day < "2026-08"}
AUGUST = {day: rates for day, rates in WEEKS.items() if day >= "2026-08"}
TURN: Days = {"2025-12-31": {"USD": "1.1750"}, "2026-01-02": {"USD": "1.1721"}}


def add(folder: Path, days: Days, today: str = TODAY) -> list[str]:
    """Adds what a file says of these days; gives the days that are new."""
    return [
        line.day for line in KeptRates(folder).add({day: dict(rates) for day, rates in days.items()}, "file", today)
    ]


def refused(folder: Path, days: Days) -> str:
    """What is said of the file; nothing was changed."""
    before = tree(folder)
    with pytest.raises(PageError) as raised:
        add(folder, days)
    assert tree(folder) == before
    return str(raised.value)


def test_days_are_kept_as_printed_and_added_behind_the_others(tmp_path: Path) -> None:
    assert add(tmp_path, JULY) == sorted(JULY)
    before = tree(tmp_path)["2026.jsonl"]
    assert add(tmp_path, WEEKS) == sorted(AUGUST)
    assert tree(tmp_path)["2026.jsonl"].startswith(before)
    assert KeptRates(tmp_path).days == WEEKS
    assert add(tmp_path, WEEKS) == []


def test_a_year_is_a_file_and_goes_on_from_the_one_before(tmp_path: Path) -> None:
    add(tmp_path, TURN, "2026-01-02")
    assert sorted(tree(tmp_path)) == ["2025.jsonl", "2026.jsonl"]
    (tmp_path / "2025.jsonl").unlink()
    with pytest.raises(StorageError, match=r"2026\.jsonl: line 1 was altered"):
        _ = KeptRates(tmp_path).lines


def test_who_fetches_at_other_times_keeps_the_same_bytes(tmp_path: Path) -> None:
    add(tmp_path / "at once", WEEKS)
    for end in range(1, len(WEEKS) + 1):
        add(tmp_path / "daily", dict(list(WEEKS.items())[:end]))
    assert tree(tmp_path / "daily") == tree(tmp_path / "at once")
    assert KeptRates(tmp_path / "daily").gaps == []


def test_a_file_that_says_otherwise_than_what_is_kept_changes_nothing(tmp_path: Path) -> None:
    add(tmp_path, JULY)
    other = {**WEEKS, "2026-07-30": {**WEEKS["2026-07-30"], "CNY": "7.9001"}}
    assert "file: 2026-07-30: CNY is 7.9001, kept is 7.9000" in refused(tmp_path, other)
    assert "2026-07-31: CNY is not there, kept is 8.0000" in refused(tmp_path, {**WEEKS, "2026-07-31": {"USD": "1.15"}})
    without = {day: rates for day, rates in WEEKS.items() if day != "2026-07-30"}
    assert "2026-07-30: CNY is not there" in refused(tmp_path, without)


def test_a_day_that_comes_to_light_afterwards_needs_a_person(tmp_path: Path) -> None:
    add(tmp_path, {day: rates for day, rates in WEEKS.items() if day != "2026-07-30"})
    assert "2026-07-30: CNY is 7.9000, kept is none" in refused(tmp_path, WEEKS)


def test_more_zeros_are_the_same_amount(tmp_path: Path) -> None:
    add(tmp_path, JULY)
    assert add(tmp_path, {**WEEKS, "2026-07-30": {"USD": "1.145", "CNY": "7.9", "JPY": "181.2"}}) == sorted(AUGUST)
    assert KeptRates(tmp_path).days == WEEKS


def test_an_older_file_adds_nothing_and_earlier_days_are_left_out(tmp_path: Path) -> None:
    add(tmp_path, AUGUST)
    assert add(tmp_path, JULY) == []
    assert add(tmp_path, WEEKS) == []
    assert KeptRates(tmp_path).days == AUGUST


def test_days_to_come_are_refused(tmp_path: Path) -> None:
    assert "has rates of 2026-08-07, and it is 2026-08-05" in refused(tmp_path, {"2026-08-07": {"USD": "1"}})
    assert add(tmp_path, {"2026-08-06": {"USD": "1"}}) == ["2026-08-06"]


def test_a_file_that_begins_behind_the_last_day_leaves_a_gap(tmp_path: Path) -> None:
    add(tmp_path, JULY)
    add(tmp_path, {"2026-08-04": WEEKS["2026-08-04"]})
    kept = KeptRates(tmp_path)
    assert kept.gaps == [("2026-07-31", "2026-08-04")]
    assert [kept.is_missing(day) for day in ("2026-07-31", "2026-08-03", "2026-08-04")] == [False, True, False]
    assert add(tmp_path, WEEKS) == [], "what stands in the gap is older than the last day"


def test_any_flipped_bit_is_found(tmp_path: Path) -> None:
    add(tmp_path, AUGUST)
    path = tmp_path / "2026.jsonl"
    good = path.read_bytes()
    for at in range(len(good)):
        path.write_bytes(good[:at] + bytes([good[at] ^ 1]) + good[at + 1 :])
        with pytest.raises(StorageError, match=r"2026\.jsonl: line [123] "):
            _ = KeptRates(tmp_path).lines


def test_lines_that_are_lost_doubled_moved_or_cut_are_found(tmp_path: Path) -> None:
    add(tmp_path, WEEKS)
    path = tmp_path / "2026.jsonl"
    lines = path.read_bytes().splitlines(keepends=True)
    for wrong in (lines[1:], lines[:2] + lines[3:], [lines[0], *lines], lines[::-1], [*lines[:-1], lines[-1][:-1]]):
        path.write_bytes(b"".join(wrong))
        with pytest.raises(StorageError, match="Restore the file from version control"):
            _ = KeptRates(tmp_path).lines
        before = tree(tmp_path)
        with pytest.raises(StorageError):
            add(tmp_path, WEEKS)
        assert tree(tmp_path) == before


def test_a_line_of_another_year_is_found(tmp_path: Path) -> None:
    add(tmp_path, WEEKS)
    (tmp_path / "2026.jsonl").rename(tmp_path / "2027.jsonl")
    with pytest.raises(StorageError, match=r"2027\.jsonl: line 1 is no day with its rates"):
        _ = KeptRates(tmp_path).lines


def test_whether_one_goes_on_from_another(tmp_path: Path) -> None:
    add(tmp_path / "here", JULY)
    add(tmp_path / "there", WEEKS)
    add(tmp_path / "elsewhere", AUGUST)
    here, there, elsewhere = (KeptRates(tmp_path / name) for name in ("here", "there", "elsewhere"))
    assert there.goes_on_from(here)
    assert there.goes_on_from(KeptRates(tmp_path / "nowhere"))
    assert not here.goes_on_from(there)
    assert not elsewhere.goes_on_from(here)


AMOUNTS = st.from_regex(r"[1-9][0-9]{0,5}(\.[0-9]{1,6})?", fullmatch=True)
CURRENCIES = st.text("ABCDXYZ", min_size=3, max_size=3)
DAYS = st.dates().map(lambda day: day.isoformat())
BANK = st.dictionaries(DAYS, st.dictionaries(CURRENCIES, AMOUNTS, min_size=1, max_size=3), min_size=1, max_size=5)


@given(BANK)
def test_whatever_is_printed_comes_back_as_printed(days: Days) -> None:
    from pricebook.rates.reference import read  # noqa: PLC0415

    with tempfile.TemporaryDirectory() as folder:
        KeptRates(Path(folder)).add(read(file_of(days), "file"), "file", max(days))
        assert KeptRates(Path(folder)).days == days
        assert list(KeptRates(Path(folder)).days) == sorted(days)


@pytest.mark.parametrize("day", ["2026-01-30", "2026-01-05"])
def test_a_day_that_was_there_is_never_said_again_however_well_it_is_chained(tmp_path: Path, day: str) -> None:
    add(tmp_path, {"2026-01-30": {"CNY": "8", "USD": "1"}, "2026-02-02": {"CNY": "8.1", "USD": "1"}}, "2026-02-02")
    again = kept._chained(day, {"CNY": "0.8", "USD": "1"}, KeptRates(tmp_path).lines[-1], gap=False)
    path = tmp_path / "2026.jsonl"
    path.write_bytes(path.read_bytes() + kept._encoded(again))
    with pytest.raises(StorageError, match=rf"line 3 is of {day}, behind 2026-02-02"):
        _ = KeptRates(tmp_path).lines


def test_a_day_without_rates_is_none(tmp_path: Path) -> None:
    (tmp_path / "2026.jsonl").write_bytes(kept._encoded(kept._chained("2026-01-30", {}, None, gap=False)))
    with pytest.raises(StorageError, match="line 1 is no day with its rates"):
        _ = KeptRates(tmp_path).lines
