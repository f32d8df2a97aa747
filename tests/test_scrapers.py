"""Conformance: what every scraper must do. A new provider adds no test code, only a recording and an expected file."""

import ast
import html
import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import pytest

from pricebook.checks.gate import conflicts
from pricebook.errors import PageError
from pricebook.publish import display
from pricebook.reading import read_page
from pricebook.records import Reading
from tests.pages import COLLECTION, TESTS, other_form, read, readings, recorded, recordings, said, texts

once = cache(readings)


@pytest.fixture
def read_once(provider: str) -> list[Reading]:
    """What is read from each of the provider's recorded pages."""
    return once(provider)


def test_reads_exactly_what_the_pages_say(
    provider: str, read_once: list[Reading], request: pytest.FixtureRequest
) -> None:
    found = "".join(f"{display.line(price)}\n" for reading in read_once for price in reading.prices)
    expected = TESTS / "expected" / f"{provider}.txt"
    if request.config.getoption("--write-expected"):
        assert not any(reading.unread for reading in read_once), (
            "a page with unread amounts is not understood yet: teach the readers first"
        )
        expected.write_text(found, encoding="utf-8")
    assert expected.is_file(), f"read the page beside the prices, then: pytest {Path(__file__).name} --write-expected"
    assert found == expected.read_text(encoding="utf-8")


def test_reads_the_same_from_another_form_of_the_page(provider: str) -> None:
    other = other_form(provider)
    if other is None:
        pytest.skip("the page is kept in one form only")
    again, first = read(provider, other.read_bytes()), read(provider, recorded(provider).read_bytes())
    assert said(again.prices) == said(first.prices)
    assert [(f.kind, f.value) for f in again.facts] == [(f.kind, f.value) for f in first.facts]


def test_reads_the_same_twice(provider: str, read_once: list[Reading]) -> None:
    assert readings(provider) == read_once


def test_leaves_no_amount_unread(read_once: list[Reading]) -> None:
    assert [remark.text for reading in read_once for remark in reading.unread] == []


def test_prints_nothing_twice_that_no_person_decided(provider: str, read_once: list[Reading]) -> None:
    decided = COLLECTION.archive().decided(provider)
    known = {each.id for each in decided} | {step.id for each in decided for step in each.steps}
    for reading in read_once:
        assert [conflict.reason for conflict in conflicts(reading.prices) if conflict.id not in known] == []


def test_every_price_quotes_the_page(provider: str, read_once: list[Reading]) -> None:
    for page, reading in zip(texts(provider).values(), read_once, strict=True):
        # As it is written, and as a browser shows it.
        forms = [without_blanks(page), without_blanks(html.unescape(re.sub(r"<[^>]*>", "", page)))]
        for price in reading.prices:
            assert any(without_blanks(price.listed.text) in form for form in forms), price.listed.text


def without_blanks(text: str) -> str:
    return re.sub(r"\s", "", text)


def test_refuses_an_empty_page(provider: str) -> None:
    for empty in (b"", b" \n", b"<html><body></body></html>", b"<p>soon</p>"):
        with pytest.raises(PageError, match=provider):
            read(provider, empty)


def test_refuses_a_login_page_that_names_every_model(provider: str, read_once: list[Reading]) -> None:
    models = dict.fromkeys(price.model for reading in read_once for price in reading.prices)
    names = "".join(f"<li>{html.escape(name)}</li>" for name in models)
    login = f"<html><body><h1>登录</h1><form><input name=user></form><ul>{names}</ul></body></html>"
    with pytest.raises(PageError, match=provider):
        read(provider, login.encode())


def test_refuses_the_page_of_another_provider(provider: str) -> None:
    for other in COLLECTION.providers():
        if other != provider:
            for page in filter(None, (*recordings(other).values(), other_form(other))):
                with pytest.raises(PageError, match=provider):
                    read(provider, page.read_bytes())


def test_refuses_a_page_of_prices_that_could_be_anybodys(provider: str, read_once: list[Reading]) -> None:
    """Its tables have the headings that the provider's have, and no word that is the provider's own."""
    names = {name for reading in read_once for price in reading.prices for name in (price.model, price.name) if name}
    for page in (STRANGER, *(stranger(path, names) for path in recordings(provider).values())):
        with pytest.raises(PageError, match=provider):
            read(provider, page.encode())


def stranger(path: Path, names: set[str]) -> str:
    """A recorded page's tables with models and amounts that are nobody's, but those whose headings are its models."""
    headers = [table.header for _, table in read_page(path.read_bytes(), "page").tables()]
    own = [header for header in headers if not names & {heading.partition("\n")[0] for heading in header}]
    return "# 模型价格\n\n" + "".join(map(own_rows, own))


def own_rows(header: tuple[str, ...]) -> str:
    """A table with that header, and as many rows as the floor of any page asks for."""
    cells = ["zephyr-{}", *("输入 2 元/百万 tokens" for _ in header[1:])]
    lines = [cells_of(header), cells_of("-" * len(header)), *(cells_of(cells).format(n) for n in range(MANY))]
    return "".join(f"{line}\n" for line in lines) + "\n"


def cells_of(cells: Sequence[str]) -> str:
    return f"| {' | '.join(' '.join(cell.split()) for cell in cells)} |"


MANY = 30
STRANGER = "# 模型价格\n\n" + "".join(
    own_rows(header)
    for header in (
        ("模型", "计费单位", "输入价格", "输出价格"),
        ("模型名称", "服务类型", "单价"),
        ("模型名称", "计费方式", "计费说明"),
        ("模型服务", "计费单价", "计费说明"),
        ("平台服务", "计费单价", "计费说明"),
        ("功能模块", "计费方式", "计费说明"),
        ("模型规格", "模型服务", "价格"),
        ("模型ID", "输入价格", "输出价格"),
        ("Model", "Input price", "Output price"),
    )
)
"""Tables as every provider may have them, of one that there is not."""


def test_refuses_the_page_cut_off_or_reads_the_rest_rightly(provider: str, read_once: list[Reading]) -> None:
    """Wherever a page ends, no price is read that the whole page does not say."""
    for path, reading in zip(recordings(provider).values(), read_once, strict=True):
        data = path.read_bytes()
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
