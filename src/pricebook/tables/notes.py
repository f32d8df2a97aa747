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
from typing import Literal, NamedTuple

from pricebook import vocabulary
from pricebook.phrases.around import read_near, speaks_of_prices
from pricebook.phrases.gathering import ENDING
from pricebook.phrases.lines import NOTE
from pricebook.phrases.measures import Measure, NotUnderstood, number
from pricebook.phrases.prices import price_at
from pricebook.phrases.tokens import DAY, Token, alternatives, fold, tokens
from pricebook.phrases.words import read_words
from pricebook.reading.document import Document, Paragraph, Table
from pricebook.tables.restated import PRICED, SENTENCE, Printed, carry, without_restated

_MARK = re.compile(r"\^([^^\n]{1,9})\^|([*†‡]{1,3})(?=$|[\s)）\n,，;；])|([①-⑳])|[(（\[]([0-9]{1,2})[)）\]]\s*$")
_SPLIT = re.compile(r"\n|(?<=[.。；;])\s*(?=\^[^^\n]{1,9}\^|[①-⑳])")
_NAMES = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:[-.][A-Za-z0-9]+)+")
_DAY = re.compile(f"{DAY}|[0-9]{{1,2}}:[0-9]{{2}}")
_ALIAS = re.compile(alternatives(vocabulary.ALIASES.split("|")))
_THEY = re.compile("[二两三四]者|它们|(?<![a-z])(?:they|both|these)(?![a-z])")
"""What stands for the models of the sentence before."""
_BESIDE = re.compile(f"{alternatives(vocabulary.BESIDE_ALIASES.split('|'))}|分别|(?<![a-z])respectively(?![a-z])")
_DATED = re.compile(f"(?:[于自从]|北京时间|(?<![a-z])(?:since|from|on|as of) )? ?(?:{_DAY.pattern})(?: ?[起后])?")
_DIVIDING = " 、/:：\"'“”\n\t"
Whose = Literal["own", "others", "unclear"]
"""Of which models a sentence of a note speaks: those that carry it, others alone, or nobody can tell."""
_BRACKETS = str.maketrans("", "", "()（）[]")


class Note(NamedTuple):
    """A note of a table."""

    text: str
    new: str
    """What it says beyond amounts that stand in cells with its mark."""
    unclear: str = ""
    """A sentence of it that speaks of other models, and may say something of those in the table."""


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
        return {
            mark: Note(about(note.text, names), about(note.new, names), unclear_in(note.new, names))
            for note, mark, names in found
        }

    def _note(self, mark: str, block: int) -> Note:
        """The first note with that mark behind the block, else the last one before it."""
        same = self._notes[mark]
        behind = bisect_right(same, block, key=itemgetter(0))
        return same[min(behind, len(same) - 1)][1]


def about(note: str, names: Container[str]) -> str:
    """A note without the sentences that speak of other models than the named ones: when those end, which they were.

    >>> about("acme-0 与 a-0 将于 2026/07/24 弃用。二者分别对应 acme-1 的思考模式。批量推理价格。", {"acme-1"})
    '批量推理价格。'
    >>> about("Acme-1 将于 2026/07/24 弃用。", {"acme-1"}), about("acme-1 指向 acme-2，训练价格。", {"acme-1"})
    ('Acme-1 将于 2026/07/24 弃用。', 'acme-1 指向 acme-2，训练价格。')
    """
    return "".join(sentence for sentence, whose in _sentences(note, names) if whose != "others").strip()


def unclear_in(note: str, names: Container[str]) -> str:
    """The first sentence of a note that speaks of other models and says more, so that it may be of the named ones.

    >>> unclear_in("acme-0 指向 acme-1。acme-0 指向 acme-1，预付费。", {"acme-1"})
    'acme-0 指向 acme-1，预付费。'
    """
    return next((sentence for sentence, whose in _sentences(note, names) if whose == "unclear"), "").strip()


def _sentences(note: str, names: Container[str]) -> Iterator[tuple[str, Whose]]:
    whose: Whose = "own"
    for sentence in SENTENCE.findall(note):
        whose = _whose(sentence, names, after=whose == "others")
        yield sentence, whose


def _whose(sentence: str, names: Container[str], *, after: bool) -> Whose:
    """Whether a sentence speaks of other models alone; 二者分别对应 after one that does is of the same."""
    told = [fold(name) for name in _NAMES.findall(sentence)]
    clauses = re.split("[，,]", _NAMES.sub(" ", fold(sentence)).strip("。；;. \n"))
    if not told:
        return "own"
    aliases = [clause for clause in clauses if _ALIAS.search(clause)]
    if aliases:
        rest = [clause for clause in clauses if clause not in aliases and _BESIDE.sub("", clause).strip(_DIVIDING)]
        if all(_only_alias(clause, after=after) for clause in aliases) and not any(map(_says_more, rest)):
            of_others = any(name not in names for name in told) or (after and _THEY.search(aliases[0]))
            return "others" if of_others and not rest else "own"
        return "unclear"
    others = bool(names) and not any(name in names for name in told)
    if not others or not any(map(ENDING.search, clauses)) or not unpriced(_DAY.sub("", " ".join(clauses))):
        return "own"
    return "unclear" if any(map(_says_something, (each for each in clauses if not ENDING.search(each)))) else "others"


def _only_alias(clause: str, *, after: bool) -> bool:
    """Whether a clause without its names says which other model one stands for, perhaps since when, and nothing else.

    What 二者 are of the sentence before may be modes in which a model thinks, or does not.
    """
    rest = _BESIDE.sub(" ", _DATED.sub(" ", _ALIAS.sub(" ", clause)))
    if after and _THEY.search(rest):
        rest = " ".join(token.text for token in tokens(_THEY.sub(" ", rest)) if not _of_thinking(token))
    return not rest.strip(_DIVIDING)


def _of_thinking(token: Token) -> bool:
    stated = token.word.condition if token.word else None
    return token.text == "模式" or bool(stated and stated[0] == "thinking")


def _says_more(clause: str) -> bool:
    """Whether a clause says anything but from when, or until when, a price holds."""
    said = read_near(clause)
    return bool(read_words(clause).problem or said.problem) or not said.kinds or not said.kinds <= {"since", "until"}


def _says_something(clause: str) -> bool:
    """Whether a clause says anything of a price."""
    said = read_near(clause)
    stated = {token.kind for token in tokens(clause)} & {"per", "meter", "condition", "service", "heading"}
    return bool(said.kinds or said.problem or said.currency or said.measure or stated) or speaks_of_prices(clause)


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


def _notes(document: Document) -> Iterator[tuple[int, str, Note]]:
    """The block, the mark and the words of each note."""
    carried: defaultdict[str, Printed] = defaultdict(dict)
    for index, block in enumerate(document.blocks):
        if isinstance(block, Paragraph):
            for line in _SPLIT.split(block.text):
                if found := NOTE.fullmatch(line):
                    mark = next(each for each in found.groups()[:3] if each).translate(_BRACKETS)
                    yield index, mark, Note(found.group(4), without_restated(found.group(4), carried.pop(mark, {})))
        elif isinstance(block, Table):
            for cells in block.lines:
                for column, cell in enumerate(cells):
                    for mark in marks(cell):
                        carry(carried[mark], block.header, cells, column)


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
