"""`catalog draft`: what it says of a page is so, and what it does not know stays a question that nothing runs over."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pricebook.collection import Collection
from pricebook.run.draft_module import written
from pricebook.scraping import Address, Open
from tests.command import catalog
from tests.conftest import ROOT

PAGE = """# Acme Cloud 模型价格

| 模型 | 输入价格（元/百万 tokens） | 输出价格（元/百万 tokens） |
| - | - | - |
| acme-1 | 2 | 8 |
| acme-2 | 4 | 16 |

| 计费项 | zeta-1 | zeta-2 |
| - | - | - |
| 输入价格（元/百万 tokens） | 1 | 2 |

## acme-max

| 计费项 | 单价（元/百万 tokens） |
| - | - |
| 输入 | 7 |

## 工具

| 工具 | 单价（元/次） |
| - | - |
| 联网搜索 | 0.03 |
"""
ADDRESS = "https://acme.example/docs/model-pricing.md"
KNOWN = ["--address", ADDRESS, "--timezone", "Asia/Shanghai"]


@pytest.fixture
def home(tmp_path: Path) -> Collection:
    """A collection without a provider, and a saved page."""
    made = Collection(tmp_path)
    made.scrapers.mkdir()
    (made.scrapers / "_shared.py").touch()
    (made.root / "page.md").write_text(PAGE, encoding="utf-8")
    return made


def drafted(home: Collection, *words: str, page: str = PAGE) -> subprocess.CompletedProcess[str]:
    (home.root / "page.md").write_text(page, encoding="utf-8")
    run = catalog("draft", "acme", "page.md", *words, cwd=home.root)
    assert (run.returncode, run.stderr) == (0, "")
    return run


def read(home: Collection) -> dict[str, list[dict[str, str]]]:
    """What the draft reads of the page that it was made from."""
    told: dict[str, list[dict[str, str]]] = json.loads(
        catalog("read", "acme", "page.md", "--json", cwd=home.root).stdout
    )
    return told


def test_a_draft_says_what_it_decided_and_from_what(home: Collection) -> None:
    lines = [line.split("\t") for line in drafted(home, *KNOWN).stdout.splitlines()]
    assert lines[1:6] == [
        ["name", "Acme", "so the page prints it, line 1"],
        ["known_by", "Acme", "line 1; no page of another is here to compare with"],
        ["models", "below '模型'", "table 1"],
        ["models", "side by side, beside '计费项'", "table 2"],
        ["models", "the heading above is the model", "table 3"],
    ]
    assert lines[6][:2] == ["currency", "CNY"]
    assert lines[6][2].startswith("7 prices print it, the first '2', model-pricing, line 5, ")
    assert lines[7:10] == [
        ["address", ADDRESS, "as it was given"],
        ["at_least", "3", "half of 7 prices and 0 unsaid"],
        ["timezone", "Asia/Shanghai", "as it was given"],
    ]
    assert lines[12][:2] == ["models", "where do the models of these prices stand? 工具 | 单价（元/次）"]
    assert lines[-2:] == [
        ["scrapers/acme.py: written. It reads 7 prices, 0 unsaid, 1 unread, 0 conflicts, 0 suspects"],
        ["Next: catalog read acme page.md"],
    ]


def test_a_draft_reads_at_once_what_it_says_and_conforms_once_all_is_read(home: Collection) -> None:
    page = PAGE.partition("## 工具")[0]
    told = json.loads(drafted(home, *KNOWN, "--json", page=page).stdout)
    found = read(home)
    assert [price["model"] for price in found["prices"]] == ["acme-1"] * 2 + ["acme-2"] * 2 + [
        "zeta-1",
        "zeta-2",
        "acme-max",
    ]
    assert (told["prices"], told["unread"], found["unread"], found["open"]) == (7, 0, [], [])
    record = ["record", "acme", "--from", "page.md", "--on", "2026-01-05"]
    for words in (record, ["check", "acme", "--accept"], ["refresh", "--recorded"]):
        run = catalog(*words, cwd=home.root)
        assert run.returncode == 0, run.stdout + run.stderr


def test_what_is_open_keeps_a_draft_from_being_more_than_read(home: Collection) -> None:
    told = drafted(home).stdout
    assert "Answer what is Open in scrapers/acme.py; until then only catalog read reads with it.\n" in told
    run = catalog("read", "acme", "page.md", cwd=home.root)
    assert run.returncode == 4
    assert "open      scrapers/acme.py, line 19: where does the page stand? https://...\n" in run.stdout
    assert len(read(home)["open"]) == 2
    for words in (["record", "acme", "--from", "page.md"], ["ingest", "acme", "page.md", "--date", "2026-01-05"]):
        run = catalog(*words, cwd=home.root)
        assert run.returncode in {1, 2}
        assert "acme.py: is a draft with open questions: line 19: where does the page stand?" in run.stderr
    assert "loads: scrapers/acme.py: " in catalog("check", "acme", cwd=home.root).stdout
    assert catalog("refresh", "--recorded", cwd=home.root).returncode != 0
    assert not home.snapshots.exists()


def test_a_question_that_was_answered_is_forgotten_with_its_name(home: Collection) -> None:
    drafted(home, "--address", ADDRESS)
    module = home.scrapers / "acme.py"
    source = module.read_text(encoding="utf-8")
    line = next(line for line in source.splitlines() if "Open(" in line)
    answered = source.replace(line, '    timezone="Asia/Shanghai",')
    module.write_text(answered, encoding="utf-8")
    record = ["record", "acme", "--from", "page.md", "--on", "2026-01-05"]
    assert "it still imports Open" in catalog(*record, cwd=home.root).stderr
    module.write_text(answered.replace("Open, ", ""), encoding="utf-8")
    assert catalog(*record, cwd=home.root).returncode == 0


@pytest.mark.parametrize(
    ("old", "new", "asked", "seen"),
    [
        ("输出价格（元/", "输出价格（美元/", "currency", "prices are in several: CNY: 5, USD: 2"),
        ("# Acme Cloud 模型价格\n", "", "known_by", "no heading and no sentence has a name of its own"),
    ],
)
def test_what_the_page_does_not_tell_is_asked(old: str, new: str, asked: str, seen: str, home: Collection) -> None:
    page = PAGE.replace(old, new).replace("## acme-max", "## beta-max")
    lines = [line.split("\t") for line in drafted(home, *KNOWN, page=page).stdout.splitlines()]
    assert [line[2] for line in lines if line[0] == asked and "?" in line[1]] == [seen]
    assert len(read(home)["prices"]) == 7
    assert len(read(home)["open"]) == 1


def test_a_name_that_others_pages_have_too_is_not_what_a_page_is_known_by(home: Collection) -> None:
    other = home.recordings / "zeta"
    other.mkdir(parents=True)
    (other / "price.body.md").write_text("# Zeta sells Acme", encoding="utf-8")
    drafted(home, *KNOWN)
    assert '    page.known_by("Acme Cloud 模型价格")\n' in (home.scrapers / "acme.py").read_text(encoding="utf-8")
    (other / "price.body.md").write_text("# Zeta sells Acme Cloud 模型价格", encoding="utf-8")
    told = catalog("draft", "acme", "page.md", "--print", cwd=home.root)
    assert "known_by(Open(" in told.stdout


def test_nothing_is_written_over_and_nothing_written_that_is_only_printed(home: Collection) -> None:
    printed = catalog("draft", "acme", "page.md", *KNOWN, "--print", cwd=home.root)
    assert (printed.returncode, printed.stderr, home.providers()) == (0, "", [])
    drafted(home, *KNOWN)
    module = home.scrapers / "acme.py"
    assert module.read_text(encoding="utf-8") == printed.stdout
    module.write_text("# mine\n", encoding="utf-8")
    run = catalog("draft", "acme", "page.md", cwd=home.root)
    assert (run.returncode, run.stdout, module.read_text(encoding="utf-8")) == (2, "", "# mine\n")
    assert "never written over" in run.stderr


@pytest.mark.parametrize(
    "words", [["Acme"], ["../acme"], ["acme", "--address", "file:///x"], ["acme", "--timezone", "x"]]
)
def test_what_no_provider_can_be_is_refused(words: list[str], home: Collection) -> None:
    provider, *more = words
    run = catalog("draft", provider, "page.md", *more, cwd=home.root)
    assert (run.returncode, run.stdout, home.providers()) == (2, "", [])


def test_drafts_are_formatted_typed_and_in_order(home: Collection) -> None:
    long = f"https://acme.example/{'long/' * 15}"
    for provider, words in {"a": [], "b": KNOWN, "c": ["--address", long], "d": ["--address", long * 2]}.items():
        assert catalog("draft", provider, "page.md", *words, cwd=home.root).returncode == 0
    settings, scrapers = str(ROOT / "pyproject.toml"), str(home.scrapers)
    for program, *words in (
        ["ruff", "format", "--check", "--config", settings],
        ["ruff", "check", "--ignore", "E501,INP001", "--config", settings],
        ["mypy", "--cache-dir", str(home.root / "mypy"), "--config-file", settings],
    ):
        command = [sys.executable, "-m", program, *words, scrapers]
        run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        assert run.returncode == 0, run.stdout + run.stderr


@given(
    name=st.text(st.characters(categories=["L", "N", "P", "Zs"]), min_size=1, max_size=60).filter(str.isprintable),
    path=st.text("abc/-_", max_size=150),
    asked=st.sets(st.sampled_from(["known_by", "currency", "url", "timezone"])),
)
def test_whatever_it_says_is_python_that_says_so(name: str, path: str, asked: set[str]) -> None:
    said = {"known_by": name, "currency": "CNY", "url": f"https://a.example/{path}", "timezone": "Asia/Shanghai"}
    said |= {each: Open(f"{each}?") for each in asked}
    module = written(
        provider="acme", name=name, known_by=said["known_by"], currency=said["currency"],
        address=Address("price", said["url"], at_least=3), timezone=said["timezone"],
    )  # fmt: skip
    found: dict[str, object] = {}
    exec(compile(module, "acme.py", "exec"), found)
    assert vars(found["scraper"])["name"] == name
    assert ("Open" in found) == bool(asked)
    assert max(map(len, module.splitlines())) <= 320
    assert len(module.splitlines()) < 35


def test_a_page_without_an_amount_is_not_drafted_from(home: Collection) -> None:
    page = home.root / "login.html"
    page.write_text("<html><body><h1>Log in</h1><p>Please log in.</p></body></html>", encoding="utf-8")
    assert "No amount of money stands on it" in catalog("look", page, cwd=home.root).stdout
    run = catalog("draft", "newer", page, cwd=home.root)
    assert (run.returncode, "no amount of money stands on it" in run.stderr) == (2, True)
    assert not (home.scrapers / "newer.py").exists()
