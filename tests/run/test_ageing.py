"""What is older than what was seen: refused as a copy, but no wrong date and no person is locked out by it."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pricebook import calendar
from pricebook.beliefs import Decision
from pricebook.collection import Collection
from pricebook.errors import UsageError
from pricebook.run import deciding
from pricebook.run.saved import revisions
from pricebook.run.sources import Recorded
from tests.command import catalog
from tests.run.test_refresh import PAGE, moved, night, server
from tests.serving import Server, answer, once

__all__ = ["moved", "server"]
PRINTED = "2025年11月11日"
OLDER, NEWER, TO_COME, NO_DAY = "2025年11月10日", "2025年11月12日", "2099年1月1日", "2025年2月31日"
LONG_AGO, BEFORE, LATER = (
    "Mon, 05 Jan 2015 00:00:00 GMT",
    "Sun, 04 Jan 2026 00:00:00 GMT",
    "Mon, 05 Jan 2099 00:00:00 GMT",
)
DOOMSDAY = "Fri, 31 Dec 9999 23:59:59 -2359"


def dated(day: str) -> bytes:
    return PAGE.replace(PRINTED.encode(), day.encode())


def looked(collection: Collection, server: Server, day: int, page: bytes, **headers: str) -> bool:
    """Whether a night on that day took the page."""
    server.says["/price"] = once(answer(page, **headers))
    outcome = night(collection, day)
    assert outcome.error is None or "a copy that somebody kept" in outcome.error
    return outcome.error is None


@pytest.mark.parametrize(
    ("days", "taken"),
    [
        ([PRINTED, TO_COME, NEWER], [True, True, True]),
        ([TO_COME, PRINTED, OLDER], [True, True, False]),
        ([PRINTED, TO_COME, OLDER], [True, True, False]),
        ([PRINTED, TO_COME, TO_COME, PRINTED], [True, True, True, True]),
        ([PRINTED, NO_DAY, NEWER], [True, True, True]),
        ([PRINTED, "2025年11月11日 25:61", NEWER], [True, True, True]),
    ],
)
def test_a_printed_date_that_is_to_come_is_no_yardstick(
    days: list[str], taken: list[bool], moved: Collection, server: Server
) -> None:
    assert [looked(moved, server, 5 + number, dated(day)) for number, day in enumerate(days)] == taken


@pytest.mark.parametrize(
    ("said", "taken"),
    [
        ([BEFORE, LATER, BEFORE], [True, True, True]),
        ([LATER, BEFORE, LONG_AGO], [True, True, False]),
        ([BEFORE, LATER, LONG_AGO], [True, True, False]),
        ([BEFORE, DOOMSDAY, LONG_AGO], [True, True, True]),
        ([DOOMSDAY, "Mon, 99 Jan 2026 00:00:00 GMT", BEFORE], [True, True, True]),
    ],
)
def test_a_servers_date_that_is_to_come_is_no_yardstick(
    said: list[str], taken: list[bool], moved: Collection, server: Server
) -> None:
    pages = (PAGE + b" " * number for number in range(len(said)))
    looks = zip(range(5, 9), pages, said, strict=False)
    assert [looked(moved, server, day, page, Last_Modified=told) for day, page, told in looks] == taken


def take_it(collection: Collection, day: int) -> Decision:
    now = datetime(2026, 1, day, 20, tzinfo=UTC)
    by = deciding.By("a person", "the provider took it back", now)
    return deciding.approve(collection, ["moonshot"], by)[0].decision


def test_a_person_can_accept_what_is_older(moved: Collection, server: Server) -> None:
    assert looked(moved, server, 5, PAGE)
    with pytest.raises(UsageError, match="no page of it is refused as older since its last look"):
        take_it(moved, 5)
    assert not looked(moved, server, 6, dated(OLDER))
    assert "catalog approve moonshot --because" in (moved.archive().told("moonshot")[-1].error or "")
    run = catalog("review", cwd=moved.root)
    assert (run.returncode, "If it is right: catalog approve moonshot" in run.stderr) == (4, True)
    made = take_it(moved, 6)
    assert "refused as older" not in catalog("review", cwd=moved.root).stderr
    assert (made.id, made.decision, made.on) == ("", "accepted", "2026-01-07")
    with pytest.raises(UsageError, match="no page of it is refused"):
        take_it(moved, 6)
    published = moved.release.joinpath("prices.json").read_bytes()
    assert looked(moved, server, 7, dated(OLDER))
    with pytest.raises(UsageError, match="no page of it is refused"):
        take_it(moved, 7)
    assert not looked(moved, server, 8, dated("2025年11月9日")), "what was accepted is the yardstick"
    assert looked(moved, server, 9, PAGE)
    assert not looked(moved, server, 10, dated(OLDER)), "what was accepted once is not accepted for ever"
    told = json.loads(moved.snapshots.joinpath("moonshot", "decisions.jsonl").read_text(encoding="utf-8"))
    assert told == {**made.model_dump(exclude_defaults=True), "after": []}
    assert json.loads(published)["prices"]
    assert moved.archive().decided("moonshot") == [made]


def test_nothing_to_accept_is_said_in_one_line(moved: Collection) -> None:
    run = catalog("approve", "moonshot", "--because", "why", cwd=moved.root)
    assert (run.returncode, run.stdout, len(run.stderr.splitlines())) == (2, "", 1)
    assert not moved.snapshots.joinpath("moonshot", "decisions.jsonl").exists()


def indexed(root: Path, at: str) -> Path:
    (root / "pages").mkdir()
    (root / "pages" / "one.html").write_bytes(PAGE)
    (root / "pages" / "index.tsv").write_text(f"file\tat\none.html\t{at}\n", encoding="utf-8")
    return root / "pages"


def test_a_day_that_is_to_come_is_no_day_of_a_look(moved: Collection, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_bytes(PAGE)
    run = catalog("ingest", "moonshot", page, "--date", "9999-01-01", cwd=moved.root)
    assert (run.returncode, len(run.stderr.splitlines())) == (2, 1)
    assert "9999-01-01 is still to come" in run.stderr
    assert not moved.snapshots.exists()
    now, scraper = datetime(2026, 1, 5, 18, 23, tzinfo=UTC), moved.scraper("moonshot")
    with pytest.raises(UsageError, match=r"index\.tsv: line 2: 2026-01-09 is still to come: it is 2026-01-06 in Asia"):
        revisions(indexed(tmp_path, "2026-01-09"), scraper, now)
    assert Recorded(moved, now).moments(scraper)
    with pytest.raises(UsageError, match="is still to come"):
        Recorded(moved, datetime(2024, 1, 1, tzinfo=UTC)).moments(scraper)


@pytest.mark.parametrize("at", ["2026-01-07", "2026-01-07T23:00:00+08:00"])
def test_a_day_has_a_days_grace(at: str) -> None:
    assert calendar.past(at, datetime(2026, 1, 5, 18, 23, tzinfo=UTC), "Asia/Shanghai") == at


@given(st.text(max_size=12), st.dates(), st.dates())
def test_days_are_days(text: str, one: object, other: object) -> None:
    assert not calendar.is_day(text) or calendar.day(text) == text
    assert calendar.is_day(str(one))
    assert not (calendar.is_to_come(str(one), str(other)) and calendar.is_to_come(str(other), str(one)))


@given(st.binary(max_size=120), st.sampled_from([lambda t: t, lambda t: f"Mon, {t}", lambda t: f"Mon, 05 Jan {t}"]))
def test_a_header_tells_a_time_or_none(said: bytes, dressed: Callable[[str], str]) -> None:
    told = calendar.header_time(dressed(said.decode("latin-1")))
    assert told is None or told.tzinfo is UTC
