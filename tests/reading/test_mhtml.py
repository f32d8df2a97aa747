"""MHTML: the page among its pictures, whatever its encoding."""

import base64
import quopri

import pytest

from pricebook.errors import UnreadablePage
from pricebook.reading import read_page

PAGE = '<!DOCTYPE html><html lang="zh"><body><p>输入 4 元 a=b</p></body></html>'
OTHER = "<!DOCTYPE html><html><body><p>a frame</p></body></html>"
END = b"--x--\r\n"


def part(content: bytes, encoding: str, kind: str = "text/html", name: str = "<a>") -> bytes:
    head = f"--x\r\nContent-Type: {kind}\r\nContent-Transfer-Encoding: {encoding}\r\nContent-ID: {name}\r\n\r\n"
    return head.encode() + content + b"\r\n"


def saved(*parts: bytes, start: str = "", end: bytes = END) -> bytes:
    kind = f"Content-Type: multipart/related;{start}\r\n\tboundary=x"
    return f"From: <Saved by Blink>\r\nMIME-Version: 1.0\r\n{kind}\r\n\r\n".encode() + b"".join(parts) + end


QUOTED = part(quopri.encodestring(PAGE.encode()), "quoted-printable")
PICTURE = part(base64.b64encode(b"\x89PNG"), "base64", "image/png")


@pytest.mark.parametrize(
    "data",
    [
        saved(QUOTED, PICTURE),
        saved(PICTURE, QUOTED),
        saved(part(base64.b64encode(PAGE.encode()), "base64")),
        saved(part(PAGE.encode("gbk"), "8bit", "text/html; charset=gbk")),
        saved(QUOTED, part(OTHER.encode(), "8bit", name="<b>")),
        saved(part(OTHER.encode(), "8bit", name="<b>"), QUOTED, start=' start="<a>";'),
        saved(QUOTED).replace(b"\r\n", b"\n"),
    ],
)
def test_the_page_is_what_it_is_alone(data: bytes) -> None:
    assert read_page(data, "acme/page") == read_page(PAGE.encode(), "acme/page")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (saved(PICTURE), "without a page"),
        (saved(part(b"", "8bit")), "without a page"),
        (saved(QUOTED, end=b""), "cut off"),
        (saved(part(b"%PDF-1.7", "8bit")), "a PDF file"),
        (
            saved(
                *(f"--x\r\nContent-Type: multipart/mixed; boundary=x{n}\r\n\r\n--x{n}\r\n".encode() for n in range(3))
            ),
            "cut off",
        ),
    ],
)
def test_what_holds_no_page_is_refused_by_name(data: bytes, reason: str) -> None:
    with pytest.raises(UnreadablePage, match=f"acme/page: .*{reason}"):
        read_page(data, "acme/page")


def test_parts_nested_without_end_are_refused() -> None:
    nested = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(5000))
    with pytest.raises(UnreadablePage, match="acme/page: an MHTML file"):
        read_page(b"MIME-Version: 1.0\r\n" + nested, "acme/page")
