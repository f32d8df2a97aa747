"""Where each record of a stream begins and ends, though some are damaged: what is whole is found behind them.

No more than one record of a page is in memory, whatever the size of the stream.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple, Protocol

from pricebook.archives.digests import is_digest_of
from pricebook.fetch.heads import MAX_HEAD
from pricebook.reading.text import MAX_BYTES

MAX_RECORD = MAX_BYTES + 2 * MAX_HEAD
"""Bytes of a record, its own head and that of the answer included."""
_BLOCK = 2**16
_BEGINS = re.compile(rb"WARC/[01]\.[0-9]{1,2}\r?\n")
"""Not only where a line begins: what stands before it may have lost its end."""
_HEAD_ENDS = re.compile(rb"\r?\n\r?\n")
_LENGTH = re.compile(rb"(?im)^content-length:[ \t]{0,99}([0-9]{1,15})[ \t]{0,99}\r?$")
_DIGEST = re.compile(rb"(?im)^warc-block-digest:[ \t]{0,99}(\S{1,200})")
_LINES, _BETWEEN, _WORD = b"\r\n", b"\r\n\r\n", b"WARC/"
"""Line ends; what stands behind each record, and at the beginning of one."""


class Stream(Protocol):
    """What can be read from any place."""

    def seek(self, offset: int, /) -> int:
        """Goes there."""

    def read(self, size: int, /) -> bytes:
        """The bytes that come next."""


class Frame(NamedTuple):
    """One record, or why there is none."""

    offset: int
    """Where in the file it begins, or what is compressed with it."""
    data: bytes = b""
    """The record; of one that is larger than any page its head alone."""
    fault: str = ""
    """What is wrong with it."""
    lost: bool = True
    """Whether a fault is damage; else the record is whole and larger than any page."""


def frames_in(stream: Stream, size: int, part: int | None) -> Iterator[Frame]:
    """The records that stand in the stream, which begin with `part` in the file, if they are compressed as one."""
    here = _first_word(stream, 0, size)
    while here < size:
        stream.seek(here)
        head = stream.read(MAX_HEAD)
        place = here if part is None else part
        ends, length = _HEAD_ENDS.search(head), None
        if not head.startswith(_WORD):
            fault, start = "no record begins here", here
        elif ends is None or _BEGINS.search(head, len(_WORD), ends.end()):
            # What follows a head that was cut off would pass for the rest of it.
            fault, start = "its head has no end", here + len(_WORD)
        else:
            start = here + ends.end()
            length = _LENGTH.search(head[: ends.end()])
            fault = "" if length else "it does not say how long it is"
        if length is not None:
            end = start + int(length[1])
            after = _first_word(stream, end, size) if end <= size else size
            if end > size or not _is_whole(stream, head[: start - here], (start, end, after), size):
                fault = "it is not as long as it says"
            else:
                yield _record_at(stream, here, start, end, place)
                here = after
                continue
        yield Frame(place, head[: ends.end()] if ends and head.startswith(_WORD) else b"", fault)
        here = _next_record(stream, start, size)


def _is_whole(stream: Stream, head: bytes, place: tuple[int, int, int], size: int) -> bool:
    """Whether a record ends where it says: behind it stands what stands behind a record, and in it begins no other.

    One that holds what looks like another is held to its digest, where it has one: a length that is wrong may lead to
    the end of a later record, which is then not to be lost with all between them.
    """
    start, end, after = place
    followed = after == size or _begins_at(stream, after, _WORD)
    if _next_record(stream, start, end) >= end:
        return followed or _begins_at(stream, end, _BETWEEN)
    said = _DIGEST.search(head)
    return is_digest_of(said[1].decode(errors="replace"), _pieces(stream, start, end)) if said else followed


def _pieces(stream: Stream, here: int, end: int) -> Iterator[bytes]:
    stream.seek(here)
    while here < end:
        block = stream.read(min(_BLOCK, end - here))
        here += len(block) or end
        yield block


def _begins_at(stream: Stream, here: int, what: bytes) -> bool:
    """Whether that stands there."""
    stream.seek(here)
    return stream.read(len(what)) == what


def _record_at(stream: Stream, here: int, start: int, end: int, place: int) -> Frame:
    stream.seek(here)
    if end - here > MAX_RECORD:
        fault = f"it has {end - start:,} bytes; no pricing page has more than {MAX_BYTES:,}"
        return Frame(place, stream.read(start - here), fault, lost=False)
    return Frame(place, stream.read(end - here))


def _first_word(stream: Stream, here: int, size: int) -> int:
    """The place behind all line ends that stand there."""
    while here < size:
        stream.seek(here)
        block = stream.read(_BLOCK)
        left = block.lstrip(_LINES)
        here += len(block) - len(left)
        if left or not block:
            return here
    return size


def _next_record(stream: Stream, here: int, size: int) -> int:
    """Where the next record seems to begin."""
    kept = b""
    while here < size:
        stream.seek(here)
        block = stream.read(_BLOCK)
        held = kept + block
        found = _BEGINS.search(held)
        if found:
            return here - len(kept) + found.start()
        if not block:
            return size
        here += len(block)
        kept = held[-16:]
    return size
