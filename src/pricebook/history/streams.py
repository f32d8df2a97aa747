"""Published prices out of two files, merged as they stream: what is the same in both is skipped, not parsed.

Both forms that this program writes are read so: `prices.json`, and `prices.jsonl` with one price a line. Any other
catalogue in JSON is loaded whole.
"""

import io
from collections import defaultdict, deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

import orjson

from pricebook.errors import StorageError, UsageError
from pricebook.history.diff import PricePair
from pricebook.history.forms import BEGIN, BETWEEN, END, FORMAT, NO_PRICES
from pricebook.identity import offer_order, order_of

_CHUNK = 2**16
_HEAD = b'{"format":"%b",\n' % FORMAT.encode()
Told = Mapping[str, Any]
Key = tuple[Any, ...]
Side = defaultdict[str, list[bytes]]
"""The pieces of each id, which are parsed again when they are asked for: so only one identity is held in full."""


class Form(NamedTuple):
    """How the prices of a file are divided, and what they are sorted by."""

    between: bytes
    order: Callable[[Mapping[str, Any]], tuple[Any, ...]]


PUBLISHED = Form(BETWEEN, offer_order)
LINES = Form(b"\n", order_of)


def pairs(old: Path, new: Path) -> Iterator[PricePair]:
    """The prices of each identity that the files do not tell in the same bytes, before and after.

    Raises UsageError for a file that holds no published prices, StorageError for one that was altered.
    """
    with _opened(old) as was, _opened(new) as now:
        streams = [_stream(file, path) for file, path in ((was, old), (now, new))]
        if len({stream and stream.form for stream in streams}) > 1:
            streams = [None, None]
        left, right = (stream or _read_whole(path) for stream, path in zip(streams, (old, new), strict=True))
        was_told, now_told = _differing(left, right)
    for key in sorted(was_told.keys() | now_told.keys()):
        yield [left.told(each)[1] for each in was_told[key]], [right.told(each)[1] for each in now_told[key]]


def models(path: Path) -> Iterator[tuple[str, str]]:
    """The provider and the model of each price of the file; raises UsageError and StorageError."""
    with _opened(path) as file:
        stream = _stream(file, path) or _read_whole(path)
        while (piece := stream.piece()) is not None:
            _, told = stream.told(piece)
            yield told["provider"], told["model"]
            stream.skip(piece)


class _Stream:
    """One file's prices; those before `at` are done with."""

    def __init__(self, file: BinaryIO, path: Path, form: Form, left: int) -> None:
        self.file, self.path, self.form = file, path, form
        self.left = left
        """Bytes of prices that are not read yet."""
        self.data, self.at = b"", 0

    def fill(self) -> None:
        """Reads on, and forgets what is done with."""
        chunk = self.file.read(min(_CHUNK, self.left))
        self.left = self.left - len(chunk) if chunk else 0
        self.data, self.at = self.data[self.at :] + chunk, 0

    def piece(self) -> bytes | None:
        """The next price's bytes; None at the end."""
        while self.left and self.data.find(self.form.between, self.at) < 0:
            self.fill()
        end = self.data.find(self.form.between, self.at)
        return (self.data[self.at :] if end < 0 else self.data[self.at : end]) or None

    def skip(self, piece: bytes) -> None:
        """Is done with that piece, the next."""
        self.at += len(piece) + len(self.form.between)

    def told(self, piece: bytes) -> tuple[Key, Told]:
        """The price and its place in the order; raises StorageError if it is none."""
        try:
            told: Told = orjson.loads(piece)
            return self.form.order(told), told
        except (orjson.JSONDecodeError, KeyError, TypeError, ValueError) as problem:
            message = f"{self.path}: holds what is no price: {piece[:60].decode(errors='replace')!r}. Restore the file."
            raise StorageError(message) from problem


def _differing(old: _Stream, new: _Stream) -> tuple[Side, Side]:
    """The pieces of both sides by their ids, without those that are the same."""
    sides: tuple[Side, Side] = defaultdict(list), defaultdict(list)
    while True:
        alike = _skip_alike(old, new)
        heads = [(stream, piece, *stream.told(piece)) for stream in (old, new) if (piece := stream.piece()) is not None]
        if not heads:
            return sides
        first = min(key for _, _, key, _ in heads)
        for piece in alike:
            if not _same_identity(sides, old, piece, first):
                break
        for stream, piece, key, told in heads:
            if key == first:
                sides[stream is new][told["id"]].append(piece)
                stream.skip(piece)
        _take_alike(sides, old, new, first)


def _skip_alike(old: _Stream, new: _Stream) -> Iterator[bytes]:
    """Skips the prices that are the same on both sides from here on; gives the last of them, the very last first."""
    skipped: deque[bytes] = deque(maxlen=2)
    while True:
        for stream in (old, new):
            if len(stream.data) - stream.at < _CHUNK and stream.left:
                stream.fill()
        size = min(len(old.data) - old.at, len(new.data) - new.at)
        same = _prefix(old.data[old.at : old.at + size], new.data[new.at : new.at + size])
        end = old.data.rfind(old.form.between, old.at, old.at + same)
        if end < 0:
            return _backwards(skipped, old.form.between)
        skipped.append(old.data[old.at : end])
        done = end + len(old.form.between) - old.at
        old.at, new.at = old.at + done, new.at + done


def _backwards(regions: Sequence[bytes], between: bytes) -> Iterator[bytes]:
    """The pieces of the regions, from the last to the first."""
    for region in reversed(regions):
        end = len(region)
        while end >= 0:
            begin = region.rfind(between, 0, end)
            yield region[begin + len(between) if begin >= 0 else 0 : end]
            end = begin


def _take_alike(sides: tuple[Side, Side], old: _Stream, new: _Stream, key: Key) -> None:
    """The prices that follow, if they are the same on both sides and of the identity that just differed."""
    while (piece := old.piece()) is not None and piece == new.piece():
        if not _same_identity(sides, old, piece, key):
            return
        for stream in (old, new):
            stream.skip(piece)


def _same_identity(sides: tuple[Side, Side], stream: _Stream, piece: bytes, key: Key) -> bool:
    """A price that is alike on both sides belongs to a change of its identity: the page prints a conflict."""
    own, told = stream.told(piece)
    if own == key:
        for side in sides:
            side[told["id"]].append(piece)
    return own == key


def _prefix(one: bytes, other: bytes) -> int:
    """How many bytes are the same from the beginning."""
    if one == other:
        return len(one)
    low, high = 0, len(one)
    while high - low > 1:
        middle = (low + high) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle
    return low


def _opened(path: Path) -> BinaryIO:
    try:
        return path.open("rb", buffering=0)
    except OSError as problem:
        message = f"{path}: {problem.strerror or problem}. Give a prices.json or a prices.jsonl."
        raise UsageError(message) from problem


def _stream(file: BinaryIO, path: Path) -> _Stream | None:
    """The file's prices if it is in a form of this program's own; None for other JSON. Raises UsageError."""
    size = path.stat().st_size
    if path.suffix == ".jsonl":
        return _Stream(file, path, LINES, size)
    head = file.read(_CHUNK)
    before, begin, _ = head.partition(BEGIN)
    if not before.startswith(_HEAD):
        return None
    if not begin:
        return _Stream(file, path, PUBLISHED, 0) if head.endswith(NO_PRICES) else None
    start = len(before) + len(begin)
    file.seek(max(start, size - len(END)))
    if file.read() != END:
        message = f"{path}: ends in the middle of its prices. Restore it from version control."
        raise StorageError(message)
    file.seek(start)
    return _Stream(file, path, PUBLISHED, size - len(END) - start)


def _read_whole(path: Path) -> _Stream:
    """The prices of a file in any other form."""
    lines = _lines(path)
    return _Stream(io.BytesIO(lines), path, LINES, len(lines))


def _lines(path: Path) -> bytes:
    """Every price of a file in any other form, one a line and in order; raises UsageError."""
    try:
        data = path.read_bytes()
        if path.suffix == ".jsonl":
            prices = [orjson.loads(line) for line in data.splitlines()]
        else:
            content = orjson.loads(data)
            prices = content["prices"] if content["format"] == FORMAT else [None]
        ordered = sorted(prices, key=LINES.order)
    except (orjson.JSONDecodeError, KeyError, TypeError) as problem:
        raise UsageError(_no_catalogue(path)) from problem
    return b"\n".join(orjson.dumps(price, option=orjson.OPT_SORT_KEYS) for price in ordered)


def _no_catalogue(path: Path) -> str:
    return f"{path}: holds no published prices of format {FORMAT}. Give a prices.json or a prices.jsonl."
