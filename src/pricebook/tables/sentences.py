"""What the page says once for many prices: their unit, its currencies, what the text around a table states."""

import re
from functools import cached_property

from pricebook import vocabulary
from pricebook.phrases.measures import Measure, NotUnderstood, read_measure
from pricebook.phrases.says import Says
from pricebook.phrases.tokens import fold, tokens
from pricebook.reading.document import Document, Paragraph
from pricebook.records import Origin
from pricebook.tables.notes import Notes
from pricebook.tables.surroundings import statements

_UNIT = re.compile(
    r"(?:(?:prices?|pricing|rates?|costs?)(?: are| is)?(?: in usd)? per |每消耗"
    r"|单位(?: ?:|为|是)? ?(?:元|¥|\$) ?/)(.{1,20})"
)
_CODES = [mark.upper() for mark in vocabulary.CURRENCY_MARKS if mark.isascii() and mark.isalpha()]
_CODE = re.compile(rf"(?<![A-Za-z])(?:{'|'.join(_CODES)})(?![A-Za-z])")
"""A code counts only as codes are written: a page that speaks of cad files speaks of no dollar."""
_SIGNS = sorted((m for m in vocabulary.CURRENCY_MARKS if m.upper() not in _CODES), key=len, reverse=True)
_MARK = re.compile(
    "|".join((r"(?<![A-Za-z])" if sign[0].isalpha() and sign.isascii() else "") + re.escape(sign) for sign in _SIGNS)
)
_BINARY = re.compile(r"(?<![0-9a-z.])(?:1 ?)?k ?(?:=|表示|为|等于|是|is|means|equals) ?1,?024(?![0-9])")
_MARGINAL = re.compile("|".join(vocabulary.MARGINAL.split("|")))
_NO_MONEY = re.compile("单元|元素|多元|元数据|元宇宙|纪元|次元|元组")
_DECIMAL_COMMA = re.compile(
    r"(?<![0-9.,])(?:[0-9]{1,6},[0-9]{1,2}|0,[0-9]{1,6})(?![0-9,]) ?[$¥€£]"
    r"|[$¥€£] ?(?:[0-9]{1,6},[0-9]{1,2}|0,[0-9]{1,6})(?![0-9,])"
)


class Sentences:
    """A page's general statements, each worked out when it is first asked for."""

    def __init__(self, document: Document, currency: str | None = None) -> None:
        self._document = document
        self._home = currency
        """The currency of the provider, for marks that several currencies share."""

    @cached_property
    def _page(self) -> str:
        return _NO_MONEY.sub("", "\n".join(text for _, text in self._document.every_text))

    @cached_property
    def _marks(self) -> frozenset[str]:
        """Every currency and shared mark that the page prints."""
        marks = {*_MARK.findall(fold(self._page)), *(code.lower() for code in _CODE.findall(self._page))}
        return frozenset(vocabulary.CURRENCY_MARKS[mark] for mark in marks)

    def of_mark(self, code: str) -> str | None:
        """The currency that a mark is of on this page; None where the page speaks of two that it can stand for."""
        family = vocabulary.SHARED_MARKS.get(code)
        if family is None:
            return code
        known = [each for each in family if each in self._marks or each == self._home]
        return (known[0] if len(known) == 1 else None) if known else family[0]

    @cached_property
    def currency(self) -> str | None:
        """The currency if all the money marks of the page are of one."""
        found = {self.of_mark(code) for code in self._marks}
        return next(iter(found)) if len(found) == 1 else None

    @cached_property
    def decimal_commas(self) -> bool:
        """Whether the page writes 22,50 for what others write 22.50, so that 1,250 has two meanings."""
        return _DECIMAL_COMMA.search(fold(self._page)) is not None

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

    @cached_property
    def notes(self) -> Notes:
        """The notes of the page."""
        return Notes(self._document)

    @cached_property
    def thousand(self) -> int:
        """What a K of a bound is on this page."""
        return 1024 if _BINARY.search(fold(self._page)) else 1000

    @cached_property
    def marginal(self) -> bool:
        """Whether the page says that each band of a tier is billed at its own price."""
        return _MARGINAL.search(fold(self._page)) is not None

    @cached_property
    def _around(self) -> dict[int, Says]:
        return statements(self._document)

    def around(self, block: int) -> Says:
        """What headings, lines and sentences around a table say of all its prices."""
        return self._around[block]


def stated_measure(text: str) -> Measure | None:
    """The unit that a sentence says prices are per.

    >>> stated_measure("表格中的价格代表每消耗 1M tokens 的价格。").text, stated_measure("此处 1M = 1,000,000")
    ('1000000 token', None)
    """
    found = _UNIT.search(fold(text))
    if found is None:
        return None
    try:
        measured = read_measure(tokens(found.group(1)), 0)
    except NotUnderstood:
        return None
    return measured.measure if measured else None
