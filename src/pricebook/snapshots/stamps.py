"""How far journals go, and whether anything was added to them: told by their ends, without reading them as records."""

import hashlib
import os
import re
from pathlib import Path
from typing import NamedTuple

_TAIL = 16 * 1024
"""Bytes at the end of a file in which its last line is looked for."""
_DIGITS = 16
"""Of a line's digest: enough to find what was altered by accident."""
_JOURNAL = re.compile(r"(?:[0-9]{4}|readings|decisions|profile)\.jsonl")
OBSERVATIONS, APPROVALS = "observations.jsonl", "approvals.jsonl"
"""What older programs kept for all providers."""


class Rest(NamedTuple):
    """How far a journal goes."""

    digest: str
    """Of its last line; empty if it has none."""
    end: int
    """Where that ends."""


NOTHING = Rest("", 0)


def digest_of(line: bytes) -> str:
    """The digest of a line, by which the next one goes on from it."""
    return hashlib.sha256(line).hexdigest()[:_DIGITS]


def rest_of(path: Path) -> Rest | None:
    """How far the file goes; None if that is not told by its end alone."""
    try:
        with path.open("rb") as file:
            size = file.seek(0, os.SEEK_END)
            file.seek(max(0, size - _TAIL))
            tail = file.read()
    except OSError:
        return None
    begin = tail.rfind(b"\n", 0, -1)
    if not tail.endswith(b"\n") or (begin < 0 and size > len(tail)):
        return None
    return Rest(digest_of(tail[begin + 1 : -1]), size)


def stamp(root: Path) -> str:
    """A digest that changes when a look, a reading or a decision of any provider is added."""
    folders = sorted(path.name for path in root.iterdir() if path.is_dir()) if root.is_dir() else []
    return _digest_of_all([(name, stamp_of(root, name)) for name in folders])


def stamp_of(root: Path, provider: str) -> str:
    """The same of one provider alone."""
    folder = root / provider
    told: list[object] = [(path.name, rest_of(path) or _digest_of_file(path)) for path in _journals(folder)]
    if has_earlier(root):
        # Nothing tells of the later readings of that time but their folders.
        found = (path for each in ("*", "*/reading.*") for path in folder.glob(each))
        told += sorted(path.relative_to(folder).as_posix() for path in found)
        told += [_digest_of_file(root / name) for name in (OBSERVATIONS, APPROVALS) if (root / name).is_file()]
    return _digest_of_all(told)


def rests_of(root: Path, provider: str) -> dict[str, Rest | None]:
    """How far each journal of the provider goes, by its name; None for one that is not told by its end alone."""
    return {path.name: rest_of(path) for path in _journals(root / provider)}


def has_earlier(root: Path) -> bool:
    """Whether files of older programs stand there."""
    return any((root / name).is_file() for name in (OBSERVATIONS, APPROVALS))


def _journals(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if _JOURNAL.fullmatch(path.name)) if folder.is_dir() else []


def _digest_of_file(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _digest_of_all(told: list[object]) -> str:
    return hashlib.sha256(repr(told).encode()).hexdigest()
