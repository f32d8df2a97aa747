"""A list of prices that needs no scraper, from its file to what is published of it."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from tests.command import catalog, looked

TOLD = """
[acme]
name = "Acme"
currency = "USD"
timezone = "UTC"
file = "lists/acme.csv"
model = "Model"

[acme.prices]
"In" = { meter = "input", per = "1M tokens" }
"Out" = { meter = "output", per = "1M tokens" }
"""
LIST = "Model,In,Out\nacme-1,2.50,10\nacme-2,0.25,1\n"

Collected = Callable[..., Path]


@pytest.fixture
def collected(tmp_path: Path) -> Collected:
    """Makes a collection of one list."""

    def made(told: str = TOLD, said: str | None = LIST) -> Path:
        (tmp_path / "prices.toml").write_text(told, encoding="utf-8")
        (tmp_path / "lists").mkdir(exist_ok=True)
        if said is not None:
            (tmp_path / "lists" / "acme.csv").write_text(said, encoding="utf-8")
        return tmp_path

    return made


def listed(folder: Path, *words: str) -> list[dict[str, Any]]:
    run = catalog("list", "--json", *words, cwd=folder)
    assert run.returncode == 0, run.stderr
    prices: list[dict[str, Any]] = json.loads(run.stdout)
    return prices


def amounts(folder: Path, *words: str) -> dict[tuple[str, str], str]:
    return {(each["model"], each["meter"]): each["amount"] for each in listed(folder, *words)}


def unread(folder: Path) -> list[tuple[str, str]]:
    """What is not understood of the list, and why."""
    told = json.loads((folder / "catalog" / "v1" / "unread.json").read_bytes())["unread"]
    return [(each["text"], each["reason"]) for each in told]


def refreshed(folder: Path, status: int = 0) -> str:
    """A look that asks no server, and so need not say who asks."""
    run = catalog("refresh", cwd=folder)
    assert run.returncode == status, run.stdout + run.stderr
    return run.stdout + run.stderr


def test_a_list_is_read_and_published_like_any_page(collected: Collected) -> None:
    folder = collected()
    refreshed(folder)
    assert amounts(folder) == {
        ("acme-1", "input"): "2.5", ("acme-1", "output"): "10", ("acme-2", "input"): "0.25", ("acme-2", "output"): "1",
    }  # fmt: skip
    price = listed(folder, "--model", "acme-1", "--meter", "input")[0]
    assert (price["currency"], price["unit"], price["listed"]["text"]) == ("USD", "1M tokens", "2.50")
    assert (price["where"]["address"], price["where"]["column"]) == ("lists/acme.csv", "In")
    assert catalog("verify", cwd=folder).returncode == 0
    assert catalog("cost", "acme-1", "--input", "1000000", cwd=folder).stderr.startswith("acme/acme-1: 2.5 USD")
    assert "needs no recording" in catalog("record", "acme", cwd=folder).stderr


def test_what_changes_in_the_file_is_a_change_and_a_slip_waits(collected: Collected) -> None:
    folder = collected()
    assert looked(cwd=folder).returncode == 0
    collected(TOLD, LIST.replace("2.50", "2.40").replace(",10\n", ",1000\n"))
    assert looked(cwd=folder).returncode == 4
    assert amounts(folder, "--model", "acme-1") == {("acme-1", "input"): "2.4", ("acme-1", "output"): "10"}
    assert "1000" in catalog("review", cwd=folder).stdout


def test_a_column_that_is_not_there_is_told_with_the_headings_that_are(collected: Collected) -> None:
    said = refreshed(collected(said=LIST.replace("Out", "Output price")), status=1)
    assert "lists/acme.csv has no single column 'Out'; its headings: Model | In | Output price." in " ".join(
        said.split()
    )


def test_a_file_that_is_not_there_is_told_with_its_place(collected: Collected) -> None:
    assert "acme/list: lists/acme.csv: No such file or directory" in refreshed(collected(said=None), status=1)


def test_a_file_that_is_no_table_is_told(collected: Collected) -> None:
    said = " ".join(refreshed(collected(said="Our prices are on request.\n"), status=1).split())
    assert "lists/acme.csv is not read as a table" in said


def test_a_column_that_nobody_named_is_read_as_anywhere_and_told_where_it_cannot_be(collected: Collected) -> None:
    folder = collected(said="Model,In,Out,Price II,Remark\nacme-1,2.50,10,7,staff\nacme-2,0.25,1,8,staff\n")
    refreshed(folder, status=4)
    assert [text for text, _ in unread(folder)] == ["7", "8"]
    assert {tuple(each["conditions"]["as_printed"]) for each in listed(folder)} == {("staff",)}


def test_a_column_that_says_nothing_of_the_price_is_named_too(collected: Collected) -> None:
    told = TOLD.replace('model = "Model"', 'model = "Model"\nignore = ["Remark"]')
    folder = collected(told, "Model,In,Out,Remark\nacme-1,2.50,10,staff\n")
    refreshed(folder)
    assert [each["conditions"] for each in listed(folder)] == [{}, {}]


@pytest.mark.parametrize(
    ("told", "said", "reason"),
    [
        (TOLD, LIST.replace("2.50", "€2.50"), "two currencies for one price: USD and EUR"),
        (TOLD, LIST.replace("2.50", "2.50 per 1K tokens"), "two units for one price"),
        (TOLD.replace('"In" =', '"Cache read" ='), LIST.replace("In", "Cache read").replace("2.50", "on request"),
         "on request"),
        (TOLD.replace('"In" =', '"Output (new)" ='), LIST.replace("In", "Output (new)"), "input and output"),
        (TOLD.replace('"In" =', '"In, per 1K tokens" ='), LIST.replace("In,", '"In, per 1K tokens",'), "two units"),
    ],
)  # fmt: skip
def test_what_the_file_says_otherwise_is_never_taken_over(
    collected: Collected, told: str, said: str, reason: str
) -> None:
    folder = collected(told, said)
    refreshed(folder, status=4)
    assert any(reason in f"{text}: {why}" for text, why in unread(folder)), unread(folder)
    assert ("acme-1", "input") not in amounts(folder)


def test_conditions_days_and_promotions_are_columns(collected: Collected) -> None:
    told = TOLD.replace(
        'model = "Model"',
        'model = "Model"\ndisplay = "Name"\nfrom = "Begins"\nuntil = "Ends"\npromotion = "Offer"',
    )
    told += '"Batch in" = { meter = "input", per = "1M tokens", mode = "batch" }\n'
    told += '[acme.conditions]\nregion = "Where"\n[acme.always]\nplan = "team"\n'
    said = (
        "Model,Name,In,Batch in,Out,Where,Begins,Ends,Offer\n"
        "acme-1,Acme One,2,1,10,EU,2026-01-31,,\n"
        "acme-1,Acme One,3,1.5,11,US,2026-02-01,2099-12-31,Spring\n"
    )
    folder = collected(told, said)
    refreshed(folder)
    found = {
        (each["conditions"]["region"], each["conditions"].get("mode"), each["meter"]): each for each in listed(folder)
    }
    assert {key: each["amount"] for key, each in found.items()} == {
        ("EU", None, "input"): "2", ("EU", "batch", "input"): "1", ("EU", None, "output"): "10",
        ("US", None, "input"): "3", ("US", "batch", "input"): "1.5", ("US", None, "output"): "11",
    }  # fmt: skip
    assert {each["conditions"]["plan"] for each in found.values()} == {"team"}
    assert {each["name"] for each in found.values()} == {"Acme One"}
    first, second = found["EU", None, "input"], found["US", None, "input"]
    assert (first["effective_from"], first["effective_until"], first["promotion"]) == ("2026-01-31", None, None)
    assert (second["effective_from"], second["effective_until"]) == ("2026-02-01", "2099-12-31")
    assert second["promotion"] == {"label": "Spring"}


@pytest.mark.parametrize(
    ("column", "day", "reason"),
    [("from", "2026-02-30", "on no calendar"), ("from", "spring", "is no day from which on it holds"),
     ("until", "spring", "is no day with which it ends"), ("until", "2026-13-01", "on no calendar"),
     ("from", "2026-02-01 (EU only)", "is no day"), ("from", "01/02/2026", "is no day")],
)  # fmt: skip
def test_a_day_that_is_none_leaves_its_row_unread(collected: Collected, column: str, day: str, reason: str) -> None:
    told = TOLD.replace('model = "Model"', f'model = "Model"\n{column} = "Day"')
    folder = collected(told, f"Model,In,Out,Day\nacme-1,2.50,10,{day}\nacme-2,0.25,1,\n")
    refreshed(folder, status=4)
    assert all(reason in why for _, why in unread(folder))
    assert {model for model, _ in amounts(folder)} == {"acme-2"}


def test_a_row_for_each_price_names_meter_and_unit_in_columns(collected: Collected) -> None:
    told = TOLD[: TOLD.index("[acme.prices]")] + 'meter = "What"\nunit = "Per"\n[acme.prices]\n"Price" = {}\n'
    said = "Model,What,Per,Price\nacme-1,input,1M tokens,2.5\nacme-1,output,1K tokens,0.01\nacme-1,wish,1M tokens,3\n"
    folder = collected(told.replace('"Price" = {}', '"Price" = { currency = "USD" }'), said)
    refreshed(folder, status=4)
    assert amounts(folder) == {("acme-1", "input"): "2.5", ("acme-1", "output"): "10"}
    assert [text for text, _ in unread(folder)] == ["3"]


def test_a_workbook_is_a_list_and_of_several_sheets_one_is_named(collected: Collected) -> None:
    told = TOLD.replace("acme.csv", "acme.xlsx")
    folder = collected(told, None)
    made = Workbook()
    for title, price in (("Old", 9.9), ("New", 0.1 + 0.2)):
        sheet = made.create_sheet(title)
        sheet.append(["Model", "In", "Out"])
        sheet.append(["acme-1", price, 10])
    del made["Sheet"]
    made.save(folder / "lists" / "acme.xlsx")
    assert "has the sheets Old, New: name one of them, as sheet = ..." in " ".join(refreshed(folder, status=1).split())
    collected(told.replace("timezone", 'sheet = "New"\ntimezone'), None)
    assert looked(cwd=folder).returncode == 0
    assert amounts(folder) == {("acme-1", "input"): "0.3", ("acme-1", "output"): "10"}
    assert catalog("verify", cwd=folder).returncode == 0
    collected(told.replace("timezone", 'sheet = "Newest"\ntimezone'), None)
    assert "no sheet 'Newest'; its sheets: Old, New" in " ".join(catalog("refresh", cwd=folder).stderr.split())


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ('name = "Acme"\n', "", "does not say: name"),
        ('model = "Model"', 'modell = "Model"', "does not say: model"),
        (
            'model = "Model"',
            'model = "Model"\ncolor = "red"',
            "color: there is no such name. There are: name, currency",
        ),
        ('model = "Model"', "model = 7", "model = 7: a text"),
        ('"USD"', '"Dollar"', "no currency of the vocabulary: 'Dollar'"),
        ('"UTC"', '"Mars"', "no time zone: 'Mars'"),
        ("lists/acme.csv", "../acme.csv", "no address of a page: '../acme.csv'"),
        ("lists/acme.csv", "https:/acme.csv", "no address of a page"),
        ('"input", per', '"inputs", per', "no meter is called 'inputs'"),
        ('meter = "input", ', "", 'prices."In": says no meter, and no column is named that does'),
        ('"In" = { meter = "input", per = "1M tokens" }', '"In" = "input"', "write it so: { meter ="),
        ('"1M tokens" }\n"Out"', '"1M smiles" }\n"Out"', "no unit is called '1M smiles'; known: token, tokens"),
        ('"1M tokens" }\n"Out"', '"image" }\n"Out"', "input is not counted by the image"),
        ('"1M tokens" }\n"Out"', '"1M tokens", mode = "bach" }\n"Out"', "mode is 'bach', and can be: batch"),
        ("[acme.prices]", '[acme.conditions]\nmood = "M"\n[acme.prices]', "no condition is called 'mood'"),
        ("[acme.prices]", "[acme.prices", "is no TOML"),
    ],
)
def test_a_table_that_says_something_wrong_is_told(collected: Collected, before: str, after: str, said: str) -> None:
    assert before in TOLD
    run = catalog("scrapers", cwd=collected(TOLD.replace(before, after)))
    assert run.returncode == 2
    assert said in run.stderr
    assert "prices.toml" in run.stderr


def test_a_provider_is_a_list_or_has_a_scraper(collected: Collected) -> None:
    folder = collected()
    (folder / "scrapers").mkdir()
    (folder / "scrapers" / "acme.py").write_text("raise SystemExit", encoding="utf-8")
    assert "[acme] has a scraper, too" in catalog("scrapers", cwd=folder).stderr


def test_who_asks_is_said_as_soon_as_a_server_is_asked(collected: Collected) -> None:
    folder = collected()
    (folder / "scrapers").mkdir()
    (folder / "scrapers" / "other.py").write_text(
        "from pricebook.scraping import Address, Scraper\n"
        "scraper = Scraper(provider='other', name='Other', currency='USD', timezone='UTC', "
        "pages=[Address('a', 'https://a.example/')], extract=iter)\n",
        encoding="utf-8",
    )
    assert "say who asks" in catalog("refresh", cwd=folder).stderr
    assert catalog("refresh", "acme", cwd=folder).returncode == 0
