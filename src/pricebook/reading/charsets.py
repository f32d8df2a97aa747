"""Character sets that pages are in: those of the WHATWG's Encoding Standard, and no other that Python knows.

Some of Python's codecs are no character sets (`rot13`), raise what no codec raises (`undefined`, `idna`), or take
minutes for a page (`punycode`).
"""

import re

import webencodings

LONGEST = 40
"""Characters of a label; the standard's longest has half as many."""
_NAMED = re.compile(r";\s*charset\s*=\s*(?:\"([^\"]{1,99})\"|([^\s;\"]{1,99}))", re.IGNORECASE)
_DECLARING = re.compile(rb"<\s*meta|<\?xml", re.IGNORECASE)
_HEADER, _HEAD = 2_000, 4_096
"""Characters of a Content-Type, and bytes of a page, that are looked at."""
_READ_AS = {"gbk": "gb18030"}
"""GB18030 holds all of GBK, and pages that name the one are in the other."""


def charset_of(content_type: str) -> str | None:
    r"""The label that a Content-Type names; None if it names none.

    >>> charset_of("text/html; charset=GBK"), charset_of('text/html;charset="utf-8"'), charset_of("text/html")
    ('GBK', 'utf-8', None)
    """
    found = _NAMED.search(content_type[:_HEADER])
    return (found[1] or found[2])[:LONGEST] if found else None


def declared_in(data: bytes) -> str | None:
    """The label that the page itself declares, as XML or as HTML; None if it declares none.

    >>> declared_in(b'<meta charset="GBK">'), declared_in(b'<?xml version="1.0" encoding="Big5"?>'), declared_in(b"4")
    ('gbk', 'big5', None)
    >>> declared_in(b'<META content="text/html; charset=euc-kr" http-equiv=Content-Type>')
    'euc-kr'
    """
    head = data[:_HEAD]
    if not _DECLARING.search(head):
        return None
    from bs4.dammit import EncodingDetector  # noqa: PLC0415 - many pages declare none, and it takes time to load

    # Whatever the cut went through ends here.
    found = EncodingDetector.find_declared_encoding(head + b"'>", is_html=True, search_entire_document=True)
    return found[:LONGEST] if found else None


def encoding_of(label: str) -> str | None:
    """The name of the character set in the standard; None for a label that the standard does not know.

    >>> encoding_of("GB2312"), encoding_of("latin1"), encoding_of("punycode")
    ('gb18030', 'windows-1252', None)
    """
    known = webencodings.lookup(label[:LONGEST]) if label.isascii() else None
    return _READ_AS.get(known.name, known.name) if known else None


def text_in(data: bytes, encoding: str) -> str:
    """The bytes as text in a character set of the standard; raises UnicodeDecodeError for what is none."""
    known = webencodings.lookup(encoding)
    assert known is not None, encoding
    return known.codec_info.decode(data, "strict")[0]
