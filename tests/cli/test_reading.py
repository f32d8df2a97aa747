"""`catalog read`: what would be read from a saved page, however much of it is not understood."""

import json
from pathlib import Path

import pytest

from pricebook.collection import Collection
from tests.command import catalog

SCRAPER = '''"""Acme: a page of chat models and one of image models."""

from pricebook.scraping import Address, Layout, Scraper


def extract(page):
    page.known_by("Acme")
    for table, model in page.price_tables("模型"):
        yield from table.quotes(Layout(model=model))


scraper = Scraper(
    provider="acme",
    name="Acme",
    currency="CNY",
    pages=[
        Address("chat", "https://acme.example/chat", at_least=3),
        Address("image", "https://acme.example/image"),
    ],
    extract=extract,
    timezone="Asia/Shanghai",
)
'''


@pytest.fixture
def acme(tmp_path: Path) -> Collection:
    """A collection with one provider that has two pages."""
    made = Collection(tmp_path)
    made.scrapers.mkdir()
    (made.scrapers / "acme.py").write_text(SCRAPER, encoding="utf-8")
    return made


def saved(collection: Collection, heading: str, *rows: str) -> Path:
    """A page with one table of a model and a price."""
    page = collection.root / "saved.md"
    page.write_text("\n".join(["# Acme", "", f"| 模型 | {heading} |", "| - | - |", *rows, ""]), encoding="utf-8")
    return page


def test_a_page_of_which_much_is_unread_is_kept_with_the_prices_that_were_read(acme: Collection) -> None:
    page = saved(acme, "价格（元/张）", "| a | 2 |", *(f"| m{n} | 约 2 |" for n in range(1500)))
    kept = catalog("ingest", "acme", page, "--page", "image", "--date", "2026-01-05", cwd=acme.root)
    assert (kept.returncode, kept.stdout) == (4, "acme: 2026-01-05: 1 price, 1500 unread: new, 2026-01-05\n")
    assert catalog("publish", cwd=acme.root).returncode == 0
    assert [price["model"] for price in json.loads(catalog("list", "--json", cwd=acme.root).stdout)] == ["a"]


def test_of_several_pages_it_need_not_be_said_which_is_read(acme: Collection) -> None:
    page = saved(acme, "价格（元/张）", "| a | 2 |", "| b | 3 |")
    for words, place in (([], "saved.md"), (["--page", "image"], "image")):
        run = catalog("read", "acme", page, *words, "--json", cwd=acme.root)
        assert run.returncode == 0, run.stderr
        assert [price["where"]["page"] for price in json.loads(run.stdout)["prices"]] == [place] * 2


def test_too_few_prices_are_shown_and_then_refused(acme: Collection) -> None:
    page = saved(acme, "价格（元/张）", "| a | 2 |", "| b | 3 |")
    words = "read", "acme", page, "--page", "chat"
    shown, listed = (catalog(*words, *more, cwd=acme.root) for more in ([], ["--json"]))
    assert shown.returncode == listed.returncode == 1
    assert shown.stderr == listed.stderr
    assert shown.stderr.startswith("catalog: acme/chat: 2 prices; this page of Acme has at least 3. ")
    assert "\t2\tCNY\timage\t" in shown.stdout
    assert [price["model"] for price in json.loads(listed.stdout)["prices"]] == ["a", "b"]


def test_pages_are_ingested_one_by_one_and_lose_nothing_of_each_other(acme: Collection) -> None:
    chat = saved(acme, "输入价格（元/百万 tokens）", "| a | 2 |", "| b | 3 |", "| c | 4 |")
    run = catalog("ingest", "acme", chat, "--page", "chat", "--date", "2026-01-05", cwd=acme.root)
    assert (run.returncode, run.stdout) == (0, "acme: 2026-01-05: 3 prices: new, 2026-01-05\n")
    image = saved(acme, "价格（元/张）", "| d | 5 |")
    run = catalog("ingest", "acme", image, "--page", "image", "--date", "2026-01-05", cwd=acme.root)
    assert (run.returncode, run.stdout, run.stderr) == (0, "acme: 2026-01-05: 1 price: new, 2026-01-05.2\n", "")
    assert catalog("publish", cwd=acme.root).returncode == 0
    listed = json.loads(catalog("list", "--json", cwd=acme.root).stdout)
    assert [(price["model"], price["status"]) for price in listed] == [(model, "fresh") for model in "abcd"]
    for price in listed:
        assert catalog("explain", price["id"], cwd=acme.root).returncode == 0
    assert catalog("verify", cwd=acme.root).returncode == 0
    assert catalog("doctor", "--offline", cwd=acme.root).returncode == 0
    assert (len(acme.archive().looks("acme")), len(acme.archive().snapshots("acme"))) == (2, 2)


def test_a_folder_of_several_pages_says_which_is_which(acme: Collection) -> None:
    for name, heading, rows in (("c.md", "输入价格（元/百万 tokens）", "abc"), ("i.md", "价格（元/张）", "d")):
        saved(acme, heading, *(f"| {model} | 2 |" for model in rows)).rename(acme.root / name)
    index = acme.root / "index.tsv"
    at = "2026-01-05T10:00:00+08:00"
    index.write_text(f"file\tat\tpage\nc.md\t{at}\tchat\ni.md\t{at}\timage\n", encoding="utf-8")
    for number in (4, 4):
        assert catalog("backfill", "acme", ".", cwd=acme.root).returncode == 0
        assert catalog("publish", cwd=acme.root).returncode == 0
        assert len(json.loads(catalog("list", "--json", cwd=acme.root).stdout)) == number
    assert catalog("doctor", "--offline", cwd=acme.root).returncode == 0
    assert (len(acme.archive().looks("acme")), len(acme.archive().snapshots("acme"))) == (2, 2)
    index.write_text(f"file\tat\nc.md\t{at}\n", encoding="utf-8")
    run = catalog("backfill", "acme", ".", cwd=acme.root)
    assert run.returncode == 2
    assert "line 2: acme has several pages: say which it is with --page. Pages: chat, image." in run.stderr


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ([], "acme has several pages: say which it is with --page. Pages: chat, image."),
        (["--page", "tools"], "acme has no page 'tools'. Pages: chat, image."),
    ],
)
def test_which_page_was_saved_must_be_said_where_it_is_kept(words: list[str], reason: str, acme: Collection) -> None:
    page = saved(acme, "价格（元/张）", "| a | 2 |")
    for command in (["ingest", "acme", str(page), "--date", "2026-01-05"], ["record", "acme", "--from", str(page)]):
        run = catalog(*command, *words, cwd=acme.root)
        assert (run.returncode, reason in run.stderr, run.stdout) == (2, True, "")


def test_a_snapshot_of_fewer_pages_is_read_as_before(acme: Collection) -> None:
    """A provider that gains a page, and one that loses one."""
    page = saved(acme, "价格（元/张）", "| a | 2 |")
    module = acme.scrapers / "acme.py"
    module.write_text(
        SCRAPER.replace('Address("chat", "https://acme.example/chat", at_least=3),', ""), encoding="utf-8"
    )
    assert catalog("ingest", "acme", page, "--date", "2026-01-05", cwd=acme.root).returncode == 0
    for text in (SCRAPER, SCRAPER.replace('"image"', '"pictures"')):
        module.write_text(text, encoding="utf-8")
        for words in (["verify"], ["reread"]):
            run = catalog(*words, cwd=acme.root)
            assert (run.returncode, run.stderr) == (0, ""), run.stdout
