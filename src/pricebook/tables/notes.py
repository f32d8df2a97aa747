"""Notes: a mark behind a name, a heading or a price, and the paragraph that begins with that mark.

What the note says holds for whatever carries the mark. A note that is not understood, and speaks of a condition or a
bound, leaves it unread; one that says nothing of a price is passed over.
"""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import lru_cache
from operator import itemgetter

from pricebook.phrases.tokens import tokens
from pricebook.reading.document import Document, Paragraph, Table

_MARK = re.compile(r"\^([^^\n]{1,9})\^|([*†‡]{1,3})(?=$|[\s)）\n,，;；])|([①-⑳])|[(（\[]([0-9]{1,2})[)）\]]\s*$")
_NOTE = re.compile(
    r"\s*(?:\^([^^\n]{1,9})\^|\\?([*†‡]{1,3}|[①-⑳])|[(（\[]([0-9]{1,2})[)）\]])\s*[:：.、]?\s*(\S.*)", re.DOTALL
)
_SPLIT = re.compile(r"\n|(?<=[.。；;])\s*(?=\^[^^\n]{1,9}\^|[①-⑳])")
_BRACKETS = str.maketrans("", "", "()（）[]")


class Notes:
    """The notes of a page, by their marks."""

    def __init__(self, document: Document) -> None:
        self._notes: defaultdict[str, list[tuple[int, str]]] = defaultdict(list)
        for block, mark, text in _notes(document):
            self._notes[mark].append((block, text))

    def of(self, block: int, table: Table) -> Mapping[str, str]:
        """The note of each mark that stands in the table, which is that block."""
        if not self._notes:
            return {}
        found = {mark for cells in table.lines for cell in cells for mark in marks(cell)}
        return {mark: self._note(mark, block) for mark in found if mark in self._notes}

    def _note(self, mark: str, block: int) -> str:
        """The first note with that mark behind the block, else the last one before it."""
        same = self._notes[mark]
        behind = bisect_right(same, block, key=itemgetter(0))
        return same[min(behind, len(same) - 1)][1]


def unpriced(note: str) -> bool:
    """Whether a note tells neither an amount nor that something is free.

    >>> unpriced("按合同计价。"), unpriced("按 2 元计费。"), unpriced("限时免费。")
    (True, False, False)
    """
    return not any(token.kind in {"number", "free", "currency"} for token in tokens(note))


def is_mark(text: str) -> bool:
    """Whether a text is the mark of a note and nothing else.

    >>> is_mark("（2）"), is_mark("^1^"), is_mark("2"), is_mark("2（2）")
    (True, True, False, False)
    """
    return bool(text) and _MARK.sub("", text).strip() == ""


def is_note(text: str) -> bool:
    """Whether a paragraph begins with a mark, so that it belongs to what carries the mark.

    >>> is_note("* 批量推理价格"), is_note("批量推理价格")
    (True, False)
    """
    return _NOTE.fullmatch(text) is not None


def _notes(document: Document) -> Iterator[tuple[int, str, str]]:
    """The block, the mark and the words of each note."""
    for index, block in enumerate(document.blocks):
        if isinstance(block, Paragraph):
            for line in _SPLIT.split(block.text):
                if found := _NOTE.fullmatch(line):
                    mark = next(each for each in found.groups()[:3] if each)
                    yield index, mark.translate(_BRACKETS), found.group(4)


@lru_cache(maxsize=2048)
def marks(text: str) -> tuple[str, ...]:
    """The marks of notes that stand in a text, in order."""
    found = ("".join(filter(None, match.groups())) for match in _MARK.finditer(text))
    return tuple(mark.translate(_BRACKETS) for mark in found)
