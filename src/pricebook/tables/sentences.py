"""What the page says once for many prices: their unit, its currencies, what the text around a table states."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cached_property

from pricebook import vocabulary
from pricebook.phrases.around import read_footnote
from pricebook.phrases.measures import Measure, NotUnderstood, read_measure
from pricebook.phrases.says import Says, unread
from pricebook.phrases.tokens import fold, tokens
from pricebook.reading.document import Document, Paragraph, Table
from pricebook.records import Origin
from pricebook.tables.context import Context, currency_of
from pricebook.tables.notes import Note, Notes, told_prices, unpriced
from pricebook.tables.surroundings import around_line, headings_above, statements

_UNIT = re.compile(
    r"(?:(?:prices?|pricing|rates?|costs?)(?: above| below| in (?:this|the) table(?: above| below)?)?(?: are| is)?"
    r"(?: shown| listed)?(?: in usd)? per |每消耗"
    r"|单位(?: ?:|为|是)? ?(?:元|¥|\$) ?/)(?=(.{1,20}))"
)
_CODES = [mark.upper() for mark in vocabulary.CURRENCY_MARKS if mark.isascii() and mark.isalpha()]
_SIGNS = [mark for mark in vocabulary.CURRENCY_MARKS if mark.upper() not in _CODES]


def _by_first(marks: Iterable[str], behind: str) -> str:
    """The longest of the marks, by their first characters, for speed; a letter begins no part of a longer word."""
    groups: defaultdict[str, list[str]] = defaultdict(list)
    for mark in sorted(marks, key=len, reverse=True):
        groups[mark[0]].append(re.escape(mark[1:]) + behind)
    alone = {first: "(?<![A-Za-z].)" if first.isascii() and first.isalpha() else "" for first in groups}
    return "|".join(f"{re.escape(first)}{alone[first]}(?:{'|'.join(rest)})" for first, rest in groups.items())


_CODE = re.compile(_by_first(_CODES, "(?![A-Za-z])"))
"""A code counts only as codes are written: a page that speaks of cad files speaks of no dollar."""
_MARK = re.compile(_by_first(_SIGNS, ""))
_BINARY = re.compile(
    r"k(?:(?<![0-9a-z.]k)|(?<=1k)(?<![0-9a-z.]1k)) ?(?:=|表示|为|等于|是|is|means|equals) ?1,?024(?![0-9])"
)
_GIBIBYTES = re.compile(r"(?<![a-z])gb (?:refers to|means|stands for|is|are) (?:a )?(?:binary|gibi)")
_MARGINAL = re.compile("|".join(vocabulary.MARGINAL.split("|")))
_NO_MONEY = re.compile("单元|元素|多元|元数据|元宇宙|纪元|次元|元组")
_COMMA = re.compile("[0-9],[0-9]")
_DECIMAL_COMMA = re.compile(
    r"(?<![0-9.,])(?:[0-9]{1,6},[0-9]{1,2}|0,[0-9]{1,6})(?![0-9,]) ?[$¥€£]"
    r"|[$¥€£] ?(?:[0-9]{1,6},[0-9]{1,2}|0,[0-9]{1,6})(?![0-9,])"
)


class Sentences:
    """A page's general statements, each worked out when it is first asked for."""

    def __init__(self, document: Document, currency: str | None = None) -> None:
        self._document = document
        self._home = currency

    def of(self, block: int, table: Table) -> Context:
        """What the page says of the table that is that block."""
        return self._context(block, self._around[block], self._notes.of(block, table, self._document.paths[block]))

    def of_prose(self, block: int) -> Context:
        """What the page says of a paragraph, a heading or a cell in that block, but for the words beside it."""
        return self._context(block, headings_above(self._document, block), {})

    def of_line(self, block: int) -> Context:
        """The same of a paragraph that is a price and nothing else: the lines around it are read as around a table."""
        return self._context(block, around_line(self._document, block), {})

    def _context(self, block: int, around: Says, notes: Mapping[str, Note]) -> Context:
        return Context(
            around=around,
            heading="\n".join(self._document.paths[block]),
            measure=self._measure(block),
            notes={mark: _footnote(note) for mark, note in notes.items()},
            unpriced=frozenset(mark for mark, note in notes.items() if unpriced(note.text)),
            told={mark: told for mark, note in notes.items() if (told := told_prices(note.text))},
            marks=self._marks,
            home=self._home,
            currency=self._currency,
            decimal_commas=self._decimal_commas,
            thousand=self._thousand,
            binary=self._binary,
            marginal=self._marginal,
        )

    @cached_property
    def _page(self) -> str:
        return _NO_MONEY.sub("", "\n".join(text for _, text in self._document.every_text))

    @cached_property
    def _folded(self) -> str:
        return fold(self._page)

    @cached_property
    def _marks(self) -> frozenset[str]:
        found = {*_MARK.findall(self._folded), *(code.lower() for code in _CODE.findall(self._page))}
        return frozenset(vocabulary.CURRENCY_MARKS[mark] for mark in found)

    @cached_property
    def _currency(self) -> str | None:
        found = {currency_of(code, self._marks, self._home) for code in self._marks}
        return next(iter(found)) if len(found) == 1 else None

    @cached_property
    def _decimal_commas(self) -> bool:
        return _COMMA.search(self._folded) is not None and _DECIMAL_COMMA.search(self._folded) is not None

    def _measure(self, block: int) -> tuple[Measure | None, Origin]:
        before = self._document.blocks[block - 1] if block else None
        near = stated_measures(before.text) if isinstance(before, Paragraph) else set()
        # Where the sentence above and the one below state different units, nobody can tell which holds.
        if told := (near or self._leading(block)) | self._closing(block):
            return (next(iter(told)) if len(told) == 1 else None), "caption"
        return (self._only if self._only and self._reaches(block) else None), "page"

    def _leading(self, block: int) -> set[Measure]:
        """The units that sentences state above the block, right below the nearest of its headings that has some."""
        path = self._document.paths[block]
        for depth in range(len(path), 0, -1):
            if found := {each for at, each in self._stating.get(path[:depth], ()) if at < block}:
                return found
        return set()

    def _closing(self, block: int) -> set[Measure]:
        """The units that the paragraphs below the table state, where no table follows that they may lead."""
        found: set[Measure] = set()
        for below in self._document.blocks[block + 1 :]:
            if not isinstance(below, Paragraph):
                return set() if isinstance(below, Table) else found
            found |= stated_measures(below.text)
        return found

    def _reaches(self, block: int) -> bool:
        """Whether the unit is stated below headings that the table stands below too, or that no table does."""
        path = self._document.paths[block]
        return any(path[: len(above)] == above or above not in self._priced for above in self._stating)

    @cached_property
    def _priced(self) -> frozenset[tuple[str, ...]]:
        """The headings, each with those above it, that tables stand below."""
        paths = {self._document.paths[index] for index, _ in self._document.tables()}
        return frozenset(path[:depth] for path in paths for depth in range(len(path) + 1))

    @cached_property
    def _only(self) -> Measure | None:
        """The unit of the page's sentences, if all of them state one."""
        found = {measure for measures in self._stating.values() for _, measure in measures}
        return next(iter(found)) if len(found) == 1 else None

    @cached_property
    def _stating(self) -> Mapping[tuple[str, ...], list[tuple[int, Measure]]]:
        """The units that sentences state, each with its block, by the headings above them."""
        found: defaultdict[tuple[str, ...], list[tuple[int, Measure]]] = defaultdict(list)
        for index, block in enumerate(self._document.blocks):
            if isinstance(block, Paragraph) and (measures := stated_measures(block.text)):
                found[self._document.paths[index]] += [(index, measure) for measure in measures]
        return dict(found)

    @cached_property
    def _notes(self) -> Notes:
        return Notes(self._document)

    @cached_property
    def _thousand(self) -> int:
        return 1024 if _BINARY.search(self._folded) else 1000

    @cached_property
    def _binary(self) -> bool:
        return _GIBIBYTES.search(self._folded) is not None

    @cached_property
    def _marginal(self) -> bool:
        return _MARGINAL.search(self._folded) is not None

    @cached_property
    def _around(self) -> dict[int, Says]:
        return statements(self._document)


def _footnote(note: Note) -> Says:
    """What a note says of what carries its mark; nothing is known where it may speak of other models."""
    if note.unclear:
        return unread(f"the note {' '.join(note.unclear.split())[:60]!r} speaks of other models and says more")
    return read_footnote(note.new)


def stated_measures(text: str) -> set[Measure]:
    """The units that sentences say prices are per.

    >>> [measure.text for measure in stated_measures("表格中的价格代表每消耗 1M tokens 的价格。此处 1M = 1,000,000")]
    ['1000000 token']
    >>> len(stated_measures("Text prices are per 1M tokens. Image prices are per image."))
    2
    """
    return {measure for found in _UNIT.finditer(fold(text)) if (measure := _measure_of(found.group(1)))}


def _measure_of(words: str) -> Measure | None:
    try:
        measured = read_measure(tokens(words), 0)
    except NotUnderstood:
        return None
    return measured.measure if measured else None
