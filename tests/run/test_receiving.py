"""What another job hands over is taken whole or not at all: a poisoned night changes nothing."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from pricebook.collection import Collection
from pricebook.errors import StorageError
from pricebook.publish import release
from pricebook.run.receiving import receive
from pricebook.run.refresh import publish
from pricebook.snapshots.archive import Archive
from pricebook.snapshots.keeping import failed
from pricebook.snapshots.packing import pack_years
from pricebook.system import files
from tests.command import tree
from tests.worlds import look, price, reading


@pytest.fixture
def collection(tmp_path: Path) -> Collection:
    """One provider after two looks, published."""
    made = Collection(tmp_path / "here")
    made.scrapers.mkdir(parents=True)
    (made.scrapers / "acme.py").write_text("")
    look(made.snapshots, "2025-12-31", reading([price("a", "1"), price("b", "1")]))
    look(made.snapshots, "2026-01-01", reading([price("a", "2"), price("b", "1")]))
    publish(made, made.presents())
    return made


@pytest.fixture
def night(collection: Collection, tmp_path: Path) -> Path:
    """What a job hands over that has looked twice more."""
    given = Collection(tmp_path / "night")
    for part in ("snapshots", "catalog"):
        shutil.copytree(collection.root / part, given.root / part)
    look(given.snapshots, "2026-01-02", reading([price("a", "3"), price("b", "1")]))
    Archive(given.snapshots).add(failed("acme", "2026-01-03", {}, "no such page"))
    publish(given, given.presents())
    return given.root


def kept(collection: Collection) -> dict[str, bytes]:
    return {name: data for name, data in tree(collection.root).items() if not name.startswith("scrapers")}


def test_a_night_is_taken_over(collection: Collection, night: Path) -> None:
    receive(collection, night)
    assert kept(collection) == tree(night)
    receive(collection, night)
    assert kept(collection) == tree(night)


def test_a_year_that_was_packed_is_the_same_year(collection: Collection, night: Path) -> None:
    list(pack_years(Archive(night / "snapshots"), "acme", 2026))
    receive(collection, night)
    assert kept(collection) == tree(night)
    assert not (collection.snapshots / "acme" / "2025-12-31").exists()


def altered(name: str, old: str, new: str) -> Callable[[Path], object]:
    """Changes the text of a file."""

    def change(night: Path) -> None:
        text = (night / name).read_text(encoding="utf-8")
        assert old in text
        (night / name).write_text(text.replace(old, new, 1), encoding="utf-8")

    return change


def another_price(night: Path) -> None:
    """A price of a snapshot that was there, with digests that fit."""
    folder = night / "snapshots" / "acme" / "2026-01-01"
    altered("snapshots/acme/2026-01-01/prices.jsonl", '"amount":"2"', '"amount":"9"')(night)
    about = json.loads((folder / "about.json").read_bytes())
    about["files"]["prices.jsonl"] = files.digest((folder / "prices.jsonl").read_bytes())
    (folder / "about.json").write_bytes(files.encode(about))
    made = Collection(night)
    shutil.rmtree(made.checkpoint)
    publish(made, made.presents())


def another_release(night: Path) -> None:
    """Prices that no snapshot holds, with a manifest that fits."""
    altered("catalog/v1/prices.json", '"amount":"3"', '"amount":"9"')(night)
    data = (night / "catalog" / "v1" / "prices.json").read_bytes()
    manifest = json.loads((night / "catalog" / "v1" / "manifest.json").read_bytes())
    manifest["files"]["prices.json"] = {"bytes": len(data), "sha256": files.digest(data)}
    (night / "catalog" / "v1" / "manifest.json").write_bytes(files.encode(manifest))
    release.check(night / "catalog" / "v1")


def a_link(night: Path) -> None:
    path = night / "snapshots" / "acme" / "2026-01-02" / "prices.jsonl"
    path.unlink()
    path.symlink_to("/etc/passwd")


def of_nobody(night: Path) -> None:
    look(night / "snapshots", "2026-01-02", reading([]), provider="nobody")


STRANGE = "is no file that a night makes"
LOOKS = "snapshots/acme/2026.jsonl"
POISON: dict[str, tuple[Callable[[Path], object], str]] = {
    "a price that was there is another": (another_price, "2026-01-01/about.json: is another"),
    "a price of tonight is another": (
        altered("snapshots/acme/2026-01-02/prices.jsonl", '"amount":"3"', '"amount":"4"'), "prices.jsonl",
    ),
    "a snapshot is gone": (lambda night: shutil.rmtree(night / "snapshots" / "acme" / "2025-12-31"), "is gone"),
    "the list of looks is empty": (lambda night: (night / LOOKS).write_bytes(b""), "1 of its lines are gone"),
    "the list of looks is gone": (lambda night: (night / LOOKS).unlink(), "1 of its lines are gone"),
    "a look says another thing": (altered(LOOKS, "2026-01-01", "2026-01-05"), "line 2 goes on from a line"),
    "the provider is gone": (lambda night: shutil.rmtree(night / "snapshots" / "acme"), "lines are gone"),
    "the release is another": (another_release, "catalog/v1: is not what the snapshots give"),
    "the release is of before": (
        lambda night: shutil.copytree(night.parent / "here" / "catalog", night / "catalog", dirs_exist_ok=True),
        "catalog/v1: is not what the snapshots give",
    ),
    "the checkpoint is another": (
        altered("catalog/checkpoint/acme.jsonl", '"amount":"3"', '"amount":"4"'), "is not what the snapshots give",
    ),
    "a program": (lambda night: (night / "snapshots" / "acme" / "run.py").write_text("1"), STRANGE),
    "a workflow": (lambda night: (night / "catalog" / "ci.yml").write_text("1"), STRANGE),
    "a link": (a_link, STRANGE),
    "a provider that nobody reads": (of_nobody, STRANGE),
}  # fmt: skip


@pytest.mark.parametrize("name", POISON)
def test_what_no_night_makes_is_refused(name: str, collection: Collection, night: Path) -> None:
    poison, says = POISON[name]
    poison(night)
    before = tree(collection.root)
    with pytest.raises(StorageError) as caught:
        receive(collection, night)
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)
    assert tree(collection.root) == before
