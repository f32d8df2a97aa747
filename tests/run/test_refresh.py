"""Nights against a loopback server: nothing new, new prices, a broken provider."""

import json
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime

import pytest
import stamina
import zstandard

from pricebook.collection import Collection
from pricebook.errors import ClockWrong
from pricebook.extraction.visit import Unconfined
from pricebook.fetch import Fetcher
from pricebook.run import clock
from pricebook.run.looking import Outcome, Run
from pricebook.run.refresh import publish, refresh
from pricebook.run.sources import Live
from tests.command import catalog, looked, tree
from tests.conftest import ROOT
from tests.pages import move, recorded
from tests.serving import Server, answer, once, serving, url

PAGE = recorded("moonshot").read_bytes()


@pytest.fixture
def server() -> Iterator[Server]:
    yield from serving()


@pytest.fixture
def moved(copy: Collection, server: Server) -> Collection:
    """The collection with one provider, on the loopback server."""
    for module in copy.scrapers.glob("*.py"):
        if module.stem != "moonshot":
            module.unlink()
    move(copy, "moonshot", url(server))
    return copy


def night(collection: Collection, day: int, year: int = 2026) -> Outcome:
    """One run at a time that is given, with nobody waiting."""
    now = datetime(year, 1, day, 18, 23, tzinfo=UTC)
    archive = collection.archive()
    presents = collection.presents(archive)
    steady = clock.check(archive, now) is None
    with stamina.set_testing(True, attempts=3):
        fetcher = Fetcher("https://example.org/prices", sleep=lambda _: None, now=lambda: now)
        live = Live(collection, archive, fetcher, now, steady=steady)
        (outcome,) = refresh(Run(collection, presents, live, Unconfined(collection.scraper), jobs=1), ["moonshot"])
    publish(collection, presents)
    return outcome


TIMES = {"manifest.json", "status.json"}
"""The files that tell when it was."""


DOUBTS = {"prices.json", "slim.json", "exports/losses.json"}
"""The files that say how sure a price is."""


def changed(before: dict[str, bytes], after: dict[str, bytes]) -> set[str]:
    """The files that are others; none came or went."""
    assert before.keys() == after.keys()
    return {name for name in before if before[name] != after[name]}


def test_nights(moved: Collection, server: Server) -> None:
    server.says["/price"] = once(answer(PAGE, ETag='"1"'))
    assert night(moved, 5).state == "new"
    published = tree(moved.release)
    server.says["/price"] = once(b"HTTP/1.1 304 Not Modified\r\n\r\n")
    assert night(moved, 6).state == "unchanged"
    assert changed(published, tree(moved.release)) == TIMES, "only these tell of a look that saw nothing new"
    server.says["/price"] = once(answer(PAGE.replace("￥10.00".encode(), "￥15.00".encode()), ETag='"2"'))
    assert night(moved, 7).state == "new"
    assert "\t10 CNY / 1M tokens\t15 CNY / 1M tokens\t1.5\t" in catalog("diff", cwd=moved.root).stdout
    kept = tree(moved.release)
    server.says["/price"] = once(answer("<html><body>系统维护中</body></html>".encode()))
    assert night(moved, 8).state == "failed"
    stale = tree(moved.release)
    assert changed(kept, stale) == {*TIMES, *DOUBTS, "providers/moonshot.json"}
    marked = json.loads(stale["status.json"])["providers"]["moonshot"]
    assert (marked["last_good"], marked["failing_since"]) == ("2026-01-08T02:23:00+08:00", "2026-01-09T02:23:00+08:00")
    before, now = (json.loads(each["prices.json"])["prices"] for each in (kept, stale))
    assert now == [{**price, "status": "stale"} for price in before]
    seen = moved.archive().observations
    assert [each.outcome for each in seen] == ["new", "unchanged", "new", "failed"]
    assert [each.at[:10] for each in seen] == ["2026-01-06", "2026-01-07", "2026-01-08", "2026-01-09"], "its own days"
    assert seen[1].snapshot == seen[0].snapshot
    assert seen[1].validators == {"chat": {"etag": '"1"'}}
    assert "closed for maintenance" in (seen[3].error or "")
    received = moved.workshop / "pages" / f"{seen[0].pages['chat']}.zst"
    assert zstandard.decompress(received.read_bytes()) == PAGE
    assert len(list(received.parent.iterdir())) == 2, "that of the failed look was none"


def test_an_old_page_that_was_ingested_meanwhile_is_not_what_a_server_calls_unchanged(
    moved: Collection, server: Server
) -> None:
    server.says["/price"] = once(answer(PAGE, ETag='"1"'))
    latest = night(moved, 5).observation
    old = moved.root / "old.html"
    old.write_bytes(PAGE.replace("￥10.00".encode(), "￥15.00".encode()))
    assert catalog("ingest", "moonshot", old, "--date", "2025-12-01", cwd=moved.root).returncode == 0
    server.says["/price"] = once(b"HTTP/1.1 304 Not Modified\r\n\r\n")
    unchanged = night(moved, 6).observation
    assert latest is not None
    assert unchanged is not None
    assert unchanged.snapshot == latest.snapshot


def test_status_tells_whose_move_is_next(moved: Collection, server: Server) -> None:
    assert "never looked at: catalog refresh moonshot" in catalog("status", cwd=moved.root).stdout
    server.says["/price"] = once(answer(PAGE))
    night(moved, 5)
    shown = catalog("status", cwd=moved.root)
    heads, cells = (line.split("\t") for line in shown.stdout.splitlines())
    stands = dict(zip(heads, cells, strict=True))
    numbers = [stands[name] for name in ("prices", "unsaid", "unread", "held")]
    assert (shown.returncode, numbers) == (0, ["38", "0", "0", "0"])
    assert (stands["state"], stands["next"]) == ("late", "look again: catalog refresh moonshot"), "since January 2026"
    assert catalog("status", "--max-age", "99999h", "--csv", cwd=moved.root).stdout.endswith(",,\n")
    server.says["/price"] = once(answer(b"", "404 Not Found"))
    night(moved, 6)
    (told,) = json.loads(catalog("status", "--json", cwd=moved.root).stdout)
    assert (told["prices"], told["late"], told["failing_since"]) == (38, True, told["last_look"])
    (long,) = json.loads(catalog("status", "--json", "--max-age", "99999h", cwd=moved.root).stdout)
    assert long == {**told, "late": False}
    assert told["todo"].startswith("failed: http://127.0.0.1")
    assert told["last_good"] < told["last_look"]
    assert catalog("status", "--max-age", "1h", cwd=moved.root).returncode == 3
    assert catalog("status", "--max-age", "99999h", cwd=moved.root).returncode == 0
    assert catalog("status", "--max-age", "soon", cwd=moved.root).returncode == 2


def test_the_command_asks_and_publishes(moved: Collection, server: Server) -> None:
    server.says["/price"] = once(answer(PAGE))
    run = looked(cwd=moved.root)
    assert run.returncode == 0, run.stderr
    assert run.stderr.splitlines()[-1] == "catalog/v1: published"
    assert all("+https://example.org/prices" in request for request in server.asked)


def test_nobody_is_asked_without_saying_who_asks(moved: Collection, server: Server) -> None:
    run = catalog("refresh", cwd=moved.root, env={"CATALOG_CONTACT": ""})
    assert run.returncode == 2
    assert "say who asks" in run.stderr
    assert server.asked == []


def test_a_clock_that_was_set_back_dates_nothing(moved: Collection, server: Server) -> None:
    server.says["/price"] = once(answer(PAGE))
    night(moved, 5)
    before = tree(moved.root)
    with pytest.raises(ClockWrong, match=r"clock says 2025-01-05 18:23 UTC, but moonshot was looked at on 2026-01-06"):
        clock.check(moved.archive(), datetime(2025, 1, 5, 18, 23, tzinfo=UTC))
    looks = moved.snapshots / "moonshot" / "2026.jsonl"
    looks.write_text(looks.read_text(encoding="utf-8").replace("2026-01-06T", "2126-01-06T"), encoding="utf-8")
    server.asked.clear()
    run = looked(cwd=moved.root)
    assert (run.returncode, run.stdout, len(run.stderr.splitlines())) == (1, "", 1)
    assert "moonshot was looked at on 2126-01-06T02:23:00+08:00. Nothing was done: set the clock" in run.stderr
    assert server.asked == []
    assert tree(moved.root).keys() == before.keys()


def test_a_clock_that_was_set_forward_is_told_by_the_server(moved: Collection, server: Server) -> None:
    server.says["/price"] = once(answer(PAGE))
    night(moved, 5)
    before = tree(moved.root)
    server.says["/price"] = once(answer(PAGE + b" ", Date="Wed, 07 Jan 2026 18:23:00 GMT"))
    later = datetime(2036, 1, 7, 18, 23, tzinfo=UTC)
    odd = clock.check(moved.archive(), later)
    assert odd is not None
    assert "the last look was 3,654 days before. If that is not so, set the clock" in odd
    with pytest.raises(ClockWrong, match=r"its server's clock says 2026-01-07, this machine's 2036-01-07"):
        night(moved, 7, year=2036)
    assert tree(moved.root) == before
    server.says["/price"] = once(answer(b"", "503 Busy"))
    assert night(moved, 7, year=2036).error
    assert tree(moved.root) == before, "a look that failed is not dated by a clock that nobody vouches for"
    server.says["/price"] = once(answer(PAGE + b" ", Date="Wed, 07 Jan 2026 10:23:00 GMT", Age="28800"))
    assert night(moved, 7).state == "unchanged"


LONG_AGO = "Mon, 05 Jan 2015 00:00:00 GMT"
IN_TIME = "Wed, 07 Jan 2026 18:20:00 GMT"


@pytest.fixture
def two(moved: Collection) -> Collection:
    """The same with a second provider."""
    shutil.copy(ROOT / "scrapers" / "ucloud.py", moved.scrapers)
    return moved


def run_of(collection: Collection, fetcher: Fetcher, now: datetime) -> list[Outcome]:
    archive = collection.archive()
    live = Live(collection, archive, fetcher, now, steady=clock.check(archive, now) is None)
    run = Run(collection, collection.presents(archive), live, Unconfined(collection.scraper), jobs=2)
    return list(refresh(run, collection.providers()))


@pytest.mark.parametrize(
    ("others", "mine", "wrong", "lines"),
    [
        (IN_TIME, LONG_AGO, None, ["failed", "new"]),
        (IN_TIME, IN_TIME, None, ["new", "new"]),
        (IN_TIME, None, None, ["new", "new"]),
        (None, None, None, ["new", "new"]),
        (None, LONG_AGO, "no server agrees with this machine", []),
        (LONG_AGO, LONG_AGO, "no server agrees with this machine", []),
    ],
)
def test_a_servers_clock_is_its_own_fault_if_another_vouches(
    others: str | None, mine: str | None, wrong: str | None, lines: list[str], two: Collection
) -> None:
    """Of two hosts, whichever is told of first."""
    now = datetime(2026, 1, 7, 18, 23, tzinfo=UTC)
    with ExitStack() as stack:
        for host, provider, page, date in (
            ("127.0.0.1", "moonshot", PAGE, mine),
            ("127.0.0.2", "ucloud", recorded("ucloud").read_bytes(), others),
        ):
            server = stack.enter_context(contextmanager(serving)(host))
            server.says["/"] = once(answer(page, **({"Date": date} if date else {})))
            move(two, provider, url(server, "/"))
        fetcher = Fetcher("https://example.org/prices", sleep=lambda _: None, now=lambda: now)
        if wrong:
            with pytest.raises(ClockWrong, match=wrong):
                run_of(two, fetcher, now)
        else:
            told = run_of(two, fetcher, now)
            assert [each.state for each in told] == lines
    kept = two.archive().observations
    assert [each.outcome for each in kept] == lines
    assert [each.error is not None and "its server's clock says 2015-01-05" in each.error for each in kept] == [
        outcome == "failed" for outcome in lines
    ]


def test_a_line_that_holds_what_cannot_be_sent_ends_no_night(moved: Collection, server: Server) -> None:
    server.says["/price"] = once(answer(PAGE, ETag='"1"'))
    night(moved, 5)
    looks = moved.snapshots / "moonshot" / "2026.jsonl"
    for bad in ("\xff", "\\n", "x" * 3000):
        kept = looks.read_text(encoding="utf-8")
        looks.write_text(kept.replace('\\"1\\"', bad), encoding="utf-8")
        shutil.rmtree(moved.checkpoint)  # which knows of the line as it was
        assert night(moved, 6).state == "unchanged"
        assert "If-None-Match" not in server.asked[-1]
        looks.write_text(kept, encoding="utf-8")


@pytest.mark.parametrize(
    ("page", "modified", "state"),
    [
        (PAGE + b" ", "Mon, 05 Jan 2015 00:00:00 GMT", "failed"),
        (PAGE.replace("2025年11月11日".encode(), "2025年11月10日".encode()), None, "failed"),
        (PAGE, "Mon, 05 Jan 2015 00:00:00 GMT", "unchanged"),
        (PAGE + b" ", "Wed, 07 Jan 2026 00:00:00 GMT", "unchanged"),
        (PAGE + b" ", "no date at all", "unchanged"),
        (PAGE.replace("2025年11月11日".encode(), "2025年11月12日".encode()), None, "new"),
    ],
)
def test_a_copy_that_somebody_kept_is_no_news(
    page: bytes, modified: str | None, state: str, moved: Collection, server: Server
) -> None:
    server.says["/price"] = once(answer(PAGE, Last_Modified="Tue, 06 Jan 2026 00:00:00 GMT"))
    assert night(moved, 5).state == "new"
    headers = {"Last_Modified": modified} if modified else {}
    server.says["/price"] = once(answer(page, **headers))
    outcome = night(moved, 6)
    assert outcome.state == state
    assert ("a copy that somebody kept" in (outcome.error or "")) == (state == "failed")
