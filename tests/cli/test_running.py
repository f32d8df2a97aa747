"""`catalog refresh` with all its options, and the commands around a night, as a user meets them."""

import csv
import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pricebook.collection import Collection
from tests.command import HURRIED, WHO, catalog, looked, tree
from tests.conftest import frozen
from tests.pages import move, recorded
from tests.serving import Say, Server, answer, once, serving, url

PAGE = recorded("moonshot").read_bytes()
GENEROUS = 300
"""Seconds after which a run that hangs is given up."""


@pytest.fixture
def server() -> Iterator[Server]:
    yield from serving()


@pytest.fixture
def both(copy: Collection, server: Server) -> Collection:
    """The collection with two providers on the loopback server, each with a page that can be read."""
    return on_loopback(copy, server, ["moonshot", "xingchen"])


@pytest.fixture
def moved(copy: Collection, server: Server) -> Collection:
    """The same with one provider."""
    return on_loopback(copy, server, ["moonshot"])


def on_loopback(collection: Collection, server: Server, kept: list[str]) -> Collection:
    for provider in collection.providers():
        if provider not in kept:
            (collection.scrapers / f"{provider}.py").unlink()
            continue
        move(collection, provider, url(server, f"/{provider}"))
        server.says[f"/{provider}"] = once(answer(recorded(provider).read_bytes()))
    return collection


def test_a_dry_run_says_what_would_be_and_writes_nothing(moved: Collection) -> None:
    before = tree(moved.root)
    run = looked("--dry-run", cwd=moved.root)
    assert run.returncode == 0, run.stderr
    assert run.stdout.splitlines()[1].split("\t")[:2] == ["moonshot", "new"]
    assert run.stderr.splitlines()[-1] == "dry run: nothing was written"
    assert tree(moved.root) == before
    assert not (moved.workshop / "pages").exists()


def test_what_was_received_is_read_again_without_a_network(moved: Collection, server: Server) -> None:
    assert looked(cwd=moved.root).returncode == 0
    before = tree(moved.root)
    server.asked.clear()
    run = catalog("refresh", "--offline", "--json", cwd=moved.root)
    assert (run.returncode, server.asked) == (0, [])
    told = json.loads(run.stdout)
    assert [(each["provider"], each["state"], each["read"]["prices"]) for each in told["providers"]] == [
        ("moonshot", "unchanged", 38)
    ]
    assert tree(moved.root) == before
    for page in (moved.workshop / "pages").iterdir():
        page.write_bytes(b"")
    run = catalog("refresh", "--offline", cwd=moved.root)
    assert run.returncode == 1
    assert "Look again with a network" in run.stderr
    assert tree(moved.root) == before, "that nothing was there to read is no look"


def test_a_job_is_told_what_happened_in_files(both: Collection, server: Server, tmp_path: Path) -> None:
    server.says["/moonshot"] = once(answer(b"", "404 Not Found"))
    run = looked("--json", "--only-changed", "--report", tmp_path / "told", cwd=both.root)
    assert run.returncode == 3
    told = json.loads(run.stdout)
    assert (told["exit_status"], told["published"]) == (3, True)
    assert [(each["provider"], each["state"]) for each in told["providers"]] == [
        ("moonshot", "failed"),
        ("xingchen", "new"),
    ]
    assert "the server answers 404" in told["providers"][0]["error"]
    summary = (tmp_path / "told" / "summary.md").read_text(encoding="utf-8")
    assert summary.startswith("**2 providers: 1 new, 0 unchanged, 1 failed**\n\n### Needs a person\n\n- `moonshot`")
    assert [path.name for path in (tmp_path / "told" / "broken").iterdir()] == ["moonshot.md"]
    assert (tmp_path / "told" / "attention").read_bytes() == b""
    again = looked("--json", "--only-changed", cwd=both.root)
    told = json.loads(again.stdout)
    assert [each["provider"] for each in told["providers"]] == ["moonshot"]
    assert told["exit_status"] == again.returncode == 3
    again = looked("xingchen", "--only-changed", "--report", tmp_path / "told", cwd=both.root)
    assert list((tmp_path / "told" / "broken").iterdir()) == []
    assert again.stderr.splitlines()[-1] == "catalog/v1: published", "its status tells of the look"
    assert again.stdout.count("\n") == 1, "the headings alone"


def test_a_conflict_needs_a_person_until_one_has_acknowledged_it(copy: Collection) -> None:
    assert catalog("refresh", "ucloud", "--recorded", cwd=copy.root).returncode == 4
    listed = json.loads(catalog("list", "--model", "Wan2.2-T2V", "--json", cwd=copy.root).stdout)
    twice = sorted({p["id"] for p in listed if [q["id"] for q in listed].count(p["id"]) == 2})
    assert "decide" in catalog("status", "ucloud", cwd=copy.root).stdout
    for number, price in enumerate(twice, start=1):
        run = catalog("acknowledge", price, "--because", "the page says so", cwd=copy.root)
        assert run.returncode == 0, run.stderr
        last = number == len(twice)
        assert catalog("refresh", "ucloud", "--recorded", cwd=copy.root).returncode == (0 if last else 4)
    published = json.loads((copy.release / "prices.json").read_bytes())["prices"]
    doubted = {price["id"] for price in published if price["conflict"]}
    assert doubted == {*twice}, "all that is printed stays published, and in doubt"
    (told,) = json.loads((copy.release / "status.json").read_bytes())["providers"].values()
    assert told["conflicts"] == 0, "none of them waits for a decision"
    once_only = next(p["id"] for p in listed if [q["id"] for q in listed].count(p["id"]) == 1)
    run = catalog("acknowledge", once_only, "--because", "x", cwd=copy.root)
    assert (run.returncode, "is no conflict" in run.stderr) == (2, True)


def an_id(collection: Collection, provider: str) -> str:
    """The id of one of its prices."""
    listed = json.loads(catalog("list", "--provider", provider, "--json", cwd=collection.root).stdout)
    return str(listed[0]["id"])


def test_stale_prices_are_shown_as_such(both: Collection, server: Server) -> None:
    looked(cwd=both.root)
    assert "stale" not in catalog("show", "kimi-latest", cwd=both.root).stderr
    server.says["/moonshot"] = once(answer(b"", "404 Not Found"))
    looked("moonshot", cwd=both.root)
    for words in (("show", "kimi-latest"), ("list",)):
        shown = catalog(*words, cwd=both.root)
        assert shown.returncode == 0
        assert "moonshot: stale: not read since" in shown.stderr
        assert "xingchen" not in shown.stderr
        for row in csv.DictReader(shown.stdout.splitlines(), delimiter="\t"):
            assert ("stale" in row["notes"].split(", ")) == (row["provider"] == "moonshot")
    explained = catalog("explain", an_id(both, "moonshot"), cwd=both.root)
    assert "\nstatus:        stale\n" in explained.stdout
    assert "moonshot: stale: not read since" in explained.stderr
    explained = catalog("explain", an_id(both, "xingchen"), cwd=both.root)
    assert "stale" not in explained.stdout + explained.stderr
    assert "stale" in catalog("status", cwd=both.root).stdout


def test_the_doctor_says_what_is_ill_and_what_to_do(tmp_path: Path) -> None:
    shutil.copytree(frozen().root, tmp_path / "here")
    here = Collection(tmp_path / "here")
    well = catalog("doctor", "--offline", cwd=here.root)
    assert well.returncode == 0, well.stdout
    assert [line.split()[0] for line in well.stdout.splitlines()[1:]] == [
        "scrapers", "sandbox", "snapshots", "release", "database", "disk", "clock",
    ]  # fmt: skip
    prices = here.release / "prices.json"
    prices.write_bytes(prices.read_bytes().replace(b'"amount":"10"', b'"amount":"1"', 1))
    (here.workshop).mkdir(exist_ok=True)
    (here.workshop / "history.sqlite").write_bytes(b"no database " * 100)
    (here.scrapers / "acme.py").write_text("nonsense", encoding="utf-8")
    looks = here.snapshots / "ucloud" / "2025.jsonl"
    looks.write_text(
        looks.read_text(encoding="utf-8").replace('"at":"2025-11-18', '"at":"2125-11-18'), encoding="utf-8"
    )
    run = catalog("doctor", "--offline", "--json", cwd=here.root)
    assert run.returncode == 1
    said = {check["what"]: (check["well"], check["said"]) for check in json.loads(run.stdout)}
    expected = {
        "scrapers": "acme.py: cannot be loaded", "release": "Publish again: catalog publish",
        "database": "catalog rebuild", "clock": "set the clock",
    }  # fmt: skip
    for what, words in expected.items():
        assert not said[what][0]
        assert words in said[what][1]
    assert said["disk"][0]


@pytest.mark.skipif(sys.platform == "win32", reason="a process is ended by a signal on POSIX")
def test_no_command_of_a_night_runs_a_scraper_itself(copy: Collection) -> None:
    (copy.scrapers / "acme.py").write_text("import os\nos.abort()\n", encoding="utf-8")
    for words, status, said in (
        (["refresh", "acme", "--recorded"], 1, "acme: failed: scrapers/acme.py: the reader ended with status -6"),
        (["status", "acme", "--max-age", "1h"], 3, "never looked at"),
        (["verify", "acme"], 0, "0 snapshots"),
        (["scrapers"], 1, "scrapers/acme.py: the reader ended with status -6"),
        (["doctor", "--offline"], 1, "scrapers/acme.py: the reader ended with status -6"),
    ):
        run = catalog(*words, cwd=copy.root, env={"COLUMNS": "400"})
        assert run.returncode == status, run.stderr
        assert said in run.stdout + run.stderr


def test_the_doctor_connects_and_asks_nothing(moved: Collection, server: Server) -> None:
    run = catalog("doctor", "--json", cwd=moved.root)
    checks = {check["what"]: check for check in json.loads(run.stdout)}
    host = url(server, "").removeprefix("http://")
    assert checks[host]["well"], checks
    assert server.asked == []
    assert not checks["release"]["well"], "nothing is published yet"


def _hears_of_stopping() -> None:
    """Whoever runs the tests in the background of a shell has them, and all that they start, deaf to it."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.mark.skipif(sys.platform == "win32", reason="SIGINT is POSIX's")
def test_a_run_that_is_stopped_by_hand_ends_at_once(moved: Collection, server: Server) -> None:

    def stop(_say: Say, _path: str) -> None:
        server.says["/moonshot"] = once(answer(PAGE))  # a look that is tried again is not stopped twice
        os.kill(run.pid, signal.SIGINT)

    server.says["/moonshot"] = stop
    with subprocess.Popen(
        [*HURRIED, "refresh"], cwd=moved.root, env={**os.environ, **WHO},
        stderr=subprocess.PIPE, stdout=subprocess.PIPE,
        preexec_fn=_hears_of_stopping,  # noqa: PLW1509 - it does no more than that
    ) as run:  # fmt: skip
        out, err = run.communicate(timeout=GENEROUS)
    assert run.returncode == 130, err.decode()
    assert err.decode().splitlines() == ["stopped: 0 of 1 provider done, nothing was published. Run it again."]
    assert out == b""
    assert not moved.release.exists()
    assert looked(cwd=moved.root).returncode == 0, "the lock is free"


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (["refresh", "--recorded", "--offline"], "Give one of them"),
        (["refresh", "--recorded", "--jobs", "0"], "0 is not in the range"),
        (["refresh", "--contact", "me"], "'me' is no address"),
        (["refresh", "--contact", "https://a.example/\nX: y"], "is no address"),
        (["refresh", "--recorded", "--report", "scrapers/moonshot.py"], "--report scrapers"),
        (["acknowledge", "ffff", "--because", "x"], "no published price has the id"),
        (["receive", "scrapers"], "scrapers: holds no snapshots and no catalog"),
        (["receive", "nowhere"], "nowhere: holds no snapshots"),
        (["diff", "scrapers"], "scrapers: holds no earlier state of a collection"),
        (["diff", "scrapers", "2025-01-01"], "is compared with this collection, and with nothing else"),
        (["pack"], "either --before 2025 or --keep 400d"),
        (["pack", "--keep", "4x"], "--keep '4x' is no number of days"),
        (["pack", "--keep", "400d", "--before", "2020"], "either --before 2025 or --keep 400d"),
    ],
)
def test_wrong_calls(words: list[str], reason: str) -> None:
    run = catalog(*words, cwd=frozen().root)
    assert run.returncode == 2
    assert reason in run.stderr


def test_what_a_killed_run_left_is_swept_away(copy: Collection) -> None:
    catalog("refresh", "xfyun", "--recorded", cwd=copy.root)
    kept = tree(copy.root)
    for left in (
        copy.snapshots / "xfyun" / ".2025.jsonl.zst.x7.partial",
        copy.root / "catalog" / ".v1.abc.partial" / "prices.json",
    ):
        left.parent.mkdir(exist_ok=True)
        left.write_bytes(b"{")
    run = catalog("publish", cwd=copy.root)
    assert (run.returncode, run.stderr) == (0, "2 half-written: left by a run that was killed, and deleted\n")
    assert tree(copy.root) == kept


def test_every_command_that_writes_tells_programs_what_it_did(copy: Collection) -> None:
    def told(*words: str | Path, status: int = 0) -> Any:
        run = catalog(*words, "--json", cwd=copy.root)
        assert run.returncode == status, run.stderr
        return json.loads(run.stdout)

    (made,) = told("record", "moonshot", "--from", recorded("moonshot"), "--page", "chat", "--on", "2025-11-11")
    assert (copy.root / made["recording"]).is_file()
    seen = told("ingest", "ucloud", recorded("ucloud"), "--date", "2025-09-29", status=4)
    assert (seen["provider"], seen["state"], seen["snapshot"]) == ("ucloud", "new", "2025-09-29")
    assert told("publish") == {"published": True}
    prices = json.loads((copy.release / "prices.json").read_bytes())["prices"]
    twice = next(price for price in prices if price["conflict"])
    known = told("acknowledge", twice["id"], "--because", "the page says so")
    assert (known["id"], len(known["acknowledged"])) == (twice["id"], 2)
    gone = told("withdraw", twice["id"], "--because", "a notice", "--on", "2025-12-01")
    assert (gone["id"], gone["withdrawn_on"]) == (twice["id"], "2025-12-01")
    assert told("rebuild")["models"].keys() == {"ucloud"}
    assert told("verify") == {"snapshots": 1, "findings": []}
    assert told("reread") == {"snapshots": 1, "written": [], "failed": []}
    (packed,) = told("pack", "--before", "2026")
    assert (copy.root / packed["path"]).is_file()
    assert [each["provider"] for each in told("migrate")] == []
