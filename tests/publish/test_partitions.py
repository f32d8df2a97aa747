"""Parquet in folders: what stands in which, exactly once, in the same bytes; every look at every page."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from pricebook.beliefs import Observation
from pricebook.errors import StorageError
from pricebook.publish.tabular.looks import looks_table
from pricebook.publish.tabular.partitions import Divided, divided_files
from pricebook.publish.tabular.sellers import sellers_table
from pricebook.publish.tabular.tables import DataTable, columns, data_table
from pricebook.system.files import digest
from tests.publish.published import line

FORMS = [
    line(provider="acme", valid_from="2025-12-31", first_seen="2026-01-05", amount="0.000000000001"),
    line(provider="acme", valid_from="2026-01-01", number=2, amount="12345678901234567890123456"),
    line(provider="other", valid_from="2026-01-05", conditions={"input_tokens": {"lte": 32000}}),
    line(provider="acme", valid_from="2026-01-05", number=3),
]
READ = "read_parquet('history/*/*/*.parquet', hive_partitioning = true)"


def observation(at: str = "2026-01-05T08:00:00+08:00", **other: Any) -> Observation:
    told: dict[str, Any] = {
        "provider": "acme",
        "at": at,
        "outcome": "new",
        "snapshot": "2026-01-05",
        "pages": {},
        "error": None,
    }
    return Observation(**{**told, **other})


def history(forms: list[dict[str, Any]]) -> Divided:
    return Divided(data_table("history", forms), "valid_from", "when it began")


def asked_of(files: dict[str, bytes], folder: Path, question: str) -> list[tuple[Any, ...]]:
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    with duckdb.connect() as connection:
        connection.execute(f"SET file_search_path = '{folder}'")
        return connection.execute(question).fetchall()


def test_a_form_stands_in_the_folder_of_its_provider_and_of_the_year_in_which_it_began(tmp_path: Path) -> None:
    files = dict(divided_files([history(FORMS)]))
    assert list(files) == [
        "history/provider=acme/year=2025/history.parquet", "history/provider=acme/year=2026/history.parquet",
        "history/provider=other/year=2026/history.parquet", "datapackage.json",
    ]  # fmt: skip
    found = asked_of(files, tmp_path, f"SELECT provider, year, number, amount, valid_from FROM {READ}")
    assert [(*row[:3], str(row[4])) for row in found] == [
        ("acme", 2025, 1, "2025-12-31"), ("acme", 2026, 2, "2026-01-01"), ("acme", 2026, 3, "2026-01-05"),
        ("other", 2026, 1, "2026-01-05"),
    ]  # fmt: skip
    assert [row[3] for row in found][:2] == [Decimal("0.000000000001"), Decimal(12345678901234567890123456)]


def test_what_a_folder_says_stands_in_no_file_and_all_files_have_the_same_columns(tmp_path: Path) -> None:
    files = dict(divided_files([history(FORMS)]))
    asked_of(files, tmp_path, "SELECT 1")
    shapes = set()
    for name in (name for name in files if name.endswith(".parquet")):
        with duckdb.connect() as connection:
            told = connection.execute(f"DESCRIBE FROM read_parquet('{tmp_path / name}', hive_partitioning = false)")
            shapes.add(tuple((row[0], row[1]) for row in told.fetchall()))
    [shape] = shapes
    assert [name for name, _ in shape] == [each.name for each in columns("history") if each.name != "provider"]
    assert dict(shape) | {} == {
        field["name"]: field["duckdb"].replace(", ", ",")
        for field in json.loads(files["datapackage.json"])["resources"][0]["schema"]["fields"]
        if field["name"] not in {"provider", "year"}
    }


def test_an_amount_with_more_digits_widens_every_file(tmp_path: Path) -> None:
    fine = line(provider="other", amount="0.0000000000000000001")
    files = dict(divided_files([history([line(), fine])]))
    found = asked_of(files, tmp_path, f"SELECT amount, typeof(amount) FROM {READ}")
    assert found == [(Decimal("2.1"), "DECIMAL(38,19)"), (Decimal(fine["amount"]), "DECIMAL(38,19)")]


def test_the_package_tells_of_each_file_and_that_folders_are_columns() -> None:
    files = dict(divided_files([history(FORMS), Divided(sellers_table([]), None)]))
    resources = json.loads(files["datapackage.json"])["resources"]
    assert [path for each in resources for path in each["path"]] == [*files][:-1]
    for each in (file for resource in resources for file in resource["files"]):
        assert (each["bytes"], each["hash"]) == (len(files[each["path"]]), f"sha256:{digest(files[each['path']])}")
    forms, sellers = resources
    assert forms["partitions"] == ["provider", "year"]
    assert [field["name"] for field in forms["schema"]["fields"]][-2:] == ["provider", "year"]
    assert "partitions" not in sellers
    assert all(field["description"] for each in resources for field in each["schema"]["fields"])


def test_the_same_rows_are_the_same_bytes() -> None:
    tables = [history(FORMS), Divided(looks_table([observation(pages={"price": "0" * 64})]), "day")]
    assert dict(divided_files(tables)) == dict(divided_files(tables))


@pytest.mark.parametrize("name", ["", "..", "a/b", "Acme", "a=b", "阿里", "a" * 65])
def test_a_provider_after_which_no_folder_can_be_called_is_refused(name: str) -> None:
    with pytest.raises(StorageError, match="no folder can be called after the provider"):
        dict(divided_files([history([line(provider=name)])]))


def told(table: DataTable) -> list[dict[str, Any]]:
    return [dict(zip([column.name for column in table.columns], row, strict=True)) for row in table.rows]


def test_a_look_has_a_row_for_each_page_that_it_was_for() -> None:
    """Seen, failed beside others that were seen, not looked at, and failed as a whole with and without a page."""
    some = observation(
        pages={"b": "1" * 64, "a": "0" * 64}, unseen={"c": "timed out", "d": None}, drawn=["b"], outcome="unchanged"
    )
    walled = observation("2026-01-06", outcome="failed", snapshot=None, pages={"a": "2" * 64}, error="a wall")
    gone = observation("2026-01-07", outcome="failed", snapshot=None, error="no such host")
    found = told(looks_table([gone, walled, some]))
    assert [(row["page"], row["outcome"], row["error"], row["drawn"]) for row in found] == [
        ("a", "unchanged", None, False), ("b", "unchanged", None, True), ("c", "failed", "timed out", False),
        ("a", "failed", "a wall", False), (None, "failed", "no such host", False),
    ]  # fmt: skip
    assert [(row["day"], row["moment"]) for row in found][2:4] == [
        ("2026-01-05", "2026-01-05T08:00:00+08:00"), ("2026-01-06", "2026-01-06"),
    ]  # fmt: skip
    assert [row["snapshot"] for row in found] == ["2026-01-05"] * 3 + [None] * 2
    assert [row["sha256"] and row["sha256"][0] for row in found] == ["0", "1", None, "2", None]


def test_looks_stand_in_the_order_of_their_times() -> None:
    """Whatever the order in which they were written down, and at one moment on two calendars."""
    later, earlier = observation("2026-01-05T08:00:00+08:00"), observation("2026-01-05T09:00:00+10:00")
    looks = [observation(provider="other"), later, earlier]
    looks = [each.model_copy(update={"pages": {"price": "0" * 64}}) for each in looks]
    assert [(row["provider"], row["moment"]) for row in told(looks_table(looks))] == [
        ("acme", earlier.at), ("acme", later.at), ("other", later.at),
    ]  # fmt: skip


def test_a_model_has_a_row_for_each_name_that_it_is_sold_under() -> None:
    offers = [
        {"provider": "acme", "model": "acme/m-1", "name": None, "services": ["inference"], "current": True},
        {"provider": "other", "model": "M1", "name": "M 1", "services": ["inference"], "current": False},
    ]
    assert told(sellers_table([{"model": "m-1", "aliases": [], "offers": offers, "not": []}])) == [
        {"model": "m-1", "provider": "acme", "sold_as": "acme/m-1", "name": None, "current": True},
        {"model": "m-1", "provider": "other", "sold_as": "M1", "name": "M 1", "current": False},
    ]
