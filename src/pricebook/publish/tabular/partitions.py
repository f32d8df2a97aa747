"""Parquet in folders that name what is in them, as DuckDB, Spark, Trino and BigQuery read it (Hive's layout).

    history/provider=acme/year=2026/history.parquet        observations/provider=acme/year=2026/observations.parquet

What a folder's name says stands in no file: BigQuery refuses a table that has it twice, Trino and Hive read it from the
name alone. All files of a table have the same columns with the same types. The bytes are the same for the same rows
and the same version of DuckDB.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from pricebook.errors import StorageError
from pricebook.publish.tabular.package import table_fields
from pricebook.publish.tabular.parquet import ParquetWriter, parquet_writer, sql_text
from pricebook.publish.tabular.tables import DataTable
from pricebook.system.files import digest, encode

PACKAGE = "datapackage.json"
NAME = "pricebook-history"
"""What the package calls itself: by it an earlier export is told from anything else."""
_SAFE = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")
_YEAR = {"name": "year", "type": "integer", "duckdb": "BIGINT"}


class Divided(NamedTuple):
    """A table, and by which of its days it is divided into years; None if it stands in one file."""

    table: DataTable
    day: str | None
    says: str = ""
    """What the year is, for those who read the package."""


def divided_files(tables: Sequence[Divided]) -> Iterator[tuple[str, bytes]]:
    """Each file's path and bytes, `datapackage.json` last; one file is held at a time.

    Raises UsageError without DuckDB, StorageError for what no such table can hold, for a provider after which no folder
    can be called, and without room for temporary files.
    """
    resources: list[dict[str, Any]] = []
    with parquet_writer() as writer:
        for each in tables:
            held: list[dict[str, Any]] = []
            for path, data in _partition_files(writer, each):
                held.append({"path": path, "bytes": len(data), "hash": f"sha256:{digest(data)}"})
                yield path, data
            resources.append(_described(each, held))
    package = {
        "profile": "data-package",
        "name": NAME,
        "title": "Prices of AI model APIs, in every form that they had, and every look at their pages",
        "description": "Parquet. Amounts are exact decimals. Of a table in folders the folders' names are columns too, "
        "and stand in no file.",
        "resources": resources,
    }
    yield PACKAGE, encode(package)


def _partition_files(writer: ParquetWriter, each: Divided) -> Iterator[tuple[str, bytes]]:
    name = each.table.name
    writer.hold(each.table)
    if each.day is None:
        yield f"{name}.parquet", writer.written(f"FROM {name}")
        return
    for provider, year in _folders(each.table, each.day):
        if not _SAFE.fullmatch(provider):
            message = f"{name}: no folder can be called after the provider {provider!r}. Give its scraper another id."
            raise StorageError(message)
        mine = f"provider = {sql_text(provider)} AND year({each.day}) = {int(year)}"
        data = writer.written(f"SELECT * EXCLUDE (provider) FROM {name} WHERE {mine}")  # noqa: S608 - names are our own
        yield f"{name}/provider={provider}/year={year}/{name}.parquet", data


def _folders(table: DataTable, day: str) -> list[tuple[str, str]]:
    """The providers and years that have a folder, in order."""
    names = [column.name for column in table.columns]
    provider, begun = names.index("provider"), names.index(day)
    return sorted({(str(row[provider]), str(row[begun])[:4]) for row in table.rows})


def _described(each: Divided, held: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    fields = table_fields(each.table)
    told: dict[str, Any] = {
        "profile": "data-resource",
        "name": each.table.name,
        "description": each.table.description,
        "path": [file["path"] for file in held],
        "format": "parquet",
        "mediatype": "application/vnd.apache.parquet",
        "files": held,
    }
    if each.day is None:
        return {**told, "schema": {"fields": fields}}
    within = [field for field in fields if field["name"] != "provider"]
    named = [field for field in fields if field["name"] == "provider"] + [{**_YEAR, "description": each.says}]
    return {**told, "partitions": ["provider", "year"], "schema": {"fields": within + named}}
