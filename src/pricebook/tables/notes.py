"""Notes: a mark behind a name, a heading or a price, and the paragraph that begins with that mark.

What the note says holds for whatever carries the mark. A note that is not understood, and speaks of a condition or a
bound, leaves it unread; one that says nothing of a price is passed over.
"""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise
from operator import itemgetter
from typing import NamedTuple

from pricebook import vocabulary
from pricebook.phrases.around import read_near
from pricebook.phrases.gathering import ENDING
from pricebook.phrases.measures import Measure, NotUnderstood, number
from pricebook.phrases.prices import price_at
from pricebook.phrases.tokens import DAY, Token, alternatives, fold, tokens
from pricebook.reading.document import Document, Paragraph, Table
from pricebook.tables.restated import PRICED, SENTENCE, Printed, carry, without_restated

_MARK = re.compile(r"\^([^^\n]{1,9})\^|([*†‡]{1,3})(?=$|[\s)）\n,，;；])|([①-⑳])|[(（\[]([0-9]{1,2})[)）\]]\s*$")
_NOTE = re.compile(
    r"\s*(?:\^([^^\n]{1,9})\^|\\?([*†‡]{1,3}|[①-⑳])|[(（\[]([*†‡]{1,3}|[0-9]{1,2})[)）\]])\s*[:：.、]?\s*(\S.*)",
    re.DOTALL,
)
_SPLIT = re.compile(r"\n|(?<=[.。；;])\s*(?=\^[^^\n]{1,9}\^|[①-⑳])")
_NAMES = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:[-.][A-Za-z0-9]+)+")
_DAY = re.compile(f"{DAY}|[0-9]{{1,2}}:[0-9]{{2}}")
_ALIAS = re.compile(alternatives(vocabulary.ALIASES.split("|")))
_THEY = re.compile("[二两三四]者|它们|(?<![a-z])(?:they|both|these)(?![a-z])")
"""What stands for the models of the sentence before."""
_RESTRICTS = {"restricting", "date"}
_BRACKETS = str.maketrans("", "", "()（）[]")


class Note(NamedTuple):
    """A note of a table."""

    text: str
    new: str
    """What it says beyond amounts that stand in cells with its mark."""


class Retold(NamedTuple):
    """A price that a note tells."""

    value: Decimal
    currency: str | None
    measure: Measure | None


class Notes:
    """The notes of a page, by their marks."""

    def __init__(self, document: Document) -> None:
        self._notes: defaultdict[str, list[tuple[int, Note]]] = defaultdict(list)
        for block, mark, note in _notes(document):
            same = self._notes[mark]
            if same and not any(isinstance(each, Table) for each in document.blocks[same[-1][0] : block]):
                first, before = same.pop()
                same.append((first, Note(f"{before.text}\n{note.text}", f"{before.new}\n{note.new}".strip())))
            else:
                same.append((block, note))

    def of(self, block: int, table: Table, headings: Iterable[str]) -> Mapping[str, Note]:
        """The note of each mark that stands in the table, which is that block, or in the headings above it."""
        if not self._notes:
            return {}
        carriers: defaultdict[str, set[str]] = defaultdict(set)
        for cell in {*headings, *(cell for cells in table.lines for cell in cells)}:
            for mark in marks(cell):
                carriers[mark].update(map(fold, _NAMES.findall(cell)))
        found = ((self._note(mark, block), mark, names) for mark, names in carriers.items() if mark in self._notes)
        return {mark: Note(about(note.text, names), about(note.new, names)) for note, mark, names in found}

    def _note(self, mark: str, block: int) -> Note:
        """The first note with that mark behind the block, else the last one before it."""
        same = self._notes[mark]
        behind = bisect_right(same, block, key=itemgetter(0))
        return same[min(behind, len(same) - 1)][1]


def about(note: str, names: Container[str]) -> str:
    """A note without the sentences that speak of other models than the named ones: when those end, which they were.

    >>> about("acme-0 与 acme-0-mini 将于 2026/07/24 弃用。二者分别对应 acme-1 的两种模式。批量推理价格。", {"acme-1"})
    '批量推理价格。'
    >>> about("Acme-1 将于 2026/07/24 弃用。", {"acme-1"}), about("acme-1 指向 acme-2，训练价格。", {"acme-1"})
    ('Acme-1 将于 2026/07/24 弃用。', 'acme-1 指向 acme-2，训练价格。')
    """
    kept: list[str] = []
    others = False
    for sentence in SENTENCE.findall(note):
        others = _is_of_others(sentence, names, after=others)
        kept += [] if others else [sentence]
    return "".join(kept).strip()


def _is_of_others(sentence: str, names: Container[str], *, after: bool) -> bool:
    """Whether a sentence speaks of other models alone; 二者分别对应 after one that does is of the same."""
    told = [fold(name) for name in _NAMES.findall(sentence)]
    if not told or not unpriced(_DAY.sub("", _NAMES.sub("", sentence))):
        return False
    clauses = re.split("[，,]", _NAMES.sub("", sentence).strip("。；;. \n"))
    if _ALIAS.search(fold(sentence)):
        if after and _THEY.search(fold(sentence.partition(_NAMES.findall(sentence)[0])[0])):
            return not any(_RESTRICTS & {token.kind for token in tokens(clause)} for clause in clauses)
        aliases = [_DAY.sub("", clause) if _ALIAS.search(fold(clause)) else clause for clause in clauses]
        return any(name not in names for name in told) and not any(map(_tells, aliases))
    ends = [clause for clause in clauses if not ENDING.search(fold(clause))]
    of_others = bool(names) and not any(name in names for name in told) and len(ends) < len(clauses)
    return of_others and not any(map(_tells, ends))


def _tells(clause: str) -> bool:
    """Whether a clause says anything of a price."""
    said = read_near(clause)
    return bool(said.kinds or said.problem or said.currency or said.measure)


def unpriced(note: str) -> bool:
    """Whether a note tells neither an amount nor that something is free.

    >>> unpriced("按合同计价。"), unpriced("按 2 元计费。"), unpriced("限时免费。")
    (True, False, False)
    """
    return not any(token.kind in {"number", "free", "currency"} for token in tokens(note))


def told_prices(note: str) -> tuple[Retold, ...]:
    """The prices that a note tells; without a measure those per what is not known.

    >>> [(str(told.value), told.measure and told.measure.text) for told in told_prices("At $2 per 1M tokens. $1 each.")]
    [('2', '1000000 token'), ('1', None)]
    """
    found = tokens(note)
    starts = (index for index, kinds in enumerate(pairwise(token.kind for token in found)) if kinds == PRICED)
    return tuple(_told_at(note, found, index) for index in starts)


def _told_at(note: str, found: tuple[Token, ...], index: int) -> Retold:
    try:
        printed = price_at(note, found, index)
    except NotUnderstood:
        printed = None
    if printed is None:
        return Retold(number(found[index + 1]), None, None)
    return Retold(printed.value, printed.says.currency, printed.says.measure)


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


def _notes(document: Document) -> Iterator[tuple[int, str, Note]]:
    """The block, the mark and the words of each note."""
    carried: defaultdict[str, Printed] = defaultdict(dict)
    for index, block in enumerate(document.blocks):
        if isinstance(block, Paragraph):
            for line in _SPLIT.split(block.text):
                if found := _NOTE.fullmatch(line):
                    mark = next(each for each in found.groups()[:3] if each).translate(_BRACKETS)
                    yield index, mark, Note(found.group(4), without_restated(found.group(4), carried.pop(mark, {})))
        elif isinstance(block, Table):
            for row, column in ((n, m) for n, cells in enumerate(block.lines) for m in range(len(cells))):
                for mark in marks(block.lines[row][column]):
                    carry(carried[mark], block, row, column)


def last_before(text: str, starts: Sequence[int]) -> Iterator[tuple[str, int]]:
    """The marks in a text, each with the last of these places before it.

    >>> list(last_before("$1 (text), $0.0006 (image)*", [0, 11]))
    [('*', 11)]
    """
    for match in _MARK.finditer(text):
        if before := [start for start in starts if start < match.start()]:
            yield "".join(filter(None, match.groups())).translate(_BRACKETS), max(before)


@lru_cache(maxsize=2048)
def marks(text: str) -> tuple[str, ...]:
    """The marks of notes that stand in a text, in order."""
    found = ("".join(filter(None, match.groups())) for match in _MARK.finditer(text))
    return tuple(mark.translate(_BRACKETS) for mark in found)
