"""Which kind of page it is, told from the page itself, and the reader for it."""

import re

from pricebook.errors import UnreadablePage
from pricebook.reading.document import Document
from pricebook.reading.tabular import joined
from pricebook.reading.text import decode

_HTML = re.compile(
    r"\s{0,99}(?:<!--.{0,2000}?-->\s{0,99}){0,9}<(?:!doctype\s+html|html|head|body|meta|div|table|main)\b",
    re.IGNORECASE | re.DOTALL,
)


def read_page(data: bytes, name: str, charset: str | None = None) -> Document:
    """The page as a Document; raises UnreadablePage for what is not a page. `name` stands in every message."""
    text = decode(data, name, charset)
    kind = page_kind(text)
    if kind == "html":
        from pricebook.reading.html import read_html as reader  # noqa: PLC0415 - each parser is loaded when needed
    elif kind == "markdown":
        from pricebook.reading.markdown import read_markdown as reader  # noqa: PLC0415
    else:
        from pricebook.reading.flat import read_flat as reader  # noqa: PLC0415
    blocks = joined(reader(text, name))
    if not blocks:
        message = f"{name}: nothing on the page can be seen. Save it again after it has loaded."
        raise UnreadablePage(message)
    return Document(tuple(blocks), name)


def page_kind(text: str) -> str:
    r"""`html`, `markdown` or `flat`.

    >>> page_kind("<!DOCTYPE html><p>4 元"), page_kind("| a | b |\n| - | - |"), page_kind("a | b |\nc | d |")
    ('html', 'markdown', 'flat')
    """
    if _HTML.match(text):
        return "html"
    lines = text.split("\n")
    if any(_looks_like_rule(line) for line in lines):
        return "markdown"
    return "flat" if any(line.endswith(" |") or " | " in line for line in lines) else "markdown"


def _looks_like_rule(line: str) -> bool:
    return "|" in line and "-" in line and not line.strip("|-: ")
