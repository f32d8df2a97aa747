"""Notes: a mark behind a name, a heading or a price, and the paragraph that begins with that mark.

What the note says holds for whatever carries the mark. A note that is not understood, and speaks of a condition or a
bound, leaves it unread; one that says nothing of a price is passed over.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from pricebook.phrases.around import read_note
from pricebook.phrases.says import NOTHING, Says, both
from pricebook.reading.document import Document, Paragraph

_MARK = re.compile(r"\^([^^\n]{1,9})\^|([*†‡]{1,3})(?=$|[\s)）\n,，;；])|([①-⑳])|[(（\[]([0-9]{1,2})[)）\]]\s*$")
_NOTE = re.compile(
    r"\s*(?:\^([^^\n]{1,9})\^|\\?([*†‡]{1,3}|[①-⑳])|[(（\[]([0-9]{1,2})[)）\]])\s*[:：.、]?\s*(\S.*)", re.DOTALL
)
_SPLIT = re.compile(r"\n|(?<=[.。；;])\s*(?=\^[^^\n]{1,9}\^|[①-⑳])")
_BRACKETS = str.maketrans("", "", "()（）[]")


class Notes:
    """The notes of a page, by their marks."""

    def __init__(self, document: Document) -> None:
        self._notes = list(_notes(document))

    def of(self, text: str, block: int) -> Says:
        """What the notes say whose marks stand in the text, which is of that block."""
        if not self._notes:
            return NOTHING
        says = NOTHING
        for mark in _marks(text):
            says = both(self._note(mark, block), says)
        return says

    def _note(self, mark: str, block: int) -> Says:
        """The first note with that mark behind the block, else the last one before it."""
        same = [(at, text) for at, each, text in self._notes if each == mark]
        behind = [text for at, text in same if at > block]
        if not same:
            return NOTHING
        return read_note(behind[0] if behind else same[-1][1])


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
def _marks(text: str) -> tuple[str, ...]:
    found = ("".join(filter(None, match.groups())) for match in _MARK.finditer(text))
    return tuple(mark.translate(_BRACKETS) for mark in found)
