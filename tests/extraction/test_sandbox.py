"""Reading in a process of its own: the same reading, and a scraper that does its worst spoils nothing."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from pricebook import errors
from pricebook.beliefs import Response, StoredPage, Visit
from pricebook.collection import Collection
from pricebook.extraction.processes import Ended
from pricebook.extraction.sandbox import Sandbox
from pricebook.extraction.visit import Unconfined
from pricebook.system.confining import Bounds
from tests.conftest import ROOT
from tests.extraction.attacks import ATTACKS, HELP
from tests.pages import recordings

SECONDS = 0.25
"""Of the processor's time, after which a scraper that never ends is ended; by the clock it is a second."""
PAGE = b"<html><body><h1>Acme</h1><p>no price</p></body></html>"
MODULE = """
from pricebook.scraping import Address, Scraper
{loading}
def extract(page):
    {line}
    return iter(())
pages = [Address("page", "https://acme.example/", at_least=0)]
scraper = Scraper("{name}", "Acme", "CNY", pages, extract, timezone="UTC")
"""
TRIED = """
{help}
victim, folder, module, night = {victim!r}, {folder!r}, __file__, {night}
def attempt():
    try:
        return {line}
    except Exception as problem:
        return f"{{type(problem).__name__}}: {{problem}}"
"""
FORGES = """import os
    for each in range(3, 9):
        try: os.write(each, (16).to_bytes(8, 'little') + b'{"readings": []}')
        except OSError: pass
    os._exit(0)"""
TALKS = """import os
    while True:
        for each in range(3, 9):
            try: os.write(each, bytes(2**20))
            except OSError as problem:
                if problem.errno == 32: os._exit(0)"""
WORST = {
    "fails": ("{}['price']", errors.ScraperError, r"KeyError: 'price' \(fails.py:[0-9]+\)"),
    "dies": ("import os; os._exit(0)", errors.ScraperError, "ended with status 0: nothing was said"),
    "crashes": ("import os; os.abort()", errors.ScraperError, "ended with status -6: nothing was said"),
    "leaves": ("raise SystemExit('bye')", errors.ScraperError, "SystemExit: bye"),
    "is-stopped": ("raise KeyboardInterrupt", errors.ScraperError, "KeyboardInterrupt"),
    "recurs": ("f = lambda: f(); f()", errors.ScraperError, "RecursionError"),
    "has-a-fault-that-cannot-be-told": (
        "raise type('E', (Exception,), {'__str__': lambda self: {}[0]})", errors.ScraperError, "ended with status 1"
    ),
    "knows-a-secret": ("import os; raise ValueError(sorted(os.environ))", errors.ScraperError, r"\[('LC_CTYPE')?\]"),
    "shares-too-much": ("import mmap; mmap.mmap(-1, 2**34)", errors.ScraperError, "Cannot allocate memory"),
    "refuses": ("from pricebook.errors import PageError; raise PageError('not mine')", errors.PageError, "^not mine$"),
    "refuses-in-its-own-words": (
        "from pricebook.errors import PageError; raise type('StorageError', (PageError,), {})('not mine')",
        errors.PageError, "^not mine$",
    ),
    "blames-the-disk": (
        "from pricebook.errors import StorageError; raise StorageError('full')",
        errors.ScraperError, "StorageError: full",
    ),
    "blames-the-clock": (
        "from pricebook.errors import ClockWrong; raise ClockWrong('late')", errors.ScraperError, "ClockWrong: late"
    ),
    "blames-the-caller": (
        "from pricebook.errors import UsageError; raise UsageError('no')", errors.ScraperError, "UsageError: no"
    ),
    "blames-the-collection": (
        "from pricebook.errors import CollectionError; raise CollectionError('no')",
        errors.ScraperError, "CollectionError: no",
    ),
    "has-an-odd-error": (
        "from pricebook.errors import PricebookError; raise type('__class__', (PricebookError,), {})('odd')",
        errors.ScraperError, "__class__: odd",
    ),
    "has-an-error-of-two-words": (
        "from pricebook.errors import PricebookError; raise type('Clock Wrong', (PricebookError,), {})('odd')",
        errors.ScraperError, "Clock Wrong: odd",
    ),
    "says-much": (
        r"from pricebook.errors import PageError; raise PageError('a\n\x1b[2J\u202e' * 10**5)", errors.PageError,
        r"^a \\x1b\[2J\\u202ea ",
    ),
    "says-no-text": (r"raise ValueError('\ud800')", errors.ScraperError, r"\\ud800"),
    "answers-itself": (
        FORGES,
        errors.ScraperError, "the reader answered for the pages",
    ),
    "answers-without-an-end": (
        TALKS,
        errors.ScraperError, "answered more than 64 MiB",
    ),
}  # fmt: skip
"""A line of `extract`, and the error that comes of it."""
UNLOADED = {
    "leaves": ("raise SystemExit('bye')", "cannot be loaded: SystemExit: bye"),
    "is-stopped": ("raise KeyboardInterrupt", "KeyboardInterrupt"),
    "fails": ("import nonsense", "cannot be loaded: ModuleNotFoundError"),
    "is-no-program": ("def", "cannot be loaded: SyntaxError"),
    "blames-the-disk": (
        "from pricebook.errors import StorageError; raise StorageError('full')",
        "cannot be loaded: StorageError: full",
    ),
    "prints": ("print('{}'); import os; os.write(1, b'[]'); raise ValueError", "cannot be loaded: ValueError"),
}
"""A line of the module, and the CollectionError that comes of it."""
ENDLESS = {
    "ends-never": "while True: pass",
    "waits": "import time; time.sleep(10**6)",
    "holds-the-interpreter": "import re; re.match('(a+)+b', 'a' * 40)",
    "heeds-nothing": "import signal; signal.signal(signal.SIGXCPU, signal.SIG_IGN)\n    while True: pass",
    "stops-itself": "import ctypes, os; ctypes.CDLL(None).kill(os.getpid(), 19)",
}
GREEDY = {
    "eats": "kept = [bytes(2**20) for _ in range(2**14)]",
    "eats-at-once": "kept = bytes(2**33)",
    "eats-and-holds-the-interpreter": "kept = list(range(2 * 10**7))",
    "eats-shared-memory": "import mmap; kept = mmap.mmap(-1, 2**28)\n    for at in range(0, 2**28, 4096): kept[at] = 1",
}
posix = pytest.mark.skipif(sys.platform == "win32", reason="limits are POSIX's")


def module(folder: Path, name: str, line: str = "pass", loading: str = "") -> str:
    text = MODULE.format(name=name, line=line, loading=loading)
    (folder / f"{name}.py").write_text(text, encoding="utf-8")
    return name


def visit(provider: str) -> Visit:
    return Visit(provider, "2026-01-05", "assumed", {"page": Response(PAGE, "utf-8")})


@pytest.fixture(scope="module")
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sandbox]:
    """One for all tests: what one scraper does to its reader, the next one does not meet."""
    folder = tmp_path_factory.mktemp("collection") / "scrapers"
    folder.mkdir()
    os.environ["TOKEN"] = "secret"
    with Sandbox(folder) as made:
        yield made
    del os.environ["TOKEN"]


@pytest.fixture(scope="module")
def kept_by_kernel(sandbox: Sandbox) -> bool:
    held = sandbox.confinement()
    return bool(held.landlock) and held.calls


@pytest.mark.parametrize("forks", [True, False])
def test_the_same_readings_as_without(forks: bool) -> None:
    collection = Collection(ROOT)
    direct = Unconfined(collection.scraper)
    visits = [
        Visit(provider, "2026-01-05", "assumed", {page.partition(".")[0]: Response(path.read_bytes())})
        for provider in ("moonshot", "xfyun", "xingchen")
        for page, path in recordings(provider).items()
    ]
    with Sandbox(collection.scrapers, forks=forks) as confined:
        assert confined.provider("moonshot") == direct.provider("moonshot")
        for each in visits[:: 2 if forks else len(visits)]:
            said, expected = confined.read(each), direct.read(each)
            assert said == expected
            stored = [StoredPage(reading.page, reading.stored) for reading in expected]
            assert confined.read_again(each.provider, stored) == direct.read_again(each.provider, stored)


APIECE = """import os, builtins
    from pricebook.errors import PageError
    (words,) = [block.text for block in page.document.blocks[1:]]
    met.append(words)
    builtins.met = getattr(builtins, "met", 0) + 1
    if "dies" in words: os._exit(3)
    if "fails" in words: raise KeyError(len(met))
    if "leaves" in words: raise SystemExit(len(met))
    if "is another" in words: raise PageError("not mine")
    if "eats" in words: kept = [bytes(2**20) for _ in range(2**14)]
    if "waits" in words: import time; time.sleep(10**6)
    if "meets" in words and builtins.met > 1: raise ValueError("met others")
    if "forges" in words:
        for each in range(3, 9):
            try: os.write(each, (2).to_bytes(8, "little") + b"{}")
            except OSError: pass
        os._exit(0)"""
"""A scraper that does to its reader what each page says."""


@posix
@pytest.mark.parametrize(
    ("words", "forks"),
    [
        (["fine", "dies", "fine", "dies", "dies"], True),
        (["dies", "fine"], True),
        (["fails", "fine", "leaves", "is another", "fails"], True),
        (["fine", "meets", "meets"], True),
        (["fine", "eats", "fine"], True),
        (["fine", "waits", "fine"], True),
        (["fine", "forges", "fine", "fine"], True),
        (["fine", "dies", "forges", "fine"], False),
        (["fine"], True),
        ([], True),
    ],
)
def test_what_comes_of_a_page_does_not_depend_on_the_others(words: list[str], forks: bool, sandbox: Sandbox) -> None:
    name = module(sandbox.scrapers, "reads-many", APIECE, "met = []")
    pages = [StoredPage("page", f"# Acme\n\nIt {each}, the {number}th.\n") for number, each in enumerate(words)]
    with Sandbox(sandbox.scrapers, 1.0 if forks else None, forks=forks) as own:
        together = own.read_again(name, pages)
        apart = [outcome for page in pages for outcome in own.read_again(name, [page])]
    assert [_said_of(each) for each in together] == [_said_of(each) for each in apart]
    assert [isinstance(each, errors.PricebookError) for each in together] == [
        each not in {"fine", "meets"} for each in words
    ]


def _said_of(outcome: object) -> tuple[type, str]:
    return type(outcome), str(outcome)


def test_many_pages_are_read_by_few_processes(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    name = module(sandbox.scrapers, "reads-many-more", APIECE, "met = []")
    with Sandbox(sandbox.scrapers) as own:
        own.provider(name)
        server = own._server
        assert server is not None
        asked, ask = list[bytes](), server.ask

        def counted(question: bytes, bounds: Bounds) -> Ended:
            asked.append(question)
            return ask(question, bounds)

        monkeypatch.setattr(server, "ask", counted)
        pages = [StoredPage("page", f"# Acme\n\nIt is fine, the {number}th.\n") for number in range(50)]
        assert not any(isinstance(each, errors.PricebookError) for each in own.read_again(name, pages))
    assert len(asked) == 1


def test_what_a_scraper_prints_is_no_answer(sandbox: Sandbox) -> None:
    name = module(
        sandbox.scrapers, "prints", "print('{}'); import os; os.write(1, b'[]'); os.write(2, b'[]')", "print(1)"
    )
    assert [reading.page for reading in sandbox.read(visit(name))] == ["page"]


@posix
@pytest.mark.parametrize("name", WORST)
def test_a_scraper_at_its_worst(name: str, sandbox: Sandbox) -> None:
    line, error, said = WORST[name]
    module(sandbox.scrapers, name, line)
    with pytest.raises(errors.PricebookError, match=said) as raised:
        sandbox.read(visit(name))
    assert type(raised.value) is error
    assert len(str(raised.value)) <= 1200
    assert str(raised.value).isprintable()


@pytest.mark.parametrize("name", UNLOADED)
def test_a_scraper_that_cannot_be_loaded(name: str, sandbox: Sandbox) -> None:
    line, said = UNLOADED[name]
    module(sandbox.scrapers, name, loading=line)
    with pytest.raises(errors.CollectionError, match=said):
        sandbox.provider(name)
    with pytest.raises(errors.CollectionError, match=said):
        sandbox.read(visit(name))


@posix
def test_what_never_ends_is_ended_and_others_are_answered_meanwhile(sandbox: Sandbox) -> None:
    folder = sandbox.scrapers
    asked = [module(folder, name, line) for name, line in ENDLESS.items()]
    loading = [
        module(folder, f"{name}-when-loaded", loading=line.replace("\n    ", "\n")) for name, line in ENDLESS.items()
    ]
    fine = module(folder, "fine")
    with Sandbox(folder, SECONDS) as hurried, ThreadPoolExecutor(len(asked) * 2) as pool:
        answers = [pool.submit(hurried.read, visit(name)) for name in asked]
        loads = [pool.submit(hurried.provider, name) for name in loading]
        assert hurried.provider(fine).name == "Acme"
        problems = [answer.exception() for answer in answers] + [answer.exception() for answer in loads]
        for problem in problems:
            assert isinstance(problem, errors.TooHeavy)
            assert "takes more than 0.25 s" in str(problem)
        assert hurried.provider(fine).name == "Acme"


@posix
@pytest.mark.parametrize("name", GREEDY)
def test_memory_is_bounded(name: str, sandbox: Sandbox) -> None:
    module(sandbox.scrapers, name, GREEDY[name])
    module(sandbox.scrapers, f"{name}-when-loaded", loading=GREEDY[name].replace("\n    ", "\n"))
    for ask in (lambda: sandbox.read(visit(name)), lambda: sandbox.provider(f"{name}-when-loaded")):
        with pytest.raises(errors.TooHeavy, match="takes more than 110 MiB"):
            ask()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux holds native code to anything")
@pytest.mark.parametrize("name", ATTACKS)
def test_no_way_out(name: str, sandbox: Sandbox, kept_by_kernel: bool, tmp_path: Path) -> None:
    if not kept_by_kernel:
        pytest.skip("this kernel has no Landlock or no filter of system calls")
    victim = tmp_path / "victim"
    victim.write_bytes(b"kept")
    (tmp_path / "empty").mkdir()
    before = _about(victim)
    words = {"victim": str(victim), "folder": str(tmp_path), "night": os.getpid(), "help": HELP, "line": ATTACKS[name]}
    module(sandbox.scrapers, "attacker", "raise ValueError('came of it: ' + attempt())", TRIED.format(**words))
    source = _about(sandbox.scrapers / "attacker.py")
    with pytest.raises(errors.ScraperError, match="came of it: ") as raised:
        sandbox.read(visit("attacker"))
    assert "DID" not in str(raised.value)
    assert "not permitted" in str(raised.value) or "denied" in str(raised.value) or _is_refused(str(raised.value))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["empty", "victim"]
    assert victim.read_bytes() == b"kept"
    assert _about(victim) == before
    assert _about(sandbox.scrapers / "attacker.py") == source
    assert not Path("/dev/shm/pricebook-made").exists()


def _about(path: Path) -> tuple[int, ...]:
    """All that is kept of a file but when it was read."""
    held = path.stat()
    return held.st_ino, held.st_mode, held.st_nlink, held.st_uid, held.st_gid, held.st_size, held.st_ctime_ns


def _is_refused(said: str) -> bool:
    """That there is no such call, no such use of it, or no program that was started."""
    return any(f"came of it: {word}" in said for word in ("Function not", "Inappropriate ioctl", "no ("))


@pytest.mark.skipif(sys.platform == "win32", reason="nothing is forked there")
def test_a_lost_process_loses_nobody_elses_answer(sandbox: Sandbox) -> None:
    name = module(sandbox.scrapers, "waits-a-little", "import time; time.sleep(0.3)")
    with Sandbox(sandbox.scrapers) as own, ThreadPoolExecutor(1) as pool:
        own.provider(name)
        first = own._server
        assert first is not None
        answer = pool.submit(own.read, visit(name))
        _wait_for_child(first.process.pid)
        first.process.send_signal(signal.SIGKILL)
        assert [reading.page for reading in answer.result()] == ["page"]
        assert own.provider(name).name == "Acme"
        assert own._server is not first


@pytest.mark.skipif(sys.platform != "linux", reason="/proc tells who was forked")
def test_nothing_is_left_behind(sandbox: Sandbox) -> None:
    name = module(sandbox.scrapers, "waits", "import time; time.sleep(10**6)")
    own = Sandbox(sandbox.scrapers)
    own.provider(name)
    assert own._server is not None
    server = own._server.process.pid
    own.seconds = 0.5
    with ThreadPoolExecutor(1) as pool:
        answer = pool.submit(own.read, visit(name))
        child = _wait_for_child(server)
        os.kill(server, signal.SIGKILL)
        with pytest.raises(errors.TooHeavy):
            answer.result()
    own.close()
    assert (_parent(server), _parent(child)) == (None, None)


@pytest.mark.skipif(sys.platform != "linux", reason="/proc tells what is left")
@pytest.mark.parametrize("forks", ["forks", ""])
def test_a_night_that_is_killed_leaves_no_process(forks: str, sandbox: Sandbox) -> None:
    name = module(sandbox.scrapers, "waits-when-loaded", loading="import time; time.sleep(10**6)")
    code = (
        "import sys\nfrom pathlib import Path\nfrom pricebook.extraction.sandbox import Sandbox\n"
        "Sandbox(Path(sys.argv[1]), forks=bool(sys.argv[3])).provider(sys.argv[2])"
    )
    with subprocess.Popen([sys.executable, "-c", code, str(sandbox.scrapers), name, forks]) as killed:
        left = [_wait_for_child(killed.pid)]
        left += [_wait_for_child(left[0])] if forks else []
        killed.kill()
    while any(_parent(pid) is not None for pid in left):
        pass


def _wait_for_child(server: int) -> int:
    while True:
        found = [
            int(each.name)
            for each in Path("/proc").iterdir()
            if each.name.isdecimal() and _parent(int(each.name)) == server
        ]
        if found:
            return found[0]


def _parent(pid: int) -> int | None:
    """Whose child it is; None if it is no more, or only waits to be buried."""
    try:
        state, parent = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[:2]
    except (OSError, ValueError):
        return None
    return None if state == "Z" else int(parent)


@posix
@pytest.mark.parametrize(
    ("line", "error", "said"),
    [
        ("{}['price']", errors.ScraperError, "KeyError: 'price'"),
        ("import os; os.abort()", errors.ScraperError, "ended with status -6: nothing was said"),
        ("kept = [bytes(2**20) for _ in range(2**14)]", errors.TooHeavy, "takes more than 110 MiB"),
        ("import time; time.sleep(10**6)", errors.TooHeavy, "takes more than 0.5 s"),
        ("open(__file__, 'a')", errors.ScraperError, "PermissionError"),
    ],
)
def test_where_nothing_can_be_forked(line: str, error: type[Exception], said: str, sandbox: Sandbox) -> None:
    name = module(sandbox.scrapers, "apart", line)
    with (
        Sandbox(sandbox.scrapers, 0.5 if "0.5 s" in said else None, forks=False) as apart,
        pytest.raises(errors.PricebookError, match=said) as raised,
    ):
        apart.read(visit(name))
    assert type(raised.value) is error
