"""Every amount on the page is claimed by a quote or a fact, excused with a reason, or reported as unread.

The scan looks for money by itself. It shares nothing with the price language, or it would share its blindness.
"""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate

from pricebook.checks.money import half_width, in_text, is_mark
from pricebook.checks.money_cells import FREE, Around, alone, in_table, is_unit, kind_of
from pricebook.checks.money_lines import in_lines, states_unit
from pricebook.reading.document import Block, Document, Heading, Paragraph, Table
from pricebook.reading.remembered import Remembered
from pricebook.records import Span, Unread

_DIGIT = re.compile("[0-9]")
_NUMBER = re.compile("[.．]?[0-9０-９][0-9０-９.．,]*")
"""At least all of any number that is an amount."""
_LABEL = 40
"""A longer paragraph is prose and labels no number below it."""

UNCLAIMED = "no price and no excuse covers it"
"""Why an amount is unread of which no scraper said anything."""
Place = tuple[int, int, int, int]
"""Row and column of a block, start and end in their text."""
Claims = defaultdict[tuple[int, int], list[tuple[int, int]]]
"""Starts and ends of what was accounted for, by row and column of a block."""


def amounts(document: Document) -> Iterator[Span]:
    """Every amount of money on the page, in order.

    An amount is a number beside a money mark or before a unit, a number, or a word for free, in a cell that money is
    expected in, or a paragraph that is a number beside one that speaks of money.
    """
    return (missed.span for missed in unaccounted(document, ()))


def unaccounted(
    document: Document, accounted: Iterable[Span], remembered: Remembered | None = None
) -> Iterator[Unread]:
    """The amounts that lie in none of the spans, in the order of the page.

    What is `remembered` of a table that was looked at before is not looked for again.
    """
    claims: defaultdict[int, Claims] = defaultdict(lambda: defaultdict(list))
    for span in accounted:
        claims[span.block][span.row, span.column].append((span.start, span.end))
    known = remembered or Remembered()
    priced = False
    for index, block in enumerate(document.blocks):
        claimed = claims[index]
        look = _Sight(document, index, claimed)
        if isinstance(block, Table):
            seen = look.table(block, known)
        else:
            if isinstance(block, Heading):
                priced = any(map(states_unit, document.paths[index]))
            seen = look.prose(block, priced=priced)
            priced = priced or states_unit(block.text)
        for row, column, start, end in seen:
            if not look.is_claimed(row, column, start, end):
                yield Unread(Span(index, row, column, start, end), UNCLAIMED)


class _Sight:
    """What is to be seen in one block; a text of which every number is claimed is not looked at."""

    def __init__(self, document: Document, index: int, claimed: Claims) -> None:
        self.document, self.index, self.claimed = document, index, claimed
        self.before = document.blocks[index - 1] if index else None
        self._reaches: dict[tuple[int, int], tuple[list[int], list[int]]] = {}
        self.below_mark = self.before is not None and _ends_in_mark(self.before)

    def table(self, table: Table, known: Remembered) -> Sequence[Place]:
        paragraph = [self.before.text] if isinstance(self.before, Paragraph) else []
        around = Around.of([*self.document.paths[self.index], *paragraph])
        given = _Sight.table, around, self.below_mark, self.claimed
        return known.of(table, given, lambda: self._in_cells(table, around))

    def _in_cells(self, table: Table, around: Around) -> list[Place]:
        open_lines = [
            ["" if self._is_settled(row, column, text) else text for column, text in enumerate(cells)]
            for row, cells in enumerate(table.lines)
        ]
        return _outermost(
            [*_beside_marks(open_lines, below_mark=self.below_mark), *in_table(table, around, open_lines)]
        )

    def prose(self, block: Heading | Paragraph, *, priced: bool) -> Sequence[Place]:
        """Numbers beside a mark or a unit, or below a line that names one; one alone below a label or above a unit."""
        text = half_width(block.text)
        if not _DIGIT.search(text) or self._is_settled(0, 0, text):
            return ()
        found = in_text(text, below_mark=self.below_mark)
        if (number := alone(text)) and self._speaks_of_money():
            found.update(number)
        found.update(in_lines(block.text, priced=priced))
        return _outermost([(0, 0, *span) for span in found])

    def _speaks_of_money(self) -> bool:
        below = self.document.blocks[self.index + 1 : self.index + 2]
        return _labels(self.before) or any(map(_is_unit, below))

    def is_claimed(self, row: int, column: int, start: int, end: int) -> bool:
        """Whether one claim covers these characters."""
        if (row, column) not in self.claimed:
            return False
        starts, furthest = self._reach(row, column)
        before = bisect_right(starts, start)
        return before > 0 and furthest[before - 1] >= end

    def _reach(self, row: int, column: int) -> tuple[list[int], list[int]]:
        """Where the claims on a text begin, in order, and how far those until then reach."""
        if (row, column) not in self._reaches:
            claims = sorted(self.claimed[row, column])
            furthest = list(accumulate((end for _, end in claims), max))
            self._reaches[row, column] = [start for start, _ in claims], furthest
        return self._reaches[row, column]

    def _is_settled(self, row: int, column: int, text: str) -> bool:
        """Whether every number of the text is claimed, and nothing else in it can be an amount or the mark of one."""
        return (
            (row, column) in self.claimed
            and all(self.is_claimed(row, column, *number.span()) for number in _NUMBER.finditer(text))
            and not FREE.search(text)
            and not ("\n" in text and is_mark(text.rpartition("\n")[2]))
        )


def _beside_marks(lines: Sequence[Sequence[str]], *, below_mark: bool) -> Iterator[Place]:
    """The numbers that are plainly money wherever they stand: the cells are looked at as one text."""
    places = [(row, column) for row, cells in enumerate(lines) for column in range(len(cells))]
    texts = [text for cells in lines for text in cells]
    starts = list(accumulate([len(text) + 1 for text in texts], initial=0))
    for start, end in in_text(half_width("\n".join(texts)), below_mark=below_mark):
        index = bisect_right(starts, start) - 1
        yield *places[index], start - starts[index], end - starts[index]


def _ends_in_mark(block: Block) -> bool:
    return is_mark((block.lines[-1][-1] if isinstance(block, Table) else block.text).rpartition("\n")[2])


def _outermost(places: list[Place]) -> list[Place]:
    """In order, without those that lie in another."""
    found: list[Place] = []
    for place in sorted(places, key=lambda place: (*place[:3], -place[3])):
        if not found or place[:2] != found[-1][:2] or place[3] > found[-1][3]:
            found.append(place)
    return found


def _labels(block: Block | None) -> bool:
    if block is None or isinstance(block, Table) or len(block.text) > _LABEL:
        return False
    return kind_of(block.text) in {"money", "meter"} and not alone(block.text)


def _is_unit(block: Block) -> bool:
    return isinstance(block, Paragraph) and len(block.text) <= _LABEL and is_unit(block.text)
