"""Bodies as servers sent them, in chunks and compressed, and as archives keep them: perhaps unpacked already."""

import re
import zlib

from pricebook.errors import CutShort, NotAPage
from pricebook.fetch.bodies import body
from pricebook.reading.text import MAX_BYTES

_SIZE = re.compile(rb"[ \t]{0,9}([0-9A-Fa-f]{1,8})[ \t]{0,9}(?:;[^\r\n]{0,999})?\r?\n")
_COMPRESSED = {"gzip": "gzip", "x-gzip": "gzip", "deflate": "deflate"}


def joined(data: bytes, name: str) -> bytes:
    r"""The body without its chunks; as it is, if it has none: archives keep the header that tells of them.

    Raises CutShort for one whose chunks end before their end.

    >>> joined(b"3\r\nabc\r\n2;x=1\r\nde\r\n0\r\n\r\n", ""), joined(b"<html>", "")
    (b'abcde', b'<html>')
    """
    kept: list[bytes] = []
    here = 0
    while True:
        size = _SIZE.match(data, here)
        if size is None:
            if not here:
                return data
            break
        length = int(size[1], 16)
        if not length:
            return b"".join(kept)
        kept.append(data[size.end() : size.end() + length])
        here = size.end() + length
        here += 2 if data[here : here + 2] == b"\r\n" else 1 if data[here : here + 1] == b"\n" else len(data)
    message = f"{name}: its chunks end before their end. Another archive may have it whole."
    raise CutShort(message)


def unpacked(data: bytes, encoding: str, name: str) -> bytes:
    """The body by its Content-Encoding, gzip or deflate; as it is, if it was unpacked before it was kept.

    Raises TooLarge, CutShort and WronglyEncoded as `fetch.bodies` does, NotAPage for what is compressed otherwise.
    """
    wanted = encoding.strip().lower()
    if wanted in {"", "identity"}:
        return body([data], "", name)
    if wanted not in _COMPRESSED:
        message = f"{name}: is compressed as {encoding[:100]!r}, which is not read. Give it unpacked."
        raise NotAPage(message)
    if _COMPRESSED[wanted] == "gzip":
        return body([data], "gzip" if data.startswith(b"\x1f\x8b") else "", name)
    if data[:1] and data[0] & 15 == 8 and len(data) > 1 and not (data[0] * 256 + data[1]) % 31:
        return body([data], "deflate", name)
    return body([_bare_deflate(data)], "", name)


def _bare_deflate(data: bytes) -> bytes:
    """What some servers send as deflate, without its frame; the data itself if it is none."""
    inflater = zlib.decompressobj(-15)
    try:
        out = inflater.decompress(data, MAX_BYTES + 1)
    except zlib.error:
        return data
    return out if inflater.eof or len(out) > MAX_BYTES else data
