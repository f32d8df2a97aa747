"""Several ask while one writes: every answer is of one release, which it names, and none fails."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import pytest

from pricebook.snapshots.archive import Archive
from pricebook.snapshots.stamps import stamp
from pricebook.store import asking
from pricebook.store.current import Core, current
from pricebook.store.filling import fill
from pricebook.store.opening import opened, rebuilt, standing
from tests.store.databases import KINDS, SERVER, a_database
from tests.worlds import look, price, reading

PROVIDERS, MODELS, READERS, RELEASES = ("acme", "other", "third"), 20, 4, 12
LATER = "2027-01-01"


@pytest.fixture
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    with a_database(request.param, tmp_path) as address:
        yield address


def seen(root: Path, release: int) -> str:
    """Looks at every provider, of which every price is the number of the release; gives the stamp of the files."""
    for provider in PROVIDERS:
        prices = [price(f"m-{number:02}", str(release), provider=provider) for number in range(MODELS)]
        look(root, f"2026-01-{release:02}", reading(prices), provider)
    return stamp(root)


def brought_in(url: str, root: Path) -> None:
    with opened(url) as connection:
        fill(connection, Archive(root))


def told(database: asking.Database) -> set[str]:
    """The amounts of all prices, asked in as many questions as there are ways to ask."""
    day = {each["amount"] for each in asking.as_of(database, LATER)}
    ends = {past.quotes[0]["amount"] for past in asking.every(database) if past.valid_to is None}
    return day | ends


@pytest.mark.parametrize("url", KINDS, indirect=True)
def test_an_answer_is_of_the_release_that_stood_when_it_began(url: str, tmp_path: Path) -> None:
    root = tmp_path / "snapshots"
    first = seen(root, 1)
    brought_in(url, root)
    with current(url, first, lambda: pytest.fail("nothing is new")) as database:
        assert asking.sealed(database) == first
        second = seen(root, 2)
        brought_in(url, root)
        assert (told(database), asking.sealed(database)) == ({"1"}, first)
    with current(url, second, lambda: pytest.fail("nothing is new")) as database:
        assert (told(database), asking.sealed(database)) == ({"2"}, second)


@pytest.mark.parametrize("url", KINDS, indirect=True)
def test_who_only_asks_makes_no_tables(url: str) -> None:
    with standing(url) as connection:
        assert connection is None


@pytest.mark.long
@pytest.mark.parametrize("url", KINDS, indirect=True)
def test_readers_meet_no_error_and_no_mixture_while_releases_come_in(url: str, tmp_path: Path) -> None:
    root, done = tmp_path / "snapshots", Event()
    amounts = {seen(root, 1): "1"}
    brought_in(url, root)

    def write() -> None:
        try:
            for release in range(2, RELEASES + 1):
                amounts[seen(root, release)] = str(release)
                brought_in(url, root)
        finally:
            done.set()

    def ask() -> int:
        answers = 0
        while not done.is_set() or not answers:
            with standing(url) as connection:
                assert connection is not None
                database = Core(connection)
                assert told(database) == {amounts[asking.sealed(database) or ""]}
                answers += 1
        return answers

    with ThreadPoolExecutor(READERS + 1) as pool:
        asked = [pool.submit(ask) for _ in range(READERS)]
        pool.submit(write).result()
        assert all(each.result() for each in asked)
    with current(url, stamp(root), lambda: pytest.fail("nothing is new")) as database:
        assert told(database) == {str(RELEASES)}


@SERVER
@pytest.mark.parametrize("url", ["postgresql"], indirect=True)
def test_a_database_that_is_made_anew_is_empty_for_nobody(url: str, tmp_path: Path) -> None:
    root = tmp_path / "snapshots"
    stamped = seen(root, 1)
    brought_in(url, root)
    with rebuilt(url) as connection:
        with current(url, stamped, lambda: pytest.fail("nothing is new")) as database:
            assert told(database) == {"1"}
        fill(connection, Archive(root))
    with current(url, stamped, lambda: pytest.fail("nothing is new")) as database:
        assert told(database) == {"1"}
