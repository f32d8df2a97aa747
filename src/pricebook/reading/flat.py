"""Flattened text to blocks: a page whose cells were divided by ` | ` and whose spans and markup are lost.

Two shapes occur. Where every row kept its own line, the lines are the rows. Where the rows ran together, a run of cells
becomes a table again only if its width follows from the run itself: an empty row (as many empty cells as there are
columns) gives it, or else the one width at which every column, or every row, holds one kind of text. A group of rows
between two empty ones begins with a full row; rows after it lack the columns whose cell spans the group.
A run that could be read in two ways stays prose, so that its amounts are reported as unread.
"""

import re
from functools import lru_cache
from itertools import groupby, pairwise

from pricebook.reading.document import Block, Paragraph
from pricebook.reading.tabular import CUT_OFF, RawRow, assemble

_MONEY = re.compile(r"元|[¥￥$]|免费")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_LATIN = re.compile(r"[A-Za-z]")
_NUMBER = re.compile(r"[0-9][0-9,.]*(?: ?[kKmM])?")
_MAX_WIDTH = 12
_FIRST_HEADINGS = ("模型服务", "模型名称", "基础模型", "旗舰模型", "平台服务", "模型")
"""What the first column of a price table is called; a longer name before one that it ends in."""
_ENDING = re.compile(r".*[。:：;；!！?？\s]", re.DOTALL)


def read_flat(text: str, name: str) -> list[Block]:
    """The page's blocks. `name` is for messages."""
    del name
    blocks: list[Block] = []
    lines = text.split("\n")
    if any(_is_row(a) and _is_row(b) and _width(a) == _width(b) for a, b in pairwise(lines)):
        for is_row, group in groupby(enumerate(lines, start=1), key=lambda pair: _is_row(pair[1])):
            numbered = list(group)
            blocks.extend(_rows(numbered) if is_row else _paragraphs(numbered))
        return blocks
    for number, section in _sections(lines):
        blocks.extend(_blocks_of(section, number))
    return blocks


def _is_row(line: str) -> bool:
    return line.endswith(" |") and line.count(" | ") >= 1 and len(line) < 2000


def _width(line: str) -> int:
    return line.count(" | ") + 1


def _rows(lines: list[tuple[int, str]]) -> list[Block]:
    """Lines that are rows; one of another width begins a new table, unless it holds an amount: then it is ragged."""
    tables: list[list[RawRow]] = []
    for number, line in lines:
        row = RawRow(tuple(cell.strip() for cell in line[:-2].split(" | ")), number)
        heading = not any(text_kind(cell) in {"money", "number"} for cell in row.cells)
        if not tables or (heading and len(row.cells) != len(tables[-1][0].cells)):
            tables.append([])
        tables[-1].append(row)
    return [block for rows in tables for block in assemble(rows[:1], rows[1:])]


def _paragraphs(lines: list[tuple[int, str]]) -> list[Block]:
    return [Paragraph(" ".join(line.split()), number) for number, line in lines if line.strip()]


def _sections(lines: list[str]) -> list[tuple[int, str]]:
    """The page cut where a line ends in ` |`: what stands between two cuts was one cell of the page's frame."""
    sections: list[tuple[int, str]] = []
    gathered: list[str] = []
    first = 1
    for number, line in enumerate(lines, start=1):
        if not gathered:
            first = number
        gathered.append(line)
        if line.rstrip().endswith("|"):
            sections.append((first, "\n".join(gathered)))
            gathered = []
    if rest := "\n".join(gathered).rstrip():
        sections.append((first, rest + CUT_OFF if " | " in rest else rest))
    return sections


def _blocks_of(section: str, first: int) -> list[Block]:
    body = section.strip().removesuffix("|").strip()
    if not body:
        return []
    cells = [cell.strip(" ") for cell in re.split(r"(?<![^ \n])\|(?![^ \n])", body)]
    cells = ["\n".join(" ".join(line.split()) for line in cell.strip().split("\n")) for cell in cells]
    if len(cells) < 4 or not any(text_kind(cell) == "money" for cell in cells):
        return _paragraphs(list(enumerate(body.split("\n"), start=first)))
    lead, label = _unglue(cells[0])
    rows = _unflatten([label, *cells[1:]])
    if rows is None:
        return _paragraphs(list(enumerate(body.split("\n"), start=first)))
    raw = [RawRow(tuple(row), first) for row in rows]
    return [*([Paragraph(lead, first)] if lead else []), *assemble(raw[:1], raw[1:])]


def _unglue(cell: str) -> tuple[str, str]:
    """The prose that ran into a table's first heading, and the heading.

    >>> _unglue("模型价格模型服务"), _unglue("请参考模型列表。 旗舰模型"), _unglue("型号")
    (('模型价格', '模型服务'), ('请参考模型列表。', '旗舰模型'), ('', '型号'))
    """
    known = next((heading for heading in _FIRST_HEADINGS if cell.endswith(heading)), None)
    if known is not None:
        return cell.removesuffix(known).strip(), known
    lead = _ENDING.match(cell)
    if lead is None or lead.end() == len(cell):
        return "", cell
    return lead.group().strip(), cell[lead.end() :]


def _unflatten(cells: list[str]) -> list[list[str]] | None:
    """The rows of a run of cells, spans filled in, or None where it could be read in two ways."""
    empty_runs = [len(list(group)) for empty, group in groupby(cells, key=lambda cell: not cell) if empty]
    if empty_runs:
        width = empty_runs[0]
        if any(run != width for run in empty_runs) or not 2 <= width <= _MAX_WIDTH or len(cells) <= width:
            return None
        return _grouped(cells, width)
    fits = [width for width in range(2, _MAX_WIDTH + 1) if _rectangular(cells, width)]
    if len(fits) != 1:
        return None
    return [cells[n : n + fits[0]] for n in range(0, len(cells), fits[0])]


def _rectangular(cells: list[str], width: int) -> bool:
    """Whether the run is whole rows of that width, a header without amounts and one kind of text a column, or a row."""
    if len(cells) % width or len(cells) < 2 * width:
        return False
    rows = [cells[n : n + width] for n in range(0, len(cells), width)]
    if any(text_kind(cell) in {"money", "number"} for cell in rows[0]):
        return False
    if any(text_kind(row[0]) not in _WORDS for row in rows):
        return False
    columns = list(zip(*rows[1:], strict=True))
    by_column = all(len({text_kind(cell) for cell in column} - {"dash"}) <= 1 for column in columns)
    by_row = all(len({text_kind(cell) for cell in row[1:]} - {"dash"}) <= 1 for row in rows)
    money = any(text_kind(cell) == "money" for row in rows for cell in row)
    return money and (by_column or by_row)


def _grouped(cells: list[str], width: int) -> list[list[str]] | None:
    """Rows of groups that empty rows divide; the rows after a group's first may lack columns that it spans."""
    rows = [cells[:width]]
    if any(not cell or text_kind(cell) == "money" for cell in rows[0]):
        return None
    for empty, cells_of_group in groupby(cells[width:], key=lambda cell: not cell):
        if empty:
            continue
        group = list(cells_of_group)
        sizes = [size for size in range(1, width + 1) if _continues(group, width, size)]
        if len(group) > width and len(sizes) != 1:
            return None
        if len(group) < width:
            return None
        first, size = group[:width], sizes[0]
        rows.append(first)
        rows.extend(group[n : n + size] + first[size:] for n in range(width, len(group), size))
    return rows


def _continues(group: list[str], width: int, size: int) -> bool:
    """Whether the cells after the group's first row are rows of `size` cells, of the same kinds as that row's."""
    rest = group[width:]
    return len(rest) % size == 0 and all(text_kind(cell) == text_kind(group[n % size]) for n, cell in enumerate(rest))


_WORDS = frozenset({"name", "id", "han"})


@lru_cache(maxsize=4096)
def text_kind(cell: str) -> str:
    """What sort of text a cell holds: money, number, dash, name (Han and Latin or digits), han, id, or empty."""
    if not cell:
        return "empty"
    if cell in {"-", "—", "/"}:
        return "dash"
    if _MONEY.search(cell):
        return "money"
    if _NUMBER.fullmatch(cell):
        return "number"
    if not _HAN.search(cell):
        return "id"
    return "name" if _LATIN.search(cell) or re.search(r"[0-9]", cell) else "han"
