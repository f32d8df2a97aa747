"""Several collections asked as one: the later one wins wholly, and only its own workshop is written to."""

import hashlib
import json
import sys
from pathlib import Path

import pytest

from tests.command import catalog, looked

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a view is made of links")

TOLD = """
[{provider}]
name = "{provider}"
currency = "USD"
timezone = "UTC"
file = "list.csv"
model = "Model"
[{provider}.prices]
"In" = {{ meter = "input", per = "1M tokens" }}
"""


def collection(root: Path, **prices: str) -> Path:
    """One of lists of one price each."""
    root.mkdir(exist_ok=True)
    tables = []
    for provider, price in prices.items():
        tables.append(TOLD.format(provider=provider).replace("list.csv", f"{provider}.csv"))
        (root / f"{provider}.csv").write_text(f"Model,In\nm-{provider},{price}\n", encoding="utf-8")
    (root / "prices.toml").write_text("".join(tables), encoding="utf-8")
    assert looked(cwd=root).returncode == 0
    return root


@pytest.fixture
def layers(tmp_path: Path) -> list[str | Path]:
    """A public collection and a private one, both of which know acme."""
    public = collection(tmp_path / "public", acme="2", other="3")
    return ["-C", public, "-C", collection(tmp_path / "private", acme="1", mine="4")]


def digests(folder: str | Path) -> dict[str, str]:
    """All that stands there, but what is derived."""
    files = (path for path in sorted(Path(folder).rglob("*")) if path.is_file() and ".catalog" not in path.parts)
    return {str(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def seen(*words: str | Path, cwd: Path) -> dict[str, str]:
    run = catalog(*words, "--json", cwd=cwd)
    assert run.returncode == 0, run.stderr
    return {each["provider"]: each["amount"] for each in json.loads(run.stdout)}


def test_both_are_asked_and_the_later_one_wins_wholly(layers: list[str | Path], tmp_path: Path) -> None:
    assert seen(*layers, "list", cwd=tmp_path) == {"acme": "1", "mine": "4", "other": "3"}
    assert seen(*layers[2:], *layers[:2], "list", cwd=tmp_path) == {"acme": "2", "mine": "4", "other": "3"}
    run = catalog(*layers, "list", cwd=tmp_path)
    assert run.stderr.count(f"acme: as in {layers[3]}, which stands over {layers[1]}") == 1


def test_whatever_asks_asks_both(layers: list[str | Path], tmp_path: Path) -> None:
    status = json.loads(catalog(*layers, "status", "--json", cwd=tmp_path).stdout)
    assert [each["provider"] for each in status] == ["acme", "mine", "other"]
    assert "3 USD" in catalog(*layers, "cost", "m-other", "--input", "1000000", cwd=tmp_path).stderr
    for words in (
        ["show", "m-mine"],
        ["compare", "m-other", "--input", "5"],
        ["history", "m-other"],
        ["scrapers"],
        ["diff"],
    ):
        assert catalog(*layers, *words, cwd=tmp_path).returncode == 0, words
    assert len(json.loads(catalog(*layers, "scrapers", "--json", cwd=tmp_path).stdout)) == 3
    run = catalog(*layers, "show", "m-nobody", cwd=tmp_path)
    assert f"catalog -C {layers[1]} -C {layers[3]} list" in run.stderr or "Did you mean" in run.stderr


def test_what_writes_writes_into_the_last_alone(layers: list[str | Path], tmp_path: Path) -> None:
    before = digests(layers[1])
    for words in (["list"], ["status"], ["publish"], ["refresh"]):
        catalog(*layers, *words, cwd=tmp_path)
    assert digests(layers[1]) == before
    assert not (Path(layers[1]) / ".catalog" / "views").exists()
    told = json.loads(catalog(*layers, "refresh", "--dry-run", "--json", cwd=tmp_path).stdout)
    assert [each["provider"] for each in told["providers"]] == ["acme", "mine"]


def test_a_view_follows_what_it_is_of(layers: list[str | Path], tmp_path: Path) -> None:
    assert seen(*layers, "list", cwd=tmp_path)["other"] == "3"
    collection(Path(layers[1]), acme="2", other="2.9")
    assert seen(*layers, "list", cwd=tmp_path)["other"] == "2.9"
    assert seen(*layers, "list", cwd=tmp_path)["other"] == "2.9"


def test_each_of_them_has_to_be_a_collection(layers: list[str | Path], tmp_path: Path) -> None:
    run = catalog("-C", tmp_path, *layers, "list", cwd=tmp_path)
    assert (run.returncode, "no collection here" in run.stderr) == (2, True)
