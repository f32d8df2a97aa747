"""What must hold of the committed snapshots and of what is published, whatever a night brings."""

import json

import pytest

from pricebook.history.checkpoint import Presents, written
from pricebook.history.present import made_anew
from pricebook.publish import release
from pricebook.publish.evidence import evidence
from pricebook.publish.released import EVERY, read
from pricebook.run.asking import checked
from tests.pages import COLLECTION


def test_the_release_is_what_the_snapshots_give() -> None:
    release.check(COLLECTION.release)
    assert release.stands(COLLECTION.release, release.assembled(Presents(COLLECTION.archive())))


def test_the_checkpoints_are_what_the_snapshots_give() -> None:
    archive = COLLECTION.archive()
    kept = {path.stem: path.read_bytes() for path in COLLECTION.checkpoint.iterdir()}
    assert kept == {provider: written(made_anew(archive.of(provider))) for provider in archive.looked_at}


def test_amounts_are_exact_strings_in_json() -> None:
    content = json.loads(COLLECTION.catalogue.read_text(encoding="utf-8"), parse_float=pytest.fail)
    for price in content["prices"]:
        for amount in (price["amount"], price["listed"]["amount"]):
            assert isinstance(amount, str)
            assert "e" not in amount.lower()
            assert not ("." in amount and amount.endswith("0"))


def test_every_published_price_can_be_explained() -> None:
    published = read(COLLECTION.catalogue, EVERY)
    archive, providers = COLLECTION.archive(), published.rest["providers"]
    for price in checked(COLLECTION, published.prices):
        snapshot = price.absent.snapshot if price.absent else providers[price.provider]["snapshot"]
        assert price.listed.text in evidence(archive, price, snapshot).cell
