"""A file of SQLite, as Datasette and others open it: a table for each list, and `columns`, which says what each means.

Amounts are TEXT, exact as they are published: SQLite's numbers are floats. A flag is 1 or 0, a day is TEXT, JSON too.
The bytes are the same for the same release and the same version of SQLite, whose number stands in the file.
"""

import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing

from pricebook.publish.tabular.columns import Cell, Kind
from pricebook.publish.tabular.tables import DataTable, Tabled, tables_of

FILE = "pricebook.sqlite"
_TYPES: Mapping[Kind, str] = {"count": "INTEGER", "flag": "INTEGER"}
_INDEXES: Mapping[str, Sequence[Sequence[str]]] = {
    "prices": [["id"], ["provider", "model"], ["model"], ["meter", "currency", "unit"]],
    "absent": [["id"], ["provider", "model"], ["model"]],
    "facts": [["provider", "kind"], ["subject"]],
    "history": [["id", "number"], ["provider", "model"], ["model"], ["first_seen"]],
}


def sqlite_file(release: Tabled) -> dict[str, bytes]:
    """The file. Raises StorageError for what no such table can hold."""
    tables = tables_of(release)
    with closing(sqlite3.connect(":memory:")) as connection:
        for table in tables:
            _fill(connection, table)
        told = [(t.name, c.name, c.kind, c.description) for t in tables for c in t.columns]
        _create(connection, "columns", ["table", "column", "kind", "description"], {})
        _insert(connection, "columns", 4, told)
        connection.commit()
        return {FILE: connection.serialize()}


def _fill(connection: sqlite3.Connection, table: DataTable) -> None:
    _create(connection, table.name, [column.name for column in table.columns], {c.name: c.kind for c in table.columns})
    _insert(connection, table.name, len(table.columns), table.rows)
    for names in _INDEXES[table.name]:
        listed = ", ".join(map(_quoted, names))
        connection.execute(
            f"CREATE INDEX {_quoted('_'.join((table.name, *names)))} ON {_quoted(table.name)} ({listed})"
        )


def _create(connection: sqlite3.Connection, name: str, columns: Sequence[str], kinds: Mapping[str, Kind]) -> None:
    typed = ", ".join(f"{_quoted(column)} {_TYPES.get(kinds.get(column, 'text'), 'TEXT')}" for column in columns)
    connection.execute(f"CREATE TABLE {_quoted(name)} ({typed})")


def _insert(connection: sqlite3.Connection, name: str, width: int, rows: Sequence[Sequence[Cell]]) -> None:
    insert = f"INSERT INTO {_quoted(name)} VALUES ({', '.join('?' * width)})"  # noqa: S608 - names are our own
    connection.executemany(insert, rows)


def _quoted(name: str) -> str:
    return f'"{name}"'
