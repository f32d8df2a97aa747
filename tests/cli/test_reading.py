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
    assert "2 CNY / image" in shown.stdout
    assert [price["model"] for price in json.loads(listed.stdout)["prices"]] == ["a", "b"]
