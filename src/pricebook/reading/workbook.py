"""XLSX to blocks: each sheet that is displayed is a heading and its tables, a row of the sheet a line.

A number is what is stored, with the fifteen digits that spreadsheets show of it, between the words and marks of its
format. What is hidden is not there. Where it cannot be told what a cell shows, the workbook is refused, with its name.
"""

import mimetypes
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple

from pricebook.errors import UnreadablePage
from pricebook.reading.document import Block, Heading, Paragraph, Table
from pricebook.reading.number_formats import formatted, shortest, worded
from pricebook.reading.tabular import RawRow, assemble
from pricebook.reading.text import MAX_BYTES, clean

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell
    from openpyxl.cell.rich_text import TextBlock
    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

_MARK, _INSIDE = b"PK\x03\x04", b"xl/workbook.xml"
_UNPACKED, _CELLS = 16 * MAX_BYTES, 500_000
"""Bytes of a workbook, and cells of a sheet from its first to its last, at most."""


def _with_marks(runs: "Sequence[str | TextBlock]") -> str:
    """A text whose characters differ, with marks as HTML has elements: `^` around what is raised, `~~` struck out."""
    pieces = []
    for mark, same in groupby(runs, key=_mark_of):
        text = "".join(map(str, same))
        pieces.append(f"{mark}{text}{mark}" if text.strip() else text)
    return "".join(pieces)


def _mark_of(run: "str | TextBlock") -> str:
    font = None if isinstance(run, str) else run.font
    if font is None:
        return ""
    return "~~" if font.strike else "^" if font.vertAlign in {"superscript", "subscript"} else ""


def is_workbook(data: bytes) -> bool:
    """Whether the bytes are a workbook in XLSX."""
    return data.startswith(_MARK) and _INSIDE in data


def read_workbook(data: bytes, name: str, part: str | None = None) -> list[Block]:
    """The sheets that are displayed, or the one that is named `part`; raises UnreadablePage, naming the cell."""
    if len(data) > MAX_BYTES:
        message = f"{name}: {len(data):,} bytes; a pricing page has at most {MAX_BYTES:,}. Divide the workbook."
        raise UnreadablePage(message)
    written = _workbook(data, name)
    known = [sheet for sheet in written.worksheets if part is None or sheet.title == part]
    if not known:
        message = f"{name}: no sheet {part!r}; its sheets: {', '.join(written.sheetnames)}."
        raise UnreadablePage(message)
    counted: Workbook | None = None
    blocks: list[Block] = []
    for sheet in known:
        if part is None and sheet.sheet_state != "visible":
            continue
        if any(cell.data_type == "f" for cell in _filled(sheet)):
            counted = counted or _workbook(data, name, data_only=True)
            blocks += _Sheet(sheet, counted[sheet.title], name).blocks()
        else:
            blocks += _Sheet(sheet, sheet, name).blocks()
    return blocks


def _workbook(data: bytes, name: str, *, data_only: bool = False) -> "Workbook":
    mimetypes.knownfiles.clear()  # openpyxl would have them read, and no reader of pages opens files of the system
    try:
        from openpyxl import load_workbook  # noqa: PLC0415 - an extra, and slow to load
    except ModuleNotFoundError as problem:
        message = f"{name}: reading XLSX needs openpyxl: pip install 'pricebook[xlsx]'; or export its table as CSV."
        raise UnreadablePage(message) from problem
    try:
        with zipfile.ZipFile(BytesIO(data)) as packed:
            size = sum(each.file_size for each in packed.infolist())
        if size <= _UNPACKED:
            return load_workbook(BytesIO(data), data_only=data_only, rich_text=True)
    except MemoryError:
        raise
    except Exception as problem:  # whatever a damaged file makes of its reader
        message = f"{name}: a workbook that cannot be read: {type(problem).__name__}: {problem}. Save it again as XLSX."
        raise UnreadablePage(message) from problem
    message = f"{name}: a workbook of more than {_UNPACKED:,} bytes, unpacked. Divide it."
    raise UnreadablePage(message)


def _filled(sheet: "Worksheet") -> "Iterator[Cell]":
    """Those that hold anything, however far they are apart."""
    return (cell for cell in sheet._cells.values() if cell.value is not None)  # noqa: SLF001 - no empty ones between


class _Place(NamedTuple):
    row: int
    column: int


class _Sheet:
    """One sheet: its formulas as they are `written`, and what was `counted` when it was saved."""

    def __init__(self, written: "Worksheet", counted: "Worksheet", name: str) -> None:
        self.written, self.counted, self.name = written, counted, f"{name}: {written.title}"
        self.hidden_rows = {number for number, each in written.row_dimensions.items() if each.hidden}
        groups = [each for each in written.column_dimensions.values() if each.hidden]
        self.hidden_columns = [range(each.min or 0, (each.max or 0) + 1) for each in groups]

    def blocks(self) -> list[Block]:
        """Its title, the lines above its table, and the table; of an empty sheet nothing."""
        texts = self._texts()
        rows = list(self._rows(texts))
        above: list[Block] = [Heading(1, clean(self.written.title), 1)] if rows else []
        while len(rows) > 1 and rows[0].across:
            above.append(Paragraph(rows[0].cells[0], rows[0].line))
            rows = rows[1:]
        made = assemble(rows[:1], rows[1:]) if rows else []
        left_out = [block for block in made if isinstance(block, Table)][:1] if self._leaves_out() else []
        for table in left_out:
            table.remark = "rows or columns of the sheet are hidden, and were left out"
        return [*above, *made]

    def _leaves_out(self) -> bool:
        return any(self._hides(cell.row, cell.column) for cell in _filled(self.written))

    def _hides(self, row: int, column: int) -> bool:
        return row in self.hidden_rows or any(column in each for each in self.hidden_columns)

    def _texts(self) -> dict[_Place, str]:
        """What each cell shows that is displayed and not empty; a merged one shows the same in all of its places."""
        texts = {}
        for cell in _filled(self.written):
            if not self._hides(cell.row, cell.column) and (text := self._as_displayed(cell)):
                texts[_Place(cell.row, cell.column)] = text
        rows, columns = {place.row for place in texts}, {place.column for place in texts}
        for area in self.written.merged_cells.ranges:
            text = texts.get(_Place(area.min_row, area.min_col), "")
            for row in rows & set(range(area.min_row, area.max_row + 1)) if text else ():
                for column in columns & set(range(area.min_col, area.max_col + 1)):
                    texts[_Place(row, column)] = text
        return texts

    def _rows(self, texts: dict[_Place, str]) -> Iterator[RawRow]:
        """The rows with anything in them, without the columns that are empty."""
        rows = sorted({place.row for place in texts})
        columns = sorted({place.column for place in texts})
        if len(rows) * len(columns) > _CELLS:
            message = f"{self.name}: more than {_CELLS:,} cells. Divide the sheet."
            raise UnreadablePage(message)
        for row in rows:
            cells = tuple(texts.get(_Place(row, column), "") for column in columns)
            said = {cell for cell in cells if cell}
            title = len(columns) > 1 and len(said) == 1 and (all(cells) or (bool(cells[0]) and row == rows[0]))
            yield RawRow(tuple(said) if title else cells, row, across=title)

    def _as_displayed(self, cell: "Cell") -> str:
        """The cell as it is displayed; raises UnreadablePage where that cannot be told."""
        value: Any = cell.value
        if cell.data_type == "f":
            value = self.counted.cell(cell.row, cell.column).value
            if value is None:
                self._refuse(
                    cell, "a formula whose result was not stored. Open the workbook, save it, and give it again"
                )
        shown = self._shown(cell, value)
        lines = [" ".join(line.split()) for line in clean(shown).split("\n")]
        text = "\n".join(filter(None, lines))
        return f"~~{text}~~" if text and cell.font is not None and cell.font.strike else text

    def _shown(self, cell: "Cell", value: object) -> str:
        if isinstance(value, bool):
            return str(value).upper()
        if isinstance(value, datetime):
            return value.date().isoformat() if value.time() == datetime.min.time() else value.isoformat(" ", "minutes")
        if isinstance(value, date):
            return value.isoformat()
        if not isinstance(value, (int, float)):
            return worded(_with_marks(value) if isinstance(value, list) else str(value), cell.number_format or "")
        dressed = formatted(Decimal(value) if isinstance(value, int) else shortest(value), cell.number_format or "")
        if dressed is None:
            self._refuse(
                cell, f"a number that its format {cell.number_format!r} may show as another. Change the format"
            )
        return dressed or ""

    def _refuse(self, cell: "Cell", what: str) -> None:
        message = f"{self.name}!{cell.coordinate} holds {what}."
        raise UnreadablePage(message)
