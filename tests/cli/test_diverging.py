"""`catalog divergence`, as a user meets it."""

import csv
import json
from importlib.metadata import PackageNotFoundError
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from pricebook.collection import Collection
from pricebook.publish.divergence import packages
from pricebook.publish.divergence.telling import COLUMNS, KINDS
from tests.cli import acme
from tests.command import catalog, needs_a_terminal, on_a_terminal, tree
from tests.publish.published import put

THEIRS: dict[str, Any] = {
    "acme_ai/alpha": {"litellm_provider": "acme_ai", "mode": "chat", "input_cost_per_token": 5e-6, "cost_of_a_wink": 1},
    "acme_ai/delta": {"litellm_provider": "acme_ai", "mode": "chat", "input_cost_per_token": 7.1e-6},
    "acme_ai/beta-2-2026-01-05": {"litellm_provider": "acme_ai", "input_cost_per_token": 1e-6},
    "other/alpha": {"litellm_provider": "other", "input_cost_per_token": 1e-6},
}


@pytest.fixture(scope="module")
def collection(tmp_path_factory: pytest.TempPathFactory) -> Collection:
    """A small collection whose provider litellm calls `acme_ai`, and litellm's file beside it."""
    made = acme.collection(tmp_path_factory.mktemp("acme") / "here")
    status = json.loads((made.release / "status.json").read_bytes())
    status["providers"]["acme"]["elsewhere"] = {"litellm": "acme_ai"}
    put(made.release, {"status.json": json.dumps(status).encode()})
    (made.root / "theirs.json").write_text(json.dumps(THEIRS), encoding="utf-8")
    return made


def test_programs_get_both_amounts_exactly_with_the_page_and_the_rate(collection: Collection) -> None:
    before = tree(collection.root)
    run = catalog("divergence", "--with", "theirs.json", "--csv", cwd=collection.root)
    assert run.returncode == 0
    [row] = csv.DictReader(run.stdout.splitlines())
    assert list(row) == list(COLUMNS)
    expected = {
        "outcome": "differs", "provider": "acme", "model": "alpha", "called there": "alpha", "meter": "input",
        "their amount": "0.000005", "their currency": "USD", "their unit": "token", "amount": "4", "currency": "CNY",
        "unit": "1M tokens", "rate day": acme.LAST, "rate source": "ECB", "seen": acme.LAST,
    }  # fmt: skip
    assert {name: row[name] for name in expected} == expected
    assert row["quote"]
    assert tree(collection.root) == before


def test_what_it_comes_to_is_said_on_stderr(collection: Collection) -> None:
    said = catalog("divergence", "--with", "theirs.json", cwd=collection.root).stderr
    assert (
        "2 models compared, 1 of them without a difference; 1 only theirs, 2 only ours, 1 that only look alike" in said
    )
    assert "prices: 1 differ, 1 equal" in said
    assert "not compared, 1: what it counts has no word here" in said
    assert "providers: acme is acme_ai there; 1 of theirs, with 1 model, not here" in said


def test_json_tells_all_of_it(collection: Collection) -> None:
    told = json.loads(catalog("divergence", "--with", "theirs.json", "--json", cwd=collection.root).stdout)
    assert told["with"] == "theirs.json"
    assert sum(told["counts"].values()) == len(told["prices"])
    [alike] = told["models"]["look_alike"]
    assert alike["differs"] == ["'-2026-01-05' behind it", "capital letters", "separators"]
    assert {each["field"] for each in told["prices"] if each["outcome"] == "not-compared"} == {"cost_of_a_wink"}


@pytest.mark.parametrize("kind", KINDS)
def test_other_kinds_are_shown_when_they_are_asked_for(collection: Collection, kind: str) -> None:
    run = catalog("divergence", "--with", "theirs.json", "--kind", kind, "--csv", cwd=collection.root)
    assert {row["outcome"] for row in csv.DictReader(run.stdout.splitlines())} <= {kind}


@pytest.mark.parametrize(("limit", "status"), [("1", 1), ("1.05", 1), ("20", 0)])
def test_a_difference_is_a_failure_only_where_a_limit_is_given(collection: Collection, limit: str, status: int) -> None:
    words = ["divergence", "--with", "theirs.json"]
    assert catalog(*words, cwd=collection.root).returncode == 0
    assert catalog(*words, "--fail-above", limit, cwd=collection.root).returncode == status
    assert catalog(*words, "--model", "delta", "--fail-above", limit, cwd=collection.root).returncode == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--with", "nothing.json"], "nothing.json: No such file"),
        (["--with", "theirs.json", "--fail-above", "0.5"], "'0.5' is no ratio"),
        (["--with", "theirs.json", "--fail-above", "nan"], "'nan' is no ratio"),
        (["--with", "theirs.json", "--kind", "wrong"], "no kind 'wrong'"),
        ([], "--with"),
    ],
)
def test_a_wrong_call_is_told_what_is_right(collection: Collection, words: list[str], said: str) -> None:
    run = catalog("divergence", *words, cwd=collection.root)
    assert (run.returncode, run.stdout) == (2, "")
    assert said in run.stderr


def test_a_package_that_is_not_there_is_told_how_to_get_its_data(collection: Collection) -> None:
    with patch.object(packages, "distribution", side_effect=PackageNotFoundError):
        run = catalog("divergence", "--with", "genai-prices", cwd=collection.root)
    assert run.returncode == 2
    assert "pip install 'pricebook[divergence]'" in run.stderr
    assert "pip download --no-deps genai-prices" in run.stderr


def test_another_release_is_held_against_ours_whole(collection: Collection, tmp_path: Path) -> None:
    other = acme.collection(tmp_path / "other")
    acme.keep(
        other, "2026-08-04", [*acme.LISTED[1:], acme.LISTED[0].model_copy(update={"amount": acme.LISTED[1].amount})]
    )
    acme.approve(other)
    acme.keep(
        other, "2026-08-05", [*acme.LISTED[1:], acme.LISTED[0].model_copy(update={"amount": acme.LISTED[1].amount})]
    )
    for named in (other.release, other.release / "prices.json"):
        told = json.loads(catalog("divergence", "--with", named, "--json", cwd=collection.root).stdout)
        assert told["counts"]["equal"] == len(acme.LISTED) - 1
        [each] = [each for each in told["prices"] if each["outcome"] == "differs"]
        assert (each["model"], each["ratio"]) == ("alpha", "0.125")


def test_a_page_of_markdown_is_made_for_the_summary_of_a_job(collection: Collection) -> None:
    page = catalog("divergence", "--with", "theirs.json", "--format", "markdown", cwd=collection.root).stdout
    assert page.startswith("**theirs")
    assert page.count("\n| `") == 1


@needs_a_terminal
@pytest.mark.parametrize("columns", [80, 200])
def test_people_see_the_same_on_a_terminal(collection: Collection, columns: int) -> None:
    shown = on_a_terminal(collection.root, "divergence", "--with", "theirs.json", COLUMNS=str(columns), NO_COLOR="1")
    assert all(len(line) <= columns or " " in line for line in shown.splitlines())
    for word in ("0.000005 USD / token", "alpha", "4 CNY / 1M tokens", "2 models compared"):
        assert word in " ".join(shown.split())
