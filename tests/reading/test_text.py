"""Bytes to text: whatever the encoding, the same page; what is no text is refused."""

import pytest

from pricebook.errors import UnreadablePage
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
