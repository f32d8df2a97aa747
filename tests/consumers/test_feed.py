"""feedparser reads the feed."""

import json

import pytest

from pricebook.publish.escaping import visible
from pricebook.publish.feed import NEWEST, feed
from tests.consumers.conftest import RELEASE
from tests.publish.published import change

feedparser = pytest.importorskip("feedparser")

HOSTILE = "<script>alert(1)</script> &lt;b&gt; ]]> \x1b[31m"
AFTER = {"amount": "0", "currency": "CNY", "unit": None, "quote": HOSTILE}


def test_it_says_what_changed() -> None:
    read = feedparser.parse(feed([change(), change(text=HOSTILE, before=None, after=AFTER)], "2026-01-05"))
    assert (read.bozo, read.version) == (False, "atom10")
    first, hostile = read.entries
    assert first.title == "acme-1 output 58 -> 29 CNY / 1M tokens (-50 %)"
    assert first.updated_parsed[:6] == (2026, 2, 1, 0, 0, 0)
    assert hostile.title_detail.type == hostile.content[0].type == "text/plain"
    assert hostile.title == visible(HOSTILE)


def test_the_collections_feed_is_read() -> None:
    changes = json.loads((RELEASE / "changes.json").read_bytes())["changes"]
    read = feedparser.parse(feed(changes, "2026-01-05"))
    assert not read.bozo
    assert [entry.title for entry in read.entries] == [each["text"] for each in changes[:NEWEST]]
    assert len({entry.id for entry in read.entries}) == len(read.entries)
