"""JSON: the page within it, told from what its strings hold; else its arrays of objects as tables."""

import json
from typing import Any

import pytest

from pricebook.errors import UnreadablePage
from pricebook.reading import read_page
from pricebook.reading.document import Document, Heading, Paragraph, Table

HTML = "<div><h2>文本</h2><table><tr><th>模型</th><th>价格</th></tr><tr><td>a</td><td>1元</td></tr></table></div>"
MARKDOWN = "## 文本\n\n| 模型 | 价格 |\n| --- | --- |\n| a | 1元 |\n"
ROWS = (("模型", "价格"), ("a", "1元"))


def read(value: Any) -> Document:
    return read_page(json.dumps(value, ensure_ascii=False).encode(), "acme/page")


def seen(value: Any) -> list[object]:
    return [block.lines if isinstance(block, Table) else block.text for block in read(value).blocks]


@pytest.mark.parametrize("page", [HTML, MARKDOWN])
def test_the_string_that_holds_tables_is_the_page(page: str) -> None:
    answer = {"code": 200, "data": {"alias": "/x", "tags": [{"key": "a"}], "content": page, "desc": "about"}}
    assert read(answer) == read_page(page.encode(), "acme/page")


def test_the_title_beside_it_stands_above_it_once() -> None:
    assert seen({"data": {"content": HTML, "title": "批量"}}) == ["批量", "文本", ROWS]
    assert seen({"title": "文本", "content": HTML}) == ["文本", ROWS]


def test_several_pages_stand_in_their_order_each_under_its_title() -> None:
    second = HTML.replace("1元", "2元")
    answer = [{"title": "在线", "body": HTML}, {"title": "批量", "body": second}]
    assert seen(answer) == ["在线", "文本", ROWS, "批量", "文本", (ROWS[0], ("a", "2元"))]


def test_the_same_page_twice_is_read_once() -> None:
    assert seen({"html": HTML, "body": HTML}) == ["文本", ROWS]


def test_a_page_in_two_forms_is_refused() -> None:
    with pytest.raises(UnreadablePage, match="acme/page: JSON with tables both in HTML and in Markdown"):
        read({"html": HTML, "markdown": MARKDOWN})


def test_json_in_a_string_of_json() -> None:
    assert seen({"body": json.dumps({"content": HTML})}) == ["文本", ROWS]


def test_what_is_invisible_in_the_page_within_is_left_out() -> None:
    assert seen({"content": HTML.replace("1元", "1\u200b\u00a0元\0")}) == ["文本", (ROWS[0], ("a", "1 元"))]


def test_an_array_of_objects_is_a_table_under_the_keys_above_it() -> None:
    answer = {"unit": "1M tokens", "meta": {"currency": "CNY"}, "chat": [{"model": "a", "input": 0.10}, {"input": 2}]}
    document = read_page(json.dumps(answer).replace("0.1,", "0.10,").replace("0.1}", "0.10}").encode(), "acme/page")
    assert document.blocks == (
        Paragraph("unit: 1M tokens"),
        Paragraph("meta.currency: CNY"),
        Heading(1, "1M tokens"),
        Heading(2, "CNY"),
        Heading(3, "chat"),
        Table(("model", "input"), read([{"model": "a", "input": "0.10"}, {"input": "2"}]).table(0).rows),
    )


@pytest.mark.parametrize(
    ("beside", "headings"),
    [
        ({"mode": "batch"}, ["batch"]), ({"region": "EU", "tier": "enterprise"}, ["EU", "enterprise"]),
        ({"valid_from": "2027-01-01"}, ["from 2027-01-01"]), ({"note": "Batch only"}, ["Batch only"]),
        ({"unit": "per 1K tokens"}, ["per 1K tokens"]), ({"enterprise_only": True}, ["enterprise only"]),
        ({"terms": {"for": ["students"]}}, ["students"]),
        ({"object": "list", "total": 2, "updated": "2026-01-01", "enterprise_only": False, "about": "A fast one."}, []),
    ],
)  # fmt: skip
def test_a_plain_value_that_says_something_of_prices_is_a_heading_above_them(
    beside: dict[str, Any], headings: list[str]
) -> None:
    rows = [{"model": "a", "input": 1}]
    columns = {"columns": ["model", "input"], "rows": [["a", "1"]]}
    assert read({**beside, "chat": rows}).paths[-1] == (*headings, "chat")
    assert read({**beside, **columns}).paths[-1] == (*headings,)
    assert read([{"name": "Chat", **beside, "models": rows}]).paths[-1] == ("Chat", *headings, "models")


def test_groups_without_a_title_are_told_apart_by_what_they_say() -> None:
    rows = [{"model": "a", "input": 1}]
    document = read({"groups": [{"group": "Batch", "models": rows}, {"group": "Standard", "models": rows}]})
    told = [document.paths[block] for block, table in document.tables() if "model" in table.header]
    assert told == [("groups", "—", name, "models") for name in ("Batch", "Standard")]


def test_what_is_true_of_a_row_is_what_its_key_says() -> None:
    assert seen([{"model": "a", "for": {"enterprise_only": True}, "old": False, "said": "true"}]) == [
        (("model", "for.enterprise_only", "old", "said"), ("a", "enterprise only", "false", "true"))
    ]


def test_objects_inside_a_row_are_columns_by_their_path() -> None:
    rows = [{"id": "a", "price": {"input": 1, "output": {"text": 2}}, "kinds": ["text", "image"], "old": None}]
    assert seen(rows) == [
        (("id", "price.input", "price.output.text", "kinds", "old"), ("a", "1", "2", "text, image", ""))
    ]


def test_rows_inside_a_row_are_a_table_under_its_title() -> None:
    rows = [{"model": n, "context": "128k", "tiers": [{"up to": "32k", "input": 1}, {"input": 2}]} for n in "ab"]
    tiers = (("up to", "input"), ("32k", "1"), ("", "2"))
    assert seen(rows) == [
        "a", (("model", "context"), ("a", "128k")), "tiers", tiers,
        "b", (("model", "context"), ("b", "128k")), "tiers", tiers,
    ]  # fmt: skip
    assert read(rows).paths[3] == ("a", "tiers")


@pytest.mark.parametrize(
    "value",
    [
        [["模型", "价格"], ["a", "1元"]],
        {"columns": ["模型", "价格"], "rows": [["a", "1元"]]},
        {"columns": [{"title": "模型", "key": "m"}, {"title": "价格", "key": "p"}], "rows": [{"p": "1元", "m": "a"}]},
    ],
)
def test_rows_that_are_arrays(value: Any) -> None:
    assert seen(value) == [ROWS]


def test_each_row_knows_its_line() -> None:
    table = read_page(b'[\n{"a": 1,\n"b": 2},\n{"a": 3, "b": 4}\n]', "acme/page").table(0)
    assert [row.line for row in table.rows] == [2, 4]


def test_numbers_keep_their_characters() -> None:
    assert read_page(b'[{"model": "a", "price": 0.10}]', "acme/page").table(0).rows[0].cells == ("a", "0.10")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('{"a": 1}', "JSON without a table"),
        ('{"a": [1, 2]}', "JSON without a table"),
        ('[{"a": 1, "b": 2}', "cut off"),
        ('[{"a": 1, "a": 2}]', "'a' stands twice"),
        ('[{"a.b": 1, "a": {"b": 2}}]', "two keys of one object"),
        ('{"a":' * 3000 + "1" + "}" * 3000, "nested deeper"),
        ("[{" + ",".join(f'"k{n}": 1' for n in range(999)) + "}]", "more than 200 keys"),
    ],
)
def test_what_is_not_plain_is_refused_by_name(text: str, reason: str) -> None:
    with pytest.raises(UnreadablePage, match=f"^acme/page: .*{reason}"):
        read_page(text.encode(), "acme/page")
