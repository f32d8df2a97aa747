"""What a scraper says of its provider is written down when it says something else, and what is published follows it."""

import json
from pathlib import Path
from typing import Any

import pytest

from pricebook.beliefs import Profile
from pricebook.errors import StorageError
from pricebook.history.checkpoint import Presents, written
from pricebook.history.present import made_anew
from pricebook.snapshots.archive import Archive
from pricebook.snapshots.auditing import audit
from pricebook.snapshots.shelf import PROFILE
from tests.worlds import introduced, look, price, published, reading, release_of

NORTH, SOUTH = "华北", "华南"
READ = reading([
    price("a", "1", conditions={"region": NORTH}), price("a", "2", conditions={"region": SOUTH}),
    price("b", "3", conditions={"mode": "batch"}), price("c", "4"),
])  # fmt: skip


def lines(root: Path, provider: str = "acme") -> list[dict[str, Any]]:
    path = root / provider / PROFILE
    return [json.loads(line) for line in path.read_bytes().splitlines()] if path.is_file() else []


def standard(root: Path) -> list[str]:
    """The amounts of the standard offer."""
    return [each["amount"] for each in published(root)["prices.json"]["prices"] if each["standard"]]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A provider whose home moved on the second day, and moved back on the fourth."""
    for day, home in ((1, NORTH), (2, SOUTH), (3, SOUTH), (4, NORTH)):
        look(tmp_path, f"2026-01-0{day}", READ)
        introduced(tmp_path, f"2026-01-0{day}", home)
    return tmp_path


def test_a_line_for_each_change(root: Path) -> None:
    assert [(line["at"], line["home_region"]) for line in lines(root)] == [
        ("2026-01-01", NORTH), ("2026-01-02", SOUTH), ("2026-01-04", NORTH),
    ]  # fmt: skip
    shelf = Archive(root).of("acme")
    assert shelf.profile == shelf.profiles.records[-1]
    assert list(audit(shelf)) == []


@pytest.mark.parametrize(
    "more",
    [{"name": "Acme Ltd"}, {"currency": "USD"}, {"timezone": "UTC"}, {"pages": []}, {"home_region": None}],
    ids=lambda more: next(iter(more)),
)
def test_whatever_it_says_else_is_a_line(more: dict[str, Any], root: Path) -> None:
    said = {"home_region": NORTH, **more}
    introduced(root, "2026-01-05", **said)
    introduced(root, "2026-01-06", **said)
    assert [line["at"] for line in lines(root)][3:] == ["2026-01-05"]


@pytest.mark.parametrize(("home", "amounts"), [(NORTH, ["1", "4"]), (SOUTH, ["2", "4"]), (None, ["4"]), ("x", ["4"])])
def test_the_standard_offer_is_of_the_home_region_that_was_said_last(
    home: str | None, amounts: list[str], root: Path
) -> None:
    introduced(root, "2026-01-05", home)
    assert standard(root) == amounts
    files = published(root)
    assert files["providers/acme.json"]["provider"]["home_region"] == home
    models = files["slim.json"]["providers"]["acme"]["models"]
    assert models == {"c": {"input": "4"}} | ({"a": {"input": amounts[0]}} if len(amounts) > 1 else {})
    history = release_of(Presents(Archive(root)))["history.jsonl"].splitlines()
    assert sorted(told["amount"] for told in map(json.loads, history) if told["standard"]) == amounts


def test_without_a_line_nothing_is_made_up(tmp_path: Path) -> None:
    look(tmp_path, "2026-01-01", READ)
    (provider,) = (published(tmp_path)["providers/acme.json"]["provider"],)
    assert provider == {
        "id": "acme", "name": "acme", "currency": None, "home_region": None, "timezone": None,
        "pages": [{"name": "price", "address": None, "former": False, "snapshot": "2026-01-01"}],
    }  # fmt: skip
    assert standard(tmp_path) == ["4"]


def test_pages_are_those_of_the_scraper_and_those_that_it_gave_up(root: Path) -> None:
    pages = [{"name": "new", "address": "https://acme.example/new"}]
    introduced(root, "2026-01-05", NORTH, pages=pages)
    assert published(root)["providers/acme.json"]["provider"]["pages"] == [
        {"name": "new", "address": "https://acme.example/new", "former": False, "snapshot": None},
        {"name": "price", "address": None, "former": True, "snapshot": "2026-01-01"},
    ]  # fmt: skip


def test_a_checkpoint_goes_on_over_what_a_scraper_says_anew(root: Path, tmp_path: Path) -> None:
    kept = tmp_path / "checkpoint"
    Presents(Archive(root), kept).write()
    rests = Presents(Archive(root), kept).published("acme")
    introduced(root, "2026-01-05", SOUTH)
    presents = Presents(Archive(root), kept)
    assert written(presents.of("acme")) == written(made_anew(Archive(root).of("acme")))
    assert release_of(presents) == release_of(Presents(Archive(root)))
    presents.write()
    assert Presents(Archive(root), kept).published("acme") == Archive(root).of("acme").rests != rests


def test_what_was_lost_of_it_is_missed_by_who_has_seen_it(root: Path) -> None:
    path, rests = root / "acme" / PROFILE, Archive(root).of("acme").rests
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:-1]))
    (fault,) = audit(Archive(root).of("acme"), rests)
    assert fault.path == path


@pytest.mark.parametrize(
    ("was", "now", "says"),
    [
        ("南", "北", "line 3 goes on from a line that is not there"),
        ('"name":"Acme"', '"name":7', "line 2 goes on from a line that is not there"),
        ('"home_region"', '"home', "line 1 is no Profile"),
    ],
)
def test_what_was_altered_of_it_is_named_and_nothing_is_published(was: str, now: str, says: str, root: Path) -> None:
    path = root / "acme" / PROFILE
    path.write_bytes(path.read_bytes().replace(was.encode(), now.encode()))
    with pytest.raises(StorageError, match=f"{PROFILE}: {says}"):
        list(audit(Archive(root).of("acme")))
    with pytest.raises(StorageError, match=f"{PROFILE}: {says}"):
        published(root)


def test_what_is_written_is_read_back(root: Path) -> None:
    said = Archive(root).of("acme").profile
    assert said is not None
    assert Profile.model_validate_json(said.model_dump_json()) == said
    assert [(page.name, page.address, page.former) for page in said.pages] == [
        ("price", "https://acme.example/price", False)
    ]


DOLLARS = reading([price("d", "2", currency="USD"), price("e", "3")])


def statuses(root: Path) -> dict[str, str]:
    """By model what is published and what waits."""
    files = published(root)
    found = {each["model"]: each["status"] for each in files["prices.json"]["prices"]}
    return found | {each["model"]: "pending" for each in files["pending.json"]["pending"]}


def test_prices_are_judged_by_the_currency_that_was_expected_when_they_were_seen(tmp_path: Path) -> None:
    root, kept = tmp_path / "snapshots", tmp_path / "checkpoint"
    look(root, "2026-01-01", DOLLARS)
    Presents(Archive(root), kept).write()
    assert statuses(root) == {"d": "fresh", "e": "fresh"}, "nobody said in which currency they are to be expected"
    steps = [("CNY", {"d": "pending", "e": "fresh"}), ("USD", {"d": "pending", "e": "fresh"})]
    for day, (currency, expected) in enumerate(steps, start=2):
        introduced(root, f"2026-01-0{day}", currency=currency)
        presents = Presents(Archive(root), kept)
        assert written(presents.of("acme")) == written(made_anew(Archive(root).of("acme")))
        presents.write()
        assert statuses(root) == expected
    look(root, "2026-01-04", reading([*DOLLARS.prices, price("f", "2", currency="USD"), price("g", "3")]))
    assert statuses(root) == {"d": "pending", "e": "fresh", "f": "fresh", "g": "pending"}
    presents = Presents(Archive(root), kept)
    assert written(presents.of("acme")) == written(made_anew(Archive(root).of("acme")))
