"""`catalog models`, as a user meets it."""

import csv
import json
import tomllib
from pathlib import Path

import pytest

from pricebook.collection import Collection
from tests.command import catalog, tree
from tests.publish.published import Told, as_file, files, offer_of_models, put

SOLD = [
    ("acme", "acme-1"), ("best", "acme-1"), ("acme", "zeta-2"), ("best", "Zeta 2"), ("best", "zeta-2-latest"),
    ("acme", "only"),
]  # fmt: skip


@pytest.fixture
def collection(tmp_path: Path) -> Collection:
    """A release of two providers that spell a model in two ways, and no table of models."""
    made = Collection(tmp_path)
    made.scrapers.mkdir()
    (made.scrapers / "acme.py").touch()
    made.release.mkdir(parents=True)
    listed: dict[str, list[Told]] = {}
    for provider, model in SOLD:
        listed.setdefault(model, []).extend(offer_of_models(provider, model)["offers"])
    models = [{**offer_of_models("acme", model), "offers": offers} for model, offers in listed.items()]
    told = {**files(), "models.json": {"models": models}}
    put(made.release, {name: as_file(told[name]) for name in ("models.json", "status.json")})
    return made


def test_models_of_several_providers_are_listed_with_their_names(collection: Collection) -> None:
    run = catalog("models", "--csv", cwd=collection.root)
    rows = list(csv.DictReader(run.stdout.splitlines()))
    assert run.returncode == 0
    assert {(row["model"], row["provider"], row["called there"]) for row in rows} == {
        ("acme-1", "acme", "acme-1"), ("acme-1", "best", "acme-1"),
    }  # fmt: skip
    [told] = json.loads(catalog("models", "--model", "ACME", "--json", cwd=collection.root).stdout)
    assert told["model"] == "acme-1"
    assert json.loads(catalog("models", "--provider", "corp", "--json", cwd=collection.root).stdout) == []


def test_a_table_is_proposed_and_nothing_is_written(collection: Collection) -> None:
    before = tree(collection.root)
    run = catalog("models", "--propose", cwd=collection.root)
    assert (run.returncode, run.stderr) == (0, "sure lines for 1 model, 1 doubtful\n")
    assert tomllib.loads(run.stdout)["models"] == {"zeta-2": {"offers": {"acme": "zeta-2", "best": "Zeta 2"}}}
    assert "zeta-2-latest" in run.stdout.partition("Doubtful")[2]
    assert tree(collection.root) == before


def test_only_what_is_sure_is_written_and_then_it_is_not_proposed_again(collection: Collection) -> None:
    run = catalog("models", "--propose", "--write", cwd=collection.root)
    assert run.returncode == 0
    assert "2 names added" in run.stderr
    table = tomllib.loads(collection.models.read_text(encoding="utf-8"))["models"]
    assert table == {"zeta-2": {"offers": {"acme": "zeta-2", "best": "Zeta 2"}}}
    again = json.loads(catalog("models", "--propose", "--json", cwd=collection.root).stdout)
    assert again["sure"] == []
    assert [each["why"] for each in again["doubtful"]] == [["'-latest' behind it"]]
    written = collection.models.read_bytes()
    assert catalog("models", "--propose", "--write", cwd=collection.root).returncode == 0
    assert collection.models.read_bytes() == written


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--write"], "catalog models --propose --write"),
        (["--propose", "--provider", "acme"], "without --provider"),
        (["--propose", "--csv"], "without --provider"),
    ],
)
def test_a_call_of_which_a_part_would_be_lost_is_refused(collection: Collection, words: list[str], said: str) -> None:
    run = catalog("models", *words, cwd=collection.root)
    assert (run.returncode, run.stdout) == (2, "")
    assert said in run.stderr
