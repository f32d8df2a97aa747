"""What each element of a page of HTML displays, line by line, while it is not yet divided into blocks."""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from lxml import etree

from pricebook.reading.delimited import AMOUNT
from pricebook.reading.displayed import Displayed
from pricebook.reading.inline import BLOCKS, BREAK, mark_of, tidy

HEADINGS = {f"h{level}": level for level in range(1, 7)}
_LEVELS = frozenset("123456")
_CALLED_HEADING = re.compile(r"(?:^|\s)heading-h([1-6])(?:\s|$)")
"""A class by which editors mark a block as a heading that is none by its tag."""


class _Looking(NamedTuple):
    around: etree._Element
    marks: list[tuple[etree._Element, int]]
    """Each heading and table, and the element itself, with how many pieces stand before it."""


class ShownLines:
    """The lines of one page's elements, each worked out once."""

    def __init__(self, displayed: Displayed) -> None:
        self._displayed = displayed
        self._known: dict[etree._Element, list[str]] = {}

    def lines(self, element: etree._Element) -> list[str]:
        """Its lines; none if it is hidden."""
        if element not in self._known:
            pieces: list[str] = []
            self._gather(element, pieces)
            self._known[element] = _lines_in("".join(pieces))
        return self._known[element]

    def beside(self, element: etree._Element) -> tuple[list[str], list[str]]:
        """The lines above it since the last heading or table, and those below it up to the next one."""
        pieces: list[str] = []
        marks: list[tuple[etree._Element, int]] = []
        self._gather(element.getroottree().getroot(), pieces, _Looking(element, marks))
        here = next((n for n, (marked, _) in enumerate(marks) if marked is element), 0)
        ends = [0, *(place for _, place in marks), len(pieces)]
        above, below = (pieces[start:end] for start, end in pairwise(ends[here : here + 3]))
        return _lines_in("".join(above)), _lines_in("".join(below))

    def _gather(self, element: etree._Element, pieces: list[str], looking: _Looking | None = None) -> None:
        """What it displays; if something is looked around, the places of that, of headings and tables instead."""
        if self._displayed.blanks(element):
            return
        if looking and (element is looking.around or element.tag == "table" or heading_level(element)):
            looking.marks.append((element, len(pieces)))
            return
        mark = BREAK if element.tag in BLOCKS or element.tag == "br" else mark_of(element)
        pieces += [mark, element.text or ""]
        for child in element:
            self._gather(child, pieces, looking)
            pieces.append(child.tail or "")
        pieces.append(mark)

    def first(self, element: etree._Element) -> etree._Element | None:
        """The first element in it that displays something."""
        return next((child for child in element if self.lines(child)), None)

    def outermost(self, element: etree._Element) -> etree._Element:
        """The largest element that displays nothing but this one."""
        lines = self.lines(element)
        while (around := element.getparent()) is not None and self.lines(around) == lines:
            element = around
        return element

    def amounts(self, root: etree._Element) -> Iterator[etree._Element]:
        """Elements outside of tables that display an amount and nothing else, each as large as it can be."""
        for element in root.iter():
            if AMOUNT.fullmatch(element.text or "") and not any(True for _ in element.iterancestors("table")):
                around = self.outermost(element)
                if len(lines := self.lines(around)) == 1 and AMOUNT.fullmatch(lines[0]):
                    yield around


def _lines_in(text: str) -> list[str]:
    return [line for line in tidy(text).split("\n") if line]


def line_of(element: etree._Element) -> int:
    """The line of the page that the element begins on; 0 where that is not known."""
    line = element.sourceline
    return line if isinstance(line, int) else 0


def heading_level(element: etree._Element) -> int:
    """The level of a heading: of its tag, of what it says to a screen reader, or of the class that an editor gives.

    >>> pages = "<h3/>", '<p role="heading" aria-level="2"/>', '<p class="line heading-h1"/>', '<p class="heading"/>'
    >>> [heading_level(etree.fromstring(page)) for page in pages]
    [3, 2, 1, 0]
    """
    if element.tag in HEADINGS:
        return HEADINGS[element.tag]
    if element.get("role") == "heading" and element.get("aria-level", "") in _LEVELS:
        return int(element.get("aria-level", ""))
    called = _CALLED_HEADING.search(element.get("class", ""))
    return int(called.group(1)) if called else 0


def is_called(element: etree._Element) -> bool:
    """Whether only a class says that the element is a heading."""
    other = element.tag in HEADINGS or element.get("role") == "heading"
    return not other and _CALLED_HEADING.search(element.get("class", "")) is not None
