"""The files of a release as bytes: JSON with sorted keys, where a list holds one record a line.

A file is kept as the pieces that it is put together from: what stands in two files is held once.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import Any

import orjson

from pricebook.history.forms import BETWEEN, FORMAT

Content = Sequence[bytes]
"""A file in pieces."""


def compact(value: Any) -> bytes:
    """The value as JSON, on one line."""
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)


def rows(records: Iterable[Any]) -> bytes:
    """The records, one a line; nothing if there are none."""
    return BETWEEN.join(map(compact, records))


def listed(parts: Iterable[bytes]) -> Content:
    """A list of records, from parts of it that each hold some, one a line."""
    filled = [part for part in parts if part]
    if not filled:
        return [b"[]"]
    between = chain.from_iterable((BETWEEN, part) for part in filled)
    next(between)
    return [b"[\n", *between, b"\n]"]


def document_of(content: Mapping[str, Content]) -> Content:
    """A file with these values by their names, its `format` among them.

    >>> print(b"".join(document_of({"prices": listed([b'{"id":"1"}', b"", b'{"id":"2"}'])})).decode(), end="")
    {"format":"pricebook-catalogue/1",
    "prices":[
    {"id":"1"},
    {"id":"2"}
    ]}
    """
    return object_of(sorted({**content, "format": [compact(FORMAT)]}.items()))


def object_of(pairs: Iterable[tuple[str, Content]]) -> Content:
    r"""A file with these values, as they come.

    >>> b"".join(object_of([("b", [b"1"]), ("a", [b"2"])])), b"".join(object_of([]))
    (b'{"b":1,\n"a":2}\n', b'{}\n')
    """
    inside = [piece for name, value in pairs for piece in (b",\n", compact(name), b":", *value)]
    return [b"{", *inside[1:], b"}\n"]


def size_of(content: Content) -> int:
    """How many bytes the file has."""
    return sum(map(len, content))


def digest_of(content: Content) -> str:
    """The file's SHA-256, in hexadecimal digits."""
    seen = hashlib.sha256()
    for piece in content:
        seen.update(piece)
    return seen.hexdigest()
