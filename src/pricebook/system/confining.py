"""A process shuts itself in, for good: what it may still do is reckon, within bounds, and answer.

Linux holds it by Landlock (landlock.py) and a filter of system calls (seccomp.py), which native code cannot go round.
Where the kernel has neither, the interpreter's own hook refuses the same to Python code, and to nothing else.
"""

import ctypes
import math
import os
import signal
import sys
import sysconfig
import threading
import time
import zoneinfo
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from pricebook.system import landlock, seccomp

TOO_MUCH = 77
"""The exit status of a process that ended itself because of its memory."""
ADDRESSES = 1024 * 1024 * 1024
"""Bytes that can be asked for at all, shared ones included. A library is refused memory only at one huge request."""
_OUTSIDE = (
    "socket.", "subprocess.", "os.exec", "os.fork", "os.posix_spawn", "os.spawn", "os.startfile", "os.system",
    "os.kill", "signal.pthread_kill", "pty.", "sqlite3.", "os.remove", "os.rename", "os.truncate", "os.mkdir",
    "os.rmdir", "os.link", "os.symlink", "os.chmod", "os.chown", "os.utime", "os.setxattr", "os.removexattr",
    "os.chflags", "os.lockf",
)  # fmt: skip
"""How the interpreter's audit events begin by which a process turns to others or changes what is kept."""
_NATIVE = ("ctypes.",)
"""Those by which it goes round the interpreter; refused where no kernel refuses what they lead to."""
_END_WITH_PARENT = 1
"""PR_SET_PDEATHSIG."""
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_LIBRARIES = ("/lib", "/lib64", "/usr/lib", "/usr/lib64", "/usr/local/lib", "/etc/ld.so.cache")


class Bounds(NamedTuple):
    """What a process may use."""

    seconds: float
    """Of the processor's time: how busy the machine is says nothing of a page."""
    memory: int
    """Bytes in use at once, the program itself included."""


class Confinement(NamedTuple):
    """What this machine's system holds a confined process to."""

    landlock: int
    """The version that is in force; 0: none, so it may read what this user may."""
    calls: bool
    """Whether its system calls are filtered; if not, only Python code is held back."""
    bounds: bool
    """Whether its memory is bounded."""


def program_places() -> list[Path]:
    """All that Python reads of itself and its libraries: where modules, shared objects and time zones stand."""
    modules = [*sys.path, *sysconfig.get_paths().values()]
    return [path for name in (*modules, *_LIBRARIES, *zoneinfo.TZPATH) if name and (path := Path(name)).is_absolute()]


def rules_for(readable: Iterable[Path]) -> int | None:
    """Landlock's rule that these places may be read; None where the kernel has none such."""
    if sys.platform != "linux":
        return None
    try:
        return landlock.ruleset(readable) if landlock.version() else None
    except OSError:
        return None


def confine(bounds: Bounds, rules: int | None, *, watched: bool) -> Confinement:
    """Shuts this process in, which must have one thread; says what holds it.

    If no other process has `watched` its memory, a thread of its own does.
    """
    peak = None if watched else Peak()
    bounded = _set_limits(bounds)
    kept_apart = _locked(rules)
    calls = sys.platform == "linux" and seccomp.filter_calls()
    refused = _OUTSIDE if calls else _OUTSIDE + _NATIVE

    def stay_alone(event: str, details: tuple[object, ...]) -> None:
        if event.startswith(refused) or (event == "open" and _is_writing(details)):
            message = f"{event}: a reader asks no server, starts no program and writes nothing"
            raise PermissionError(message)

    sys.addaudithook(stay_alone)
    if peak is not None:
        threading.Thread(target=_watch, args=(bounds.memory, peak), daemon=True).start()
    return Confinement(kept_apart, calls, bounded)


def die_with_parent(parent: int) -> None:
    """Ends this process when its parent is, where the system can; at once if it was already."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_END_WITH_PARENT, ctypes.c_ulong(signal.SIGKILL))
    # On Windows the parent may be a launcher that stands between.
    if sys.platform != "win32" and os.getppid() != parent:
        os._exit(1)


def held_at_most(status: bytes) -> int:
    """Bytes that a process of Linux held at most, by what /proc tells of it; 0 if it does not tell."""
    found = status.partition(b"VmHWM:")[2].split(maxsplit=1)
    return int(found[0]) * 1024 if found else 0


def _locked(rules: int | None) -> int:
    """Gives up every right that root has, and reads only where it may; the version of Landlock that holds it."""
    if sys.platform != "linux":
        return 0
    _drop_capabilities()
    if rules is None:
        return 0
    try:
        landlock.restrict(rules)
    except OSError:
        return 0
    return landlock.version()


def _drop_capabilities() -> None:
    header = (ctypes.c_uint32 * 2)(0x20080522, 0)
    ctypes.CDLL(None).capset(header, (ctypes.c_uint32 * 6)())


def _set_limits(bounds: Bounds) -> bool:
    if sys.platform == "win32":
        return False
    import resource  # noqa: PLC0415 - there is none on Windows

    seconds = math.ceil(bounds.seconds)
    limits = {
        resource.RLIMIT_AS: (2 * ADDRESSES, 2 * ADDRESSES), resource.RLIMIT_DATA: (ADDRESSES, ADDRESSES),
        resource.RLIMIT_FSIZE: (0, 0), resource.RLIMIT_CORE: (0, 0),
        # Whoever does not heed the first is ended by the second.
        resource.RLIMIT_CPU: (seconds, seconds + 1),
    }  # fmt: skip
    signal.signal(signal.SIGXCPU, signal.SIG_DFL)
    for what, (soft, hard) in limits.items():
        _, most = resource.getrlimit(what)
        held = hard if most == resource.RLIM_INFINITY else min(hard, most)
        try:
            resource.setrlimit(what, (min(soft, held), held))
        except (ValueError, OSError):
            if what not in {resource.RLIMIT_AS, resource.RLIMIT_DATA}:
                raise  # macOS bounds no addresses.
    return True


def _is_writing(details: tuple[object, ...]) -> bool:
    return len(details) > 2 and isinstance(details[2], int) and bool(details[2] & _WRITES)


def _watch(memory: int, peak: "Peak") -> None:
    """Ends the process when it holds too much. What a library makes of a refused allocation would blame the page."""
    while peak() <= memory:
        time.sleep(0.005)
    os._exit(TOO_MUCH)


class Peak:
    """Bytes that this process held at most; 0 where the system does not say.

    Linux counts in `getrusage` what the parent held when it started the process, so it is asked otherwise, through a
    file that was opened before nothing could be opened any more.
    """

    def __init__(self) -> None:
        self._status = os.open("/proc/self/status", os.O_RDONLY) if sys.platform == "linux" else None

    def __call__(self) -> int:
        """By now."""
        if self._status is not None:
            return held_at_most(os.pread(self._status, 4096, 0))
        if sys.platform == "win32":
            return 0
        import resource  # noqa: PLC0415 - there is none on Windows

        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
