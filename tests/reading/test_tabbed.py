"""Text as a browser copies it: rows by their tabs, between lines of prose."""

import pytest

from pricebook.reading import read_page
from pricebook.reading.document import Heading, Paragraph, Table
from pricebook.reading.kinds import page_kind

HEADER = ("Model", "Input", "Output")


def seen(text: str) -> list[object]:
    blocks = read_page(text.encode(), "acme/page").blocks
    return [block.lines if isinstance(block, Table) else block.text for block in blocks]


def test_rows_between_lines_of_prose() -> None:
    text = "Prices\n\nModel\tInput\tOutput\na\t$1\t$2\nb\t$3\t$4\nAll in dollars.\n\nModel\tImage\nc\t$5\n"
    assert seen(text) == [
        "Prices",
        (HEADER, ("a", "$1", "$2"), ("b", "$3", "$4")),
        "All in dollars.",
        (("Model", "Image"), ("c", "$5")),
    ]


def test_lines_are_counted() -> None:
    first, table, last = read_page(b"Prices\n\nModel\tInput\na\t$1\n\nbelow", "acme/page").blocks
    assert isinstance(table, Table)
    assert (first.line, table.line, table.rows[0].line, last.line) == (1, 3, 4, 6)


def test_a_line_across_the_table_does_not_cost_the_rows_below_their_header() -> None:
    text = "Model\tInput\tOutput\na\t$1\t$2\nBatch\nb\t$3\t$4\n"
    assert seen(text) == [(HEADER, ("a", "$1", "$2")), "Batch", (HEADER, ("b", "$3", "$4"))]


def test_a_row_that_begins_with_an_empty_cell() -> None:
    assert seen("Model\tInput\tOutput\na\t$1\t$2\n\t$3\t$4")[0] == (HEADER, ("a", "$1", "$2"), ("", "$3", "$4"))


def test_a_cell_of_two_lines_is_not_put_into_another_column() -> None:
    """What the browser tore apart stays torn: the row is ragged, and what it holds unread."""
    (table,) = read_page(b"Model\tInput\tOutput\na\t$1\t$2\nb\t$3\nper image\t$4\nc\t$5\t$6", "acme/page").blocks
    assert isinstance(table, Table)
    assert [table.ragged(row) for row in table.rows] == [False, True, True, False]


@pytest.mark.parametrize("text", ["a\n\tcode\n\tmore", "1.\tone\n2.\ttwo", "•\tone\n•\ttwo", "a\tb\n\nc\td"])
def test_tabs_that_divide_no_cells(text: str) -> None:
    assert page_kind(text) == "markdown"


def test_prose_is_read_as_markdown() -> None:
    blocks = read_page(b"# Prices\n\none\ttab\n\nModel\tInput\na\t$1", "acme/page").blocks
    assert blocks[:2] == (Heading(1, "Prices"), Paragraph("one tab"))
