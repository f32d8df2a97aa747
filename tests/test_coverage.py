"""docs/coverage.md says what is read of the recordings today."""

import pytest

from pricebook.extraction.visit import Unconfined
from pricebook.publish.coverage import Covered, document
from pricebook.run.coverage import coverage
from tests.pages import COLLECTION

PATH = COLLECTION.root / "docs" / "coverage.md"


def test_the_document_says_what_is_covered(request: pytest.FixtureRequest) -> None:
    said = document(list(coverage(COLLECTION, Unconfined(COLLECTION.scraper))))
    if request.config.getoption("--write-expected"):
        PATH.write_text(said, encoding="utf-8")
    assert PATH.read_text(encoding="utf-8") == said, "write it again: catalog coverage --markdown > docs/coverage.md"


def test_a_page_that_was_never_seen_is_told_from_one_without_prices() -> None:
    seen = Covered("acme", "Acme|1", "chat", "https://acme.example/", True, False, "2026-01-05", "HTML", 0, 2, {}, 0)
    never = seen._replace(day="", form="", facts=0, former=False)
    lines = document([seen, never]).splitlines()
    assert "| Acme&#124;1 | [chat](https://acme.example/) | HTML, given up | 2026-01-05 | 0 | 2 | 0 | 0 |" in lines
    assert "| Acme&#124;1 | [chat](https://acme.example/) |  |  |  |  |  |  |" in lines


def test_what_cannot_be_said_is_listed_the_commonest_first() -> None:
    page = Covered("acme", "Acme", "chat", "https://acme.example/", False, True, "2026-01-05", "HTML", 1, 0, {}, 0)
    told = document([page._replace(unsaid={"no meter is a voice": 2, "no unit is a pupil": 1000})])
    assert "| HTML, drawn by scripts | 2026-01-05 | 1 | 0 | 1,002 | 0 |" in told
    assert told.endswith(
        "| Acme | `chat` | 1,000 | no unit is a pupil |\n| Acme | `chat` | 2 | no meter is a voice |\n"
    )
