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
    files: dict[str, bytes] = {}
    with parquet_writer() as writer:
        for table in tables_of(release):
            writer.hold(table)
            files[f"{table.name}.parquet"] = writer.written(f"FROM {table.name}")
    return files


class ParquetWriter:
    """DuckDB, which holds tables and writes what is asked of them."""

    def __init__(self, connection: "DuckDBPyConnection", folder: Path) -> None:
        self._connection, self._folder = connection, folder

    def hold(self, table: DataTable) -> None:
        """Takes the table in under its name: it is read as text of which each column has its type.

        Raises StorageError for amounts that no decimal holds.
        """
        told = self._folder / f"{table.name}.csv"
        names = [column.name for column in table.columns]
        told.write_bytes(delimited(names, ([text_of(cell) for cell in row] for row in table.rows)))
        types = ", ".join(f"{sql_text(name)}: {sql_text(kind)}" for name, kind in duckdb_types(table).items())
        read = f"SELECT * FROM read_csv({sql_text(str(told))}, columns = {{{types}}}, {_READ})"  # noqa: S608 - names are our own
        self._connection.execute(f"CREATE TABLE {table.name} AS {read}")
        told.unlink()

    def written(self, question: str) -> bytes:
        """The answer as a file, its rows in the order in which they were taken in."""
        made = self._folder / "written.parquet"
        self._connection.execute(f"COPY ({question}) TO {sql_text(str(made))} (FORMAT parquet, COMPRESSION zstd)")
        return made.read_bytes()


@contextmanager
def parquet_writer() -> Iterator[ParquetWriter]:
    """One with a folder of its own for what passes; raises UsageError without DuckDB, StorageError without room."""
    try:
        import duckdb  # noqa: PLC0415 - an extra
    except ImportError as problem:
        message = "Parquet is written by DuckDB, which is not installed. Install it: pip install pricebook[parquet]"
        raise UsageError(message) from problem
    try:
        with duckdb.connect(config={"threads": 1}) as connection, tempfile.TemporaryDirectory() as folder:
            yield ParquetWriter(connection, Path(folder))
    except (OSError, duckdb.Error) as problem:
        message = f"Parquet could not be written: {problem}. Make room for temporary files, or take csv"
        raise StorageError(message) from problem


def sql_text(value: str) -> str:
    """As SQL writes a text."""
    return "'" + value.replace("'", "''") + "'"
