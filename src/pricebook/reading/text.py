"""Bytes to clean text: the character set, line ends, and characters that nobody sees."""

import re

from pricebook.errors import UnreadablePage
from pricebook.reading.charsets import LONGEST, declared_in, encoding_of, text_in
from pricebook.reading.refused import refuse_file
from pricebook.vocabulary import HIDDEN, TURNING

MAX_BYTES = 4 * 1024 * 1024
"""No pricing page is larger, as it is fetched or saved; a larger one is refused unread."""

_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16le"), (b"\xfe\xff", "utf-16be"))
_MIXED = {"utf-8": ["utf-8", "gb18030"], "gb18030": ["gb18030", "utf-8"]}
"""Pages name either of these and are in the other."""
_CONTROLS = dict.fromkeys([*range(9), 0x0B, 0x0C, *range(0x0E, 0x20), *range(0x7F, 0xA0)])
_BLANKS = dict.fromkeys([0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000], " ")
_PRINTABLE = {**_CONTROLS, **_BLANKS}
_HIDDEN = re.compile(f"[{HIDDEN}]+")
_INSIDE = re.compile(f"(?:(?<=[0-9０-９.．])|(?<=[0-9０-９],))[{HIDDEN}]+(?=[.,．]?[0-9０-９])")
"""Hidden characters inside a number."""
_DIRTY = re.compile("[" + "".join(re.escape(chr(code)) for code in sorted(_PRINTABLE)) + "]")
_SUSPECT = re.compile("[\u00c2-\u00ef\u951f\ufffd]")
_MOJIBAKE = re.compile("(?:[\u00c2-\u00ef][\u0080-\u00bf]{1,2}){2}|锟斤拷|\u00ef\u00bc|\u00e5\u2026|\u00e3\u20ac")


def decode(data: bytes, name: str, charset: str | None = None) -> str:
    """The page as text: by its byte order mark, the charset given, its own meta tag, strict UTF-8 or strict GB18030.

    It is clean but for tabs, which may divide cells, and a NUL in it is left out as a browser does.

    Raises UnreadablePage, naming the page, for what is no text, was decoded wrongly before it came here, or says that
    it is in no character set of the WHATWG's.
    """
    if len(data) > MAX_BYTES:
        message = f"{name}: {len(data):,} bytes; a pricing page has at most {MAX_BYTES:,}. Give the page itself."
        raise UnreadablePage(message)
    refuse_file(data, name)
    raw = _decoded(data, name, charset)
    _refuse_damage(raw, name)
    text = printable(raw)
    if not text.strip():
        message = f"{name}: the page is empty. Save it again."
        raise UnreadablePage(message)
    return text


def clean(text: str) -> str:
    r"""The text with `\n` as the only line end, plain blanks, and nothing that cannot be seen.

    What is hidden inside a number, or turns the order of what stands behind it, is kept: a person sees another amount,
    or none that he could be sure of.

    >>> clean("4\u00a0元\u200b/张\r\n\ufeff\t")
    '4 元/张\n '
    """
    return printable(text).replace("\t", " ")


def printable(text: str) -> str:
    """Clean text in which tabs still stand."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if text.isascii() and text.isprintable():
        return text
    text = text.translate(_PRINTABLE) if _DIRTY.search(text) else text
    return _HIDDEN.sub(_what_matters, text)


def _what_matters(hidden: re.Match[str]) -> str:
    inside = _INSIDE.match(hidden.string, hidden.start())
    return hidden[0] if inside else "".join(each for each in hidden[0] if each in TURNING)


def _decoded(data: bytes, name: str, charset: str | None) -> str:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _strict(data[len(mark) :], [encoding], name)
    named = charset or declared_in(data)
    known = encoding_of(named or "utf-8")
    if known is None:
        said = (named or "")[:LONGEST]
        message = f"{name}: says that it is in {said!r}, which is no character set of pages. Save it again in UTF-8."
        raise UnreadablePage(message)
    return _strict(data, _MIXED.get(known, [known]), name)


def _strict(data: bytes, encodings: list[str], name: str) -> str:
    for encoding in encodings:
        try:
            return text_in(data, encoding)
        except UnicodeDecodeError:
            continue
    message = f"{name}: not text in {' or '.join(encodings)}. Save the page again in UTF-8."
    raise UnreadablePage(message)


def _refuse_damage(text: str, name: str) -> None:
    if not _SUSPECT.search(text):
        return
    damage = "\ufffd" if "\ufffd" in text else None
    found = _MOJIBAKE.search(text)
    if damage or found:
        seen = damage or (found.group(0) if found else "")
        line = text.count("\n", 0, text.find(seen)) + 1
        message = f"{name}: line {line} has {seen!r}: text decoded in the wrong character set. Save the page again."
        raise UnreadablePage(message)
