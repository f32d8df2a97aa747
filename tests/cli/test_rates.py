"""`catalog rates` against a server on loopback: it keeps what is new, and what was there whatever comes."""

import json
import subprocess
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from unittest.mock import patch

import pytest

from pricebook.fetch import Fetcher
from pricebook.run import sources
from tests.command import WHO, catalog, tree
from tests.rates.bank import WEEKS, file_of
from tests.rates.test_reference import HTML
from tests.serving import Server, answer, once, serving, url

PATH = "/rates.xml"
KIND = "text/xml"


@pytest.fixture(scope="module")
def bank() -> Iterator[Server]:
    yield from serving()


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "scrapers").mkdir()
    (tmp_path / "scrapers" / "acme.py").touch()
    return tmp_path


def fetched(bank: Server, root: Path, data: bytes, *words: str) -> subprocess.CompletedProcess[str]:
    """`catalog rates words ...` where the bank's server sends that."""
    bank.says[PATH] = once(data)
    with patch.object(sources, "Fetcher", partial(Fetcher, gap=0.0)):
        return catalog("rates", "--address", url(bank, PATH), *words, cwd=root, env=WHO)


def test_it_keeps_what_is_new_and_says_so(bank: Server, root: Path) -> None:
    july = {day: WEEKS[day] for day in sorted(WEEKS)[:3]}
    run = fetched(bank, root, answer(file_of(july), kind=KIND))
    assert (run.returncode, run.stderr) == (0, "")
    assert run.stdout == "3 days added, 2026-07-29 to 2026-07-31; the last one is 2026-07-31\n"
    again = fetched(bank, root, answer(file_of(), kind=KIND), "--json")
    assert json.loads(again.stdout) == {"added": ["2026-08-03", "2026-08-04"]}
    before = tree(root)
    assert fetched(bank, root, answer(file_of(), kind=KIND)).stdout == "0 days added; the last one is 2026-08-04\n"
    assert tree(root) == before
    assert list(before) == ["rates/2026.jsonl", "scrapers/acme.py"]


def test_the_bank_is_asked_politely(bank: Server, root: Path) -> None:
    bank.asked.clear()
    fetched(bank, root, answer(file_of(), kind=KIND))
    assert [each.split()[1] for each in bank.asked] == ["/robots.txt", PATH]
    assert all("+https://example.org/prices;" in each for each in bank.asked)
    bank.says["/robots.txt"] = once(answer(b"User-agent: *\nDisallow: /", kind="text/plain"))
    run = fetched(bank, root, answer(file_of(), kind=KIND))
    del bank.says["/robots.txt"]
    assert run.returncode == 1
    assert "robots.txt forbids it" in run.stderr


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        (answer(HTML), "line 1: is a document of the type 'html'"),
        (answer(file_of()[:-40], kind=KIND), "is cut off or no XML"),
        (answer(file_of(), kind=KIND, Content_Length="99999"), "cut off or is no HTTP"),
        (answer(file_of().replace(b"1.1600", b"1,16"), kind=KIND), "'1,16' of 'USD' is no rate"),
        (answer(file_of().replace(b"1.1450", b"1.1451"), kind=KIND), "USD is 1.1451, kept is 1.1450"),
        (answer(b"", "404 Not Found"), "answers 404"),
    ],
)
def test_whatever_comes_instead_keeps_what_was_there(bank: Server, root: Path, sent: bytes, said: str) -> None:
    fetched(bank, root, answer(file_of({day: WEEKS[day] for day in sorted(WEEKS)[:3]}), kind=KIND))
    before = tree(root)
    with patch("pricebook.fetch.fetching.TRIES", 1):
        run = fetched(bank, root, sent)
    assert run.returncode == 1
    assert run.stdout == ""
    assert run.stderr.startswith("catalog: http://127.0.0.1:")
    assert said in run.stderr
    assert run.stderr.count("\n") == 1
    assert tree(root) == before


def test_a_saved_file_will_do(root: Path) -> None:
    (root / "saved.xml").write_bytes(file_of())
    assert catalog("rates", "--from", "saved.xml", cwd=root).stdout.startswith("5 days added")
    run = catalog("rates", "--from", "nothing.xml", cwd=root)
    assert (run.returncode, run.stderr.partition(":")[0]) == (2, "catalog")
    assert "nothing.xml: No such file" in run.stderr


def test_who_asks_must_be_told(root: Path) -> None:
    run = catalog("rates", cwd=root)
    assert run.returncode == 2
    assert "say who asks: --contact or CATALOG_CONTACT" in run.stderr


def test_what_is_kept_is_listed(root: Path) -> None:
    nothing = catalog("rates", "--list", cwd=root)
    assert (nothing.returncode, nothing.stdout) == (2, "")
    assert nothing.stderr == "catalog: no rates are kept. Fetch them: catalog rates --contact URL\n"
    for days in (sorted(WEEKS)[:3], sorted(WEEKS)[4:]):
        (root / "saved.xml").write_bytes(file_of({day: WEEKS[day] for day in days}))
        added = catalog("rates", "--from", "saved.xml", cwd=root)
    gap = "between 2026-07-31 and 2026-08-04 no rates are known"
    assert added.stderr == f"{gap}: the file began behind it\n"
    run = catalog("rates", "--list", cwd=root)
    assert run.stdout.splitlines()[1].split() == ["2026", "4", "2026-07-29", "2026-08-04", "CNY", "JPY", "USD"]
    assert run.stderr == f"{gap}\n"
    told = json.loads(catalog("rates", "--list", "--json", cwd=root).stdout)
    assert told["days"]["2026-07-30"] == WEEKS["2026-07-30"], "as printed"
    assert (told["source"], told["gaps"]) == ("ECB", [["2026-07-31", "2026-08-04"]])
