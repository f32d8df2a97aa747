"""How a confined process is asked: a long-lived one that forks for each question, or a new one for each."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from pricebook.errors import PricebookError
from pricebook.extraction.questions import BOUNDS, CAUSES, ENDED, WAITING
from pricebook.system.confining import TOO_MUCH, Bounds

LONGEST = 64 * 1024 * 1024
"""Bytes of an answer. All that a page can say is less."""
_GRACE = 5.0
"""Seconds that a process has to be ended in by whoever watches it, before it is taken for lost with it."""
_LAST = 1.0
"""Seconds that the long-lived process has to end what it forked."""
_NEEDED = ("SYSTEMROOT",)
"""All of the environment that a process on Windows cannot start without."""
_TOO_LONG = None if sys.platform == "win32" else -signal.SIGXCPU


class Ended(NamedTuple):
    """How a process ended, and what it said before."""

    said: bytes
    """One byte more than LONGEST if it said more than that."""
    cause: str
    """One of CAUSES."""
    status: int
    """Its exit status; below 0 the signal that ended it."""


class Lost(PricebookError):
    """The long-lived process ended, and with it all that was asked of it."""


class Forking:
    """A process that forks for each question. Questions go side by side; it ends with this one."""

    def __init__(self, scrapers: Path) -> None:
        """Starts it; raises OSError."""
        self._control, its_end = socket.socketpair()
        self._asking = threading.Lock()
        with its_end:
            self.process = _started(scrapers, [], stdin=its_end.fileno(), stdout=subprocess.DEVNULL)

    def ask(self, question: bytes, bounds: Bounds) -> Ended:
        """What comes of the question; raises Lost if the process is no more."""
        ours, theirs = socket.socketpair()
        told, tells = os.pipe()
        with ours, os.fdopen(told, "rb", buffering=0) as ending:
            try:
                with theirs, self._asking:
                    socket.send_fds(self._control, [BOUNDS.pack(*bounds)], [theirs.fileno(), tells])
            except OSError as problem:
                raise Lost from problem
            finally:
                os.close(tells)
            said = _conversation(ours, question, bounds.seconds * WAITING + _GRACE)
            ours.close()
            ended = ending.read(ENDED.size) if said is not None else b""
        if said is None or len(ended or b"") < ENDED.size:
            self.close()
            raise Lost
        cause, status = ENDED.unpack(ended or b"")
        return Ended(said, CAUSES[cause], status)

    def close(self) -> None:
        """Ends the process, which ends whatever it forked."""
        self._control.close()
        try:
            self.process.wait(_LAST)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def ask_once(scrapers: Path, question: bytes, bounds: Bounds) -> Ended:
    """The same by a process that is started for this question alone; raises OSError."""
    late = threading.Event()
    words = ["--once", str(bounds.seconds), str(bounds.memory), str(os.getpid())]
    with _started(scrapers, words, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        timer = threading.Timer(bounds.seconds * WAITING, _end_group, [process, late.set])
        timer.start()
        try:
            said = b""
            if process.stdin is not None and process.stdout is not None:
                with suppress(OSError):
                    process.stdin.write(question)
                    process.stdin.close()
                said = process.stdout.read(LONGEST + 1)
            if len(said) > LONGEST:
                _end_group(process)
            status = process.wait()
        finally:
            timer.cancel()
            _end_group(process)
    cause = "seconds" if late.is_set() or status == _TOO_LONG else "memory" if status == TOO_MUCH else ""
    return Ended(said, cause, status)


def _conversation(ours: socket.socket, question: bytes, seconds: float) -> bytes | None:
    """All that is answered, as far as LONGEST; None if it does not end by then."""
    until = time.monotonic() + seconds
    pieces: list[bytes] = []
    left = LONGEST + 1
    try:
        ours.settimeout(seconds)
        with suppress(BrokenPipeError, ConnectionResetError):
            ours.sendall(question)
        while left:
            ours.settimeout(max(0.001, until - time.monotonic()))
            piece = ours.recv(min(left, 1 << 20))
            if not piece:
                break
            pieces.append(piece)
            left -= len(piece)
    except TimeoutError:
        return None
    except ConnectionResetError:
        pass
    return b"".join(pieces)


def _started(scrapers: Path, words: list[str], stdin: int, stdout: int) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-I", "-B", "-X", "utf8", "-m", "pricebook.extraction.worker", str(scrapers), *words]
    environment = {name: os.environ[name] for name in _NEEDED if name in os.environ}
    return subprocess.Popen(  # noqa: S603 - this very program
        command, stdin=stdin, stdout=stdout, stderr=subprocess.DEVNULL, env=environment, start_new_session=True,
    )  # fmt: skip


def _end_group(process: "subprocess.Popen[bytes]", first: Callable[[], object] = bool) -> None:
    """Ends the process, and what it may have started where no kernel forbids that."""
    first()
    with suppress(OSError):
        if sys.platform == "win32":
            process.kill()
        else:
            os.killpg(process.pid, signal.SIGKILL)
