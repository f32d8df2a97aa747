"""HTML to blocks. lxml repairs the markup, BeautifulSoup holds the tree, `grid` fills the spans in."""

import re
from collections.abc import Iterator

from bs4 import BeautifulSoup, NavigableString, Tag
from bs4.element import PageElement

from pricebook.errors import UnreadablePage
from pricebook.reading.document import Block, Heading, Paragraph
from pricebook.reading.grid import SpannedCell, unfold
from pricebook.reading.tabular import RawRow, assemble

MAX_DEPTH = 250
"""The parser drops in silence what is nested deeper than 255 elements, so a page that comes near is refused."""

_UNSEEN = frozenset(
    "script style template noscript head title svg math iframe object select option button textarea canvas audio video"
    .split()
)  # fmt: skip
_BLOCKS = frozenset(
    "address article aside blockquote body dd details div dl dt fieldset figcaption figure footer form header hr html li"
    " main nav ol p pre section summary tbody td tfoot th thead tr ul caption table h1 h2 h3 h4 h5 h6".split()
)
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_MARKS = {"del": "~~", "s": "~~", "strike": "~~", "sup": "^"}
_HIDDEN = re.compile(r"display\s{0,9}:\s{0,9}none|visibility\s{0,9}:\s{0,9}hidden", re.IGNORECASE)
_STRUCK = re.compile(r"text-decoration(?:-line)?\s{0,9}:[^;]{0,40}line-through", re.IGNORECASE)
_BLANKS = re.compile(r"[ \t\n\f\r]+")
_BREAKS = re.compile(r" *\n[ \n]*")


def read_html(text: str, name: str) -> list[Block]:
    """The page's blocks; raises UnreadablePage where markup is nested too deep to be trusted."""
    _refuse_cut_off(text, name)
    soup = BeautifulSoup(text, "lxml", multi_valued_attributes=None)
    reader = _Reader(name)
    reader.visit(soup.body or soup, 1)
    reader.end_paragraph()
    return reader.blocks


def _refuse_cut_off(text: str, name: str) -> None:
    """The parser closes what is open, so a page that ends in the middle of a cell would look whole."""
    lower = text.lower()
    for tag in ("html", "table"):
        opened = len(re.findall(rf"<{tag}[\s>]", lower))
        if opened and opened > lower.count(f"</{tag}"):
            message = f"{name}: <{tag}> is not closed: the page is cut off. Save it again."
            raise UnreadablePage(message)


class _Reader:
    """Walks the tree once, gathering prose until a block ends it."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.blocks: list[Block] = []
        self._prose: list[str] = []
        self._line = 0
        self._bold = True

    def visit(self, tag: Tag, depth: int, *, bold: bool = False) -> None:
        """Everything inside the tag, in order."""
        if depth > MAX_DEPTH:
            message = f"{self.name}: markup nested deeper than {MAX_DEPTH} elements. The page is hostile or broken."
            raise UnreadablePage(message)
        for child in tag.contents:
            if isinstance(child, Tag):
                self._element(child, depth, bold=bold)
            elif type(child) is NavigableString:
                if not child.isspace():
                    self._bold &= bold
                self._prose.append(_BLANKS.sub(" ", child))

    def _element(self, tag: Tag, depth: int, *, bold: bool) -> None:
        kind = tag.name
        if _unseen(tag):
            return
        if kind == "br":
            self._prose.append("\n")
        elif kind == "table":
            self.end_paragraph()
            self._table(tag, depth)
        elif kind in _HEADINGS:
            self.end_paragraph()
            self.visit(tag, depth + 1, bold=True)
            self.end_paragraph(_HEADINGS[kind])
        elif kind in _BLOCKS:
            self.end_paragraph()
            self._line = tag.sourceline or self._line
            self.visit(tag, depth + 1)
            self.end_paragraph()
        elif mark := _mark(tag):
            self._prose.append(mark)
            self.visit(tag, depth + 1)
            self._prose.append(mark)
        else:
            self._line = self._line or tag.sourceline or 0
            self.visit(tag, depth + 1, bold=bold or kind in {"b", "strong"})

    def end_paragraph(self, level: int = 0) -> None:
        """What was gathered becomes a paragraph, or a heading if it has a level or is bold throughout."""
        if text := _tidy("".join(self._prose)):
            level = level or (6 if self._bold and "\n" not in text else 0)
            self.blocks.append(Heading(level, text, self._line) if level else Paragraph(text, self._line))
        self._prose.clear()
        self._bold = True

    def _table(self, table: Tag, depth: int) -> None:
        nested: list[Tag] = []
        header: list[RawRow] = []
        body: list[RawRow] = []
        width = 0
        for kind, rows in _groups(table):
            cells = [[self._cell(cell, depth, nested) for cell in row.find_all(["td", "th"], False)] for row in rows]
            for row, slots in zip(rows, unfold(cells, self.name), strict=True):
                if not slots:
                    continue
                width = max(width, len(slots))
                raw = RawRow(
                    tuple(slot.cell.text for slot in slots),
                    row.sourceline or 0,
                    heading=all(slot.cell.heading for slot in slots),
                    across=len(slots) > 1 and len({slot.number for slot in slots}) == 1,
                )
                in_header = not raw.across and (raw.heading or kind == "thead")
                (header if in_header and all(row.across for row in body) else body).append(raw)
            if not header and body:
                header, body = _first_rows(body, cells)
        caption = table.find("caption", recursive=False)
        if isinstance(caption, Tag):
            self.visit(caption, depth + 1)
            self.end_paragraph()
        if width > 1 or len(header) + len(body) > 1:
            self.blocks.extend(assemble(header, body))
        else:
            self.blocks.extend(Paragraph(row.cells[0], row.line) for row in header + body if row.cells[0])
        for inner in nested:
            self._table(inner, depth + 1)

    def _cell(self, cell: Tag, depth: int, nested: list[Tag]) -> SpannedCell:
        return SpannedCell(
            _tidy("".join(self._words(cell, depth + 3, nested))),
            cell.name == "th",
            _count(cell, "colspan", 1, 1000),
            _count(cell, "rowspan", 0, 65534),
        )

    def _words(self, tag: Tag, depth: int, nested: list[Tag]) -> Iterator[str]:
        """The text of a cell in pieces; tables inside it are put aside."""
        if depth > MAX_DEPTH:
            message = f"{self.name}: markup nested deeper than {MAX_DEPTH} elements. The page is hostile or broken."
            raise UnreadablePage(message)
        for child in tag.contents:
            if type(child) is NavigableString:
                yield _BLANKS.sub(" ", child)
            elif not isinstance(child, Tag) or _unseen(child):
                continue
            elif child.name == "br":
                yield "\n"
            elif child.name == "table":
                nested.append(child)
            elif child.name in _BLOCKS:
                yield "\n"
                yield from self._words(child, depth + 1, nested)
                yield "\n"
            else:
                mark = _mark(child)
                yield mark
                yield from self._words(child, depth + 1, nested)
                yield mark


def _groups(table: Tag) -> Iterator[tuple[str, list[Tag]]]:
    """The table's row groups in order; rows that stand in none are a group of their own."""
    loose: list[Tag] = []
    for child in _tags(table.contents):
        if child.name == "tr":
            loose.append(child)
        elif child.name in {"thead", "tbody", "tfoot"}:
            if loose:
                yield "tbody", loose
                loose = []
            yield child.name, [row for row in _tags(child.contents) if row.name == "tr" and not _unseen(row)]
    if loose:
        yield "tbody", loose


def _tags(elements: list[PageElement]) -> Iterator[Tag]:
    return (element for element in elements if isinstance(element, Tag))


def _first_rows(rows: list[RawRow], cells: list[list[SpannedCell]]) -> tuple[list[RawRow], list[RawRow]]:
    """Where nothing is marked as a heading the first row is one, or two when it has cells that span both ways."""
    first = next((row for row in cells if row), [])
    tall = max((cell.rowspan for cell in first), default=1)
    deep = tall if tall > 1 and any(cell.colspan > 1 for cell in first) and tall < len(rows) else 1
    start = 1 if rows[0].across and len(rows) > 1 else 0
    return rows[start : start + deep], rows[:start] + rows[start + deep :]


def _unseen(tag: Tag) -> bool:
    if tag.name in _UNSEEN:
        return True
    if not tag.attrs:
        return False
    return "hidden" in tag.attrs or bool(_HIDDEN.search(str(tag.attrs.get("style", ""))))


def _mark(tag: Tag) -> str:
    mark = _MARKS.get(tag.name, "")
    return mark or ("~~" if tag.attrs and _STRUCK.search(str(tag.attrs.get("style", ""))) else "")


def _count(cell: Tag, name: str, least: int, most: int) -> int:
    """A span as browsers read it: anything that is no number, or below the least, is 1."""
    if name not in cell.attrs:
        return 1
    found = re.match(r"\s{0,9}\+?([0-9]{1,9})", str(cell.attrs[name]))
    value = int(found.group(1)) if found else 1
    return min(value, most) if value >= least else 1


def _tidy(text: str) -> str:
    return _BREAKS.sub("\n", _BLANKS.sub(lambda m: "\n" if "\n" in m.group() else " ", text)).strip()
