"""Lost spans come back where the cells leave one reading, and nowhere else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pricebook.reading.document import Row, Spot, Table
from pricebook.reading.spans import restored

HEADER = ("模型", "类型", "规格", "价格")
FIRST = ("chat-a", "对话", "x1", "3元/次")


def table(*rows: tuple[str, ...], header: tuple[str, ...] = HEADER) -> Table:
    return Table(header, tuple(Row(cells) for cells in rows))


def cells(found: Table) -> list[tuple[str, ...]]:
    return [row.cells for row in found.rows]


def test_a_whole_table_is_given_back_as_it_is() -> None:
    whole = table(FIRST, ("", "", "", ""), ("b", "", "", ""))
    assert restored(whole) is whole


def test_what_a_row_lacks_reaches_into_it_from_above_and_stands_where_it_was_printed() -> None:
    found = restored(table(FIRST, ("chat-b", "x1"), ("chat-c", "x1"), ("chat-d", "编程", "y2", "4元/次")))
    assert cells(found)[1] == ("chat-b", "对话", "x1", "3元/次")
    assert [found.spot(2, column) for column in range(4)] == [Spot(2, 0), Spot(1, 1), Spot(2, 1, 1), Spot(1, 3)]


def test_nothing_reaches_over_an_empty_row() -> None:
    rows = FIRST, ("chat-b", "x1"), ("",), ("chat-c", "x1"), ("chat-d", "x1")
    assert [len(row) for row in cells(restored(table(*rows)))] == [4, 4, 2, 2]


def test_an_empty_row_that_is_short_itself_is_reached_over_by_what_it_lacks() -> None:
    rows = FIRST, ("", "", ""), ("chat-b", "编程", "4元/次"), ("", "", "", ""), FIRST
    assert cells(restored(table(*rows)))[1] == ("chat-b", "编程", "x1", "4元/次")
    shorter = FIRST, ("", "", ""), ("chat-b", "4元/次"), ("", "", "", ""), FIRST
    assert cells(restored(table(*shorter)))[1] == ("chat-b", "4元/次")


@pytest.mark.parametrize(
    ("header", "rows"),
    [
        (("模型", "输入", "输出"), (("a", "1元", "2元"), ("b", "3元"), ("c", "4元"))),
        (("模型", "长", "宽", "价格"), (("a", "8,000", "8,000", "1元"), ("b", "9,000", "2元"), ("c", "9,000", "3元"))),
        (("模型", "说明", "价格"), (("甲", "快", "1元"), ("视频模型",), ("乙", "慢", "2元"), ("",))),
        (("模型", "说明", "价格"), (("甲", "快", "1元"), ("乙", "慢"), ("丙", "慢"))),
        (("模型", "说明", "价格"), (("a-1", "快", "1元"), ("b-1",), ("慢", "2元"), ("",))),
        (("模型", "说明", "价格"), (("a-1", "快", "1元"), ("慢", "2元"))),
    ],
    ids=[
        "two columns of prices", "two columns of numbers", "a title", "ends that were left out", "a row broken in two",
        "a single row",
    ],
)  # fmt: skip
def test_what_has_two_readings_stays_short(header: tuple[str, ...], rows: tuple[tuple[str, ...], ...]) -> None:
    found = restored(table(*rows, header=header))
    assert cells(found) == [row for row in rows if any(row)]


def test_the_unit_tells_two_columns_of_prices_apart() -> None:
    header = ("模型", "按时", "按月")
    rows = (
        ("a-模型", "4元/小时", "90元/月"),
        ("b-模型", "6元/小时"),
        ("c-模型", "7元/小时"),
        ("",),
        ("d-模型", "1元/小时", "9元/月"),
    )
    assert cells(restored(table(*rows, header=header)))[1:3] == [
        ("b-模型", "6元/小时", "90元/月"), ("c-模型", "7元/小时", "90元/月")
    ]  # fmt: skip


def test_what_an_unclear_row_may_have_of_its_own_is_not_known_below_it() -> None:
    rows = (
        ("a-模型", "对话", "1元", "2元"),
        ("b-模型", "编程", "3元"),
        ("c-模型", "4元", "5元"),
        ("d-模型", "6元", "7元"),
    )
    header = ("模型", "类型", "输入", "输出")
    assert cells(restored(table(*rows, header=header)))[2:] == [("c-模型", "4元", "5元"), ("d-模型", "6元", "7元")]


def test_headings_in_two_rows_are_joined_above_the_prices() -> None:
    upper, lower = ("模型", "按时", "按天"), ("输入", "输出", "输入", "输出")
    priced = ("a", "1元", "2元", "3元", "4元")
    found = restored(table(lower, priced, header=upper))
    assert found.header == ("模型", "按时 输入", "按时 输出", "按天 输入", "按天 输出")
    assert cells(found) == [priced]
    assert found.spot(1, 4) == Spot(2, 4)
    unclear = table(("输入", "输出", "缓存"), priced[:4], header=upper)
    assert restored(unclear).header == upper


words = st.sampled_from(["甲", "对话", "x1", "1元/次", "2元/月", "8,000", "思考", "-", ""])


@given(st.lists(st.lists(words, min_size=1, max_size=5).map(tuple), max_size=7))
def test_every_cell_stands_where_it_was_printed_and_none_is_lost(rows: list[tuple[str, ...]]) -> None:
    source = table(*rows)
    found = restored(source)
    seen = set()
    for number, row in enumerate(found.rows, start=1):
        for column, text in enumerate(row.cells):
            spot = found.spot(number, column)
            seen.add((spot.row, spot.column))
            assert source.lines[spot.row][spot.column] == text
    printed = {(n, c) for n, row in enumerate(source.rows, start=1) for c, text in enumerate(row.cells) if text}
    headed = {(1, c) for c in range(len(rows[0]))} if len(found.header) != len(source.header) else set()
    assert printed - headed <= seen
