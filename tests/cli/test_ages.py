"""How old what is shown is, and what is not known of a day because nobody looked: said wherever amounts are."""

import csv
import json
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from unittest.mock import Mock, patch

import pytest

from pricebook.cli import costing, explaining, histories, showing, status
from pricebook.cli.output import NOT_KNOWN
from pricebook.collection import Collection
from pricebook.settings import NAME
from tests.cli import acme
from tests.command import catalog, needs_a_terminal, on_a_terminal
from tests.conftest import frozen
from tests.worlds import look, price, reading

PRICE = acme.LISTED[0]
ASKED: list[list[str]] = [
    ["list"], ["show", "alpha"], ["explain", PRICE.id, "--json"], ["history", "alpha"],
    ["cost", "alpha", "--input", "1"], ["compare", "alpha", "--input", "1"],
]  # fmt: skip


@contextmanager
def on(day: str) -> Iterator[None]:
    """It is noon of that day, in UTC."""
    now = Mock(now=Mock(return_value=datetime.fromisoformat(f"{day}T12:00:00Z")))
    with ExitStack() as patched:
        for module in (costing, explaining, histories, showing, status):
            patched.enter_context(patch.object(module, "datetime", now))
        yield


@pytest.fixture(scope="module")
def collection(tmp_path_factory: pytest.TempPathFactory) -> Collection:
    return acme.collection(tmp_path_factory.mktemp("acme") / "here")


@pytest.fixture
def own(tmp_path: Path) -> Collection:
    """One that the test may change."""
    return acme.collection(tmp_path / "own")


@pytest.mark.parametrize("words", ASKED, ids=lambda words: words[0])
def test_whatever_shows_a_price_says_that_nobody_looked_lately(own: Collection, words: list[str]) -> None:
    always = words[0] in {"cost", "compare"}
    with on("2026-08-09"):
        assert ("acme: last looked at" in catalog(*words, cwd=own.root).stderr) == always
    old = "acme: last looked at 12 days ago (2026-08-03)"
    with on("2026-08-15"):
        run = catalog(*words, cwd=own.root)
        assert (run.returncode, run.stderr.splitlines().count(old)) == (0, 1)
        (own.root / NAME).write_text('[providers.acme]\nmax_age = "30d"\n', encoding="utf-8")
        assert (old in catalog(*words, cwd=own.root).stderr) == always


@pytest.mark.parametrize(
    "words", [["list"], ["show", "alpha"], ["explain", PRICE.id, "--json"]], ids=lambda words: words[0]
)
@pytest.mark.parametrize(("today", "late"), [("2026-08-09", False), ("2026-08-15", True)])
def test_programs_are_told_when_the_page_was_seen(
    collection: Collection, words: list[str], today: str, *, late: bool
) -> None:
    with on(today):
        told = json.loads(catalog(*dict.fromkeys([*words, "--json"]), cwd=collection.root).stdout)
        assert {(each["seen"], each["late"]) for each in told} == {(acme.LAST, late)}


def test_tables_for_programs_have_a_column_for_it(collection: Collection) -> None:
    for words in (["list"], ["show", "alpha"], ["list", "--in", "USD"]):
        rows = csv.DictReader(catalog(*words, "--csv", cwd=collection.root).stdout.splitlines())
        assert {row["seen"] for row in rows} == {acme.LAST}


def test_what_a_request_costs_by_old_pages_is_told_to_programs(collection: Collection) -> None:
    with on("2026-08-15"):
        cost = json.loads(catalog("cost", "alpha", "--input", "1", "--json", cwd=collection.root).stdout)
        (offer,) = json.loads(catalog("compare", "alpha", "--input", "1", "--json", cwd=collection.root).stdout)
    assert (cost["seen"], cost["late"], cost["unseen"]) == (offer["seen"], offer["late"], offer["unseen"])
    assert (cost["seen"], cost["late"], cost["unseen"]) == (acme.LAST, True, [])


def test_a_provider_is_late_by_what_its_owner_decides_and_only_the_option_ends_so(own: Collection) -> None:
    def told(*words: str) -> tuple[int, Any]:
        run = catalog("status", *words, "--json", cwd=own.root)
        (each,) = json.loads(run.stdout)
        return run.returncode, (each["late"], each["days_ago"], each["todo"])

    again = "look again: catalog refresh acme"
    with on("2026-08-15"):
        assert told() == (0, (True, 12, again))
        assert "\t12\tlate\t" in catalog("status", cwd=own.root).stdout
        assert told("--max-age", "30d") == (0, (False, 12, ""))
        assert told("--max-age", "36") == told("--max-age", "36h") == (3, (True, 12, again))
        (own.root / NAME).write_text('max_age = "30d"\n', encoding="utf-8")
        assert told() == (0, (False, 12, ""))
        assert told("--max-age", "7d") == (3, (True, 12, again))
    run = catalog("status", "--max-age", "soon", cwd=own.root)
    assert (run.returncode, "--max-age 'soon' is no number of days or hours" in run.stderr) == (2, True)


@pytest.mark.parametrize("words", [*ASKED, ["status"]], ids=lambda words: words[0])
def test_settings_that_are_none_are_told_and_nothing_is_shown(own: Collection, words: list[str]) -> None:
    (own.root / NAME).write_text("max_age = 7\n", encoding="utf-8")
    run = catalog(*words, cwd=own.root)
    assert (run.returncode, run.stdout, run.stderr.count("\n")) == (2, "", 1)
    assert f"{NAME}: max_age: '7' is no number of days or hours" in run.stderr


@pytest.mark.parametrize("words", [["list"], ["show", "alpha"]], ids=lambda words: words[0])
def test_a_day_after_the_last_look_is_answered_and_not_as_a_fact(collection: Collection, words: list[str]) -> None:
    why = "last looked at on 2026-08-03"
    with on("2026-08-15"):
        run = catalog(*words, "--as-of", "2026-08-04", "--json", cwd=collection.root)
        assert (run.returncode, run.stderr) == (NOT_KNOWN, f"acme: not known, {why}\n")
        assert {(each["unseen"], each["seen"]) for each in json.loads(run.stdout)} == {(why, acme.LAST)}
        run = catalog(*words, "--as-of", "2026-08-04", cwd=collection.root)
        assert run.stdout.count(f"not known, {why}") == run.stdout.count("\n") - 1 > 0
        seen = catalog(*words, "--as-of", acme.LAST, cwd=collection.root)
        assert (seen.returncode, seen.stderr, "not known" in seen.stdout) == (0, "", False)


@pytest.mark.parametrize("command", ["cost", "compare"])
def test_what_a_request_cost_then_is_no_fact_either(collection: Collection, command: str) -> None:
    words = [command, "alpha", "--input", "1000000", "--at"]
    with on("2026-08-15"):
        run = catalog(*words, "2026-08-04", cwd=collection.root)
        assert (run.returncode, "acme: not known, last looked at on 2026-08-03\n" in run.stderr) == (NOT_KNOWN, True)
        told = json.loads(catalog(*words, "2026-08-04", "--json", cwd=collection.root).stdout)
        assert (told[0] if command == "compare" else told)["unseen"]
        assert catalog(*words, acme.LAST, cwd=collection.root).returncode == 0
        before = catalog(*words, "2026-01-01", cwd=collection.root)
        assert (before.returncode, before.stdout) == (NOT_KNOWN, "")
        assert "nothing is known of 2026-01-01" in before.stderr


@pytest.mark.parametrize(
    "words",
    [["list", "--as-of"], ["show", "alpha", "--as-of"], ["list", "--as-of", acme.LAST, "--known-at"],
     ["cost", "alpha", "--input", "1", "--at"], ["compare", "alpha", "--input", "1", "--at"]],
    ids=lambda words: " ".join(words[::2]),
)  # fmt: skip
def test_a_day_that_has_begun_nowhere_is_refused(collection: Collection, words: list[str]) -> None:
    with on("2026-08-15"):
        assert catalog(*words, "2026-08-16", cwd=collection.root).returncode in {0, NOT_KNOWN}, "in Kiribati it is"
        run = catalog(*words, "2026-08-17", cwd=collection.root)
    assert (run.returncode, run.stdout, "2026-08-17 is still to come" in run.stderr) == (2, "", True)


def test_between_two_looks_only_what_differs_is_not_known(collection: Collection) -> None:
    run = catalog("list", "--as-of", "2026-08-01", "--json", cwd=collection.root)
    assert run.returncode == NOT_KNOWN
    assert {each["model"]: each["unseen"] for each in json.loads(run.stdout)} == {
        "alpha": None, "Beta 2": None, "gamma": None,
        "aaa-gone": "seen last on 2026-07-30; the next look, on 2026-08-03, did not find it",
    }  # fmt: skip
    looks = "acme: not known, last looked at on 2026-07-30, then on 2026-08-03"
    assert run.stderr == f"{looks}: 1 of these prices and 2 that were first seen then\n"
    same = catalog("show", "gamma", "--as-of", "2026-08-01", cwd=collection.root)
    assert (same.returncode, same.stderr) == (0, "")
    new = catalog("show", "delta", "--as-of", "2026-08-01", cwd=collection.root)
    assert (new.returncode, new.stdout) == (NOT_KNOWN, "")
    assert f"{looks}: 1 that were first seen then" in new.stderr
    there = catalog("show", "delta", "--as-of", acme.FIRST, cwd=collection.root)
    assert (there.returncode, there.stdout) == (2, ""), "somebody looked, and it was not there"


def test_by_what_was_known_then_a_later_look_answers_nothing(collection: Collection) -> None:
    words = ["show", "gamma", "--as-of", "2026-08-01", "--known-at"]
    assert catalog(*words, acme.LAST, cwd=collection.root).returncode == 0
    run = catalog(*words, "2026-08-01", cwd=collection.root)
    assert (run.returncode, run.stderr) == (NOT_KNOWN, "acme: not known, last looked at on 2026-07-30\n")


def test_who_was_looked_at_answers_though_another_was_not(own: Collection) -> None:
    (own.scrapers / "other.py").touch()
    look(own.snapshots, "2026-08-10", reading([price("Beta 2", "5", provider="other")]), provider="other")
    run = catalog("show", "Beta 2", "--as-of", "2026-08-02", "--json", cwd=own.root)
    assert (run.returncode, run.stderr) == (NOT_KNOWN, "other: not known, the first look was on 2026-08-10\n")
    assert [each["unseen"] for each in json.loads(run.stdout)] == [None]
    one = catalog("show", "Beta 2", "--provider", "acme", "--as-of", "2026-08-02", cwd=own.root)
    assert (one.returncode, one.stderr) == (0, "")


def test_what_was_held_on_an_earlier_day_is_told_in_every_table() -> None:
    words = ["ERNIE-4.5-Turbo-128K", "--provider", "ucloud", "--csv"]
    then, ever = (
        list(csv.DictReader(catalog(*each, cwd=frozen().root).stdout.splitlines()))
        for each in (["show", *words, "--as-of", "2025-08-22"], ["history", *words])
    )
    assert [row["amount"] for row in then if row["notes"].startswith("held: 800 waits: ")] == ["0.8"]
    assert "800" not in {row["amount"] for row in then}
    slips = [row["notes"] for row in ever if row["amount"] == "800"]
    assert slips
    assert all(note.startswith("held: ") for note in slips)


def test_a_guessed_day_is_shown_as_one() -> None:
    told = json.loads(catalog("list", "--provider", "xingchen", "--json", cwd=frozen().root).stdout)
    guessed = {each["id"] for each in told if each["valid_from_basis"] == "assumed"}
    rows = csv.DictReader(catalog("list", "--provider", "xingchen", "--csv", cwd=frozen().root).stdout.splitlines())
    assert {row["id"] for row in rows if f"since {row['since']} (assumed)" in row["notes"]} == guessed != set()


@needs_a_terminal
@pytest.mark.parametrize("width", [80, 200])
def test_on_a_terminal_what_is_copied_is_whole(width: int) -> None:
    told = json.loads(catalog("list", "--json", cwd=frozen().root).stdout)
    longest = sorted({each["model"] for each in told}, key=len)[-5:]
    odd = sorted({each["model"] for each in told if " " in each["model"]})[:5]
    for model in (*longest, *odd):
        words = [word for each in (model,) for word in ("--model", each)]
        shown = on_a_terminal(frozen().root, "list", *words, NO_COLOR="1", COLUMNS=str(width))
        fitting = [each for each in told if model.lower() in f"{each['model']}\n{each['name'] or ''}".lower()]
        for each in fitting:
            assert each["id"] in shown
            assert each["model"] in shown
            assert each["valid_from"] in shown


def test_now_is_told_with_its_zone() -> None:
    """The clock is read by the commands, in UTC."""
    assert {module.UTC for module in (costing, explaining, histories, showing, status)} == {UTC}
