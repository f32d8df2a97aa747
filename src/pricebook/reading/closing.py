"""Tables that nobody closed. A page that goes on behind one is whole; one that ends in it is cut off.

The parser would put all that follows into the table. So it is closed behind its last row, and marked: rows may be
missing where the page was made.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pricebook.errors import UnreadablePage

MARK = "data-not-closed"
"""The attribute of a table that was closed here."""
NOT_CLOSED = "the page does not close this table: rows may be missing"
MAX_TABLES = 30
"""Tables inside tables, deeper than any page needs."""

_TABLE = re.compile(r"<(/?)table(?![a-z])", re.IGNORECASE)
_TAG = re.compile(r"<(/?)(table|caption|t[dhr]|tbody|thead|tfoot|body|html)(?![a-z])[^>]{0,9999}>", re.IGNORECASE)
_UNSEEN = re.compile(r"<!--.*?-->|<(script|style|template|textarea)(?![a-z]).*?</\1", re.IGNORECASE | re.DOTALL)
_OPEN_HTML = re.compile(r"<html(?![a-z])", re.IGNORECASE)
_CLOSE_HTML = re.compile(r"</(?:html|body)(?![a-z])", re.IGNORECASE)


@dataclass
class _OpenTable:
    """A table that is open."""

    start: int
    """Where its first tag's name ends."""
    end: int
    """Where its last row ends."""
    inside: bool = False
    """Whether a cell or a caption is open in it."""


def closed(text: str, name: str) -> str:
    """The page with every table closed and those marked that were not; raises UnreadablePage where it is cut off.

    >>> closed("<html><table><tr><td>1</td></tr><p>2</p></html>", "page")
    '<html><table data-not-closed><tr><td>1</td></tr></table><p>2</p></html>'
    >>> closed("<html><table><tr><td>1</html>", "page")
    Traceback (most recent call last):
    pricebook.errors.UnreadablePage: page: a table or the page is not closed: it is cut off. Save it again.
    """
    depths = list(_depths(text))
    if max(depths, default=0) > MAX_TABLES:
        message = f"{name}: tables nested deeper than {MAX_TABLES}. The page is hostile or broken."
        raise UnreadablePage(message)
    whole = _CLOSE_HTML.search(text) is not None
    if _OPEN_HTML.search(text) and not whole:
        raise _cut_off(name)
    if not depths or depths[-1] <= 0:
        return text
    if not whole:
        raise _cut_off(name)
    return _with(text, sorted(_missing(text, name)))


def _cut_off(name: str) -> UnreadablePage:
    return UnreadablePage(f"{name}: a table or the page is not closed: it is cut off. Save it again.")


def _depths(text: str) -> Iterator[int]:
    depth = 0
    for match in _TABLE.finditer(text):
        depth += -1 if match.group(1) else 1
        yield depth


def _missing(text: str, name: str) -> Iterator[tuple[int, str]]:
    """What is to be put where, so that every table is closed."""
    stack: list[_OpenTable] = []
    for tag in _TAG.finditer(_UNSEEN.sub(lambda found: " " * len(found.group()), text)):
        ends, kind = bool(tag.group(1)), tag.group(2).lower()
        if kind == "table":
            if ends:
                del stack[-1:]
                continue
            if stack and not stack[-1].inside:
                yield from _closing(stack.pop(), name)
            stack.append(_OpenTable(tag.start() + len("<table"), tag.end()))
        elif kind in {"body", "html"}:
            while ends and stack:
                yield from _closing(stack.pop(), name)
        elif stack:
            stack[-1].inside = not ends and kind in {"td", "th", "caption"}
            stack[-1].end = tag.end() if ends else stack[-1].end


def _closing(table: _OpenTable, name: str) -> Iterator[tuple[int, str]]:
    if table.inside:
        raise _cut_off(name)
    yield table.start, f" {MARK}"
    yield table.end, "</table>"


def _with(text: str, pieces: list[tuple[int, str]]) -> str:
    """The text with each piece put in at its place."""
    found, before = [], 0
    for place, piece in pieces:
        found += [text[before:place], piece]
        before = place
    return "".join([*found, text[before:]])
