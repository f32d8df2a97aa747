"""What most operators do to a page: numbers scaled, words put beside a price, columns and rows put in."""

import re
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from fractions import Fraction
from random import Random

from benchmarks.mutations.markup import Cell, Edit, Table, edited
from benchmarks.mutations.page import Mutant, Page, Row, Spot
from benchmarks.mutations.truth import Effect, maybe_apart, same, scaled

BLOCKED = re.compile("[折免~]|原价|<del|<s>")
"""In a cell that is a promotion already."""


def number(printed: str, factor: Fraction) -> str:
    """The printed number times the factor, with as many decimals at least, and commas as before."""
    value = scaled(Decimal(printed.replace(",", "")), factor)
    decimals = len(printed.partition(".")[2])
    text = f"{value:f}"
    if len(text.partition(".")[2]) < decimals:
        text = f"{value:.{decimals}f}"
    whole, point, rest = text.partition(".")
    return (f"{int(whole):,}" if "," in printed else whole) + point + rest


def printed(page: Page, spot: Spot, factor: Fraction = Fraction(1)) -> str:
    """The price as printed, its number times the factor."""
    before, digits, after = (
        page.text[spot.start : spot.first],
        page.text[spot.first : spot.last],
        page.text[spot.last : spot.end],
    )
    return before + number(digits, factor) + after


def rescaled(
    page: Page, spots: Iterable[Spot], factor: Fraction, effect: Effect
) -> tuple[list[Edit], dict[int, Effect]]:
    """The edits that multiply the numbers, each once, and the effect on all that is read from them."""
    edits = {
        spot.first: Edit(spot.first, spot.last, number(page.text[spot.first : spot.last], factor)) for spot in spots
    }
    return list(edits.values()), {spot.price: effect for spot in page.spots if spot.first in edits}


def plain_spots(page: Page) -> list[Spot]:
    """Prices that stand alone in their cell, in words that are no promotion."""
    return [
        spot for spot in page.spots
        if (cell := page.tables[spot.place.table].at(*spot.place[1:])) is not None
        and not BLOCKED.search(cell.source) and cell.rows == 1 and cell.row == spot.place.row
    ]  # fmt: skip


def one(page: Page, draw: Random, test: Callable[[Spot], bool] = lambda _: True) -> Spot | None:
    """A price that passes the test; None if none does."""
    spots = [spot for spot in plain_spots(page) if test(spot)]
    return draw.choice(spots) if spots else None


def put(page: Page, spot: Spot | None, text: str, effect: Effect, **more: object) -> Mutant | None:
    """The page with that text in the place of the printed price."""
    if spot is None:
        return None
    effects = dict.fromkeys(page.sharing(spot), effect)
    note = f"{page.text[spot.start : spot.end]!r} becomes {text!r}"
    return page.change([Edit(spot.start, spot.end, text)], effects, note, **more)  # type: ignore[arg-type]


def with_column(table: Table, after: int, head: str, words: Callable[[int], str]) -> list[Edit]:
    """A column behind that one: its head, and what stands in each row."""
    edits: list[Edit] = []
    for row, line in enumerate(table.lines):
        if not line.cells:
            continue
        new = table.new_cell(head if row == 0 else words(row), row)
        before = [cell for cell in line.cells if cell.column <= after]
        place = before[-1].close if before else line.cells[0].outer
        edits.append(Edit(place, place, new))
    if table.rule is not None:
        cell = table.rule.cells[min(after, len(table.rule.cells) - 1)]
        edits.append(Edit(cell.close, cell.close, "| --- "))
    return edits


def price_columns(page: Page, table: int) -> list[int]:
    """The columns of the table in which located prices stand."""
    return sorted({place.column for place in page.places.values() if place.table == table})


def priced(page: Page) -> list[int]:
    """The tables in which located prices stand."""
    return sorted({place.table for place in page.places.values()})


def headed(page: Page) -> Iterator[tuple[Cell, list[Spot]]]:
    """The heads of columns in which each price is told by its characters, and those."""
    for table in page.whole_tables():
        for cell in page.tables[table].lines[0].cells:
            spots = page.spots_in(table, None, cell.column)
            located = {price for price in page.in_table(table) if page.places[price].column == cell.column}
            if cell.columns == 1 and spots and located == {spot.price for spot in spots}:
                yield cell, spots


def even(page: Page) -> list[int]:
    """Those of them in which nothing spans rows or columns."""
    return [table for table in priced(page) if page.tables[table].even]


def copied(page: Page, row: Row, name: str | None, factor: Fraction) -> str:
    """The row's source once more, with another name and its prices times the factor."""
    line = page.tables[row.table].lines[row.row]
    edits = {
        spot.first: Edit(
            spot.first - line.start, spot.last - line.start, number(page.text[spot.first : spot.last], factor)
        )
        for spot in page.spots_in(row.table, row.row)
    }  # fmt: skip
    if name is not None and row.name is not None:
        edits[row.name.start] = Edit(row.name.start - line.start, row.name.end - line.start, name)
    text = edited(page.text[line.start : line.end], edits.values())
    return text if text.endswith("\n") or page.form == "html" else text + "\n"


def below(page: Page, row: Row) -> int:
    """Where a row can be put in right below that one."""
    return page.tables[row.table].lines[row.row].end


def single(page: Page, rows: Iterable[Row]) -> list[Row]:
    """Those of the rows that can be copied: no cell is shared with a neighbour, and no price comes by a rule."""
    return [
        row for row in rows
        if page.tables[row.table].loose(row.row)
        and not any(page.truth[p].record["derived_from"] or page.truth[p].record["free"] for p in row.prices)
        and all(page.places[price].row == row.row for price in row.prices)
    ]  # fmt: skip


def from_table_on(page: Page, table: int, effect: Effect) -> dict[int, Effect]:
    """The effect on the prices of a table; those that stand further below, or nowhere known, may be touched too."""
    effects: dict[int, Effect] = {}
    for price in range(len(page.truth)):
        place = page.places.get(price)
        before = place is not None and place.table < table
        effects[price] = same if before else effect if place is not None and place.table == table else maybe_apart
    return effects


def behind_name(page: Page, draw: Random, words: str, effect: Effect) -> Mutant | None:
    """Words behind the name of a model, in a row that it has."""
    rows = page.named()
    if not rows:
        return None
    row = draw.choice(rows)
    assert row.name is not None
    edit = Edit(row.name.end, row.name.end, words)
    return page.change([edit], dict.fromkeys(row.prices, effect), f"{row.name.bare}{words}")


def above_table(page: Page, draw: Random, source: str, effect: Effect) -> Mutant | None:
    """Source right above a table, and what it does to the prices of the table."""
    tables = [table for table in page.whole_tables() if page.in_table(table)]
    if not tables or page.form == "mdx":
        return None
    table = draw.choice(tables)
    start = page.tables[table].start
    return page.change(
        [Edit(start, start, source)], from_table_on(page, table, effect), f"table {table + 1}: {source.strip()}"
    )
