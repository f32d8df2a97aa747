"""A page with its truth located in its source: which price stands in which row, in which characters."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from random import Random
from typing import NamedTuple

from benchmarks.mutations.bare import Bare, bare, seen
from benchmarks.mutations.markup import Cell, Edit, Form, Sheet, Table, edited, lines_of
from benchmarks.mutations.truth import Effect, Key, Stated, Want, same

_NUMBER = re.compile(r"[0-9][0-9,]*(?:\.[0-9]+)?")


class Place(NamedTuple):
    """A cell that a price may stand in."""

    table: int
    row: int
    column: int


Printed = tuple[Place, list[tuple[int, int]]]
"""A cell, and from where to where in the source the words of a price may stand in it."""


class Spot(NamedTuple):
    """The characters of a price in the source: its words in `[start, end)`, its number in `[first, last)`."""

    price: int
    place: Place
    start: int
    end: int
    first: int
    last: int


@dataclass(frozen=True)
class Row:
    """A row of which each price is located."""

    table: int
    row: int
    prices: tuple[int, ...]
    name: Cell | None
    """The cell that holds the name of the model and nothing else, where one model has the row and one cell is that."""


@dataclass(frozen=True)
class Mutant:
    """A changed page and its truth."""

    text: str
    wants: Sequence[Want]
    note: str = ""
    may: Sequence[tuple[str, Decimal]] = ()
    """Models and amounts that may be published besides: what is announced for a day to come."""
    others: bool = False
    """Whether it may state prices of which nobody knew."""
    body: bytes | None = None
    """What is sent, where it is no text of the page's own kind."""
    before: bytes | None = None
    """A page that was seen before the first day."""


@dataclass(frozen=True, eq=False)
class Page:
    """A page as it was published before any change."""

    name: str
    provider: str
    page: str
    """Which of the provider's pages it is."""
    text: str
    form: Form
    truth: tuple[Stated, ...]
    pack: Callable[[str], bytes] = str.encode
    """Makes of its text what a server sends."""
    earlier: bytes | None = None
    """What the same page said on an earlier day."""
    others: Mapping[str, bytes] = field(default_factory=dict)
    """Pages that are not this one."""

    @cached_property
    def sheet(self) -> Sheet:
        """Its source taken apart."""
        return Sheet(self.text, self.form)

    @property
    def tables(self) -> tuple[Table, ...]:
        """Its tables."""
        return self.sheet.tables

    @cached_property
    def english(self) -> bool:
        """Whether its tables are headed in English."""
        return not re.search(r"[\u4e00-\u9fff]", "".join(head for table in self.tables for head in table.heads))

    @cached_property
    def _located(self) -> tuple[dict[int, Printed], set[tuple[int, int]]]:
        return located(self.tables, self.truth)

    @cached_property
    def places(self) -> dict[int, Place]:
        """In which cell each price stands; prices that cannot be located are in none."""
        return {price: place for price, (place, _) in self._located[0].items()}

    @cached_property
    def spots(self) -> list[Spot]:
        """The characters of each price whose number can be told in its cell, in rows whose prices are all located."""
        unsure = {
            cell.outer for table, row in self._located[1] for cell in self.tables[table].grid[row] if cell is not None
        }
        shared = ((spot, self.tables[spot.place.table].at(*spot.place[1:])) for spot in _spots(self))
        return [spot for spot, cell in shared if cell is not None and cell.outer not in unsure]

    @cached_property
    def rows(self) -> list[Row]:
        """The rows whose prices are all located, in order."""
        prices = defaultdict[tuple[int, int], list[int]](list)
        for price, place in self.places.items():
            prices[place[:2]].append(price)
        sure = sorted(each for each in prices if each not in self._located[1])
        return [
            Row(table, row, tuple(prices[table, row]), self._name(table, row, prices[table, row]))
            for table, row in sure
        ]

    def _name(self, table: int, row: int, prices: Iterable[int]) -> Cell | None:
        names = {tuple(self.truth[price].names) for price in prices}
        if len(names) > 1:
            return None
        own = {bare(name) for name in next(iter(names))[:1]}
        cells = [cell for cell in self.tables[table].grid[row] if cell and cell.row == row and cell.bare in own]
        alone = len(cells) == 1 and cells[0].rows == 1 and not self.tables[table].goes_on(row, cells[0].column)
        return cells[0] if alone else None

    def spots_in(self, table: int, row: int | None = None, column: int | None = None) -> list[Spot]:
        """Those of a table, of its row, of its column."""
        return [
            spot for spot in self.spots
            if spot.place.table == table and row in {None, spot.place.row} and column in {None, spot.place.column}
        ]  # fmt: skip

    def with_numbers(self) -> list[Row]:
        """The rows in which the number of each price can be told."""
        told = {spot.price for spot in self.spots}
        return [row for row in self.rows if told.issuperset(row.prices)]

    def named(self) -> list[Row]:
        """The rows that one cell names."""
        return [row for row in self.rows if row.name]

    def sharing(self, spot: Spot) -> list[int]:
        """The prices that are read from these characters, or from some of them."""
        return [each.price for each in self.spots if each.start < spot.end and spot.start < each.end]

    def column(self, row: Row, words: str) -> int | None:
        """The column of the row's table whose head holds the words; None without one, or with several."""
        found = [number for number, head in enumerate(self.tables[row.table].heads) if words in head]
        return found[0] if len(found) == 1 else None

    def wants(self, effects: Mapping[int, Effect], default: Effect = same) -> list[Want]:
        """What must be published of each price; `default` of those that no effect is given for."""
        return [effects.get(number, default)(price) for number, price in enumerate(self.truth)]

    def change(
        self,
        edits: Iterable[Edit],
        effects: Mapping[int, Effect],
        note: str = "",
        more: Iterable[Want] = (),
        default: Effect = same,
        may: Sequence[tuple[str, Decimal]] = (),
    ) -> Mutant | None:
        """The page with these edits and what they do; None where they change nothing."""
        text = edited(self.text, edits)
        return Mutant(text, [*self.wants(effects, default), *more], note, may) if text != self.text else None

    def keys(self) -> set[Key]:
        """What its prices are of."""
        return {price.key for price in self.truth}

    def in_table(self, table: int) -> list[int]:
        """The prices that stand in the table."""
        return [price for price, place in self.places.items() if place.table == table]

    def whole_tables(self) -> list[int]:
        """Tables with prices, each row of which is understood: nothing in them is unlocated."""
        unsure = {table for table, _ in self._located[1]}
        return sorted({place.table for place in self.places.values()} - unsure)


def drawn(draw: Random, items: Sequence[Row]) -> Row | None:
    """One of them; None if there is none."""
    return draw.choice(items) if items else None


def located(tables: Sequence[Table], truth: Sequence[Stated]) -> tuple[dict[int, Printed], set[tuple[int, int]]]:
    """In which cell each price stands, and where in it its words may be; and the rows in which others may stand."""
    views = _Views(tables)
    found: dict[int, Printed] = {}
    unsure: set[tuple[int, int]] = set()
    again: dict[int, list[Printed]] = {}
    for number, price in enumerate(truth):
        rows = [row for name in price.names for row in views.naming(name)]
        candidates = [each for row in dict.fromkeys(rows) for each in views.holding(row, price)]
        if price.outside or not price.record["where"]["table"]:
            # It is read outside of all tables, and stays there whatever is done to them.
            unsure |= set(rows) | {place[:2] for place, _ in candidates}
            continue
        again[number] = _under_its_head(tables, candidates, price)
        candidates = _in_its_row(again[number], price)
        if len(candidates) == 1:
            found[number] = candidates[0]
        else:
            unsure |= {place[:2] for place, _ in candidates} or set(rows) | set(views.anywhere(price))
    taken = {place for place, _ in found.values()}
    for number, candidates in again.items():
        # What stands in a second place that is no other price's is printed twice: a change of one is none of the price.
        if number in found and any(place not in taken for place, _ in candidates):
            unsure |= {place[:2] for place, _ in candidates}
            del found[number]
    headless = {number for number, table in enumerate(tables) if _begins_with_a_row(table, truth)}
    unsure |= {(number, row) for number in headless for row in range(len(tables[number].lines))}
    return {price: at for price, at in found.items() if at[0].table not in headless}, unsure


def _begins_with_a_row(table: Table, truth: Sequence[Stated]) -> bool:
    """Whether its first line is no head: a model's name and the words of one of its prices stand in it."""
    heads = set(table.heads)
    return any(heads & set(map(bare, price.names)) and bare(price.text) in heads for price in truth)


class _Views:
    """The cells of all tables as a reader sees them, each looked at once."""

    def __init__(self, tables: Sequence[Table]) -> None:
        self._tables = tables
        self._seen: dict[str, Bare] = {}
        self._named: dict[str, list[tuple[int, int]]] = {}
        self._rows = list(lines_of(tables))

    def view(self, cell: Cell) -> Bare:
        if cell.source not in self._seen:
            self._seen[cell.source] = seen(cell.source)
        return self._seen[cell.source]

    def cells(self, row: tuple[int, int]) -> Iterator[tuple[int, Cell]]:
        table = self._tables[row[0]]
        for column in range(table.width):
            cell = table.at(row[1], column)
            if cell is not None:
                yield column, cell

    def naming(self, name: str) -> list[tuple[int, int]]:
        """The rows in which a cell names it: alone, if any does."""
        if name not in self._named:
            sought = bare(name)
            cells = [(row, self.view(cell)) for row in self._rows for _, cell in self.cells(row)]
            alone = [row for row, view in cells if view.text == sought]
            self._named[name] = alone or [row for row, view in cells if sought in view.text and view.found(name)]
        return self._named[name]

    def holding(self, row: tuple[int, int], price: Stated) -> Iterator[Printed]:
        for column, cell in self.cells(row):
            if cell.bare in map(bare, price.names):
                continue
            spots = [(cell.start + a, cell.start + b) for a, b in self.view(cell).found(price.text)]
            if spots:
                yield Place(*row, column), spots

    def anywhere(self, price: Stated) -> Iterator[tuple[int, int]]:
        for row in self._rows:
            if any(self.view(cell).found(price.text) for _, cell in self.cells(row)):
                yield row


def _under_its_head(tables: Sequence[Table], found: list[Printed], price: Stated) -> list[Printed]:
    """Those that stand under the head that the record says."""
    head = bare(price.record["where"]["column"])
    return [each for each in found if tables[each[0].table].heads[each[0].column] == head] or found


def _in_its_row(found: list[Printed], price: Stated) -> list[Printed]:
    """Those that stand in the row and the table that the record says; none where its table has them in others alone.

    There a row of which cells are missing is of a model that another one names, and nobody knows which cell is its.
    """
    where = price.record["where"]
    inside = [each for each in found if each[0].table == where["table"] - 1]
    rows = [each for each in inside or found if each[0].row == where["row"]]
    return rows or ([] if inside else found)


def _spots(page: Page) -> Iterator[Spot]:
    """Of prices whose words stand once in their cell, or as often as there are prices with these words."""
    groups = defaultdict[tuple[Place, tuple[tuple[int, int], ...]], list[int]](list)
    for price, (place, spans) in page._located[0].items():  # noqa: SLF001 - its own module
        groups[place, tuple(spans)].append(price)
    for (place, spots), prices in groups.items():
        spans = list(spots)
        if len(spans) == 1:
            pairs = [(price, spans[0]) for price in prices]
        elif len(spans) == len(prices):
            pairs = list(zip(prices, spans, strict=True))
        else:
            continue
        for price, (start, end) in pairs:
            amount = Decimal(page.truth[price].record["listed"]["amount"])
            numbers = [m for m in _NUMBER.finditer(page.text, start, end) if _value(m.group()) == amount]
            if len(numbers) == 1 and not page.truth[price].record["free"]:
                yield Spot(price, place, start, end, numbers[0].start(), numbers[0].end())


def _value(number: str) -> Decimal:
    return Decimal(number.replace(",", ""))
