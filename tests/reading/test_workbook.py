"""XLSX as it is displayed: what is stored of numbers, dates, spans, formulas, and what is hidden."""

import io
import re
import zipfile
from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from pricebook.errors import UnreadablePage
from pricebook.reading import canonical, read_page
from pricebook.reading.document import Document, Heading, Paragraph, Table
from pricebook.reading.number_formats import shortest
from pricebook.units import text

ROWS: Sequence[Sequence[object]] = [["Model", "Input"], ["acme-1", 2.5], ["acme-2", 3]]


def workbook(
    *rows: Sequence[object], draw: Callable[[Worksheet], None] = lambda _: None, title: str = "Prices"
) -> bytes:
    made = Workbook()
    sheet = made.active
    sheet.title = title
    for row in rows:
        sheet.append(row)
    draw(sheet)
    return saved(made)


def saved(made: Workbook) -> bytes:
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def seen(data: bytes, part: str | None = None) -> Document:
    document = read_page(data, "acme/list", part=part)
    assert canonical.read(canonical.write(document), document.name) == document
    return document


def cells(data: bytes, part: str | None = None) -> list[tuple[str, ...]]:
    return [line for _, table in seen(data, part).tables() for line in table.lines]


def counted(data: bytes, formula: str, result: str) -> bytes:
    """The workbook as a spreadsheet saves it that has counted the formula."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            page = old.read(name).decode()
            new.writestr(name, re.sub(rf"<f>{formula}</f><v ?/?>(</v>)?", f"<f>{formula}</f><v>{result}</v>", page))
    return made.getvalue()


def test_a_sheet_is_a_heading_and_a_table() -> None:
    assert seen(workbook(*ROWS)).blocks[0] == Heading(1, "Prices")
    assert cells(workbook(*ROWS)) == [("Model", "Input"), ("acme-1", "2.5"), ("acme-2", "3")]


def test_a_number_is_what_is_stored_as_far_as_a_spreadsheet_shows_it() -> None:
    numbers = [0.1 + 0.2, 1e-06, 0.30000000000000004, 1234567.25, 7, 100000000.0]
    rows = cells(workbook(["Model", "Input"], *([f"m-{n}", number] for n, number in enumerate(numbers))))
    assert [row[1] for row in rows[1:]] == ["0.3", "0.000001", "0.3", "1234567.25", "7", "100000000"]


@given(st.decimals(min_value=0, max_value=10**6, places=6))
def test_what_was_typed_comes_back(typed: Decimal) -> None:
    assert shortest(float(typed)) == typed
    assert "e" not in text(shortest(float(typed))).lower()


@pytest.mark.parametrize(
    ("pattern", "shown"),
    [
        ("0.00", "2.5"), ('"$"#,##0.00', "$2.5"), ("[$€-407]\\ 0.00", "€ 2.5"), ('0.00\\ "€"', "2.5 €"), ("0%", "250%"),
        ('_("$"* #,##0.00_);_("$"* \\(#,##0.00\\)', "$2.5"), ("[Red]0.0", "2.5"), ("@", "2.5"),
        ('"Rs."0.00', "Rs.2.5"), ('0.00", net"', "2.5, net"),
    ],
)  # fmt: skip
def test_the_words_and_marks_of_a_format_are_shown(pattern: str, shown: str) -> None:
    def draw(sheet: Worksheet) -> None:
        sheet["B2"].number_format = pattern

    assert cells(workbook(*ROWS, draw=draw))[1] == ("acme-1", shown)


@pytest.mark.parametrize(
    "pattern",
    ["0,", "#,##0.0,,", "[>2]0.0;0", '[<=1]"cheap";0', '0"."00', "0\\.00", '$0"."00', '0" "000', '"0."00', "# ?/8"],
)
def test_a_format_that_shows_another_number_is_refused_by_the_cells_name(pattern: str) -> None:
    def draw(sheet: Worksheet) -> None:
        sheet["B2"].number_format = pattern

    with pytest.raises(UnreadablePage, match=r"acme/list: Prices!B2 holds a number that its format"):
        read_page(workbook(*ROWS, draw=draw), "acme/list")


@pytest.mark.parametrize(
    ("value", "pattern", "shown"),
    [
        (2.5, ";;;", ""), ("2.5", ";;;", ""), (0, '0.00;-0.00;"-"', "-"), (0, "0.00;-0.00", "0"), (0, "0.00", "0"),
        (0, '_(* #,##0.00_);_(* (#,##0.00);_(* "-"??_);_(@_)', "-"),
        (2.5, '_(* #,##0.00_);_(* (#,##0.00);_(* "-"??_);_(@_)', "2.5"),
        ("free", '_(* #,##0.00_);_(* (#,##0.00);_(* "-"??_);_(@_)', "free"), ("3", '@" per 1M"', "3 per 1M"),
        (-2.5, "0.00;0.00", "-2.5"),
    ],
)  # fmt: skip
def test_the_part_of_a_format_is_shown_that_the_cell_is_of(value: object, pattern: str, shown: str) -> None:
    def draw(sheet: Worksheet) -> None:
        sheet["B2"].number_format = pattern

    made = workbook(["Model", "Input"], ["acme-1", value], ["acme-2", 3], draw=draw)
    assert cells(made)[1] == ("acme-1", shown)


def test_what_is_raised_in_a_cell_is_no_digit_of_its_number_or_name() -> None:
    raised, struck = InlineFont(vertAlign="superscript"), InlineFont(strike=True)
    name = CellRichText("acme-1", TextBlock(raised, "2"))
    price = CellRichText("$3.5", TextBlock(raised, "1"), TextBlock(InlineFont(b=True), " per 1M"))
    former = CellRichText(TextBlock(struck, "$4"), " $3")
    assert cells(workbook(["Model", "Input", "Output"], [name, price, former]))[1] == (
        "acme-1^2^", "$3.5^1^ per 1M", "~~$4~~ $3",
    )  # fmt: skip


def test_a_formula_is_its_stored_result_or_refused_by_the_cells_name() -> None:
    made = workbook(["Model", "Input"], ["acme-1", "=1.1*3"])
    with pytest.raises(UnreadablePage, match=r"Prices!B2 holds a formula whose result was not stored"):
        read_page(made, "acme/list")
    assert cells(counted(made, r"1\.1\*3", "3.3000000000000003"))[1] == ("acme-1", "3.3")


def test_days_are_written_as_days() -> None:
    row = ["acme-1", 1, date(2026, 1, 31), datetime(2026, 2, 1, 8, 30)]  # noqa: DTZ001 - a cell has no zone
    assert cells(workbook(["Model", "Input", "From", "Until"], row))[1][2:] == ("2026-01-31", "2026-02-01 08:30")


def test_a_merged_cell_stands_in_all_of_its_places() -> None:
    def draw(sheet: Worksheet) -> None:
        sheet.merge_cells("A2:A3")

    rows: Sequence[Sequence[object]] = [["Model", "Region", "Input"], ["acme-1", "EU", 2], [None, "US", 3]]
    assert cells(workbook(*rows, draw=draw))[1:] == [("acme-1", "EU", "2"), ("acme-1", "US", "3")]


def test_headings_in_two_rows_are_one() -> None:
    def draw(sheet: Worksheet) -> None:
        sheet.merge_cells("A1:A2")
        sheet.merge_cells("B1:C1")

    rows: Sequence[Sequence[object]] = [["Model", "Price", None], [None, "Input", "Output"], ["acme-1", 2, 3]]
    assert cells(workbook(*rows, draw=draw))[0] == ("Model", "Price Input", "Price Output")


def test_lines_above_the_table_are_prose_and_empty_rows_and_columns_are_nothing() -> None:
    rows: Sequence[Sequence[object]] = [
        ["Our prices, USD per 1M tokens"],
        [],
        [None, None, None],
        ["Model", None, "Input"],
        [],
        ["acme-1", None, 2],
    ]
    document = seen(workbook(*rows))
    assert document.blocks[1] == Paragraph("Our prices, USD per 1M tokens")
    assert cells(workbook(*rows)) == [("Model", "Input"), ("acme-1", "2")]


def test_what_is_hidden_is_not_there_and_that_is_said() -> None:
    def draw(sheet: Worksheet) -> None:
        sheet.row_dimensions[3].hidden = True
        sheet.column_dimensions["C"].hidden = True

    document = seen(workbook(["Model", "Input", "Cost"], ["acme-1", 2, 1], ["acme-2", 3, 1], draw=draw))
    table = document.blocks[1]
    assert isinstance(table, Table)
    assert table.lines == (("Model", "Input"), ("acme-1", "2"))
    assert "hidden" in table.remark


def test_a_price_that_is_struck_through_is_a_former_one() -> None:
    def draw(sheet: Worksheet) -> None:
        sheet["B2"].font = Font(strike=True)

    assert cells(workbook(*ROWS, draw=draw))[1] == ("acme-1", "~~2.5~~")


def test_of_several_sheets_the_one_that_is_named_is_read() -> None:
    made = Workbook()
    made.active.title = "Old"
    for title, price in (("Old", 1), ("New", 2), ("Secret", 3)):
        sheet = made[title] if title in made.sheetnames else made.create_sheet(title)
        sheet.append(["Model", "Input"])
        sheet.append(["acme-1", price])
    made["Secret"].sheet_state = "hidden"
    data = saved(made)
    assert [block.text for block in seen(data).blocks if isinstance(block, Heading)] == ["Old", "New"]
    assert cells(data, "New")[1] == ("acme-1", "2")
    with pytest.raises(UnreadablePage, match="no sheet 'Newer'; its sheets: Old, New, Secret"):
        read_page(data, "acme/list", part="Newer")


def test_an_empty_workbook_is_no_page() -> None:
    for empty in (workbook(), workbook([None, " "])):
        with pytest.raises(UnreadablePage, match="nothing on the page can be seen"):
            read_page(empty, "acme/list")


def test_a_damaged_workbook_is_refused() -> None:
    data = workbook(*ROWS)
    for broken in (data[: len(data) // 2] + b"xl/workbook.xml", data.replace(b"xl/worksheets", b"xl/workshets")):
        with pytest.raises(UnreadablePage, match="a workbook that cannot be read"):
            read_page(broken, "acme/list")


def test_cells_far_apart_are_no_reason_to_count_all_between() -> None:
    def draw(sheet: Worksheet) -> None:
        sheet["XFD1048576"] = "far"

    assert cells(workbook(*ROWS, draw=draw))[-1] == ("", "", "far")
