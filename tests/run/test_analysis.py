"""Each question of docs/analysis.md, asked of this repository's release, against the history and the library."""

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import Any

import duckdb
import pytest

from pricebook.book import Book, load
from pricebook.book.errors import BookError
from pricebook.book.forms import NEVER, accepted, end_of
from pricebook.calendar import order
from pricebook.collection import Collection
from pricebook.run.partitioning import history_written
from pricebook.snapshots.stamps import stamp
from pricebook.store import asking
from pricebook.store.current import current
from tests.conftest import ROOT

Row = dict[str, Any]
TEXT = (ROOT / "docs" / "analysis.md").read_text(encoding="utf-8")
TITLES = [int(number) for number in re.findall(r"(?m)^## (\d+)\. ", TEXT)]
TABLES, FORMS, *QUESTIONS = re.findall(r"```sql\n(.*?)```", TEXT, re.DOTALL)
COLLECTION = Collection(ROOT)


@pytest.fixture(scope="module")
def analyst(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    folder = tmp_path_factory.mktemp("analysis")
    history_written(COLLECTION, folder)
    with duckdb.connect() as connection:
        connection.execute(f"SET file_search_path = '{folder}'")
        connection.execute(TABLES)
        connection.execute(FORMS)
        yield connection


@pytest.fixture(scope="module")
def lines() -> list[Row]:
    """The forms that are believed now, as the release has them."""
    told = (COLLECTION.release / "history.jsonl").read_bytes().splitlines()
    return [form for form in map(json.loads, told) if form["known_to"] is None]


@pytest.fixture(scope="module")
def priced(lines: list[Row]) -> list[Row]:
    """The same with the amount that was published while each was, and its end; those in conflict left out."""
    by_id: dict[str, list[Row]] = defaultdict(list)
    for form in lines:
        by_id[form["id"]].append(form)
    return [
        {**form, "amount": Decimal(held[-1]["amount"]), "ends": None if end_of(form) == NEVER else end_of(form)}
        for own in by_id.values()
        for form in own
        if (held := accepted(form, own)) and not form["conflict"]
    ]


@pytest.fixture(scope="module")
def standing(lines: list[Row]) -> list[Row]:
    """What `prices.json` says is on sale, but for what is gone from its page and waits for a person."""
    stands = {form["id"] for form in lines if end_of(form) == NEVER}
    prices = json.loads((COLLECTION.release / "prices.json").read_bytes())["prices"]
    return [price for price in prices if price["id"] in stands]


@pytest.fixture(scope="module")
def book() -> Book:
    return load(COLLECTION.release, accept_expired=True, accept_shrunken=True, now=datetime(2026, 1, 1, tzinfo=UTC))


def answers(analyst: duckdb.DuckDBPyConnection, number: int) -> list[Row]:
    found = analyst.execute(QUESTIONS[number - 1])
    names = [each[0] for each in found.description or ()]
    rows = [dict(zip(names, row, strict=True)) for row in found.fetchall()]
    assert rows, "a question that nothing answers shows nothing"
    return [{name: str(cell) if isinstance(cell, date) else cell for name, cell in row.items()} for row in rows]


def test_there_are_ten() -> None:
    assert list(range(1, 11)) == TITLES
    assert len(QUESTIONS) == len(TITLES)


def test_every_line_is_there_once(analyst: duckdb.DuckDBPyConnection) -> None:
    told = (COLLECTION.release / "history.jsonl").read_bytes().splitlines()
    wanted = sorted(
        (form["provider"], form["id"], form["number"], Decimal(form["amount"]), int(form["valid_from"][:4]))
        for form in map(json.loads, told)
    )
    found = analyst.execute("SELECT provider, id, number, amount, year FROM history").fetchall()
    assert sorted(found) == wanted
    looks = COLLECTION.archive().observations
    assert analyst.execute("SELECT count(DISTINCT (provider, moment)) FROM observations").fetchall() == [
        (len({(look.provider, look.at) for look in looks}),)
    ]


def test_1_what_a_model_cost(analyst: duckdb.DuckDBPyConnection, book: Book) -> None:
    """On every day on which something of it began, and on the one before, as the library says it."""
    found = answers(analyst, 1)
    starts = {row["valid_from"] for row in found}
    before = {str(date.fromisoformat(day) - timedelta(1)) for day in starts}
    for day in sorted(starts | before):
        holds = [row for row in found if row["valid_from"] <= day < (row["ends"] or NEVER)]
        told = {(r["provider"], r["model"], r["meter"], r["conditions"], r["amount"]) for r in holds}
        assert told == set(of_library(book, "deepseek-r1", day)), day


def of_library(book: Book, model: str, day: str) -> Iterator[tuple[str, str, str, str, Decimal]]:
    for offer in book.alike(model):
        try:
            prices = book.prices(offer.model, provider=offer.provider, at=day)
        except BookError:  # it was not on sale, or nobody had looked
            continue
        for each in prices:
            if each.record["standard"] and each.service == "inference":
                conditions = json.dumps(each.conditions, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
                yield each.provider, each.model, each.meter, conditions, each.amount


def test_2_when_prices_fell(analyst: duckdb.DuckDBPyConnection, priced: list[Row]) -> None:
    by_id: dict[str, list[Row]] = defaultdict(list)
    for form in sorted(priced, key=lambda form: (form["valid_from"], form["number"])):
        by_id[form["id"]].append(form)
    falls = [
        (after["amount"] / before["amount"], after["valid_from"], after["model"], before["amount"], after["amount"])
        for own in by_id.values()
        for before, after in pairwise(own)
        if after["amount"] < before["amount"]
    ]
    found = answers(analyst, 2)
    assert len(found) == min(20, len(falls))
    told = [(row["amount"] / row["before"], row["day"], row["model"], row["before"], row["amount"]) for row in found]
    assert sorted(told) == sorted(falls)[:20]


def test_3_the_lowest_price_of_output(analyst: duckdb.DuckDBPyConnection, priced: list[Row]) -> None:
    found = answers(analyst, 3)
    fits = [
        form for form in priced
        if (form["service"], form["meter"], form["unit"]) == ("inference", "output", "1M tokens")
        and form["standard"] and not form["free"] and form["amount"]
    ]  # fmt: skip
    for row in found:
        on = [
            form for form in fits
            if form["currency"] == row["currency"] and form["valid_from"] <= row["month"] < (form["ends"] or NEVER)
        ]  # fmt: skip
        assert row["lowest"] == min(form["amount"] for form in on), row
        assert row["whose"] in {f"{f['provider']}/{f['model']}" for f in on if f["amount"] == row["lowest"]}
    months = sorted({row["month"] for row in found})
    assert all(month.endswith("-01") for month in months)
    assert months[-1][:7] == max(form["first_seen"] for form in priced)[:7]


def test_4_how_long_prices_hold(analyst: duckdb.DuckDBPyConnection, lines: list[Row], priced: list[Row]) -> None:
    conflicts = {form["provider"] for form in lines if form["conflict"]}
    for row in answers(analyst, 4):
        own = [form for form in priced if form["provider"] == row["provider"]]
        held = [
            (date.fromisoformat(form["ends"]) - date.fromisoformat(form["valid_from"])).days
            for form in own
            if form["ends"] is not None and form["ends"] == form["valid_to"]
        ]
        if row["provider"] not in conflicts:
            assert (row["changed"], row["standing"]) == (len(held), sum(form["ends"] is None for form in own))
            assert (row["median_days"], row["longest"]) == ((median(held), max(held)) if held else (None, None))


def test_5_how_many_models_have_tiers(analyst: duckdb.DuckDBPyConnection, standing: list[Row]) -> None:
    sizes = {"input_tokens", "context_tokens", "output_tokens"}
    found = {row["provider"]: row for row in answers(analyst, 5)}
    tokens = [
        price for price in standing
        if price["service"] == "inference" and price["meter"] in {"input", "output"} and price["unit"] == "1M tokens"
    ]  # fmt: skip
    assert found.keys() == {price["provider"] for price in tokens}
    for provider, row in found.items():
        own = [price for price in tokens if price["provider"] == provider]
        tiered = {price["model"] for price in own if sizes & price["conditions"].keys()}
        assert (row["models"], row["tiered"]) == (len({price["model"] for price in own}), len(tiered)), provider
        assert row["share"] == round(row["tiered"] / row["models"], 3)


def test_6_discounts_for_batches(analyst: duckdb.DuckDBPyConnection, standing: list[Row]) -> None:
    def terms(price: Row) -> str:
        others = {name: value for name, value in price["conditions"].items() if name != "mode"}
        return json.dumps([price[name] for name in ("provider", "model", "meter", "currency", "unit")] + [others])

    sold = [price for price in standing if price["service"] == "inference" and not price["conflict"]]
    plain = {terms(price): Decimal(price["amount"]) for price in sold if "mode" not in price["conditions"]}
    wanted = sorted(
        (price["provider"], price["model"], price["meter"], amount, Decimal(price["amount"]))
        for price in sold
        if price["conditions"].get("mode") == "batch" and (amount := plain.get(terms(price)))
    )
    found = answers(analyst, 6)
    assert sorted((r["provider"], r["model"], r["meter"], r["plain"], r["batch"]) for r in found) == wanted
    assert all(row["percent"] == round(100 * (1 - float(row["batch"] / row["plain"])), 1) for row in found)


def test_7_models_that_went(analyst: duckdb.DuckDBPyConnection, lines: list[Row], priced: list[Row]) -> None:
    on_sale = {(form["provider"], form["model"]) for form in lines if end_of(form) == NEVER}
    went: dict[tuple[str, str], str] = {}
    for form in priced:
        key = form["provider"], form["model"]
        if key not in on_sale:
            went[key] = max(went.get(key, ""), form["ends"])
    counted: dict[tuple[str, str], int] = defaultdict(int)
    for (provider, _), day in went.items():
        counted[f"{day[:4]}-{(int(day[5:7]) - 1) // 3 * 3 + 1:02}-01", provider] += 1
    assert {(row["quarter"], row["provider"]): row["models"] for row in answers(analyst, 7)} == counted


def test_8_the_same_model_side_by_side(
    analyst: duckdb.DuckDBPyConnection, lines: list[Row], standing: list[Row]
) -> None:
    alone = {form["id"] for form in lines if form["standard"]}
    models = json.loads((COLLECTION.release / "models.json").read_bytes())["models"]
    called = {(offer["provider"], offer["model"]): each["model"] for each in models for offer in each["offers"]}
    meters = ("input", "output", "cache_read")
    cells: dict[tuple[str, ...], dict[str, Decimal]] = defaultdict(dict)
    for price in standing:
        form = [price[name] for name in ("service", "unit", "conflict")]
        if price["meter"] in meters and form == ["inference", "1M tokens", None] and price["id"] in alone:
            conditions = json.dumps(price["conditions"], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
            key = called[price["provider"], price["model"]], price["provider"], price["model"], conditions
            cells[*key, price["currency"]][price["meter"]] = Decimal(price["amount"])
    sellers: dict[str, set[str]] = defaultdict(set)
    for cell in cells:
        sellers[cell[0]].add(cell[1])
    wanted = {cell: own for cell, own in cells.items() if len(sellers[cell[0]]) > 1}
    found = answers(analyst, 8)
    names = ("called", "provider", "model", "conditions", "currency")
    assert len(found) == len(wanted)
    assert {
        tuple(row[name] for name in names): {name: row[name] for name in meters if row[name] is not None}
        for row in found
    } == wanted


def test_9_where_nobody_looked(analyst: duckdb.DuckDBPyConnection) -> None:
    seen: dict[tuple[str, str], list[str]] = defaultdict(list)
    for look in sorted(COLLECTION.archive().observations, key=lambda look: order(look.at)):
        for page in look.pages if look.snapshot else ():
            seen[look.provider, page].append(look.at[:10])
    gaps = [
        (provider, page, before, after, days)
        for (provider, page), own in seen.items()
        for before, after in pairwise(own)
        if (days := (date.fromisoformat(after) - date.fromisoformat(before)).days) > 30
    ]
    assert sorted(tuple(row.values()) for row in answers(analyst, 9)) == sorted(gaps)


def test_10_what_was_known(analyst: duckdb.DuckDBPyConnection, lines: list[Row], tmp_path: Path) -> None:
    """As the database answers the same day, by what was known then and by all that is known; likewise other days."""
    [day] = re.findall(r"DATE '(.*?)'", QUESTIONS[9])
    assert answers(analyst, 10)
    days = [day, "2024-06-07", *sorted({form["first_seen"] for form in lines})[::7]]
    with current(f"sqlite:///{tmp_path}/history.sqlite", stamp(COLLECTION.snapshots), COLLECTION.archive) as database:
        for asked in days:
            then, now = (listed(asking.as_of(database, asked, known)) for known in (asked, None))
            both = {key: (then.get(key), now.get(key)) for key in then.keys() | now.keys()}
            found = analyst.execute(QUESTIONS[9].replace(day, asked)).fetchall()
            assert {row[0]: row[4:] for row in found} == {key: two for key, two in both.items() if two[0] != two[1]}


def listed(prices: list[Any]) -> dict[str, Decimal]:
    """What stood on its page, by id, where that is one price."""
    printed = Counter(price["id"] for price in prices)
    return {
        price["id"]: Decimal(price["amount"])
        for price in prices
        if "absent_since" not in price and printed[price["id"]] == 1
    }
