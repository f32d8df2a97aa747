"""The blocks of a page in its order, each below the headings of the sections that it stands in."""

from dataclasses import dataclass, replace
from itertools import takewhile

from pricebook.reading.document import Block, Heading, Table

DEEPEST = 9
"""Headings in sections of sections stand deeper than the six that markup has."""
BARE = "—"
"""The heading of what stands behind tabs that no heading stands above."""


@dataclass(frozen=True, slots=True)
class _Title:
    """A heading that is open."""

    heading: Heading
    names: bool
    """It names what stands below it, and is not only a line in bold."""
    called: bool = False
    """Only a class says that it is one."""


@dataclass(slots=True)
class _Section:
    above: tuple[_Title, ...]
    """What it stands below."""
    first: int
    """How many blocks stood before it."""
    label: str = ""
    """What it is called, where that is no heading of its own."""
    level: int = 0
    """The level of its first heading; 0 while it has none."""


class Outline:
    """Gathers the blocks of a page.

    A heading in a section inside another stands below that one's heading, whatever its mark says. Where a section with
    tables of its own ends, so does its heading: what follows stands below the heading that the section stands below.
    """

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self._open: list[_Title] = []
        self._sections = [_Section((), 0)]
        self._ended: _Section | None = None

    def enter(self, label: str = "", line: int = 0) -> None:
        """A section begins, perhaps with a label that is no heading of its own: that of a tab."""
        above = self._ended.above if self._ended else tuple(self._open)
        self._sections.append(_Section(above, len(self.blocks), label))
        if label:
            self.heading(max((title.heading.level for title in above if title.names), default=0) + 1, label, line)

    def leave(self) -> None:
        """The section ends."""
        section = self._sections.pop()
        holds = any(isinstance(block, Table) for block in self.blocks[section.first :])
        if (holds and section.above and tuple(self._open) != section.above) or section.label:
            self._ended = section

    def heading(self, level: int, text: str, line: int, *, names: bool = True) -> None:
        """A heading; a line in bold only looks like one and does not name its section."""
        around = [section.level for section in self._sections[: -1 if names else None]]
        if any(around):
            level = min(max(level, *(above + 1 for above in around)), DEEPEST)
        if names:
            self._sections[-1].level = self._sections[-1].level or level
        self._end(level, line)
        self._append(_Title(Heading(level, text, line), names))

    def called(self, level: int, text: str, line: int) -> None:
        """A heading by its class alone: it replaces none of the page's own, and of two at once both are one."""
        own = (title.heading.level for title in self._open if title.names and not title.called)
        level = min(level + max(own, default=0), DEEPEST)
        last = self._open[-1] if self._open else None
        if last and last.called and last.heading.level == level and last.heading is self.blocks[-1]:
            self.blocks.pop()
            text, line = f"{last.heading.text} {text}", last.heading.line
        self.heading(level, text, line)
        self._open[-1] = replace(self._open[-1], called=True)

    def add(self, *blocks: Block) -> None:
        """Paragraphs and tables."""
        if blocks and self._ended:
            if self._ended.above:
                self._end(DEEPEST + 1, blocks[0].line)
            else:
                self._ended = None
                self._append(_Title(Heading(1, BARE, blocks[0].line), names=True))
        self.blocks.extend(blocks)

    def _end(self, level: int, line: int) -> None:
        """A section ended: what follows, of that level, stands below the headings around it, which are told again."""
        above = [title for title in self._ended.above if title.heading.level < level] if self._ended else []
        self._ended = None
        still = [title for title in self._open if title.heading.level < level]
        same = sum(1 for _ in takewhile(lambda pair: _same_title(*pair), zip(above, still, strict=False)))
        if above and (same < len(still) or level > DEEPEST):
            for title in above[min(same, len(above) - 1) :]:
                self._append(replace(title, heading=replace(title.heading, line=line)))

    def _append(self, title: _Title) -> None:
        while self._open and self._open[-1].heading.level >= title.heading.level:
            self._open.pop()
        self._open.append(title)
        self.blocks.append(title.heading)


def _same_title(one: _Title, other: _Title) -> bool:
    """Whether they are one heading, which may have been told twice."""
    return (one.heading.level, one.heading.text) == (other.heading.level, other.heading.text)
