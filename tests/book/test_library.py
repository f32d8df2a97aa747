"""docs/library.md: its examples are run, and it names all that there is."""

import doctest
import inspect
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import pricebook
from pricebook import book
from pricebook.book import Book, Cost, errors, loading
from pricebook.book.words import COUNTED, DOUBTS, OFFERS
from tests.book.releases import NOW, files, price, write
from tests.conftest import ROOT, frozen
from tests.serving import Server, answer, once, serving

SAME = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE


@pytest.fixture
def server() -> Iterator[Server]:
    yield from serving()


def text() -> str:
    return (ROOT / "docs" / "library.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"(?ms)^```{language}\n(.*?)^```", text())


def test_its_examples_say_what_the_library_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    release = str(frozen().release)
    monkeypatch.setattr(loading, "packaged", lambda: release)
    shown = "".join(blocks("pycon"))
    run = doctest.DocTestRunner(optionflags=SAME)
    told: list[str] = []
    run.run(doctest.DocTestParser().get_doctest(shown, {}, "library", "docs/library.md", 0), out=told.append)
    assert not run.failures, "".join(told)
    assert run.tries > 10


def test_its_lines_about_an_address_are_run(server: Server, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = write(tmp_path / "v1", files([price("plain", "input", "2")]), expires=f"{NOW.year + 999}-01-01T00:00:00Z")
    for path in folder.rglob("*.json"):
        server.says[f"/v1/{path.relative_to(folder)}"] = once(answer(path.read_bytes()))
    (code,) = blocks("python")
    here = f"http://127.0.0.1:{server.server_address[1]}/v1"
    known = {"pricebook": pricebook}
    code = code.replace("https://prices.example/v1", here).replace('"prices"', repr(str(tmp_path / "kept")))
    exec(code, known)
    server.says = {}
    exec(code, known)
    assert capsys.readouterr().out == "the last good release is used: unreachable\n"


def test_it_names_every_keyword_method_field_and_error() -> None:
    told = text()
    fields = {name for one in (Book, Cost) for name, _ in inspect.getmembers(one) if not name.startswith("_")}
    raised = {name for name in book.__all__ if name in vars(errors)}
    for name in (*COUNTED, *OFFERS, *DOUBTS, *fields, *raised, *inspect.signature(pricebook.load).parameters):
        assert re.search(rf"(?<!\w){re.escape(name)}(?!\w)", told) or name in {"path_or_url", "now"}, name
