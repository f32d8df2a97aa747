"""Tables whose models stand elsewhere than in a column: side by side, or in the heading above."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from pricebook.phrases import read_words
from pricebook.phrases.names import read_names
from pricebook.reading.document import Block, Document, Heading, Paragraph, Row, Spot, Table
from pricebook.reading.outline import DEEPEST
from pricebook.tables.columns import column

_API_NAME = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:[-.][A-Za-z0-9]+)+")


def is_turned(table: Table) -> bool:
    """Whether the rows are what other tables have as columns: labels of prices, below models or conditions.

    No heading of such a table speaks of prices.

    >>> beside = Table(("模型", "acme-1", "acme-2"), (Row(("输入价格（元/百万 tokens）", "1", "2")),))
    >>> is_turned(beside), is_turned(beside.turned())
    (True, False)
    >>> is_turned(Table(("", "Free Tier", "Paid Tier"), (Row(("Input price", "-", "$1")),)))
    True
    """
    names = table.header[table.labels :]
    if not names or any(table.ragged(row) for row in table.rows):
        return False
    if not (all(map(_is_model, names)) or (not table.header[0] and all(map(_is_condition, names)))):
        return False
    return states_prices(table.turned())


def _is_model(heading: str) -> bool:
    return column(heading).role == "unknown" and not read_names(heading).problem


def _is_condition(heading: str) -> bool:
    says = read_words(heading)
    return not says.problem and bool(says.conditions) and not says.meters


def states_prices(table: Table) -> bool:
    """Whether a column below another heading than the first is plainly one of prices."""
    parts = [column(heading) for heading in table.header[1:]]
    return any(part.role == "price" and not part.problem for part in parts)


def is_model_name(heading: str) -> bool:
    """Whether a heading is a model's name as programs write it, and nothing else.

    >>> [is_model_name(each) for each in ("acme-max", "模型列表", "Step 1", "Batch")]
    [True, False, False, False]
    """
    return _API_NAME.fullmatch(heading) is not None and not read_names(heading).problem


class Titled(NamedTuple):
    """What a heading says of the models of the tables below it."""

    models: tuple[str, ...]
    """As programs write them."""
    name: str | None
    """As people do, where the names for programs stand in a line below the heading."""


def titled(document: Document, block: int) -> Titled | None:
    """The models of the table at that block, if the heading that it stands below names one.

    The heading is a name as programs write it, or such names are all of the line below it. Headings between it and the
    table may state conditions alone.
    """
    level = DEEPEST + 1
    for number in range(block - 1, -1, -1):
        heading = document.blocks[number]
        if not isinstance(heading, Heading) or heading.level >= level:
            continue
        level = heading.level
        if is_model_name(heading.text):
            return Titled((heading.text,), None)
        if names := _names_in(document.blocks[number + 1]):
            return Titled(names, heading.text)
        if not _is_condition(heading.text):
            return None
    return None


def _names_in(block: Block) -> tuple[str, ...]:
    """The names of models that are all of a paragraph; none if it says anything else."""
    words = block.text.replace(",", " ").split() if isinstance(block, Paragraph) else []
    names = tuple(word for word in words if word != "and")
    return names if names and all(map(is_model_name, names)) else ()


def headed(table: Table, columns: Sequence[str], cells: Sequence[str]) -> Table:
    """The table with what the heading above it says in columns of its own, at the left."""
    spots = tuple(Spot(0, 0) for _ in cells)
    rows = [
        Row((*cells, *row.cells), row.line, (*spots, *(table.spot(number, n) for n in range(len(row.cells)))))
        for number, row in enumerate(table.rows, start=1)
    ]
    return Table((*columns, *table.header), tuple(rows), table.line)
