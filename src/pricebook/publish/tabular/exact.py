"""Types that hold a table's cells exactly: decimals of 38 digits, if all of its amounts fit into them."""

from collections.abc import Mapping

from pricebook.errors import StorageError
from pricebook.publish.tabular.columns import Kind
from pricebook.publish.tabular.tables import DataTable

DIGITS = 38
"""The most that a decimal of Parquet and DuckDB has."""
USUAL = 12
"""Behind the point, if no amount needs more: so the type stays the same from release to release."""
_DUCKDB: Mapping[Kind, str] = {"count": "BIGINT", "flag": "BOOLEAN", "day": "DATE"}


def duckdb_types(table: DataTable) -> dict[str, str]:
    """By column its type in DuckDB, which would take amounts for floats. Raises StorageError if no decimal does."""
    exact = f"DECIMAL({DIGITS}, {scale_of(table)})"
    return {c.name: exact if c.kind == "amount" else _DUCKDB.get(c.kind, "VARCHAR") for c in table.columns}


def scale_of(table: DataTable) -> int:
    """How many digits behind the point hold every amount. Raises StorageError if no decimal of 38 digits does."""
    places = [place for place, column in enumerate(table.columns) if column.kind == "amount"]
    whole, behind, longest = 0, USUAL, ""
    for row in table.rows:
        for place in places:
            integer, _, fraction = str(row[place] or "").partition(".")
            if len(integer) > whole or len(fraction) > behind:
                longest = f"{table.columns[place].name} {row[place]}"
            whole, behind = max(whole, len(integer)), max(behind, len(fraction))
    if whole + behind > DIGITS:
        message = (
            f"{table.name}: amounts with {whole} digits before the point and {behind} behind it, the longest "
            f"{longest}, do not fit into {DIGITS}. Take sqlite or prices.json, where amounts are text."
        )
        raise StorageError(message)
    return behind
