"""Conformance: what every scraper must do. A new provider adds no test code, only a recording and an expected file."""

import ast
import re
from pathlib import Path

import pytest

from pricebook.errors import PageError
from pricebook.publish import display
from pricebook.records import Reading
from tests.pages import COLLECTION, TESTS, other_form, read, recorded, said


@pytest.fixture
def reading(provider: str) -> Reading:
    return read(provider, recorded(provider).read_bytes())


def test_reads_exactly_what_the_page_says(provider: str, reading: Reading, request: pytest.FixtureRequest) -> None:
    found = "".join(f"{display.line(price)}\n" for price in reading.prices)
    expected = TESTS / "expected" / f"{provider}.txt"
    if request.config.getoption("--write-expected"):
        assert not reading.unread, "a page with unread amounts is not understood yet: teach the readers first"
        expected.write_text(found, encoding="utf-8")
    assert expected.is_file(), f"read the page beside the prices, then: pytest {Path(__file__).name} --write-expected"
    assert found == expected.read_text(encoding="utf-8")


def test_reads_the_same_from_another_form_of_the_page(provider: str, reading: Reading) -> None:
    other = other_form(provider)
    if other is None:
        pytest.skip("the page is kept in one form only")
    again = read(provider, other.read_bytes())
    assert said(again.prices) == said(reading.prices)
    assert [(f.kind, f.value) for f in again.facts] == [(f.kind, f.value) for f in reading.facts]


def test_reads_the_same_twice(provider: str, reading: Reading) -> None:
    assert read(provider, recorded(provider).read_bytes()) == reading


def test_leaves_no_amount_unread(reading: Reading) -> None:
    assert [remark.text for remark in reading.unread] == []


def test_every_price_quotes_the_page(provider: str, reading: Reading) -> None:
    page = re.sub(r"<[^>]*>|\s|&[a-z]+;", "", recorded(provider).read_text(encoding="utf-8"))
    for price in reading.prices:
        assert re.sub(r"\s", "", price.listed.text) in page


def test_refuses_an_empty_page(provider: str) -> None:
    for empty in (b"", b" \n", b"<html><body></body></html>", b"<p>soon</p>"):
        with pytest.raises(PageError, match=provider):
            read(provider, empty)


def test_refuses_a_login_page_that_names_every_model(provider: str, reading: Reading) -> None:
    names = "".join(f"<li>{name}</li>" for name in dict.fromkeys(price.model for price in reading.prices))
    login = f"<html><body><h1>登录</h1><form><input name=user></form><ul>{names}</ul></body></html>"
    with pytest.raises(PageError, match=provider):
        read(provider, login.encode())


def test_refuses_the_page_of_another_provider(provider: str) -> None:
    for other in COLLECTION.providers():
        if other != provider:
            for page in (recorded(other), other_form(other)):
                with pytest.raises(PageError, match=provider):
                    read(provider, page.read_bytes() if page else b"")


def test_refuses_the_page_cut_off_or_reads_the_rest_rightly(provider: str, reading: Reading) -> None:
    """Wherever the page ends, no price is read that the whole page does not say."""
    data = recorded(provider).read_bytes()
    whole = set(said(reading.prices))
    for end in range(200, len(data), max(1, len(data) // 60)):
        try:
            cut = read(provider, data[:end])
        except PageError:
            continue
        assert set(said(cut.prices)) <= whole


def test_carries_no_amount_of_its_own(provider: str) -> None:
    """Only the floor may be a number, and only in patterns may a digit stand."""
    tree = ast.parse((COLLECTION.scrapers / f"{provider}.py").read_text(encoding="utf-8"))
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    allowed = {keyword.value for call in calls for keyword in call.keywords if keyword.arg == "at_least"}
    allowed |= {node.slice for node in ast.walk(tree) if isinstance(node, ast.Subscript)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, int | float) and not isinstance(node.value, bool):
            assert node in allowed or _is_last(node, tree), f"line {node.lineno}: {node.value}"
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            assert not re.search(r"\d+\.\d+|\d\s*元|[¥￥$]\s*\d", node.value), f"line {node.lineno}: {node.value}"


def _is_last(number: ast.Constant, tree: ast.AST) -> bool:
    """Whether the number is the one of `[-1]`."""
    signs = (node for node in ast.walk(tree) if isinstance(node, ast.UnaryOp))
    return number.value == 1 and any(sign.operand is number for sign in signs)


def test_imports_nothing_but_the_scraping_room(provider: str) -> None:
    tree = ast.parse((COLLECTION.scrapers / f"{provider}.py").read_text(encoding="utf-8"))
    imported = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    plain = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    assert imported | plain <= {"pricebook.scraping", "collections.abc", "dataclasses", "re"}
