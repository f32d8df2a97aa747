"""Markdown, and rows that are not as long as their header."""

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
