"""What is published becomes tables: all of one release, and only what its manifest promises."""

import json
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

import pytest

from pricebook.collection import Collection
from pricebook.errors import StorageError, UsageError
from pricebook.publish import released
from pricebook.publish.tabular import TABLES as MADE
from pricebook.publish.tabular import Tabled
from pricebook.run.exporting import TABLES, exported
from tests.publish.published import files, line, price

RELEASE = files()


def put(collection: Collection, amount: str) -> None:
    """A release whose first price has that amount, its history too."""
    told = {**RELEASE, "prices.json": {**RELEASE["prices.json"], "prices": [price(amount=amount)]}}
    written = {name: json.dumps(content).encode() for name, content in told.items()}
    written["history.jsonl"] = json.dumps(line(amount=amount)).encode() + b"\n"
    named = {name: {"bytes": len(data), "sha256": sha256(data).hexdigest()} for name, data in written.items()}
    written["manifest.json"] = json.dumps({**told["manifest.json"], "files": named}).encode()
    for name, data in written.items():
        (collection.release / name).parent.mkdir(parents=True, exist_ok=True)
        (collection.release / name).write_bytes(data)


@pytest.fixture
def collection(tmp_path: Path) -> Collection:
    made = Collection(tmp_path)
    put(made, "2.1")
    return made


def test_the_names_are_those_that_are_made() -> None:
    assert tuple(MADE) == TABLES


@pytest.mark.parametrize("name", TABLES)
def test_a_table_holds_what_the_files_say(collection: Collection, name: str) -> None:
    release = Tabled(
        [price(amount="2.1")], RELEASE["absent.json"]["prices"], RELEASE["facts.json"]["facts"], [line(amount="2.1")],
    )  # fmt: skip
    assert exported(collection, name, None) == MADE[name](release)


def test_nothing_is_made_of_what_was_altered(collection: Collection) -> None:
    path = collection.release / "prices.json"
    path.write_bytes(path.read_bytes().replace(b'"2.1"', b'"1.1"'))
    with pytest.raises(StorageError, match=r"prices\.json: is not what manifest\.json says"):
        exported(collection, "csv", None)


def test_where_nothing_is_published_it_says_so(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="catalog publish"):
        exported(Collection(tmp_path), "sqlite", None)


def test_all_tables_are_of_one_release(collection: Collection, monkeypatch: pytest.MonkeyPatch) -> None:
    checked = released._checked
    nights = iter(["2.2"])

    def and_then_a_night_comes(folder: Path, name: str, promised: Mapping[str, str]) -> bytes:
        data = checked(folder, name, promised)
        for amount in nights:
            put(collection, amount)
        return data

    monkeypatch.setattr(released, "_checked", and_then_a_night_comes)
    made = exported(collection, "csv", None)
    assert [made[f"{name}.csv"].count(b",2.2,") for name in ("prices", "history")] == [1, 1]
