"""Small pages, each in one notation, with the prices that it states: read rightly or said, never wrong in silence.

`cases/FOLDER/NAME.*` is a page, `NAME.expected.jsonl` the prices that it states. Of one, `or` lists other readings that
are as good (the fields that differ), and `optional` means that unread is too. Dates count where a price names them.
"""

import importlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pricebook.scraping import Scraper
from tests.mutations.program import Found, PageError, Told, found_in, frozen, plain, read
from tests.mutations.verdict import Judged, Want, judge
from tests.pages import TESTS

CASES = TESTS / "cases"
VERDICTS = dict(line.split("\t") for line in (CASES / "verdicts.tsv").read_text(encoding="utf-8").splitlines())
"""What each is today; one that gets better is written here too."""
DATES = ("effective_from", "effective_until")
NOTHING = Found([], frozenset(), ())


def forms(stated: dict[str, Any]) -> Iterator[tuple[Told, set[str]]]:
    """The price in each of its readings, and the fields that the reading says nothing of."""
    for other in ({}, *stated.get("or", ())):
        form = {**stated, **other}
        conditions = dict(form["conditions"])
        printed = tuple(conditions.pop("as_printed", ()))
        silent = {"promotion", "free", *(date for date in DATES if date not in form)}
        said = Told(
            form["model"],
            form["service"],
            form["meter"],
            form["unit"],
            form["currency"],
            plain(form["amount"]),
            frozen(conditions),
            printed,
            form.get("effective_from"),
            form.get("effective_until"),
            "null",
            free=False,
        )
        yield said, silent


def want(stated: dict[str, Any], found: Found) -> Want:
    """What the page states, as whichever price of those found says it."""
    said, silent = zip(*forms(stated), strict=True)
    alike = [price for price in found.prices if any(meets(price, *form) for form in zip(said, silent, strict=True))]
    return Want((*alike, *said), unread=stated.get("optional", False))


def meets(price: Told, form: Told, silent: set[str]) -> bool:
    """Whether the price says all that the form says."""
    return price._replace(**{field: getattr(form, field) for field in silent}) == form


def judged(page: Path, scraper: Scraper) -> Judged:
    """The verdict on one page."""
    text = page.read_text(encoding="utf-8")
    stated = page.with_name(f"{page.stem}.expected.jsonl").read_text(encoding="utf-8").splitlines()
    try:
        found = found_in(read(scraper, text))
    except PageError as refusal:
        return Judged("loud", str(refusal))
    return judge(found, [want(json.loads(line), found) for line in stated], NOTHING, text)


def name(page: Path) -> str:
    return f"{page.parent.name}/{page.stem}"


PAGES = sorted(page for page in CASES.glob("*/*") if page.suffix in {".md", ".html", ".txt", ".json"})


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_a_case_has_the_verdict_that_is_written_down(page: Path) -> None:
    scraper = importlib.import_module(f"tests.cases.{page.parent.name}.scraper").scraper
    found = judged(page, scraper)
    assert found.verdict != "SILENT", found.why
    assert VERDICTS.get(name(page)) == found.verdict, f"{found.verdict}: {found.why}"


def test_every_verdict_is_of_a_case() -> None:
    assert VERDICTS.keys() == {name(page) for page in PAGES}


@pytest.mark.parametrize("folder", sorted({page.parent.name for page in PAGES}))
def test_the_simplest_page_is_right(folder: str) -> None:
    assert VERDICTS[f"{folder}/canary"] == "right"
