"""CSV, and `datapackage.json` beside it, whose types make it exact (Frictionless Data Package).

What a spreadsheet would calculate has an apostrophe before it, and so has a text that begins with one: who takes one
away from each cell that begins so has the very characters. No other cell begins so, and amounts never do.
"""

import re
from collections.abc import Iterable
from typing import Any

from pricebook.publish.tabular.columns import Cell
from pricebook.publish.tabular.package import table_fields
from pricebook.publish.tabular.tables import DataTable, Tabled, tables_of
from pricebook.system.files import digest, encode

_DIVIDING = re.compile('[",\r\n]')
_CALCULATED = ("=", "+", "-", "@", "\t", "\r", "'")


def csv_files(release: Tabled) -> dict[str, bytes]:
    """A file for each table, and `datapackage.json`. Raises StorageError for what no such table can hold."""
    tables = tables_of(release)
    files = {f"{table.name}.csv": _delimited_file(table) for table in tables}
    package = {
        "profile": "tabular-data-package",
        "name": "pricebook",
        "title": "Prices of AI model APIs, as their pages print them",
        "description": "Amounts are exact decimals: read them as such, never as floats. An empty cell says nothing. "
        "A cell that begins with an apostrophe has one more than what it holds, so that no spreadsheet calculates it.",
        "resources": [_resource(table, files[f"{table.name}.csv"]) for table in tables],
    }
    return {**files, "datapackage.json": encode(package)}


def delimited(names: Iterable[str], rows: Iterable[Iterable[str]]) -> bytes:
    """CSV as RFC 4180 has it, but for its line ends, which are those of UNIX; in UTF-8."""
    return "".join(",".join(map(_quoted_cell, row)) + "\n" for row in (names, *rows)).encode()


def _quoted_cell(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"' if _DIVIDING.search(cell) else cell


def text_of(cell: Cell) -> str:
    """The cell's text.

    >>> text_of("2.1"), text_of(8192), text_of(True), text_of(None)
    ('2.1', '8192', 'true', '')
    """
    if isinstance(cell, bool):
        return "true" if cell else "false"
    return "" if cell is None else str(cell)


def held(text: str) -> str:
    """The text as no spreadsheet calculates it.

    >>> held("=1+1"), held("2.1"), held("'")
    ("'=1+1", '2.1', "''")
    """
    return f"'{text}" if text.startswith(_CALCULATED) else text


def _delimited_file(table: DataTable) -> bytes:
    names = [column.name for column in table.columns]
    return delimited(names, ([held(text_of(cell)) for cell in row] for row in table.rows))


def _resource(table: DataTable, data: bytes) -> dict[str, Any]:
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "description": table.description,
        "path": f"{table.name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(data),
        "hash": f"sha256:{digest(data)}",
        "dialect": {"delimiter": ",", "quoteChar": '"', "doubleQuote": True, "lineTerminator": "\n", "header": True},
        "schema": {"fields": [*map(_read_as, table_fields(table))], "missingValues": [""]},
    }


def _read_as(field: dict[str, Any]) -> dict[str, Any]:
    """The field, and how its text is written where more than one way is usual."""
    return {**field, "trueValues": ["true"], "falseValues": ["false"]} if field["type"] == "boolean" else field
