"""Forms that are known and not read are refused by name; a page that only begins alike is not."""

import pytest

from pricebook.errors import UnreadablePage
from pricebook.reading import read_page


@pytest.mark.parametrize(
    ("data", "form"),
    [
        (b"%PDF-1.7\n1 0 obj", "a PDF file"),
        (b"\r\n%PDF-1.4", "a PDF file"),
        (b"{\\rtf1\\ansi acme 2}", "an RTF file"),
        (b"PK\x03\x04\x14\0[Content_Types].xml", "a ZIP archive, as spreadsheets are"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an Office file"),
        (b"\x89PNG\r\n\x1a\n", "a PNG image"),
        (b"RIFF\x24\0\0\0WEBPVP8 ", "a picture"),
        (b"\0\1\2\3", "a binary file"),
        (b'<?xml version="1.0"?>\n<prices><p m="a">2</p></prices>', "an XML document"),
        (b"<rss><channel/></rss>", "a feed"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "an SVG image"),
        (b'"use strict";(self.webpackChunk=self.webpackChunk||[]).push([[1],{}]);', "a program in JavaScript"),
        (b'/*! a licence */\n!function(e){e.price="$2"}(window);', "a program in JavaScript"),
        (b'(()=>{"use strict";var e={a:2}})();', "a program in JavaScript"),
        (b"const prices = [{model: 'a', input: 2}];", "a program in JavaScript"),
        (b'window.__DATA__={"a":2}', "a program in JavaScript"),
        (b":root { --price: 2; }\n", "a style sheet"),
        (b".a{color:red}", "a style sheet"),
        (b"\\documentclass{article}\n", "LaTeX"),
        (b"models:\n  - name: a\n    input: 2\n", "YAML"),
        (b"---\nunit: 1M tokens\nmodels:\n  acme-1:\n    input: 2\n", "YAML"),
        (b"Prices\n\n{| class=x\n|-\n! Model\n|}\n", "a page in MediaWiki"),
        (b"= Prices\n\n|===\n|Model |Input\n|===\n", "a page in AsciiDoc"),
        (b"+-----+---+\n| a   | 2 |\n+-----+---+\n", "a table drawn with signs"),
    ],
)
def test_a_form_that_is_not_read_is_named_with_what_to_do(data: bytes, form: str) -> None:
    with pytest.raises(UnreadablePage, match=rf"^acme/page: is {form}.*, which is not read\. [A-Z].*\.$"):
        read_page(data, "acme/page")


@pytest.mark.parametrize(
    "page",
    [
        "---\ntitle: Prices\nnav:\n  order: 2\n---\n\n# Prices\n\n- acme-1: $2\n",
        "const is a word.\n",
        "- acme-1: $2\n- acme-2: $3\n",
        "Input: $2\nOutput: $8\n",
        '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html>\n<html><body><p>2 元</p></body></html>',
        "<!-- a --><!DOCTYPE html><html><body><script>var a = 1;</script><p>2 元</p></body></html>",
        "# Prices\n\n```\n+---+\n| a |\n```\n",
    ],
)
def test_a_page_is_none_of_them(page: str) -> None:
    assert read_page(page.encode(), "acme/page").blocks
