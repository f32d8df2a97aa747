"""What is stored is read again by any workers, and what comes of it is that of one: byte for byte, whoever dies."""

import csv
import io
import json
import os
import re
import signal
import struct
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from shutil import copytree

import pytest
import yaml
from dask.config import get as get_setting
from distributed import Client

from pricebook.beliefs import Response, Visit
from pricebook.collection import Collection
from pricebook.errors import NoWorkers
from pricebook.extraction.sandbox import Sandbox
from pricebook.extraction.visit import Unconfined
from pricebook.run import rereading
from pricebook.run.errands import Bundle, Errand, program_of
from pricebook.run.rereading import Rereading, Revisited
from pricebook.run.working import done
from pricebook.snapshots.packing import pack_years
from pricebook.system import cluster, crews
from pricebook.system.cluster import Cluster
from pricebook.system.crews import MOST_LOST, Crew, in_order
from pricebook.system.pool import Pool
from tests.command import catalog
from tests.conftest import ROOT
from tests.worlds import keep

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="which processes there are is told by /proc")
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
SCRAPER = """
from pricebook.scraping import Address, Layout, Scraper
def extract(page):
    page.known_by("Acme")
    for table, model in page.price_tables("模型"):
        yield from (quote for quote in table.quotes(Layout(model=model)) if quote.model != "{passed}")
pages = [Address("chat", "https://{name}.example/chat"), Address("image", "https://{name}.example/image")]
scraper = Scraper("{name}", "Acme", "CNY", pages, extract, timezone="Asia/Shanghai")
"""
CHAT = "# Acme\n\n| 模型 | 输入价格（元/百万 tokens） |\n| - | - |\n| a | {amount} |\n| {other} | 3 |\n"
IMAGE = "# Acme\n\n| 模型 | 价格（元/张） |\n| - | - |\n| d | 5 |\n"
NAMES, DAYS = ("acme", "beta"), 14


def written(collection: Collection, passed: str) -> None:
    """The scrapers, which pass over a model of that name: then its price is an amount that nobody understands."""
    for name in NAMES:
        module = SCRAPER.format(name=name, passed=passed)
        (collection.scrapers / f"{name}.py").write_text(module, encoding="utf-8")


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory) -> Collection:
    """Two providers of two pages, seen day by day around a new year, the old one packed.

    They were read whole. `b` stood there each third day, and now the scrapers pass over it.
    """
    made = Collection(tmp_path_factory.mktemp("stored"))
    made.scrapers.mkdir()
    written(made, "nothing")
    for name in NAMES:
        for number in range(DAYS):
            day = (datetime(2025, 12, 25, tzinfo=UTC) + timedelta(number)).date().isoformat()
            chat = CHAT.format(amount=number + 1, other="c" if number % 3 else "b")
            pages = {"chat": Response(chat.encode()), "image": Response(IMAGE.encode())}
            visit = Visit(name, f"{day}T02:23:00+08:00", "captured", pages)
            assert keep(made.snapshots, visit, *Unconfined(made.scraper).read(visit)) is not None
    assert pack_years(made.archive(), "acme", 2026)
    written(made, "b")
    return made


SETTINGS = ROOT / "deploy" / "dask.yaml"


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tasks of one snapshot each, so that there are many."""
    monkeypatch.setattr(rereading, "A_TASK", 2)


def dask(*words: str) -> "subprocess.Popen[str]":
    """A part of a cluster, on loopback, set up as the documents have it."""
    command = [sys.executable, "-m", "dask", *words, "--no-dashboard", "--dashboard-address", "127.0.0.1:0"]
    environment = {**os.environ, "DASK_CONFIG": str(SETTINGS)}
    return subprocess.Popen(
        command, env=environment, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, encoding="utf-8"
    )


def heard(process: "subprocess.Popen[str]", words: str, times: int = 1) -> str:
    """The last line that it says with these words, once it has said them so often."""
    assert process.stderr is not None
    line = ""
    for _ in range(times):
        line = next(line for line in process.stderr if words in line)
    return line


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A cluster of two workers, each a process that is started anew when it dies."""
    with ExitStack() as stack:

        def started(*words: str) -> "subprocess.Popen[str]":
            process = stack.enter_context(dask(*words))
            stack.callback(process.terminate)
            return process

        scheduler = started("scheduler", "--host", "127.0.0.1", "--port", "0")
        there = heard(scheduler, "Scheduler at:").split()[-1]
        folder = str(tmp_path_factory.mktemp("workers"))
        where = ("--host", "127.0.0.1", "--local-directory", folder)
        workers = started("worker", there, "--nworkers", "2", "--nthreads", "1", *where)
        heard(workers, "Registered to:", 2)
        yield there


def tree(root: Path) -> dict[str, bytes]:
    return {str(path.relative_to(root)): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}


def reread(
    collection: Collection, crew: Crew, *, seen: Callable[[Rereading], None] = lambda _: None
) -> list[Revisited]:
    with Sandbox(collection.scrapers) as sandbox:
        run = Rereading(collection, sandbox, NOW)
        told = []
        for each in run.over(NAMES, crew):
            told.append(each._replace(folder=each.folder and each.folder.relative_to(collection.root)))
            seen(run)
    assert 0 < max(run.held.values()) < 256 << 20, "what a worker holds is bounded"
    return told


def once_more(stored: Collection, folder: Path) -> Collection:
    """A collection of the same files."""
    copytree(stored.root, folder)
    return Collection(folder)


@pytest.fixture(scope="module")
def by_one(stored: Collection, tmp_path_factory: pytest.TempPathFactory) -> tuple[list[Revisited], dict[str, bytes]]:
    """What one process tells, and what it leaves."""
    collection = once_more(stored, tmp_path_factory.mktemp("one") / "collection")
    with Pool(1) as crew:
        told = reread(collection, crew)
    return told, tree(collection.root)


def killing(times: int) -> Callable[[Rereading], None]:
    """Ends a worker that has answered, each time another one."""
    killed: set[str] = set()

    def kill(run: Rereading) -> None:
        alive = [each for each in run.held if each not in killed]
        if len(killed) < times and alive:
            killed.add(alive[-1])
            os.kill(int(alive[-1].rpartition(":")[2]), signal.SIGKILL)

    return kill


def test_what_one_process_keeps_is_what_the_plain_command_keeps(
    stored: Collection, by_one: tuple[list[Revisited], dict[str, bytes]], tmp_path: Path
) -> None:
    told, left = by_one
    assert [(each.provider, each.snapshot, each.pages) for each in told[:2]] == [
        ("acme", "2025-12-25", 2), ("acme", "2025-12-26", 2),
    ]  # fmt: skip
    assert len(told) == len(NAMES) * DAYS
    assert [bool(each.folder) for each in told] == [not number % 3 for number in range(DAYS)] * 2
    plain = once_more(stored, tmp_path / "plain")
    assert catalog("reread", cwd=plain.root).returncode == 0
    names = {name for name in tree(plain.root) if "/reading.2/" in name}
    assert names == {name for name in left if "/reading.2/" in name}
    ours = {name: tree(plain.root)[name] for name in names if not name.endswith("about.json")}
    assert ours == {name: left[name] for name in ours}


@pytest.mark.long
@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("deaths", [0, 2])
def test_two_processes_leave_the_same_bytes_though_some_are_killed(
    stored: Collection, by_one: tuple[list[Revisited], dict[str, bytes]], tmp_path: Path, deaths: int
) -> None:
    collection = once_more(stored, tmp_path / "collection")
    with Pool(2) as crew:
        told = reread(collection, crew, seen=killing(deaths))
        assert (told, tree(collection.root)) == by_one
        assert not any(each.folder or each.differences for each in reread(collection, crew)), "nothing is kept twice"
    assert tree(collection.root) == by_one[1]


@pytest.mark.long
@pytest.mark.usefixtures("small")
def test_a_cluster_leaves_the_same_bytes_though_a_worker_is_killed(
    stored: Collection, by_one: tuple[list[Revisited], dict[str, bytes]], tmp_path: Path, address: str
) -> None:
    for deaths in (0, 1):
        collection = once_more(stored, tmp_path / str(deaths))
        with Cluster(address) as crew:
            assert (reread(collection, crew, seen=killing(deaths)), tree(collection.root)) == by_one


@pytest.mark.long
def test_a_cluster_takes_the_settings_that_spare_it_work(address: str) -> None:
    (told,) = re.findall(r"DASK_CONFIG=(\S+) dask scheduler", (ROOT / "docs" / "operating.md").read_text("utf-8"))
    assert ROOT / told == SETTINGS
    distributed = yaml.safe_load(SETTINGS.read_text("utf-8"))["distributed"]
    wanted = {
        "distributed.admin.tick.interval": distributed["admin"]["tick"]["interval"],
        "distributed.worker.profile.enabled": distributed["worker"]["profile"]["enabled"],
    }
    with Client(address, set_as_default=False) as client:  # type: ignore[no-untyped-call]
        client.wait_for_workers(2)
        for name, value in wanted.items():
            taken = client.run(get_setting, name)
            assert [*taken.values()] == [value, value]
            assert client.run_on_scheduler(get_setting, name) == value
            assert get_setting(name) != value


def test_what_a_killed_run_kept_is_gone_on_from(
    stored: Collection, by_one: tuple[list[Revisited], dict[str, bytes]], tmp_path: Path
) -> None:
    collection = once_more(stored, tmp_path / "collection")
    with Pool(1) as crew, Sandbox(collection.scrapers) as sandbox:
        for each in Rereading(collection, sandbox, NOW).over(NAMES, crew):
            if each.folder is not None and each.snapshot > "2026":
                break
        assert tree(collection.root) != by_one[1]
        told = reread(collection, crew)
    assert 0 < sum(bool(each.folder) for each in told) < sum(bool(each.folder) for each in by_one[0])
    assert tree(collection.root) == by_one[1]


def test_who_only_wants_to_know_keeps_nothing(stored: Collection, tmp_path: Path) -> None:
    collection = once_more(stored, tmp_path / "collection")
    words = ("reread", "acme", "--all", "--jobs", "1", "--dry-run")
    run = catalog(*words, "--csv", cwd=collection.root)
    first, *_, last = csv.DictReader(io.StringIO(run.stdout))
    assert (run.returncode, first["provider"], first["day"], first["price"]) == (
        0, "acme", "2025-12-25", "b inference input",
    )  # fmt: skip
    assert (first["before"], first["after"]) == ("3 CNY / 1M tokens", "none")
    assert (last["price"], last["before"], last["after"], last["id"]) == ("unread", "0 of 0 lines", "1 of 1 lines", "")
    assert "14 snapshots, 28 pages: 5 read differently, nothing kept, 0 not read\n1 worker, at most" in run.stderr
    told = json.loads(catalog(*words, "--json", cwd=collection.root).stdout)
    assert (told["snapshots"], told["pages"], told["written"], told["failed"]) == (14, 28, [], [])
    assert {**told["differences"][0]} == {**first}
    assert {name: data for name, data in tree(collection.root).items() if ".catalog" not in name} == tree(stored.root)


def test_what_was_altered_and_what_nobody_reads_is_said(stored: Collection, tmp_path: Path) -> None:
    collection = once_more(stored, tmp_path / "collection")
    (collection.snapshots / "beta" / "2026-01-02" / "chat.md").write_text("# Acme\n", encoding="utf-8")
    (collection.scrapers / "acme.py").unlink()
    run = catalog("reread", "--all", "--jobs", "1", "--json", cwd=collection.root)
    told = json.loads(run.stdout)
    (failed,) = told["failed"]
    assert (run.returncode, failed["snapshot"], failed["altered"]) == (1, "2026-01-02", True)
    assert failed["problem"].startswith("snapshots/beta/2026-01-02/chat.md: is not what was written there.")
    assert (told["passed_over"], told["snapshots"], len(told["written"])) == ({"acme": 14}, 14, 5)


def errand(collection: Collection, known: str | None = None) -> Bundle:
    """A page of a snapshot, to be read by this program."""
    snapshot = collection.archive().of("beta").snapshot("2026-01-02")
    pages = (("chat", known or snapshot.about.files["chat.md"]),)
    programs = (("beta", program_of(collection.scrapers, "beta")),)
    return Bundle(str(collection.root), programs, (Errand("beta", "2026-01-02", "2026-01-02", pages),), keep=True)


def test_a_page_that_is_another_where_it_is_read_is_said(stored: Collection) -> None:
    (reply,) = done(errand(stored, known="f" * 64)).found
    held = stored.archive().of("beta").snapshot("2026-01-02").about.files["chat.md"][:12]
    assert (reply.altered, reply.content) == (True, None)
    assert reply.problem.startswith(
        f"snapshots/beta/2026-01-02/chat.md: its SHA-256 is {held}, asked for was ffffffffffff. "
    )


def test_a_worker_that_would_read_with_another_program_is_refused(stored: Collection, tmp_path: Path) -> None:
    asked = errand(stored)
    other = once_more(stored, tmp_path / "other")
    written(other, "c")
    answer = done(asked._replace(root=str(other.root)))
    assert answer.found == ()
    assert answer.obstacle.startswith("reads beta with program ")
    nowhere = done(asked._replace(root=str(tmp_path / "nowhere")))
    assert nowhere.obstacle.startswith(f"{tmp_path}/nowhere/prices.toml: No such file or directory.")
    with Pool(1) as crew, Sandbox(stored.scrapers) as sandbox:
        run = Rereading(stored, sandbox, NOW, keep=False, there=tmp_path / "nowhere")
        with pytest.raises(NoWorkers, match=r"^the workers of this machine: worker .+: .+ Let it reach the collection"):
            list(run.over(NAMES, crew))


def end(number: int) -> int:
    """A task that no worker outlives, but for one."""
    if number:
        os.kill(os.getpid(), signal.SIGKILL)
    return number


@pytest.mark.long
def test_a_task_that_no_worker_outlives_ends_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crews, "MOST_LOST", 2)
    assert MOST_LOST > 5
    with Pool(1) as crew:
        answers = in_order(crew, end, [0, 1, 0])
        with pytest.raises(NoWorkers, match="the workers of this machine: one died 2 times in a row"):
            list(answers)


def test_who_is_to_read_is_said_once(stored: Collection) -> None:
    for words, reason in (
        (["--jobs", "2"], "--jobs belongs to --all. Give both: catalog reread --all --jobs"),
        (["--tsv"], "--csv/--tsv belongs to --all"),
        (["--all", "--jobs", "2", "--cluster", "tcp://127.0.0.1:1"], "--jobs and --cluster: a cluster has as many"),
        (["--all", "--there", "elsewhere"], "Give --cluster too."),
        (["--all", "--cluster", "nonsense"], "cluster nonsense: no address of a scheduler. Write it so: tcp://"),
        (["--all", "--cluster", "tcp://a.example:none"], "cluster tcp://a.example:none: no address of a scheduler"),
    ):
        run = catalog("reread", *words, cwd=stored.root)
        assert (run.returncode, reason in run.stderr, run.stdout) == (2, True, ""), run.stderr


def test_a_cluster_that_does_not_answer_is_said(stored: Collection, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster.Cluster.__init__, "__defaults__", (0.2,))
    run = catalog("reread", "--all", "--dry-run", "--cluster", "tcp://127.0.0.1:1", cwd=stored.root)
    assert (run.returncode, run.stdout) == (1, "")
    assert run.stderr.startswith("catalog: cluster tcp://127.0.0.1:1: no scheduler answers there (")


def cut_short(folder: str) -> str:
    """Whoever does this first dies in the middle of its answer: the beginning of one stands in the pipe of all."""
    frame = sys._getframe()
    while frame.f_back is not None and "result_queue" not in frame.f_locals:
        frame = frame.f_back
    with suppress(FileExistsError):
        Path(folder, "begun").touch(exist_ok=False)
        os.write(frame.f_locals["result_queue"]._writer.fileno(), struct.pack("!i", 1000) + b"an answer")
        os.kill(os.getpid(), signal.SIGKILL)
    return "whole"


@pytest.mark.long
def test_a_worker_that_dies_in_the_middle_of_its_answer_stops_nobody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(crews, "PATIENCE", 0.1)
    with Pool(2) as crew:
        assert list(in_order(crew, cut_short, [str(tmp_path)] * 6)) == ["whole"] * 6
