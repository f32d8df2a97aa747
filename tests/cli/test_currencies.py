"""`--in`: an amount in another currency has its rate, the rate's day and its source, and is stored nowhere."""

import csv
import json
from decimal import Decimal
from pathlib import Path
from unittest.mock import patch

import pytest

from pricebook.collection import Collection
from pricebook.rates.packaged import PackagedRates
from pricebook.run import currencies
from tests.cli import acme
from tests.command import catalog, needs_a_terminal, on_a_terminal, tree
from tests.rates.bank import WEEKS


@pytest.fixture(scope="module")
def collection(tmp_path_factory: pytest.TempPathFactory) -> Collection:
    return acme.collection(tmp_path_factory.mktemp("acme") / "here")


@pytest.mark.parametrize("words", [["list"], ["show", "alpha"], ["show", "delta"]])
def test_programs_get_the_price_as_it_is_and_beside_it_the_exact_product_with_its_rate(
    collection: Collection, words: list[str]
) -> None:
    before = tree(collection.root)
    plain = json.loads(catalog(*words, "--json", cwd=collection.root).stdout)
    told = json.loads(catalog(*words, "--in", "USD", "--json", cwd=collection.root).stdout)
    assert [{name: value for name, value in each.items() if name != "converted"} for each in told] == plain
    for each in told:
        made = each["converted"]
        assert Decimal(made["amount"]) == Decimal(each["amount"]) * Decimal(made["rate"])
        same = each["currency"] == "USD"
        assert (made["currency"], made["rate_day"]) == ("USD", acme.LAST)
        assert made["rate_source"] == ("the same currency" if same else "ECB")
        assert same == (made["rate"] == "1")
    rows = list(csv.DictReader(catalog(*words, "--in", "USD", "--csv", cwd=collection.root).stdout.splitlines()))
    assert [[row["converted"], row["into"], row["rate"], row["rate day"], row["rate source"]] for row in rows] == [
        list(each["converted"].values()) for each in _by_field(told)
    ]
    assert [row["amount"] for row in rows] == [each["amount"] for each in plain]
    assert tree(collection.root) == before


def _by_field(told: list[dict[str, dict[str, str]]]) -> list[dict[str, dict[str, str]]]:
    """With the parts of a conversion in the order of the table."""
    fields = ("amount", "currency", "rate", "rate_day", "rate_source")
    return [{"converted": {name: each["converted"][name] for name in fields}} for each in told]


@pytest.mark.parametrize(
    ("day", "published"),
    [("2026-07-30", "2026-07-30"), ("2026-08-02", "2026-07-31"), ("2026-08-10", "2026-08-04")],
)
def test_the_rate_is_the_last_one_published_by_the_day_that_is_asked_about(
    collection: Collection, day: str, published: str
) -> None:
    with patch.object(PackagedRates, "_installed", new=False):
        run = catalog("show", "alpha", "--in", "USD", "--as-of", day, "--json", cwd=collection.root)
    made, euros = json.loads(run.stdout)[0]["converted"], WEEKS[published]
    assert made["rate_day"] == published
    assert abs(Decimal(made["rate"]) - Decimal(euros["USD"]) / Decimal(euros["CNY"])) < Decimal("1e-12")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--as-of", "2026-08-30"], "no rate is known for 2026-08-30"),
        (["--in", "XAU"], "has no rate of XAU"),
        (["--in", "usd"], "'usd' is no currency. Write it so: USD."),
        (["--in", ""], "--in is blank"),
    ],
)
def test_outside_of_what_is_known_nothing_is_converted(collection: Collection, words: list[str], said: str) -> None:
    asked = words if "--in" in words else ["--in", "USD", *words]
    with patch.object(PackagedRates, "_installed", new=False):
        for command in (["list"], ["show", "alpha"]):
            run = catalog(*command, *asked, cwd=collection.root)
            assert (run.returncode, run.stdout, said in run.stderr) == (2, "", True), run.stderr


def test_elsewhere_the_rates_are_those_that_came_with_the_program(collection: Collection, tmp_path: Path) -> None:
    words = ["show", "alpha", "--in", "USD", "--json", "--from", str(collection.release)]
    with patch.object(currencies, "PACKAGED", (tmp_path / "none", collection.rates)):
        run = catalog(*words, cwd=tmp_path)
    assert json.loads(run.stdout)[0]["converted"]["rate_day"] == acme.LAST
    with (
        patch.object(currencies, "PACKAGED", (tmp_path / "none", tmp_path / "neither")),
        patch.object(PackagedRates, "_installed", new=False),
    ):
        run = catalog(*words, cwd=tmp_path)
    assert (run.returncode, run.stdout) == (2, "")
    assert "pip install pricebook[fx]" in run.stderr
    assert "catalog rates" not in run.stderr, "there is no collection that could keep any"


@needs_a_terminal
def test_people_see_the_rate_beside_every_amount(collection: Collection) -> None:
    for words in (["list", "--kind", "fresh"], ["show", "alpha"], ["show", "gamma"], ["show", "delta"]):
        text = on_a_terminal(collection.root, *words, "--in", "USD", NO_COLOR="1", COLUMNS="200")
        assert ("0.1432, ECB 2026-08-03" in text) == (words != ["show", "delta"])
    text = on_a_terminal(collection.root, "list", "--model", "beta", "--in", "USD", NO_COLOR="1", COLUMNS="200")
    assert "0.0716 USD / 1M tokens (0.5 CNY at 0.1432, ECB 2026-08-03, 限时5折 of 1 CNY / 1M tokens)" in text
    assert "free" in on_a_terminal(
        collection.root, "list", "--kind", "free", "--in", "USD", NO_COLOR="1", COLUMNS="200"
    )
