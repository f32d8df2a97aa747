"""What `datapackage.json` says of a table's columns (Frictionless Data Package)."""

from collections.abc import Mapping
from typing import Any

from pricebook.publish.tabular.columns import Kind
from pricebook.publish.tabular.exact import duckdb_types
from pricebook.publish.tabular.tables import DataTable

_TYPES: Mapping[Kind, str] = {
    "text": "string", "amount": "number", "count": "integer", "flag": "boolean", "day": "date", "object": "object",
    "array": "array",
}  # fmt: skip
"""As a Table Schema calls them: its number is a decimal."""


def table_fields(table: DataTable) -> list[dict[str, Any]]:
    """Each column's name, type, meaning, and as `duckdb` the type that holds it exactly there.

    Raises StorageError for amounts that no decimal holds.
    """
    duckdb = duckdb_types(table)
    return [
        {
            "name": column.name,
            "type": _TYPES[column.kind],
            "description": column.description,
            "duckdb": duckdb[column.name],
        }
        for column in table.columns
    ]
