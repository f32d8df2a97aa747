"""Digests as archives write them: `sha1:` and the value in base 32, or in hexadecimal digits."""

import hashlib
from base64 import b32encode
from collections.abc import Iterable

_KNOWN = {"sha1", "sha256", "sha512", "md5"}


def is_digest_of(said: str, pieces: Iterable[bytes]) -> bool:
    """Whether the digest is that of the pieces, one behind the other; also if it is of a kind that is not known.

    >>> is_digest_of("sha1:VGMT4NSHA2AWVOR6EVYXQUGCNSONBWE5", [b"ab", b"c"]), is_digest_of("md5:00", [b""])
    (True, False)
    """
    kind, _, value = said.partition(":")
    name = kind.strip().lower().replace("-", "")
    if name not in _KNOWN:
        return True
    made = hashlib.new(name, usedforsecurity=False)
    for piece in pieces:
        made.update(piece)
    return value.strip().lower() in {made.hexdigest(), b32encode(made.digest()).decode().lower()}
