"""Every amount on the page is claimed by a quote or a fact, excused with a reason, or reported as unread.

The scan looks for money by itself. It shares nothing with the price language, or it would share its blindness.
"""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate

from pricebook.checks.money import half_width, in_text, is_mark
from pricebook.checks.money_cells import alone, in_table, is_unit, kind_of
from pricebook.checks.money_lines import in_lines, states_unit
from pricebook.reading.document import Block, Document, Heading, Paragraph, Table
from pricebook.reading.remembered import Remembered
from pricebook.records import Span, Unread

_DIGIT = re.compile("[0-9]")
_LABEL = 40
"""A longer paragraph is prose and labels no number below it."""

Place = tuple[int, int, int, int]
"""Row and column of a block, start and end in their text."""


def amounts(document: Document, remembered: Remembered | None = None) -> Iterator[Span]:
    """Every amount of money on the page, in order.

    An amount is a number beside a money mark or before a unit, a number, or a word for free, in a cell that money is
    expected in, or a paragraph that is a number beside one that speaks of money.
    """
    known = remembered or Remembered()
    priced = False
    for index, block in enumerate(document.blocks):
        if isinstance(block, Table):
            found = _in_table(document, index, block, known)
        else:
            if isinstance(block, Heading):
                priced = any(map(states_unit, document.paths[index]))
            found = _in_prose(document, index, block, priced=priced)
            priced = priced or states_unit(block.text)
        yield from (Span(index, *place) for place in found)


def _in_table(document: Document, index: int, table: Table, known: Remembered) -> Sequence[Place]:
    before = document.blocks[index - 1] if index else None
    around = (*document.paths[index], *([before.text] if isinstance(before, Paragraph) else ()))
    below = before is not None and _ends_in_mark(before)
    return known.of(
        table,
        (_in_table, around, below),
        lambda: _outermost([*_beside_marks(table, below_mark=below), *in_table(table, around)]),
    )


def _beside_marks(table: Table, *, below_mark: bool) -> Iterator[Place]:
    """The numbers that are plainly money wherever they stand: the table's cells are looked at as one text."""
    places = [(row, column) for row, cells in enumerate(table.lines) for column in range(len(cells))]
    texts = [text for cells in table.lines for text in cells]
    starts = list(accumulate([len(text) + 1 for text in texts], initial=0))
    for start, end in in_text(half_width("\n".join(texts)), below_mark=below_mark):
        index = bisect_right(starts, start) - 1
        yield *places[index], start - starts[index], end - starts[index]


def _in_prose(document: Document, index: int, block: Heading | Paragraph, *, priced: bool) -> Sequence[Place]:
    """Numbers beside a mark or a unit, below a line that names a unit; a number alone below a label or above a unit."""
    text = half_width(block.text)
    if not _DIGIT.search(text):
        return ()
    found = in_text(text, below_mark=index > 0 and _ends_in_mark(document.blocks[index - 1]))
    if (number := alone(text)) and (_labels(document, index - 1) or _is_unit_below(document, index + 1)):
        found.update(number)
    found.update(in_lines(block.text, priced=priced))
    return _outermost([(0, 0, *span) for span in found])


def _ends_in_mark(block: Block) -> bool:
    return is_mark((block.lines[-1][-1] if isinstance(block, Table) else block.text).rpartition("\n")[2])


def _outermost(places: list[Place]) -> list[Place]:
    """In order, without those that lie in another."""
    found: list[Place] = []
    for place in sorted(places, key=lambda place: (*place[:3], -place[3])):
        if not found or place[:2] != found[-1][:2] or place[3] > found[-1][3]:
            found.append(place)
    return found


def _labels(document: Document, index: int) -> bool:
    block = document.blocks[index] if index >= 0 else None
    if block is None or isinstance(block, Table) or len(block.text) > _LABEL:
        return False
    return kind_of(block.text) in {"money", "meter"} and not alone(block.text)


def _is_unit_below(document: Document, index: int) -> bool:
    block = document.blocks[index] if index < len(document.blocks) else None
    return isinstance(block, Paragraph) and len(block.text) <= _LABEL and is_unit(block.text)


def unaccounted(
    document: Document, accounted: Iterable[Span], remembered: Remembered | None = None
) -> Iterator[Unread]:
    """The amounts that lie in none of the spans, in the order of the page."""
    claims: defaultdict[tuple[int, int, int], list[tuple[int, int]]] = defaultdict(list)
    for block, row, column, start, end, _ in accounted:
        claims[block, row, column].append((start, end))
    for amount in amounts(document, remembered):
        inside = claims.get(amount[:3], ())
        if not any(start <= amount.start and amount.end <= end for start, end in inside):
            yield Unread(amount, "no price and no excuse covers it")
