"""Every amount on the page is claimed by a quote or a fact, excused with a reason, or reported as unread.

The scan looks for money by itself. It shares nothing with the price language, or it would share its blindness.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from pricebook.reading.document import Document, Table
from pricebook.records import Span, Unread

_NUMBER = r"[0-9０-９][0-9０-９,.．]*"
_AMOUNT = re.compile(
    rf"(?:[¥￥$＄]|(?:CNY|RMB|USD|人民币|美元)) ?(?P<after>{_NUMBER})"
    rf"|(?P<before>{_NUMBER}) ?[百千万亿]{{0,2}} ?(?:元|[¥￥$＄]|CNY|RMB|USD|美元|人民币|折|[%％])"
    rf"|(?P<per>{_NUMBER}) ?[/／] ?(?:每 ?)?(?:百万|[千万亿]|1,?000|1?[KkMm](?![A-Za-z])|张|秒|次|小时|分钟|月|字符|[Tt]oken|[0-9]{{1,2}} ?[s秒])",
    re.IGNORECASE,
)
_MONEY_HEADER = re.compile(r"[价费]|(?<!单)元(?!素)|[¥￥$＄]|price|cost", re.IGNORECASE)
_NUMBER_CELL = re.compile(rf"[^0-9０-９]{{0,3}}(?P<alone>{_NUMBER})[^0-9０-９]{{0,3}}")
_DIGIT = re.compile(r"[0-9０-９]")


def amounts(document: Document) -> Iterator[Span]:
    """Every amount of money on the page: a number beside a money mark or before a unit, and the number cells of a
    column, or of a row, whose heading carries money."""
    for span, text in document.texts():
        if not _DIGIT.search(text):
            continue
        found = False
        for match in _AMOUNT.finditer(text):
            group = match.lastgroup or ""
            yield span._replace(start=match.start(group), end=match.end(group))
            found = True
        if not found and (match := _NUMBER_CELL.fullmatch(text)) and _under_money(document, span):
            yield span._replace(start=match.start("alone"), end=match.end("alone"))


def _under_money(document: Document, span: Span) -> bool:
    block = document.blocks[span.block]
    if not isinstance(block, Table) or span.row == 0:
        return False
    heading = block.header[span.column] if span.column < len(block.header) else ""
    first = block.rows[span.row - 1].cells[0] if span.column else ""
    return bool(_MONEY_HEADER.search(heading) or _MONEY_HEADER.search(first))


def unaccounted(document: Document, accounted: Iterable[Span]) -> Iterator[Unread]:
    """The amounts that lie in none of the spans."""
    claims: defaultdict[tuple[int, int, int], list[tuple[int, int]]] = defaultdict(list)
    for span in accounted:
        claims[span[:3]].append((span.start, span.end))
    for amount in amounts(document):
        inside = (start <= amount.start and amount.end <= end for start, end in claims.get(amount[:3], ()))
        if not any(inside):
            yield Unread(amount, "no price and no excuse covers it")
