"""What the page says once for many prices: their unit, the currency that all of it is in, the headings above."""

import re
from functools import cached_property

from pricebook.phrases.measures import Measure, NotUnderstood, read_measure
from pricebook.phrases.tokens import fold, tokens
from pricebook.reading.document import Document, Paragraph
from pricebook.records import Origin

_UNIT = re.compile(r"(?:每消耗|单位(?: ?:|为|是)? ?(?:元|¥|\$) ?/)(.{1,20})")
_MARKS = {"CNY": re.compile(r"元|¥|cny|rmb|人民币"), "USD": re.compile(r"\$|usd|美元")}
_NO_MONEY = re.compile("单元|元素|多元|元数据")


class Sentences:
    """A page's general statements, each worked out when it is first asked for."""

    def __init__(self, document: Document) -> None:
        self._document = document

    @cached_property
    def currency(self) -> str | None:
        """The currency if all the money marks of the page are of one."""
        page = _NO_MONEY.sub("", fold("\n".join(text for _, text in self._document.every_text)))
        found = [code for code, mark in _MARKS.items() if mark.search(page)]
        return found[0] if len(found) == 1 else None

    def heading(self, block: int) -> str:
        """The headings above the block, run together."""
        return "\n".join(self._document.paths[block])

    def measure(self, block: int) -> tuple[Measure | None, Origin]:
        """The unit that the paragraph before the table prints, else the only one that the page's sentences print."""
        before = self._document.blocks[block - 1] if block else None
        if isinstance(before, Paragraph) and (near := stated_measure(before.text)):
            return near, "caption"
        return (next(iter(self._measures)), "page") if len(self._measures) == 1 else (None, "page")

    @cached_property
    def _measures(self) -> set[Measure]:
        prose = (block.text for block in self._document.blocks if isinstance(block, Paragraph))
        return {measure for text in prose if (measure := stated_measure(text))}


def stated_measure(text: str) -> Measure | None:
    """The unit that a sentence says prices are per.

    >>> stated_measure("表格中的价格代表每消耗 1M tokens 的价格。"), stated_measure("此处 1M = 1,000,000")
    (Measure(many=1000000, things=('token',)), None)
    """
    found = _UNIT.search(fold(text))
    if found is None:
        return None
    try:
        measure = read_measure(tokens(found.group(1)), 0)
    except NotUnderstood:
        return None
    return measure[0] if measure else None
