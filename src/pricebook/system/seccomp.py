"""A filter for the system calls of one process: what is refused answers with an error, and nothing takes it off again.

It knows Linux on x86-64 and AArch64, and needs no right. Calls in another form (of 32 bits, x32) end the process.
"""

import ctypes
import errno
import os
import platform
import struct
import sys
from collections.abc import Iterable
from typing import NamedTuple

from pricebook.system.syscalls import ASKED, REFUSED, YOUNGEST

_NO_NEW_PRIVILEGES, _FILTER_CALLS, _BY_FILTER = 38, 22, 2
"""PR_SET_NO_NEW_PRIVS, PR_SET_SECCOMP, SECCOMP_MODE_FILTER."""
_LOAD, _EQUAL, _ABOVE, _ANY_BIT, _ANSWER = 0x20, 0x15, 0x35, 0x45, 0x06
"""BPF_LD|W|ABS, BPF_JMP|JEQ|K, BPF_JMP|JGE|K, BPF_JMP|JSET|K, BPF_RET|K."""
_ALLOW, _ERROR, _END = 0x7FFF0000, 0x00050000, 0x80000000
_NUMBER, _MACHINE, _ARGUMENTS = 0, 4, 16
"""Where they stand in `struct seccomp_data`."""
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND | 0o20000000
"""The last is O_TMPFILE's own bit."""
_THREAD = 0x00010000
"""CLONE_THREAD."""
_OWNERS = (8, 10, 15, 1024, 1026)
"""What fcntl has signals sent by: F_SETOWN, F_SETSIG, F_SETOWN_EX, F_SETLEASE, F_NOTIFY."""

Step = tuple[int, int, int, int]
"""Code, jump if true, jump if false, operand."""


class Machine(NamedTuple):
    """A kind of processor."""

    column: int
    """Where its numbers stand in the tables."""
    mark: int
    """AUDIT_ARCH of its calls of 64 bits."""


_MACHINES = {"x86_64": Machine(0, 0xC000003E), "aarch64": Machine(1, 0xC00000B7), "arm64": Machine(1, 0xC00000B7)}


def filter_calls() -> bool:
    """Puts the filter on this thread and all that it starts; False where this system has none."""
    machine = _MACHINES.get(platform.machine())
    if machine is None or sys.maxsize < 2**32:
        return False
    steps = b"".join(struct.pack("<HBBI", code, yes, no, operand) for code, yes, no, operand in _steps(machine))
    held = ctypes.create_string_buffer(steps, len(steps))
    program = struct.pack("@HP", len(steps) // 8, ctypes.addressof(held))
    system = ctypes.CDLL(None, use_errno=True)
    none = ctypes.c_ulong(0)
    if system.prctl(_NO_NEW_PRIVILEGES, ctypes.c_ulong(1), none, none, none):
        return False
    return not system.prctl(_FILTER_CALLS, ctypes.c_ulong(_BY_FILTER), ctypes.create_string_buffer(program), none, none)


def _steps(machine: Machine) -> list[Step]:
    number = {name: each[machine.column] for name, each in {**REFUSED, **ASKED}.items()}
    own = os.getpid()
    asked = {
        "open": _only_without(1, _WRITES),
        "openat": _only_without(2, _WRITES),
        "openat2": [_refusal(errno.ENOSYS)],
        "clone": [*_argument(0), (_ANY_BIT, 0, 1, _THREAD), (_ANSWER, 0, 0, _ALLOW), _refusal()],
        "clone3": [_refusal(errno.ENOSYS)],
        "kill": [*_argument(0), (_EQUAL, 0, 1, own), (_ANSWER, 0, 0, _ALLOW), _refusal()],
        "tgkill": [*_argument(0), (_EQUAL, 0, 1, own), (_ANSWER, 0, 0, _ALLOW), _refusal()],
        "prlimit64": [*_only_null(2)],
        "ioctl": [_refusal(errno.ENOTTY)],
        "fcntl": [*_argument(1), *_none_of(_OWNERS)],
    }
    steps: list[Step] = [
        (_LOAD, 0, 0, _MACHINE), (_EQUAL, 1, 0, machine.mark), (_ANSWER, 0, 0, _END),
        (_LOAD, 0, 0, _NUMBER), (_ABOVE, 0, 1, YOUNGEST + 1), _refusal(errno.ENOSYS),
    ]  # fmt: skip
    for name, each in number.items():
        if each is not None:
            answer = asked.get(name, [_refusal()])
            steps += [(_EQUAL, 0, len(answer), each), *answer]
    return [*steps, (_ANSWER, 0, 0, _ALLOW)]


def _refusal(number: int = errno.EPERM) -> Step:
    return _ANSWER, 0, 0, _ERROR | number


def _argument(index: int) -> list[Step]:
    """Its lower half."""
    return [(_LOAD, 0, 0, _ARGUMENTS + 8 * index)]


def _only_without(index: int, bits: int) -> list[Step]:
    return [*_argument(index), (_ANY_BIT, 0, 1, bits), _refusal(), (_ANSWER, 0, 0, _ALLOW)]


def _only_null(index: int) -> list[Step]:
    upper = (_LOAD, 0, 0, _ARGUMENTS + 8 * index + 4)
    return [*_argument(index), (_EQUAL, 0, 2, 0), upper, (_EQUAL, 1, 0, 0), _refusal(), (_ANSWER, 0, 0, _ALLOW)]


def _none_of(values: Iterable[int]) -> list[Step]:
    refused = [step for value in values for step in ((_EQUAL, 0, 1, value), _refusal())]
    return [*refused, (_ANSWER, 0, 0, _ALLOW)]
