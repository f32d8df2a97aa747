"""HTML as a browser would show it."""

from html import escape

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from pricebook.errors import UnreadablePage
from pricebook.reading.document import Document, Heading, Paragraph, Table
from pricebook.reading.grid import SpannedCell, unfold
from pricebook.reading.html import read_html


def rows(html: str) -> list[list[str]]:
    """Header and rows of the only table."""
    (table,) = [block for block in read_html(f"<html><body>{html}</body></html>", "page") if isinstance(block, Table)]
    return [list(table.header), *(list(row.cells) for row in table.rows)]


def table(*lines: str, head: str = "<tr><th>a</th><th>b</th><th>c</th></tr>") -> str:
    return f"<table>{head}{''.join(lines)}</table>"


def test_what_an_editor_or_a_screen_reader_calls_a_heading_is_one() -> None:
    html = (
        '<div class="line heading-h2"><div id="a"><span>Batch</span></div></div><p role="heading" aria-level="3">A</p>'
    )
    assert read_html(f"<html><body>{html}<p>b</p></body></html>", "page") == [
        Heading(2, "Batch"),
        Heading(3, "A"),
        Paragraph("b"),
    ]


def above(html: str) -> list[str]:
    """The headings above the last table."""
    document = Document(tuple(read_html(f"<html><body><h1>Acme</h1>{html}</body></html>", "page")), "page")
    return [*document.paths[[block for block, _ in document.tables()][-1]]]


@pytest.mark.parametrize(
    "heading",
    [
        "<h2><div>Batch</div><div>Text</div></h2>",
        '<div class="box heading-h2"><p>Batch</p><p>Text</p></div>',
        '<div role="heading" aria-level="2"><span>Batch</span><p>Text</p></div>',
        '<p class="heading-h6">Batch</p><p class="heading-h6">Text</p>',
    ],
)
def test_a_heading_is_all_of_its_blocks(heading: str) -> None:
    assert above(heading + table()) == ["Acme", "Batch Text"]


def test_a_heading_by_its_class_alone_replaces_none_of_the_page_s_own() -> None:
    assert above(f'<h2>Batch</h2><p class="heading-h1">Text</p>{table()}') == ["Acme", "Batch", "Text"]
    called = f'<p class="heading-h1">Batch</p>{table()}<p class="heading-h2">Text</p>{table()}'
    assert above(called) == ["Acme", "Batch", "Text"]
    assert above(f'{called}<p class="heading-h1">Flex</p>{table()}') == ["Acme", "Flex"]
    assert above(f"{called}<h2>Flex</h2>{table()}") == ["Acme", "Flex"]


def test_rowspan_fills_the_rows_below() -> None:
    html = table("<tr><td>1</td><td rowspan=2>x</td><td>y</td></tr>", "<tr><td>2</td><td>z</td></tr>")
    assert rows(html)[1:] == [["1", "x", "y"], ["2", "x", "z"]]


def test_rowspan_zero_and_overrun_reach_to_the_end_of_the_group() -> None:
    html = (
        "<table><thead><tr><th>a</th><th>b</th></tr></thead>"
        "<tbody><tr><td rowspan=0>x</td><td>1</td></tr><tr><td>2</td></tr></tbody>"
        "<tbody><tr><td rowspan=99>y</td><td>3</td></tr><tr><td>4</td></tr></tbody></table>"
    )
    assert rows(html)[1:] == [["x", "1"], ["x", "2"], ["y", "3"], ["y", "4"]]


def test_a_row_of_nothing_but_cells_that_reach_down_is_none() -> None:
    lines = "<tr><td rowspan=3>m</td></tr>", "<tr><td>1</td><td>2</td></tr>", "<tr><td>3</td><td>4</td></tr>"
    assert rows(table(*lines))[1:] == [["m", "1", "2"], ["m", "3", "4"]]


COVERED = '<td class="cell covered">\ufeff</td>'


def test_covered_cells_that_a_class_hides_elsewhere_are_left_out_where_the_rows_then_fit() -> None:
    first = "<tr><td rowspan=3>m</td><td>1</td><td>2</td></tr>"
    second = f'<tr>{COVERED}<td>3</td><td class="cell">4</td></tr>'
    third = f'<tr>{COVERED}<td class="cell">5</td><td class="cell"></td></tr>'
    assert rows(table(first, second, third))[2:] == [["m", "3", "4"], ["m", "5", ""]]


def test_covered_cells_that_do_not_explain_every_row_are_cells() -> None:
    first = "<tr><td rowspan=3>m</td><td>1</td><td>2</td></tr>"
    second = f"<tr>{COVERED}<td>3</td><td>4</td></tr>"
    assert rows(table(first, second, f"<tr>{COVERED}<td>5</td></tr>"))[2] == ["m", "", "3", "4"]
    filled = second.replace("<td>4", '<td class="cell covered">4')
    assert rows(table(first, filled))[2] == ["m", "", "3", "4"]


def test_colspan_fills_the_columns_beside() -> None:
    assert rows(table("<tr><td colspan=2>x</td><td>y</td></tr>"))[1:] == [["x", "x", "y"]]


def test_where_two_cells_claim_a_slot_the_earlier_keeps_it() -> None:
    html = table("<tr><td>1</td><td>2</td><td rowspan=2>x</td></tr>", "<tr><td>3</td><td colspan=2>y</td></tr>")
    assert rows(html)[1:] == [["1", "2", "x"], ["3", "y", "x"]]


def test_a_row_that_is_too_short_stays_ragged() -> None:
    assert rows(table("<tr><td>1</td><td>2</td></tr>"))[1:] == [["1", "2"]]


def test_two_header_rows_become_one() -> None:
    head = "<tr><th rowspan=2>模型</th><th colspan=2>价格</th></tr><tr><th>输入</th><th>输出</th></tr>"
    assert rows(table("<tr><td>m</td><td>1</td><td>2</td></tr>", head=head))[0] == ["模型", "价格 输入", "价格 输出"]
    plain = head.replace("th", "td")
    assert rows(table("<tr><td>m</td><td>1</td><td>2</td></tr>", head=plain))[0] == ["模型", "价格 输入", "价格 输出"]


def test_a_header_repeated_in_the_middle_is_dropped_and_a_new_one_begins_a_table() -> None:
    head = "<tr><th>a</th><th>b</th></tr>"
    html = f"<table>{head}<tr><td>1</td><td>2</td></tr>{head}<tr><td>3</td><td>4</td></tr>"
    html += "<tr><th>a</th><th>c</th></tr><tr><td>5</td><td>6</td></tr></table>"
    first, second = [block for block in read_html(html, "page") if isinstance(block, Table)]
    assert [row.cells for row in first.rows] == [("1", "2"), ("3", "4")]
    assert second.header == ("a", "c")


def test_a_header_that_comes_back_after_another_is_not_dropped() -> None:
    one, two = "<tr><th>a</th><th>b</th></tr>", "<tr><th>a</th><th>c</th></tr>"
    row = "<tr><td>1</td><td>2</td></tr>"
    tables = read_html(f"<table>{one}{row}{two}{row}{one}{row}</table>", "page")
    assert [block.header for block in tables if isinstance(block, Table)] == [("a", "b"), ("a", "c"), ("a", "b")]


def test_a_row_across_the_table_is_prose_between_two_tables() -> None:
    html = table("<tr><td>1</td><td>2</td><td>3</td></tr>", "<tr><td colspan=3>视频</td></tr>",
                 "<tr><td>4</td><td>5</td><td>6</td></tr>")  # fmt: skip
    first, between, second = read_html(html, "page")
    assert between == Paragraph("视频")
    assert isinstance(first, Table)
    assert isinstance(second, Table)
    assert first.header == second.header == ("a", "b", "c")


def test_a_table_marked_as_headings_throughout_is_data_under_its_first_row() -> None:
    lines = "".join(f"<tr><th>m{n}</th><th>{n}元</th></tr>" for n in range(4))
    html = f"<table><tr><th>模型</th><th>价格</th></tr>{lines}</table>"
    assert rows(html) == [["模型", "价格"], *([f"m{n}", f"{n}元"] for n in range(4))]


def test_a_table_inside_a_cell_is_kept_apart() -> None:
    html = table("<tr><td>1<table><tr><td>p</td><td>q</td></tr><tr><td>4元</td><td>5元</td></tr></table></td>"
                 "<td>2</td><td>3</td></tr>")  # fmt: skip
    outer, inner = read_html(html, "page")
    assert isinstance(outer, Table)
    assert isinstance(inner, Table)
    assert outer.rows[0].cells == ("1", "2", "3")
    assert inner.rows[0].cells == ("4元", "5元")


def test_what_nobody_sees_is_no_text() -> None:
    html = (
        "<p>a<script>1元</script><style>2元</style><template>3元</template><!-- 4元 -->"
        "<span style='color:red; display : none'>5元</span><span hidden>6元</span>b</p>"
    )
    assert read_html(html, "page") == [Paragraph("ab")]


def test_breaks_strikes_and_superscripts_are_kept() -> None:
    html = table("<tr><td>x<br>y<br/>z</td><td><del>4</del> <s>5</s> 2</td><td>¥3<sup>1</sup></td></tr>")
    assert rows(html)[1] == ["x\ny\nz", "~~4~~ ~~5~~ 2", "¥3^1^"]
    assert read_html("<p><span style='text-decoration: line-through'>9</span> 8</p>", "page") == [Paragraph("~~9~~ 8")]


def test_headings_are_those_marked_so_and_paragraphs_all_in_bold() -> None:
    html = "<h2>一 <b>二</b></h2><p><strong>三</strong></p><p><b>四</b>五</p>"
    assert read_html(html, "page") == [Heading(2, "一 二"), Heading(6, "三"), Paragraph("四五")]


@pytest.mark.parametrize(
    ("html", "reason"),
    [
        ("<html><body><table><tr><td>4元", "cut off"),
        ("<html><body><p>4元", "cut off"),
        ("<div>" * 300 + "4元" + "</div>" * 300, "deeper than 250"),
        ("<table><tr><td>" * 40 + "4元" + "</td></tr></table>" * 40, "deeper than 30"),
        ("<table>" + "<tr><td colspan=1000 rowspan=60000>4元</td></tr>" * 3000 + "</table>", "unfolds to more"),
    ],
)
def test_refuses_markup_that_cannot_be_trusted(html: str, reason: str) -> None:
    with pytest.raises(UnreadablePage, match=reason):
        read_html(html, "page")


CELLS = st.tuples(st.integers(1, 4), st.integers(0, 4))


@given(st.lists(st.lists(CELLS, max_size=4), min_size=1, max_size=5))
def test_spans_agree_with_the_standard_read_slowly(shape: list[list[tuple[int, int]]]) -> None:
    """The HTML standard's algorithm, slot by slot; of two cells for a slot the earlier keeps it."""
    taken: dict[tuple[int, int], str] = {}
    numbered = [
        [SpannedCell(f"{y}.{n}", colspan=w, rowspan=h) for n, (w, h) in enumerate(row)] for y, row in enumerate(shape)
    ]
    for y, row in enumerate(numbered):
        x = 0
        for cell in row:
            while (x, y) in taken:
                x += 1
            for dx in range(cell.colspan):
                for dy in range(cell.rowspan or len(shape)):
                    if y + dy < len(shape):
                        taken.setdefault((x + dx, y + dy), cell.text)
            x += cell.colspan
    widths = [max((x for x, y in taken if y == row), default=-1) + 1 for row in range(len(shape))]
    expected = [[taken.get((x, y), "") for x in range(width)] for y, width in enumerate(widths)]
    assert [[slot.cell.text for slot in row] for row in unfold(numbered, "page")] == expected


TEXT = st.text("ab 元4.<>&", max_size=6)


@given(st.lists(st.lists(TEXT, min_size=2, max_size=4), min_size=1, max_size=4))
def test_simple_tables_agree_with_beautiful_soup(cells: list[list[str]]) -> None:
    lines = "".join("<tr>" + "".join(f"<td>{escape(text)}</td>" for text in row) + "</tr>" for row in cells)
    html = f"<html><body><table><tr><th>p</th><th>q</th></tr>{lines}</table></body></html>"
    soup = BeautifulSoup(html, "lxml")
    expected = [[" ".join(td.get_text().split()) for td in tr.find_all("td")] for tr in soup.find_all("tr")[1:]]
    assert rows(html)[1:] == [row for row in expected if row != ["p", "q"]]


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("4<sub>1</sub>元", "4^1^元"),
        ('4<a href="#n1">1</a>元', "4^1^元"),
        ('4<sup><a href="#n1">1</a></sup>元', "4^1^元"),
        ('4<a href="/buy">1</a>元', "4 1元"),
        ('<a href="/buy">41</a>元', "41元"),
        ("4<span>2</span>元", "4 2元"),
        ("<b>4</b><i><u>2</u></i>元", "4 2元"),
        ("<b>4</b>元<i>2</i>", "4元2"),
        ("<span>0</span>.<span>35</span>", "0.35"),
        ("10<wbr>000", "10000"),
        ("4<!-- -->2", "42"),
    ],
)
def test_digits_of_two_elements_are_two_numbers(cell: str, text: str) -> None:
    assert rows(table(f"<tr><td>{cell}</td><td>y</td><td>z</td></tr>"))[1][0] == text
    assert read_html(f"<p>{cell}</p>", "page")[0].text == text  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "hidden",
    ['<td style="display: none">9</td>', "<td hidden>9</td>", '<td class="x gone">9</td>', '<td colspan="0"></td>',
     '<td rowspan="0">\ufeff&#8203;<br></td>'],
)  # fmt: skip
def test_a_cell_that_is_not_displayed_takes_no_slot(hidden: str) -> None:
    style = "<style>/* { */ .gone { color: red; display: none }</style>"
    assert rows(style + table(f"<tr><td>1</td>{hidden}<td>2</td><td>3</td></tr>"))[1] == ["1", "2", "3"]


@pytest.mark.parametrize(
    "style",
    ["@media print { .x { display: none } }", ".tab .x { display: none }", ".x:hover { display: none }",
     ".x { display: none } .open .x { display: table-cell }", "/* .x { display: none } */"],
)  # fmt: skip
def test_what_may_be_displayed_is_read(style: str) -> None:
    html = f"<style>{style}</style>" + table('<tr><td class="x">1</td><td>2</td><td>3</td></tr>')
    assert rows(html)[1] == ["1", "2", "3"]
    shown = '<style>.x { display: none }</style><p class="x" style="display: block">4</p>'
    assert read_html(shown, "page") == [Paragraph("4")]


def test_an_invisible_cell_keeps_its_slot_and_says_nothing() -> None:
    assert rows(table('<tr><td>1</td><td style="visibility:hidden">9</td><td>3</td></tr>'))[1] == ["1", "", "3"]


def test_a_heading_in_a_table_of_its_own_is_that_of_the_next_table() -> None:
    head = "<table><thead><tr><th>模型</th><th>价格</th></tr></thead></table>"
    body = "<table><tr><td>m</td><td>4元</td></tr><tr><td>n</td><td>5元</td></tr></table>"
    assert rows(f"<div>{head}</div><div>{body}</div>") == [["模型", "价格"], ["m", "4元"], ["n", "5元"]]
    wider = body.replace("<td>m</td>", "<td>m</td><td>x</td>").replace("<td>n</td>", "<td>n</td><td>x</td>")
    for apart in (f"{head}<p>x</p>{body}", head + wider):
        assert len([block for block in read_html(apart, "page") if isinstance(block, Table)]) == 2


@given(st.integers(1, 999), st.integers(1, 99), st.sampled_from(["span", "b", "sub", "sup", "a", "code", "font", "em"]))
def test_a_number_is_never_glued_to_the_one_of_an_element_behind_it(price: int, note: int, tag: str) -> None:
    (paragraph,) = read_html(f"<p>{price}<{tag}>{note}</{tag}> 元</p>", "page")
    assert isinstance(paragraph, Paragraph)
    assert str(price) in paragraph.text.replace("^", " ").split()


UNCLOSED = "<tr><th>a</th><th>b</th></tr><tr><td>1</td><td>2</td></tr>"


@pytest.mark.parametrize("between", ["", "<h2>c</h2><p>d</p>"])
def test_a_table_that_is_not_closed_ends_behind_its_last_row_and_is_remarked(between: str) -> None:
    page = f"<html><body><table>{UNCLOSED}{between}<table>{UNCLOSED}</table><p>e</p></body></html>"
    document = Document(tuple(read_html(page, "page")))
    assert [len(table.rows) for _, table in document.tables()] == [1, 1]
    assert document.remarks == ["line 1: the page does not close this table: rows may be missing"]
    assert [block.text for block in document.blocks if isinstance(block, Paragraph)][-1:] == ["e"]
    assert read_html(page, "page") == read_html(page.replace(between + "<table", f"</table>{between}<table"), "page")


@pytest.mark.parametrize(
    "page",
    [
        f"<table>{UNCLOSED}",
        f"<html><body><table>{UNCLOSED}",
        f"<html><body><table>{UNCLOSED}<tr><td>3</td><td>4</body></html>",
        f"<html><body><table>{UNCLOSED}<tr><td><table>{UNCLOSED}</td></tr></table></body></html>",
    ],
    ids=["a piece", "the page ends", "in a cell", "inside a cell"],
)
def test_a_page_that_ends_inside_a_table_is_cut_off(page: str) -> None:
    with pytest.raises(UnreadablePage, match="cut off"):
        read_html(page, "page")


@pytest.mark.parametrize("group", ["<thead></thead>", "<tbody><tr hidden><td>x</td></tr></tbody>", "<tfoot></tfoot>"])
def test_a_group_without_rows_is_nothing(group: str) -> None:
    assert rows(table(group, "<tr><td>1</td><td>2</td><td>3</td></tr>", group)) == [["a", "b", "c"], ["1", "2", "3"]]


def test_tags_that_a_script_writes_open_no_table() -> None:
    page = f"<html><body><script>var a = '<table><td>'</script><table>{UNCLOSED}<p>e</p></body></html>"
    (table,) = [block for block in read_html(page, "page") if isinstance(block, Table)]
    assert table.remark


@pytest.mark.parametrize(
    "turned",
    [
        "<bdo dir=rtl>5.01</bdo>",
        "<BDO DIR=RTL>5.01</BDO>",
        "<span style='unicode-bidi: bidi-override; direction: rtl'>5.01</span>",
        "\u202e5.01\u202c",
        "&#x202e;5.01",
    ],
)
def test_a_number_that_is_displayed_the_other_way_round_stands_behind_what_turns_it(turned: str) -> None:
    (paragraph,) = read_html(f"<p>输入 {turned} 元</p>", "page")
    assert isinstance(paragraph, Paragraph)
    assert paragraph.text.startswith("输入 \u202e5.01")
