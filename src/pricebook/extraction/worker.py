"""The process that is confined: `python -m pricebook.extraction.worker SCRAPERS` answers what is asked of scrapers.

It holds a control socket on its standard input. With each message come what a process may use and two file descriptors:
a socket on which the question comes and the answer goes, and a pipe on which is told how the process ended that gave
it. For each question it forks; only that process is confined, and only there a scraper is loaded. With `--once` it
answers one question on its standard streams itself: for systems that cannot fork.
"""

import os
import select
import signal
import socket
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple, NoReturn

from pricebook.extraction import questions
from pricebook.extraction.answering import answers_to
from pricebook.extraction.warming import warm_up
from pricebook.system import confining
from pricebook.system.confining import Bounds
from pricebook.system.toml import LISTS

_TICK = 0.02
"""Seconds between two looks at what the processes hold and how long they take. What one takes in between is no more
than `confining.ADDRESSES`, and what it held at most is known when it has ended."""
_WATCHES = sys.platform == "linux"
"""Whether a process can see what another one holds."""


class Child(NamedTuple):
    """A process that answers a question."""

    tells: int
    """Where is told how it ended."""
    bounds: Bounds
    until: float
    """When it is ended, by the monotonic clock."""


def main(words: Sequence[str]) -> None:
    """Answers, until nobody asks any more."""
    scrapers = Path(words[0])
    rules = confining.rules_for([*confining.program_places(), scrapers, scrapers.parent / LISTS])
    if words[1:]:
        confining.die_with_parent(int(words[4]))
        _answer_once(Bounds(float(words[2]), int(words[3])), rules, scrapers)
        return
    with socket.socket(fileno=os.dup(0)) as control:
        warm_up()
        Server(control, rules, scrapers).serve()
    os._exit(0)


class Server:
    """Forks for each question, and keeps an eye on what it forked."""

    def __init__(self, control: socket.socket, rules: int | None, scrapers: Path) -> None:
        self.control, self.rules, self.scrapers = control, rules, scrapers
        self.children: dict[int, Child] = {}
        self.over: dict[int, str] = {}
        """Which limit each of them went over that was ended for it."""

    def serve(self) -> None:
        """Until the control socket is closed; then every process that is left is ended."""
        wakes, woken = os.pipe()
        os.set_blocking(wakes, False)
        os.set_blocking(woken, False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(woken, warn_on_full_buffer=False)
        asked, control = True, self.control.fileno()
        while asked:
            ready, _, _ = select.select([control, wakes], [], [], _TICK if self.children else None)
            if wakes in ready:
                os.read(wakes, 4096)
            self._reap()
            self._hold_to_limits()
            if control in ready:
                asked = self._take()
        for pid in self.children:
            _end(pid)

    def _take(self) -> bool:
        """Takes one question; False if none will come any more."""
        said, handles, _, _ = socket.recv_fds(self.control, questions.BOUNDS.size, 2)
        if len(said) < questions.BOUNDS.size:
            return False
        bounds = Bounds(*questions.BOUNDS.unpack(said))
        talks, tells = handles
        server = os.getpid()
        try:
            pid = os.fork()
        except OSError as problem:
            _tell_end(tells, "not started", problem.errno or 0)
        else:
            if pid == 0:
                self._child(talks, server, bounds)
            self.children[pid] = Child(tells, bounds, time.monotonic() + bounds.seconds * questions.WAITING)
        os.close(talks)
        return True

    def _child(self, talks: int, server: int, bounds: Bounds) -> NoReturn:
        """All that the forked process does."""
        status = 1
        try:
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            os.setsid()
            confining.die_with_parent(server)
            _only_these(talks, self.rules)
            confined = confining.confine(bounds, self.rules, watched=_WATCHES)
            question, bodies = questions.received(lambda size: os.read(talks, size))
            for answer in answers_to(question, bodies, self.scrapers, confined):
                _write(talks, answer)
            status = 0
        except MemoryError:
            status = confining.TOO_MUCH
        finally:
            os._exit(status)

    def _reap(self) -> None:
        for pid in list(self.children):
            ended, status, used = os.wait4(pid, os.WNOHANG)
            if ended:
                child = self.children.pop(pid)
                with suppress(OSError):
                    os.killpg(pid, signal.SIGKILL)
                code = os.waitstatus_to_exitcode(status)
                held = used.ru_maxrss * (1 if sys.platform == "darwin" else 1024)
                late = code == -signal.SIGXCPU or (code < 0 and used.ru_utime + used.ru_stime >= child.bounds.seconds)
                cause = "memory" if held > child.bounds.memory else "seconds" if late else ""
                _tell_end(child.tells, self.over.pop(pid, cause), code)

    def _hold_to_limits(self) -> None:
        for pid, child in self.children.items():
            over = ""
            if time.monotonic() > child.until:
                over = "seconds"
            elif _WATCHES and _holds(pid) > child.bounds.memory:
                over = "memory"
            if over and pid not in self.over:
                self.over[pid] = over
                _end(pid)


def _answer_once(bounds: Bounds, rules: int | None, scrapers: Path) -> None:
    """One question from the standard input, its answer on the standard output; this process is confined itself."""
    question, bodies = questions.received(sys.stdin.buffer.read)
    answers = os.dup(1)
    _silence()
    confined = confining.confine(bounds, rules, watched=False)
    try:
        for answer in answers_to(question, bodies, scrapers, confined):
            _write(answers, answer)
    except MemoryError:
        os._exit(confining.TOO_MUCH)
    os._exit(0)


def _only_these(*kept: int | None) -> None:
    """Leaves the process these file descriptors, and standard streams on which nothing comes and all is lost."""
    _silence()
    for handle in [int(each.name) for each in Path("/dev/fd").iterdir()]:
        if handle > 2 and handle not in kept:
            with suppress(OSError):
                os.close(handle)


def _silence() -> None:
    for standard, mode in ((0, os.O_RDONLY), (1, os.O_WRONLY), (2, os.O_WRONLY)):
        nothing = os.open(os.devnull, mode)
        os.dup2(nothing, standard)
        os.close(nothing)


def _write(handle: int, data: bytes) -> None:
    left = memoryview(data)
    while left:
        left = left[os.write(handle, left) :]


def _tell_end(tells: int, cause: str, status: int) -> None:
    with suppress(OSError):
        os.write(tells, questions.ENDED.pack(questions.CAUSES.index(cause), status))
    os.close(tells)


def _end(pid: int) -> None:
    with suppress(OSError):
        os.kill(pid, signal.SIGKILL)


def _holds(pid: int) -> int:
    try:
        return confining.held_at_most(Path(f"/proc/{pid}/status").read_bytes())
    except OSError:
        return 0


if __name__ == "__main__":
    main(sys.argv[1:])
