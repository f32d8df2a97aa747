"""HTML to blocks: lxml parses and repairs the markup, this walks its tree once, `grid` fills the spans in."""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from lxml import etree

from pricebook.errors import UnreadablePage
from pricebook.reading.closing import MARK, NOT_CLOSED, closed
from pricebook.reading.displayed import Displayed, unseen
from pricebook.reading.document import Block, Paragraph, Table
from pricebook.reading.ends import with_ends
from pricebook.reading.grid import SpannedCell, unfold_within
from pricebook.reading.inline import BLOCKS, BREAK, EDGE, mark_of, tidy
from pricebook.reading.outline import Outline
from pricebook.reading.shown import HEADINGS, heading_level, is_called, line_of
from pricebook.reading.tabs import Tabs
from pricebook.reading.tabular import RawRow, assemble
from pricebook.reading.unheaded import Cards

MAX_DEPTH = 250
"""The parser drops in silence what is nested deeper than 255 elements, so a page that comes near is refused."""
MAX_HEADER_ROWS = 3
"""A table of nothing but more heading rows than this is a table of data."""

_BOLD = 6
"""The level of a paragraph that is bold from end to end."""
_SPAN = re.compile(r"\s{0,9}\+?([0-9]{1,9})")


def read_html(text: str, name: str) -> list[Block]:
    """The page's blocks; raises UnreadablePage where the markup is cut off, or nested too deep to be trusted."""
    text = closed(text, name)
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    root = etree.fromstring(text.encode(), parser)
    if root is None:
        return []
    displayed = Displayed(root)
    reader = _Gatherer(name, displayed, Tabs(root), Cards(root, displayed))
    reader.tall = any(_span(cell, "rowspan", 0, 65534) != 1 for cell in root.iter("td", "th"))
    reader.visit(root, 1)
    reader.end_paragraph()
    return reader.outline.blocks


class _Gatherer:
    """Gathers prose until a block ends it."""

    def __init__(self, name: str, displayed: Displayed, tabs: Tabs, cards: Cards) -> None:
        self.name = name
        self.displayed, self.tabs, self.cards = displayed, tabs, cards
        self.outline = Outline()
        self.tall = False
        """Whether a cell of the page reaches over several rows: no spans were lost on the way."""
        self._prose: list[str] = []
        self._waiting: list[RawRow] = []
        """The heading of the last block, if that is a table of nothing else."""
        self._line = 0
        self._bold = True
        self._level = 0
        """The level of the heading that is being read; 0 outside of any."""
        self._called = False
        """Whether only a class calls it one."""

    def visit(self, element: etree._Element, depth: int, *, bold: bool = False) -> None:
        """Everything inside the element, in order."""
        self._refuse_depth(depth)
        self._say(element.text, bold=bold)
        for child in element:
            if (label := self._label(child)) is not None:
                self._panel(child, label, depth)
            elif (instead := self.cards.instead(child)) is not None:
                self.end_paragraph()
                self.outline.add(*instead)
            elif not self.displayed.blanks(child):
                self._element(child, depth, bold=bold)
            elif not unseen(child):
                self._folded_away(child)
            self._say(child.tail, bold=bold)

    def _label(self, element: etree._Element) -> str | None:
        """What is called so without a heading: the panel of a tab, or a card."""
        label = self.tabs.label(element)
        return self.cards.name(element) if label is None else label

    def _panel(self, panel: etree._Element, label: str, depth: int) -> None:
        """A card, or a tab's panel, whether it is the open one or not; what alone stands in it is shown with it."""
        self.end_paragraph()
        self.outline.enter(label, line_of(panel))
        inner = panel
        while len(inner) == 1 and self.displayed.hides(inner[0]) and not unseen(inner[0]):
            inner, depth = inner[0], depth + 1
        self.visit(inner, depth + 1)
        self.end_paragraph()
        self.outline.leave()

    def _folded_away(self, element: etree._Element) -> None:
        """Tables of a tab that is not open are prose: how they are shown nobody can tell, yet they are not lost."""
        for table in element.iter("table"):
            self.end_paragraph()
            rows = (
                [tidy(" ".join(map(str, cell.itertext()))) for cell in row.iter("td", "th")] for row in table.iter("tr")
            )
            if text := "\n".join(" | ".join(cells) for cells in rows if any(cells)):
                self.outline.add(Paragraph(text, line_of(table)))

    def _say(self, text: str | None, *, bold: bool) -> None:
        if text:
            self._prose.append(text)
            self._bold &= bold or text.isspace()

    def _element(self, element: etree._Element, depth: int, *, bold: bool) -> None:
        kind = element.tag
        if self.tabs.lists(element):
            return
        if kind == "br":
            self._prose.append(BREAK)
        elif kind == "table":
            self.end_paragraph()
            self._table(element, depth)
        elif kind in BLOCKS and self._level:
            # A heading is all of its blocks.
            self._prose.append(" ")
            self.visit(element, depth + 1)
            self._prose.append(" ")
        elif kind in BLOCKS:
            self.end_paragraph()
            self._line = line_of(element) or self._line
            if kind == "section":
                self.outline.enter()
            self._level, self._called = heading_level(element), is_called(element)
            self.visit(element, depth + 1, bold=kind in HEADINGS)
            self.end_paragraph()
            self._level = 0
            if kind == "section":
                self.outline.leave()
        else:
            mark = mark_of(element)
            bold = not mark.strip(EDGE) and (bold or kind in {"b", "strong"})
            self._prose.append(mark)
            self.visit(element, depth + 1, bold=bold)
            self._prose.append(mark)

    def end_paragraph(self) -> None:
        """What was gathered becomes a paragraph, or a heading if it stands in one or is bold throughout."""
        if text := tidy("".join(self._prose)):
            if self._level and self._called:
                self.outline.called(self._level, text, self._line)
            elif self._level or (self._bold and "\n" not in text):
                self.outline.heading(self._level or _BOLD, text, self._line, names=self._level > 0)
            else:
                self.outline.add(Paragraph(text, self._line))
        self._prose.clear()
        self._bold = True

    def _table(self, table: etree._Element, depth: int) -> None:
        nested: list[etree._Element] = []
        header: list[RawRow] = []
        body: list[RawRow] = []
        marked = False
        width = 0
        for kind, rows in self._groups(table):
            cells = [self._cells(row, depth, nested) for row in rows]
            grid = unfold_within(width, cells, self.name)
            width = width or next((len(slots) for slots in grid if slots), 0)
            for row, slots, below in zip(rows, grid, [*grid[1:], []], strict=True):
                if not slots or (len(slots) < len(below) and slots == below[: len(slots)]):
                    # All of the row reaches into the next one, and nothing else stands in it.
                    continue
                raw = RawRow(
                    tuple([slot.cell.text for slot in slots]),
                    line_of(row),
                    heading=all(slot.cell.heading for slot in slots),
                    across=len(slots) > 1 and slots[0].number == slots[-1].number,
                )
                in_header = not raw.across and (raw.heading or kind == "thead")
                (header if in_header and all(row.across for row in body) else body).append(raw)
            marked |= bool(header)
            if not header and body:
                header, body = self._waiting_for(body) or _first_rows(body, cells)
        if not body and len(header) > MAX_HEADER_ROWS:
            # Somebody marked every cell as a heading.
            header, body = header[:1], [row._replace(heading=False) for row in header[1:]]
        for caption in table.iterchildren("caption"):
            self.visit(caption, depth + 1)
            self.end_paragraph()
        if any(len(row.cells) > 1 for row in (*header, *body)):
            self.outline.add(*self._assembled(table, header, body))
            self._waiting = header if marked and not body else []
        else:
            self.outline.add(*(Paragraph(row.cells[0], row.line) for row in header + body if row.cells[0]))
        for inner in nested:
            self._table(inner, depth + 1)

    def _assembled(self, table: etree._Element, header: list[RawRow], body: list[RawRow]) -> Iterator[Block]:
        """The table's blocks, with what a person should know of them, and with the ends that its rows lack."""
        for block in assemble(header, body):
            if isinstance(block, Table):
                marked = replace(block, remark=NOT_CLOSED) if MARK in table.attrib else block
                yield with_ends(marked) if self.tall else marked
            else:
                yield block

    def _waiting_for(self, body: list[RawRow]) -> tuple[list[RawRow], list[RawRow]] | None:
        """Libraries of components draw a table's heading as a table of its own, right above one without."""
        last = self.outline.blocks[-1] if self.outline.blocks else None
        if not (isinstance(last, Table) and not last.rows and any(last.header) and self._waiting):
            return None
        if {len(row.cells) for row in (*self._waiting, *body)} != {len(last.header)}:
            return None
        self.outline.blocks.pop()
        return self._waiting, body

    def _groups(self, table: etree._Element) -> Iterator[tuple[str, list[etree._Element]]]:
        """The table's row groups in order, without empty ones; rows that stand in none are a group of their own."""
        loose: list[etree._Element] = []
        for child in table:
            if self.displayed.hides(child):
                continue
            if child.tag == "tr":
                loose.append(child)
            elif child.tag in {"thead", "tbody", "tfoot"}:
                if loose:
                    yield "tbody", loose
                    loose = []
                if rows := [row for row in child if row.tag == "tr" and not self.displayed.hides(row)]:
                    yield child.tag, rows
        if loose:
            yield "tbody", loose

    def _cells(self, row: etree._Element, depth: int, nested: list[etree._Element]) -> list[SpannedCell]:
        """The row's cells without placeholders: empty ones of span 0, which editors leave where a span covers them."""
        shown = [cell for cell in row if cell.tag in {"td", "th"} and not self.displayed.hides(cell)]
        read = [(cell, self._cell(cell, depth, nested)) for cell in shown]
        return [found for cell, found in read if found.text or "0" not in _spans(cell)]

    def _cell(self, cell: etree._Element, depth: int, nested: list[etree._Element]) -> SpannedCell:
        pieces: list[str] = []
        if not self.displayed.blanks(cell):
            self._words(cell, depth + 3, nested, pieces)
        text = tidy("".join(pieces))
        if not cell.attrib:
            return SpannedCell(text, cell.tag == "th")
        spans = _span(cell, "colspan", 1, 1000), _span(cell, "rowspan", 0, 65534)
        return SpannedCell(text, cell.tag == "th", *spans, _class_names(cell.get("class", "")))

    def _words(self, element: etree._Element, depth: int, nested: list[etree._Element], pieces: list[str]) -> None:
        """The text of a cell in pieces; tables inside it are put aside."""
        self._refuse_depth(depth)
        if element.text:
            pieces.append(element.text)
        for child in element:
            kind = child.tag
            if kind == "br":
                pieces.append(BREAK)
            elif kind == "table":
                nested.append(child)
            elif kind != "button" and not self.displayed.blanks(child):
                mark = BREAK if kind in BLOCKS else mark_of(child)
                pieces.append(mark)
                self._words(child, depth + 1, nested, pieces)
                pieces.append(mark)
            if child.tail:
                pieces.append(child.tail)

    def _refuse_depth(self, depth: int) -> None:
        if depth > MAX_DEPTH:
            message = f"{self.name}: markup nested deeper than {MAX_DEPTH} elements. The page is hostile or broken."
            raise UnreadablePage(message)


def _first_rows(rows: list[RawRow], cells: list[list[SpannedCell]]) -> tuple[list[RawRow], list[RawRow]]:
    """Where nothing is marked as a heading the first row is one, or two when it has cells that span both ways."""
    start = 1 if rows[0].across and len(rows) > 1 else 0
    first = [row for row in cells if row][start]
    tall = max((cell.rowspan for cell in first), default=1)
    deep = tall if tall > 1 and any(cell.colspan > 1 for cell in first) and tall < len(rows) - start else 1
    return rows[start : start + deep], rows[:start] + rows[start + deep :]


@lru_cache(maxsize=256)
def _class_names(names: str) -> frozenset[str]:
    return frozenset(names.split())


def _spans(cell: etree._Element) -> set[str]:
    return {cell.attrib.get(name, "").strip() for name in ("colspan", "rowspan")}


def _span(cell: etree._Element, name: str, least: int, most: int) -> int:
    """A span as browsers read it: anything that is no number, or below the least, is 1."""
    printed = cell.attrib.get(name)
    found = _SPAN.match(printed) if printed else None
    value = int(found.group(1)) if found else 1
    return min(value, most) if value >= least else 1
