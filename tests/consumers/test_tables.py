"""Datasette serves the file of SQLite; DuckDB and Python's csv give the amounts of the catalogue, digit by digit."""

import csv
import json
import re
import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from pricebook.publish.tabular import TABLES, Tabled
from tests.consumers.conftest import RELEASE, ROOT

pytest.importorskip("datasette")


def listed(file: str, name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((RELEASE / file).read_bytes())[name]
    return found


@pytest.fixture(scope="module")
def release() -> Tabled:
    history = [json.loads(told) for told in (RELEASE / "history.jsonl").read_bytes().splitlines()]
    prices, absent = (listed(f"{name}.json", "prices") for name in ("prices", "absent"))
    return Tabled(prices, absent, listed("facts.json", "facts"), history)


@pytest.fixture(scope="module")
def folder(release: Tabled, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All tables."""
    made = tmp_path_factory.mktemp("tables")
    for files in TABLES.values():
        for name, data in files(release).items():
            (made / name).write_bytes(data)
    return made


def served(folder: Path, address: str) -> Any:
    """What Datasette answers there."""
    command = [sys.executable, "-m", "datasette", str(folder / "pricebook.sqlite"), "--get", address]
    return json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


def test_datasette_serves_every_table(release: Tabled, folder: Path) -> None:
    counts = {table["name"]: table["count"] for table in served(folder, "/pricebook.json")["tables"]}
    del counts["columns"]
    assert counts == {name: len(getattr(release, name)) for name in Tabled._fields}


def test_datasette_serves_amounts_as_they_are_published(release: Tabled, folder: Path) -> None:
    wanted = release.prices[-1]
    (found, *_) = served(folder, f"/pricebook/prices.json?_shape=array&id={wanted['id']}")
    assert (found["amount"], found["listed_text"]) == (wanted["amount"], wanted["listed"]["text"])
    assert json.loads(found["conditions"]) == wanted["conditions"]


def test_python_reads_the_amounts_of_csv(release: Tabled, folder: Path) -> None:
    for name in ("prices", "absent", "history"):
        with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            found = [(row["id"], row["amount"]) for row in csv.DictReader(file)]
        assert found == [(told["id"], told["amount"]) for told in getattr(release, name)]


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_duckdb_reads_exact_decimals(release: Tabled, folder: Path, form: str) -> None:
    package = json.loads((folder / "datapackage.json").read_bytes())
    with duckdb.connect() as connection:
        for resource in package["resources"]:
            if resource["name"] == "facts":
                continue
            types = {field["name"]: field["duckdb"] for field in resource["schema"]["fields"]}
            path = str(folder / f"{resource['name']}.{form}")
            read = (
                connection.read_csv(path, header=True, dtype=types) if form == "csv" else connection.read_parquet(path)
            )
            found = read.project("id, amount, unit").fetchall()
            wanted = [
                (told["id"], Decimal(told["amount"]), told["unit"]) for told in getattr(release, resource["name"])
            ]
            assert found == wanted


def test_the_example_of_the_document_prints_decimals(folder: Path) -> None:
    (example,) = re.findall(
        r"```python\n(.*?)```", (ROOT / "docs" / "tables.md").read_text(encoding="utf-8"), re.DOTALL
    )
    run = subprocess.run([sys.executable, "-c", example], cwd=folder, capture_output=True, text=True, check=True)
    assert "decimal(38,12)" in run.stdout
    assert "1M tokens" in run.stdout
