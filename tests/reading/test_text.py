"""Bytes to text: whatever the encoding, the same page; what is no text is refused."""

import pytest

from pricebook.errors import UnreadablePage
from pricebook.reading.text import MAX_BYTES, decode

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
