"""What is given as something else than it must be: the library's own error names it."""

from pathlib import Path
from typing import Any

import pytest

import pricebook
from pricebook.book import Book, WrongQuestion
from tests.book.releases import book, price

NO_NAMES: list[Any] = [3, None, ["plain"], b"plain", {"plain"}, {}, ("plain",), 1.5, object]


@pytest.fixture
def asked(tmp_path: Path) -> Book:
    return book(tmp_path, [price("plain", "input", "2"), price("plain", "output", "8")])


@pytest.mark.parametrize("warm", [False, True])
@pytest.mark.parametrize("wrong", NO_NAMES, ids=repr)
def test_a_name_that_is_no_text_is_named_in_the_error(asked: Book, wrong: Any, warm: bool) -> None:
    if warm:
        assert asked.total("Plain", input_tokens=1, output_tokens=1)
        assert asked.total("plain", provider="acme", input_tokens=1, output_tokens=1)
    for ask in (
        lambda: asked.cost(wrong, input_tokens=3),
        lambda: asked.cost(wrong, input_tokens=3, output_tokens=1),
        lambda: asked.total(wrong, input_tokens=3),
        lambda: asked.total(wrong, input_tokens=3, output_tokens=1),
        lambda: asked.price(wrong),
        lambda: asked.price("plain", wrong),
        lambda: asked.prices(wrong),
        lambda: asked.find(wrong),
        lambda: asked.alike(wrong),
    ):
        with pytest.raises(WrongQuestion) as told:
            ask()
        assert repr(wrong) in str(told.value)
        assert "expected" in str(told.value)


@pytest.mark.parametrize("name", ["provider", "service", "at"])
@pytest.mark.parametrize("wrong", [one for one in NO_NAMES if one is not None], ids=repr)
def test_so_is_what_stands_beside_it(asked: Book, name: str, wrong: Any) -> None:
    for ask in (asked.cost, asked.total, asked.total):
        with pytest.raises(WrongQuestion, match=name):
            ask("plain", input_tokens=3, output_tokens=1, **{name: wrong})
    if name == "provider":
        for listed in (asked.alike, asked.prices):
            with pytest.raises(WrongQuestion, match=name):
                listed("plain", provider=wrong)


@pytest.mark.parametrize("wrong", [3, [["stale"]], [3], "stale suspect"], ids=repr)
def test_so_is_what_is_accepted(asked: Book, wrong: Any) -> None:
    with pytest.raises(WrongQuestion, match="accept"):
        asked.total("plain", input_tokens=3, accept=wrong)


@pytest.mark.parametrize("wrong", [3, b"v1", ["v1"]], ids=repr)
def test_so_is_a_place(wrong: Any, tmp_path: Path) -> None:
    with pytest.raises(WrongQuestion, match="path_or_url"):
        pricebook.load(wrong)
    with pytest.raises(WrongQuestion, match="cache"):
        pricebook.load(tmp_path, cache=wrong)
