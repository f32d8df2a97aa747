"""Reading in a process of its own: the same reading, and a scraper that does its worst spoils nothing."""

import sys

import pytest

from pricebook import errors
from pricebook.beliefs import Response, Visit
from pricebook.collection import Collection
from pricebook.extraction.sandbox import Sandbox
from pricebook.extraction.visit import read_visit
from tests.conftest import ROOT
from tests.pages import recorded

SECONDS = 1
"""Of the processor's time, after which a scraper that never ends is ended."""
VISIT = Visit("moonshot", "2026-01-05", "assumed", {"chat": Response(recorded("moonshot").read_bytes(), "utf-8")})
WORST = {
    "ends never": ("while True: pass", errors.TooHeavy, "takes more than 1 s"),
    "waits": ("import time; time.sleep(1000)", errors.TooHeavy, "takes more than 1 s"),
    "asks a server": (
        "import socket; socket.create_connection(('192.0.2.1', 9))",
        errors.ScraperError,
        "PermissionError: socket.* a reader asks no server",
    ),
    "starts a program": ("import os; os.system('true')", errors.ScraperError, "PermissionError: os.system: a reader"),
    "holds the interpreter": ("import re; re.match('(a+)+b', 'a' * 40)", errors.TooHeavy, "takes more than 1 s"),
    "eats": ("kept = [bytes(2**20) for _ in range(2**14)]", errors.TooHeavy, "takes more than 1[0-9][0-9] MiB"),
    "eats at once": ("kept = bytes(2**33)", errors.TooHeavy, "takes more than 1[0-9][0-9] MiB"),
    "fails": ("{}['price']", errors.ScraperError, r"KeyError: 'price' \(moonshot.py:[0-9]+\)"),
    "dies": ("import os; os._exit(0)", errors.ScraperError, "ended with status 0: nothing was said"),
    "leaves": ("raise SystemExit('bye')", errors.ScraperError, "ended with status 1: bye"),
    "knows a secret": (
        "import os; raise ValueError(sorted(os.environ))",
        errors.ScraperError,
        r"ValueError: \['LC_CTYPE'\]",
    ),
    "writes": (
        "from pathlib import Path; Path(__file__ + '.new').write_text('4')",
        errors.ScraperError,
        "File too large",
    ),
    "refuses": ("from pricebook.errors import PageError; raise PageError('not mine')", errors.PageError, "^not mine$"),
}
posix = pytest.mark.skipif(sys.platform == "win32", reason="limits are POSIX's")


def spoilt(copy: Collection, line: str) -> Collection:
    module = copy.scrapers / "moonshot.py"
    begin = "def extract(page: Page) -> Iterator[Finding]:\n"
    text = module.read_text(encoding="utf-8")
    assert begin in text
    module.write_text(text.replace(begin, f"def extract(page):\n    {line}\n"), encoding="utf-8")
    return copy


def test_the_same_reading_as_without() -> None:
    scraper = Collection(ROOT).scraper("moonshot")
    assert Sandbox(Collection(ROOT).scraper)(scraper, VISIT) == read_visit(scraper, VISIT)


def test_what_a_scraper_prints_is_no_answer(copy: Collection) -> None:
    scraper = spoilt(copy, "print('{}'); import os; os.write(1, b'[]')").scraper("moonshot")
    assert sum(len(each.prices) for each in Sandbox(copy.scraper)(scraper, VISIT)) == 38


@posix
@pytest.mark.parametrize("name", WORST)
def test_a_scraper_at_its_worst(name: str, copy: Collection, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOKEN", "secret")
    line, error, said = WORST[name]
    scraper = spoilt(copy, line).scraper("moonshot")
    sandbox = Sandbox(copy.scraper, SECONDS) if said.endswith(" s") else Sandbox(copy.scraper)
    with pytest.raises(errors.PricebookError, match=said) as raised:
        sandbox(scraper, VISIT)
    assert type(raised.value) is error
    assert len(str(raised.value).splitlines()) == 1
