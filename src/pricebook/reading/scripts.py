"""Data that an HTML page carries in scripts for a program to draw it, to blocks.

Read only where the markup itself shows neither a table nor an amount: what is displayed counts. Next.js writes such
data as JSON (`__NEXT_DATA__`), or in rows of its own (`self.__next_f.push`) with elements in them, which are put down
as HTML.
"""

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from pricebook.errors import UnreadablePage
from pricebook.reading.data import Read, read_value
from pricebook.reading.document import Block, Table
from pricebook.reading.literals import Literal, NotLiteral, attribute, read_literal
from pricebook.reading.written import MONEY

_OPEN = re.compile(r"<script\b([^>]{0,2000})>", re.IGNORECASE)
_CLOSE = re.compile("</script", re.IGNORECASE)
_JSON = re.compile(r"\btype\s{0,9}=\s{0,9}[\"']?application/json\b", re.IGNORECASE)
_INDEXED = re.compile(r"__NUXT_DATA__")
"""Its values are the places of others in one list, so none of them is what it says."""
_PUSH = re.compile(r"\(?self\.__next_f\s?=[^;]{0,99}\)?\.push\(|self\.__next_f\.push\(")
_ROW = re.compile(rb"([0-9a-f]{1,8}):(?:T([0-9a-f]{1,8}),)?")
_REFERENCE = re.compile(r"\$[L@]?([0-9a-f]{1,8})")
_TAG = re.compile(r"[a-z][a-z0-9]{0,20}")
_GIVEN = ("colSpan", "rowSpan", "style", "hidden")
_TITLES = ("title", "label", "header", "summary")
"""What a component shows above what is in it."""
_MAX_DEPTH = 120


def shows(blocks: list[Block]) -> bool:
    """Whether there is a table among the blocks, or an amount."""
    return any(isinstance(block, Table) or MONEY.search(block.text) for block in blocks)


def read_scripts(text: str, name: str, read: Read) -> list[Block]:
    """What the page's scripts carry, or nothing if none of it has a table."""
    pushed: list[str] = []
    blocks: list[Block] = []
    for attributes, script in _scripts(text):
        if _JSON.search(attributes) and not _INDEXED.search(attributes):
            blocks.extend(_carried(_value_of(script), name, read))
        elif push := _PUSH.match(script.strip()):
            pushed += _pushed(script.strip()[push.end() :])
    rows = _flight("".join(pushed).encode())
    return blocks or _drawn(rows, name, read)


def _scripts(text: str) -> Iterator[tuple[str, str]]:
    """The attributes and the content of every script; one that is not closed ends them."""
    position = 0
    while (start := _OPEN.search(text, position)) and (end := _CLOSE.search(text, start.end())):
        yield start.group(1), text[start.end() : end.start()]
        position = end.end()


def _carried(value: Literal | None, name: str, read: Read) -> list[Block]:
    if value is None:
        return []
    try:
        return read_value(value, name, read)
    except UnreadablePage:
        return []


def _value_of(source: str) -> Literal | None:
    try:
        return read_literal(source)
    except NotLiteral:
        return None


def _pushed(source: str) -> list[str]:
    """The string in `[1,"..."])`."""
    value = _value_of(source.rstrip().removesuffix(";").removesuffix(")"))
    return [item.text for item in value.items[1:2]] if value and value.items and value.items[0].text == "1" else []


def _flight(data: bytes) -> dict[str, Literal]:
    """The rows by their numbers: text of a stated length, or JSON up to the line's end; of others nothing is read."""
    rows: dict[str, Literal] = {}
    position = 0
    while position < len(data):
        row = _ROW.match(data, position)
        if not row:
            position = data.find(b"\n", position) + 1 or len(data)
            continue
        if row.group(2):
            position = row.end() + int(row.group(2), 16)
            value: Literal | None = Literal("text", data[row.end() : position].decode(errors="replace"), 1)
        else:
            position = data.find(b"\n", row.end()) + 1 or len(data)
            value = _value_of(data[row.end() : position].decode(errors="replace"))
        if value:
            rows[row.group(1).decode()] = value
    return rows


def _drawn(rows: Mapping[str, Literal], name: str, read: Read) -> list[Block]:
    """The elements of the rows as HTML, if there is a table among them; else what is in the rows as data."""
    drawn = _Drawing(rows, name).all()
    if "<table" in drawn:
        return read(f"<div>{drawn}</div>", name)
    return _carried(Literal("array", list(rows.values()), 1), name, read)


@dataclass
class _Drawing:
    """Elements as HTML, each row once: where another refers to it."""

    rows: Mapping[str, Literal]
    name: str
    _done: set[str] = field(default_factory=set)

    def all(self) -> str:
        """All rows as HTML; one that others refer to stands where they do."""
        referred = {found for row in self.rows.values() for text in _texts(row) if (found := _referred(text))}
        return "".join(self._row(number, 0) for number in sorted(self.rows, key=referred.__contains__))

    def _row(self, number: str, depth: int) -> str:
        if number in self._done or number not in self.rows:
            return ""
        self._done.add(number)
        return self._node(self.rows[number], depth)

    def _node(self, node: Literal, depth: int) -> str:
        if depth > _MAX_DEPTH:
            message = (
                f"{self.name}: elements in scripts nested deeper than {_MAX_DEPTH}. The page is hostile or broken."
            )
            raise UnreadablePage(message)
        if node.kind in {"text", "number"}:
            return self._text(node.text, depth)
        items = node.items
        if len(items) >= 4 and items[0].text == "$" and items[3].kind == "object":
            return self._element(items[1].text, items[3].members, depth + 1)
        return "".join(self._node(item, depth + 1) for item in (*items, *node.members.values()))

    def _text(self, text: str, depth: int) -> str:
        """Text begins with two `$` where it begins with one; with one alone it refers to a row, or is no text."""
        if number := _referred(text):
            return self._row(number, depth + 1)
        return "" if text.startswith("$") and not text.startswith("$$") else html.escape(text.removeprefix("$"))

    def _element(self, tag: str, given: Mapping[str, Literal], depth: int) -> str:
        inside = self._node(given["children"], depth) if "children" in given else self._ready(given)
        if not _TAG.fullmatch(tag):
            titles = (self._node(given[key], depth) for key in _TITLES if key in given)
            return "".join([*(f"<p>{title}</p>" for title in titles), inside])
        opening = f"<{tag}{''.join(attribute(key, given[key]) for key in _GIVEN if key in given)}>"
        return opening if tag in {"br", "hr", "img", "input"} else f"{opening}{inside}</{tag}>"

    def _ready(self, given: Mapping[str, Literal]) -> str:
        """What an element holds that is given as HTML."""
        ready = given["dangerouslySetInnerHTML"].members.get("__html") if "dangerouslySetInnerHTML" in given else None
        if ready is None:
            return ""
        number = _referred(ready.text)
        row = self.rows.get(number) if number else None
        return row.text if row else ready.text.removeprefix("$")


def _texts(value: Literal) -> Iterator[str]:
    yield value.text
    for inside in (*value.items, *value.members.values()):
        yield from _texts(inside)


def _referred(text: str) -> str | None:
    """The number of the row that the text refers to."""
    found = _REFERENCE.fullmatch(text)
    return found.group(1) if found else None
