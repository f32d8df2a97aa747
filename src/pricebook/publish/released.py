"""What is published, as its file says it: a price that nobody asked for is passed over and never read."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

import orjson

from pricebook.errors import StorageError, UsageError
from pricebook.history.forms import BEGIN, END, FORMAT, INDENTED, NO_PRICES
from pricebook.publish.shapes import fault

Told = Mapping[str, Any]
STATUS = "status.json"
_CHUNK = 2**20
_TAIL = END.removeprefix(b"\n    }\n  ]")
Wanted = Callable[[Told], bool]


class Released(NamedTuple):
    """What was asked for."""

    prices: Sequence[Told]
    """In their order, sorted by identity."""
    rest: Told
    """All else that the file holds: `providers`, `conflicts`, `suspects` ..."""


class _Scanned(NamedTuple):
    """What a file holds, not read yet."""

    pieces: list[bytes]
    rest: bytes
    digest: str


def read(path: Path, fields: Sequence[str] = (), wanted: Wanted = lambda _: True) -> Released:
    """The published prices that are wanted, which is told from these fields of theirs alone.

    Raises UsageError where nothing is published, StorageError for a file that is not what `status.json` beside it says
    or, where there is none, not what a catalogue holds.
    """
    promised = _promised(path)
    scanned = _scanned(path, fields, wanted)
    while promised and scanned.digest != promised:
        before, promised = promised, _promised(path)
        if before == promised:
            raise StorageError(_damaged(path, f"is not what {STATUS} says"))
        scanned = _scanned(path, fields, wanted)  # another release took its place in between
    prices, rest = _parsed(path, scanned)
    if not promised and (wrong := fault(prices, rest)):
        raise StorageError(_damaged(path, wrong))
    return Released(prices if scanned.pieces else list(filter(wanted, prices)), rest)


def _promised(path: Path) -> str | None:
    """The digest that the release says its prices have; None where it says nothing."""
    beside = path.with_name(STATUS)
    try:
        return str(orjson.loads(beside.read_bytes())["files"][path.name]["sha256"])
    except FileNotFoundError:
        return None
    except (OSError, orjson.JSONDecodeError, KeyError, TypeError) as problem:
        raise StorageError(_damaged(beside, "is no status of a release")) from problem


def _scanned(path: Path, fields: Sequence[str], wanted: Wanted) -> _Scanned:
    try:
        with path.open("rb") as file:
            return _scan(file, lambda piece: not fields or _peeked(piece, fields, wanted))
    except OSError as problem:
        raise UsageError(_none(path)) from problem


def _scan(file: BinaryIO, keep: Callable[[bytes], bool]) -> _Scanned:
    """Goes through the file once; one that is not in this program's form comes back as the rest, whole."""
    seen = hashlib.sha256()
    chunks = _chunks(file, seen.update)
    head = b""
    for chunk in chunks:
        head += chunk
        if BEGIN in head:
            break
    before, _, data = head.partition(BEGIN)
    kept: list[bytes] = []
    while (stop := data.find(END)) < 0:
        *whole, last = data.split(INDENTED.between)
        kept += filter(keep, whole)
        if not (chunk := next(chunks, b"")):
            file.seek(0)
            return _Scanned([], file.read(), seen.hexdigest())
        data = last + chunk
    kept += filter(keep, data[:stop].split(INDENTED.between))
    rest = before + NO_PRICES + _TAIL + data[stop + len(END) :] + b"".join(chunks)
    return _Scanned(kept, rest, seen.hexdigest())


def _chunks(file: BinaryIO, told: Callable[[bytes], object]) -> Iterator[bytes]:
    while chunk := file.read(_CHUNK):
        told(chunk)
        yield chunk


def _peeked(piece: bytes, fields: Iterable[str], wanted: Wanted) -> bool:
    """Whether the price is wanted, or cannot be told from its bytes."""
    try:
        return wanted({name: _value(piece, name.encode()) for name in fields})
    except (orjson.JSONDecodeError, AttributeError, TypeError, ValueError):
        return True


def _value(piece: bytes, name: bytes) -> Any:
    """The value of the field, out of the line that it stands in."""
    begin = piece.index(b'\n      "%b": ' % name) + len(name) + 11
    return orjson.loads(piece[begin : piece.find(b"\n", begin)].removesuffix(b","))


def _parsed(path: Path, scanned: _Scanned) -> tuple[list[Told], Told]:
    try:
        rest = orjson.loads(scanned.rest)
        found = rest["format"]
        listed = rest.pop("prices")
        prices = [orjson.loads(INDENTED.wrapped % piece) for piece in scanned.pieces] or listed
    except (orjson.JSONDecodeError, KeyError, TypeError, AttributeError) as problem:
        raise UsageError(_none(path)) from problem
    if found != FORMAT:
        message = f"{path}: format {found!r}, this program reads {FORMAT}. Use a program of the same version."
        raise UsageError(message)
    return prices, rest


def _none(path: Path) -> str:
    return f"{path}: no catalogue stands there. Make one with: catalog refresh --recorded"


def _damaged(path: Path, what: str) -> str:
    return f"{path}: {what}. Restore it from version control, or publish again: catalog publish"
