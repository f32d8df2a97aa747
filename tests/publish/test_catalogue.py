"""What is committed is what the program makes of it."""

import json
import tomllib
from pathlib import Path

import pytest

from pricebook.errors import UsageError
from pricebook.extraction.converting import read_document
from pricebook.history.checkpoint import Presents
from pricebook.history.diff import changes
from pricebook.history.streams import pairs
from pricebook.identity import identity_order, price_id
from pricebook.publish import release
from pricebook.publish.released import EVERY, read
from pricebook.reading import canonical
from pricebook.records import Price
from pricebook.run.asking import checked
from pricebook.snapshots.archive import Archive
from pricebook.system.files import digest, encode
from tests.conftest import FROZEN, ROOT, frozen
from tests.pages import COLLECTION
from tests.worlds import look, price, reading, unsaid


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
        price.model: price
        for price in checked(frozen(), read(frozen().catalogue, EVERY).prices)
        if price.meter in {"input", "video"}
    }
    listed = published["moonshotai/Kimi-K2-Thinking"]
    assert (listed.valid_from, listed.valid_from_basis, listed.absent) == ("2025-11-18", "observed", None)
    gone = published["ERNIE-4.5-Turbo-128K"].absent
    assert gone is not None
    assert (gone.state, gone.since, gone.snapshot) == ("missing", "2025-10-10", "2025-09-29.2")
    printed = {price.valid_from for price in published.values() if price.valid_from_basis == "printed"}
    assert printed <= {price.effective_from for price in published.values()}
    assert printed


def test_what_the_vocabulary_cannot_say_is_published_apart(tmp_path: Path) -> None:
    first, later = unsaid("m", "3", "天"), unsaid("m", "4", "天")
    look(tmp_path, "2026-01-05", reading([price("a", "1")], unsaid=[first]))
    look(tmp_path, "2026-01-06", reading([price("a", "1")], unsaid=[later]))
    files = {name: json.loads(data) for name, data in release.assembled(Presents(Archive(tmp_path))).items()}
    assert files["prices.json"]["unsaid"] == [later.model_dump(mode="json")]
    assert [each["model"] for each in files["prices.json"]["prices"]] == ["a"]
    stands = files["status.json"]["providers"]["acme"]
    assert (stands["prices"], stands["unsaid"], stands["unread"]) == (1, 1, 0)


def test_a_release_of_an_older_program_is_read(tmp_path: Path) -> None:
    release.put(tmp_path / "v1", release.assembled(Presents(frozen().archive())))
    prices, status = (tmp_path / "v1" / name for name in ("prices.json", "status.json"))
    whole = json.loads(prices.read_bytes())
    del whole["unsaid"]
    for each in whole["prices"]:
        del each["effective_until"]
    prices.write_bytes(encode(whole))
    told = json.loads(status.read_bytes())
    told["files"]["prices.json"] = {"bytes": prices.stat().st_size, "sha256": digest(prices.read_bytes())}
    for stands in told["providers"].values():
        del stands["unsaid"]
    status.write_bytes(encode(told))
    release.check(tmp_path / "v1")
    assert read(prices, EVERY).prices == whole["prices"]
    assert changes(pairs(prices, frozen().catalogue)) == []


def test_a_price_is_called_the_same_in_every_release() -> None:
    identity = {
        "provider": "moonshot", "model": "kimi-latest", "service": "inference", "meter": "input", "unit": "1M tokens",
        "currency": "CNY", "conditions": {"context_tokens": {"lte": 32768, "gt": 8192}},
    }  # fmt: skip
    assert price_id(identity) == "ac86cba818e72e80"
    assert price_id(identity) in {price["id"] for price in read(frozen().catalogue, EVERY).prices}


def test_no_scraper_and_no_room_of_the_core_names_a_provider() -> None:
    for path in (ROOT / "src").rglob("*.py"):
        text = path.read_text(encoding="utf-8").lower()
        for name in (*FROZEN, "kimi"):
            assert name not in text.replace("`moonshot/chat`", ""), f"{path}: {name}"


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"format": "pricebook/v9", "prices": []}'])
def test_a_file_that_is_no_catalogue_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "prices.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(UsageError, match=r"prices\.json"):
        read(path, EVERY)


def test_dependencies_that_are_named_are_used() -> None:
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
    modules = {"beautifulsoup4": "bs4", "markdown-it-py": "markdown_it", "vcrpy": "vcr", "pyyaml": "yaml"}
    source = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "src").rglob("*.py"))
    for requirement in declared:
        name = requirement.split(">")[0]
        if name == "tzdata":  # what zoneinfo reads
            continue
        assert f"import {modules.get(name, name)}" in source or f"from {modules.get(name, name)}" in source, name
