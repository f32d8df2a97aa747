"""The register of changes, and what most of them need."""

import re
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple, TypeVar

from tests.mutations.bases import Base, Change, Place, Stated
from tests.mutations.sheets import Rows
from tests.mutations.verdict import Want, same

Changes = Callable[[Base], Iterator[Change]]
_T = TypeVar("_T")
_NUMBER = re.compile(r"[0-9][0-9,]*(?:\.[0-9]+)?")
_MARKDOWN = re.compile(r"\*\*|~~|\^|\\|\]\(")
_MARKUP = re.compile(f"{_MARKDOWN.pattern}|<[a-z]|&[a-z]+;")
_HAN = re.compile(r"[\u4e00-\u9fff]")


class Operator(NamedTuple):
    """One kind of change."""

    kind: str
    """The group that it is counted with."""
    changes: Changes
    harmless: bool
    """Whether the reading must stay as it is."""


OPERATORS: dict[str, Operator] = {}


def register(kind: str, name: str, changes: Changes, *, harmless: bool = False) -> None:
    """Takes up an operator under a name of its own."""
    assert name not in OPERATORS, name
    OPERATORS[name] = Operator(kind, changes, harmless)


def operator(kind: str, *, harmless: bool = False) -> Callable[[Changes], Changes]:
    """Takes up a function under its own name."""

    def take(changes: Changes) -> Changes:
        register(kind, changes.__name__.replace("_", " "), changes, harmless=harmless)
        return changes

    return take


def spoken(base: Base, words: Sequence[str]) -> list[str]:
    """Those of the words that a page of this language and form may print."""
    foreign = {"md": None, "html": _MARKDOWN, "txt": _MARKUP}[base.sheet.form]
    return [w for w in words if not (base.english and _HAN.search(w)) and not (foreign and foreign.search(w))]


def few(items: Sequence[_T], most: int = 3) -> list[_T]:
    """The first, the last and some between."""
    if len(items) <= most:
        return list(items)
    return [items[n * (len(items) - 1) // max(most - 1, 1)] for n in range(most)]


def edited(base: Base, table: int, note: str, wants: list[Want], *parts: str | Rows) -> Change:
    """The page with these parts in the place of one table: the table changed, and perhaps more around it."""
    return Change(base, base.sheet.replaced(table, *parts), f"table {table + 1}: {note}", wants)


def of_table(table: int) -> Callable[[Place], bool]:
    """Whether a place is in the table."""
    return lambda place: place.table == table


def of_row(table: int, row: int) -> Callable[[Place], bool]:
    """Whether a place is in the row."""
    return lambda place: place[:2] == (table, row)


def of_column(table: int, column: int) -> Callable[[Place], bool]:
    """Whether a place is in the column."""
    return lambda place: (place.table, place.column) == (table, column)


def anything(base: Base) -> list[Want]:
    """All as it was."""
    return base.wants(same, lambda _: False)


def raised(base: Base, table: int) -> Rows:
    """The table with every amount twice as high."""
    rows = base.rows(table)
    for each in base.stated:
        if each.place.table == table and each.price.derived_from is None and not each.told.free:
            _, row, column = each.place
            text, number = each.price.listed.text, printed_number(each)
            higher = text.replace(number, format(each.price.listed.amount * 2, "f"))
            rows[row][column] = rows[row][column].replace(text, higher, 1)
    return rows


def printed_number(stated: Stated) -> str:
    """The digits of the price as the page prints them."""
    listed = stated.price.listed
    found: list[str] = _NUMBER.findall(listed.text)
    return next(number for number in found if Decimal(number.replace(",", "")) == listed.amount)
