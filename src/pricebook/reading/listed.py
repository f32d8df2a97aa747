"""Arrays of objects in JSON as tables: keys are headings, an object inside a row gives columns by its path.

An array inside a row is a table of its own, under the row's title. The keys on the way to a table are headings above
it, and plain values beside it are prose: they may say its currency or its unit.
"""

import html
from collections.abc import Iterable, Iterator, Mapping, Sequence

from pricebook.errors import UnreadablePage
from pricebook.reading.document import Block, Heading, Paragraph
from pricebook.reading.literals import Literal
from pricebook.reading.written import as_html, table_of

MAX_COLUMNS = 200
"""Keys of the objects of one array."""
_TITLES = ("title", "name", "model", "id", "label")


def tables_in(value: Literal, name: str) -> list[Block]:
    """The tables with what stands around them; raises UnreadablePage where two keys of a row are one heading."""
    return list(_blocks(value, 1, name))


def _blocks(value: Literal, level: int, name: str) -> Iterator[Block]:
    if value.kind == "object":
        yield from table_of(value.members, name) or _around(value, level, name)
    elif value.items and all(item.kind == "object" for item in value.items):
        yield from _objects(value, level, name)
    elif len(value.items) > 1 and all(item.items and not _holds_rows(item) for item in value.items):
        first, *rows = value.items
        cells = [(row.line, [_cell_html(cell.text) for cell in row.items]) for row in rows]
        yield from as_html([_cell_html(cell.text) for cell in first.items], first.line, cells, name)
    else:
        for item in value.items:
            yield from _blocks(item, level, name)


def _around(value: Literal, level: int, name: str) -> Iterator[Block]:
    """An object's plain values as prose, then what is in the others under their keys."""
    nests = {key: inside for key, inside in value.members.items() if _holds_rows(inside)}
    for path, text in _flat({key: inside for key, inside in value.members.items() if key not in nests}, value, name):
        if text:
            yield Paragraph(f"{path}: {' '.join(text.split())}", value.line)
    for key, inside in nests.items():
        yield Heading(level, " ".join(key.split()) or "—", inside.line)
        yield from _blocks(inside, level + 1, name)


def _objects(value: Literal, level: int, name: str) -> Iterator[Block]:
    """An array of objects: one table, or where rows have rows themselves a table of each, under its title."""
    if not any(_holds_rows(inside) for row in value.items for inside in row.members.values()):
        yield from _one_table(value.items, name)
        return
    for row in value.items:
        title = next((row.members[key].text for key in _TITLES if key in row.members), "")
        nests = {key: inside for key, inside in row.members.items() if _holds_rows(inside)}
        yield Heading(level, " ".join(title.split()) or "—", row.line)
        yield from _one_table([row], name, without=nests.keys())
        for key, inside in nests.items():
            yield Heading(level + 1, " ".join(key.split()) or "—", inside.line)
            yield from _blocks(inside, level + 2, name)


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
        yield path, _characters_of(value)


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
