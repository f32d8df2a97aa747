"""JSON to blocks: the page that it carries as markup, else its arrays of objects as tables.

Which string is the page is told from what it holds: tables. Several are read in their order, each under the title that
stands beside it. What could be read in two ways is refused by name.
"""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from pricebook.errors import UnreadablePage
from pricebook.reading.delta import as_html, zones_of
from pricebook.reading.document import Block, Heading, Table
from pricebook.reading.listed import tables_in
from pricebook.reading.literals import Literal, NotLiteral, read_literal
from pricebook.reading.text import clean

_TABLES = re.compile(r"<table[\s>]|\srows=\{|^ {0,3}\|(?: *:?-+:? *\|)+ *$", re.IGNORECASE | re.MULTILINE)
"""What a string that is a page holds: a table in HTML or in Markdown, or a component with rows."""
_HTML = re.compile(r"</[a-z]", re.IGNORECASE)
_INNER = re.compile(r"\s{0,99}(?:\{\s{0,99}\"|\[\s{0,99}[\[{\"])")
_TITLES = ("title", "heading", "name")
_MAX_LAYERS = 3
"""JSON within strings of JSON."""


class _Inside(NamedTuple):
    """A string that is a page, and the title that stands beside it."""

    title: str
    text: str


Read = Callable[[str, str], list[Block]]
"""How a page within another is read: its text and its name to blocks."""


def read_data(text: str, name: str, read: Read) -> list[Block]:
    """The blocks of the page that the JSON carries; `read` reads a page within it.

    Raises UnreadablePage for JSON that is broken, that has a key twice, or that carries no table.
    """
    title, source = _titled(text)
    try:
        value = read_literal(source)
    except NotLiteral as problem:
        message = f"{name}: JSON that cannot be read: {problem}. Save it again, whole."
        raise UnreadablePage(message) from problem
    return [*title, *read_value(value, name, read)]


def _titled(text: str) -> tuple[list[Block], str]:
    """The heading that somebody put above the JSON, and the JSON."""
    first, _, rest = text.lstrip().partition("\n")
    mark, _, title = first.partition(" ")
    return ([Heading(len(mark), title.strip(), 1)], "\n" + rest) if mark.startswith("#") else ([], text)


def read_value(value: Literal, name: str, read: Read) -> list[Block]:
    """The same of JSON that is a value already."""
    if zones := zones_of(value):
        return read(as_html(zones, name), name)
    pages = list(dict.fromkeys(_pages(value, "", _MAX_LAYERS)))
    blocks = _read_pages(pages, name, read) if pages else tables_in(value, name)
    if not any(isinstance(block, Table) for block in blocks):
        message = f"{name}: JSON without a table. Save the page itself as HTML, Markdown or text."
        raise UnreadablePage(message)
    return blocks


def _pages(value: Literal, title: str, layers: int) -> Iterator[_Inside]:
    if value.kind == "text":
        if inner := _inner(value.text) if layers else None:
            yield from _pages(inner, title, layers - 1)
        elif _TABLES.search(value.text):
            yield _Inside(title, value.text)
        return
    beside = next((found.text for key in _TITLES if (found := value.members.get(key)) and found.kind == "text"), "")
    for inside in (*value.items, *value.members.values()):
        yield from _pages(inside, beside, layers)


def _inner(text: str) -> Literal | None:
    """The JSON that a string is."""
    if not _INNER.match(text):
        return None
    try:
        return read_literal(text)
    except NotLiteral:
        return None


def _read_pages(pages: list[_Inside], name: str, read: Read) -> list[Block]:
    if len({_HTML.search(page.text) is None for page in pages}) > 1:
        message = f"{name}: JSON with tables both in HTML and in Markdown: which is the page? Save the page itself."
        raise UnreadablePage(message)
    blocks: list[Block] = []
    for title, text in pages:
        inside = read(clean(text), name)
        if title and not any(isinstance(block, Heading) and block.text == title for block in inside[:3]):
            blocks.append(Heading(1, title))
        blocks.extend(inside)
    return blocks
