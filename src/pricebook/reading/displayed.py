"""What a browser does not display: elements without text of their own, and those that a style hides.

Of a style sheet only plain rules count (`.name { display: none }`), outside of @media, whose class no other rule
displays: what may be shown is read.
"""

import re
from collections.abc import Iterable, Iterator

from lxml import etree

_UNSEEN = frozenset({
    "script", "style", "template", "noscript", "head", "title", "svg", "math", "iframe", "object", "select", "option",
    "textarea", "canvas", "audio", "video",
})  # fmt: skip
_DISPLAY = re.compile(r"(?:^|[;{\s])display\s{0,9}:\s{0,9}([a-z-]{1,30})", re.IGNORECASE)
_INVISIBLE = re.compile(r"visibility\s{0,9}:\s{0,9}hidden", re.IGNORECASE)
_TOKEN = re.compile(r"/\*|\*/|[{}]")
_PLAIN = re.compile(r"\s{0,99}([a-z][a-z0-9]{0,9})?\.([\w-]{1,99})\s{0,99}")
_CLASS = re.compile(r"\.([\w-]{1,99})")


class Displayed:
    """What of one page is displayed, told from its own style sheets."""

    def __init__(self, root: etree._Element) -> None:
        self._hidden = hidden_classes(sheet.text or "" for sheet in root.iter("style"))

    def hides(self, element: etree._Element) -> bool:
        """Whether the element takes no place."""
        if unseen(element):
            return True
        attributes = element.attrib
        if not attributes:
            return False
        style = attributes.get("style")
        if style and (inline := _DISPLAY.findall(style)):
            return str(inline[-1]).lower() == "none"
        return "hidden" in attributes or (bool(self._hidden) and self._by_class(element))

    def blanks(self, element: etree._Element) -> bool:
        """Whether the element shows nothing in its place."""
        if self.hides(element):
            return True
        style = element.get("style")
        return style is not None and _INVISIBLE.search(style) is not None

    def _by_class(self, element: etree._Element) -> bool:
        return any(self._hidden & {("", name), (element.tag, name)} for name in element.attrib.get("class", "").split())


def unseen(element: etree._Element) -> bool:
    """Whether it is of a kind that displays no text of its own."""
    return element.tag in _UNSEEN


def hidden_classes(sheets: Iterable[str]) -> frozenset[tuple[str, str]]:
    """Element (or nothing) and class of every plain rule that hides.

    >>> sorted(hidden_classes([".a, td.b { display: none } @media print { .c { display: none } }"]))
    [('', 'a'), ('td', 'b')]
    >>> sorted(hidden_classes([".a .b { display: none } .tab { display: none } .tab.open { display: block }"]))
    []
    """
    hidden: set[tuple[str, str]] = set()
    shown: set[str] = set()
    for sheet in sheets:
        for selectors, body, plain in _rules(sheet):
            displays = _DISPLAY.findall(body)
            if displays and displays[-1].lower() != "none":
                shown.update(_CLASS.findall(selectors))
            elif displays and plain:
                matches = map(_PLAIN.fullmatch, selectors.split(","))
                hidden.update((match[1] or "", match[2]) for match in matches if match)
    return frozenset(rule for rule in hidden if rule[1] not in shown)


def _rules(sheet: str) -> Iterator[tuple[str, str, bool]]:
    """Selectors and declarations of every rule, and whether it stands in no other."""
    depth = start = 0
    selectors, gathered, in_comment = "", "", False
    for token in _TOKEN.finditer(sheet):
        if in_comment:
            in_comment = token[0] != "*/"
        else:
            gathered += sheet[start : token.start()]
            in_comment = token[0] == "/*"
            if token[0] == "{":
                selectors, gathered, depth = gathered, "", depth + 1
            elif token[0] == "}":
                yield selectors, gathered, depth == 1
                selectors, gathered, depth = "", "", max(depth - 1, 0)
        start = token.end()
