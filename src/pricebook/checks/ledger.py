"""Every amount on the page is claimed by a quote or a fact, excused with a reason, or reported as unread.

The scan looks for money by itself. It shares nothing with the price language, or it would share its blindness.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator

from pricebook.checks.money import half_width, in_text
from pricebook.checks.money_cells import alone, in_table, is_unit, kind_of
from pricebook.reading.document import Document, Paragraph, Table
from pricebook.records import Span, Unread

_LABEL = 40
"""A longer paragraph is prose and labels no number below it."""


def amounts(document: Document) -> Iterator[Span]:
    """Every amount of money on the page, in order.

    An amount is a number beside a money mark or before a unit, a number, or a word for free, in a cell that money is
    expected in, or a paragraph that is a number beside one that speaks of money.
    """
    found = {*_in_text(document), *_in_tables(document), *_alone(document)}
    last: Span | None = None
    for span in sorted(found, key=lambda span: (span[:4], -span.end)):
        if last is None or span[:3] != last[:3] or span.end > last.end:
            yield span
            last = span


def _in_text(document: Document) -> Iterator[Span]:
    texts = document.every_text
    page, starts = document.run_together
    for start, end in in_text(half_width(page)):
        index = bisect_right(starts, start) - 1
        (block, row, column, *_), first = texts[index][0], starts[index]
        yield Span(block, row, column, start - first, end - first)


def _in_tables(document: Document) -> Iterator[Span]:
    for index, table in document.tables():
        before = document.blocks[index - 1] if index else None
        around = (*document.paths[index], *([before.text] if isinstance(before, Paragraph) else ()))
        for found in in_table(table, around):
            yield Span(index, *found)


def _alone(document: Document) -> Iterator[Span]:
    """Paragraphs that are a number, below a label of money or above a unit."""
    for index, block in enumerate(document.blocks):
        found = () if isinstance(block, Table) else alone(block.text)
        if found and (_labels(document, index - 1) or _is_unit_below(document, index + 1)):
            yield Span(index, 0, 0, *found[0])


def _labels(document: Document, index: int) -> bool:
    block = document.blocks[index] if index >= 0 else None
    if block is None or isinstance(block, Table) or len(block.text) > _LABEL:
        return False
    return kind_of(block.text) in {"money", "meter"} and not alone(block.text)


def _is_unit_below(document: Document, index: int) -> bool:
    block = document.blocks[index] if index < len(document.blocks) else None
    return isinstance(block, Paragraph) and len(block.text) <= _LABEL and is_unit(block.text)


def unaccounted(document: Document, accounted: Iterable[Span]) -> Iterator[Unread]:
    """The amounts that lie in none of the spans, in the order of the page."""
    claims: defaultdict[tuple[int, int, int], list[tuple[int, int]]] = defaultdict(list)
    for block, row, column, start, end, _ in accounted:
        claims[block, row, column].append((start, end))
    for amount in amounts(document):
        inside = claims.get(amount[:3], ())
        if not any(start <= amount.start and amount.end <= end for start, end in inside):
            yield Unread(amount, "no price and no excuse covers it")
