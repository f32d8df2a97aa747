"""What the headings, lines and sentences around each table of a page say of all its prices.

A heading holds for all below it. A line right above a table, its title or its tab, holds for that table and for those
that follow it at once, until another line of its kind; where that cannot be told, the tables are unread.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import takewhile

from pricebook.phrases.around import is_title, read_near, read_sentence, read_tabs
from pricebook.phrases.lines import is_note, read_foot, read_lead, read_of_prices, states
from pricebook.phrases.says import NOTHING, Says, both, condition, unread
from pricebook.phrases.words import read_words
from pricebook.reading.document import Document, Heading, Paragraph, Table
from pricebook.reading.labelled import labels_of


def statements(document: Document) -> dict[int, Says]:
    """For the block of each table what stands around it."""
    return dict(_Walk(document).tables())


def headings_above(document: Document, block: int) -> Says:
    """What the headings above that block say of the prices in it."""
    return _Walk(document).headings(block)


def around_line(document: Document, block: int) -> Says:
    """What the headings above that paragraph, and the lines around it, say of the price that it is."""
    walk = _Walk(document)
    headings = walk.headings(block)
    above = takewhile(lambda each: isinstance(each, Paragraph), reversed(document.blocks[:block]))
    says = NOTHING
    for text in (each.text for each in above if isinstance(each, Paragraph)):
        says = both(says, _line(text))
    for text in walk.paragraphs_from(block + 1)[0]:
        below = NOTHING if is_note(text) else both(read_foot(text, headings), read_sentence(text, above=False))
        says = both(says, below)
    return both(says, headings)


_LABELLED = re.compile(r"\s*(?:注|备注|说明|附注|[Nn]ote|※)")
"""A note below a table is of that table alone."""
_CALLS = re.compile(
    r"(?:^|后|[-–—:：·/|、 ])(?:在线|离线|批量|实时|模型)?推理(?:服务|调用)?(?:价格|费用|计费|定价|单价)?$"
    r"|^(?:[Oo]nline |[Bb]atch |[Mm]odel )?[Ii]nference(?: (?:price|pricing|prices|cost|costs))?$"
)
"""A heading on calls, and none on models that reason (推理模型)."""
_WHOSE_MODELS = re.compile(r"[\w .&-]{1,40}['’]s? (?:[\w.-]{1,20} )?models", re.IGNORECASE)
"""A heading on the models of somebody, which is no place beside headings that are some."""


class _Walk:
    """One pass over the page, from top to bottom."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.paragraphs: list[str] = []
        """Since the last heading or table."""
        self.after_table = False
        self.standing = NOTHING
        """What the lines above the last table said."""
        self.tabs: Sequence[Says] = ()
        self.nth = 0

    def tables(self) -> Iterator[tuple[int, Says]]:
        for index, block in enumerate(self.document.blocks):
            if isinstance(block, Heading):
                self.paragraphs, self.after_table, self.standing, self.tabs = [], False, NOTHING, ()
            elif isinstance(block, Paragraph):
                if is_folded(block.text):
                    self._fold()
                else:
                    self.paragraphs.append(block.text)
            else:
                says = both(self._below(index), self._lines())
                yield index, both(says, self.headings(index))

    def headings(self, index: int) -> Says:
        """All headings above, the nearest first; the page's own title names no place."""
        says = NOTHING
        path = self.document.paths[index]
        for depth, text in enumerate(path):
            own = read_near(text, places=depth > 0 or not self._is_title(text))
            if any((told := read_near(label)).kinds or told.problem for label in labels_of(text)):
                own = unread(f"cannot tell which of the tabs {text[:40]!r} the table is of")
            if self._beside_places(path[:depth], text, own):
                own = unread(f"{text[:40]!r} stands beside headings that are places and names none that is known")
            if says.service == "training" and not own.service and _CALLS.search(text):
                # Calls below 模型精调 are of what was trained there.
                says = both(condition("fine_tuned", True), says._replace(service=None))
            says = both(own, says)
        return says

    def _beside_places(self, above: tuple[str, ...], text: str, own: Says) -> bool:
        """Whether headings of the same rank name places, and this one says nothing that is understood."""
        if own.problem or own.kinds or not read_words(text).problem or _WHOSE_MODELS.fullmatch(text):
            return False
        return above in self.placed and (*above, text) not in self.placed

    def _is_title(self, text: str) -> bool:
        return any(isinstance(b, Heading) and b.level == 1 and b.text == text for b in self.document.blocks[:3])

    @cached_property
    def placed(self) -> frozenset[tuple[str, ...]]:
        """The headings right below which a heading names a place."""
        blocks = enumerate(self.document.blocks)
        return frozenset(
            self.document.paths[n] for n, block in blocks if isinstance(block, Heading) and _is_place(block.text)
        )

    def _below(self, index: int) -> Says:
        """Sentences below the table that speak of it; behind the tables that follow, some may."""
        below, behind = self.paragraphs_from(index + 1)
        followed = behind < len(self.document.blocks) and isinstance(self.document.blocks[behind], Table)
        titles, headings = _titles_of_lists(below), self.headings(index)
        says = NOTHING
        for text in below:
            sentence = read_sentence(text, above=False)
            stated = both(sentence, headings)
            if not followed and not is_note(text) and text not in titles:
                says = both(read_foot(text, stated), says)
            elif not is_note(text):
                says = both(read_of_prices(text, stated), says)
            says = both(sentence, says)
        further = self.paragraphs_from(self._after_tables[behind])[0] if followed else []
        return both(self._of_several(further), says)

    def paragraphs_from(self, index: int) -> tuple[list[str], int]:
        """The paragraphs from that block on, and the index of the block behind them."""
        found: list[str] = []
        blocks = self.document.blocks
        while index < len(blocks) and isinstance(block := blocks[index], Paragraph):
            found.append(block.text)
            index += 1
        return found, index

    @cached_property
    def _after_tables(self) -> list[int]:
        """For each block the first one from there on that is no table."""
        blocks = self.document.blocks
        found = list(range(len(blocks) + 1))
        for index in range(len(blocks) - 1, -1, -1):
            if isinstance(blocks[index], Table):
                found[index] = found[index + 1]
        return found

    def _of_several(self, further: list[str]) -> Says:
        """What sentences behind further tables say of this one: nobody can tell, unless they are notes of those."""
        for text in further:
            said = NOTHING if _LABELLED.match(text) else read_sentence(text, above=False)
            if said.kinds or said.problem:
                return unread("cannot tell whether the sentence below the tables after this one is of it too")
        return NOTHING

    def _fold(self) -> None:
        """A table that is folded away: what stands above it may be its label, and may lead the table behind it too."""
        own = NOTHING
        for text in self.paragraphs:
            own = both(_line(text), own)
        self.paragraphs, self.after_table = [], True
        if own.kinds or own.problem:
            self.standing = unread(
                "cannot tell whether the line above a table that is folded away holds for this one too"
            )

    def _lines(self) -> Says:
        """What stands between the last table or heading and this table, or still stands from above the last table."""
        paragraphs, self.paragraphs = self.paragraphs, []
        if paragraphs and (tabs := read_tabs(paragraphs[-1])):
            self.tabs, self.nth = tabs, 0
        own = NOTHING
        for text in paragraphs if not self.tabs or self.nth else paragraphs[:-1]:
            own = both(_line(text), own)
        self.standing = self._with_what_stood(own, titled=any(is_title(text) for text in paragraphs))
        self.after_table = True
        return self.standing

    def _with_what_stood(self, own: Says, *, titled: bool) -> Says:
        if self.tabs:
            tab = self.tabs[self.nth] if self.nth < len(self.tabs) else unread("no tab is left for this table")
            self.nth += 1
            return both(own, tab)
        stood = self.standing
        if not self.after_table or not (stood.kinds or stood.problem) or (stood.kinds and stood.kinds <= own.kinds):
            return own
        if titled or own.kinds:
            return unread("cannot tell whether the line above the table before this one holds for it too")
        return both(own, stood)


def is_folded(text: str) -> bool:
    r"""Whether a paragraph is a table of a part that is hidden: lines of cells.

    >>> is_folded("Model | Price\nacme-1 | $3"), is_folded("Batch | Flex")
    (True, False)
    """
    lines = text.split("\n")
    return len(lines) > 1 and all(" | " in line for line in lines)


def _line(text: str) -> Says:
    """What a line or a paragraph above a table says of it; a note is of what carries its mark."""
    return NOTHING if is_note(text) else read_lead(text)


def stating(text: str) -> bool:
    """Whether a paragraph says something of the prices of a table near it, or may.

    >>> stating("Batch"), stating("* 见文档。"), stating("各模型的说明见下。")
    (True, True, False)
    """
    return is_note(text) or states(text)


def _titles_of_lists(texts: list[str]) -> list[str]:
    """The single words in capitals of lists of links at a page's end, which has several.

    >>> _titles_of_lists(["RESOURCES", "Docs", "COMPANY", "About", "LEGAL", "BATCH API ONLY"])
    ['RESOURCES', 'COMPANY', 'LEGAL']
    >>> _titles_of_lists(["About", "BATCH", "仅限VIP"]), _titles_of_lists(["BATCH", "FLEX", "PRIORITY"])
    ([], [])
    """
    found = [text for text in texts if text.isascii() and text.isalpha() and text.isupper() and not _names_mode(text)]
    return found if len(found) > 2 else []


def _names_mode(text: str) -> bool:
    return "mode" in read_near(text).kinds


def _is_place(text: str) -> bool:
    return any(name == "region" for name, _ in read_near(text).conditions)
