"""CSV and TSV: one table, whatever divides its cells."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pricebook.errors import UnreadablePage
from pricebook.reading import read_page
from pricebook.reading.document import Table
from pricebook.reading.kinds import page_kind

ROWS = (("模型", "输入（元/百万tokens）"), ("acme-1", "2"), ("acme-2", "0.80"))


def lines(text: str) -> tuple[tuple[str, ...], ...]:
    (table,) = read_page(text.encode(), "acme/page").blocks
    assert isinstance(table, Table)
    return table.lines


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_each_mark_divides(mark: str) -> None:
    assert lines("\n".join(map(mark.join, ROWS))) == ROWS


def test_quoted_cells() -> None:
    text = '"Model","Price, USD","Note"\r\n"acme ""1""","$1,000.50","two\r\nlines"\r\n\r\nb,$2,\r\n'
    assert lines(text) == (("Model", "Price, USD", "Note"), ('acme "1"', "$1,000.50", "two\nlines"), ("b", "$2", ""))


def test_a_row_of_another_width_stays_in_the_table() -> None:
    assert lines("model,input\na,1\nb,1,000\nc,2\nd,3\ne,4")[2] == ("b", "1", "000")


def test_each_row_knows_its_line() -> None:
    table = read_page(b'model,input\n"a\nb",1\n\nc,2', "acme/page").table(0)
    assert [row.line for row in table.rows] == [2, 5]


@pytest.mark.parametrize(
    "text",
    [
        "Hello, you\nand, me",
        "We sell tokens, images\nand 3, or 4 other things",
        "One line, 2 cells",
        "# Prices, 2026\n\nacme-1, 2\n",
        "acme-1,2\nacme-2,3",
        "a\n1\n2",
    ],
)
def test_prose_with_commas_is_prose(text: str) -> None:
    assert page_kind(text) == "markdown"


def test_a_quotation_mark_that_is_not_closed_is_refused() -> None:
    with pytest.raises(UnreadablePage, match="acme/page: a table of cells divided by ',' that is broken"):
        lines('model,input\n"a,1\nb,2\n')


CELLS = st.text("ab元\",;\n '", max_size=6).map(lambda text: "\n".join(filter(None, map(str.strip, text.split("\n")))))


@given(st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=5))
def test_what_was_written_is_read(cells: list[tuple[str, str]]) -> None:
    written = [("model", "price", "note"), *((f"m{n}", f"{n}.50", note) for n, (note, _) in enumerate(cells))]
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(written)
    assert [tuple(" ".join(cell.split(" ")) for cell in row) for row in lines(out.getvalue())] == [
        tuple("\n".join(" ".join(line.split()) for line in cell.split("\n")) for cell in row) for row in written
    ]
