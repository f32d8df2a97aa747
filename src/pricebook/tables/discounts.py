"""Columns of discounts: whether the price beside one has it already.

A discount multiplies no price that is printed beside it, and yet the words do not tell whether the page did that. The
numbers tell: where one row of the model has no discount, its price times the discount is the price of the other row.
"""

from decimal import Decimal

from pricebook.phrases import read_cell
from pricebook.phrases.rules import paid_at
from pricebook.phrases.tokens import tokens
from pricebook.reading.document import Table

_NEARLY = Decimal("0.02")
"""How far a price may be off that was rounded after its discount."""


def taken(table: Table, index: int, models: int | None, priced: list[int]) -> set[int]:
    """The rows, from 1, whose prices have the discount of their cell in that column, as the page's own numbers show.

    `models` is the column of the models and `priced` are those of prices.
    """
    rows = {number: row.cells for number, row in enumerate(table.rows, start=1) if not table.ragged(row)}
    shares = {number: _share(cells[index]) for number, cells in rows.items()}
    listed: dict[str, list[tuple[Decimal, ...]]] = {}
    for number, cells in rows.items():
        if shares[number] is None:
            listed.setdefault(_model(cells, models), []).append(_amounts(cells, priced))
    found: set[int] = set()
    for number, share in shares.items():
        before = listed.get(_model(rows[number], models), [])
        if share is not None and len(before) == 1 and _pays(_amounts(rows[number], priced), before[0], share):
            found.add(number)
    return found


def _model(cells: tuple[str, ...], models: int | None) -> str:
    return "" if models is None else cells[models]


def _amounts(cells: tuple[str, ...], priced: list[int]) -> tuple[Decimal, ...]:
    return tuple(amount.value for index in priced for amount in read_cell(cells[index]).amounts)


def _share(cell: str) -> Decimal | None:
    """What part of a price is paid, where the cell is a discount and nothing else."""
    found = tokens(cell)
    paid = paid_at(found, 0) if found else None
    return paid[0] if paid and paid[1] == len(found) else None


def _pays(amounts: tuple[Decimal, ...], listed: tuple[Decimal, ...], share: Decimal) -> bool:
    """Whether each amount is that share of the one that is listed."""
    if not amounts or len(amounts) != len(listed):
        return False
    return all(price and abs(now / price - share) <= _NEARLY for now, price in zip(amounts, listed, strict=True))
