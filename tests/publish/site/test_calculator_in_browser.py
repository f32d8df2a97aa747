"""The calculator in a real browser adds as the library does."""

import json
import random
import re
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Browser, Page

import pricebook
from pricebook.book import Book, BookError
from pricebook.publish.site.words import LANGUAGES
from tests.publish.site.browsing import NEEDED, Watched, at_address
from tests.publish.site.releases import NOW

pytestmark = [NEEDED, pytest.mark.long]
READ = """() => [...document.querySelectorAll("#costs tbody tr")].map(row => ({
  file: row.querySelector("a").getAttribute("href"), model: row.cells[0].textContent,
  provider: row.cells[1].textContent,
  amount: row.cells[2].textContent, currency: row.cells[3].textContent, seen: row.cells[4].textContent,
  rests: row.cells[5].textContent, why: row.dataset.why || ""}))"""
FIELDS = {"images": "images", "seconds": "seconds", "characters": "characters", "requests": "requests"}


def answers(page: Page) -> list[dict[str, str]]:
    """The rows of the table, in their order."""
    found: list[dict[str, str]] = page.evaluate(READ)
    return found


def library(folder: Path) -> Book:
    return pricebook.load(folder / "v1", accept_expired=True, accept_shrunken=True, now=NOW)


def fill(page: Page, asked: dict[str, str]) -> None:
    """States all of it at once, as somebody who changes one field after the other ends up with it."""
    page.evaluate(
        """asked => { const form = document.getElementById("calculator");
          for (const [name, value] of Object.entries(asked)) form.elements[name].value = value;
          form.dispatchEvent(new Event("input", { bubbles: true })); }""",
        asked,
    )


def expected(book: Book, model: str, provider: str, asked: dict[str, str]) -> tuple[Decimal, str] | None:
    """What the library says."""
    if asked["what"] == "tokens":
        names = {"input": "input_tokens", "cached": "cached_tokens", "output": "output_tokens"}
        counts: dict[str, Any] = {names[name]: int(asked[name]) for name in names if int(asked[name])}
    else:
        counts = {asked["what"]: int(asked["count"])}
    try:
        cost = book.cost(model, provider=provider, at=asked["day"] or None, **counts)
    except BookError:
        return None
    return cost.amount, cost.currency


def requests(chance: random.Random, days: tuple[str, ...]) -> Iterator[dict[str, str]]:
    """What people may ask."""
    bounds = (1, 100, 200, 8_191, 8_192, 8_193, 32_000, 32_001, 32_768, 131_071, 131_072, 256_000, 10**6, 10**15)
    for given in bounds:
        made = chance.choice((0, 1, 192, 1_000, 10**6))
        found = chance.choice((0, 0, 1, given // 2, given))
        yield {"what": "tokens", "input": str(given), "cached": str(found), "output": str(made), "day": "", "q": ""}
    yield {"what": "tokens", "input": "0", "cached": "0", "output": "5", "day": "", "q": ""}
    for day in days:
        yield {"what": "tokens", "input": "9000", "cached": "0", "output": "70", "day": day, "q": ""}
    for what in FIELDS:
        yield {"what": what, "count": str(chance.randrange(1, 99)), "day": "", "q": ""}


def held(page: Page, site: Path, asked: dict[str, str]) -> int:
    """Holds each row against the library; how many amounts there were."""
    book = library(site)
    told = json.loads((site / "calculator.json").read_bytes())
    ids = {name: key for key, name in told["providers"].items()}
    rows = answers(page)
    priced = [row for row in rows if row["amount"]]
    for row in rows:
        answer = expected(book, row["model"], ids[row["provider"]], asked)
        if row["amount"]:
            assert answer == (Decimal(row["amount"]), row["currency"]), (row, asked)
            assert format(Decimal(row["amount"]), "f") == row["amount"]
            assert re.fullmatch("20[0-9]{2}-[0-9]{2}-[0-9]{2}", row["seen"]), "it says when its prices were seen"
        else:
            assert row["why"], row
            assert row["rests"], "it says why"
    assert [row["currency"] for row in priced] == sorted(row["currency"] for row in priced)
    for one, after in pairwise(priced):
        assert one["currency"] != after["currency"] or Decimal(one["amount"]) <= Decimal(after["amount"])
    assert rows == priced + [row for row in rows if not row["amount"]], "what is open comes last"
    assert int(page.locator("output[name=shown] span").inner_text()) == len(priced)
    return len(priced)


def test_it_adds_as_the_library_does(watched: Watched, town: Path) -> None:
    page, amounts = watched.open("en/calculator.html"), 0
    for asked in requests(random.Random(6), ("2025-07-01", "2025-11-16", "2025-11-20", "2026-01-01", "2026-02-10")):
        fill(page, asked)
        amounts += held(page, town, asked)
    assert amounts > 300


def test_it_adds_as_the_library_does_for_this_repository(ours: Path, browser: Browser) -> None:
    generated = date.fromisoformat(json.loads((ours / "v1" / "manifest.json").read_bytes())["generated"][:10])
    chance = random.Random(7)
    days = tuple((generated - timedelta(chance.randrange(300))).isoformat() for _ in range(2))
    with at_address(ours) as address:
        watched = Watched(browser, address)
        page = watched.open("zh/calculator.html")
        for asked in chance.sample(list(requests(chance, days)), 6):
            fill(page, asked)
            held(page, ours, asked)
        watched.close()


def test_the_example_is_what_the_form_asks(watched: Watched) -> None:
    page = watched.open("en/calculator.html")
    before = [row for row in answers(page) if row["amount"]]
    assert page.locator("#example").is_visible()
    page.locator("[name=input]").fill("10001")
    page.locator("[name=input]").fill("10000")
    assert page.locator("#example").is_hidden()
    after = [row for row in answers(page) if row["amount"]]
    key = ("model", "provider", "amount", "currency", "file")
    assert sorted([row[name] for name in key] for row in before) == sorted([row[name] for name in key] for row in after)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_link_restores_what_was_asked(watched: Watched, town: Path, language: str) -> None:
    asked = {"what": "tokens", "input": "9000", "cached": "1000", "output": "70", "day": "2026-01-01", "q": "tiered"}
    page = watched.open(f"{language}/calculator.html?{urlencode(asked)}")
    assert [row["model"] for row in answers(page)] == ["tiered-cache"]
    assert held(page, town, asked) == 1
    page.locator("a.language").click()
    page.wait_for_url(f"**/{'zh' if language == 'en' else 'en'}/calculator.html?*")
    page.wait_for_selector("#calculator:not([hidden])")
    assert held(page, town, asked) == 1
    assert page.locator("[name=day]").input_value() == "2026-01-01"


def test_what_cannot_be_is_not_priced(watched: Watched) -> None:
    page = watched.open("en/calculator.html")
    base = {"what": "tokens", "input": "10", "cached": "0", "output": "0", "day": "", "q": ""}
    for odd in ({"cached": "11"}, {"input": "0"}, {"input": ""}, {"input": "-5"}, {"input": "1.5"}, {"input": "1e3"}):
        fill(page, {**base, **odd})
        assert [row for row in answers(page) if row["amount"]] == []
        assert page.locator("#wrong").is_visible() == ("cached" in odd), "a fault of the form is told"


def test_fields_are_those_of_what_is_counted(watched: Watched) -> None:
    page = watched.open("en/calculator.html")
    page.locator("[name=what]").select_option("images")
    assert page.locator("[name=count]").is_visible()
    assert page.locator("[name=input]").is_hidden()
    page.locator("[name=what]").select_option("tokens")
    assert page.locator("[name=input]").is_visible()
    assert page.locator("[name=count]").is_hidden()


def test_without_scripts_the_example_stands(watched: Watched) -> None:
    page = watched.open("en/calculator.html", java_script_enabled=False)
    assert page.locator("#calculator").is_hidden()
    assert page.locator("#costs tbody tr").count() > 5
    assert page.locator("noscript").is_visible()


def test_what_is_copied_is_what_is_shown(watched: Watched) -> None:
    page = watched.open("en/data.html", permissions=["clipboard-read", "clipboard-write"])
    button = page.locator("button.copy").first
    button.click()
    page.wait_for_function("button => button.textContent === button.dataset.copied", arg=button.element_handle())
    assert page.evaluate("navigator.clipboard.readText()") == page.locator("pre code").first.inner_text()
