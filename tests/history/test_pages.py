"""Pages of one provider that are looked at apart: what one look did not see stands as it was seen before."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pricebook.beliefs import Response, Visit
from pricebook.calendar import day_of
from pricebook.history.checkpoint import Presents
from pricebook.history.health import health_of
from pricebook.history.listing import listing
from pricebook.history.replaying import chronicle
from pricebook.records import Reading
from pricebook.snapshots.archive import Archive
from pricebook.store.opening import rebuilt
from tests.history.test_intervals import DAYS, MODELS, POSTGRES, hold
from tests.worlds import Naive, again, keep, price, reading

PAGES = ("chat", "image", "tools")


class Seen(NamedTuple):
    """One look: for each moment at which its pages were read, what they said; and the pages that it did not see."""

    reads: list[tuple[str, dict[str, Reading]]]
    unseen: dict[str, str | None]


@st.composite
def said(draw: st.DrawFn, page: str) -> Reading:
    models = draw(st.lists(st.sampled_from(MODELS), unique=True))
    quotes = [price(model, draw(st.sampled_from(["1", "2"])), page=page) for model in sorted(models)]
    return reading(quotes, good=draw(st.sampled_from([True, True, False])), page=page)


@st.composite
def looks(draw: st.DrawFn) -> dict[str, Seen]:
    """Looks at some or all pages of a provider whose pages come and go; some were read again later."""
    made: dict[str, Seen] = {}
    for day in draw(st.lists(st.sampled_from(DAYS[:8]), min_size=1, max_size=6, unique=True)):
        own = draw(st.lists(st.sampled_from(PAGES), min_size=1, unique=True))
        others = draw(st.lists(st.sampled_from([page for page in PAGES if page not in own] or [""]), unique=True))
        unseen = {page: draw(st.sampled_from([None, "busy"])) for page in others if page}
        at = f"{day}T08:00:00+08:00"
        made[at] = Seen([(at, {page: draw(said(page)) for page in sorted(own)})], unseen)
    for day in draw(st.lists(st.sampled_from(DAYS[7:]), max_size=1)):
        for at, look in made.items():
            if draw(st.booleans()) and day_of(at) < day:
                look.reads.append((f"{day}T20:00:00+08:00", {page: draw(said(page)) for page in look.reads[0][1]}))
    return made


def told(made: dict[str, Seen]) -> Naive:
    """The same past for somebody who knows of no pages: each look saw all that stood then."""
    past = Naive()
    standing: dict[str, Seen] = {}
    for at, look in sorted(made.items()):
        own = dict.fromkeys(look.reads[0][1], look)
        standing = {**standing, **own} if look.unseen else own
        later = sorted({when for each in standing.values() for when, _ in each.reads if when > at})
        retired = standing.keys() - own.keys() - look.unseen.keys()
        past.looks[at] = [(when, together(standing, retired, when)) for when in (at, *later)]
    return past


def together(standing: dict[str, Seen], retired: set[str], when: str) -> Reading:
    reads = {page: [read for at, read in look.reads if at <= when][-1][page] for page, look in standing.items()}
    known = {each.id for page, read in reads.items() if page not in retired for each in read.prices}
    prices = [
        each for page, read in reads.items() for each in read.prices if page not in retired or each.id not in known
    ]
    return reading(prices, good=not any(read.unread for read in reads.values()))


def written(root: Path, made: dict[str, Seen], arriving: list[str]) -> Iterator[None]:
    for at in arriving:
        (_, first), *later = made[at].reads
        mark = at if later else ""
        stored = [
            read.model_copy(update={"stored": f"{mark}{read.model_dump_json()}"}) for read in first.values()
        ]  # fmt: skip
        pages = {read.page: Response(read.stored.encode()) for read in stored}
        line = keep(root, Visit("acme", at, "saved", pages, made[at].unseen), *stored)
        assert line is not None
        for number, (when, reads) in enumerate(later, start=2):
            again(root, str(line.snapshot), number, when, *reads.values())
        yield


@pytest.mark.filterwarnings("ignore::ResourceWarning")
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(made=looks(), data=st.data())
def test_files_and_sqlite_tell_of_pages_that_are_looked_at_apart(
    made: dict[str, Seen], data: st.DataObject, tmp_path: Path
) -> None:
    arriving = data.draw(st.permutations(list(made)))
    with TemporaryDirectory(dir=tmp_path) as folder:
        hold(told(made), lambda root: written(root, made, arriving), f"sqlite:///{folder}/history.sqlite")


@pytest.mark.skipif(POSTGRES is None, reason="no PostgreSQL: run the tests by .ci/postgres pytest")
@settings(max_examples=15)
@given(made=looks(), data=st.data())
def test_postgresql_tells_the_same(made: dict[str, Seen], data: st.DataObject) -> None:
    assert POSTGRES is not None
    with rebuilt(POSTGRES):
        pass
    arriving = data.draw(st.permutations(list(made)))
    hold(told(made), lambda root: written(root, made, arriving), POSTGRES)


def saw(root: Path, day: str, unseen: dict[str, str | None], *reads: Reading) -> str:
    """One look; says whether it was new and where it is kept."""
    stored = [read.model_copy(update={"stored": read.model_dump_json()}) for read in reads]
    pages = {read.page: Response(read.stored.encode()) for read in stored}
    line = keep(root, Visit("acme", day, "saved", pages, unseen), *stored)
    assert line is not None
    return f"{line.outcome} {line.snapshot}"


def listed(root: Path) -> list[tuple[str, str, str | None]]:
    prices = listing(chronicle(Archive(root), "acme"))
    return [(each.model, str(each.amount), each.absent.state if each.absent else None) for each in prices]


CHAT, IMAGE = (reading([price(model, "1", page=page)], page=page) for model, page in (("a", "chat"), ("b", "image")))


def test_a_page_that_nobody_looked_at_lacks_nothing(tmp_path: Path) -> None:
    assert saw(tmp_path, "2026-01-01", {}, CHAT, IMAGE) == "new 2026-01-01"
    assert saw(tmp_path, "2026-01-02", {"image": None}, CHAT) == "unchanged 2026-01-01"
    assert saw(tmp_path, "2026-01-03", {"chat": None}, reading([], page="image")) == "new 2026-01-03"
    assert listed(tmp_path) == [("a", "1", None), ("b", "1", "missing")]
    assert saw(tmp_path, "2026-01-04", {}, CHAT) == "new 2026-01-04", "there is one page less"
    assert saw(tmp_path, "2026-01-05", {"image": "busy"}, reading([], page="chat", good=False)) == "new 2026-01-05"
    assert listed(tmp_path) == [("a", "1", "unread"), ("b", "1", "missing")]


def test_a_price_that_moved_to_a_new_page_is_no_conflict(tmp_path: Path) -> None:
    saw(tmp_path, "2026-01-01", {}, CHAT)
    moved = reading([price("a", "2", page="a")], page="a")
    assert saw(tmp_path, "2026-01-02", {"other": None}, moved) == "new 2026-01-02"
    assert listed(tmp_path) == [("a", "2", None)]
    saw(tmp_path, "2026-01-03", {"a": None}, reading([price("a", "3", page="other")], page="other"))
    assert listed(tmp_path) == [("a", "2", None), ("a", "3", None)], "two pages of today that do not agree are one"


def test_of_a_page_that_fails_it_is_told_since_when(tmp_path: Path) -> None:
    saw(tmp_path, "2026-01-01", {"tools": "no such page"}, CHAT, IMAGE)
    saw(tmp_path, "2026-01-02", {"tools": "no such page", "image": "busy"}, CHAT)
    saw(tmp_path, "2026-01-03", {"tools": None, "image": "still busy"}, CHAT)
    known = health_of(Presents(Archive(tmp_path)).of("acme"))
    assert {page: tuple(each.model_dump().values()) for page, each in known.failing.items()} == {
        "tools": ("2026-01-01", None, "no such page"), "image": ("2026-01-02", "2026-01-01", "still busy"),
    }  # fmt: skip
    assert (known.prices, known.failing_since, known.last_good) == (2, "2026-01-01", "2026-01-03")
    saw(tmp_path, "2026-01-04", {"chat": None}, IMAGE, reading([], page="tools"))
    assert health_of(Presents(Archive(tmp_path)).of("acme")).failing == {}
