"""Tables that are written as values, in a component's attributes or in JSON: put down as HTML, and read as that."""

import re
from collections.abc import Mapping, Sequence

from pricebook.reading.document import Block
from pricebook.reading.html import read_html
from pricebook.reading.literals import Literal

MONEY = re.compile(r"[$¥￥€£₹₩]\s?[0-9]|[0-9]\s?(?:[元円]|美元|USD|CNY|EUR)")
"""An amount with its currency, in any text."""
_TITLES = ("title", "label", "header", "headerName", "name", "text")
_KEYS = ("dataIndex", "key", "accessor", "accessorKey", "field", "id")


def table_of(given: Mapping[str, Literal], name: str) -> list[Block] | None:
    """The table that a list of columns and a list of rows among the values give, or None where it is not plain.

    Columns are headings, or objects with a title; rows are lists of cells, or objects with the columns' keys.
    """
    lists = [value for value in given.values() if value.kind == "array" and value.items]
    found = [
        (columns, titles, rows)
        for columns in lists
        if (titles := _titles(columns))
        for rows in lists
        if rows is not columns and _is_body(rows, columns)
    ]
    if len(found) != 1:
        return None
    columns, titles, rows = found[0]
    keys = _keys(columns)
    cells = [(row.line, [cell.markup for cell in _row_cells(row, keys)]) for row in rows.items]
    return as_html(titles, columns.line, cells, name)


def as_html(titles: Sequence[str], line: int, rows: Sequence[tuple[int, Sequence[str]]], name: str) -> list[Block]:
    """A table of titles and cells in HTML, each row on the line on which it was written."""
    pieces = ["<table><thead>"]
    at = 1
    for number, (row, cells) in enumerate([(line, titles), *rows]):
        pieces.append("\n" * (row - at))
        at = max(at, row)
        kind = "td" if number else "th"
        pieces.append(f"<tr>{''.join(f'<{kind}>{cell}</{kind}>' for cell in cells)}</tr>")
        if not number:
            pieces.append("</thead><tbody>")
    return read_html("".join([*pieces, "</tbody></table>"]), name)


def _titles(columns: Literal) -> list[str] | None:
    if all(each.kind == "text" for each in columns.items):
        return [each.markup for each in columns.items]
    found = [next((each.members[key] for key in _TITLES if key in each.members), None) for each in columns.items]
    return None if None in found else [each.markup for each in found if each]


def _keys(columns: Literal) -> list[str]:
    """The key of each column in rows that are objects."""
    return [next((each.members[key].text for key in _KEYS if key in each.members), "") for each in columns.items]


def _is_body(rows: Literal, columns: Literal) -> bool:
    """Whether all are rows of plain cells, which say themselves in which column they stand if they are objects."""
    keys = _keys(columns)
    named = all(keys) and len(set(keys)) == len(keys)
    if any(row.kind != "array" and not (named and row.members.keys() <= {*keys}) for row in rows.items):
        return False
    if any(row.kind not in {"array", "object"} for row in rows.items):
        return False
    return all(cell.kind not in {"array", "object"} for row in rows.items for cell in _row_cells(row, keys))


def _row_cells(row: Literal, keys: Sequence[str]) -> list[Literal]:
    if row.kind == "array":
        return row.items
    return [row.members.get(key, Literal("word", "", row.line)) for key in keys]
