"""What must hold of the committed snapshots and of what is published, whatever a night brings."""

import json

import pytest

from pricebook.extraction import read_document
from pricebook.publish import release
from pricebook.publish.catalogue import last_snapshots, read
from pricebook.publish.evidence import evidence
from pricebook.reading import canonical
from pricebook.records import Price
from pricebook.snapshots import identity_order, snapshots
from tests.conftest import ROOT
from tests.pages import COLLECTION


def test_the_release_is_what_the_snapshots_give() -> None:
    release.check(COLLECTION.release)
    assert release.stands(COLLECTION.release, release.assembled(COLLECTION.snapshots))


def test_every_stored_page_reads_as_its_prices_say(provider: str) -> None:
    """Two readings with nothing in common but the page: the stored lines, and the page read again."""
    scraper = COLLECTION.scraper(provider)
    for snapshot in snapshots(COLLECTION.snapshots, provider):
        again: list[Price] = []
        for address in scraper.pages:
            text = snapshot.page(address.name)
            assert canonical.is_canonical(text)
            again += read_document(scraper, canonical.read(text, provider), address.name).prices
        assert sorted(again, key=identity_order) == snapshot.prices


def test_amounts_are_exact_strings_in_json() -> None:
    content = json.loads(COLLECTION.catalogue.read_text(encoding="utf-8"), parse_float=pytest.fail)
    for price in content["prices"]:
        for amount in (price["amount"], price["listed"]["amount"]):
            assert isinstance(amount, str)
            assert "e" not in amount.lower()
            assert not ("." in amount and amount.endswith("0"))


def test_every_published_price_can_be_explained() -> None:
    published = ROOT / "catalog" / "v1" / "prices.json"
    for price in read(published):
        snapshot = price.absent.snapshot if price.absent else last_snapshots(published)[price.provider]
        assert price.listed.text in evidence(ROOT / "snapshots", price, snapshot).cell
