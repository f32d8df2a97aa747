"""`catalog check`: a collection of one's own is held to the rules that this one is held to, without its tests."""

import json
from pathlib import Path

import pytest

from pricebook.collection import Collection
from pricebook.run.conformance import RULES
from tests.command import catalog

SCRAPER = '''"""Acme: one table."""

from collections.abc import Iterator

from pricebook.scraping import Address, Finding, Layout, Page, Scraper


def extract(page: Page) -> Iterator[Finding]:
    """Every table."""
    page.known_by("Acme")
    for table, model in page.price_tables("模型"):
        yield from table.quotes(Layout(model=model))


scraper = Scraper(
    provider="acme",
    name="Acme",
    currency="CNY",
    pages=[Address("price", "https://acme.example/price", at_least=2)],
    extract=extract,
    timezone="Asia/Shanghai",
)
'''
PAGE = """# Acme

| 模型 | 输入价格（元/百万 tokens） |
| - | - |
| acme-1 | 2 |
| acme-2 | 4 |
"""
LINES = "acme-1  inference  input  2 CNY / 1M tokens  2\nacme-2  inference  input  4 CNY / 1M tokens  4\n"


@pytest.fixture
def acme(tmp_path: Path) -> Collection:
    """A collection with nothing but a scraper, and a saved page."""
    made = Collection(tmp_path)
    made.scrapers.mkdir()
    (made.scrapers / "acme.py").write_text(SCRAPER, encoding="utf-8")
    (made.root / "page.md").write_text(PAGE, encoding="utf-8")
    return made


def record(collection: Collection, page: str = PAGE) -> None:
    (collection.root / "page.md").write_text(page, encoding="utf-8")
    run = catalog("record", "acme", "--from", "page.md", "--on", "2026-01-05", cwd=collection.root)
    assert run.returncode == 0, run.stderr


def broken(collection: Collection) -> dict[str, str]:
    """The rules that are broken, each with what was seen first."""
    run = catalog("check", "acme", "--json", cwd=collection.root)
    (told,) = json.loads(run.stdout)
    assert run.returncode == (1 if told["breaches"] else 0), run.stderr
    return {each["rule"]: f"{each['place']}: {each['seen']}" for each in reversed(told["breaches"])}


def test_what_is_missing_is_said_step_by_step_until_a_scraper_conforms(acme: Collection) -> None:
    run = catalog("check", "acme", cwd=acme.root)
    assert (run.returncode, run.stderr) == (1, "")
    assert run.stdout.startswith(
        "is recorded: tests/cassettes/acme: no recording of any of its pages. Next: catalog record"
    )
    record(acme)
    run = catalog("check", "acme", cwd=acme.root)
    assert run.stdout.startswith(
        "reads what is expected: tests/expected/acme.txt: no such file. Next: read every price"
    )
    assert "catalog check acme --accept" in run.stdout
    run = catalog("check", "acme", "--accept", cwd=acme.root)
    assert (run.returncode, run.stderr) == (0, "")
    assert run.stdout.splitlines() == [
        *(f"+ {line}" for line in LINES.splitlines()),
        "tests/expected/acme.txt: written, 2 lines changed",
        "note: no other provider is recorded here, so no page of another was held against it",
        f"acme: conforms: all {len(RULES)} rules hold, with 2 prices of 1 recording",
    ]
    assert (acme.expected / "acme.txt").read_text(encoding="utf-8") == LINES
    assert broken(acme) == {}


def test_another_reading_is_shown_and_written_only_when_it_is_accepted(acme: Collection) -> None:
    record(acme)
    assert catalog("check", "acme", "--accept", cwd=acme.root).returncode == 0
    record(acme, PAGE.replace("| 4 |", "| 5 |"))
    before = (acme.expected / "acme.txt").read_bytes()
    told = catalog("check", "acme", "--tsv", cwd=acme.root)
    rows = [line.split("\t")[3] for line in told.stdout.splitlines()[1:]]
    assert rows == [
        "is expected and not read: acme-2 inference input 4 CNY / 1M tokens 4",
        "is read and not expected: acme-2 inference input 5 CNY / 1M tokens 5",
    ]
    assert (told.returncode, (acme.expected / "acme.txt").read_bytes()) == (1, before)
    run = catalog("check", "acme", "--accept", cwd=acme.root)
    assert run.stdout.splitlines()[:3] == [
        "- acme-2  inference  input  4 CNY / 1M tokens  4",
        "+ acme-2  inference  input  5 CNY / 1M tokens  5",
        "tests/expected/acme.txt: written, 2 lines changed",
    ]
    assert run.returncode == 0


def test_a_page_with_unread_amounts_is_not_accepted(acme: Collection) -> None:
    record(acme, PAGE + "| acme-3 | 约 4 |\n")
    run = catalog("check", "acme", "--accept", cwd=acme.root)
    assert (run.returncode, acme.expected.exists()) == (1, False)
    assert run.stderr == (
        "tests/expected/acme.txt: not written: a page with unread amounts is not understood yet; as it is: "
        "--accept --unread\n"
    )
    assert "leaves nothing unread: price, line 7, Acme, table 1, row 3, " in run.stdout


def test_amounts_that_nobody_understands_are_expected_once_a_person_says_so(acme: Collection) -> None:
    record(acme, PAGE + "| acme-3 | 约 4 |\n")
    run = catalog("check", "acme", "--accept", "--unread", cwd=acme.root)
    assert run.returncode == 0
    assert "note: amounts that are not understood: 1; tests/expected/acme.txt has each, with its reason" in run.stdout
    *_, last = acme.expected.joinpath("acme.txt").read_text(encoding="utf-8").splitlines()
    assert last.startswith("unread  约 4  does not know the word '约'  price, line 7, Acme, table 1, row 3, column ")
    record(acme, PAGE + "| acme-3 | 约 5 |\n")
    assert catalog("check", "acme", cwd=acme.root).returncode == 1, "another amount is another one"
    run = catalog("check", "acme", "--unread", cwd=acme.root)
    assert (run.returncode, "catalog check PROVIDER --accept --unread" in run.stderr) == (2, True)


@pytest.mark.parametrize(
    ("old", "new", "rule", "seen"),
    [
        ("    for table", "    price = 0.8\n    for table", "carries no amount", "line 11: 0.8"),
        ("模型", "模型|2 元", "carries no amount", "line 11: '模型|2 元'"),
        ("from collections", "import os\nfrom collections", "imports nothing but the scraping room", "line 3: os"),
        ('provider="acme"', 'provider="other"', "loads", "must be called so"),
        ("yield from", "yield from from", "loads", "SyntaxError"),
        ("at_least=2", "at_least=3", "reads its recordings", "2 prices; this page of Acme has at least 3"),
        ('    page.known_by("Acme")\n', "", "refuses what could be anybody's", "is read as its own, with "),
    ],
)  # fmt: skip
def test_a_rule_that_is_broken_is_named_with_its_place(
    old: str, new: str, rule: str, seen: str, acme: Collection
) -> None:
    record(acme)
    assert catalog("check", "acme", "--accept", cwd=acme.root).returncode == 0
    module = acme.scrapers / "acme.py"
    module.write_text(SCRAPER.replace(old, new), encoding="utf-8")
    assert seen in broken(acme)[rule]


def test_the_page_of_another_provider_is_refused(acme: Collection) -> None:
    record(acme)
    other = SCRAPER.replace("acme", "zeta").replace("Acme", "Zeta")
    (acme.scrapers / "zeta.py").write_text(other, encoding="utf-8")
    (acme.root / "zeta.md").write_text(PAGE.replace("# Acme", "# Zeta, which sells Acme"), encoding="utf-8")
    catalog("record", "zeta", "--from", "zeta.md", "--on", "2026-01-05", cwd=acme.root)
    assert broken(acme)["refuses the page of another provider"].startswith("tests/cassettes/zeta/price.body.md: ")


def test_what_is_written_as_expected_is_named(acme: Collection) -> None:
    record(acme)
    run = catalog("check", "--accept", cwd=acme.root)
    assert (run.returncode, run.stdout) == (2, "")
    assert "catalog check PROVIDER --accept" in run.stderr
    run = catalog("check", "acmee", cwd=acme.root)
    assert (run.returncode, "Did you mean acme?" in run.stderr) == (2, True)
    assert not acme.expected.exists()
