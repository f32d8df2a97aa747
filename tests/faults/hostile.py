"""Servers, pages and scrapers do their worst in one night; what others have of it is as if nothing had been.

Each of them is a provider of its own. Its look ends in one line with an error of its own, what is published of it is
stale and says since when, and the next good night heals it.

    pytest -n0 tests/faults/hostile.py
"""

import gzip
import json
import re
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from pricebook.collection import Collection
from pricebook.extraction.sandbox import Sandbox
from tests.command import tree
from tests.faults.night import one_night
from tests.faults.worlds import FIRST, PAGES, SECOND, THIRD, night, settle
from tests.fetch.test_fetching import FAULTS
from tests.serving import Say, Server, answer, once, serving, url

DEADLINE, READING = 1.5, 0.5
"""Seconds that a page has to come in, and that reading it may take."""
MEMORY = 200 * 1024 * 1024
LIKE = "moonshot"
"""Whose page all have that do their worst, and whose scraper."""
PAGE = PAGES[LIKE]
ROW = "<tr><td>m{}</td><td>1M tokens</td><td>￥4.00</td><td>￥4.00</td><td>￥4.00</td><td>1 tokens</td></tr>"
HEAD = PAGE[: PAGE.index(b"<tr>")]
OTHERS = ("ucloud", "xfyun", "xingchen")
"""Who is well."""
HOSTS = 4
BEGIN = "def extract(page: Page) -> Iterator[Finding]:\n"
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
    "a server whose clock stands": once(answer(PAGE, Date="Mon, 05 Jan 2015 00:00:00 GMT")),
}
FORGED = "own = Reading.model_copy; Reading.model_copy = lambda one, update: own(one, update=update | {'page': '../x'})"
RAISES = "raise type({!r}, (PricebookError,), {{}})('odd')"
READS: dict[str, str] = {
    "never ends": "while True: pass",
    "waits": "import time; time.sleep(10**6)",
    "eats": "kept = [bytes(2**20) for _ in range(2**14)]",
    "eats at once": "kept = bytes(2**33)",
    "fails": "{}['price']",
    "dies": "import os; os._exit(0)",
    "crashes": "import os; os.abort()",
    "recurs": "f = lambda: f(); f()",
    "writes": "from pathlib import Path; (Path(__file__).parent.parent / 'written').write_text('4')",
    "leaves the program": "raise SystemExit('bye')",
    "is stopped": "raise KeyboardInterrupt",
    "blames the disk": "from pricebook.errors import StorageError; raise StorageError('full')",
    "blames the clock": "from pricebook.errors import ClockWrong; raise ClockWrong('late')",
    "blames the caller": "from pricebook.errors import UsageError; raise UsageError('no')",
    "blames another writer": "from pricebook.errors import Occupied; raise Occupied('no')",
    "has an error of two words": f"from pricebook.errors import PricebookError; {RAISES.format('Clock Wrong')}",
    "has an error of Python's own name": f"from pricebook.errors import PricebookError; {RAISES.format('KeyError')}",
    "has an error of an odd name": f"from pricebook.errors import PricebookError; {RAISES.format('__class__')}",
    "ends the night": "import ctypes, os; raise ValueError(ctypes.CDLL(None).kill(os.getppid(), 9))",
    "is another provider": "object.__setattr__(scraper, 'provider', 'ucloud')",
    "has a page elsewhere": f"from pricebook.records import Reading; {FORGED}",
}
"""What a scraper does when it reads a page."""
LOADS: dict[str, str] = {
    "leaves the program": "raise SystemExit('bye')",
    "is stopped": "raise KeyboardInterrupt",
    "never ends": "while True: pass",
    "waits": "import time; time.sleep(10**6)",
    "dies": "import os; os._exit(0)",
    "fails": "{}['price']",
    "is no program": "def",
    "blames the disk": "from pricebook.errors import StorageError; raise StorageError('full')",
    "has a page elsewhere": "scraper = replace(scraper, pages=[replace(scraper.pages[0], name='../../x')])",
    "asks a file": "scraper = replace(scraper, pages=[replace(scraper.pages[0], url='file:///etc/passwd')])",
    "is another provider": "scraper = replace(scraper, provider='ucloud')",
    "lies about its provider": "object.__setattr__(scraper, 'provider', '../x')",
    "asks nobody": "scraper = replace(scraper, pages=[replace(scraper.pages[0], former=True)])",
    "has no zone": "object.__setattr__(scraper, 'timezone', 'Nowhere')",
}
"""What it does while it is loaded."""


LOOKS_ILL = {
    "GBK": answer(PAGE.decode().encode("gb18030"), kind="text/html"),
    "GBK that calls itself UTF-8": answer(PAGE.decode().encode("gb18030")),
    "UTF-16 with its mark": answer(PAGE.decode().encode("utf-16"), kind="text/html"),
    "gzip": answer(gzip.compress(PAGE), Content_Encoding="gzip"),
    "chunks": answer(b"%x\r\n%b\r\n0\r\n\r\n" % (len(PAGE), PAGE), Transfer_Encoding="chunked", Content_Length="-"),
}


class Fault(NamedTuple):
    """What one provider meets in the bad night."""

    says: Body
    reads: str = ""
    loads: str = ""

    def spoils(self, module: str) -> str:
        """The scraper as it is in that night."""
        read = module.replace(BEGIN, f"def extract(page):\n    {self.reads}\n", 1) if self.reads else module
        return read + self.loads


OTHER = page(PAGE + b" ")
FAULTY: dict[str, Fault] = {
    **{f"server {name}": Fault(FAULTS[name][0]) for name in sorted(FAULTS.keys() - {"304 unasked"})},
    **{f"page {name}": Fault(says) for name, says in PAGES_OF_ILL_WILL.items()},
    **{f"scraper {name}": Fault(OTHER, reads=line) for name, line in READS.items()},
    **{f"module {name}": Fault(OTHER, loads=line) for name, line in LOADS.items()},
}
FINE = {f"fine {name}": Fault(once(body)) for name, body in LOOKS_ILL.items()}


def provider_of(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:60]


class Night(NamedTuple):
    """How a night ended, and what was there after it."""

    told: dict[str, object]
    release: dict[str, Any]
    """What each published file says, by its name."""
    looks: list[dict[str, Any]]
    snapshots: dict[str, bytes]

    def of_others(self) -> dict[str, object]:
        """All that is kept and published of the providers that are well."""
        own = {f"providers/{provider}.json" for provider in OTHERS}
        released = {name: each if name in own else _of_others(each) for name, each in self.release.items()}
        del released["manifest.json"], released["schema.json"]
        return {
            "status": released.pop("status.json"),
            "released": {name: each for name, each in released.items() if name in own or each},
            "looks": [line for line in self.looks if line["provider"] in OTHERS],
            "snapshots": {name: data for name, data in self.snapshots.items() if name.partition("/")[0] in OTHERS},
        }

    def prices_of(self, provider: str) -> list[object]:
        """Its published prices; how they stand is told apart."""
        return [{**price, "status": None} for price in self._listed(provider)]

    def standing(self, provider: str) -> set[str]:
        """How its prices stand, in each place that tells of them."""
        slim, own = self.release["slim.json"]["providers"][provider], self.release[f"providers/{provider}.json"]
        return {slim["status"], *(price["status"] for price in [*self._listed(provider), *own["prices"]])}

    def failing(self, provider: str) -> tuple[str | None, str | None]:
        """The moments of the last good look and of the first that failed since."""
        told = self.release["status.json"]["providers"][provider]
        return told["last_good"], told["failing_since"]

    def _listed(self, provider: str) -> list[dict[str, Any]]:
        return [price for price in self.release["prices.json"]["prices"] if price["provider"] == provider]

    def looks_at(self, provider: str) -> list[dict[str, Any]]:
        return [line for line in self.looks if line["provider"] == provider]


def _of_others(told: Any) -> Any:
    """What of a published file tells of the providers that are well."""
    if isinstance(told, list):
        return [each for each in told if each.get("provider", each.get("id")) in OTHERS]
    if "providers" in told:
        return {name: each for name, each in told["providers"].items() if name in OTHERS}
    return {name: _of_others(each) for name, each in told.items() if isinstance(each, list)}


def _read(path: Path) -> Any:
    """What a published file says; of text that is no JSON nothing."""
    if path.suffix == ".jsonl":
        return [json.loads(line) for line in path.read_bytes().splitlines()]
    return json.loads(path.read_bytes()) if path.suffix == ".json" else []


def after(here: Collection, told: dict[str, object]) -> Night:
    archive = here.archive()
    kept = {path.relative_to(here.snapshots).as_posix(): path for path in here.snapshots.glob("*/*/*")}
    return Night(
        told,
        {name: _read(here.release / name) for name in tree(here.release)},
        [line.model_dump(mode="json") for line in archive.observations],
        {name: path.read_bytes() for name, path in kept.items()},
    )


class Town:
    """The frozen providers and one for each fault, all like one of them, on servers of their own."""

    def __init__(self, root: Path, servers: Sequence[Server]) -> None:
        self.here, self.servers = settle(root, servers[0], [*OTHERS, LIKE]), servers
        module = (self.here.scrapers / f"{LIKE}.py").read_text(encoding="utf-8")
        (self.here.scrapers / f"{LIKE}.py").unlink()
        self.modules: dict[str, str] = {}
        for number, name in enumerate({**FAULTY, **FINE}):
            provider = provider_of(name)
            assert provider not in self.modules
            moved = f"[replace(scraper.pages[0], url={url(servers[number % HOSTS], f'/{provider}')!r})]"
            self.modules[provider] = f"{module}\nscraper = replace(scraper, provider={provider!r}, pages={moved})\n"

    def night(self, now: str, faults: Mapping[str, Fault], modified: str, seconds: float | None = None) -> Night:
        """One night in which these providers meet that, and all others what is good."""
        fine = once(answer(PAGE, Last_Modified=f"{modified} 2026 00:00:00 GMT"))
        bad = {provider_of(name): fault for name, fault in faults.items()}
        for provider, module in self.modules.items():
            text = bad[provider].spoils(module) if provider in bad else module
            (self.here.scrapers / f"{provider}.py").write_text(text, encoding="utf-8")
            for server in self.servers:
                server.says[f"/{provider}"] = bad[provider].says if provider in bad else fine
        with Sandbox(self.here.scrapers, seconds=seconds) as reader:
            return after(self.here, one_night(self.here, datetime.fromisoformat(now), reader, DEADLINE, HOSTS))


class FourNights(NamedTuple):
    """A night, two that may follow it, a good and a bad one, and the good night behind the bad one."""

    first: Night
    good: Night
    bad: Night
    healed: Night


@pytest.fixture(scope="module")
def nights(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FourNights]:
    with ExitStack() as stack:
        servers = [stack.enter_context(contextmanager(serving)()) for _ in range(HOSTS)]
        world = Town(tmp_path_factory.mktemp("world") / "here", servers)
        root, before = world.here.root, tmp_path_factory.mktemp("before")
        first = world.night(FIRST, {}, "Mon, 05 Jan")
        shutil.copytree(root, before / "here")
        servers[0].says["/ucloud"] = page(PAGES["ucloud"].replace("16/百万".encode(), "17/百万".encode()))
        good = world.night(SECOND, {}, "Mon, 05 Jan")
        shutil.rmtree(root)
        shutil.copytree(before / "here", root)
        bad = world.night(SECOND, {**FAULTY, **FINE}, "Mon, 05 Jan", READING)
        assert {path.name for path in root.iterdir()} == {"scrapers", "snapshots", "catalog", ".catalog"}
        assert [path.name for path in root.parent.iterdir()] == ["here"], "nothing is written outside"
        yield FourNights(first, good, bad, world.night(THIRD, {}, "Tue, 06 Jan"))


def test_all_others_have_a_good_night(nights: FourNights) -> None:
    assert (nights.first.told["status"], nights.good.told["status"], nights.bad.told["status"]) == (4, 4, 3)
    expected, others, later = (each.of_others() for each in (nights.good, nights.bad, nights.healed))
    for part in expected:
        assert others[part] == expected[part], part
    assert later["released"] == expected["released"]
    assert later["snapshots"] == expected["snapshots"]
    assert nights.bad.of_others() != nights.first.of_others(), "something new was seen of them"


@pytest.mark.parametrize("name", FAULTY)
def test_each_fault_is_its_own_providers(name: str, nights: FourNights) -> None:
    provider, (kind, _, _) = provider_of(name), name.partition(" ")
    errors = nights.bad.told["errors"]
    assert isinstance(errors, dict)
    error = str(errors[provider])
    assert error.isprintable()
    assert "bug:" not in error
    assert error.startswith("http://127.0.0.1") if kind == "server" else provider in error
    assert nights.bad.prices_of(provider) == nights.first.prices_of(provider) != []
    if "clock says" not in error:
        assert nights.bad.standing(provider) == {"stale"}
        assert nights.bad.failing(provider) == ("2026-01-06T02:23:00+08:00", "2026-01-07T02:23:00+08:00")
        before, line = nights.bad.looks_at(provider)
        assert (before["outcome"], line["outcome"], line["error"]) == ("new", "failed", error)
        assert line["at"] == "2026-01-07T02:23:00+08:00"
    assert (nights.healed.standing(provider), nights.healed.failing(provider)[1]) == ({"fresh"}, None)
    assert nights.healed.prices_of(provider) == nights.good.prices_of(provider)
    assert nights.healed.looks_at(provider)[-1]["outcome"] == "unchanged"


@pytest.mark.parametrize("name", FINE)
def test_a_page_that_only_looks_ill(name: str, nights: FourNights) -> None:
    provider = provider_of(name)
    assert provider not in str(nights.bad.told["errors"])
    assert nights.bad.prices_of(provider) == nights.first.prices_of(provider)
    assert (nights.bad.standing(provider), nights.bad.failing(provider)[1]) == ({"fresh"}, None)


def test_memory_of_a_night(tmp_path: Path) -> None:
    """In a process of its own, as the command is."""
    for server in serving():
        here = settle(tmp_path / "here", server, [*OTHERS, LIKE])
        server.says[f"/{LIKE}"] = PAGES_OF_ILL_WILL["30,000 rows of its own kind"]
        told = night(here.root, FIRST)
        assert list(told["errors"]) == [LIKE]
        assert told["memory"] + told["children"] < MEMORY, told
