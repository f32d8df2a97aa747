"""What a server sent, decompressed within limits, whole or not at all."""

import zlib
from collections.abc import Iterable

from pricebook.errors import CutShort, TooLarge, WronglyEncoded
from pricebook.reading.text import MAX_BYTES

_GZIP, _DEFLATE = 31, 15


def body(pieces: Iterable[bytes], encoding: str, url: str) -> bytes:
    """The body, by its Content-Encoding: none, gzip or deflate.

    Raises TooLarge beyond MAX_BYTES, CutShort for compressed data without its end, WronglyEncoded for any other fault.
    """
    wanted = encoding.strip().lower()
    if wanted in {"", "identity"}:
        return _bounded(pieces, url)
    if wanted not in {"gzip", "x-gzip", "deflate"}:
        message = f"{url}: is encoded as {encoding!r}; gzip or deflate was asked for. Try again later."
        raise WronglyEncoded(message)
    return _inflated(pieces, _DEFLATE if wanted == "deflate" else _GZIP, url)


def _bounded(pieces: Iterable[bytes], url: str) -> bytes:
    kept: list[bytes] = []
    size = 0
    for piece in pieces:
        size += len(piece)
        if size > MAX_BYTES:
            raise TooLarge(_too_large(url))
        kept.append(piece)
    return b"".join(kept)


def _inflated(pieces: Iterable[bytes], bits: int, url: str) -> bytes:
    inflater = zlib.decompressobj(bits)
    kept: list[bytes] = []
    size = 0
    try:
        for piece in pieces:
            left = piece
            while left and not inflater.eof:
                out = inflater.decompress(left, MAX_BYTES + 1 - size)
                size += len(out)
                kept.append(out)
                if size > MAX_BYTES:
                    raise TooLarge(_too_large(url))
                left = inflater.unconsumed_tail
    except zlib.error as problem:
        message = f"{url}: the compressed body is damaged: {problem}. Try again later."
        raise WronglyEncoded(message) from problem
    if not inflater.eof:
        message = f"{url}: the compressed body ends before its end. Try again later."
        raise CutShort(message)
    if inflater.unused_data:
        message = f"{url}: something stands behind the compressed body. Try again later."
        raise WronglyEncoded(message)
    return b"".join(kept)


def _too_large(url: str) -> str:
    return f"{url}: more than {MAX_BYTES:,} bytes; no pricing page has so many. A person must look."
