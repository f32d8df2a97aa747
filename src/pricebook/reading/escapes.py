"""Strings as JavaScript and JSON write them."""

import json
import re

_ESCAPE = re.compile(r"\\(u\{[0-9a-fA-F]{1,6}\}|u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|.)", re.DOTALL)
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "0": "\0", "\n": ""}
_HALF = re.compile("[\ud800-\udfff]")


def unescaped(text: str) -> str:
    r"""The characters of what stands between the quotes.

    >>> unescaped(r"\u00a5\x32 \'a\'")
    "¥2 'a'"
    """
    if "\\" not in text:
        return text
    try:
        return _whole(str(json.loads(f'"{text}"', strict=False)))
    except ValueError:
        return _whole(_ESCAPE.sub(_character, text))


def _whole(text: str) -> str:
    """The text with characters that were written as two halves put together; half of one is no character."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace") if _HALF.search(text) else text


def _character(found: re.Match[str]) -> str:
    what = found.group(1)
    if len(what) == 1:
        return _ESCAPES.get(what, what)
    code = int(what[1:].strip("{}"), 16)
    return chr(code) if code <= 0x10FFFF else "\ufffd"
