"""What a reading lacks, told so that it can be taught: each reason and each unknown word once, the commonest first.

An unknown word or column is told by the words of the reasons, where the readers say that they do not know it.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from pricebook.checks.ledger import UNCLAIMED
from pricebook.reading.document import Document, Table
from pricebook.records import Reading, Remark

_UNKNOWN = re.compile(
    r"does not know (?P<what>the word|what the column|the unit after) (?P<word>'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")"
)
_KINDS = {"the word": "word", "what the column": "column", "the unit after": "unit after"}


class Lesson(NamedTuple):
    """One thing that is to be learnt."""

    amounts: int
    """How many amounts wait for it."""
    what: str
    example: Remark
    """The first of them."""


def reasons(reading: Reading) -> list[Lesson]:
    """Why amounts are unread, the commonest reason first."""
    return _commonest((remark.reason, remark) for remark in reading.unread)


def unknown_words(reading: Reading) -> list[Lesson]:
    """The words, the columns and the units that are not known, each once."""
    found = ((_UNKNOWN.search(remark.reason), remark) for remark in reading.unread)
    return _commonest((f"{_KINDS[match['what']]} {match['word']}", remark) for match, remark in found if match)


def unclaimed(reading: Reading, document: Document) -> list[Lesson]:
    """The tables with money in them that no layout reads, and the columns of tables that one does.

    Tables with the same headings are told once: one layout would read them all.
    """
    headings = {number: _headings(table) for number, (_, table) in enumerate(document.tables(), start=1)}
    read = {item.where.table for items in (reading.prices, reading.unsaid) for item in items}
    read |= {remark.where.table for remark in reading.unread if remark.reason != UNCLAIMED}
    left = [remark for remark in reading.unread if remark.reason == UNCLAIMED and remark.where.table]
    whole = [(f"table: {headings[each.where.table]}", each) for each in left if each.where.table not in read]
    columns = [(f"column: {' '.join(each.where.column.split())}", each) for each in left if each.where.table in read]
    return _commonest([*whole, *columns])


def _headings(table: Table) -> str:
    return " | ".join(" ".join(heading.split()) for heading in table.header)


def _commonest(remarks: Iterable[tuple[str, Remark]]) -> list[Lesson]:
    found: defaultdict[str, list[Remark]] = defaultdict(list)
    for what, remark in remarks:
        found[what].append(remark)
    lessons = [Lesson(len(items), what, items[0]) for what, items in found.items()]
    return sorted(lessons, key=lambda lesson: -lesson.amounts)
