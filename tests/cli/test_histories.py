"""The commands that ask about the past and bring it in, as a user meets them."""

import json
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from pricebook.collection import Collection
from tests.command import catalog, needs_a_terminal, on_a_terminal, started, tree
from tests.conftest import ROOT, frozen

LOOKS = frozen().archive().looks("ucloud")


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    """A folder of saved pages with their index, as a person would have it: three of one provider's revisions."""
    folder = tmp_path / "pages"
    folder.mkdir()
    rows = ["file\tcommitted_at"]
    for line, snapshot in ((look.line, look.snapshot) for look in LOOKS[14:17]):
        name = f"{snapshot.name}.md"
        (folder / name).write_text(snapshot.page("price"), encoding="utf-8")
        rows.append(f"{name}\t{line.at}")
    (folder / "index.tsv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    return folder


@pytest.fixture
def shipped(tmp_path: Path) -> Path:
    """A copy of this collection, to be damaged."""
    for part in ("scrapers", "snapshots", "catalog"):
        shutil.copytree(frozen().root / part, tmp_path / "shipped" / part)
    return tmp_path / "shipped"


def test_backfill_says_what_changed_when_and_goes_on_where_it_stopped(copy: Collection, pages: Path) -> None:
    first = catalog("ingest", "ucloud", pages / "2025-09-29.md", "--at", LOOKS[15].at, cwd=copy.root)
    assert first.returncode == 4, "two prices for one thing"
    assert first.stdout == "ucloud: 2025-09-29T15:11:01+08:00: 50 prices, 2 conflicts: new, 2025-09-29\n"
    run = catalog("backfill", "ucloud", pages, cwd=copy.root)
    assert run.returncode == 0, run.stderr
    assert [line.rpartition(": ")[2] for line in run.stderr.splitlines()] == [
        "new, 2025-09-05", "known already", "new, 2025-09-29.2",
    ]  # fmt: skip
    assert [line.split("\t")[1] for line in run.stdout.splitlines()[1:]] == [
        "first seen: 44 prices", "6 changes: 2 conflict, 4 added", "2 changes: 2 added",
    ]  # fmt: skip
    made = tree(copy.root)
    assert catalog("backfill", "ucloud", pages, cwd=copy.root).stdout == run.stdout
    assert tree(copy.root) == made


SEVERAL = """
import json, sys
from pricebook.cli import main
for words in json.loads(sys.argv[1]):
    sys.argv[1:] = words
    try:
        main()
    except SystemExit as end:
        assert end.code in (None, 0, 4), words  # what waits for a person is no failure
"""
MADE = (["backfill", "ucloud", "pages"], ["refresh", "xfyun", "--recorded"], ["rebuild"])
PLACES = (
    {"PYTHONHASHSEED": "0"},
    {"PYTHONHASHSEED": "1"},
    {"PYTHONHASHSEED": "20", "TZ": "Pacific/Apia"},
    {"LC_ALL": "tr_TR.UTF-8"},
    {"LC_ALL": "C", "TZ": "America/Los_Angeles"},
)


def test_files_and_database_are_the_same_wherever_they_are_made(copy: Collection, pages: Path, tmp_path: Path) -> None:
    shutil.copytree(pages, copy.root / "pages")
    program = [sys.executable, "-c", SEVERAL]
    made = []
    for number, env in enumerate(PLACES):
        here = tmp_path / str(number)
        shutil.copytree(copy.root, here)
        run = started(json.dumps(MADE), cwd=here, env=env, program=program)
        assert run.returncode == 0, run.stderr
        made.append((tree(here), dumped(here)))
    assert all(each == made[0] for each in made)


def dumped(root: Path) -> list[str]:
    connection = sqlite3.connect(root / ".catalog" / "history.sqlite")
    lines = list(connection.iterdump())
    connection.close()
    assert len(lines) > 300
    return lines


def test_as_of_a_day_and_as_it_was_known(tmp_path: Path) -> None:
    env = {"CATALOG_DATABASE_URL": f"sqlite:///{tmp_path}/h.sqlite"}

    def amounts(*words: str) -> list[str]:
        run = catalog(
            "list",
            "--provider",
            "ucloud",
            "--model",
            "ernie-4.5-turbo-128k",
            *words,
            "--json",
            cwd=frozen().root,
            env=env,
        )
        return [f"{p['model']} {p['meter']} {p['amount']}" for p in json.loads(run.stdout or "[]")]

    assert amounts("--as-of", "2025-07-15") == []
    assert amounts("--as-of", "2025-08-18") == ["ERNIE-4.5-Turbo-128K input 0.8", "ERNIE-4.5-Turbo-128K output 3.2"]
    assert "ERNIE-4.5-Turbo-128K input 0.8" in amounts("--as-of", "2025-08-19"), (
        "the 800 of that day waits for a person"
    )
    assert "ERNIE-4.5-Turbo-128K input 0.8" in amounts("--as-of", "2025-08-19", "--known-at", "2025-08-18")
    shown = catalog("show", "wan2.2-t2v", "--as-of", "2025-10-01", cwd=frozen().root, env=env).stdout
    assert "0.18" in {line.split("\t")[5] for line in shown.splitlines()}
    assert "\theld: 0.18 and 0.365 wait: 2 prices for one thing: " in shown
    assert "missing" not in shown


def test_history_tells_each_price_from_its_first_look_to_its_last() -> None:
    shown = catalog("history", "Wan2.2-T2V", "--provider", "ucloud", cwd=frozen().root).stdout
    for amount in ("0.35", "0.73"):
        assert f"\t2025-09-29\t2025-10-20\t{amount}\tCNY\tsecond\t" in shown
    assert "missing since 2025-10-20" in shown
    told = json.loads(catalog("history", "wan-ai/wan2.2-t2v", "--json", cwd=frozen().root).stdout)
    assert {each["prices"][0]["model"] for each in told} == {"Wan-AI/Wan2.2-T2V"}
    assert [each["valid_to"] for each in told if each["id"] == "614ddddcef9e5219"] == ["2025-09-29", "2025-10-20", None]


def test_a_price_that_a_person_withdraws_leaves_the_catalogue(shipped: Path) -> None:
    (gone, *_) = json.loads(catalog("list", "--model", "Wan2.2-I2V", "--json", cwd=shipped).stdout)
    run = catalog("withdraw", gone["id"], "--on", "2025-12-01", "--because", "notice of 2025-11-20", cwd=shipped)
    assert run.returncode == 0, run.stderr
    published = shipped / "catalog" / "v1" / "prices.json"
    assert catalog("publish", cwd=shipped).stdout == "catalog/v1: published\n"
    assert gone["id"] not in published.read_text(encoding="utf-8")
    assert catalog("show", "Wan2.2-I2V", "--as-of", "2025-11-30", cwd=shipped).stdout.count("0.") == 2
    assert catalog("show", "Wan2.2-I2V", "--as-of", "2025-12-01", cwd=shipped).stdout.count("0.") == 1


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (["diff", "2025-02-30", "2025-03-01"], "'2025-02-30' is no day"),
        (["diff", "2025-10-30", "2025-09-29"], "2025-10-30 is later than 2025-09-29"),
        (["diff", "--since", "soon"], "is no number of days"),
        (["diff", "--since", "7d", "2025-01-01"], "not both"),
        (["diff", "missing.json", "catalog/v1/prices.json"], "missing.json: No such file"),
        (["diff", "catalog/v1/prices.json"], "one file cannot be compared"),
        (["diff", "pyproject.toml", "catalog/v1/prices.json"], "pyproject.toml: holds no published prices"),
        (["diff", "--provider", "uclod"], "Did you mean ucloud?"),
        (["history", "deepseek-r0"], "Did you mean DeepSeek-R1"),
        (["history", "b", "--provider", "uclod"], "Did you mean ucloud?"),
        (["history", " "], "MODEL is blank"),
        (["show", "DeepSeek-R1", "--provider", "moonshot"], "It is sold by: "),
        (["list", "--as-of", "9999-01-01"], "9999-01-01 is still to come"),
        (["show", "kimi-latest", "--as-of", "2025-11-11", "--known-at", "9999-01-01"], "9999-01-01 is still to come"),
        (["cost", "kimi-latest", "--input", "1", "--at", "9999-01-01"], "9999-01-01 is still to come"),
        (["compare", "kimi-latest", "--input", "1", "--at", "9999-01-01"], "9999-01-01 is still to come"),
        (["list", "--model", "zzz"], "no price that is published fits. See all of them: catalog -C "),
        (["list", "--as-of", "2025-11-11", "--model", "zzz"], " list --as-of 2025-11-11"),
        (["diff", "--kind", "more"], "no kind of change 'more'. Kinds: conflict, "),
        (["list", "--as-of", "today"], "'today' is no day"),
        (["list", "--known-at", "2025-01-01"], "--known-at needs the day"),
        (["ingest", "ucloud", "missing.md", "--date", "2025-01-01"], "missing.md: No such file"),
        (["ingest", "ucloud", "README.md"], "either --date"),
        (["ingest", "ucloud", "README.md", "--date", "2025-1-1"], "is no day"),
        (["ingest", "ucloud", "README.md", "--at", "2025-01-01T10:00:00"], "no time with an offset"),
        (["ingest", "ucloud", "README.md", "--at", "2025-01-01"], "is a day"),
        (["backfill", "ucloud", "docs"], "index.tsv: cannot be read"),
        (["pack", "--before", "9999"], "is not finished"),
        (["withdraw", "ffff", "--on", "2025-01-01", "--because", "x"], "no published price has the id"),
        (["--database-url", "nonsense", "rebuild"], "no address of a database"),
    ],
)
def test_a_wrong_question_ends_with_2_and_says_what_to_do(words: list[str], reason: str) -> None:
    before = tree(frozen().snapshots)
    run = catalog("-C", frozen().root, *words, cwd=ROOT)
    assert run.returncode == 2, run.stderr
    assert reason.replace("HERE", str(frozen().root)) in run.stderr
    assert len(run.stderr.splitlines()) == 1
    assert tree(frozen().snapshots) == before


@pytest.mark.parametrize(
    "command",
    [
        ["diff", "2025-10-20", "2025-11-18"],
        ["history", "QwQ-32B", "--provider", "ucloud"],
        ["verify", "ucloud"],
        ["rebuild"],
    ],
)
def test_a_damaged_line_is_named_by_every_command(shipped: Path, command: list[str]) -> None:
    path = shipped / "snapshots" / "ucloud" / "2025-10-30" / "prices.jsonl"
    path.write_bytes(path.read_bytes().replace(b'"amount"', b'"amount', 1))
    run = catalog(*command, cwd=shipped)
    assert run.returncode == 1
    assert "snapshots/ucloud/2025-10-30/prices.jsonl: " in run.stdout + run.stderr
    assert "line 1 is no Price" in run.stdout + run.stderr


def test_a_snapshot_that_is_gone_is_named(shipped: Path) -> None:
    shutil.rmtree(shipped / "snapshots" / "ucloud" / "2025-07-02")
    run = catalog("history", "QwQ-32B", "--provider", "ucloud", cwd=shipped)
    assert run.returncode == 1
    assert "snapshots/ucloud/2025-07-02: a look tells of this snapshot" in run.stderr


def test_a_database_of_a_newer_program_is_left_alone_and_can_be_made_again(shipped: Path) -> None:
    assert catalog("history", "QwQ-32B", "--provider", "ucloud", cwd=shipped).returncode == 0
    path = shipped / ".catalog" / "history.sqlite"
    connection = sqlite3.connect(path)
    connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.commit()
    connection.close()
    run = catalog("history", "QwQ-32B", "--provider", "ucloud", cwd=shipped)
    assert (run.returncode, len(run.stderr.splitlines())) == (1, 1)
    assert "was made by a newer program (form 9999" in run.stderr
    assert catalog("rebuild", cwd=shipped).stdout == "5 providers, 221 models: rebuilt\n"
    assert catalog("history", "QwQ-32B", "--provider", "ucloud", cwd=shipped).returncode == 0


def test_a_database_of_an_older_program_is_brought_up(shipped: Path) -> None:
    asked = catalog("history", "QwQ-32B", "--provider", "ucloud", cwd=shipped)
    assert asked.returncode == 0
    path = shipped / ".catalog" / "history.sqlite"
    connection = sqlite3.connect(path)
    made = list(connection.execute("SELECT * FROM period ORDER BY price, number, first_seen, known_from, quote"))
    connection.execute("ALTER TABLE period DROP COLUMN gate")
    connection.execute("ALTER TABLE period DROP COLUMN effective_until")
    connection.execute("ALTER TABLE source DROP COLUMN stamp")
    connection.execute("UPDATE alembic_version SET version_num = '0001'")
    connection.commit()
    assert catalog("history", "QwQ-32B", "--provider", "ucloud", cwd=shipped).stdout == asked.stdout
    brought = list(connection.execute("SELECT * FROM period ORDER BY price, number, first_seen, known_from, quote"))
    connection.close()
    assert brought == made


def test_a_database_that_is_none_says_how_it_is_made_again(shipped: Path) -> None:
    (shipped / ".catalog").mkdir()
    (shipped / ".catalog" / "history.sqlite").write_bytes(b"junk" * 1000)
    run = catalog("history", "QwQ-32B", "--provider", "ucloud", cwd=shipped)
    assert (run.returncode, len(run.stderr.splitlines())) == (1, 1)
    assert "history.sqlite: the database failed" in run.stderr
    assert "catalog rebuild" in run.stderr
    assert catalog("rebuild", cwd=shipped).returncode == 0


def test_two_at_once_wait_for_each_other(shipped: Path) -> None:
    code = "from pricebook.cli import main; main()"
    command = [sys.executable, "-c", code, "history", "QwQ-32B", "--provider", "ucloud"]
    runs = [
        subprocess.Popen(command, cwd=shipped, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8")
        for _ in range(3)
    ]
    told = [run.communicate() for run in runs]
    assert [run.returncode for run in runs] == [0, 0, 0], told
    assert len({printed for printed, _ in told}) == 1


LIMITED = """
import resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, ({bytes}, {bytes}))
import signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
from pricebook.cli import main; main()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="file sizes are limited on POSIX only")
@pytest.mark.parametrize("size", [100, 5_000, 20_000])
def test_where_nothing_more_can_be_written_nothing_is_lost(shipped: Path, pages: Path, size: int) -> None:
    """As on a full disk: no file can grow beyond so many bytes."""
    shutil.rmtree(shipped / "snapshots" / "ucloud")
    before = tree(shipped / "snapshots")
    code = LIMITED.format(bytes=size)
    for words in (["ingest", "ucloud", pages / "2025-09-05.md", "--at", LOOKS[14].at], ["rebuild"]):
        run = subprocess.run(
            [sys.executable, "-B", "-c", code, *map(str, words)],
            cwd=shipped,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert run.returncode == 1, run.stdout
        assert len(run.stderr.splitlines()) == 1, run.stderr
        assert str(shipped) in run.stderr
    assert tree(shipped / "snapshots") == before
    assert not [path for path in shipped.rglob(".*") if path.name not in {".catalog", ".history.sqlite.new"}]


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="/proc is a disk that nobody can write to on Linux only")
def test_a_disk_that_cannot_be_written_to_is_named() -> None:
    run = catalog("--database-url", "sqlite:////proc/none/h.sqlite", "history", "QwQ-32B", cwd=frozen().root)
    assert (run.returncode, run.stderr.count("\n")) == (1, 1)
    assert "/proc/none: cannot be written" in run.stderr


@needs_a_terminal
def test_the_chart_is_for_terminals() -> None:
    assert "▁" not in catalog("history", "ERNIE-4.5-Turbo-128K", "--provider", "ucloud", cwd=frozen().root).stdout
    shown = on_a_terminal(frozen().root, "history", "ERNIE-4.5-Turbo-128K", "--provider", "ucloud", NO_COLOR="1")
    assert "▁" in shown
    assert "█" in shown
