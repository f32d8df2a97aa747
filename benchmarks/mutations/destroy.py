"""Pages that came only in part, or are not the page at all."""

from collections.abc import Iterable
from dataclasses import replace
from functools import partial
from random import Random

from benchmarks.mutations.editing import priced
from benchmarks.mutations.markup import Edit
from benchmarks.mutations.operators import operator, register
from benchmarks.mutations.page import Mutant, Page
from benchmarks.mutations.truth import Effect, Want, gone, lost, same_or_gone, same_or_lost, unknowable

FEW = 5
"""Where fewer than one price in so many is gone, and no table is empty, the page may have meant it."""


def without(page: Page, edits: Iterable[Edit], prices: Iterable[int], note: str = "") -> Mutant | None:
    """The page without these prices; those that cannot be located may be among them."""
    missing = set(prices)
    few = len(missing) * FEW < len(page.truth) and all(set(page.in_table(t)) - missing for t in priced(page))
    effects: dict[int, Effect] = dict.fromkeys(missing, gone if few else lost)
    for price in range(len(page.truth)):
        if price not in page.places:
            effects[price] = same_or_gone if few else same_or_lost
    return page.change(edits, effects, note) if missing else None


def cut(page: Page, draw: Random, *, part: range) -> Mutant | None:
    """The page ends somewhere: at a character, whatever stands there."""
    place = len(page.text) * draw.choice(part) // 100
    lines = {price: page.tables[at.table].lines[at.row] for price, at in page.places.items()}
    whole = {spot.price for spot in page.spots if spot.end <= place}
    behind = {price for price, line in lines.items() if line.start >= place}
    torn = {price for price, line in lines.items() if line.start < place < line.end} - whole
    made = without(page, [Edit(place, len(page.text), "")], behind, f"cut at {place} of {len(page.text)}")
    if made is None:
        return None
    wants = [
        Want(want.was, unknowable=True) if number in torn else replace(want, lost=True) if want.forms else want
        for number, want in enumerate(made.wants)
    ]  # fmt: skip
    return replace(made, wants=wants)


for _first in (5, 20, 40, 60, 80):
    register(f"cut at {_first} % or more", "destroy", partial(cut, part=range(_first, _first + 20, 5)), draws=4)


def rows_gone(page: Page, draw: Random, *, every: bool, part: int) -> Mutant | None:
    """Rows of the page are not there: one in so many, of one table or of all."""
    tables = set(priced(page)) if every else {draw.choice(priced(page))} if priced(page) else set()
    kept = draw.randrange(part)
    edits, prices = list[Edit](), set[int]()
    for table in tables:
        for row in range(1, len(page.tables[table].lines)):
            if part == 1 or row % part != kept:
                line = page.tables[table].lines[row]
                edits.append(Edit(line.start, line.end, ""))
                prices |= {price for price, place in page.places.items() if place[:2] == (table, row)}
    spanned = any(cell.rows > 1 for table in tables for line in page.tables[table].lines for cell in line.cells)
    return without(page, edits, prices) if not (spanned and part > 1) else None


register("a table emptied", "destroy", partial(rows_gone, every=False, part=1))
register("every table emptied", "destroy", partial(rows_gone, every=True, part=1), draws=1)
register("half of the rows gone", "destroy", partial(rows_gone, every=True, part=2))
register("two thirds of a table gone", "destroy", partial(rows_gone, every=False, part=3))


@operator("destroy")
def a_table_gone(page: Page, draw: Random) -> Mutant | None:
    """With its head."""
    if not priced(page):
        return None
    table = draw.choice(priced(page))
    whole = page.tables[table]
    return without(page, [Edit(whole.start, whole.end, "\n")], page.in_table(table), f"table {table + 1}")


@operator("destroy")
def a_head_gone(page: Page, draw: Random) -> Mutant | None:
    """The rows stay."""
    tables = page.whole_tables()
    if not tables or page.form == "mdx":
        return None
    table = draw.choice(tables)
    line = page.tables[table].lines[0]
    return page.change([Edit(line.start, line.end, "")], _all(page, table, same_or_lost), f"table {table + 1}")


def _all(page: Page, table: int, effect: Effect) -> dict[int, Effect]:
    """Of the table; what stands nowhere known may be among it."""
    effects: dict[int, Effect] = {price: same_or_lost for price in range(len(page.truth)) if price not in page.places}
    return effects | dict.fromkeys(page.in_table(table), effect)


@operator("destroy")
def tables_joined(page: Page, draw: Random) -> Mutant | None:
    """What stands between two of them is gone, and the head of the second."""
    pairs = [(a, b) for a, b in zip(priced(page), priced(page)[1:], strict=False) if b == a + 1]
    if not pairs or page.form not in {"md", "html"}:
        return None
    first, second = draw.choice(pairs)
    start = page.tables[first].lines[-1].end
    return page.change(
        [Edit(start, page.tables[second].lines[1].start, "")],
        _all(page, second, same_or_lost),
        f"tables {first + 1}, {second + 1}",
    )


GARBAGE = {
    "mojibake": "â‚¬å…ƒ",
    "a template's variable": "{{ price }}",
    "not a number": "NaN",
    "undefined": "undefined",
    "nothing": "",
    "a dash": "-",
}


def garbage(page: Page, draw: Random, *, word: str) -> Mutant | None:  # noqa: ARG001
    """In the place of each price that can be told."""
    edits, prices, at = list[Edit](), set[int](), 0
    for spot in sorted(page.spots, key=lambda spot: (spot.start, spot.end)):
        prices.update(page.sharing(spot))
        if spot.start >= at:
            edits.append(Edit(spot.start, spot.end, word))
            at = spot.end
    return without(page, edits, prices)


for _name, _word in GARBAGE.items():
    register(f"every price is {_name}", "destroy", partial(garbage, word=_word), draws=1)

BODIES: dict[str, str] = {
    "empty": "",
    "only blanks": "\n \n\n",
    "an error page": "<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>",
    "a page of the firewall": "<html><body><p>访问被拦截，请完成验证后继续。</p><div id='captcha'></div></body></html>",
    "a log-in page": "<html><body><form action='/login'><h1>登录</h1><input name='user'></form></body></html>",
    "an error in JSON": '{"code": 500, "message": "系统繁忙，请稍后再试"}',
    "a page not found": "# 404\n\n您访问的页面不存在。\n",
    "an application without its data": "<html><body><div id='root'></div><script src='/app.js'></script></body></html>",
    "a notice of maintenance": "<html><body><h1>计费说明</h1><p>系统维护中，价格稍后恢复。</p></body></html>",
}


def instead(page: Page, draw: Random, *, body: str) -> Mutant | None:  # noqa: ARG001
    """With status 200."""
    return Mutant("", page.wants({}, lost), body=body.encode() or b" ")


for _name, _body in BODIES.items():
    register(f"instead of the page: {_name}", "destroy", partial(instead, body=_body), draws=1)


def another_page(page: Page, draw: Random, *, own: bool) -> Mutant | None:
    """What this page said is not on it; of the same provider what it says besides may be right."""
    names = [name for name in sorted(page.others) if name.startswith(f"{page.provider}/") == own]
    if not names:
        return None
    name = draw.choice(names)
    return Mutant("", page.wants({}, same_or_lost), name, others=own, body=page.others[name])


register("another provider's page", "destroy", partial(another_page, own=False))
register("another page of the provider", "destroy", partial(another_page, own=True))


@operator("destroy", draws=1)
def the_page_of_an_earlier_day(page: Page, draw: Random) -> Mutant | None:  # noqa: ARG001
    """It was seen before the page that it comes in the place of."""
    if page.earlier is None:
        return None
    return Mutant("", page.wants({}, same_or_lost), body=page.earlier, before=page.earlier)


@operator("destroy", draws=1)
def the_page_twice(page: Page, draw: Random) -> Mutant | None:  # noqa: ARG001
    """One behind the other."""
    return Mutant(page.text + "\n" + page.text, page.wants({}, same_or_lost))


@operator("destroy", draws=1)
def bytes_read_in_another_character_set(page: Page, draw: Random) -> Mutant | None:  # noqa: ARG001
    """UTF-8 taken for Latin-1 and written as UTF-8 again."""
    garbled = page.pack(page.text).decode("utf-8").encode().decode("latin-1")
    return Mutant("", page.wants({}, same_or_lost), body=garbled.encode())


@operator("destroy")
def a_line_lost(page: Page, draw: Random) -> Mutant | None:
    """Somewhere among the rows: what stands in it is gone."""
    rows = [
        row
        for row in page.rows
        if page.tables[row.table].loose(row.row) and all(page.places[p].row == row.row for p in row.prices)
    ]
    if not rows:
        return None
    row = draw.choice(rows)
    line = page.tables[row.table].lines[row.row]
    return without(page, [Edit(line.start, line.end, "")], row.prices, f"table {row.table + 1}, row {row.row}")


@operator("destroy")
def a_cell_lost(page: Page, draw: Random) -> Mutant | None:
    """The row's other cells stand under heads that are not theirs."""
    rows = [row for row in page.rows if page.tables[row.table].even and page.tables[row.table].loose(row.row)]
    if not rows or page.form == "mdx":
        return None
    row = draw.choice(rows)
    cells = page.tables[row.table].lines[row.row].cells
    cell = draw.choice(cells)
    start, end = (cell.outer, cell.close) if page.form == "html" else (cell.outer, min(cell.close + 1, len(page.text)))
    effects: dict[int, Effect] = {
        price: unknowable if page.places[price].column == cell.column else same_or_lost for price in row.prices
    }
    return page.change([Edit(start, end, "")], effects, f"row {row.row}, cell {cell.column + 1}")
