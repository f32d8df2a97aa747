"""Markdown, and rows that are not as long as their header."""

import pytest

from pricebook.reading import read_page
from pricebook.reading.document import Heading, Paragraph, Table
from pricebook.reading.markdown import read_markdown


def only_table(text: str) -> Table:
    (table,) = [block for block in read_markdown(text, "page") if isinstance(block, Table)]
    return table


def test_rows_keep_the_cells_that_were_written() -> None:
    table = only_table("| a | b | c |\n| --- | --- | --- |\n| 1 | 2 |\n| 1 | 2 | 3 | 4 |\n|  | 2 |  |\n")
    assert [row.cells for row in table.rows] == [("1", "2"), ("1", "2", "3", "4"), ("", "2", "")]
    assert [table.ragged(row) for row in table.rows] == [True, True, False]
    assert [row.line for row in table.rows] == [3, 4, 5]


def test_marks_go_and_breaks_strikes_and_superscripts_stay() -> None:
    table = only_table(
        "| **模型** | `价格`<br /> 元/张 |\n| --- | --- |\n"
        "| [a_b](http://x/1) | ~~4~~ 2<sup>1</sup> |\n| a \\| b | &lt;4 |\n"
    )
    assert table.header == ("模型", "价格\n元/张")
    assert [row.cells for row in table.rows] == [("a_b", "~~4~~ 2^1^"), ("a | b", "<4")]


def test_underscores_inside_a_name_are_no_emphasis() -> None:
    assert only_table("| a | b |\n| - | - |\n| Qwen_v2.5_7b_base | *x* _y_ |\n").rows[0].cells == (
        "Qwen_v2.5_7b_base",
        "x y",
    )


def test_prose_before_a_table_is_its_own_paragraph() -> None:
    blocks = read_markdown("单位：元/张\n| a | b |\n| - | - |\n| 1 | 2 |\n", "page")
    assert blocks[0] == Paragraph("单位：元/张")
    assert isinstance(blocks[1], Table)


def test_headings_lists_quotes_and_code() -> None:
    text = "# 一\n\n**二**\n\n##\n\n* 三\n* 四\n\n> 五\n\n```\n| a | b |\n| - | - |\n```\n"
    assert read_markdown(text, "page") == [
        Heading(1, "一"), Heading(6, "二"), Paragraph("三"), Paragraph("四"), Paragraph("五"),
        Paragraph("| a | b |\n| - | - |"),
    ]  # fmt: skip


def test_what_is_underlined_is_the_line_above_and_not_a_paragraph_before_it() -> None:
    page = "一。\n\n[](https://example.test/#a)\n---\n\n二\n"
    assert read_markdown(page, "page") == [Paragraph("一。", 1), Paragraph("二", 6)]


def test_underlined_headings() -> None:
    assert read_markdown("一\n===\n\n二\n---\n\n三\n\n---\n", "page") == [
        Heading(1, "一"), Heading(2, "二"), Paragraph("三"),
    ]  # fmt: skip


def test_tables_written_as_html_are_read_as_html() -> None:
    table = only_table("x\n\n<table>\n<tr><th>a</th><th>b</th></tr>\n<tr><td>1</td><td>2</td></tr>\n</table>\n")
    assert table.rows[0].cells == ("1", "2")
    assert table.rows[0].line == 5


def test_a_rule_of_another_width_makes_no_table() -> None:
    assert not [b for b in read_markdown("| a | b |\n| --- |\n| 1 | 2 |\n", "page") if isinstance(b, Table)]


def test_a_last_row_without_its_end_is_marked_as_cut_off() -> None:
    table = only_table("| a | b |\n| - | - |\n| 1 | 0.3")
    assert table.rows[0].cells == ("1", "0.3…")


def test_many_short_rows_are_all_kept() -> None:
    text = "| " + " | ".join("abcdefghij" * 2) + " |\n|" + " - |" * 20 + "\n" + "| 1 |\n" * 5000
    assert len(only_table(text).rows) == 5000


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("4<sub>1</sub>元", "4^1^元"),
        ("4[1](#n)元", "4^1^元"),
        ("4<sup>[1](#n)</sup>元", "4^1^元"),
        ("4[1](https://x.example)元", "4 1元"),
        ("[41](https://x.example)元", "41元"),
        ("4<span>2</span>元", "4 2元"),
        ("4**2**元", "4 2元"),
        ("4`2`元", "4 2元"),
        ("**0**.**35**", "0.35"),
        ("10<wbr>000", "10000"),
        ("4<!-- x -->2", "42"),
    ],
)
def test_digits_on_two_sides_of_markup_are_two_numbers(cell: str, text: str) -> None:
    assert only_table(f"| a | b |\n| - | - |\n| {cell} | 1 |\n").rows[0].cells[0] == text
    assert read_markdown(cell, "page") == [Paragraph(text)]


def test_the_row_below_an_empty_header_is_the_header() -> None:
    table = only_table("|  |  |\n| - | - |\n| **模型** | **单价（元）** |\n| a | 4 |\n")
    assert (table.header, [row.cells for row in table.rows]) == (("模型", "单价（元）"), [("a", "4")])
    lost = only_table("|  |  |\n| - | - |\n| a | 4 |\n| b | 5 |\n")
    assert (lost.header, len(lost.rows)) == (("", ""), 2)


def test_a_mark_for_bold_that_closes_in_another_cell_is_no_part_of_a_heading() -> None:
    assert only_table("| **模型 | 价格** |\n| - | - |\n| a | 4 |\n").header == ("模型", "价格")


def test_a_row_in_the_middle_that_begins_like_the_header_begins_a_new_table() -> None:
    blocks = read_markdown(
        "| M | 1K ($/张) |\n| - | - |\n| a | $1 |\n| M | 2K ($/张) |\n| b | $2 |\n| M | $3 |\n", "page"
    )
    first, second = [block for block in blocks if isinstance(block, Table)]
    assert (first.header, second.header) == (("M", "1K ($/张)"), ("M", "2K ($/张)"))
    assert [row.cells for row in second.rows] == [("b", "$2"), ("M", "$3")]


def test_right_below_the_header_such_a_row_is_a_part_of_it() -> None:
    table = only_table("| 模型 | 价格（元） | 价格（元） |\n| - | - | - |\n| 模型 | 输入 | 输出 |\n| a | 1 | 2 |\n")
    assert table.header == ("模型", "价格（元） 输入", "价格（元） 输出")


def tables(text: str) -> list[list[tuple[str, ...]]]:
    found = read_page(text.encode(), "page").blocks
    return [list(block.lines) for block in found if isinstance(block, Table)]


PRICED = "| 模型 | 输入 | 输出 |\n| - | - | - |\n"


@pytest.mark.parametrize(
    ("second", "header"),
    [
        ("| 模型 | 每千Token | 每千Token |", ("模型", "输入 每千Token", "输出 每千Token")),
        ("|  | 元/千Token | 元/千Token |", ("模型", "输入 元/千Token", "输出 元/千Token")),
        ("|  |  | 元/千Token |", ("模型", "输入", "输出 元/千Token")),
    ],
)
def test_a_second_row_of_headings_below_the_rule_goes_on_with_the_first(second: str, header: tuple[str, ...]) -> None:
    assert tables(f"{PRICED}{second}\n| a | 1 | 2 |\n") == [[header, ("a", "1", "2")]]


def test_a_heading_reaches_over_the_empty_ones_at_its_right() -> None:
    upper = PRICED.replace("| 输入 | 输出 |", "| 批量 |  |")
    assert tables(f"{upper}|  | 输入（元） | 输出（元） |\n| a | 1 | 2 |\n")[0][0] == (
        "模型",
        "批量 输入（元）",
        "批量 输出（元）",
    )


def test_a_row_that_says_something_else_is_no_heading() -> None:
    assert tables(f"{PRICED}|  | 待定 | 元/千Token |\n")[0][0] == ("模型", "输入", "输出")
    assert tables(f"{PRICED}|  | 3元/千Token | 元/千Token |\n")[0][0] == ("模型", "输入", "输出")


def test_a_heading_in_a_table_of_its_own_is_that_of_the_table_below() -> None:
    whole = [[("模型", "输入", "输出"), ("a", "1元", "2元")]]
    assert tables(f"{PRICED}\n|  |  |  |\n| - | - | - |\n| a | 1元 | 2元 |\n") == whole
    assert tables(f"{PRICED}\n{PRICED}| a | 1元 | 2元 |\n") == whole
    assert len(tables(f"{PRICED}\n那么：\n\n|  |  |  |\n| - | - | - |\n| a | 1元 | 2元 |\n")) == 2


def test_a_heading_that_is_only_a_link_has_its_title_on_the_line_below() -> None:
    parts = (
        "# Prices",
        "## [](#models)",
        "Text Models",
        "Per token.",
        "## [](#more)",
        "Per image.",
        "|a|b|\n|-|-|\n|1|2|",
    )
    blocks = read_markdown("\n\n".join(parts), "page")
    assert [(type(block).__name__, getattr(block, "text", "")) for block in blocks] == [
        ("Heading", "Prices"), ("Heading", "Text Models"), ("Paragraph", "Per token."), ("Paragraph", "Per image."),
        ("Table", ""),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("cell", "below", "last"),
    [
        ("$2*", "* Billed per search.", "* Billed per search."),
        ("$2", "* Billed per search.", "Billed per search."),
        ("$2**", "* Billed per search.", "Billed per search."),
        ("$2*", "* Billed per search.\n* And more.", "And more."),
        ("$2*", "Some words.\n\n* Billed per search.", "Billed per search."),
    ],
)
def test_a_star_below_a_table_that_has_its_mark_is_that_of_a_note(cell: str, below: str, last: str) -> None:
    blocks = read_markdown(f"| a |\n| --- |\n| {cell} |\n\n{below}\n", "page")
    assert blocks[-1].text == last  # type: ignore[union-attr]
