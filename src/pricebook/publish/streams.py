"""Published prices out of two files, merged as they stream: what is equal on both sides is not even parsed.

Both forms that this program writes are read so: `prices.json`, and `prices.jsonl` with one price a line. Any other
catalogue in JSON is loaded whole.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

import orjson

from pricebook.diff import PricePair
from pricebook.errors import StorageError, UsageError
from pricebook.identity import order_of

_CHUNK = 2**18
_HEAD, _LAST, _BETWEEN = b'\n  "prices": [\n    {', b"\n    }\n  ]", b"\n    },\n    {"
_NO_PRICES = b'\n  "prices": []'
FORMAT = "pricebook/v1"
Told = Mapping[str, Any]


def pairs(old: Path, new: Path) -> Iterator[PricePair]:
    """The prices of each identity that the files do not tell in the same bytes, before and after.

    Raises UsageError for a file that holds no published prices, StorageError for one that was altered.
    """
    streams = [_stream(path) for path in (old, new)]
    if None in streams:
        streams = [_Stream(path, iter(_loaded(path)), orjson.loads) for path in (old, new)]
    left, right = (stream for stream in streams if stream is not None)
    sides = _differing(left, right)
    for key in sorted(sides[0].keys() | sides[1].keys()):
        yield sides[0].get(key, []), sides[1].get(key, [])


@dataclass(slots=True)
class _Stream:
    """One file's prices as bytes, the next of them at hand."""

    path: Path
    blobs: Iterator[bytes]
    parse: Callable[[bytes], Any]
    count: int = 0
    told: Told = field(default_factory=dict)
    key: tuple[str, ...] | None = None

    def next(self) -> bytes | None:
        """The bytes of the next price; None at the end."""
        self.count, self.key = self.count + 1, None
        return next(self.blobs, None)

    def look(self, blob: bytes | None) -> tuple[str, ...]:
        """The order of the price at hand; after all others at the end. Raises StorageError if it is damaged."""
        if self.key is None:
            if blob is None:
                self.key = ("\U0010ffff",)
            else:
                self.told = self.parsed(blob)
                self.key = order_of(self.told)
        return self.key

    def parsed(self, blob: bytes) -> Told:
        try:
            told: Told = self.parse(blob)
            order_of(told)
        except (orjson.JSONDecodeError, KeyError, TypeError) as problem:
            message = f"{self.path}: price {self.count:,} (in its order) is damaged. Restore the file."
            raise StorageError(message) from problem
        return told


Side = defaultdict[str, list[Told]]


def _differing(old: _Stream, new: _Stream) -> tuple[Side, Side]:
    """The prices of both sides by their ids, without those that are the same."""
    sides: tuple[Side, Side] = defaultdict(list), defaultdict(list)
    alike: bytes | None = None
    was, now = old.next(), new.next()
    while was is not None or now is not None:
        if was == now:
            alike = was
            was, now = old.next(), new.next()
            continue
        before, after = old.look(was), new.look(now)
        if alike is not None:
            _same_identity(sides, old.parsed(alike), min(before, after))
            alike = None
        if before <= after:
            sides[0][old.told["id"]].append(old.told)
            was = old.next()
        if after <= before:
            sides[1][new.told["id"]].append(new.told)
            now = new.next()
        while was is not None and was == now and order_of(old.parsed(was)) == min(before, after):
            _same_identity(sides, old.parsed(was), min(before, after))
            was, now = old.next(), new.next()
    return sides


def _same_identity(sides: tuple[Side, Side], told: Told, key: tuple[str, ...]) -> None:
    """A price that is alike on both sides belongs to a change of its identity: the page prints a conflict."""
    if order_of(told) == key:
        for side in sides:
            side[told["id"]].append(told)


def _stream(path: Path) -> _Stream | None:
    """The file's prices if it is in a form of this program's own; None for other JSON. Raises UsageError."""
    try:
        file = path.open("rb")
    except OSError as problem:
        message = f"{path}: {problem.strerror or problem}. Give a prices.json or a prices.jsonl."
        raise UsageError(message) from problem
    start = file.read(2)
    file.seek(0)
    if start == b"{\n":
        return _Stream(path, _indented(file, path), lambda blob: orjson.loads(b"{%b}" % blob))
    if start == b"" or path.suffix == ".jsonl":
        return _Stream(path, _lines(file), orjson.loads)
    file.close()
    return None


def _lines(file: BinaryIO) -> Iterator[bytes]:
    with file:
        rest = b""
        while chunk := file.read(_CHUNK):
            *whole, rest = (rest + chunk).split(b"\n")
            yield from whole
        if rest:
            yield rest


def _indented(file: BinaryIO, path: Path) -> Iterator[bytes]:
    """The insides of the objects of `prices`, as this program indents them."""
    with file:
        data = _after_head(file, path)
        ended = data is None
        rest = data or b""
        while not ended:
            end = rest.find(_LAST)
            if end >= 0:
                rest, ended = rest[:end], True
                break
            *whole, rest = rest.split(_BETWEEN)
            yield from whole
            chunk = file.read(_CHUNK)
            if not chunk:
                message = f"{path}: ends in the middle of its prices. Restore it from version control."
                raise StorageError(message)
            rest += chunk
        if data is not None:
            yield from rest.split(_BETWEEN)


def _after_head(file: BinaryIO, path: Path) -> bytes | None:
    """What follows the first brace of `prices`; None if there are no prices. Raises UsageError."""
    head = b""
    while _HEAD not in head:
        chunk = file.read(_CHUNK)
        head += chunk
        if _NO_PRICES in head:
            return None
        if not chunk:
            raise UsageError(_no_catalogue(path))
    before, _, after = head.partition(_HEAD)
    if f'\n  "format": "{FORMAT}"'.encode() not in before:
        raise UsageError(_no_catalogue(path))
    return after


def _loaded(path: Path) -> Sequence[bytes]:
    """Every price of a catalogue in any other form, in the order and the form of this program. Raises UsageError."""
    try:
        data = path.read_bytes()
        content = (
            {"format": FORMAT, "prices": [orjson.loads(line) for line in data.splitlines()]}
            if path.suffix == ".jsonl"
            else orjson.loads(data)
        )
        if content["format"] != FORMAT:
            raise UsageError(_no_catalogue(path))
        prices = sorted(content["prices"], key=order_of)
    except (orjson.JSONDecodeError, KeyError, TypeError) as problem:
        raise UsageError(_no_catalogue(path)) from problem
    return [orjson.dumps(price, option=orjson.OPT_SORT_KEYS) for price in prices]


def _no_catalogue(path: Path) -> str:
    return f"{path}: holds no published prices of format {FORMAT}. Give a prices.json or a prices.jsonl."
