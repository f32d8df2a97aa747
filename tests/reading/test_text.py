"""Bytes to text: whatever the encoding, the same page; what is no text is refused."""

import encodings
import pkgutil
import time
from collections.abc import Callable
from email.message import Message
from encodings import aliases

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pricebook.errors import UnreadablePage
from pricebook.reading.charsets import charset_of, encoding_of
from pricebook.reading.kinds import read_page
from pricebook.reading.text import MAX_BYTES, clean, decode

PAGE = "输入 4 元/百万 tokens\n"


@pytest.mark.parametrize(
    "data",
    [
        PAGE.encode(),
        PAGE.encode("gb18030"),
        PAGE.encode("utf-8-sig"),
        PAGE.encode("utf-16"),
        PAGE.replace("\n", "\r\n").encode(),
        PAGE.replace(" ", "\u00a0").encode(),
        PAGE.replace("元", "\u200b元\ufeff").encode(),
        PAGE.replace("元", "\0元\0").encode(),
    ],
)
def test_the_same_page(data: bytes) -> None:
    assert decode(data, "page") == PAGE


def test_the_charset_that_the_page_or_the_server_names() -> None:
    html = f'<meta charset="GBK"><p>{PAGE}</p>'
    assert PAGE in decode(html.encode("gbk"), "page")
    assert PAGE in decode(html.encode(), "page"), "a page may declare GBK and be UTF-8"
    assert decode(PAGE.encode("big5", "ignore"), "page", "big5")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b" \r\n", "empty"),
        (b"%PDF-1.7 x", "PDF"),
        (b"\x89PNG\r\n", "PNG"),
        (b"\0\1\2", "binary"),
        (PAGE.encode().decode("latin-1").encode(), "wrong character set"),
        ("输入 4 \ufffd".encode(), "wrong character set"),
        (b"\xff\xff\xff", "not text"),
        (b"x" * (MAX_BYTES + 1), "at most"),
    ],
)
def test_what_is_no_page_is_refused_in_one_line(data: bytes, reason: str) -> None:
    with pytest.raises(UnreadablePage, match=reason) as caught:
        decode(data, "moonshot/chat")
    assert "moonshot/chat" in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("character", "\u00ad\u200b\u200d\u200e\u202a\u202c\u202d\u2060\u2066\u2069\ufeff", ids=ascii)
def test_what_shows_nothing_is_kept_inside_a_number_alone(character: str) -> None:
    for number in (f"1{character}0", f"1{character}.5", f"1.{character}5", f"1,{character}000", f"４{character}５"):
        assert clean(f"￥{number}元") == f"￥{number}元"
    assert clean(f"{character}￥{character}4{character}元{character}，{character}") == "￥4元，"


@pytest.mark.parametrize("character", "\u061c\u200f\u202b\u202e\u2067", ids=ascii)
def test_what_turns_the_order_is_kept(character: str) -> None:
    text = f"输入{character}5.01元"
    assert clean(text) == text


CODECS = sorted(
    {*aliases.aliases, *aliases.aliases.values(), *(each.name for each in pkgutil.iter_modules(encodings.__path__))}
)
ODD = [*CODECS, "undefined", "", " ", "utf-8\0", "\0", "x" * 10_000, "utf-8;q=1", "\ud800", "hz", "utf-7", "\u212a"]
LARGE = b"<p>" + PAGE.encode() * 40_000
"""What takes minutes in a codec that is slow; a megabyte takes none of ours a second."""
QUICK = 20.0


def asked(label: str, data: bytes) -> dict[str, bytes | None]:
    """The ways in which a page comes to a label."""
    named = label.encode("utf-8", "surrogatepass")
    head = b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=a\r\n\r\n--a\r\n"
    part, end = head + b"Content-Type: text/html; charset", b"\r\n\r\n" + data + b"\r\n--a--\r\n"
    return {
        "the server": None,
        "its meta": b'<meta charset="' + named + b'">' + data,
        "its XML": b'<?xml version="1.0" encoding="' + named + b'"?>' + data,
        "MHTML": part + b"=" + named + end,
        "MHTML in RFC 2231": part + b"*=" + named + b"''x" + end,
    }


def told(read: Callable[[], object]) -> str:
    """Why the page is refused; nothing where it is read."""
    try:
        read()
    except UnreadablePage as problem:
        return str(problem)
    return ""


@pytest.mark.parametrize("data", [PAGE.encode(), LARGE], ids=["small", "large"])
def test_whatever_label_a_page_has_it_is_text_or_refused(data: bytes) -> None:
    began = time.process_time()
    for label in ODD if data is not LARGE else ["punycode", "idna", "undefined", "hz", "utf-7", "big5", "cp037"]:
        for way, page in asked(label, data).items():
            said = told(lambda p=page, n=label: read_page(p, "page") if p else decode(data, "page", n))  # type: ignore[misc]
            assert "\n" not in said, way
            assert len(said) < 300, way
    assert time.process_time() - began < QUICK


def test_labels_are_the_standards() -> None:
    known = {label for label in CODECS if encoding_of(label)}
    assert {"utf_8", "utf_7", "punycode", "idna", "undefined", "rot13", "hex", "unicode_escape", "cp037"}.isdisjoint(
        known
    )
    assert {"gbk", "gb2312", "big5", "latin1", "utf8", "ascii", "shift_jis"} <= known
    assert (encoding_of(" UTF-8\n"), encoding_of("gb_2312-80"), encoding_of("iso-8859-1")) == (
        "utf-8",
        "gb18030",
        "windows-1252",
    )


@given(st.text(max_size=60))
def test_any_content_type_names_a_label_or_none(said: str) -> None:
    for text in (said, f"text/html; charset={said}", f'a/b;charset="{said}"; c=d'):
        label = charset_of(text)
        assert label is None or 0 < len(label) <= 40


@given(st.sampled_from(["text/html", "text/html ", "", "a"]), st.sampled_from([*CODECS[:40], "GBK", "utf-8"]))
def test_an_ordinary_content_type_is_understood_as_everybody_does(kind: str, label: str) -> None:
    message = Message()
    message["Content-Type"] = said = f"{kind}; charset={label}"
    assert (charset_of(said) or "").lower() == message.get_content_charset()
