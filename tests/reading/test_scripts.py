"""Data in a page's scripts: read where the markup shows nothing, in whole and in its place."""

import json
from typing import Any

import pytest

from pricebook.errors import UnreadablePage
from pricebook.reading import read_page
from pricebook.reading.document import Document, Table

ROWS = (("Model", "Price"), ("acme-1", "$2"))


def page(*scripts: str, body: str = "<div id='root'>Loading</div>") -> Document:
    text = f"<!DOCTYPE html><html><body>{body}{''.join(scripts)}</body></html>"
    return read_page(text.encode(), "acme/page")


def seen(document: Document) -> list[object]:
    return [block.lines if isinstance(block, Table) else block.text for block in document.blocks]


def next_data(value: Any) -> str:
    return f'<script id="__NEXT_DATA__" type="application/json">{json.dumps(value)}</script>'


def pushed(*rows: tuple[str, Any], cut: int = 40) -> str:
    """Rows as Next.js pushes them: cut anywhere."""
    text = "".join(f"{number}:{json.dumps(value)}\n" for number, value in rows)
    pieces = [text[n : n + cut] for n in range(0, len(text), cut)]
    return "".join(f"<script>self.__next_f.push({json.dumps([1, piece])})</script>" for piece in pieces)


def element(tag: str, *children: Any, **given: Any) -> list[Any]:
    return ["$", tag, None, {**given, "children": list(children)}]


TABLE = element(
    "table",
    element("tr", element("th", "Model"), element("th", "Price")),
    element("tr", element("td", "acme-1"), element("td", "$$2")),
)


@pytest.mark.parametrize(
    "value",
    [
        [{"Model": "acme-1", "Price": "$2"}],
        {"content": "| Model | Price |\n| --- | --- |\n| acme-1 | $2 |"},
        {"html": "<table><tr><th>Model</th><th>Price</th></tr><tr><td>acme-1</td><td>$2</td></tr></table>"},
    ],
)
def test_json_in_a_script(value: Any) -> None:
    assert ROWS in seen(page(next_data({"props": {"pageProps": {"prices": value}}})))


def test_elements_in_rows_with_what_stands_around_them() -> None:
    rows = [
        (
            "1",
            element(
                "$L5", element("h2", "Batch"), "$L3", element("p", "All in ", element("b", "dollars")), title="Tab"
            ),
        ),
        ("3", TABLE),
        ("7", element("p", "below")),
    ]
    assert seen(page(pushed(*rows))) == ["Tab", "Batch", ROWS, "All in dollars", "below"]


def test_a_row_that_comes_before_the_one_that_refers_to_it() -> None:
    assert seen(page(pushed(("3", TABLE), ("1", element("div", element("h2", "Batch"), "$3"))))) == ["Batch", ROWS]


def test_rows_of_text_have_their_length_in_bytes() -> None:
    text = "| Model | 价 |\n| --- | --- |\n| acme-1 | 2元 |"
    flight = f":HL[]\n2:T{len(text.encode()):x},{text}3:[1]\n"
    assert seen(page(f"<script>self.__next_f.push({json.dumps([1, flight])})</script>")) == [
        (("Model", "价"), ("acme-1", "2元"))
    ]


def test_what_is_hidden_or_given_as_html() -> None:
    ready = "<table><tr><th>Model</th><th>Price</th></tr><tr><td>acme-1</td><td>$2</td></tr></table>"
    rows = [
        ("1", element("div", element("p", "was $9", style={"display": "none"}))),
        ("2", ["$", "div", None, {"dangerouslySetInnerHTML": {"__html": ready}}]),
    ]
    assert seen(page(pushed(*rows))) == [ROWS]


@pytest.mark.parametrize("body", ["<p>Only $5 an image</p>", "<table><tr><td>a</td><td>b</td></tr></table>"])
def test_what_is_displayed_counts_alone(body: str) -> None:
    assert page(next_data([{"Model": "acme-1", "Price": "$2"}]), body=body) == page(body=body)


@pytest.mark.parametrize(
    "script",
    [
        "<script>self.__next_f.push([1,</script>",
        "<script>" * 100_000,
        '<script type="application/json">{"a":1,"a":2}</script>',
        '<script type="application/json" id="__NUXT_DATA__">[{"a":1,"b":2},"acme-1","$2"]</script>',
        next_data({"a": 1}),
    ],
)
def test_what_carries_no_table_leaves_the_page_as_it_is(script: str) -> None:
    assert seen(page(script)) == ["Loading"]


def test_rows_that_refer_to_each_other_without_end() -> None:
    assert ROWS in seen(page(pushed(("1", element("div", "$2", TABLE)), ("2", element("div", "$1")))))
    with pytest.raises(UnreadablePage, match="acme/page: elements in scripts nested deeper"):
        page(pushed(*((f"{n:x}", element("p", f"${n + 1:x}")) for n in range(1, 3000)), cut=10_000))
