"""What the headings, lines and sentences around each table of a page say of all its prices.

A heading holds for all below it. A line right above a table, its title or its tab, holds for that table and for those
that follow it at once, until another line of its kind; where that cannot be told, the tables are unread.
"""

from collections.abc import Iterator, Sequence

from pricebook.phrases.around import is_title, read_near, read_sentence, read_tabs
from pricebook.phrases.says import NOTHING, Says, both, unread
from pricebook.reading.document import Document, Heading, Paragraph


def statements(document: Document) -> dict[int, Says]:
    """For the block of each table what stands around it."""
    return dict(_Walk(document).tables())


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
                self.paragraphs.append(block.text)
            else:
                says = both(self._below(index), self._lines())
                yield index, both(says, self._headings(index))

    def _headings(self, index: int) -> Says:
        """All headings above, the nearest first; the page's own title names no place."""
        says = NOTHING
        for depth, text in enumerate(self.document.paths[index]):
            says = both(read_near(text, places=depth > 0 or not self._is_title(text)), says)
        return says

    def _is_title(self, text: str) -> bool:
        return any(isinstance(b, Heading) and b.level == 1 and b.text == text for b in self.document.blocks[:3])

    def _below(self, index: int) -> Says:
        """Sentences right below the table that speak of it."""
        says = NOTHING
        for block in self.document.blocks[index + 1 :]:
            if not isinstance(block, Paragraph):
                break
            says = both(read_sentence(block.text, above=False), says)
        return says

    def _lines(self) -> Says:
        """What stands between the last table or heading and this table, or still stands from above the last table."""
        paragraphs, self.paragraphs = self.paragraphs, []
        if paragraphs and (tabs := read_tabs(paragraphs[-1])):
            self.tabs, self.nth = tabs, 0
        own = NOTHING
        for text in paragraphs if not self.tabs or self.nth else paragraphs[:-1]:
            own = both(read_near(text) if is_title(text) else read_sentence(text, above=True), own)
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
