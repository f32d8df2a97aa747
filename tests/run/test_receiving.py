"""What another job hands over is taken whole or not at all: a poisoned night changes nothing."""

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from pricebook.beliefs import Profile, ProfilePage
from pricebook.collection import Collection
from pricebook.errors import StorageError
from pricebook.publish import release
from pricebook.rates.kept import KeptRates
from pricebook.run.receiving import receive
from pricebook.run.refresh import publish
from pricebook.snapshots.archive import Archive
from pricebook.snapshots.keeping import failed
from pricebook.snapshots.packing import pack_years
from pricebook.system import files
from tests.command import tree
from tests.worlds import look, price, reading

MODELS = '[models.everywhere]\noffers = { acme = "a" }\n'
RATES = {"2025-12-30": {"CNY": "8.2", "USD": "1.1"}}
NEWER = {"2025-12-31": {"CNY": "8", "USD": "1"}, "2026-01-02": {"CNY": "8.4", "USD": "1.2"}}
"""The first of them is the day whose rates the month takes."""
TODAY = "2026-01-03"
PROFILE = Profile(
    provider="acme", at="2025-12-31", name="Acme", currency="CNY", timezone="Asia/Shanghai",
    pages=[ProfilePage(name="price", address="https://acme.example/price")],
)  # fmt: skip


@pytest.fixture
def collection(tmp_path: Path) -> Collection:
    """One provider after two looks, published, with rates and a table of models."""
    made = Collection(tmp_path / "here")
    made.scrapers.mkdir(parents=True)
    (made.scrapers / "acme.py").write_text("")
    made.models.write_text(MODELS, encoding="utf-8")
    KeptRates(made.rates).add(RATES, "the bank", "2025-12-30")
    look(made.snapshots, "2025-12-31", reading([price("a", "1"), price("b", "1")]))
    look(made.snapshots, "2026-01-01", reading([price("a", "2"), price("b", "1")]))
    made.archive().of("acme").introduce(PROFILE)
    publish(made, made.presents())
    return made


@pytest.fixture
def night(collection: Collection, tmp_path: Path) -> Path:
    """What a job hands over that has looked twice more."""
    given = Collection(tmp_path / "night")
    for part in ("snapshots", "catalog", "rates"):
        shutil.copytree(collection.root / part, given.root / part)
    shutil.copy(collection.models, given.models)
    KeptRates(given.rates).add({**RATES, **NEWER}, "the bank", "2026-01-02")
    look(given.snapshots, "2026-01-02", reading([price("a", "1.5"), price("b", "1")]))
    Archive(given.snapshots).add(failed("acme", "2026-01-03", {}, "no such page"))
    given.archive().of("acme").introduce(PROFILE.model_copy(update={"at": "2026-01-03", "home_region": "北京"}))
    publish(given, given.presents())
    return given.root


def kept(collection: Collection) -> dict[str, bytes]:
    return {name: data for name, data in tree(collection.root).items() if not name.startswith("scrapers")}


def test_the_release_of_the_night_rests_on_all_of_it(collection: Collection, night: Path) -> None:
    """So that the tests below would see what is not taken over."""
    old, new = (json.loads((root / IN_DOLLARS).read_bytes()) for root in (collection.root, night))
    assert old == []
    assert new[0]["models"][0]["prices"] == {"input_mtok": "0.1875"}, "1.5 CNY at 8 to the dollar"
    models = json.loads((night / "catalog/v1/models.json").read_bytes())["models"]
    assert [each["model"] for each in models] == ["b", "everywhere"]
    told = json.loads((night / "catalog/v1/providers/acme.json").read_bytes())["provider"]
    assert told["home_region"] == "北京"


def test_what_people_alone_write_is_not_taken(collection: Collection, night: Path) -> None:
    before = {path: path.read_bytes() for path in (collection.models, collection.scrapers / "acme.py")}
    (night / "models.toml").write_text(MODELS + 'aliases = ["A!"]\n', encoding="utf-8")
    (night / "scrapers").mkdir()
    (night / "scrapers" / "acme.py").write_text("1/0", encoding="utf-8")
    receive(collection, night, TODAY)
    assert {path: path.read_bytes() for path in before} == before


def test_a_collection_that_keeps_no_rates_takes_none_over(tmp_path: Path) -> None:
    here, there = Collection(tmp_path / "here"), Collection(tmp_path / "there")
    for made in (here, there):
        made.scrapers.mkdir(parents=True)
        (made.scrapers / "acme.py").write_text("")
        look(made.snapshots, "2026-01-01", reading([price("a", "2")]))
        publish(made, made.presents())
    receive(here, there.root, TODAY)
    assert not here.rates.exists()


def test_a_night_is_taken_over(collection: Collection, night: Path) -> None:
    receive(collection, night, TODAY)
    assert kept(collection) == tree(night)
    receive(collection, night, TODAY)
    assert kept(collection) == tree(night)


def test_a_year_that_was_packed_is_the_same_year(collection: Collection, night: Path) -> None:
    list(pack_years(Archive(night / "snapshots"), "acme", 2026))
    receive(collection, night, TODAY)
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
    altered("catalog/v1/prices.json", '"amount":"1.5"', '"amount":"9"')(night)
    data = (night / "catalog" / "v1" / "prices.json").read_bytes()
    manifest = json.loads((night / "catalog" / "v1" / "manifest.json").read_bytes())
    manifest["files"]["prices.json"] = {"bytes": len(data), "sha256": files.digest(data)}
    (night / "catalog" / "v1" / "manifest.json").write_bytes(files.encode(manifest))
    release.check(night / "catalog" / "v1")


def other_models(night: Path) -> None:
    """A release that rests on a table of models that nobody reviewed."""
    made = Collection(night)
    made.models.write_text(MODELS + 'aliases = ["A!"]\n', encoding="utf-8")
    publish(made, made.presents())


def other_rates(night: Path) -> None:
    """Rates that hold in themselves, and say another thing of a day that is kept."""
    made = Collection(night)
    shutil.rmtree(made.rates)
    KeptRates(made.rates).add({**RATES, **NEWER, "2025-12-30": {"CNY": "1", "USD": "1"}}, "the bank", "2026-01-02")
    publish(made, made.presents())


def rates_of_before(night: Path) -> None:
    """Fewer days than the release rests on."""
    shutil.rmtree(night / "rates")
    shutil.copytree(night.parent / "here" / "rates", night / "rates")


def a_link(night: Path) -> None:
    path = night / "snapshots" / "acme" / "2026-01-02" / "prices.jsonl"
    path.unlink()
    path.symlink_to("/etc/passwd")


def of_nobody(night: Path) -> None:
    look(night / "snapshots", "2026-01-02", reading([]), provider="nobody")


IN_DOLLARS = "catalog/v1/exports/genai-prices.json"
STRANGE = "is no file that a night makes"
PROFILES = "snapshots/acme/profile.jsonl"
LOOKS = "snapshots/acme/2026.jsonl"
POISON: dict[str, tuple[Callable[[Path], object], str]] = {
    "a price that was there is another": (another_price, "2026-01-01/about.json: is another"),
    "a price of tonight is another": (
        altered("snapshots/acme/2026-01-02/prices.jsonl", '"amount":"1.5"', '"amount":"4"'), "prices.jsonl",
    ),
    "a snapshot is gone": (lambda night: shutil.rmtree(night / "snapshots" / "acme" / "2025-12-31"), "is gone"),
    "a file more in a snapshot that was there": (
        lambda night: (night / "snapshots" / "acme" / "2026-01-01" / "payload.exe").write_bytes(b"MZ"), "was not in it",
    ),
    "a pipe that nobody writes to": (
        lambda night: os.mkfifo(night / "snapshots" / "acme" / "2030.jsonl"), "is no file that a night makes",
    ),
    "another file of a person": (
        lambda night: (night / "snapshots" / "acme" / "NOTES.txt").write_text("other"), "is no file that a night makes",
    ),
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
        altered("catalog/checkpoint/acme.jsonl", '"amount":"1.5"', '"amount":"4"'), "is not what the snapshots give",
    ),
    "the release tells of other models": (other_models, "catalog/v1: is not what the snapshots give"),
    "the rates are gone": (lambda night: shutil.rmtree(night / "rates"), "rates: days of them are gone"),
    "the rates are others": (other_rates, "rates: days of them are gone, or say another thing"),
    "the rates are of before": (rates_of_before, "catalog/v1: is not what the snapshots give"),
    "a rate is another": (altered("rates/2025.jsonl", '"CNY":"8.2"', '"CNY":"1"'), "line 1 was altered"),
    "what the scraper said is gone": (
        lambda night: (night / PROFILES).unlink(), "profile.jsonl: 1 of its lines are gone",
    ),
    "what the scraper says is another": (
        altered(PROFILES, "北京", "上海"), "catalog/v1: is not what the snapshots give",
    ),
    "a table of models": (lambda night: (night / "catalog" / "v1" / "models.toml").write_text(MODELS), STRANGE),
    "a file among the rates": (lambda night: (night / "rates" / "models.toml").write_text(MODELS), STRANGE),
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
        receive(collection, night, TODAY)
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)
    assert tree(collection.root) == before


def test_what_a_person_has_put_beside_it_stays(collection: Collection, night: Path) -> None:
    notes = collection.snapshots / "acme" / "NOTES.txt"
    notes.write_text("why we keep these", encoding="utf-8")
    receive(collection, night, TODAY)
    assert notes.read_text(encoding="utf-8") == "why we keep these"
    shutil.copy(notes, night / "snapshots" / "acme")
    receive(collection, night, TODAY)
    assert notes.exists()


@pytest.mark.parametrize("today", ["2026-01-01", "2025-12-31"])
def test_nothing_is_taken_that_tells_of_a_day_to_come(collection: Collection, night: Path, today: str) -> None:
    before = tree(collection.root)
    with pytest.raises(StorageError, match="2026-01-03, which is to come"):
        receive(collection, night, today)
    assert tree(collection.root) == before
