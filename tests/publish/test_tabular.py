"""Tables of a release: fixed columns, exact amounts, text that stays what it is."""

import csv
import io
import json
import sqlite3
import sys
import tempfile
from contextlib import closing
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pricebook.errors import StorageError, UsageError
from pricebook.publish.tabular import TABLES, Tabled
from pricebook.publish.tabular.delimited import csv_files
from pricebook.publish.tabular.parquet import parquet_files
from pricebook.publish.tabular.sqlite import FILE, sqlite_file
from pricebook.publish.tabular.tables import RECORDS, columns, tables_of
from pricebook.vocabulary import CONDITION_NAMES
from tests.publish.published import absent, fact, line, price

AMOUNTS = ("0", "2.1", "0.0000007", "123456.789", "12345678901234567890123456")
CONDITIONS: dict[str, Any] = {
    "input_tokens": {"gt": 0, "lte": 32000}, "duration": {"lt": 10}, "thinking": False, "cache_ttl": 300,
    "resolution": ["720p", "1080p"], "region": "华北2（北京）", "as_printed": ["多模态输入"],
}  # fmt: skip
RELEASE = Tabled(
    prices=[
        *(price(amount=amount) for amount in AMOUNTS),
        price(conditions=CONDITIONS, promotion={"label": "限时8折", "list_amount": "2.6"}),
        price(conditions={"duration": 5, "resolution": "720p"}, unit=None, meter="usage", effective_from="2026-01-01"),
    ],
    absent=[absent()],
    facts=[fact(), fact(value=None, models=["acme-1", "acme-2"])],
    history=[line(), line(number=2, valid_to="2026-03-01", conflict=True)],
)
TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=12) | st.sampled_from(
    ["=1+1", "+86", "-1", "@x", "'", "''", "'=1", "\r", "\n", '"', '","', "\ufeff", " x ", "null", "NULL", "2,5", "1e3"]
)


def rows(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode(), newline="")))


def from_parquet(files: dict[str, bytes], folder: Path, question: str) -> list[tuple[Any, ...]]:
    for name, data in files.items():
        (folder / name).write_bytes(data)
    with duckdb.connect() as connection:
        connection.execute(f"SET file_search_path = '{folder}'")
        return connection.execute(question).fetchall()


def test_columns_are_those_that_were_promised() -> None:
    """What analysts rely on: a column may be added, none goes or changes its place among these."""
    names = [column.name for column in columns("prices")]
    begin = ["id", "provider", "model", "name", "service", "meter", "amount", "currency", "unit", "conditions"]
    assert names[:10] == begin
    bounds = {
        f"{name}_{way}" for name in ("input_tokens", "context_tokens", "volume") for way in ("gt", "gte", "lt", "lte")
    }
    assert bounds < set(names)
    assert {
        "standard", "listed_amount", "listed_unit", "listed_text", "free", "promotion_label", "promotion_list_amount",
        "effective_from", "effective_until", "derived_from", "where_address", "where_page", "where_heading",
        "where_table", "where_row", "where_column", "valid_from", "valid_from_basis", "first_seen", "known_from",
        "status", "reasons", "suspect", "conflict",
    } < set(names)  # fmt: skip
    assert [c.name for c in columns("absent")] == [*names, "absent_since", "snapshot"]


def test_every_condition_has_a_column() -> None:
    names = {column.name.removesuffix("_lte") for column in columns("prices")}
    assert names >= CONDITION_NAMES


@pytest.mark.parametrize("table", RECORDS)
def test_a_column_has_one_name_and_says_what_it_is(table: str) -> None:
    names = [column.name for column in columns(table)]
    assert len(names) == len(set(names))
    assert all(column.description for column in columns(table))


def test_nothing_of_a_price_is_left_out() -> None:
    told = price(conditions=CONDITIONS, promotion={"label": "!", "list_amount": "3"}, name="Acme", suspect="odd")
    found = {column.path for column in columns("prices")}

    def held(value: Any, path: tuple[str, ...]) -> bool:
        return path in found or (
            isinstance(value, dict) and all(held(each, (*path, key)) for key, each in value.items())
        )

    assert [name for name, value in told.items() if not held(value, (name,))] == []


def test_conditions_stand_whole_and_in_columns() -> None:
    told = rows(csv_files(RELEASE)["prices.csv"])[len(AMOUNTS)]
    assert json.loads(told["conditions"]) == CONDITIONS
    names = [column.name for column in columns("prices") if column.path[0] == "conditions" and len(column.path) > 1]
    apart = {name: told[name] for name in names if told[name]}
    assert apart == {
        "input_tokens_gt": "0", "input_tokens_lte": "32000", "duration_lt": "10", "thinking": "false",
        "cache_ttl": "300", "resolution": '["720p","1080p"]', "region": "华北2（北京）", "as_printed": '["多模态输入"]',
    }  # fmt: skip


@pytest.mark.parametrize("name", TABLES)
def test_the_same_bytes_each_time(name: str) -> None:
    assert TABLES[name](RELEASE) == TABLES[name](RELEASE)


def test_amounts_of_csv_are_the_published_text() -> None:
    assert [row["amount"] for row in rows(csv_files(RELEASE)["prices.csv"])][: len(AMOUNTS)] == list(AMOUNTS)


def test_its_types_make_the_csv_exact_in_duckdb(tmp_path: Path) -> None:
    for name, data in csv_files(RELEASE).items():
        (tmp_path / name).write_bytes(data)
    package = json.loads((tmp_path / "datapackage.json").read_bytes())
    for resource in package["resources"]:
        types = {field["name"]: field["duckdb"] for field in resource["schema"]["fields"]}
        found = duckdb.read_csv(str(tmp_path / resource["path"]), dtype=types, header=True).fetchall()
        assert len(found) == len(getattr(RELEASE, resource["name"]))
        if resource["name"] == "prices":
            place = list(types).index("amount")
            assert [row[place] for row in found][: len(AMOUNTS)] == [Decimal(amount) for amount in AMOUNTS]


def test_the_package_tells_of_each_file_and_each_column() -> None:
    files = csv_files(RELEASE)
    package = json.loads(files["datapackage.json"])
    assert {f"{each['name']}.csv" for each in package["resources"]} | {"datapackage.json"} == files.keys()
    for resource in package["resources"]:
        data = files[resource["path"]]
        assert resource["bytes"] == len(data)
        head = data.decode().partition("\n")[0]
        assert head.split(",") == [field["name"] for field in resource["schema"]["fields"]]


def test_amounts_of_parquet_are_exact_decimals(tmp_path: Path) -> None:
    found = from_parquet(parquet_files(RELEASE), tmp_path, "SELECT amount, typeof(amount) FROM 'prices.parquet'")
    assert [amount for amount, _ in found][: len(AMOUNTS)] == [Decimal(amount) for amount in AMOUNTS]
    assert {kind for _, kind in found} == {"DECIMAL(38,12)"}


def test_parquet_has_types(tmp_path: Path) -> None:
    question = "SELECT valid_from, standard, input_tokens_lte, thinking, name, unit FROM 'prices.parquet'"
    found = from_parquet(parquet_files(RELEASE), tmp_path, question)[len(AMOUNTS)]
    assert (found[0].isoformat(), *found[1:]) == ("2026-01-05", True, 32000, False, None, "1M tokens")


def test_a_finer_amount_gets_more_digits(tmp_path: Path) -> None:
    fine = "0.0000000000000000001"
    found = from_parquet(parquet_files(Tabled([price(amount=fine)])), tmp_path, "SELECT amount FROM 'prices.parquet'")
    assert found == [(Decimal(fine),)]


@pytest.mark.parametrize("name", ["csv", "parquet"])
def test_amounts_that_no_decimal_holds_are_refused(name: str) -> None:
    far = Tabled([price(amount="1" * 20), price(amount=f"0.{'0' * 19}1")])
    with pytest.raises(StorageError, match=r"20 digits before the point and 20 behind it.*sqlite"):
        TABLES[name](far)


def test_sqlite_holds_what_csv_and_parquet_cannot() -> None:
    amount = "1" * 40
    assert asked(sqlite_file(Tabled([price(amount=amount)])), "SELECT amount FROM prices") == [(amount,)]


def asked(files: dict[str, bytes], question: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.deserialize(files[FILE])
        return connection.execute(question).fetchall()


def test_sqlite_holds_amounts_as_text_in_the_order_of_the_file() -> None:
    found = asked(sqlite_file(RELEASE), "SELECT amount, typeof(amount), standard FROM prices")
    assert found[: len(AMOUNTS)] == [(amount, "text", 1) for amount in AMOUNTS]


def test_sqlite_says_what_its_columns_mean() -> None:
    found = asked(sqlite_file(RELEASE), 'SELECT "table", "column", kind FROM columns WHERE description <> \'\'')
    assert found == [(table, column.name, column.kind) for table in RECORDS for column in columns(table)]
    assert asked(sqlite_file(RELEASE), "PRAGMA integrity_check") == [("ok",)]


def test_sqlite_finds_a_model_by_an_index() -> None:
    plan = asked(sqlite_file(RELEASE), "EXPLAIN QUERY PLAN SELECT * FROM prices WHERE provider = 'a' AND model = 'b'")
    assert "USING INDEX" in str(plan)


@given(texts=st.lists(TEXTS, max_size=6))
def test_text_of_a_page_stays_what_it_is(texts: list[str]) -> None:
    release = Tabled([price(model=text, suspect=text) for text in texts])
    wanted = [(text or None,) * 2 for text in texts]
    told = rows(csv_files(release)["prices.csv"])
    assert not [cell for row in told for cell in row.values() if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    assert [tuple(row[name].removeprefix("'") or None for name in ("model", "suspect")) for row in told] == wanted
    assert asked(sqlite_file(release), "SELECT model, suspect FROM prices") == wanted


@settings(max_examples=10, deadline=None)
@given(texts=st.lists(TEXTS, min_size=20, max_size=40))
def test_text_of_a_page_stays_what_it_is_in_parquet(texts: list[str], tmp_path_factory: pytest.TempPathFactory) -> None:
    release = Tabled([price(model=text, suspect=text) for text in texts])
    folder = tmp_path_factory.mktemp("parquet")
    found = from_parquet(parquet_files(release), folder, "SELECT model, suspect FROM 'prices.parquet'")
    assert found == [(text or None,) * 2 for text in texts]


@given(amounts=st.lists(st.decimals(0, 10**20, places=12), max_size=5))
def test_amounts_come_back_digit_by_digit(amounts: list[Decimal]) -> None:
    release = Tabled([price(amount=format(amount, "f")) for amount in amounts])
    assert [Decimal(row["amount"]) for row in rows(csv_files(release)["prices.csv"])] == amounts


@pytest.mark.parametrize(
    "wrong", [{"amount": 2.1}, {"conditions": {"duration": 2.5}}, {"standard": "yes"}, {"where": {"line": True}}]
)
def test_a_value_of_another_kind_is_refused_with_its_place(wrong: dict[str, Any]) -> None:
    with pytest.raises(StorageError, match=r"prices, record 2: [a-z.]+: .* is no (amount|count|flag)"):
        tables_of(Tabled([price(), price(**wrong)]))


def test_without_duckdb_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "duckdb", None)
    with pytest.raises(UsageError, match=r"pip install pricebook\[parquet\]"):
        parquet_files(RELEASE)


def test_without_room_for_temporary_files_it_says_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "gone"))
    with pytest.raises(StorageError, match=r"could not be written.*Make room"):
        parquet_files(RELEASE)


def test_an_empty_release_has_its_columns(tmp_path: Path) -> None:
    empty = Tabled([])
    assert rows(csv_files(empty)["prices.csv"]) == []
    assert from_parquet(parquet_files(empty), tmp_path, "SELECT * FROM 'prices.parquet'") == []
    assert asked(sqlite_file(empty), "SELECT * FROM prices") == []
