"""Arrays of objects in JSON as tables: keys are headings, an object inside a row gives columns by its path.

An array inside a row is a table of its own, under the row's title. The keys on the way to a table are headings above
it. Plain values beside it are prose; one that says something of prices is a heading above it, too (saying.py).
"""

import html
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from pricebook.errors import UnreadablePage
from pricebook.reading.document import Block, Heading, Paragraph
from pricebook.reading.literals import Literal
from pricebook.reading.saying import said_by, words_of
from pricebook.reading.written import as_html, table_of

MAX_COLUMNS = 200
"""Keys of the objects of one array."""
_TITLES = ("title", "name", "model", "id", "label")


def tables_in(value: Literal, name: str) -> list[Block]:
    """The tables with what stands around them; raises UnreadablePage where two keys of a row are one heading."""
    return list(_blocks(value, 1, name))


def _blocks(value: Literal, level: int, name: str) -> Iterator[Block]:
    if value.kind == "object":
        yield from _table_in(value, level, name) or _around(value, level, name)
    elif value.items and all(item.kind == "object" for item in value.items):
        yield from _objects(value, level, name)
    elif len(value.items) > 1 and all(item.items and not _holds_rows(item) for item in value.items):
        first, *rows = value.items
        cells = [(row.line, [_cell_html(cell.text) for cell in row.items]) for row in rows]
        yield from as_html([_cell_html(cell.text) for cell in first.items], first.line, cells, name)
    else:
        for item in value.items:
            yield from _blocks(item, level, name)


def _table_in(value: Literal, level: int, name: str) -> list[Block]:
    """The table that an object's columns and rows are, below what its plain values say."""
    found = table_of(value.members, name)
    return [*_above(value, level), *found] if found else []


def _above(value: Literal, level: int, without: Collection[str] = ()) -> list[Heading]:
    """What the plain values of an object say of the prices inside it, as headings one below the other."""
    told = (
        said_by(path, inside)
        for key, member in value.members.items()
        if key not in without and not _holds_rows(member)
        for path, inside in _plain(key, member)
    )
    return [Heading(level + depth, text, value.line) for depth, text in enumerate(dict.fromkeys(filter(None, told)))]


def _plain(key: str, value: Literal) -> Iterator[tuple[str, Literal]]:
    """The values inside that are no objects, each with its own key."""
    waiting = [(key, value)]
    while waiting:
        name, each = waiting.pop()
        waiting += reversed(each.members.items())
        if each.kind != "object":
            yield name, each


def _around(value: Literal, level: int, name: str) -> Iterator[Block]:
    """An object's plain values as prose, then what is in the others under their keys."""
    nests = {key: inside for key, inside in value.members.items() if _holds_rows(inside)}
    for path, text in _flat({key: inside for key, inside in value.members.items() if key not in nests}, value, name):
        if text:
            yield Paragraph(f"{path}: {' '.join(text.split())}", value.line)
    above = _above(value, level)
    yield from above
    level += len(above)
    for key, inside in nests.items():
        yield Heading(level, " ".join(key.split()) or "—", inside.line)
        yield from _blocks(inside, level + 1, name)


def _objects(value: Literal, level: int, name: str) -> Iterator[Block]:
    """An array of objects: one table, or where rows have rows themselves a table of each, under its title."""
    if not any(_holds_rows(inside) for row in value.items for inside in row.members.values()):
        yield from _one_table(value.items, name)
        return
    for row in value.items:
        titled = next((key for key in _TITLES if key in row.members), "")
        title = row.members[titled].text if titled else ""
        nests = {key: inside for key, inside in row.members.items() if _holds_rows(inside)}
        yield Heading(level, " ".join(title.split()) or "—", row.line)
        above = _above(row, level + 1, without=[titled]) if nests else []
        yield from above
        yield from _one_table([row], name, without=nests.keys())
        for key, inside in nests.items():
            yield Heading(level + len(above) + 1, " ".join(key.split()) or "—", inside.line)
            yield from _blocks(inside, level + len(above) + 2, name)


def _one_table(rows: Sequence[Literal], name: str, without: Iterable[str] = ()) -> list[Block]:
    """Objects as the rows of one table; columns stand in the order in which their keys are first seen."""
    left_out = frozenset(without)
    flat = [
        dict(_flat({key: inside for key, inside in row.members.items() if key not in left_out}, row, name))
        for row in rows
    ]
    columns = list(dict.fromkeys(path for row in flat for path in row))
    if len(columns) > MAX_COLUMNS:
        message = f"{name}: line {rows[0].line}: objects with more than {MAX_COLUMNS} keys; no price table has so many."
        raise UnreadablePage(message)
    cells = [
        (row.line, [_cell_html(texts.get(path, "")) for path in columns]) for row, texts in zip(rows, flat, strict=True)
    ]
    return as_html([_cell_html(path) for path in columns], rows[0].line, cells, name) if columns else []


def _flat(members: Mapping[str, Literal], owner: Literal, name: str) -> Iterator[tuple[str, str]]:
    """Each plain value with the path of its keys; raises UnreadablePage where two paths are the same."""
    seen: set[str] = set()
    waiting = [(" ".join(key.split()), inside) for key, inside in reversed(list(members.items()))]
    while waiting:
        path, value = waiting.pop()
        if value.kind == "object":
            waiting += [
                (f"{path}.{' '.join(key.split())}", inside) for key, inside in reversed(list(value.members.items()))
            ]
            continue
        if path in seen:
            message = (
                f"{name}: line {owner.line}: two keys of one object are both {path[:60]!r}: which holds is not told."
            )
            raise UnreadablePage(message)
        seen.add(path)
        # What is true is what its key says.
        yield path, words_of(path) if value.kind == "word" and value.text == "true" else _characters_of(value)


def _holds_rows(value: Literal) -> bool:
    """Whether somewhere inside it is an array that is a table: of objects, or of arrays."""
    waiting = [value]
    while waiting:
        each = waiting.pop()
        if any(item.kind in {"array", "object"} for item in each.items):
            return True
        waiting += each.members.values()
    return False


def _characters_of(value: Literal) -> str:
    return ", ".join(item.text for item in value.items) if value.kind == "array" else value.text


def _cell_html(text: str) -> str:
    return html.escape(text.strip()).replace("\n", "<br>")
