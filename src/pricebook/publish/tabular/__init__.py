"""What is published as tables, for those who analyse it.

columns.py    the columns, made of the published records
tables.py     the tables of a release
delimited.py  CSV, with the types that make it exact
exact.py      the types that hold amounts exactly
package.py    what is said of columns beside the files
parquet.py    Parquet
sqlite.py     a file of SQLite
looks.py  sellers.py  every look at a page, and which providers sell a model
partitions.py Parquet in folders, by provider and year
"""

from collections.abc import Callable, Mapping

from pricebook.publish.tabular.delimited import csv_files
from pricebook.publish.tabular.parquet import parquet_files
from pricebook.publish.tabular.sqlite import sqlite_file
from pricebook.publish.tabular.tables import Tabled

__all__ = ["TABLES", "Tabled"]

TABLES: Mapping[str, Callable[[Tabled], Mapping[str, bytes]]] = {
    "csv": csv_files,
    "parquet": parquet_files,
    "sqlite": sqlite_file,
}
"""By name, what gives the files that such an export is, by theirs."""
