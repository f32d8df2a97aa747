"""The tables of a release: what is on sale, what was, what pages state besides, and every form that a price had."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

from pricebook.errors import StorageError
from pricebook.publish.tabular.columns import Cell, TableColumn, columns_of

Told = Mapping[str, Any]


class Tabled(NamedTuple):
    """What is made into tables: the lists of the published files, each record as its JSON tells it."""

    prices: Sequence[Told]
    absent: Sequence[Told] = ()
    facts: Sequence[Told] = ()
    history: Sequence[Told] = ()


class DataTable(NamedTuple):
    """A list of records with a fixed set of columns."""

    name: str
    description: str
    columns: Sequence[TableColumn]
    rows: Sequence[Sequence[Cell]]


RECORDS = {"prices": "Price", "absent": "AbsentPrice", "facts": "StatedFact", "history": "history.jsonl"}
"""By name of the table, the record that it holds, as the schema names it."""
_DESCRIPTIONS = {
    "prices": "What is on sale now, one price a row.",
    "absent": "What was seen before and is missing, unread or withdrawn now.",
    "facts": "Quotas, context lengths, limits, dates and discount rules that pages state.",
    "history": "Every price in every form that it ever had, from when to when.",
}


@cache
def columns(table: str) -> tuple[TableColumn, ...]:
    """The columns of that table."""
    return columns_of(RECORDS[table])


def tables_of(release: Tabled) -> list[DataTable]:
    """All of them, rows in the order of the files. Raises StorageError for a value that no such column has."""
    return [data_table(name, getattr(release, name)) for name in RECORDS]


def data_table(name: str, listed: Sequence[Told]) -> DataTable:
    """The table of that name with these records. Raises StorageError for a value that no such column has."""
    return DataTable(name, _DESCRIPTIONS[name], columns(name), list(_table_rows(name, listed)))


def _table_rows(table: str, listed: Sequence[Told]) -> Iterator[Sequence[Cell]]:
    for number, told in enumerate(listed, start=1):
        try:
            yield [column.cell(told) for column in columns(table)]
        except StorageError as problem:
            message = f"{table}, record {number}: {problem}"
            raise StorageError(message) from problem
