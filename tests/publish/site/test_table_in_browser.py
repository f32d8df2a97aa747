"""The table of all offers in a real browser: found, narrowed, sorted, unfolded, linked, and read without scripts."""

import re
from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page

from pricebook.publish.site.words import LANGUAGES, told
from tests.publish.site.browsing import NEEDED, Watched

pytestmark = [NEEDED, pytest.mark.long]
ROWS = """() => [...document.querySelectorAll("#offers > tbody > tr")].map(row => ({
    hidden: row.hidden || row.offsetParent === null, all: row.textContent, ...row.dataset, free: "f" in row.dataset,
    cells: [...row.cells].map(cell => (cell.querySelector("a, span") || cell).textContent.trim()) }))"""


def rows(page: Page) -> list[dict[str, Any]]:
    """The rows that can be seen, in their order."""
    found: list[dict[str, Any]] = page.evaluate(ROWS)
    return [row for row in found if not row["hidden"]]


def models(page: Page) -> list[str]:
    return [row["cells"][0] for row in rows(page)]


def shown(page: Page) -> int:
    """How many the page says are shown."""
    return int(page.locator("output[name=shown] span").inner_text())


def asked(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


@pytest.fixture
def start(watched: Watched) -> Page:
    return watched.open("en/index.html")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("words", "expected"), [
    ("通义", {"通义万相"}), ("文心", {"文心"}), ("PLAIN", {"plain"}), ("plain zen", {"plain"}),
    ("the plain", {"plain"}),
    ("../", {"../x"}), ("no such model", set()), ("%2E", {"%2e%2e"}), ("ｆｕ", {"ｆｕｌｌ"}), ("  con ", None),
])  # fmt: skip
def test_search_finds_names_in_both_scripts(
    watched: Watched, language: str, words: str, expected: set[str] | None
) -> None:
    page = watched.open(f"{language}/index.html")
    before = len(rows(page))
    page.locator("[name=q]").fill(words)
    found = models(page)
    if expected is not None:
        assert set(found) == expected
    assert shown(page) == len(found) < before
    page.locator("[name=q]").fill("")
    assert len(rows(page)) == shown(page) == before


@pytest.mark.parametrize(("field", "data"), [("provider", "p"), ("kind", "k"), ("state", "z"), ("meter", "m")])
def test_each_filter_shows_what_fits_and_all_of_it(start: Page, field: str, data: str) -> None:
    everything = rows(start)
    options = start.locator(f"[name={field}] option").evaluate_all("each => each.map(one => one.value)")
    assert options[0] == ""
    assert len(options) > 1
    seen = 0
    for value in options[1:]:
        start.locator(f"[name={field}]").select_option(value)
        found = rows(start)
        expected = [row for row in everything if value in (row[data].split() if data == "m" else [row[data]])]
        assert [row["cells"] for row in found] == [row["cells"] for row in expected]
        assert shown(start) == len(found)
        assert asked(start) == {field: [value]}
        seen += len(found)
    assert seen >= len(everything) if data == "m" else seen == len(everything), "each row is of one of them"


def test_free_shows_what_is_free_alone(start: Page) -> None:
    start.locator("[name=free]").check()
    found = rows(start)
    assert {row["cells"][0] for row in found} == {"nothing"}
    assert all(row["free"] for row in found)
    start.locator("[name=free]").uncheck()
    assert shown(start) == len(rows(start)) > len(found)


def test_filters_narrow_together(start: Page) -> None:
    start.locator("[name=provider]").select_option("acme")
    start.locator("[name=kind]").select_option("batch")
    start.locator("[name=q]").fill("plain")
    (only,) = rows(start)
    assert (only["cells"][0], only["p"], only["k"]) == ("plain", "acme", "batch")
    start.locator("[name=provider]").select_option("zenith")
    assert rows(start) == []
    assert shown(start) == 0


def test_clear_shows_all_and_forgets(start: Page) -> None:
    before = models(start)
    start.locator("[name=q]").fill("plain")
    start.locator("[name=free]").check()
    start.locator("thead [data-by=input] button").click()
    start.locator("button[type=reset]").click()
    start.wait_for_function("!location.search")
    assert models(start) == before
    assert shown(start) == len(before)
    assert start.locator("[aria-sort]").count() == 0
    assert start.locator("[name=q]").input_value() == ""


def test_a_tier_is_chosen_by_the_tokens_of_input(start: Page) -> None:
    def cells() -> Sequence[str]:
        (row,) = [row for row in rows(start) if row["cells"][0] == "by-input"]
        found: list[str] = row["cells"][4:7]
        return found

    printed = cells()
    for tokens, expected in (
        ("8192", ("2", "10")),
        ("8193", ("5", "20")),
        ("131071", ("10", "30")),
        ("131072", ("—", "—")),
    ):
        start.locator("[name=tokens]").fill(tokens)
        assert (cells()[0], cells()[2]) == expected
    start.locator("[name=tokens]").fill("")
    assert cells() == printed


@pytest.mark.parametrize(
    "column",
    [
        "model",
        "provider",
        "offer",
        "input",
        "cache_read",
        "output",
        "other",
        "currency",
        "changed",
        "last_seen",
        "status",
    ],
)
def test_each_column_sorts_both_ways(start: Page, column: str) -> None:
    head = start.locator(f"thead [data-by={column}]")
    place = [each.get_attribute("data-by") for each in start.locator("#offers > thead th").all()].index(column)
    before = [row["all"] for row in rows(start)]
    turns = []
    for way in ("ascending", "descending"):
        head.locator("button").click()
        assert head.get_attribute("aria-sort") == way
        assert start.locator("[aria-sort]").count() == 1
        assert asked(start)["sort"] == [column]
        found = rows(start)
        assert sorted(row["all"] for row in found) == sorted(before), "no row is lost"
        values = [row["cells"][place] for row in found]
        full = [value for value in values if value]
        assert values == full + [""] * (len(values) - len(full)), "what is empty comes last"
        turns.append(full)
        if column in {"input", "cache_read", "output"}:
            _in_order([(row["cells"][3], row["cells"][place]) for row in found if row["cells"][place]], way)
    assert sorted(turns[0]) == sorted(turns[1])
    if len(set(turns[0])) > 1:
        assert turns[0] != turns[1]


def _in_order(cells: Sequence[tuple[str, str]], way: str) -> None:
    """By currency, within it by the exact amount; what is free is nothing."""
    for (currency, amount), (following, other) in pairwise(cells):
        if currency == following:
            lows = (each.partition("–")[0] for each in (amount, other))
            one, two = (Decimal(each) if re.fullmatch("[0-9.]+", each) else Decimal(0) for each in lows)
            assert one <= two if way == "ascending" else one >= two
        else:
            assert currency <= following


def test_a_tier_unfolds_by_the_keyboard(start: Page) -> None:
    row = start.locator("#offers > tbody > tr", has=start.locator("a", has_text="by-input")).first
    summary = row.locator("summary")
    summary.focus()
    assert row.locator(".tiers").is_hidden()
    start.keyboard.press("Enter")
    assert row.locator(".tiers").is_visible()
    assert row.locator(".tiers tr").count() == 6
    start.keyboard.press("Space")
    assert row.locator(".tiers").is_hidden()


def test_the_other_language_keeps_the_view(start: Page) -> None:
    start.locator("[name=q]").fill("plain")
    start.locator("[name=kind]").select_option("standard")
    start.locator("thead [data-by=output] button").click()
    start.locator("thead [data-by=output] button").click()
    expected = models(start), asked(start)
    start.locator("a.language").click()
    start.wait_for_url("**/zh/index.html?*")
    assert (models(start), asked(start)) == expected
    assert start.locator("[data-by=output]").get_attribute("aria-sort") == "descending"
    assert start.locator("html").get_attribute("lang") == "zh"


def test_a_linked_view_is_what_it_was(watched: Watched, start: Page) -> None:
    start.locator("[name=q]").fill("通义 x")
    start.locator("[name=q]").fill("plain")
    start.locator("[name=provider]").select_option("acme")
    start.locator("[name=tokens]").fill("9000")
    start.locator("thead [data-by=input] button").click()
    again = watched.open(start.url.removeprefix(watched.root))
    assert [row["cells"] for row in rows(again)] == [row["cells"] for row in rows(start)]
    assert again.locator("[name=provider]").input_value() == "acme"
    assert again.locator("[name=tokens]").input_value() == "9000"
    assert shown(again) == shown(start)


@pytest.mark.parametrize("query", [
    "?q=%3Cscript%3Ealert(1)%3C/script%3E", "?provider=nobody", "?sort=nothing&down=1", "?tokens=abc", "?tokens=-5",
    "?elements=x&submit=1&action=x&hidden=1", "?shown=99", "?q=" + "a" * 3000, "?free=0", "?sort=__proto__",
    "?q=%E0%A4%A", "?q=a&q=b&kind=batch&kind=standard",
])  # fmt: skip
def test_a_broken_address_is_answered(watched: Watched, query: str) -> None:
    page = watched.open("en/index.html" + query)
    assert page.locator("#filters").is_visible()
    assert shown(page) == len(rows(page))


def test_without_scripts_everything_is_there(watched: Watched, town: Path) -> None:
    page = watched.open("en/index.html", java_script_enabled=False)
    assert page.locator("#filters").is_hidden()
    assert page.locator("noscript").is_visible()
    assert page.locator("#offers > thead button").count() == 0
    table = page.locator("#offers > tbody > tr")
    markup = (town / "en" / "index.html").read_text(encoding="utf-8")
    assert table.count() == markup.count("<tr data-p=")
    assert all(row.is_visible() for row in (table.first, table.last))
    first = page.locator("summary").first
    first.click()
    assert page.locator(".tiers").first.is_visible()


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_of_the_filters_are_the_languages(watched: Watched, language: str) -> None:
    page = watched.open(f"{language}/index.html")
    said = page.locator("[name=state] option").all_inner_texts()
    assert told("held", language) in said
    assert page.locator("[name=q]").get_attribute("placeholder")


def test_what_is_hidden_stays_hidden_when_it_is_sorted(start: Page) -> None:
    start.locator("[name=q]").fill("acme-1")
    expected = sorted(models(start))
    start.locator("thead [data-by=model] button").click()
    assert sorted(models(start)) == expected
    assert shown(start) == len(expected)
