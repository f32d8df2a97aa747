"""A WARC file as it stands on the disk: compressed record by record, as a whole, or not at all.

What is compressed as one is unpacked to the disk before anything of it is believed, so that its checksum is known.
"""

import re
import tempfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from pricebook.archives.framing import MAX_RECORD, Frame, frames_in
from pricebook.errors import UsageError

MAX_PART = 2**30
"""Bytes of what is compressed as one."""
_BLOCK = 2**16
_GZIP = b"\x1f\x8b\x08"


def frames(path: Path) -> Iterator[Frame]:
    """The records of the file, one after the other; raises UsageError for what is no WARC file or cannot be read."""
    try:
        with path.open("rb") as file:
            beginning = file.read(5)
            if beginning.startswith(_GZIP):
                yield from _compressed_parts(file)
            elif beginning == b"WARC/":
                yield from frames_in(file, path.stat().st_size, None)
            else:
                message = f"{path}: is no WARC file: it begins with {beginning!r}. Give one, as it is or gzipped."
                raise UsageError(message)
    except OSError as problem:
        message = f"{path}: {problem.strerror or problem}. Give a WARC file."
        raise UsageError(message) from problem


def is_warc(beginning: bytes) -> bool:
    r"""Whether a file that begins so is a WARC file, as it is or gzipped.

    >>> is_warc(b"WARC/1.0\r\n"), is_warc(b"<html>"), is_warc(zlib.compress(b"WARC/1.0", wbits=31))
    (True, False, True)
    """
    return _unpacked(beginning) == b"WARC/" if beginning.startswith(_GZIP) else beginning.startswith(b"WARC/")


def _compressed_parts(file: BinaryIO) -> Iterator[Frame]:
    """What is compressed as one, part by part."""
    at = 0
    while True:
        file.seek(at)
        beginning = file.read(3)
        if not beginning:
            return
        fault = "no record begins here"
        if beginning == _GZIP:
            with tempfile.SpooledTemporaryFile(max_size=MAX_RECORD) as unpacked:
                end, fault = _unpack(file, at, unpacked)
                if not fault:
                    size = unpacked.tell()
                    yield from frames_in(unpacked, size, at)
                    at = end
                    continue
        after = _next_part(file, at + 1)
        if after is not None or beginning.strip(b"\0"):  # tapes and disks fill up with zeros
            yield Frame(at, fault=fault)
        if after is None:
            return
        at = after


def _unpack(file: BinaryIO, at: int, into: "tempfile.SpooledTemporaryFile[bytes]") -> tuple[int, str]:
    """Where the part ends, and what is wrong with it."""
    file.seek(at)
    inflater, size, read = zlib.decompressobj(31), 0, at
    try:
        while not inflater.eof:
            left = inflater.unconsumed_tail
            if not left:
                left = file.read(_BLOCK)
                read += len(left)
            if not left:
                return read, "it is cut off"
            out = inflater.decompress(left, _BLOCK)
            size += len(out)
            if size > MAX_PART:
                return read, f"more than {MAX_PART:,} bytes are compressed as one. Compress record by record"
            into.write(out)
    except zlib.error as problem:
        return read, f"its compression is damaged ({problem})"
    return read - len(inflater.unused_data), ""


def _next_part(file: BinaryIO, at: int) -> int | None:
    """Where the next part begins that holds a record."""
    kept = b""
    file.seek(at)
    while True:
        block = file.read(_BLOCK)
        held = kept + block
        for found in re.finditer(re.escape(_GZIP), held):
            place = at - len(kept) + found.start()
            file.seek(place)
            if _unpacked(file.read(_BLOCK)) == b"WARC/":
                return place
        if not block:
            return None
        at += len(block)
        kept = held[-2:]
        file.seek(at)


def _unpacked(data: bytes) -> bytes:
    try:
        return zlib.decompressobj(31).decompress(data, 5)
    except zlib.error:
        return b""
