"""Columns that nobody knows and that hold numbers: whether what stands in them may be of their row's prices.

A number without a word of its own measures something, or tells two rows apart. Where it does not, it costs its own cell
and no more.
"""

from collections import defaultdict
from collections.abc import Iterable

from pricebook.phrases.tokens import tokens
from pricebook.reading.document import Table

_TIMES = frozenset({"year", "years", "yr", "yrs", "week", "weeks", "quarter", "quarters", "fortnight", "term", "terms"})
"""Words of time that no price is counted in."""


def only_counts(cell: str) -> bool:
    """Whether a cell is a number and no word beside it could restrict a price, as a time or a size could.

    >>> only_counts("4.5"), only_counts("10 MB"), only_counts("1小时"), only_counts("1 year"), only_counts("≤3")
    (True, True, False, False, False)
    """
    found = tokens(cell)
    if any(token.text in _TIMES for token in found):
        return False
    return any(token.text[0].isdigit() for token in found) and all(
        token.kind == "number" or (token.kind == "unknown" and token.text.isascii() and token.text[-1].isalpha())
        for token in found
    )


def is_numbered(cell: str) -> bool:
    """Whether a digit stands in the cell that is not only that of the unit in which a meter is told.

    >>> [is_numbered(each) for each in ("1M input text tokens", "1M tokens", "32K input tokens", "V2")]
    [False, True, True, True]
    """
    found = tokens(cell)
    kinds = {token.kind for token in found}
    counted = bool(kinds & {"thing", "subject"}) or any(token.word and token.word.condition for token in found)
    unit = counted and bool(kinds & {"meter", "service", "subject"}) and "compare" not in kinds
    ones = [n for n, token in enumerate(found[:-1]) if token.text == "1" and found[n + 1].kind == "count"]
    others = [token for n, token in enumerate(found) if n not in ones and any(char.isdigit() for char in token.text)]
    return bool(others) or (bool(ones) and not unit)


def apart(table: Table, column: int, told: Iterable[int]) -> set[int]:
    """The numbers of those rows, from 1, of which another differs in that column and in none of the `told` ones."""
    told = list(told)
    alike: defaultdict[tuple[str, ...], dict[int, str]] = defaultdict(dict)
    for number, row in enumerate(table.rows, start=1):
        if not table.ragged(row):
            alike[tuple(row.cells[index] for index in told)][number] = row.cells[column]
    return {number for rows in alike.values() if len(set(rows.values())) > 1 for number in rows}
