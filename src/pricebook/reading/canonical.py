r"""Canonical Markdown: the one way that a Document is written down, and its own fast reader.

It renders as GitHub's Markdown and is strict, so that reading it back needs no general parser: one blank line between
blocks, a heading or paragraph on one line, cells divided by ` | `, `<br>` for a line break, and a backslash before
`\`, `|`, a literal `<br>` and a `#` that opens a paragraph.
"""

import re

from pricebook.errors import StorageError
from pricebook.reading.document import Block, Document, Heading, Paragraph, Row, Table

_ESCAPED = re.compile(r"\\(.)|<br>")


def write(document: Document) -> str:
    """The Document as canonical Markdown; `read(write(d)) == d`."""
    return "\n".join(_block(block) for block in document.blocks)


def read(text: str, name: str = "page") -> Document:
    """The Document that was written; raises StorageError, with the line, for what `write` cannot have written."""
    blocks: list[Block] = []
    lines = text.split("\n")
    number, end = 0, len(lines)
    while number < end:
        line = lines[number]
        if line.startswith("|"):
            first = number
            while number < end and lines[number].startswith("|"):
                number += 1
            blocks.append(_table(lines, first, number, name))
        elif line.startswith("#"):
            mark, _, rest = line.partition(" ")
            blocks.append(Heading(len(mark), _unescaped(rest), number + 1))
            number += 1
        elif line:
            blocks.append(Paragraph(_unescaped(line), number + 1))
            number += 1
        else:
            number += 1
    return Document(tuple(blocks), name)


def is_canonical(text: str) -> bool:
    """Whether the text is exactly what `write` gives for the Document that it reads as."""
    try:
        return write(read(text)) == text
    except StorageError:
        return False


def _block(block: Block) -> str:
    if isinstance(block, Heading):
        return f"{'#' * block.level} {_escape(block.text)}\n"
    if isinstance(block, Paragraph):
        text = _escape(block.text)
        return ("\\" if text.startswith("#") else "") + text + "\n"
    rows = [_row_of(block.header), _row_of(("---",) * len(block.header)), *(_row_of(row.cells) for row in block.rows)]
    return "\n".join(rows) + "\n"


def _row_of(cells: tuple[str, ...]) -> str:
    return f"| {' | '.join(map(_escape, cells))} |"


def _escape(text: str) -> str:
    if "\\" in text or "|" in text or "<br>" in text:
        text = text.replace("\\", "\\\\").replace("|", "\\|").replace("<br>", "\\<br>")
    return text.replace("\n", "<br>")


def _unescaped(text: str) -> str:
    if "\\" in text or "<br>" in text:
        return _ESCAPED.sub(lambda m: m.group(1) or "\n", text)
    return text


def _table(lines: list[str], first: int, end: int, name: str) -> Table:
    header = _cells(lines[first], first, name)
    if end - first < 2 or lines[first + 1] != _row_of(("---",) * len(header)):
        message = f"{name}: line {first + 2} is not the rule under a table's header. The file was altered."
        raise StorageError(message)
    rows = tuple([Row(_cells(lines[n], n, name), n + 1) for n in range(first + 2, end)])
    return Table(header, rows, first + 1)


def _cells(line: str, number: int, name: str) -> tuple[str, ...]:
    if not (line.startswith("| ") and line.endswith(" |") and len(line) > 3):
        message = f"{name}: line {number + 1} is not a row of canonical Markdown. The file was altered."
        raise StorageError(message)
    cells = line[2:-2].split(" | ")
    if "\\" in line or "<br>" in line:
        return tuple([_unescaped(cell) for cell in cells])
    return tuple(cells)
