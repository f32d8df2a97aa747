"""What was true when, and what was known when: the files, SQLite and PostgreSQL against a naive model."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection

from pricebook.beliefs import Belief, Decision
from pricebook.calendar import day_of
from pricebook.history.intervals import Interval, Sighting, as_of, replay
from pricebook.history.replaying import chronicle
from pricebook.identity import identity_order
from pricebook.records import Reading, as_values
from pricebook.snapshots.archive import Archive
from pricebook.store import asking
from pricebook.store.columns import MARKS
from pricebook.store.current import Core, current
from pricebook.store.filling import fill
from pricebook.store.opening import opened, rebuilt
from tests.worlds import Naive, again, look, price, reading

DAYS = [f"2026-01-{day:02}" for day in range(1, 13)]
POSTGRES = os.environ.get("CATALOG_TEST_POSTGRES")
MODELS = ("a", "b")


@st.composite
def readings(draw: st.DrawFn) -> Reading:
    quotes = []
    for model in MODELS:
        forms = draw(st.lists(st.sampled_from(["1", "2", "3"]), max_size=2, unique=True))
        since = draw(st.sampled_from([None, None, None, *DAYS[::3]]))
        until = draw(st.sampled_from([None, None, DAYS[-1]]))
        quotes += [price(model, amount, since=since, until=until) for amount in sorted(forms)]
    gone = (
        draw(st.dictionaries(st.sampled_from(MODELS), st.sampled_from(DAYS), max_size=1)) if draw(st.booleans()) else {}
    )
    return reading(quotes, good=draw(st.sampled_from([True, True, False])), withdrawn=gone)


@st.composite
def pasts(draw: st.DrawFn) -> tuple[Naive, list[str]]:
    """A past, and the order in which its pages come in."""
    past = Naive()
    for day in draw(st.lists(st.sampled_from(DAYS[:8]), min_size=1, max_size=6, unique=True)):
        past.looks[f"{day}T08:00:00+08:00"] = [(f"{day}T08:00:00+08:00", draw(readings()))]
    rereading = draw(st.lists(st.sampled_from(DAYS[7:]), max_size=2, unique=True))
    for day in sorted(rereading):
        for at, reads in past.looks.items():
            if draw(st.booleans()) and day_of(at) < day:
                reads.append((f"{day}T20:00:00+08:00", draw(readings())))
    for day in draw(st.lists(st.sampled_from(DAYS), max_size=1)):
        made = {"provider": "acme", "decision": "withdrawn", "at": f"{day}T12:00:00+08:00", "because": "said so"}
        on = draw(st.sampled_from(DAYS))
        past.decisions.append(
            Decision.model_validate({**made, "id": price(draw(st.sampled_from(MODELS)), "1").id, "on": on})
        )
    return past, draw(st.permutations(list(past.looks)))


def written(root: Path, past: Naive, arriving: list[str]) -> Iterator[None]:
    """Writes the past down, page by page in the order of arriving; yields after each."""
    for at in arriving:
        first, *later = past.looks[at]
        seen = look(root, at, first[1], page=at if later else "")
        assert seen is not None
        for number, (when, read) in enumerate(later, start=2):
            again(root, str(seen.snapshot), number, when, read)
        yield
    for decision in past.decisions:
        Archive(root).decide(decision)
    yield


def answers(beliefs: list[Belief]) -> dict[str, tuple[Any, ...]]:
    return {
        told.prices[0].id: (
            sorted(each.amount for each in told.prices), told.valid_from, told.basis, told.first_seen, told.state,
            told.since,
        )
        for told in beliefs
    }  # fmt: skip


Writer = Callable[[Path], Iterator[object]]
"""Writes a past down step by step under that folder."""


def hold(past: Naive, writer: Writer, url: str) -> None:
    """The files and the database answer as the past does, the database whether it grew or was made anew."""
    with TemporaryDirectory() as folder:
        root = Path(folder)
        with opened(url) as connection:
            for _ in writer(root):
                fill(connection, Archive(root))
        files = list(chronicle(Archive(root), "acme"))
        with opened(url) as connection:
            grown = dump(connection)
            agree(past, files, Core(connection))
        with current(url, Archive(root).stamp, lambda: pytest.fail("it is up to date")) as database:
            agree(past, files, database)
        with rebuilt(url) as connection:
            fill(connection, Archive(root))
        with opened(url) as connection:
            assert sorted(set(dump(connection)) ^ set(grown), key=repr) == []


def agree(past: Naive, files: list[Interval], database: asking.Database) -> None:
    """The intervals and the database answer every question as the past does."""
    for day in DAYS[::2]:
        for known in (None, *DAYS[1::3]):
            beliefs = as_of(files, day, known)
            assert answers(beliefs) == past.as_of(day, known), (day, known)
            in_order = sorted(beliefs, key=lambda belief: identity_order(belief.prices[0]))
            expected = [published for belief in in_order for published in as_published(belief)]
            told = [dict(each) for each in asking.as_of(database, day, known)]
            for each in told:
                learnt = each.pop("known_from")
                assert learnt in learnt_on(files, each["id"], each["first_seen"])
                assert known is None or learnt <= known
            assert told == expected, (day, known)
    own = [plain(each) for each in files if each.quotes[0].model == "a"]
    assert sorted(asking.history(database, "acme", "a"), key=place) == sorted(own, key=place)


def as_published(belief: Belief) -> list[dict[str, Any]]:
    """The prices as a release tells them, but for whether they are standard and on which day they were learnt."""
    said: dict[str, Any] = {
        "valid_from": belief.valid_from, "valid_from_basis": belief.basis, "first_seen": day_of(belief.first_seen),
        "status": "pending" if belief.reasons else "fresh", "suspect": None, "conflict": None,
        "reasons": belief.reasons,
    }  # fmt: skip
    if belief.state != "listed":
        said |= {"status": belief.state, "absent_since": belief.since, "snapshot": belief.snapshot}
    return [{**told, **said} for told in as_values(belief.prices)]


def learnt_on(files: list[Interval], price_id: str, first_seen: str) -> set[str]:
    """The days on which forms of the price were learnt that were first seen on that day."""
    own = (each for each in files if each.id == price_id and day_of(each.first_seen) == first_seen)
    return {day_of(each.known_from or each.first_seen) for each in own}


def plain(interval: Interval) -> asking.Past:
    """The interval as the database tells it."""
    marks = {name: getattr(interval, name) for name in ("number", "first_seen", "known_from", *MARKS)}
    state, since = interval.state()
    held = [reason.says for reason in interval.held]
    return asking.Past(**marks, state=state, since=since, quotes=as_values(interval.quotes), held=held)


def place(interval: asking.Past) -> tuple[object, ...]:
    return interval.id, interval.number, interval.first_seen, interval.known_from or ""


def dump(connection: Connection) -> list[Any]:
    rows = [connection.exec_driver_sql(f"SELECT * FROM {table} ORDER BY 1, 2") for table in ("source", "seal", "price")]
    rows.append(
        connection.exec_driver_sql("SELECT * FROM period ORDER BY price, number, first_seen, known_from, quote")
    )
    return [tuple(row) for found in rows for row in found]


def test_unchanged_looks_add_nothing_and_keep_the_last_look() -> None:
    seen = [Sighting(day, day, [price("a", "1")], good=True) for day in DAYS]
    (interval,) = replay(seen)
    assert (interval.first_seen, interval.last_seen, interval.valid_to, interval.open) == (DAYS[0], None, None, True)


@pytest.mark.filterwarnings("ignore::ResourceWarning")
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(past=pasts())
def test_files_and_sqlite_answer_as_the_naive_model_does(past: tuple[Naive, list[str]], tmp_path: Path) -> None:
    with TemporaryDirectory(dir=tmp_path) as folder:
        hold(past[0], lambda root: written(root, *past), f"sqlite:///{folder}/history.sqlite")


@pytest.mark.skipif(POSTGRES is None, reason="no PostgreSQL: run the tests by .ci/postgres pytest")
@settings(max_examples=15, deadline=None)
@given(past=pasts())
def test_postgresql_answers_the_same(past: tuple[Naive, list[str]]) -> None:
    assert POSTGRES is not None
    with rebuilt(POSTGRES):
        pass
    hold(past[0], lambda root: written(root, *past), POSTGRES)


def test_a_printed_day_counts_from_that_day_on_as_soon_as_it_is_known() -> None:
    intervals = list(replay([
        Sighting("2026-01-01", "1", [price("a", "4")], good=True),
        Sighting("2026-01-10", "2", [price("a", "2", since="2026-01-05")], good=True),
    ]))  # fmt: skip
    assert [i.valid_to for i in intervals] == ["2026-01-05", None]
    assert [str(b.prices[0].amount) for b in as_of(intervals, "2026-01-07")] == ["2"]
    assert [str(b.prices[0].amount) for b in as_of(intervals, "2026-01-07", "2026-01-09")] == ["4"]


def test_a_printed_day_that_did_not_change_with_the_amount_is_not_when_it_changed() -> None:
    first, second = replay([
        Sighting("2026-01-02", "1", [price("a", "4", since="2026-01-01")], good=True),
        Sighting("2026-01-10", "2", [price("a", "2", since="2026-01-01")], good=True),
    ])  # fmt: skip
    assert (first.valid_from, first.basis, first.valid_to) == ("2026-01-01", "printed", "2026-01-10")
    assert (second.valid_from, second.basis) == ("2026-01-10", "observed")


def test_absent_from_a_page_that_was_not_understood_is_not_missing() -> None:
    intervals = list(replay([
        Sighting("2026-01-01", "1", [price("a", "4")], good=True),
        Sighting("2026-01-02", "2", [], good=False),
        Sighting("2026-01-03", "3", [], good=True),
        Sighting("2026-01-04", "4", [price("a", "4")], good=True),
    ]))  # fmt: skip
    states = [as_of(intervals, f"2026-01-0{day}")[0] for day in range(1, 5)]
    assert [(told.state, told.since) for told in states] == [
        ("listed", None), ("unread", "2026-01-02"), ("missing", "2026-01-03"), ("listed", None),
    ]  # fmt: skip
