"""What is published, as its file says it: a price that nobody asked for is passed over and never read."""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

import orjson

from pricebook.errors import StorageError, UsageError
from pricebook.history.forms import BEGIN, END, FORMAT, INDENTED, NO_PRICES
from pricebook.publish.shapes import fault_of_a_price, fault_of_the_rest

Told = Mapping[str, Any]
_STATUS = "status.json"
_CHUNK = 2**20
_TAIL = END.removeprefix(b"\n    }\n  ]")
_FAULTS = (orjson.JSONDecodeError, KeyError, TypeError, AttributeError)


class Wanted(NamedTuple):
    """Which prices are asked for."""

    needles: Sequence[bytes]
    """What stands in the bytes of each of them, its letters made small."""
    fits: Callable[[Told], bool]


EVERY = Wanted((), lambda _: True)


class Released(NamedTuple):
    """What was asked for."""

    prices: Sequence[Told]
    """In their order, sorted by identity."""
    rest: Told
    """All else that the file holds: `providers`, `conflicts`, `suspects` ..."""


class Scan:
    """One way through a file: its prices in pieces, and, once it is gone through, all else."""

    def __init__(self, file: BinaryIO) -> None:
        self._file, self._seen = file, hashlib.sha256()
        self.rest = b""
        """The JSON without its prices; with them if it is in no form of this program's own: then no piece was given."""
        self.divided = True

    @property
    def digest(self) -> str:
        """SHA-256 of the file."""
        return self._seen.hexdigest()

    def pieces(self) -> Iterator[Sequence[bytes]]:
        """The pieces, some at a time: no more of the file is held than is asked for."""
        head = b""
        for chunk in self._chunks():
            head += chunk
            if BEGIN in head:
                break
        before, _, data = head.partition(BEGIN)
        while (stop := data.find(END)) < 0:
            *whole, last = data.split(INDENTED.between)
            yield whole
            chunk = next(self._chunks(), b"")
            if not chunk:
                self._file.seek(0)
                self.rest, self.divided = self._file.read(), False
                return
            data = last + chunk
        yield data[:stop].split(INDENTED.between)
        self.rest = before + NO_PRICES + _TAIL + data[stop + len(END) :] + b"".join(self._chunks())

    def _chunks(self) -> Iterator[bytes]:
        while chunk := self._file.read(_CHUNK):
            self._seen.update(chunk)
            yield chunk


class _Scanned(NamedTuple):
    """What a file holds, not read yet."""

    pieces: Sequence[bytes] | None
    """Of prices that may fit; None if the file is in no form of this program's own."""
    rest: bytes
    digest: str


def read(path: Path, question: Wanted) -> Released:
    """The published prices that fit.

    Raises UsageError where nothing is published, StorageError for a file that is not what `status.json` beside it says
    or, where there is none, not what a catalogue holds.
    """
    promised = _promised(path)
    scanned = _scanned(path, question.needles)
    while promised and scanned.digest != promised:
        before, promised = promised, _promised(path)
        if before == promised:
            raise StorageError(_unlike(path, f"is not what {_STATUS} says"))
        scanned = _scanned(path, question.needles)  # another release took its place in between
    listed, rest = _loaded(path, scanned)
    told = _as_promised(listed) if promised else _held_to_its_shape(path, listed, rest)
    return Released([price for price in told if question.fits(price)], rest)


def _promised(path: Path) -> str | None:
    """The digest that the release says its prices have; None where it says nothing."""
    beside = path.with_name(_STATUS)
    try:
        return str(orjson.loads(beside.read_bytes())["files"][path.name]["sha256"])
    except FileNotFoundError:
        return None
    except (OSError, *_FAULTS) as problem:
        raise StorageError(_unlike(beside, "is no status of a release")) from problem


def _scanned(path: Path, needles: Sequence[bytes]) -> _Scanned:
    try:
        with path.open("rb") as file:
            return _scan(file, needles)
    except OSError as problem:
        raise UsageError(_nothing(path)) from problem


def _scan(file: BinaryIO, needles: Sequence[bytes]) -> _Scanned:
    scan = Scan(file)
    kept = [piece for pieces in scan.pieces() for piece in _holding(pieces, needles)]
    return _Scanned(kept if scan.divided else None, scan.rest, scan.digest)


def _holding(pieces: Sequence[bytes], needles: Sequence[bytes]) -> Sequence[bytes]:
    for needle in needles:
        pieces = [piece for piece in pieces if needle in piece.lower()]
    return pieces


def _loaded(path: Path, scanned: _Scanned) -> tuple[Sequence[bytes] | Sequence[Told], Told]:
    """The prices that may fit, in pieces if the file has them, and the rest."""
    try:
        rest = orjson.loads(scanned.rest)
        found, listed = rest["format"], rest.pop("prices")
    except _FAULTS as problem:
        raise UsageError(_nothing(path)) from problem
    if found != FORMAT:
        message = f"{path}: format {found!r}, this program reads {FORMAT}. Use a program of the same version."
        raise UsageError(message)
    return listed if scanned.pieces is None else scanned.pieces, rest


def _as_promised(listed: Sequence[bytes] | Sequence[Told]) -> Iterator[Told]:
    """One price after the other: who wants few of many never holds them all."""
    return (orjson.loads(INDENTED.wrapped % each) if isinstance(each, bytes) else each for each in listed)


def _held_to_its_shape(path: Path, listed: Sequence[bytes] | Sequence[Told], rest: Told) -> Iterator[Told]:
    """The same of a file that nothing promises to be as it was written; raises StorageError at the first fault."""
    if wrong := fault_of_the_rest(rest) or ("" if isinstance(listed, list) else "prices are no list"):
        raise StorageError(_unlike(path, wrong))
    try:
        for price in _as_promised(listed):
            if wrong := fault_of_a_price(price):
                raise StorageError(_unlike(path, wrong))
            yield price
    except orjson.JSONDecodeError as problem:
        raise StorageError(_unlike(path, f"holds what is no price: {problem}")) from problem


def _nothing(path: Path) -> str:
    return f"{path}: no catalogue stands there. Make one with: catalog refresh --recorded"


def _unlike(path: Path, what: str) -> str:
    return f"{path}: {what}. Restore it from version control, or publish again: catalog publish"
