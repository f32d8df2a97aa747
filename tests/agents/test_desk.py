"""Which release answers assistants: the newest good one, from wherever it comes, for as long as they ask."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pricebook.agents.desk import Desk
from pricebook.errors import PricebookError
from pricebook.run.viewing import viewed
from tests.agents.asking import cost, find, prices
from tests.agents.releases import PRICES, desk, released
from tests.book.releases import price
from tests.cli.test_views import collection
from tests.serving import Server, answer, once, serving, url


def test_a_newer_release_is_taken_and_one_that_is_not_good_is_told(tmp_path: Path) -> None:
    at = desk(released(tmp_path))
    before = cost(at, "clip", seconds=1)
    dearer = [{**each, "amount": "0.5"} if each["model"] == "clip" else each for each in PRICES]
    released(tmp_path, dearer, sequence=6, release="1" * 64)
    after = cost(at, "clip", seconds=1)
    assert [each.costs[0].amount for each in (before, after)] == ["0.25", "0.5"]
    assert [each.release.release[0] for each in (before, after)] == ["0", "1"]
    released(tmp_path, PRICES[:3], sequence=7, release="2" * 64)
    last = cost(at, "clip", seconds=1)
    assert (last.costs[0].amount, last.release.release[0]) == ("0.5", "1")
    assert last.release.newer_refused


def test_a_release_that_is_not_to_be_trusted_answers_nothing(tmp_path: Path) -> None:
    at = desk(released(tmp_path))
    (tmp_path / "providers" / "acme.json").write_bytes(b"{}")
    with pytest.raises(PricebookError, match="take another copy"):
        prices(at, "plain", provider="acme")


def put_on(web: Server, folder: Path) -> None:
    """Lets the server have the release that stands there."""
    names = (path for path in folder.rglob("*") if path.is_file())
    web.says |= {f"/{each.relative_to(folder).as_posix()}": once(answer(each.read_bytes())) for each in names}


@pytest.fixture
def web() -> Iterator[Server]:
    yield from serving()


def test_an_address_is_asked_for_a_newer_release_once_a_minute(web: Server, tmp_path: Path) -> None:
    time = [0.0]

    def asked() -> str:
        return cost(at, "clip", seconds=1).costs[0].amount

    put_on(web, released(tmp_path))
    at = Desk(Path(), url(web, "/"), clock=lambda: time[0])
    assert asked() == "0.25"
    dearer = [{**each, "amount": "0.5"} if each["model"] == "clip" else each for each in PRICES]
    put_on(web, released(tmp_path, dearer, sequence=6))
    for time[0], amount in ((1.0, "0.25"), (59.0, "0.25"), (60.0, "0.5")):
        assert asked() == amount


def test_what_was_replaced_at_an_address_before_it_was_read_is_asked_for_at_once(web: Server, tmp_path: Path) -> None:
    put_on(web, released(tmp_path))
    at = Desk(Path(), url(web, "/"), clock=lambda: 0.0)
    put_on(web, released(tmp_path, [*PRICES, price("new", "input", "3")], sequence=6))
    assert [each.amount for each in prices(at, "plain", provider="acme", meter="output").prices] == ["8"]
    assert find(at, "new").offers


def test_several_collections_are_asked_as_one_also_when_one_of_them_is_published_anew(tmp_path: Path) -> None:
    layers = [collection(tmp_path / "public", acme="2", other="3"), collection(tmp_path / "private", acme="1")]
    at = Desk(viewed(layers).root, now=lambda: datetime.now(UTC))
    assert [each.amount for each in prices(at, "m-acme").prices] == ["1"]
    collection(tmp_path / "private", acme="1", mine="5")
    assert [each.amount for each in prices(at, "m-mine").prices] == ["5"]
