"""Every amount on the page is claimed by a quote or a fact, excused with a reason, or reported as unread.

The scan looks for money by itself. It shares nothing with the price language, or it would share its blindness.
"""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache

from pricebook.reading.document import Document, Table
from pricebook.records import Span, Unread

_NUMBER = r"[0-9０-９][0-9０-９,.．]*"
_CODES = "[Cc][Nn][Yy]|[Rr][Mm][Bb]|[Uu][Ss][Dd]|人民币|美元"
_BEFORE = re.compile(
    rf"{_NUMBER}(?= ?(?:[百千万亿]{{0,2}} ?(?:元|[¥￥$＄折%％]|{_CODES})"
    r"|[/／] ?(?:每 ?)?(?:百万|[千万亿张秒次月]|1,?000|1?[KkMm](?![A-Za-z])|小时|分钟|字符|[Tt][Oo][Kk][Ee][Nn]"
    r"|[0-9]{1,2} ?[s秒])))"
)
"""A number before a money mark or before a unit."""
_AFTER = re.compile(rf"[¥￥$＄CcRrUu人美](?:(?<=[¥￥$＄])|(?:NY|ny|MB|mb|SD|sd|民币|元)) ?(?P<number>{_NUMBER})")
"""A number behind a money mark."""
_MONEY_HEADER = re.compile(r"[价费]|成本|金额|(?<!单)元(?!素)|[¥￥$＄]|price|cost", re.IGNORECASE)
_NUMBER_CELL = re.compile(rf"[~^约 ]{{0,3}}(?P<alone>{_NUMBER})[^0-9０-９]{{0,3}}")
_OPENING = frozenset("0123456789０１２３４５６７８９~^约 ")


def amounts(document: Document) -> Iterator[Span]:
    """Every amount of money on the page, in order.

    An amount is a number beside a money mark or before a unit, or a cell that is a number under, or beside, a heading
    that carries money.
    """
    texts = document.every_text
    page, starts = document.run_together
    found = {match.span() for match in _BEFORE.finditer(page)} | {match.span(1) for match in _AFTER.finditer(page)}
    marked: set[int] = set()
    for start, end in sorted(found):
        index = bisect_right(starts, start) - 1
        marked.add(index)
        block, row, column, *_ = texts[index][0]
        yield Span(block, row, column, start - starts[index], end - starts[index])
    for index, (span, text) in enumerate(texts):
        if span.row and text and text[0] in _OPENING and index not in marked and _under_money(document, span):
            alone = _NUMBER_CELL.fullmatch(text)
            if alone:
                yield span._replace(start=alone.start("alone"), end=alone.end("alone"))


def _under_money(document: Document, span: Span) -> bool:
    block = document.blocks[span.block]
    if not isinstance(block, Table):
        return False
    heading = block.header[span.column] if span.column < len(block.header) else ""
    return _is_money(heading) or (span.column > 0 and _is_money(block.rows[span.row - 1].cells[0]))


@lru_cache(maxsize=4096)
def _is_money(heading: str) -> bool:
    return _MONEY_HEADER.search(heading) is not None


def unaccounted(document: Document, accounted: Iterable[Span]) -> Iterator[Unread]:
    """The amounts that lie in none of the spans, in the order of the page."""
    claims: defaultdict[tuple[int, int, int], list[tuple[int, int]]] = defaultdict(list)
    for block, row, column, start, end, _ in accounted:
        claims[block, row, column].append((start, end))
    for amount in amounts(document):
        inside = claims.get(amount[:3], ())
        if not any(start <= amount.start and amount.end <= end for start, end in inside):
            yield Unread(amount, "no price and no excuse covers it")
