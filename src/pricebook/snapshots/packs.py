"""A finished year of a provider in one file: its first snapshot, then what changed in each that follows.

    snapshots/<provider>/2025.jsonl.zst

Unpacked it is a line of JSON for each snapshot, in the order of their times: its name, and for each of its files the
lines, told as pieces. A piece is a text, or `[start, count]`: so many lines of the same file of the snapshot before,
from that line on (0 is the first).
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property
from pathlib import Path

import orjson
import zstandard

from pricebook.errors import StorageError

_NAME = re.compile(r"[0-9]{4}\.jsonl\.zst")
_LEVEL = 19
Piece = str | list[int]
Files = Mapping[str, bytes]


@dataclass(frozen=True)
class Pack:
    """One pack; nothing of it is read before it is asked for."""

    path: Path

    @cached_property
    def _held(self) -> dict[str, Files]:
        try:
            return dict(decode(self.path.read_bytes()))
        except (OSError, zstandard.ZstdError, orjson.JSONDecodeError, LookupError, TypeError, ValueError) as problem:
            message = f"{self.path}: is no pack of snapshots ({problem}). Restore it from version control."
            raise StorageError(message) from problem

    def names(self) -> list[str]:
        """The snapshots' names, in the order of their times."""
        return list(self._held)

    def files(self, snapshot: str) -> Files:
        """The snapshot's files by their names."""
        return self._held[snapshot]


def packs(paths: Iterable[Path]) -> list[Pack]:
    """Those of the files that are packs, the oldest year first."""
    return [Pack(path) for path in sorted(paths) if _NAME.fullmatch(path.name)]


def encode(snapshots: Sequence[tuple[str, Files]]) -> bytes:
    """The snapshots, in the order of their times, as the bytes of a pack."""
    lines: list[bytes] = []
    before: Files = {}
    for name, files in snapshots:
        pieces = {file: _as_pieces(before.get(file, b""), data) for file, data in sorted(files.items())}
        lines.append(orjson.dumps({"snapshot": name, "files": pieces}, option=orjson.OPT_APPEND_NEWLINE))
        before = files
    return zstandard.ZstdCompressor(level=_LEVEL).compress(b"".join(lines))


def decode(data: bytes) -> Iterator[tuple[str, Files]]:
    """The snapshots of a pack. Raises what its parts raise if it is damaged."""
    before: dict[str, bytes] = {}
    for line in zstandard.ZstdDecompressor().decompress(data).splitlines():
        told = orjson.loads(line)
        before = {name: _put_together(before.get(name, b""), pieces) for name, pieces in told["files"].items()}
        yield told["snapshot"], before


def _as_pieces(old: bytes, new: bytes) -> list[Piece]:
    """The new file's lines: those of the old one by their numbers, the others in full."""
    was, now = (data.decode().splitlines(keepends=True) for data in (old, new))
    head = _alike(was, now)
    tail = _alike(was[head:][::-1], now[head:][::-1])
    pieces: list[Piece] = [[0, head]] if head else []
    middle = SequenceMatcher(None, was[head : len(was) - tail], now[head : len(now) - tail], autojunk=False)
    for kind, start, end, from_, to in middle.get_opcodes():
        if kind == "equal":
            pieces.append([head + start, end - start])
        elif to > from_:
            pieces.append("".join(now[head + from_ : head + to]))
    if tail:
        pieces.append([len(was) - tail, tail])
    return pieces


def _put_together(old: bytes, pieces: Sequence[Piece]) -> bytes:
    was = old.decode().splitlines(keepends=True)
    parts = (piece if isinstance(piece, str) else "".join(was[piece[0] : sum(piece)]) for piece in pieces)
    return "".join(parts).encode()


def _alike(one: Sequence[str], other: Sequence[str]) -> int:
    """How many lines are the same from the beginning."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((number for number, (a, b) in pairs if a != b), min(len(one), len(other)))
