"""Which kind of page it is, told from the page itself, and the reader for it."""

import re

from pricebook.errors import UnreadablePage
from pricebook.reading.cards import with_tables
from pricebook.reading.delimited import delimiter_of, read_delimited
from pricebook.reading.document import Block, Document
from pricebook.reading.mhtml import is_mhtml, page_of
from pricebook.reading.refused import refuse_text
from pricebook.reading.tabular import joined
from pricebook.reading.text import decode
from pricebook.reading.workbook import is_workbook, read_workbook

_HTML = re.compile(
    r"\s{0,99}(?:<\?xml.{0,200}?\?>\s{0,99})?(?:<!--.{0,2000}?-->\s{0,99}){0,9}"
    r"<(?:!doctype\s+html|html|head|body|meta|div|table|main)\b",
    re.IGNORECASE | re.DOTALL,
)
_JSON = re.compile(r"\s{0,99}(?:#{1,6} [^\n]{1,300}\n\s{0,99})?(?:\{\s{0,99}\"|\[\s{0,99}[\[{\"])")
_COMPONENT = re.compile(
    r"^[ ]{0,40}(?:<[A-Z][A-Z0-9]{0,20}[a-z]|export\s(?:const|let|var|function|default|async|class)\b)", re.MULTILINE
)


def read_page(data: bytes, name: str, charset: str | None = None, part: str | None = None) -> Document:
    """The page as a Document; raises UnreadablePage for what is not a page. `name` stands in every message.

    Of a workbook that sheet is read that `part` names, or all that are displayed.
    """
    if is_workbook(data):
        return _seen(read_workbook(data, name, part), name)
    if is_mhtml(data):
        data, charset = page_of(data, name)
    return _seen(joined(read_text(decode(data, name, charset), name)), name)


def _seen(blocks: list[Block], name: str) -> Document:
    if not blocks:
        message = f"{name}: nothing on the page can be seen. Save it again after it has loaded."
        raise UnreadablePage(message)
    return Document(tuple(with_tables(blocks)), name)


def read_text(text: str, name: str) -> list[Block]:
    """The blocks of a page that is text already, clean but for tabs."""
    kind = page_kind(text)
    if kind not in {"html", "json", "components"}:
        refuse_text(text, name)
    if kind == "delimited":
        return read_delimited(text, name)
    if kind == "tabbed":
        from pricebook.reading.tabbed import read_tabbed  # noqa: PLC0415 - each parser is loaded when needed

        return read_tabbed(text, name)
    text = text.replace("\t", " ")
    if kind == "json":
        from pricebook.reading.data import read_data  # noqa: PLC0415

        return read_data(text, name, read_text)
    if kind == "html":
        return _read_html(text, name)
    if kind == "components":
        from pricebook.reading.components import read_components as reader  # noqa: PLC0415
    elif kind == "flat":
        from pricebook.reading.flat import read_flat as reader  # noqa: PLC0415
    else:
        from pricebook.reading.markdown import read_markdown as reader  # noqa: PLC0415
    return reader(text, name)


def _read_html(text: str, name: str) -> list[Block]:
    """What the markup displays; where that has neither a table nor an amount, what its scripts carry."""
    from pricebook.reading.html import read_html  # noqa: PLC0415
    from pricebook.reading.scripts import read_scripts, shows  # noqa: PLC0415

    blocks = read_html(text, name)
    return blocks if shows(blocks) else read_scripts(text, name, read_text) or blocks


def page_kind(text: str) -> str:
    r"""`html`, `json`, `components`, `delimited`, `tabbed`, `markdown` or `flat`.

    >>> page_kind("<!DOCTYPE html><p>4 元"), page_kind("| a | b |\n| - | - |"), page_kind("a | b |\nc | d |")
    ('html', 'markdown', 'flat')
    """
    if _HTML.match(text):
        return "html"
    if _JSON.match(text):
        return "json"
    if _COMPONENT.search(text):
        return "components"
    lines = text.split("\n")
    if any(_looks_like_rule(line) for line in lines):
        return "markdown"
    if delimiter_of(text):
        return "delimited"
    if "\t" in text and _is_tabbed(text):
        return "tabbed"
    return "flat" if any(line.endswith(" |") or " | " in line for line in lines) else "markdown"


def _is_tabbed(text: str) -> bool:
    from pricebook.reading.tabbed import is_tabbed  # noqa: PLC0415

    return is_tabbed(text)


def _looks_like_rule(line: str) -> bool:
    return "|" in line and "-" in line and not line.strip("|-: ")
