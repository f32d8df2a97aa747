"""The table of models: what a release tells of it, and that a table that is wrong is refused with its place."""

import json
from pathlib import Path
from typing import Any

import pytest

from pricebook.errors import CollectionError
from pricebook.history.checkpoint import Presents
from pricebook.publish import models, records
from pricebook.snapshots.archive import Archive
from tests.worlds import approve_all, look, price, reading, release_of

TABLE = """
[models."deepseek-r1"]
aliases = ["DeepSeek R1"]
offers = { acme = "deepseek-ai/DeepSeek-R1", other = ["deepseek-r1", "r1-latest"] }
not = ["deepseek-r1-0528"]
"""


def offer(provider: str, model: str, **more: Any) -> dict[str, Any]:
    return {"provider": provider, "model": model, "name": None, "services": ["inference"], "current": True, **more}


def told(table: str, tmp_path: Path, *offers: dict[str, Any]) -> list[dict[str, Any]]:
    """What the file holds, by that table."""
    path = tmp_path / models.NAME
    path.write_text(table, encoding="utf-8")
    whole = json.loads(b"".join(models.models(offers, models.read(path), path)))
    records.ModelsFile.model_validate(whole)
    found: list[dict[str, Any]] = whole["models"]
    return found


SOLD = (
    offer("acme", "deepseek-ai/DeepSeek-R1"), offer("acme", "glm"), offer("other", "deepseek-r1"),
    offer("other", "r1-latest", current=False), offer("other", "deepseek-r1-0528"), offer("other", "glm"),
)  # fmt: skip


def test_one_model_under_its_names(tmp_path: Path) -> None:
    assert told(TABLE, tmp_path, *SOLD) == [
        {"model": "deepseek-r1", "aliases": ["DeepSeek R1"], "offers": [SOLD[0], SOLD[2], SOLD[3]],
         "not": ["deepseek-r1-0528"]},
        {"model": "deepseek-r1-0528", "aliases": [], "offers": [SOLD[4]], "not": []},
        {"model": "glm", "aliases": [], "offers": [SOLD[1], SOLD[5]], "not": []},
    ]  # fmt: skip


@pytest.mark.parametrize("table", ["", "[models]"])
def test_without_a_table_names_alone_say_which_are_the_same(table: str, tmp_path: Path) -> None:
    assert [each["model"] for each in told(table, tmp_path, *SOLD)] == [
        "deepseek-ai/DeepSeek-R1", "deepseek-r1", "deepseek-r1-0528", "glm", "r1-latest",
    ]  # fmt: skip
    assert models.read(tmp_path / "none.toml") == {}


@pytest.mark.parametrize(
    ("table", "says"),
    [
        ("[models", "cannot be read: .*It holds a table"),
        ("\ud800", "cannot be read: "),
        ("x = 1", r"holds x, expected tables \[models\.NAME\] alone"),
        ("models = 1", r"holds models, expected tables"),
        ("[models.a]\n[other]", "holds models, other, expected"),
        ("[models]\na = 1", "a: has other names than aliases, offers and not"),
        ('[models.a]\nalias = ["x"]', "a: has other names than aliases, offers and not"),
        ('[models.a]\noffers = ["x"]', "a: has other names than aliases, offers and not"),
        ('[models.a]\naliases = "x"', "a: holds what is no list of names"),
        ("[models.a]\naliases = [1]", "a: holds what is no list of names"),
        ("[models.a]\nnot = 1", "a: holds what is no list of names"),
        ('[models.a]\nnot = { b = "c" }', "a: holds what is no list of names"),
        ("[models.a.offers]\nacme = 1", "a: holds what is no list of names"),
        ('[models.a.offers]\nacme = ["x", 1]', "a: holds what is no list of names"),
        ('[models.a.offers]\nacme = "x"\n[models.b.offers]\nacme = ["x"]', "b: acme's 'x' is of 'a' already"),
        ('[models.a.offers]\nacme = "gl"', "a: acme never sold 'gl'"),
        ('[models.a.offers]\nnobody = "glm"', "a: nobody never sold 'glm'"),
    ],
)
def test_a_table_that_is_wrong_is_refused_with_its_place(table: str, says: str, tmp_path: Path) -> None:
    path = tmp_path / models.NAME
    path.write_bytes(table.encode(errors="surrogatepass"))
    with pytest.raises(CollectionError, match=says) as problem:
        models.models([offer("acme", "glm")], models.read(path), path)
    assert str(problem.value).startswith(f"{path}: ")
    assert "\n" not in str(problem.value)


def test_a_release_tells_what_its_table_tells(tmp_path: Path) -> None:
    root = tmp_path / "snapshots"
    look(
        root,
        "2026-01-01",
        reading([price("deepseek-r1", "1", provider="other"), price("x", "1", provider="other")]),
        "other",
    )
    look(root, "2026-01-01", reading([price("deepseek-ai/DeepSeek-R1", "1"), price("r1", "1", service="training")]))
    look(root, "2026-01-02", reading([price("r1", "1.5")]))
    approve_all(root, "2026-01-03")
    (tmp_path / models.NAME).write_text(
        '[models."deepseek-r1".offers]\nacme = ["deepseek-ai/DeepSeek-R1", "r1"]\nother = "deepseek-r1"\n'
    )
    whole = json.loads(release_of(Presents(Archive(root)), tmp_path)["models.json"])["models"]
    assert whole == [
        {"model": "deepseek-r1", "aliases": [], "not": [], "offers": [
            offer("acme", "deepseek-ai/DeepSeek-R1", current=False),
            offer("acme", "r1", services=["inference", "training"]), offer("other", "deepseek-r1"),
        ]},
        {"model": "x", "aliases": [], "not": [], "offers": [offer("other", "x")]},
    ]  # fmt: skip
