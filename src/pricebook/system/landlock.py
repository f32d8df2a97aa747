"""Landlock of Linux: this process may read below some folders, and nothing else of what has a name.

Neither does it reach other processes: not by a signal, not by a socket without a file, not by what /proc tells of them.
"""

import ctypes
import os
import struct
from collections.abc import Iterable
from pathlib import Path

_CREATE, _ADD, _RESTRICT = 444, 445, 446
"""The numbers of its three system calls, the same on every kind of processor."""
_ASK_VERSION, _BENEATH, _NO_NEW_PRIVILEGES = 1, 1, 38
_READ_FILE, _READ_FOLDER = 1 << 2, 1 << 3
_RIGHTS = {1: 13, 2: 14, 3: 15, 5: 16}
"""How many rights over files the kernel knows from which version on."""
_NETWORK, _SCOPES = {4: 2}, {6: 2}
"""The same of rights to bind and connect, and of ties to processes outside."""


def version() -> int:
    """The version of Landlock that the kernel offers; 0 if it has none."""
    return max(0, _call(_CREATE, None, ctypes.c_size_t(0), ctypes.c_uint32(_ASK_VERSION)))


def ruleset(readable: Iterable[Path]) -> int:
    """A file descriptor that stands for the rule: these places may be read, nothing else. Raises OSError."""
    known = version()
    handled = [sum(1 << bit for bit in range(_most(table, known))) for table in (_RIGHTS, _NETWORK, _SCOPES)]
    size = 8 if known < min(_NETWORK) else 16 if known < min(_SCOPES) else 24
    rules = _call(_CREATE, struct.pack("<QQQ", *handled), ctypes.c_size_t(size), ctypes.c_uint32(0))
    if rules < 0:
        raise _failed("no ruleset")
    for place in readable:
        _add(rules, place)
    return rules


def restrict(rules: int) -> None:
    """Holds this thread and all that it starts to the rule, for good. Raises OSError."""
    system = ctypes.CDLL(None, use_errno=True)
    none = ctypes.c_ulong(0)
    if system.prctl(_NO_NEW_PRIVILEGES, ctypes.c_ulong(1), none, none, none):
        raise _failed("no_new_privs")
    if _call(_RESTRICT, ctypes.c_int(rules), ctypes.c_uint32(0)):
        raise _failed("not restricted")


def _add(rules: int, place: Path) -> None:
    try:
        held = os.open(place, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return  # What is not there needs no right.
    try:
        rights = _READ_FILE | (_READ_FOLDER if place.is_dir() else 0)
        beneath = struct.pack("<Qi", rights, held)
        if _call(_ADD, ctypes.c_int(rules), ctypes.c_int(_BENEATH), beneath, ctypes.c_uint32(0)):
            raise _failed(str(place))
    finally:
        os.close(held)


def _most(table: dict[int, int], known: int) -> int:
    return max((count for since, count in table.items() if since <= known), default=0)


def _call(number: int, *words: object) -> int:
    """The system call's answer; -1 where there is none such."""
    system = ctypes.CDLL(None, use_errno=True)
    return int(system.syscall(ctypes.c_long(number), *words))


def _failed(what: str) -> OSError:
    number = ctypes.get_errno()
    return OSError(number, f"Landlock: {what}: {os.strerror(number)}")
