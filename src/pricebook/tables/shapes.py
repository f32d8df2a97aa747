"""Tables whose models stand elsewhere than in a column: side by side, in the heading or in the sentences above."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pricebook.phrases import read_words
from pricebook.phrases.names import read_names
from pricebook.phrases.tokens import tokens
from pricebook.phrases.words import denies
from pricebook.reading.document import Block, Document, Heading, Paragraph, Row, Spot, Table
from pricebook.reading.outline import DEEPEST
from pricebook.tables.columns import column, counts_money

_API_NAME = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:[-.][A-Za-z0-9]+)+")

_SENTENCE = re.compile(r"(?:[^.。!！?？\n]|\.(?=\S))+")


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


def holds_only_prices(table: Table) -> bool:
    """Whether every column is one of prices, its heading understood.

    >>> holds_only_prices(Table(("≤ 200K input tokens", "Batch"), (Row(("Input: $3 / MTok", "$1 / MTok")),)))
    True
    """
    parts = [column(heading) for heading in table.header]
    return all(
        not part.problem and (part.role == "price" or counts_money(table, index)) for index, part in enumerate(parts)
    )


def is_model_name(heading: str) -> bool:
    """Whether a heading is a model's name as programs write it, and nothing else.

    >>> [is_model_name(each) for each in ("acme-max", "模型列表", "Step 1", "Batch")]
    [True, False, False, False]
    """
    return _API_NAME.fullmatch(heading) is not None and not read_names(heading).problem


    rows = [
        Row((*cells, *row.cells), row.line, (*spots, *(table.spot(number, n) for n in range(len(row.cells)))))
        for number, row in enumerate(table.rows, start=1)
    ]
    return Table((*columns, *table.header), tuple(rows), table.line)
