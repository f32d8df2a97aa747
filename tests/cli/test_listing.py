"""`catalog list` and `show`: which prices are shown, in which order, and what is answered where there are none."""

import json
import re
from collections.abc import Callable
from decimal import Decimal
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest

from pricebook.cli.output import NOT_KNOWN
from pricebook.collection import Collection
from pricebook.run.picking import KINDS, MARKS, SORTS
from tests.cli import acme
from tests.command import catalog, needs_a_terminal, on_a_terminal
from tests.conftest import ROOT, frozen

Told = dict[str, Any]


@pytest.fixture(scope="module")
def collection(tmp_path_factory: pytest.TempPathFactory) -> Collection:
    return acme.collection(tmp_path_factory.mktemp("acme") / "here")


def listed(collection: Collection, *words: str) -> list[Told]:
    told: list[Told] = json.loads(catalog("list", *words, "--json", cwd=collection.root).stdout)
    return told


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_is_a_status_or_a_mark(kind: str) -> None:
    every = listed(frozen())
    fitting = [each for each in every if (each[kind] if kind in MARKS else each["status"] == kind)]
    assert listed(frozen(), "--kind", kind) == fitting
    assert len(fitting) < len(every)


def test_kinds_add_up_and_other_options_narrow() -> None:
    missing, free, both = (listed(frozen(), *words) for words in (
        ["--kind", "missing"], ["--kind", "free"], ["--kind", "missing", "--kind", "free"],
    ))  # fmt: skip
    assert missing
    assert free
    assert {each["id"] for each in both} == {each["id"] for each in (*missing, *free)}
    suspect = listed(frozen(), "--suspect")
    assert [each for each in suspect if not each["suspect"]] == []
    assert suspect == listed(frozen(), "--kind", "suspect", "--suspect")
    run = catalog("list", "--suspect", "--kind", "free", "--json", cwd=frozen().root)
    assert (run.returncode, json.loads(run.stdout)) == (2, [])


def test_what_is_current_is_on_sale() -> None:
    current = listed(frozen(), "--current")
    assert current == [each for each in listed(frozen()) if "absent_since" not in each and each["status"] != "pending"]
    assert {each["status"] for each in current} <= {"fresh", "stale", "held"}


def test_a_kind_that_is_none_is_told_all(collection: Collection) -> None:
    run = catalog("list", "--kind", "odd", cwd=collection.root)
    assert (run.returncode, run.stdout) == (2, "")
    assert all(kind in run.stderr for kind in KINDS)


KEYS: dict[str, Callable[[Told], Any]] = {
    "amount": lambda price: (price["currency"], price["unit"] or "", Decimal(price["amount"] or 0)),
    "model": lambda price: price["model"].lower(),
    "provider": lambda price: price["provider"],
    "since": lambda price: price["valid_from"],
}


def standing(price: Told) -> str:
    return "absent" if "absent_since" in price else "pending" if price["amount"] is None else "on sale"


@pytest.mark.parametrize("sort", SORTS)
def test_what_is_on_sale_stands_first_and_is_sorted(sort: str) -> None:
    prices = listed(frozen(), "--sort", sort)
    assert sorted(each["id"] for each in prices) == sorted(each["id"] for each in listed(frozen()))
    parts = [(stands, list(group)) for stands, group in groupby(prices, key=standing)]
    assert [stands for stands, _ in parts] == ["on sale", "pending", "absent"]
    for _, part in parts:
        keys = [KEYS[sort](each) for each in part]
        assert keys == sorted(keys, reverse=sort == "since")


def test_a_sheet_shows_what_is_on_sale_before_what_is_gone(tmp_path: Path) -> None:
    here = acme.collection(tmp_path / "here")
    later = [*acme.LISTED[:2], *acme.LISTED[3:]]
    acme.keep(here, "2026-08-04", later)
    prices = json.loads(catalog("show", "gamma", "--json", cwd=here.root).stdout)
    assert ["absent_since" in each for each in prices] == [False, True]


@needs_a_terminal
def test_on_a_terminal_a_sheet_shows_what_is_on_sale_first(tmp_path: Path) -> None:
    here = acme.collection(tmp_path / "here")
    acme.keep(here, "2026-08-04", [*acme.LISTED[:2], *acme.LISTED[3:]])
    lines = on_a_terminal(here.root, "show", "gamma", NO_COLOR="1").splitlines()
    assert [re.split(r" {2,}", line.strip()) for line in lines[3:5]] == [
        ["context_tokens>8192", "12"], ["context_tokens<=8192", "3 (missing)"],
    ]  # fmt: skip


@pytest.mark.parametrize("words", [["show", " "], ["show", ""], ["list", "--model", ""], ["list", "--kind", " "]])
def test_a_blank_is_refused(collection: Collection, words: list[str]) -> None:
    run = catalog(*words, cwd=collection.root)
    assert (run.returncode, run.stdout, "is blank" in run.stderr) == (2, "", True)


@pytest.mark.parametrize(
    ("words", "first"),
    [(["list"], acme.FIRST), (["show", "alpha"], acme.FIRST), (["show", "delta"], acme.LAST),
     (["list", "--model", "delta"], acme.LAST), (["list", "--meter", "search"], acme.LAST)],
)  # fmt: skip
def test_a_day_before_the_first_is_answered_with_that_day(collection: Collection, words: list[str], first: str) -> None:
    run = catalog(*words, "--as-of", "2026-01-01", cwd=collection.root)
    assert run.returncode == NOT_KNOWN
    assert f"acme: not known, the first look was on {acme.FIRST}" in run.stderr
    assert "Did you mean" not in run.stderr
    named = re.findall(r"--as-of ([0-9-]+)$", run.stderr.strip())
    assert named == [first]
    assert catalog(*words, "--as-of", *named, cwd=collection.root).returncode == 0


def test_a_day_on_which_less_was_known_is_answered_with_the_day_on_which_it_was_learnt(
    collection: Collection,
) -> None:
    words = ["show", "alpha", "--as-of", acme.LAST]
    run = catalog(*words, "--known-at", "2026-01-01", cwd=collection.root)
    assert (run.returncode, run.stdout) == (NOT_KNOWN, "")
    assert "acme: not known, nobody had looked" in run.stderr
    named = re.findall(r"--known-at ([0-9-]+)$", run.stderr.strip())
    assert named == [acme.FIRST]
    assert catalog(*words, "--known-at", *named, cwd=collection.root).returncode == NOT_KNOWN, "a day to come then"


def test_a_model_that_was_never_sold_is_told_its_nearest_name_on_any_day(collection: Collection) -> None:
    run = catalog("show", "gama", "--as-of", "2026-01-01", cwd=collection.root)
    assert (run.returncode, "Did you mean gamma?" in run.stderr) == (2, True)


def test_a_printed_price_that_a_promotion_lowers_says_what_it_is_in(collection: Collection) -> None:
    (row,) = catalog("list", "--kind", "promotion", cwd=collection.root).stdout.splitlines()[1:]
    assert row.split("\t")[8] == "限时5折 of 1 CNY / 1M tokens"


def test_what_cannot_be_said_of_a_model_is_told_where_it_is_asked_for() -> None:
    prices = listed(Collection(ROOT))
    sold = {name.lower() for each in prices for name in (each["model"], each["name"] or "")}
    sold |= {name.rpartition("/")[2] for name in sold}
    unsaid = json.loads((Collection(ROOT).release / "unsaid.json").read_bytes())["unsaid"]
    alone = next(each for each in unsaid if each["model"].lower() not in sold)
    run = catalog("show", alone["model"], cwd=ROOT)
    assert (run.returncode, run.stdout) == (2, "")
    assert "What its page prints the vocabulary cannot say" in run.stderr
    assert alone["reason"] in run.stderr
    beside = next(each for each in unsaid if each["model"].lower() in sold)
    run = catalog("show", beside["model"], cwd=ROOT)
    assert "not shown, as the vocabulary cannot say it: " in run.stderr
    assert beside["model"].lower() in run.stdout.lower()
