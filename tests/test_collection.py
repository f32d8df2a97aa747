"""What must hold of the committed snapshots and of what is published, whatever a night brings."""

import json
import re

import pytest

from pricebook.history.checkpoint import Presents, written
from pricebook.history.present import made_anew
from pricebook.publish import release
from pricebook.publish.released import EVERY, read
from pricebook.run.asking import explained, told_of
from pricebook.run.refresh import tables_of
from tests.pages import COLLECTION


def test_the_release_is_what_the_snapshots_give() -> None:
    release.check(COLLECTION.release)
    made = release.assembled(Presents(COLLECTION.archive()), tables_of(COLLECTION))
    assert release.stands(COLLECTION.release, made)


def test_the_checkpoints_are_what_the_snapshots_give() -> None:
    archive = COLLECTION.archive()
    kept = {path.stem: path.read_bytes() for path in COLLECTION.checkpoint.iterdir()}
    assert kept == {provider: written(made_anew(archive.of(provider))) for provider in archive.looked_at}


def test_amounts_are_exact_strings_in_json() -> None:
    for name, key in (("prices", "prices"), ("absent", "prices"), ("unsaid", "unsaid")):
        content = json.loads((COLLECTION.release / f"{name}.json").read_bytes(), parse_float=pytest.fail)
        for told in content[key]:
            for amount in (told["amount"], told.get("listed", told)["amount"]):
                assert re.fullmatch(r"(0|[1-9][0-9]*)(\.[0-9]*[1-9])?", amount)


def test_every_published_price_can_be_explained() -> None:
    found = read(COLLECTION.release, EVERY)
    assert found.prices
    # A page after the other: each is read once.
    published = found._replace(
        prices=sorted(found.prices, key=lambda price: (price["provider"], price["where"]["page"]))
    )
    for price, told in zip(told_of(published), explained(COLLECTION, published), strict=True):
        assert price["listed"]["text"] in told.proof.cell
        assert (COLLECTION.root / told.stored).is_file()
