"""One provider's server or scraper does its worst; all others' night is as if nothing had been.

    pytest tests/faults/hostile.py

Every behaviour ends in an error of its own and one line, within its deadline, in no more memory than its size allows.
"""

import json
import re
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from pricebook.collection import Collection
from pricebook.extraction.limits import memory_for
from tests.faults.worlds import FIRST, PAGES, SECOND, night, settle
from tests.fetch.test_fetching import FAULTS
from tests.fetch.test_fetching import PAGES as FINE
from tests.serving import Say, Server, answer, once, serving

DEADLINE, READING = 2.0, 4.0
GENEROUS = 60.0
"""Seconds that a busy machine may need besides: whatever never ends takes longer."""
MEMORY = 90 * 1024 * 1024
"""Bytes that the night itself may take, besides what reading a page of the size may."""
SICK = "moonshot"
PAGE = PAGES[SICK]
ROW = "<tr><td>m{}</td><td>1M tokens</td><td>￥4.00</td><td>￥4.00</td><td>￥4.00</td><td>1 tokens</td></tr>"
HEAD = PAGE[: PAGE.index(b"<tr>")]
Body = Callable[[Say, str], None]


def page(body: bytes) -> Body:
    return once(answer(body))


PAGES_OF_ILL_WILL: dict[str, Body] = {
    "50,000 nested tags": page(b"<html><body>" + b"<div>" * 50_000 + "4元".encode() + b"</div>" * 50_000),
    "20,000 nested tables": page(b"<table><tr><td>" * 20_000 + b"4" + b"</td></tr></table>" * 20_000),
    "100,000 rows": page("".join(["<table>", *map("<tr><td>m{}<td>4元".format, range(100_000)), "</table>"]).encode()),
    "30,000 rows of its own kind": page(HEAD + "".join(map(ROW.format, range(30_000))).encode()),
    "a cell that spans the world": page(PAGE.replace(b"<td>", b'<td rowspan="65534" colspan="1000">', 30)),
    "300,000 amounts": page(PAGE.replace(b"</main>", "4元 ".encode() * 300_000 + b"</main>")),
    "a row of pipes": page(b"| a |\n| - |\n" + b"|" * 1_000_000),
    "another provider's page": page(PAGES["ucloud"]),
    "a page without its tables": page(re.sub(rb"(?s)<table.*?</table>", b"", PAGE)),
    "a page cut in the middle": page(PAGE[: len(PAGE) // 2]),
    "last year's page": page(PAGE.replace("2025年11月11日".encode(), "2024年11月11日".encode())),
    "a copy that somebody kept": once(answer(PAGE + b" ", Last_Modified="Mon, 05 Jan 2015 00:00:00 GMT")),
}
SCRAPERS = {
    "a scraper that never ends": "while True: pass",
    "a scraper that eats": "kept = [bytes(2**20) for _ in range(2**14)]",
    "a scraper that eats at once": "kept = bytes(2**33)",
    "a scraper that fails": "{}['price']",
    "a scraper that dies": "import os; os._exit(0)",
    "a scraper that is killed": "import os; os.kill(os.getpid(), 9)",
    "a scraper that recurs": "f = lambda: f(); f()",
    "a scraper that writes": "from pathlib import Path; (Path(__file__).parent.parent / 'written').write_text('4')",
    "a scraper that leaves the program": "raise SystemExit('bye')",
}


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    yield from serving()


@pytest.fixture(scope="module")
def first(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Collection:
    """The collection after a good night."""
    collection = settle(tmp_path_factory.mktemp("first"), server)
    dated = once(answer(PAGE, Last_Modified="Mon, 05 Jan 2026 00:00:00 GMT"))
    server.says[f"/{SICK}"] = dated
    assert night(collection.root, FIRST)["status"] == 4, "one page prints two prices for one thing"
    return collection


class Good(NamedTuple):
    """The same after another night, in which all goes well and one price of another provider is new."""

    collection: Collection
    seconds: float
    """How long that night took."""


@pytest.fixture(scope="module")
def good(first: Collection, server: Server, tmp_path_factory: pytest.TempPathFactory) -> Good:
    server.says["/ucloud"] = once(answer(PAGES["ucloud"].replace("16/百万".encode(), "17/百万".encode())))
    collection = beside(first, tmp_path_factory.mktemp("good"))
    began = time.monotonic()
    assert night(collection.root, SECOND)["status"] == 4
    return Good(collection, time.monotonic() - began)


def beside(collection: Collection, folder: Path) -> Collection:
    shutil.copytree(collection.root, folder, dirs_exist_ok=True)
    return Collection(folder)


def of_the_others(collection: Collection) -> dict[str, object]:
    """All that is kept and published of the providers that are well."""
    release = {path.name: json.loads(path.read_bytes()) for path in collection.release.iterdir()}
    prices, status = release["prices.json"], release["status.json"]
    del prices["providers"][SICK], status["providers"][SICK], status["files"]
    for part in ("prices", "facts"):
        prices[part] = [each for each in prices[part] if each["provider"] != SICK]
    folders = [path for path in sorted(collection.snapshots.rglob("*")) if path.is_file() and SICK not in path.parts]
    return {
        "prices": json.dumps(prices),
        "status": json.dumps(status),
        "snapshots": {str(path.relative_to(collection.snapshots)): path.read_bytes() for path in folders},
    }


def sick(collection: Collection) -> tuple[list[object], object]:
    content = json.loads(collection.catalogue.read_bytes())
    return [price for price in content["prices"] if price["provider"] == SICK], content["providers"][SICK]["stale"]


def judged(first: Collection, good: Good, folder: Path, seconds: float, size: int = len(PAGE)) -> str:
    """What the provider's error says, once all was held that must hold."""
    return judged_in(beside(first, folder), first, good, seconds, size)


def judged_in(collection: Collection, first: Collection, good: Good, seconds: float, size: int = len(PAGE)) -> str:
    began = time.monotonic()
    told = night(collection.root, SECOND, f"--deadline={DEADLINE}", f"--reading={READING}")
    spent = time.monotonic() - began
    assert told["status"] == 3
    assert list(told["errors"]) == [SICK]
    assert len(told["errors"][SICK].splitlines()) == 1
    assert spent < seconds + GENEROUS + good.seconds, "what a good night takes is the other providers' own"
    assert told["memory"] + told["children"] < MEMORY + memory_for(size), told
    others, expected = of_the_others(collection), of_the_others(good.collection)
    for part in expected:
        assert others[part] == expected[part], part
    before, _ = sick(first)
    kept, stale = sick(collection)
    assert kept == before
    assert stale == {"last_good": "2026-01-06", "since": "2026-01-07", "pages": None}
    return str(told["errors"][SICK])


@pytest.mark.parametrize("name", sorted(FAULTS.keys() - {"304 unasked"}))
def test_a_server(name: str, first: Collection, good: Good, server: Server, tmp_path: Path) -> None:
    server.says[f"/{SICK}"] = FAULTS[name][0]
    assert judged(first, good, tmp_path, DEADLINE).startswith("http://127.0.0.1")


@pytest.mark.parametrize("name", ["GBK", "GBK that calls itself UTF-8", "UTF-16 with its mark", "gzip", "chunks"])
def test_a_page_that_only_looks_ill(name: str, first: Collection, server: Server, tmp_path: Path) -> None:
    text = PAGE.decode()
    bodies = {
        "GBK": answer(text.encode("gb18030"), kind="text/html"),
        "gzip": FINE["gzip"][0],
        "chunks": FINE["chunks"][0],
    }
    bodies["GBK that calls itself UTF-8"] = answer(text.encode("gb18030"))
    bodies["UTF-16 with its mark"] = answer(text.encode("utf-16"), kind="text/html")
    server.says[f"/{SICK}"] = once(bodies[name])
    collection = beside(first, tmp_path)
    assert night(collection.root, SECOND)["errors"] == {}
    assert sick(collection) == sick(first)


def size_of(said: Body) -> int:
    """Bytes that the server sends."""
    sent: list[bytes] = []
    said(sent.append, "")
    return sum(map(len, sent))


@pytest.mark.parametrize("name", PAGES_OF_ILL_WILL)
def test_a_page(name: str, first: Collection, good: Good, server: Server, tmp_path: Path) -> None:
    server.says[f"/{SICK}"] = PAGES_OF_ILL_WILL[name]
    assert SICK in judged(first, good, tmp_path, READING, size_of(PAGES_OF_ILL_WILL[name]))


@pytest.mark.parametrize("name", SCRAPERS)
def test_a_scraper(name: str, first: Collection, good: Good, server: Server, tmp_path: Path) -> None:
    server.says[f"/{SICK}"] = page(PAGE + b" ")
    collection = beside(first, tmp_path / "collection")
    module = collection.scrapers / f"{SICK}.py"
    text = module.read_text(encoding="utf-8")
    broken = text.replace(
        "def extract(page: Page) -> Iterator[Finding]:", f"def extract(page):\n    {SCRAPERS[name]}\n", 1
    )
    assert broken != text
    module.write_text(broken, encoding="utf-8")
    assert SICK in judged_in(collection, first, good, READING)
    written = collection.root / "written"
    assert not written.exists() or written.read_bytes() == b""
