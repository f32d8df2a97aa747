"""What a request cost on a day."""

from datetime import date
from pathlib import Path

import pytest

from pricebook.book import Book, Doubtful, NotSold, UnknownDay, WrongQuestion
from tests.book.releases import book, line, price

NOW = [
    price("model", "input", "3", suspect="threefold", valid_from="2026-02-01"),
    price("back", "input", "5", valid_from="2026-02-10"),
    price("sure", "input", "7", effective_from="2025-11-01", valid_from="2025-11-01", valid_from_basis="printed"),
    price("guessed", "input", "7", valid_from_basis="assumed"),
]
OLD, MISREAD, LOST = price("model", "input", "2"), price("model", "input", "2000"), price("lost", "input", "9")
HISTORY = [
    line(OLD, valid_to="2026-02-01", last_seen="2026-01-20"),
    line(MISREAD, known_to="2026-02-05"),
    line(price("model", "input", "1", {"mode": "batch"}), last_seen="2026-01-15", missing_since="2026-01-20"),
    line(price("back", "input", "4"), valid_to="2026-02-10", last_seen="2026-01-10", missing_since="2026-01-15"),
    line(LOST, last_seen="2026-01-10", unread_since="2026-01-15"),
    line(price("twice", "input", "1"), last_seen="2026-01-10", missing_since="2026-01-15", conflict=True),
    *map(line, NOW),
]


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Book:
    gone = [LOST, price("twice", "input", "1")]
    return book(tmp_path_factory.mktemp("release"), NOW, absent=gone, history=HISTORY)


@pytest.mark.parametrize(
    ("model", "day", "amount"),
    [
        ("model", "2026-01-01", 2), ("model", "2026-01-31", 2), ("back", "2026-01-14", 4), ("back", "2026-02-10", 5),
        ("lost", "2026-01-14", 9), ("sure", "2025-11-01", 7), ("sure", "2026-02-28", 7), ("guessed", "2026-01-05", 7),
    ],
)  # fmt: skip
def test_an_old_invoice_is_priced_as_it_was(asked: Book, model: str, day: str, amount: int) -> None:
    for at in (day, date.fromisoformat(day), day):
        assert asked.total(model, input_tokens=10**6, output_tokens=0, at=at) == amount
        assert asked.total(model, provider="acme", input_tokens=10**6, output_tokens=0, at=at) == amount
    assert asked.cost(model, input_tokens=1, at=day).at == day


def test_an_old_offer_is_priced_too(asked: Book) -> None:
    assert asked.total("model", input_tokens=10**6, at="2026-01-19", mode="batch") == 1
    with pytest.raises(LookupError, match="no price of input_tokens for mode=batch"):
        asked.total("model", input_tokens=10**6, at="2026-01-20", mode="batch")


def test_what_is_doubtful_today_is_doubtful_on_a_day_of_it(asked: Book) -> None:
    with pytest.raises(Doubtful, match="threefold"):
        asked.total("model", input_tokens=10**6, at="2026-02-01")
    assert asked.total("model", input_tokens=10**6, at="2026-02-01", accept="suspect") == 3
    with pytest.raises(Doubtful, match="more than one amount"):
        asked.total("twice", input_tokens=10**6, at="2026-01-10")


@pytest.mark.parametrize(
    ("model", "day", "error", "said"),
    [
        ("model", "2025-12-31", UnknownDay, "The first look at acme was on 2026-01-01"),
        ("back", "2026-01-15", NotSold, "seen from 2026-02-10 on"),
        ("lost", "2026-01-15", NotSold, "The last day on which it was seen is 2026-01-10"),
        ("sure", "2025-10-31", UnknownDay, "nothing is known of 2025-10-31"),
        ("model", "2026-02-30", WrongQuestion, "is no day"),
    ],
)
def test_a_day_of_which_nothing_is_known_is_an_error(
    asked: Book, model: str, day: str, error: type[Exception], said: str
) -> None:
    with pytest.raises(error) as told:
        asked.total(model, input_tokens=1, output_tokens=1, at=day)
    assert said in str(told.value)


def test_a_day_after_the_last_look_is_said(asked: Book) -> None:
    cost = asked.cost("sure", input_tokens=1, at="2026-02-28")
    assert cost.assumed == ()
    later = asked.cost("sure", input_tokens=1, at="2026-03-01")
    assert later.assumed == ("the last look at acme that saw its page was on 2026-02-28, before 2026-03-01",)


def test_a_day_that_is_a_guess_is_said(asked: Book) -> None:
    cost = asked.cost("guessed", input_tokens=1, at="2026-01-05")
    assert cost.assumed == ("input: that it holds from 2026-01-01 on is a guess",)


def test_of_two_providers_the_one_that_sold_it_then_is_meant(tmp_path: Path) -> None:
    here, there = price("both", "input", "1"), price("both", "input", "2", provider="beta")
    told = [line(here, last_seen="2026-01-10", missing_since="2026-01-15"), line(there, valid_from="2026-02-01")]
    asked = book(tmp_path, [there], absent=[here], history=told)
    assert asked.total("both", input_tokens=10**6, at="2026-01-12") == 1
    assert asked.total("both", input_tokens=10**6, at="2026-02-02") == 2
    assert asked.total("both", input_tokens=10**6) == 2


@pytest.mark.parametrize("odd", ["\x85", "\u2028", "\u2029", "\x1c", "\x0b"])
def test_a_quote_may_hold_what_ends_a_line_elsewhere(tmp_path: Path, odd: str) -> None:
    """JSON writes these as they are; Python counts them among the ends of lines."""
    asked = book(tmp_path, [price("odd", "input", "2")], history=[line(price("odd", "input", "2"), quote=f"2{odd}元")])
    assert asked.cost("odd", input_tokens=1_000_000, at="2026-01-02").amount == 2
