"""What is committed is what the program makes of it."""

import json
import shutil
import tomllib
from pathlib import Path

import pytest

from pricebook.errors import StorageError, UsageError
from pricebook.extraction.converting import read_document
from pricebook.history.checkpoint import Presents
from pricebook.history.diff import changes
from pricebook.history.streams import pairs
from pricebook.identity import identity_order, price_id
from pricebook.publish import release
from pricebook.publish.released import EVERY, read
from pricebook.reading import canonical
from pricebook.records import Price
from pricebook.snapshots.archive import Archive
from pricebook.system.files import encode
from tests.conftest import FROZEN, ROOT, frozen
from tests.pages import COLLECTION
from tests.publish.published import as_file, put
from tests.worlds import look, price, reading, release_of, unsaid


def test_every_stored_page_reads_as_its_prices_say(provider: str) -> None:
    """Two readings with nothing in common but the page: the stored lines, and the page read again."""
    scraper = COLLECTION.scraper(provider)
    for snapshot in COLLECTION.archive().snapshots(provider):
        again: list[Price] = []
        for page in snapshot.about.pages:
            text = snapshot.page(page)
            assert canonical.is_canonical(text)
            again += read_document(scraper, canonical.read(text, provider), page).prices
        assert sorted(again, key=identity_order) == snapshot.prices


def test_snapshots_are_dated_by_their_documents() -> None:
    dates = {provider: [s.at for s in frozen().archive().snapshots(provider)] for provider in frozen().providers()}
    revisions = dates.pop("ucloud")
    assert (revisions[0], revisions[-1]) == ("2025-03-07T19:43:37+08:00", "2025-11-18T11:36:51+08:00")
    assert dates == {
        "bailian": ["2025-03-01"],
        "moonshot": ["2025-11-11"],
        "xfyun": ["2025-07-08"],
        "xingchen": ["2024-09-18"],
    }
    for provider in ("bailian", "xingchen"):
        snapshot = frozen().archive().snapshots(provider)[0]
        assert snapshot.about.basis == "assumed"
        assert [f.value for f in snapshot.facts if f.kind == "page_date"] == [
            {"date": dates[provider][0], "basis": "assumed"}
        ]


def test_prices_say_since_when_they_hold_and_whether_they_are_still_listed() -> None:
    published = {
        price["model"]: price for price in read(frozen().release, EVERY).prices if price["meter"] in {"input", "video"}
    }
    listed = published["moonshotai/Kimi-K2-Thinking"]
    assert (listed["valid_from"], listed["valid_from_basis"], listed["status"]) == ("2025-11-18", "observed", "fresh")
    gone = published["ERNIE-4.5-Turbo-VL-32K"]
    assert (gone["status"], gone["absent_since"], gone["snapshot"]) == ("missing", "2025-10-10", "2025-09-29.2")
    slipped = published["ERNIE-4.5-Turbo-128K"]
    assert (slipped["status"], slipped["amount"]) == ("held", "0.8"), "as it was before the page printed 800"
    printed = {price["valid_from"] for price in published.values() if price["valid_from_basis"] == "printed"}
    assert printed <= {price["effective_from"] for price in published.values()}
    assert printed


def test_what_the_vocabulary_cannot_say_is_published_apart(tmp_path: Path) -> None:
    first, later = unsaid("m", "3", "天"), unsaid("m", "4", "天")
    look(tmp_path, "2026-01-05", reading([price("a", "1")], unsaid=[first]))
    look(tmp_path, "2026-01-06", reading([price("a", "1")], unsaid=[later]))
    files = {name: json.loads(data) for name, data in release_of(Presents(Archive(tmp_path))).items() if _is_json(name)}
    said = later.model_dump(mode="json")
    said["where"]["address"] = None
    for name in ("unsaid.json", "providers/acme.json"):
        assert files[name]["unsaid"] == [said]
    for name in ("prices.json", "providers/acme.json"):
        assert [each["model"] for each in files[name]["prices"]] == ["a"]
    stands = files["status.json"]["providers"]["acme"]
    assert (stands["prices"], stands["unsaid"], stands["unread"]) == (1, 1, 0)


def _is_json(name: str) -> bool:
    return name.endswith(".json")


def test_a_release_of_an_older_or_a_newer_program_is_read(tmp_path: Path) -> None:
    """Fields and lists come within v1: who lacks one, or does not know one, reads all the others."""
    shutil.copytree(frozen().release, tmp_path / "v1")
    for path in (tmp_path / "v1" / "providers").iterdir():
        told = json.loads(path.read_bytes())
        del told["unsaid"], told["pending"]
        for each in (*told["prices"], *told["absent"]):
            del each["effective_until"]
            each["voice"] = "new"
        put(tmp_path / "v1", {f"providers/{path.name}": as_file({**told, "voices": [{"amount": 1}]})})
    release.check(tmp_path / "v1")
    found, whole = read(tmp_path / "v1", EVERY), read(frozen().release, EVERY)
    assert found.providers == whole.providers
    assert [{**each, "effective_until": None, "voice": None} for each in found.prices] == [
        {**each, "effective_until": None, "voice": None} for each in whole.prices
    ]
    prices = {"prices": [each for each in found.prices if "absent_since" not in each]}
    put(tmp_path / "v1", {"prices.json": as_file(prices)})
    assert changes(pairs(tmp_path / "v1" / "prices.json", frozen().release / "prices.json")) == []


def test_a_price_is_called_the_same_in_every_release() -> None:
    identity = {
        "provider": "moonshot", "model": "kimi-latest", "service": "inference", "meter": "input", "unit": "1M tokens",
        "currency": "CNY", "conditions": {"context_tokens": {"lte": 32768, "gt": 8192}},
    }  # fmt: skip
    assert price_id(identity) == "ac86cba818e72e80"
    assert price_id(identity) in {price["id"] for price in read(frozen().release, EVERY).prices}


def test_no_scraper_and_no_room_of_the_core_names_a_provider() -> None:
    for path in (ROOT / "src").rglob("*.py"):
        text = path.read_text(encoding="utf-8").lower()
        for name in (*FROZEN, "kimi"):
            assert name not in text.replace("`moonshot/chat`", ""), f"{path}: {name}"


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"format": "pricebook-catalogue/1"}'])
def test_a_folder_that_is_no_catalogue_is_refused(tmp_path: Path, content: str) -> None:
    (tmp_path / "manifest.json").write_text(content, encoding="utf-8")
    with pytest.raises(StorageError, match=r"manifest\.json: is no manifest"):
        read(tmp_path, EVERY)


@pytest.mark.parametrize("named", ["pricebook/v1", "pricebook-catalogue/2"])
def test_a_catalogue_that_keeps_another_contract_is_refused(tmp_path: Path, named: str) -> None:
    (tmp_path / "manifest.json").write_bytes(encode({"format": named, "files": {}}))
    with pytest.raises(UsageError, match=rf"manifest\.json: format '{named}', this program reads"):
        read(tmp_path, EVERY)


def test_dependencies_that_are_named_are_used() -> None:
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
    modules = {"beautifulsoup4": "bs4", "markdown-it-py": "markdown_it", "vcrpy": "vcr", "pyyaml": "yaml"}
    source = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "src").rglob("*.py"))
    for requirement in declared:
        name = requirement.split(">")[0]
        if name == "tzdata":  # what zoneinfo reads
            continue
        assert f"import {modules.get(name, name)}" in source or f"from {modules.get(name, name)}" in source, name
