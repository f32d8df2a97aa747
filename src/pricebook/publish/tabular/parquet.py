"""Parquet, through DuckDB: amounts are decimals, days dates, and rows stand in the order of the files.

The bytes are the same for the same release and the same version of DuckDB, whose name stands in each file.
"""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from pricebook.errors import StorageError, UsageError
from pricebook.publish.tabular.delimited import delimited, text_of
from pricebook.publish.tabular.exact import duckdb_types
from pricebook.publish.tabular.tables import DataTable, Tabled, tables_of

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_READ = "auto_detect = false, header = true, delim = ',', quote = '\"', escape = '\"', nullstr = '', parallel = false"


def parquet_files(release: Tabled) -> dict[str, bytes]:
    """A file for each table.

    Raises UsageError without DuckDB, StorageError for what no such table can hold and without room for temporary files.
    """
    tables = tables_of(release)
    with _duckdb() as connection, tempfile.TemporaryDirectory() as folder:
        return {f"{table.name}.parquet": _parquet_file(connection, table, Path(folder)) for table in tables}


@contextmanager
def _duckdb() -> Iterator["DuckDBPyConnection"]:
    try:
        import duckdb  # noqa: PLC0415 - an extra
    except ImportError as problem:
        message = "Parquet is written by DuckDB, which is not installed. Install it: pip install pricebook[parquet]"
        raise UsageError(message) from problem
    try:
        with duckdb.connect(config={"threads": 1}) as connection:
            yield connection
    except (OSError, duckdb.Error) as problem:
        message = f"Parquet could not be written: {problem}. Make room for temporary files, or take csv"
        raise StorageError(message) from problem


def _parquet_file(connection: "DuckDBPyConnection", table: DataTable, folder: Path) -> bytes:
    """The table as DuckDB writes it, once it has read it as text of which each column has its type."""
    told, made = folder / f"{table.name}.csv", folder / f"{table.name}.parquet"
    names = [column.name for column in table.columns]
    told.write_bytes(delimited(names, ([text_of(cell) for cell in row] for row in table.rows)))
    types = ", ".join(f"{_sql_text(name)}: {_sql_text(kind)}" for name, kind in duckdb_types(table).items())
    read = f"SELECT * FROM read_csv({_sql_text(str(told))}, columns = {{{types}}}, {_READ})"  # noqa: S608 - names are our own
    connection.execute(f"COPY ({read}) TO {_sql_text(str(made))} (FORMAT parquet, COMPRESSION zstd)")
    return made.read_bytes()


def _sql_text(value: str) -> str:
    """As SQL writes a text."""
    return "'" + value.replace("'", "''") + "'"
