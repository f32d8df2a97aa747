"""The command as a user meets it: what it prints, how it ends, what it leaves alone."""

import csv
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from pricebook.cli.app import GROUPS, HOMES, registered, told
from pricebook.collection import Collection
from tests.command import MAIN, catalog, started, tree
from tests.conftest import FROZEN, ROOT, frozen
from tests.pages import recorded


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (0, ["scrapers"]),
        (1, ["look", "empty.html"]),
        (2, ["read", "moonshoot", "empty.html"]),
        (3, ["refresh", "moonshot", "xfyun", "--recorded", "--dry-run"]),
        (4, ["read", "ucloud", recorded("ucloud")]),
    ],
)
def test_a_process_ends_with_the_status_and_says_what_the_tests_of_this_process_are_told(
    copy: Collection, status: int, words: list[str | Path]
) -> None:
    """Status 130 is of tests/cli/test_running.py."""
    (copy.root / "empty.html").write_bytes(b"")
    next((copy.recordings / "xfyun").glob("*.body.*")).write_bytes(b"")
    run, told = started(*words, cwd=copy.root), catalog(*words, cwd=copy.root)
    assert run.returncode == status
    assert (told.returncode, told.stdout, told.stderr) == (run.returncode, run.stdout, run.stderr)
    assert run.stdout + run.stderr


def test_refresh_makes_snapshots_and_a_catalogue_and_changes_nothing_the_second_time(copy: Collection) -> None:
    first = catalog("refresh", "--recorded", cwd=copy.root)
    assert first.returncode == 4, "a page prints two prices for one thing"
    told = [line.split(":")[0] for line in first.stderr.splitlines()]
    assert told[:-2] == [*copy.providers(), "catalog/v1"], "then how old that is, and what to try"
    assert "catalog/v1: published" in first.stderr
    made = tree(copy.root)
    assert "snapshots/ucloud/2025-09-29/prices.jsonl" in made
    second = catalog("refresh", "--recorded", cwd=copy.root)
    assert "catalog/v1: unchanged" in second.stderr
    assert tree(copy.root) == made


def test_refresh_of_what_is_known_changes_nothing_of_what_is_committed(copy: Collection) -> None:
    for part in ("snapshots", "catalog"):
        shutil.copytree(frozen().root / part, copy.root / part)
    before = tree(copy.root)
    assert catalog("refresh", "--recorded", cwd=copy.root).returncode == 4, "nobody has decided what waits"
    assert tree(copy.root) == before


def test_refresh_says_when_the_program_reads_a_known_page_otherwise(copy: Collection) -> None:
    catalog("refresh", "xfyun", "--recorded", cwd=copy.root)
    before = tree(copy.snapshots)
    scraper = copy.scrapers / "xfyun.py"
    silent = "extract=lambda page: (found for found in extract(page) if not hasattr(found, 'kind'))"
    text = scraper.read_text(encoding="utf-8").replace("extract=extract", silent)
    scraper.write_text(text, encoding="utf-8")
    run = catalog("refresh", "xfyun", "--recorded", cwd=copy.root)
    assert "xfyun: 2025-07-08 would be kept otherwise today than it was" in run.stderr
    assert tree(copy.snapshots) == before
    assert catalog("verify", "xfyun", cwd=copy.root).returncode == 4
    assert "reading.2: written" in catalog("reread", "xfyun", cwd=copy.root).stdout
    assert catalog("verify", "xfyun", cwd=copy.root).returncode == 0


def test_refresh_of_one_broken_provider_leaves_the_others_alone(copy: Collection) -> None:
    body = next((copy.recordings / "xfyun").glob("*.body.*"))
    body.write_text("<html><body><h1>维护中</h1></body></html>", encoding="utf-8")
    run = catalog("refresh", "--recorded", cwd=copy.root)
    assert run.returncode == 3
    assert "closed for maintenance" in run.stderr
    assert (copy.snapshots / "ucloud").is_dir()
    (line,) = copy.archive().told("xfyun")
    assert (line.outcome, copy.archive().snapshots("xfyun")) == ("failed", [])


def test_refresh_with_nothing_read_publishes_nothing(copy: Collection) -> None:
    for body in copy.recordings.glob("*/*.body.*"):
        body.write_bytes(b"")
    run = catalog("refresh", "--recorded", cwd=copy.root)
    assert run.returncode == 1
    assert not copy.release.exists()


def test_refresh_leaves_amounts_that_it_cannot_read_to_a_person(copy: Collection) -> None:
    body = next((copy.recordings / "ucloud").glob("*.body.*"))
    body.write_text(body.read_text(encoding="utf-8").replace("0.10  ", "0.10 起"), encoding="utf-8")
    assert catalog("refresh", "--recorded", cwd=copy.root).returncode == 4


def test_read_prints_what_would_be_read_and_writes_nothing(copy: Collection) -> None:
    before = tree(copy.root)
    run = catalog("read", "moonshot", recorded("moonshot"), cwd=copy.root)
    assert run.returncode == 0
    assert "kimi-latest" in run.stdout
    assert run.stdout.splitlines()[-1] == (
        "moonshot/chat: 38 prices, 13 facts, 1 excused, 0 unsaid, 0 unread, 0 conflicts, 0 suspects"
    )
    assert tree(copy.root) == before


def page_of(folder: Path, *rows: str) -> Path:
    """A saved page with one table of a model and a price."""
    page = folder / "page.md"
    page.write_text("\n".join(["# UCloud", "", "| 模型 | 价格 |", "| - | - |", *rows, ""]), encoding="utf-8")
    return page


def test_a_price_that_cannot_be_said_is_told_apart_and_needs_nobody(copy: Collection, tmp_path: Path) -> None:
    page = page_of(tmp_path, "| m | 输入 2 元/百万 tokens |", "| n | 3 元/天 |")
    run = catalog("read", "ucloud", page, cwd=copy.root)
    assert run.returncode == 0, run.stderr
    told, counted = run.stdout.splitlines()[-2:]
    assert told.startswith("unsaid    n: 3 CNY / ")
    assert "‘3 元/天’" in told
    assert ", 1 unsaid, 0 unread, " in counted
    (item,) = json.loads(catalog("read", "ucloud", page, "--json", cwd=copy.root).stdout)["unsaid"]
    assert (item["model"], item["amount"], item["currency"], item["text"]) == ("n", "3", "CNY", "3 元/天")
    kept = catalog("ingest", "ucloud", page, "--date", "2026-01-05", cwd=copy.root)
    assert (kept.returncode, kept.stdout) == (0, "ucloud: 2026-01-05: 1 price, 1 unsaid: new, 2026-01-05\n")
    (stands,) = json.loads(catalog("status", "ucloud", "--json", cwd=copy.root).stdout)
    assert (stands["unsaid"], stands["todo"]) == (1, "look again: catalog refresh ucloud")


def test_until_when_a_price_holds_stands_beside_it(copy: Collection, tmp_path: Path) -> None:
    ends, rest = "| m | 输入 2 元/百万 tokens（有效期至2026年3月31日） |", "| n | 输入 2 元/百万 tokens |"
    page = page_of(tmp_path, ends, rest)
    assert "\tuntil 2026-03-31\t" in catalog("read", "ucloud", page, cwd=copy.root).stdout
    assert catalog("ingest", "ucloud", page, "--date", "2026-01-05", cwd=copy.root).returncode == 0
    assert catalog("publish", cwd=copy.root).returncode == 0
    (listed,) = json.loads(catalog("list", "--model", "m", "--json", cwd=copy.root).stdout)
    assert listed["effective_until"] == "2026-03-31"
    for words in (["list"], ["show", "m"], ["list", "--as-of", "2026-01-06"], ["history", "m"]):
        assert catalog(*words, cwd=copy.root).stdout.count("until 2026-03-31") == 1, words
    assert "until:         2026-03-31\n" in catalog("explain", listed["id"], cwd=copy.root).stdout


def test_what_is_doubtful_about_a_price_stands_beside_it(copy: Collection, tmp_path: Path) -> None:
    twice = ("| m | 输入 2 元/百万 tokens |", "| m | 输入 3 元/百万 tokens |")
    page = page_of(tmp_path, *twice, "| n | 输出 4 美元/百万 tokens |", "| o | 输入 2 元/百万 tokens |")
    read = catalog("read", "ucloud", page, cwd=copy.root).stdout
    assert "\nsuspect   n inference output: in USD, where " in read
    assert "\nconflict  m inference input: 2 prices for one thing: " in read
    assert catalog("ingest", "ucloud", page, "--date", "2026-01-05", cwd=copy.root).returncode == 4
    assert catalog("publish", cwd=copy.root).returncode == 0
    assert [len(re.findall(rf"tokens\t[^\t]*{kind}", read)) for kind in ("conflict", "suspect")] == [2, 1]
    conflict, foreign = (
        "2 CNY / 1M tokens and 3 CNY / 1M tokens wait: 2 prices for one thing: ",
        "4 USD / 1M tokens waits: ",
    )
    for words in (["list"], ["list", "--as-of", "2026-01-05"], ["show", "m"], ["show", "n"]):
        shown = catalog(*words, cwd=copy.root)
        assert shown.stdout.count(f"\t\tCNY\t1M tokens\tpending: {conflict}") == (words[-1] != "n")
        assert shown.stdout.count(f"\t\tUSD\t1M tokens\tpending: {foreign}in USD, where ") == (words[-1] != "m")
    (one,) = json.loads(catalog("list", "--model", "m", "--json", cwd=copy.root).stdout)
    assert (one["amount"], [each["amount"] for each in one["pending"]]) == (None, ["2", "3"])
    for width in ("80", "200"):
        explained = catalog("explain", one["id"], cwd=copy.root, env={"COLUMNS": width}).stdout
        assert explained.count("waits for a person: 2 prices for one thing: ") == 2
        assert [explained.count(f"\nquote:         输入 {amount} 元/百万 tokens\n") for amount in "23"] == [1, 1]


def test_where_no_price_is_read_no_empty_table_is_shown(copy: Collection, tmp_path: Path) -> None:
    run = catalog("read", "ucloud", page_of(tmp_path, *["| m | 约 2 元/百万 tokens |"] * 2), cwd=copy.root)
    assert run.returncode == 4
    assert run.stdout.split()[0] == "amounts", "those that are unread"
    assert "does not know the word '约'" in run.stdout


def test_read_as_json_has_every_part(copy: Collection) -> None:
    run = catalog("read", "ucloud", recorded("ucloud"), "--json", cwd=copy.root)
    assert run.returncode == 4, "the page prints two prices for one thing"
    answer = json.loads(run.stdout)
    parts = {
        "prices",
        "facts",
        "unsaid",
        "unread",
        "excused",
        "conflicts",
        "suspects",
        "remarks",
        "surroundings",
        "open",
    }
    assert set(answer) == parts
    assert len(answer["conflicts"]) == 2
    for price in answer["prices"]:
        assert isinstance(price["amount"], str)
        assert price["listed"]["text"]


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (["read", "moonshoot", "x.md"], "Did you mean moonshot?"),
        (["read", "moonshot", "missing.md"], "missing.md: No such file"),
        (["read", "moonshot", "."], "Is a directory"),
        (["read", "moonshot", "x.md", "--page", "tools"], "has no page 'tools'"),
        (["list", "--provider", "openai"], "no provider 'openai'"),
        (["list", "--meter", "tokens"], "no meter 'tokens'"),
        (["show", "kimi-lates"], "Did you mean kimi-latest"),
        (["show", "zzz"], "no published price"),
        (["explain", "ffff"], "no published price has the id"),
        (["explain", ""], "PRICE_ID is blank"),
        (["show", ""], "MODEL is blank"),
        (["list", "--model", " "], "--model is blank"),
        (["list", "--as-of", "2025-11-11", "--as-of", "2025-11-12"], "--as-of is given 2 times"),
        (["-C", ".", "-C", ".", "list"], "-C is given 2 times"),
        (["list", "--csv", "--json"], "--csv/--tsv and --json: an answer has one form"),
        (["list", "--csv", "--tsv"], "--csv/--tsv is given 2 times"),
        (["diff", "--format", "html", "--json"], "--format and --json: an answer has one form"),
        (["refresh"], "say who asks"),
        (["refresh", "nobody", "--recorded"], "no provider 'nobody'"),
        (["record", "moonshot", "--on", "tomorrow"], "is no day"),
        (["-C", "/nonexistent", "list"], "is no folder"),
        (["-C", "/", "publish"], "no collection here"),
        (["nonsense"], "No such command"),
    ],
)
def test_a_wrong_call_ends_with_2_and_says_what_to_do(words: list[str], reason: str) -> None:
    run = catalog(*words, cwd=frozen().root)
    assert run.returncode == 2, run.stderr
    assert reason in run.stderr
    assert run.stdout == ""


PAGE = recorded("ucloud").read_bytes()
HEAD = "| 模型名称 | 计费方式 | 计费说明 |\n| --- | --- | --- |\n| a | b | "
GOOD = {
    "gb18030": PAGE.decode().encode("gb18030"),
    "byte order mark": b"\xef\xbb\xbf" + PAGE,
    "carriage returns": PAGE.replace(b"\n", b"\r\n"),
    "full-width digits": PAGE.decode().translate({0x30 + n: 0xFF10 + n for n in range(10)}).encode(),
    "blanks that do not break": PAGE.decode().replace(" ", "\u00a0").encode(),
    "zero-width spaces": PAGE.decode().replace("元", "\u200b元\u200b").encode(),
}
BAD = {
    "empty": b"",
    "binary": bytes(range(256)) * 40,
    "50,000 nested tags": b"<html><body>"
    + b"<div>" * 50_000
    + b"4\xe5\x85\x83"
    + b"</div>" * 50_000
    + b"</body></html>",
    "20,000 nested tables": b"<table><tr><td>" * 20_000 + b"4" + b"</td></tr></table>" * 20_000,
    "20 MB": PAGE * 4600,
    "20,000 digits": PAGE.replace("16/百万".encode(), b"1" * 20_000 + "/百万".encode(), 1),
    "100,000 pipes": HEAD.encode() + b"|" * 100_000,
    "50,000 scripts": b"<html><body>" + b"<script" * 50_000,
    "a megabyte without a line end": "4元/张 ".encode() * 100_000,
    "100,000 brackets": HEAD.encode() + b"(" * 100_000 + b"4 |\n",
    "100,000 comparisons": HEAD.encode() + b"1<" * 100_000 + b"4 |\n",
    "a million amounts": PAGE + b"\n" + "4元 ".encode() * 700_000,
    "another provider's": recorded("moonshot").read_bytes(),
}


@pytest.mark.parametrize("name", GOOD)
def test_the_right_reading_however_the_page_was_saved(name: str, tmp_path: Path) -> None:
    page = tmp_path / "page"
    page.write_bytes(GOOD[name])
    answer = json.loads(catalog("read", "ucloud", page, "--json", cwd=ROOT).stdout)
    assert (len(answer["prices"]), answer["unread"]) == (52, [])


@pytest.mark.parametrize("name", BAD)
def test_bad_input_ends_soon_in_one_line(name: str, tmp_path: Path) -> None:
    page = tmp_path / "page"
    page.write_bytes(BAD[name])
    run = catalog("read", "ucloud", page, "--json", cwd=ROOT)
    assert run.returncode in {1, 4}
    if run.returncode == 1:
        assert len(run.stderr.splitlines()) == 1
        assert run.stderr.startswith("catalog: ucloud/price: ")
    else:
        assert json.loads(run.stdout)["unread"]


def test_list_show_and_explain_agree() -> None:
    listed = json.loads(
        catalog("list", "--model", "kimi-latest", "--meter", "input", "--json", cwd=frozen().root).stdout
    )
    assert [price["amount"] for price in listed] == ["2", "5", "10"]
    assert {price["provider"] for price in listed} == {"moonshot"}
    shown = catalog("show", "KIMI-latest", "--csv", cwd=frozen().root).stdout
    assert [row["amount"] for row in csv.DictReader(shown.splitlines()) if row["meter"] == "input"] == ["2", "5", "10"]
    explained = catalog("explain", listed[0]["id"][:9], cwd=frozen().root).stdout
    for part in (
        "￥2.00",
        "输入价格 （缓存未命中）",
        "2025-11-11",
        "2 CNY per 1M tokens",
        "platform.moonshot.cn",
        listed[0]["id"],
    ):
        assert part in explained


def test_explain_shows_both_prices_of_a_conflict(copy: Collection) -> None:
    catalog("refresh", "ucloud", "--recorded", cwd=copy.root)
    listed = json.loads(catalog("list", "--model", "Wan2.2-T2V", "--json", cwd=copy.root).stdout)
    twice = next(p["id"] for p in listed if len(p.get("pending", ())) == 2)
    assert catalog("explain", twice, cwd=copy.root).stdout.count("waits for a person: 2 prices for one thing") == 2


def test_piped_tables_are_whole_with_a_tab_between_cells() -> None:
    narrow = {"COLUMNS": "20", "FORCE_COLOR": "1"}
    piped = catalog("list", "--provider", "xingchen", cwd=frozen().root, env=narrow).stdout
    lines = [line.split("\t") for line in piped.splitlines()]
    assert len(lines) == 21
    assert {len(line) for line in lines} == {12}
    assert "\x1b" not in piped
    assert piped == catalog("list", "--provider", "xingchen", "--tsv", cwd=frozen().root).stdout
    with_commas = catalog("list", "--provider", "xingchen", "--csv", cwd=frozen().root).stdout
    assert list(csv.reader(with_commas.splitlines())) == lines


def test_rows_and_json_say_the_same_of_every_price() -> None:
    rows = csv.DictReader(catalog("list", "--csv", cwd=frozen().root).stdout.splitlines())
    told = json.loads(catalog("list", "--json", cwd=frozen().root).stdout)
    same = ("provider", "model", "service", "meter", "amount", "currency", "id")
    assert [[row[name] for name in same] for row in rows] == [[price[name] or "" for name in same] for price in told]


def test_what_may_be_named_more_than_once_adds_up() -> None:
    def listed(*words: str) -> list[tuple[str, str, str]]:
        told = json.loads(catalog("list", *words, "--json", cwd=frozen().root).stdout)
        return [(price["provider"], price["model"], price["meter"]) for price in told]

    every = listed()
    words = "--provider", "moonshot", "--provider", "xfyun", "--meter", "input", "--meter", "training", "--model", "k"
    assert listed(*words, "--model", "R1") == [
        each
        for each in every
        if each[0] in {"moonshot", "xfyun"} and each[2] in {"input", "training"}
        and ("k" in each[1].lower() or "r1" in each[1].lower())
    ]  # fmt: skip
    assert listed("--model", "k", "--model", "K") == listed("--model", "k")


@pytest.mark.parametrize(
    "words", [["list", "--model", "zzz"], ["show", "zzz"], ["explain", "ffff"], ["history", "zzz"]], ids=" ".join
)
@pytest.mark.parametrize("form", [[], ["--json"]], ids=["table", "json"])
def test_nothing_found_has_one_exit_status(words: list[str], form: list[str]) -> None:
    run = catalog(*words, *form, cwd=frozen().root)
    assert run.returncode == 2
    assert run.stderr.startswith("catalog: ")
    assert run.stderr.count("\n") == 1
    assert not json.loads(run.stdout if "--json" in form and run.stdout else "[]"), "a list of nothing, or none"


@pytest.mark.parametrize("words", [["list"], ["list", "--json"], ["show", "kimi-latest"], ["--help"], ["status", "-h"]])
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device that is full is Linux's")
def test_where_what_is_printed_finds_no_room_one_line_says_so(words: list[str]) -> None:
    with Path("/dev/full").open("wb") as full:
        run = subprocess.run(
            [*MAIN, *words], cwd=frozen().root, stdout=full, stderr=subprocess.PIPE, encoding="utf-8", check=False
        )
    assert (run.returncode, run.stderr.count("\n")) == (1, 1)
    assert run.stderr.startswith("catalog: what it says cannot be written: ")


@pytest.mark.skipif(sys.platform == "win32", reason="a pipe that nobody reads is POSIX's")
@pytest.mark.parametrize("words", [["list", "--json"], ["--help"]])
def test_a_reader_that_has_enough_is_no_failure(words: list[str]) -> None:
    with subprocess.Popen([*MAIN, *words], cwd=frozen().root, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as run:
        assert run.stdout
        assert run.stderr
        run.stdout.close()
        assert run.stderr.read() == b""
    assert run.returncode == 0


def test_scrapers_and_version() -> None:
    told = json.loads(catalog("scrapers", "--json", cwd=frozen().root).stdout)
    assert [row["provider"] for row in told] == list(FROZEN)
    assert catalog("--version", cwd=ROOT).stdout.startswith("pricebook ")


def test_the_collection_is_found_from_a_folder_inside_it() -> None:
    assert catalog("scrapers", cwd=ROOT / "src").returncode == 0
    assert catalog("-C", "docs", "scrapers", cwd=ROOT).returncode == 0


@pytest.mark.parametrize(
    ("module", "reason"),
    [("", "defines no `scraper`"), ("scraper = 1", "defines no `scraper`"), ("import nonsense", "cannot be loaded"),
     ("from scrapers_of_mine import scraper", "cannot be loaded")],
)  # fmt: skip
def test_a_broken_scraper_is_named(copy: Collection, module: str, reason: str) -> None:
    (copy.scrapers / "acme.py").write_text(module, encoding="utf-8")
    run = catalog("scrapers", cwd=copy.root)
    assert run.returncode == 2
    assert "acme.py" in run.stderr
    assert reason in run.stderr


def test_a_scraper_is_read_as_it_is_written_and_nothing_is_left_beside_it(
    copy: Collection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    module = copy.scrapers / "moonshot.py"
    before, held = tree(copy.root), module.stat()
    name = copy.scraper("moonshot").name
    assert tree(copy.root) == before
    module.write_text(module.read_text(encoding="utf-8").replace(f'"{name}"', f'"{name[::-1]}"'), encoding="utf-8")
    os.utime(module, ns=(held.st_atime_ns, held.st_mtime_ns))
    assert copy.scraper("moonshot").name == name[::-1]


def test_every_command_and_option_explains_itself() -> None:
    homes = set(HOMES.values())
    stand = [(name, home) for home in homes for name in registered(home)]
    assert sorted(stand) == sorted(HOMES.items()), "every command stands where it is looked for"
    assert all(command.help for command in told().values())


def test_help_shows_every_command_in_a_group() -> None:
    shown = catalog("-h", cwd=ROOT)
    assert (shown.returncode, shown.stdout) == (0, catalog("--help", cwd=ROOT).stdout)
    titles = [line.removesuffix(":") for line in shown.stdout.splitlines() if re.fullmatch(r"[A-Z].*:", line)]
    assert titles[-len(GROUPS) :] == list(GROUPS)
    assert [name for name in re.findall(r"(?m)^  ([a-z]+)  ", shown.stdout) if name in HOMES] == list(HOMES)
    assert "..." not in shown.stdout.partition(next(iter(GROUPS)))[2], "no sentence is cut"


STAYING = {"mcp", "serve"}
"""Commands that go on until somebody ends them, and have nothing to tell then."""


@pytest.mark.parametrize("name", HOMES)
def test_every_command_has_the_same_options_for_the_same(name: str) -> None:
    shown = catalog(name, "-h", cwd=ROOT).stdout
    assert "<str>" not in shown, "what an option takes has a name"
    assert "--json" in shown or name in STAYING
    for option, taken in (("--provider", "PROVIDER"), ("--model", "MODEL"), ("--as-of", "DAY"), ("--page", "PAGE")):
        assert option not in shown or f"{option} {taken}" in shown


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        ("read m", ["moonshot"]),
        ("list --provider x", ["xfyun", "xingchen"]),
        ("show kimi-l", ["kimi-latest"]),
        ("list --model kimi-l", ["kimi-latest"]),
        ("history kimi-l", ["kimi-latest"]),
        ("diff --kind inc", ["increase"]),
    ],
)
def test_completion_offers_what_there_is(words: str, offered: list[str]) -> None:
    words = f"catalog {words}"
    env = {"_CATALOG_COMPLETE": "complete_bash", "COMP_WORDS": words, "COMP_CWORD": str(words.count(" "))}
    run = catalog(cwd=frozen().root, env=env | {"PATH": os.environ["PATH"]})
    assert run.stdout.split() == offered


def test_where_nothing_is_published_nothing_is_offered(copy: Collection) -> None:
    env = {"_CATALOG_COMPLETE": "complete_bash", "COMP_WORDS": "catalog show k", "COMP_CWORD": "2"}
    run = catalog(cwd=copy.root, env=env | {"PATH": os.environ["PATH"]})
    assert (run.stdout.strip(), run.stderr) == ("", "")
