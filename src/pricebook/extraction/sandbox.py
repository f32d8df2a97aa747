"""Reading in a process of its own: what a page does to its reader, it does to nobody else.

The process gets the pages on its standard input and answers on its standard output. It has no environment, may write
no file, asks no server, starts no program, and ends when it takes too long or too much memory. Memory is bounded and
files are forbidden where the system can (Linux, macOS).
"""

import math
import os
import pickle
import signal
import subprocess
import sys
import threading
import time
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from pricebook import errors
from pricebook.beliefs import Response, Visit
from pricebook.errors import PricebookError, ScraperError, TooHeavy
from pricebook.extraction.limits import memory_for, seconds_for
from pricebook.extraction.visit import read_visit
from pricebook.records import Reading, Record
from pricebook.scraping import Scraper

_WAITING = 4
"""So many times as long, by the clock, may a process take that is kept waiting."""
_ADDRESSES = 1024 * 1024 * 1024
"""Bytes that can be asked for at all. Far above any limit: a library is refused memory only at one huge request."""
_TOO_MUCH = 77
"""The exit status of a process that ended itself because of its memory."""
_TOO_LONG = None if sys.platform == "win32" else -signal.SIGXCPU
"""That of one that the system ended because of its time; None where only the clock is looked at."""
_OUTSIDE = ("socket.", "subprocess.", "os.exec", "os.fork", "os.posix_spawn", "os.spawn", "os.startfile", "os.system")
"""How the interpreter's audit events begin by which a process turns to others."""
_NEEDED = ("SYSTEMROOT",)
"""All of the environment that a process on Windows cannot start without."""


@dataclass(frozen=True, slots=True)
class Sandbox:
    """Reads pages, each provider's in a new process."""

    load: Callable[[str], Scraper]
    """Gives a provider's scraper. It is called in the new process, so it must be one that can be pickled."""
    seconds: float | None = None
    """Of the processor's time: how busy the machine is says nothing of a page. By default by the page's size."""
    memory: int | None = None
    """Bytes in use at once, the program itself included; likewise."""

    def __call__(self, scraper: Scraper, visit: Visit) -> list[Reading]:
        """What the pages say; raises PageError and ScraperError as reading does, TooHeavy beyond the limits."""
        place = f"{scraper.provider}/{', '.join(visit.pages)}"
        size = sum(len(page.body) for page in visit.pages.values())
        seconds = seconds_for(size) if self.seconds is None else self.seconds
        memory = memory_for(size) if self.memory is None else self.memory
        command = [sys.executable, "-I", "-B", "-X", "utf8", "-m", __name__]
        environment = {name: os.environ[name] for name in _NEEDED if name in os.environ}
        try:
            run = subprocess.run(  # noqa: S603 - this very program
                command, input=self._asked(scraper, visit, memory, seconds), capture_output=True, check=False,
                env=environment, timeout=seconds * _WAITING,
            )  # fmt: skip
        except subprocess.TimeoutExpired as problem:
            raise self._too_heavy(place, f"{seconds:g} s") from problem
        except OSError as problem:
            message = f"{place}: no process can be started to read it: {problem.strerror}. Free memory, and run again."
            raise TooHeavy(message) from problem
        if run.returncode == _TOO_LONG:
            raise self._too_heavy(place, f"{seconds:g} s")
        if run.returncode == _TOO_MUCH:
            raise self._too_heavy(place, f"{memory >> 20} MiB")
        if run.returncode or not run.stdout:
            told = run.stderr.decode(errors="replace").strip().splitlines()[-1:] or ["nothing was said"]
            message = f"{place}: the reader ended with status {run.returncode}: {told[0][:300]}. Look at the page."
            raise ScraperError(message)
        return _understood(run.stdout, place)

    @staticmethod
    def _too_heavy(place: str, most: str) -> TooHeavy:
        return TooHeavy(f"{place}: reading it takes more than {most}. A person must look at the page.")

    def _asked(self, scraper: Scraper, visit: Visit, memory: int, seconds: float) -> bytes:
        """A line that says what is asked, and behind it the loader and the bytes of the pages."""
        loader = pickle.dumps(self.load)
        pages = {name: _Page(size=len(page.body), charset=page.charset) for name, page in visit.pages.items()}
        asked = _Asked(
            provider=scraper.provider, loader=len(loader), memory=memory, seconds=seconds,
            pages=pages, at=visit.at, basis=visit.basis,
        )  # fmt: skip
        bodies = (page.body for page in visit.pages.values())
        return b"".join([asked.model_dump_json().encode(), b"\n", loader, *bodies])


def _understood(said: bytes, place: str) -> list[Reading]:
    try:
        answer = _Answer.model_validate_json(said)
    except ValidationError as problem:
        message = f"{place}: the reader answered what is no reading: {said[:60]!r}. The scraper must be mended."
        raise ScraperError(message) from problem
    if answer.readings is None:
        raise getattr(errors, answer.error, ScraperError)(answer.message)
    return answer.readings


class _Page(Record):
    size: int
    charset: str | None


class _Asked(Record):
    provider: str
    loader: int
    """How many bytes it is, pickled."""
    memory: int
    seconds: float
    pages: dict[str, _Page]
    at: str
    basis: str


class _Answer(Record):
    readings: list[Reading] | None
    error: str = ""
    """The name of its class in `errors`."""
    message: str = ""


def main() -> None:
    """Answers one question, in the process that is confined."""
    asked = _Asked.model_validate_json(sys.stdin.buffer.readline())
    loader = sys.stdin.buffer.read(asked.loader)
    bodies = [sys.stdin.buffer.read(page.size) for page in asked.pages.values()]
    # What a scraper prints goes where faults go: the answer is alone on the standard output.
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    _confine(asked.memory, asked.seconds)
    answer = _answer(asked, loader, bodies).model_dump_json().encode()
    if peak() > asked.memory:
        os._exit(_TOO_MUCH)
    with answers:
        answers.write(answer)


def _answer(asked: _Asked, loader: bytes, bodies: Sequence[bytes]) -> _Answer:
    told = zip(asked.pages.items(), bodies, strict=True)
    pages = {name: Response(body, page.charset) for (name, page), body in told}
    try:
        scraper: Scraper = pickle.loads(loader)(asked.provider)  # noqa: S301 - this very program wrote it
        return _Answer(readings=read_visit(scraper, Visit(asked.provider, asked.at, asked.basis, pages)))
    except PricebookError as problem:
        return _Answer(readings=None, error=type(problem).__name__, message=str(problem))
    except MemoryError:
        os._exit(_TOO_MUCH)
    except Exception as problem:  # noqa: BLE001 - a fault in one scraper must not end the others' night
        last = traceback.extract_tb(problem.__traceback__)[-1]
        place = f"{Path(last.filename).name}:{last.lineno}"
        said = " ".join(f"{type(problem).__name__}: {problem}".split())[:300]
        message = f"scrapers/{asked.provider}.py: reading ended in {said} ({place}). It must be mended."
        return _Answer(readings=None, error=ScraperError.__name__, message=message)


def _confine(memory: int, seconds: float) -> None:
    sys.addaudithook(_stay_alone)
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415 - there is none on Windows

    limits = {
        resource.RLIMIT_DATA: _ADDRESSES, resource.RLIMIT_FSIZE: 0, resource.RLIMIT_CORE: 0,
        resource.RLIMIT_CPU: math.ceil(seconds),
    }  # fmt: skip
    for what, most in limits.items():
        _, hard = resource.getrlimit(what)
        resource.setrlimit(what, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))
    threading.Thread(target=_watch, args=(memory,), daemon=True).start()


def _stay_alone(event: str, _: object) -> None:
    if event.startswith(_OUTSIDE):
        message = f"{event}: a reader asks no server and starts no program"
        raise PermissionError(message)


def _watch(memory: int) -> None:
    """Ends the process when it holds too much. What a library makes of a refused allocation would blame the page."""
    while peak() <= memory:
        time.sleep(0.005)
    os._exit(_TOO_MUCH)


def peak() -> int:
    """Bytes that this process held at most; 0 where the system does not say.

    Linux counts in `getrusage` what the parent held when it started the process, so it is asked otherwise.
    """
    if sys.platform == "linux":
        told = Path("/proc/self/status").read_text(encoding="ascii")
        return int(told.partition("VmHWM:")[2].split(maxsplit=1)[0]) * 1024
    if sys.platform == "win32":
        return 0
    import resource  # noqa: PLC0415 - there is none on Windows

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


if __name__ == "__main__":
    main()
