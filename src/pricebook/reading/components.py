r"""Markdown with components (MDX) to blocks: what stands between components is read as Markdown, each in its place.

A component that is given columns and rows is a table. Of any other the tag is left out and what stands inside is read,
under the component's title: so a tab or a folded section is called. The code of components is not displayed. What is
no literal stays prose where it is, so that its amounts are unread, and so does code that holds amounts.
"""

import re
from dataclasses import dataclass, field
from textwrap import dedent

from pricebook.errors import UnreadablePage
from pricebook.reading.document import Block, Heading, Paragraph, Table
from pricebook.reading.literals import Cursor, Literal, NotLiteral, Tag
from pricebook.reading.markdown import read_markdown
from pricebook.reading.written import MONEY, table_of

MAX_COMPONENTS = 5_000
"""Components, comments and blocks of code of one page."""
MAX_ENDLESS = 20
"""Statements without an end; each is looked for through all of the page."""

_TAGS = r"(?P<close></[A-Z][A-Z0-9]{0,20}[a-z][\w.]{0,99}>)|(?P<open><[A-Z][A-Z0-9]{0,20}[a-z])|(?P<comment>\{/\*)"
_CODE_OF = r"export\s(?:const|let|var|function|default|async|class)\b|import\s[^;\n]{0,300}[\"'][^\"'\n]{1,300}[\"']"
_MARK = re.compile(rf"^[ ]{{0,40}}(?:(?P<fence>`{{3,99}}|~{{3,99}})|{_TAGS}|(?P<code>{_CODE_OF}))", re.MULTILINE)
_NEXT = re.compile(rf"[ ]{{0,40}}(?:{_TAGS})")
"""A tag right behind another."""
_QUOTED = re.compile(
    r"\"(?:[^\"\\\n]|\\.)*+\"|'(?:[^'\\\n]|\\.)*+'|`(?:[^`\\]|\\.)*+`|//[^\n]*+|/\*(?:[^*]|\*(?!/))*+\*/", re.DOTALL
)
_CODE = re.compile(r"[^()\[\]{}\"'`/\n]++")
_COMMENT = re.compile(r"\{/\*(?:[^*]|\*(?!/))*+\*/\s{0,99}\}")
_CONSTANT = re.compile(r"export\s{1,9}(?:const|let|var)\s{1,9}([A-Za-z_$][\w$]{0,99})\s{0,9}=")
_GOES_ON = ("=", "=>", ",", "from")
_TITLES = ("title", "label", "header", "summary")


def read_components(text: str, name: str) -> list[Block]:
    """The page's blocks, with the lines on which they stand."""
    return _Reader(text, name).blocks


@dataclass
class _Opened:
    """A component that is not yet closed."""

    name: str
    level: int
    """Of its title as a heading; 0 without one."""
    above: Heading | None
    """The heading under which what follows it stands again."""
    highest: int
    """The level of the highest heading in it, its title among them; 0 without any."""


@dataclass
class _Reader:
    """Walks from mark to mark; what lies between two is Markdown."""

    text: str
    name: str
    blocks: list[Block] = field(default_factory=list)
    _known: dict[str, Literal] = field(default_factory=dict)
    _untold: dict[str, Paragraph] = field(default_factory=dict)
    """Constants with amounts that no table has shown."""
    _open: list[_Opened] = field(default_factory=list)
    _closed: _Opened | None = None
    """The component with a heading in it that was closed last, while nothing stands behind it."""
    _from: int = 0
    """Where the Markdown begins that is not yet read."""
    _endless: int = 0
    """Statements whose end was not found."""
    _counted: tuple[int, int] = (0, 1)
    """A position, and its line."""

    def __post_init__(self) -> None:
        position = marks = 0
        while mark := _MARK.search(self.text, position):
            marks += 1
            if marks > MAX_COMPONENTS:
                self._refuse(f"more than {MAX_COMPONENTS:,} components")
            position = self._past_fence(mark) if mark.group("fence") else self._past(mark)
        self._prose(len(self.text))
        self.blocks.extend(self._untold.values())

    def _past_fence(self, mark: re.Match[str]) -> int:
        """Past a block of code that is displayed."""
        closing = re.compile(rf"^[ ]{{0,40}}{mark.group('fence')}[`~]*+[ ]*+$", re.MULTILINE)
        end = closing.search(self.text, mark.end())
        return end.end() if end else len(self.text)

    def _past(self, first: re.Match[str]) -> int:
        """Past the mark and those right behind it."""
        mark: re.Match[str] | None = first
        position = first.end()
        while mark:
            end = self._read(mark)
            if end is None:
                return max(position, mark.end())
            position = self._from = end
            mark = _NEXT.match(self.text, end)
        return position

    def _read(self, mark: re.Match[str]) -> int | None:
        """What the mark begins; the position behind it, or None where it cannot be read and stays prose."""
        kind = str(mark.lastgroup)
        start = mark.start(kind)
        if kind == "close":
            self._prose(start)
            self._close(mark.group(kind)[2:-1])
            return mark.end()
        if kind == "comment":
            comment = _COMMENT.match(self.text, start)
            return self._left_out(start, comment.end()) if comment else None
        return self._code(start) if kind == "code" else self._component(start)

    def _left_out(self, start: int, end: int) -> int:
        self._prose(start)
        return end

    def _code(self, start: int) -> int | None:
        """Code is left out, and a constant in it is known to what follows."""
        end = _end_of_code(self.text, start)
        if end is None:
            self._endless += 1
            if self._endless > MAX_ENDLESS:
                self._refuse(f"more than {MAX_ENDLESS} statements without an end")
            return None
        constant = _CONSTANT.match(self.text, start)
        value = self._constant(constant) if constant else None
        if constant and value:
            self._known[constant.group(1)] = value
        self._prose(start)
        if MONEY.search(self.text, start, end):
            source = self._source(start, end)
            if constant and value:
                self._untold[constant.group(1)] = source
            else:
                self._add(source)
        return end

    def _constant(self, constant: re.Match[str]) -> Literal | None:
        try:
            return Cursor(self.text, self._known, constant.end(), self._line(constant.end())).value()
        except NotLiteral:
            return None

    def _component(self, start: int) -> int | None:
        source = Cursor(self.text, self._known, start, self._line(start))
        try:
            tag = source.tag()
        except NotLiteral:
            return None
        table = table_of(tag.attributes, self.name)
        self._prose(start)
        self._begin(tag, self._line(start))
        if table is None and MONEY.search(self.text, start, source.position):
            self._add(self._source(start, source.position))
        for block in table or []:
            self._add(block)
        if table:
            for name in source.taken:
                self._untold.pop(name, None)
        return source.position

    def _begin(self, tag: Tag, line: int) -> None:
        """A component's title is a heading of what is inside, or a line of prose where nothing is."""
        title = next((given.text for key in _TITLES if (given := tag.attributes.get(key))), "")
        title = " ".join(title.split())
        if tag.alone:
            if title:
                self._add(Paragraph(title, line))
            return
        above = self._above()
        level = 1 + (above.level if above else 0) if title else 0
        if title:
            self._closed = None
            self.blocks.append(Heading(level, title, line))
        self._open.append(_Opened(tag.name, level, above, level))

    def _above(self) -> Heading | None:
        """The heading under which what comes next stands."""
        if self._closed:
            return self._closed.above
        return next((block for block in reversed(self.blocks) if isinstance(block, Heading)), None)

    def _close(self, name: str) -> None:
        if all(each.name != name for each in self._open):
            return
        closed = self._open.pop()
        if closed.highest:
            self._closed = closed
        if closed.name != name:
            self._close(name)

    def _add(self, block: Block) -> None:
        """What stands behind a closed component is under the heading again that stood above it."""
        if isinstance(block, Heading):
            block.level += next((each.level for each in reversed(self._open) if each.level), 0)
            for each in self._open:
                each.highest = min(each.highest or block.level, block.level)
        if self._closed and not (isinstance(block, Heading) and block.level <= self._closed.highest):
            above = self._closed.above
            self.blocks.append(Heading(above.level, above.text, block.line) if above else Heading(1, "—", block.line))
        self._closed = None
        self.blocks.append(block)

    def _prose(self, end: int) -> None:
        """The Markdown up to there; only the last of the page can have been cut off."""
        source = self.text[self._from : end]
        first, self._from = self._line(self._from) - 1, end
        if not source.strip():
            return
        for block in read_markdown(dedent(source) + ("\n" if end < len(self.text) else ""), self.name):
            block.line += first
            for row in block.rows if isinstance(block, Table) else ():
                row.line += first
            self._add(block)

    def _source(self, start: int, end: int) -> Paragraph:
        """What holds amounts and is not plain, as it is written: so they are unread."""
        return Paragraph(" ".join(self.text[start:end].split()), self._line(start))

    def _refuse(self, what: str) -> None:
        message = f"{self.name}: {what}. The page is hostile or broken."
        raise UnreadablePage(message)

    def _line(self, position: int) -> int:
        before, line = self._counted
        if position < before:
            before, line = 0, 1
        self._counted = position, line + self.text.count("\n", before, position)
        return self._counted[1]


def _end_of_code(text: str, start: int) -> int | None:
    """Where a statement ends: at the end of the line on which all its brackets are closed; None if they never are."""
    depth, position = 0, start
    while position < len(text):
        if token := _QUOTED.match(text, position) or _CODE.match(text, position):
            position = token.end()
            continue
        character = text[position]
        if (
            character == "\n"
            and depth <= 0
            and not text[max(start, position - 99) : position].rstrip().endswith(_GOES_ON)
        ):
            return position
        depth += (character in "([{") - (character in ")]}")
        position += 1
    return position if depth <= 0 else None
