"""Cards of HTML whose names are no headings: elements side by side, each a name and then labels above their amounts.

Only a grid is one: an element that holds cards and nothing else, the only one of the page, so that groups inside a card
are not taken for cards. Names stand in one place of every card, and so do labels with what stands below them; the names
differ and state no condition. A name becomes the heading of its card, and its labels with their values a table, where
nothing else stands between them and no other amount in the card.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from lxml import etree

from pricebook.phrases.lines import read_lead, states
from pricebook.phrases.says import AS_PRINTED, both
from pricebook.phrases.words import read_words
from pricebook.reading.delimited import AMOUNT
from pricebook.reading.displayed import Displayed
from pricebook.reading.document import Row, Table
from pricebook.reading.shown import ShownLines, heading_level, line_of

_STRUCTURE = frozenset({"table", "dl", "b", "strong"})
"""What has tables of its own, or lines that look like headings, is no such card."""
_FEWEST = 2
_LONGEST = 60
"""Characters of a name or a label."""
_MONEY = re.compile("[$¥￥€£]")
_SENTENCE = ".!?。！？；:："


_Nesting = tuple[tuple[str, str], ...]
"""Elements with their classes, from the inside out."""


class _NamedCard(NamedTuple):
    element: etree._Element
    name: etree._Element


class Cards:
    """The cards of one page, and what stands in place of their elements."""

    def __init__(self, root: etree._Element, displayed: Displayed) -> None:
        self._shown = ShownLines(displayed)
        self._names: dict[etree._Element, str] = {}
        self._instead: dict[etree._Element, list[Table]] = {}
        rows = {row for amount in self._shown.amounts(root) if (row := self._row_of(amount)) is not None}
        found = {row: card for row in rows if (card := self._card_of(row, rows)) is not None}
        grids = {card.getparent() for card in found.values()}
        places = {_nesting(row, card) for row, card in found.items()}
        if len({*found.values()}) >= _FEWEST and len(grids) == len(places) == 1:
            self._know(self._of_grid(grids.pop(), found.values()), places.pop())

    def name(self, element: etree._Element) -> str | None:
        """The name of the card that the element is."""
        return self._names.get(element)

    def instead(self, element: etree._Element) -> list[Table] | None:
        """What stands in the element's place, if it is a part of a card that is told otherwise; perhaps nothing."""
        return self._instead.get(element)

    def _row_of(self, amount: etree._Element) -> etree._Element | None:
        """The smallest element around an amount with words before it, if these are one line, which is its label."""
        around = amount.getparent()
        while around is not None and self._shown.lines(around)[:1] == self._shown.lines(amount)[:1]:
            amount, around = around, around.getparent()
        lines = self._shown.lines(around) if around is not None else []
        alone = len(lines) == len(self._shown.lines(amount)) + 1 and not any(map(AMOUNT.fullmatch, lines[2:]))
        return around if alone and _may_label(lines[0]) else None

    def _card_of(self, row: etree._Element, rows: Collection[etree._Element]) -> etree._Element | None:
        """The smallest element around a row that begins with something else than a row."""
        for around in row.iterancestors():
            first = self._shown.first(around)
            if first is not None and first is not row and not any(each in rows for each in first.iter()):
                return self._shown.outermost(around)
        return None

    def _of_grid(self, grid: etree._Element | None, found: Collection[etree._Element]) -> list[_NamedCard]:
        """All its cards, if it holds nothing else."""
        if grid is None:
            return []
        elements = [child for child in grid if self._shown.lines(child)]
        cards = [_NamedCard(element, name) for element in elements if (name := self._name_of(element)) is not None]
        texts = {self._shown.lines(card.name)[0] for card in cards}
        places = {_nesting(card.name, card.element) for card in cards}
        even = len({element.tag for element in elements}) == len(places) == 1 and len(texts) == len(elements)
        plain = not any(each.tag in _STRUCTURE or heading_level(each) for card in elements for each in card.iter())
        whole = self._shown.lines(grid) == [line for element in elements for line in self._shown.lines(element)]
        named = {*found} <= {*elements} and all(map(_may_be_named, texts))
        return cards if even and plain and whole and named and not self._is_spoken_of(grid) else []

    def _is_spoken_of(self, grid: etree._Element) -> bool:
        """Whether a text before or behind it, up to a heading or a table, says something of all cards."""
        above, below = self._shown.beside(grid)
        return any(map(states, [*above, *below])) or any(self._in_other_money(grid, text) for text in above)

    def _in_other_money(self, grid: etree._Element, text: str) -> bool:
        """Whether a text above names a currency that amounts in the grid contradict."""
        said = read_lead(text)
        marks = {mark for line in self._shown.lines(grid) if said.currency for mark in _MONEY.findall(line)}
        return any(both(read_words(mark), said).problem for mark in marks)

    def _name_of(self, card: etree._Element) -> etree._Element | None:
        """The innermost element of its first line, if that stands in an element of its own."""
        name = card
        while not (name.text or "").strip() and (first := self._shown.first(name)) is not None:
            name = first
        return name if self._shown.lines(name) == self._shown.lines(card)[:1] else None

    def _know(self, cards: Sequence[_NamedCard], place: _Nesting) -> None:
        for card in cards:
            self._names[card.element] = self._shown.lines(card.name)[0]
            self._instead |= {card.name: [], **self._table(card, place)}

    def _table(self, card: _NamedCard, place: _Nesting) -> Mapping[etree._Element, list[Table]]:
        """What stands in place of its rows: a table for the first, nothing for the others."""
        rows = [each for each in card.element.iter() if _nesting(each, card.element) == place and self._is_row(each)]
        texts = [self._shown.lines(row) for row in rows]
        labels = tuple(lines[0] for lines in texts)
        together = [line for lines in texts for line in lines]
        others = _besides(together, self._shown.lines(card.element))
        if not rows or len({*labels}) < len(labels) or others is None or any(map(_MONEY.search, others)):
            return {}
        values = tuple(" ".join(lines[1:]) for lines in texts)
        line = line_of(rows[0])
        return {row: [Table(labels, (Row(values, line),), line)] if row is rows[0] else [] for row in rows}

    def _is_row(self, element: etree._Element) -> bool:
        lines = self._shown.lines(element)
        return len(lines) > 1 and _may_label(lines[0]) and not any(map(AMOUNT.fullmatch, lines[2:]))


def _nesting(element: etree._Element, card: etree._Element) -> _Nesting:
    """The elements from this one out to its card, each with its classes."""
    around = [element, *element.iterancestors()]
    return tuple((each.tag, each.get("class") or "") for each in around[: around.index(card)])


def _may_label(line: str) -> bool:
    return len(line) <= _LONGEST and line[-1] not in _SENTENCE and line[0].isalpha()


def _may_be_named(line: str) -> bool:
    """Whether it can be a name: short, and without a word that states a condition."""
    said = read_words(line)
    return _may_label(line) and (bool(said.problem) or not {name for name, _ in said.conditions} - {AS_PRINTED})


def _besides(lines: Sequence[str], within: Sequence[str]) -> Sequence[str] | None:
    """What stands there besides the lines, if these stand one behind the other."""
    many = len(lines)
    starts = (start for start in range(len(within) - many + 1) if within[start : start + many] == lines)
    start = next(starts, None)
    return None if start is None else [*within[:start], *within[start + many :]]
