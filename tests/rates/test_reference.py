"""The bank's file is read as it is printed, or refused with the line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pricebook.errors import PageError
from pricebook.rates.reference import read
from tests.rates.bank import WEEKS, file_of

FILE = file_of()
HTML = b"<!DOCTYPE html>\n<html><body>Service unavailable</body></html>"
FAULTS: dict[str, tuple[bytes, str]] = {
    "nothing": (b"", "line 1: is cut off or no XML"),
    "cut off": (FILE[:-40], "is cut off or no XML"),
    "HTML": (HTML, "line 1: is a document of the type 'html'"),
    "HTML without a type": (b"<html><body/></html>", "line 1: has <html>, which is not known"),
    "JSON": (b'{"rates": {}}', "line 1: is cut off or no XML"),
    "an entity": (b'<!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>', "is a document of the type 'x'"),
    "an encoding that is none": (FILE.replace(b"gesmes:subject", b"gesmes:s\xff", 1), "is cut off or no XML"),
    "no amount": (FILE.replace(b"1.1600", b"n/a"), "line 12: 2026-08-03: 'n/a' of 'USD' is no rate"),
    "a comma": (FILE.replace(b"1.1600", b"1,16"), "line 12: 2026-08-03: '1,16' of 'USD' is no rate"),
    "an exponent": (FILE.replace(b"1.1600", b"1e9"), "'1e9' of 'USD' is no rate"),
    "nothing for something": (FILE.replace(b"1.1600", b"0.00"), "'0.00' of 'USD' is no rate"),
    "below nothing": (FILE.replace(b"1.1600", b"-1.2"), "'-1.2' of 'USD' is no rate"),
    "other digits": (FILE.replace(b"1.1600", "１.16".encode()), "'１.16' of 'USD' is no rate"),
    "no currency": (FILE.replace(b'"CNY" rate="8.1000"', b'"yuan" rate="8.1"'), "'8.1' of 'yuan' is no rate"),
    "the euro": (FILE.replace(b'"CNY" rate="8.1000"', b'"EUR" rate="1"'), "'1' of 'EUR' is no rate"),
    "a day twice": (FILE.replace(b"2026-08-04", b"2026-08-03"), "line 11: has 2026-08-03 once more"),
    "a currency twice": (FILE.replace(b"JPY", b"USD"), "line 14: 2026-08-03 has USD once more"),
    "no day": (FILE.replace(b"2026-08-03", b"2026-02-30"), "line 11: '2026-02-30' is no day"),
    "a day without rates": (file_of({**WEEKS, "2026-08-05": {}}), "line 8: 2026-08-05 has no rates"),
    "no days": (file_of({}), "the file ends without a day"),
    "an attribute more": (FILE.replace(b' rate="8.1000"', b' rate="8.1" per="100"'), "has a Cube of ['currency'"),
    "an element more": (FILE.replace(b"<Cube currency", b"<Note/><Cube currency", 1), "has <Note>, which is not known"),
    "another's form": (FILE.replace(b"www.ecb.int", b"www.bank.example"), "has <Cube>, which is not known"),
}  # fmt: skip
"""What may come instead of the file, and what is said of it."""


def test_the_file_is_read_as_printed_the_earliest_day_first() -> None:
    days = read(FILE, "file")
    assert days == WEEKS
    assert list(days) == sorted(WEEKS)


def test_the_file_of_one_day_has_the_same_form() -> None:
    assert read(file_of({"2026-08-03": WEEKS["2026-08-03"]}), "file") == {"2026-08-03": WEEKS["2026-08-03"]}


@pytest.mark.parametrize("encoding", [b"ISO-8859-1", b"UTF-16", b"rot13", b"nonsense"])
def test_what_it_says_of_its_characters_changes_nothing(encoding: bytes) -> None:
    assert read(FILE.replace(b'"UTF-8"', b'"%b"' % encoding), "file") == WEEKS


@pytest.mark.parametrize("fault", FAULTS)
def test_every_fault_is_named_with_its_place(fault: str) -> None:
    data, said = FAULTS[fault]
    with pytest.raises(PageError) as raised:
        read(data, "https://bank.example/rates.xml")
    assert str(raised.value).startswith("https://bank.example/rates.xml: line ")
    assert said in str(raised.value)


def test_a_file_that_is_cut_off_anywhere_is_refused() -> None:
    whole = FILE.rstrip()
    for end in range(len(whole)):
        with pytest.raises(PageError):
            read(whole[:end], "file")


@given(st.binary(max_size=40), st.integers(min_value=0, max_value=len(FILE)))
def test_whatever_stands_in_it_nothing_but_rates_comes_out(stray: bytes, at: int) -> None:
    try:
        days = read(FILE[:at] + stray + FILE[at:], "file")
    except PageError:
        return
    assert all(rates for rates in days.values())
    assert list(days) == sorted(days)
