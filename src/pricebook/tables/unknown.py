"""Columns that nobody knows and that hold numbers: whether what stands in them may be of their row's prices.

A number without a word of its own measures something, or tells two rows apart. Where it does not, it costs its own cell
and no more.
"""

from collections import defaultdict
from collections.abc import Iterable

from pricebook.phrases.tokens import tokens
from pricebook.reading.document import Table

_COUNTED = {"number", "count", "thing"}


def only_counts(cell: str) -> bool:
    """Whether a cell holds a number and no word that could restrict a price: a unit at most.

    >>> only_counts("4.5"), only_counts("10 MB"), only_counts("3次"), only_counts("满3次"), only_counts("≤3")
    (True, True, True, False, False)
    """
    found = tokens(cell)
    kinds = {token.kind for token in found}
    return "number" in kinds and all(
        token.kind in _COUNTED or (token.kind == "unknown" and token.text.isascii() and token.text.isalpha())
        for token in found
    )


def apart(table: Table, column: int, told: Iterable[int]) -> set[int]:
    """The numbers of those rows, from 1, of which another differs in that column and in none of the `told` ones."""
    told = list(told)
    alike: defaultdict[tuple[str, ...], dict[int, str]] = defaultdict(dict)
    for number, row in enumerate(table.rows, start=1):
        if not table.ragged(row):
            alike[tuple(row.cells[index] for index in told)][number] = row.cells[column]
    return {number for rows in alike.values() if len(set(rows.values())) > 1 for number in rows}
