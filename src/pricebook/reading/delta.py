"""An editor's document as HTML: zones of text with attributes, and tables as a list of rows and a list of columns.

A cell is the zone that is called by its row and its column; a mark that some rows and some columns share joins the
cells where they meet. What does not fit together in this one way is refused.
"""

import html
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from pricebook.errors import UnreadablePage
from pricebook.reading.literals import Literal

_MARKS = {
    "bold": "b",
    "strike": "s",
    "strikethrough": "s",
    "linethrough": "s",
    "superscript": "sup",
    "subscript": "sub",
}
_LEVELS = {f"h{level}" for level in range(1, 7)}
_MAX_CELLS = 200_000


def zones_of(value: Literal, depth: int = 3) -> Mapping[str, Literal] | None:
    """The zones of the document that the value is or holds, by their names; the first is that of the page."""
    members = value.members
    if members and all(zone.members.get("ops") and "zoneType" in zone.members for zone in members.values()):
        return members
    inside = (zones_of(each, depth - 1) for each in members.values()) if depth else ()
    return next(filter(None, inside), None)


def as_html(zones: Mapping[str, Literal], name: str) -> str:
    """The whole document; raises UnreadablePage where its tables do not come out even."""
    page = _Editor(zones, name)
    drawn = page.lines(next(iter(zones)))
    left = [key for key, zone in zones.items() if key not in page.shown and zone.members["zoneType"].text == "Z"]
    if left:
        page.refuse(f"{len(left)} of its texts stand in no table")
    return f"<div>{drawn}</div>"


@dataclass
class _Editor:
    zones: Mapping[str, Literal]
    name: str
    shown: set[str] = field(default_factory=set)

    def refuse(self, what: str) -> None:
        """Raises UnreadablePage."""
        message = f"{self.name}: an editor's document that does not fit together: {what}. Save the page as HTML."
        raise UnreadablePage(message)

    def lines(self, key: str) -> str:
        """The lines of a zone as blocks; one that is marked as a table is that table."""
        if key in self.shown:
            self.refuse(f"the text {key[:20]!r} stands twice")
        self.shown.add(key)
        return "".join(self._line(line) for line in _lines_of(self._ops(key)))

    def _ops(self, key: str) -> list[Literal]:
        return self.zones[key].members["ops"].items if key in self.zones else []

    def _line(self, line: Sequence[tuple[str, Mapping[str, Literal]]]) -> str:
        given = {name: value.text for text, attributes in line if text == "*" for name, value in attributes.items()}
        if "aceTable" in given:
            return self._table(given["aceTable"].split())
        words = "".join(_marked(text, attributes) for text, attributes in line if "lmkr" not in attributes)
        heading = given.get("heading", "")
        tag = heading if heading in _LEVELS else "p"
        return f"<{tag}>{words}</{tag}>"

    def _table(self, lists: Sequence[str]) -> str:
        if len(lists) != 2:
            self.refuse("a table without rows and columns")
        rows, columns = (self._axis(key) for key in lists)
        if len(rows) * len(columns) > _MAX_CELLS:
            self.refuse(f"a table of more than {_MAX_CELLS:,} cells")
        spans = dict(self._joined(rows, columns))
        drawn = [
            "".join(self._cell(f"x{row}x{column}", spans.get((y, x), (1, 1))) for x, column in enumerate(columns))
            for y, row in enumerate(rows)
        ]
        return f"<table>{''.join(f'<tr>{cells}</tr>' for cells in drawn)}</table>"

    def _axis(self, key: str) -> dict[str, set[str]]:
        """The rows, or the columns, in order, with the marks of joined cells that each has."""
        return {
            op.members["insert"].members["id"].text: set(_given(op, "mergeCellID").split(",")) - {""}
            for op in self._ops(key)
            if "id" in op.members.get("insert", op).members
        }

    def _joined(
        self, rows: Mapping[str, set[str]], columns: Mapping[str, set[str]]
    ) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
        """The spans of joined cells: at their first place how many rows and columns they cover, at the others none."""
        for mark in {mark for marks in rows.values() for mark in marks}:
            down = [y for y, marks in enumerate(rows.values()) if mark in marks]
            across = [x for x, marks in enumerate(columns.values()) if mark in marks]
            if not across or down[-1] - down[0] + 1 != len(down) or across[-1] - across[0] + 1 != len(across):
                self.refuse(f"the cells that {mark[:20]!r} joins are no rectangle")
            yield from (((y, x), (0, 0)) for y in down for x in across)
            yield (down[0], across[0]), (len(down), len(across))

    def _cell(self, key: str, span: tuple[int, int]) -> str:
        if span == (0, 0):
            if _characters(self._ops(key)):
                self.refuse(f"the cell {key[:20]!r} is covered by another and holds text")
            self.shown.add(key)
            return ""
        return f'<td rowspan="{span[0]}" colspan="{span[1]}">{self.lines(key)}</td>'


def _lines_of(ops: Sequence[Literal]) -> Iterator[list[tuple[str, Mapping[str, Literal]]]]:
    """The pieces of each line, with their attributes."""
    line: list[tuple[str, Mapping[str, Literal]]] = []
    for op in ops:
        attributes = op.members["attributes"].members if "attributes" in op.members else {}
        first, *others = _inserted(op).split("\n")
        line.append((first, attributes))
        for text in others:
            yield line
            line = [(text, attributes)] if text else []
    if line:
        yield line


def _marked(text: str, attributes: Mapping[str, Literal]) -> str:
    marks = [mark for name, mark in _MARKS.items() if name in attributes and attributes[name].text == "true"]
    return "".join(f"<{mark}>" for mark in marks) + html.escape(text) + "".join(f"</{mark}>" for mark in marks[::-1])


def _characters(ops: Sequence[Literal]) -> str:
    return "".join(_inserted(op) for op in ops if "lmkr" not in op.members.get("attributes", op).members).strip()


def _inserted(op: Literal) -> str:
    return op.members["insert"].text if "insert" in op.members else ""


def _given(op: Literal, name: str) -> str:
    attributes = op.members.get("attributes")
    value = attributes.members.get(name) if attributes else None
    return value.text if value else ""
