"""The text of inline elements: the marks that stand for them, and white space as a browser shows it."""

import re

from lxml import etree

from pricebook.reading.text import clean

BREAK = "\ue000"
"""A line break that a reader sees; of a private area, so that no page has it."""
EDGE = "\ue001"
"""Where an inline element begins or ends, likewise."""
TURNED = "\u202e"
"""Markup that turns the order of what it holds, as this character does."""

BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "body", "caption", "dd", "details", "div", "dl", "dt", "fieldset",
    "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "li", "main",
    "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
})  # fmt: skip
"""Elements that are no inline ones: their text begins and ends a line."""

_MARKS = {"button": " ", "del": "~~", "s": "~~", "strike": "~~", "sup": "^", "sub": "^", "wbr": ""}
_STRUCK = re.compile(r"text-decoration(?:-line)?\s{0,9}:[^;]{0,40}line-through", re.IGNORECASE)
_OVERRIDING = re.compile(r"unicode-bidi\s{0,9}:[^;]{0,40}override", re.IGNORECASE)
_GLUED = re.compile(f"(?<=[0-9]){EDGE}+(?=[0-9])")
_NOTE = re.compile(r"\s{0,9}[0-9]{1,3}\s{0,9}")


def mark_of(element: etree._Element) -> str:
    """What stands on both sides of an inline element's text; nothing for one without, such as `<wbr>`."""
    if element.tag in _MARKS:
        return _MARKS[element.tag]
    if element.attrib:
        style = element.attrib.get("style", "")
        if _STRUCK.search(style):
            return "~~"
        if _OVERRIDING.search(style) or (element.tag == "bdo" and element.attrib.get("dir", "").lower() != "ltr"):
            return TURNED
        if element.tag == "a" and _is_note(element):
            return "^"
    return EDGE if element.text or len(element) else ""


def _is_note(link: etree._Element) -> bool:
    """Whether it is a number that leads to another place of the page, and no superscript around it says so."""
    number = not len(link) and _NOTE.fullmatch(link.text or "")
    return (
        bool(number)
        and link.attrib.get("href", "").startswith("#")
        and not any(True for _ in link.iterancestors("sup", "sub"))
    )


def tidy(text: str) -> str:
    """White space as a browser shows it; digits of two elements are two numbers."""
    text = clean(text)
    if EDGE in text:
        text = _GLUED.sub(" ", text).replace(EDGE, "")
    if BREAK not in text:
        return " ".join(text.split())
    lines = (" ".join(line.split()) for line in text.split(BREAK))
    return "\n".join(line for line in lines if line)
