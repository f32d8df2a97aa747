"""Flattened text: tables come back only where there is one way to read them."""

from pricebook.reading.document import Paragraph, Table
from pricebook.reading.flat import read_flat


def tables(text: str) -> list[list[tuple[str, ...]]]:
    return [[b.header, *(row.cells for row in b.rows)] for b in read_flat(text, "page") if isinstance(b, Table)]


def test_lines_that_are_rows() -> None:
    text = "计费单价\n模型 | 价格 |\na | 1元/张 |\nb | 2元/张 |\n平台 | 价格 |\nc | 免费 |\n完\n"
    assert tables(text) == [[("模型", "价格"), ("a", "1元/张"), ("b", "2元/张")], [("平台", "价格"), ("c", "免费")]]


def test_a_row_that_lost_a_cell_stays_in_its_table_and_is_ragged() -> None:
    text = "模型 | 价格 | 说明 |\na | 1元/张 | / |\nb | 2元/张 |\nc | 3元/张 | / |\n"
    assert tables(text) == [[("模型", "价格", "说明"), ("a", "1元/张", "/"), ("b", "2元/张"), ("c", "3元/张", "/")]]


def test_an_empty_row_ends_a_group_whose_price_stands_in_its_first_row() -> None:
    text = "价目模型名称 | 规格 | 价格 | 通义A1 | a-1 | 1元/千Token | 通义A2 | a-2 | | | | 通义B1 | b-1 | 2元/千Token |"
    assert tables(text) == [
        [("模型名称", "规格", "价格"), ("通义A1", "a-1", "1元/千Token"), ("通义A2", "a-2", "1元/千Token"),
         ("通义B1", "b-1", "2元/千Token")]
    ]  # fmt: skip


def test_models_across() -> None:
    text = "模型 | A | B | 名称 | a-1 | b-1 | 价格 | 1元 | 2元 |"
    assert tables(text) == [[("模型", "A", "B"), ("名称", "a-1", "b-1"), ("价格", "1元", "2元")]]


def test_a_group_that_could_be_read_in_two_ways_stays_prose() -> None:
    """After the first row either one cell a row follows, or two: all are names."""
    text = "模型 | 别名 | 价格 | a-1 | a-2 | 1元 | a-3 | a-4 | | | | b-1 | b-2 | 2元 |"
    assert tables(text) == []
    assert any(isinstance(block, Paragraph) and "1元" in block.text for block in read_flat(text, "page"))


def test_rows_that_do_not_come_out_even_stay_prose() -> None:
    assert tables("模型 | 输入单价 | 输出单价 | a-1 | 1元 | 2元 | b-1 | 1元 |") == []


def test_a_page_cut_off_inside_a_table_says_so() -> None:
    text = "模型 | 规格 | 价格 | 通义A1 | a-1 | 1元/千Token | 通义A2 | a-2 | | | | 通义B1 | b-1 | 2元/千To"
    assert tables(text)[0][-1][-1] == "2元/千To…"
