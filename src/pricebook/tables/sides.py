"""Tables whose models stand side by side, and whose spans were lost: each row has its labels and its values again.

A converter that knows no spans writes each cell once: one value stands for all models, a label that reached over
several rows or columns stands once. What a row lacks is told only where a row with more cells than headings shows that
labels stand in several columns; a table with a row that can be read in two ways stays as it is.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from pricebook.phrases import read_cell, read_words
from pricebook.phrases.tokens import tokens
from pricebook.reading.document import Row, Spot, Table
from pricebook.tables.columns import column
from pricebook.tables.shapes import is_model

_BRACKET = re.compile(r"[(（][^()（）]*[)）]")
_NONE = {"none", "pending", "free"}
_MONEY = {"currency", "discount", "free"}


class _Line(NamedTuple):
    """A row of the page, perhaps with the rest of it that a line break put below."""

    number: int
    cells: tuple[str, ...]
    line: int


def beside(table: Table) -> Table | None:
    """The table with one label and a value for each model in every row; None where that is not what it is.

    >>> lost = ("价格", "输入（元）", "1"), ("输出（元）", "2", "3"), ("能力", "工具", "有", "有")
    >>> [row.cells for row in beside(Table(("模型", "a-1", "a-2"), tuple(map(Row, lost)))).rows]
    [('价格 输入（元）', '1', '1'), ('价格 输出（元）', '2', '3'), ('能力 工具', '有', '有')]
    """
    models = table.header[1:]
    labels = max((len(row.cells) for row in table.rows), default=0) - len(models)
    if len(models) < 2 or labels < 2 or not all(map(is_model, models)):
        return None
    rows: list[Row] = []
    above: list[str] = []
    lines = _mended_lines(table)
    for each in lines:
        own = _label_count(each.cells, len(models), labels)
        if own is None or any(map(_has_amounts, each.cells[:own])):
            return None
        reaching = _reaching(above, each.cells[:own], labels)
        if _may_end_above(reaching, each.cells[:own]):
            return None
        above = [*reaching, *each.cells[:own]]
        rows.append(_whole_side(each, own, " ".join(above), len(models)))
    return Table(table.header, tuple(rows), table.line) if lines else None


def _mended_lines(table: Table) -> list[_Line]:
    """The rows; one that begins with a bracket goes on with the last cell of the row above, unless that is money.

    No rows, where nobody can tell whether a bracket is of that cell, of its row or of the whole table.
    """
    lines: list[_Line] = []
    for number, row in enumerate(table.rows, start=1):
        first = row.cells[0] if row.cells else ""
        if not lines or not _BRACKET.fullmatch(first) or {token.kind for token in tokens(first)} & _MONEY:
            lines.append(_Line(number, row.cells, row.line))
        elif _goes_on(lines[-1].cells, row.cells, len(table.header) - 1):
            *cells, last = lines[-1].cells
            lines[-1] = lines[-1]._replace(cells=(*cells, f"{last}\n{first}", *row.cells[1:]))
        else:
            return []
    return lines


def _goes_on(above: Sequence[str], below: Sequence[str], models: int) -> bool:
    """Whether the bracket below is plainly of the last cell above.

    That tells no price, and is of all models, or the bracket has a value behind it, or the value before one as well.
    """
    if not above or any(map(_has_amounts, above)) or "\n" in above[-1]:
        return False
    return len(above) <= models or len(below) > 1 or "\n" in "".join(above)


def _label_count(cells: Sequence[str], models: int, labels: int) -> int | None:
    """How many of the cells are labels; None where nobody can tell."""
    ways = [own for own in (len(cells) - models, len(cells) - 1) if 1 <= own <= labels]
    if len(set(ways)) < 2:
        return ways[0] if ways else None
    priced = list(map(_is_priced, cells[-models:]))
    if all(priced) or not any(map(_has_amounts, cells)):
        return ways[0]
    return ways[1] if _has_amounts(cells[-1]) and all(map(_tells_price, cells[ways[0] : -1])) else None


def _has_amounts(cell: str) -> bool:
    return bool(read_cell(cell).amounts)


def _is_priced(cell: str) -> bool:
    return _has_amounts(cell) or {token.kind for token in tokens(cell)} <= _NONE


def _tells_price(label: str) -> bool:
    """Whether a label says what its row's prices are of, so that it may stand below another one."""
    says = read_words(label)
    return not says.problem and bool(says.meters or says.conditions or says.measure)


def _reaching(above: Sequence[str], own: Sequence[str], labels: int) -> list[str]:
    """The labels of the row above that reach into this one: those before its own, where it says something of prices.

    Below what a model can do stands what nobody knows, which is such a thing too.
    """
    lacking = labels - len(own)
    if len(above) > len(own) and column(" ".join(above)).role == "beside":
        return list(above[:1]) if column(own[0]).role == "unknown" and not _tells_price(own[0]) else []
    reaches = 0 < lacking <= len(above) and _tells_price(own[0]) and not _describes(above[0])
    return list(above[:lacking]) if reaches else []


def _may_end_above(reaching: Sequence[str], own: Sequence[str]) -> bool:
    """Whether a group that says something of prices may end above: a label that needs none may take its column too."""
    alone = read_words(" ".join(own))
    return bool(read_words(" ".join(reaching)).kinds) and bool(alone.meters or alone.measure)


def _describes(label: str) -> bool:
    return column(label).role in {"beside", "condition"}


def _whole_side(each: _Line, own: int, label: str, models: int) -> Row:
    values = each.cells[own:] if len(each.cells) - own == models else each.cells[own:] * models
    places = [own + n if len(each.cells) - own == models else own for n in range(models)]
    spots = (Spot(each.number, 0), *(Spot(each.number, at, n - at) for n, at in enumerate(places, start=1)))
    return Row((label, *values), each.line, spots)
