"""Damage to rows, columns and markup, and other ways to write the same table."""

import re
from collections.abc import Callable, Iterator
from functools import partial

from tests.mutations.bases import Base, Change
from tests.mutations.operators import anything, edited, few, of_column, of_row, operator, raised, register
from tests.mutations.program import Told
from tests.mutations.sheets import Rows
from tests.mutations.verdict import Truth, Want, as_printed, becomes, either, gone, refused, same

KIND = "rows, columns and markup"


def blank(rows: Rows) -> list[str]:
    """An empty row."""
    return [""] * len(rows[0])


def reshaped(base: Base, *, reshape: Callable[[Rows], Rows], note: str, form: str) -> Iterator[Change]:
    """Each upright table written in another way, so that it says the same."""
    if base.sheet.form in form:
        for table in base.upright:
            yield edited(base, table, note, anything(base), reshape(base.rows(table)))


SAME: dict[str, tuple[str, Callable[[Rows], Rows]]] = {
    "the rows turned round": ("md html txt", lambda rows: [rows[0], *rows[:0:-1]]),
    "the columns in another order": ("md html", lambda rows: [row[:1] + row[:0:-1] for row in rows]),
    "the model's column last": ("md html", lambda rows: [row[1:] + row[:1] for row in rows]),
    "an empty column": ("md html", lambda rows: [[*row, ""] for row in rows]),
    "a blank row": ("md html", lambda rows: [*rows[:2], blank(rows), *rows[2:]]),
    "a blank row at the end": ("md html", lambda rows: [*rows, blank(rows)]),
    "a row twice": ("md html txt", lambda rows: [*rows, rows[1]]),
    "headings in bold": ("md html", lambda rows: [[f"<b>{cell}</b>" for cell in rows[0]], *rows[1:]]),
    "cells in a span": (
        "md html",
        lambda rows: [rows[0], *([f"<span>{cell}</span>" for cell in row] for row in rows[1:])],
    ),
}
"""Other ways to write the same table, and the forms that have them."""
for _name, (_form, _reshape) in SAME.items():
    _changes = partial(reshaped, reshape=_reshape, note=_name, form=_form)
    register(KIND, f"harmless: {_name}", _changes, harmless=True)

UNUSUAL: dict[str, Callable[[Rows], Rows]] = {
    "the heading once more": lambda rows: [*rows[: len(rows) // 2 + 1], rows[0], *rows[len(rows) // 2 + 1 :]],
    "a note in a row": lambda rows: [*rows, ["注：价格以控制台为准", *blank(rows)[1:]]],
    "the heading row is lost": lambda rows: rows[1:],
    "the heading row is empty": lambda rows: [blank(rows), *rows[1:]],
    "an empty heading above the heading": lambda rows: [blank(rows), *rows],
}
"""Read rightly, or said to be unread; nothing vanishes."""
for _name, _reshape in UNUSUAL.items():
    register(KIND, _name, partial(reshaped, reshape=_reshape, note=_name, form="md html txt"))


def section(base: Base, *, words: str, truth: Truth) -> Iterator[Change]:
    """A row of words above some of the rows: a title inside the table."""
    for table in base.upright:
        rows, named = base.rows(table), base.named_rows(table)
        at = named[len(named) // 2]
        below = {each.place for each in base.stated if each.place.table == table and each.place.row >= at}
        wants = base.wants(truth, below.__contains__)
        for title in ([words, *blank(rows)[1:]], [words] * len(rows[0])):
            note = f"a row {title} before row {at}"
            yield edited(base, table, note, wants, [*rows[:at], title, *rows[at:]])


for _words, _truth in (
    ("批量推理（Batch）", becomes({"mode": "batch"})),
    ("新加坡", as_printed),
    ("历史价格（已停用）", as_printed),
):
    register(KIND, f"a title inside the table: {_words}", partial(section, words=_words, truth=_truth))
register(KIND, "harmless: a title inside the table", partial(section, words="文本模型", truth=same), harmless=True)


def rowwise(base: Base, *, truth: Truth, change: Callable[[list[str]], list[list[str]]], note: str) -> Iterator[Change]:
    """Some rows changed, one at a time."""
    for table in base.upright:
        rows = base.rows(table)
        for row in few(base.named_rows(table)):
            wants = base.wants(truth, of_row(table, row))
            yield edited(base, table, f"row {row}: {note}", wants, [*rows[:row], *change(rows[row]), *rows[row + 1 :]])


ROWS: dict[str, tuple[Truth, Callable[[list[str]], list[list[str]]]]] = {
    "a row is dropped": (gone, lambda _: []),
    "a row lost its end": (either(same, gone), lambda row: [row[:-1]]),
    "a row lost its beginning": (either(same, gone), lambda row: [row[1:]]),
    "a row is longer by an empty cell": (either(same, gone), lambda row: [[row[0], "", *row[1:]]]),
    "a row is longer by a word": (either(same, gone), lambda row: [[row[0], "多", *row[1:]]]),
}
"""Where cells are missing or too many, what is left is read rightly or said to be unread."""
for _name, (_truth, _change) in ROWS.items():
    register(KIND, _name, partial(rowwise, truth=_truth, change=_change, note=_name))


@operator(KIND)
def a_column_is_dropped(base: Base) -> Iterator[Change]:
    """A column of prices with its heading: its prices are gone."""
    for table in base.upright:
        for column in base.price_columns(table):
            rows = [[*row[:column], *row[column + 1 :]] for row in base.rows(table)]
            yield edited(base, table, f"no column {column + 1}", base.wants(gone, of_column(table, column)), rows)


@operator(KIND)
def two_rows_differ(base: Base) -> Iterator[Change]:
    """A row once more with amounts that differ: a conflict."""
    for table in base.upright:
        for row in few(base.named_rows(table), 2):
            touched = [each.told for each in base.stated if each.place[:2] == (table, row) and not each.told.free]
            if touched and not base.found.flagged.intersection(touched):
                new = raised(base, table)[row]
                wants = base.wants(refused, of_row(table, row))
                yield edited(base, table, f"row {row} again as {new}", wants, [*base.rows(table), new])


def free_row(found: Told) -> bool:
    """A price of the row that was added."""
    return found.model == "acme-free" and found.free and found.amount == "0"


@operator(KIND)
def a_free_row_is_added(base: Base) -> Iterator[Change]:
    """What is free is told, or said unread."""
    for table in base.upright:
        rows = base.rows(table)
        for word in ("免费", "限时免费", "Free"):
            new = list(rows[base.named_rows(table)[-1]])
            new[base.model_column(table) or 0] = "acme-free"
            for price in base.price_columns(table):
                new[price] = word
            wants = [*anything(base), *(Want((), free_row, optional=bool(n)) for n in range(4))]
            yield edited(base, table, f"acme-free, {word!r}", wants, [*rows, new])


def remade(base: Base, *, pattern: str, new: str, form: str, note: str) -> Iterator[Change]:
    """The page's source with some of its marks changed, in a few places."""
    if base.sheet.form != form:
        return
    text = base.sheet.write()
    for found in few(list(re.finditer(pattern, text)), 6):
        changed = text[: found.start()] + found.expand(new) + text[found.end() :]
        line = text.count("\n", 0, found.start()) + 1
        yield Change(base, changed, f"line {line}: {note}", base.wants(either(same, gone), lambda _: True))


MARKUP = {
    "a cell's end is lost": ("</td>", "", "html"),
    "a row's end is lost": ("</tr>", "", "html"),
    "a table's end is lost": ("</table>", "", "html"),
    "a cell's begin is lost": ("<td>", "", "html"),
    "a cell over two columns": ("<td>", '<td colspan="2">', "html"),
    "a cell over two rows": ("<td>", '<td rowspan="2">', "html"),
    "two cells in one": (r"</td><td>", " ", "html"),
    "a bar is lost": (r"(?<=[^|\n-]) \| (?=[^|\n-])", " ", "md"),
    "a bar too many": (r"(?<=[^|\n-]) \| (?=[^|\n-])", " | | ", "md"),
    "a rule is lost": (r"\n\|( --- \|)+", "", "md"),
    "a line's end is lost": (r" \|\n\| (?=[^-])", " | ", "md"),
    "a line's end too many": (r"(?<=[^|\n-]) \| (?=[^|\n-])", " |\\n| ", "md"),
}
for _name, (_pattern, _new, _form) in MARKUP.items():
    register(KIND, f"markup: {_name}", partial(remade, pattern=_pattern, new=_new, form=_form, note=_name))


@operator(KIND)
def the_page_is_cut(base: Base) -> Iterator[Change]:
    """In the middle of a table: what is left is read rightly, or loud."""
    text = base.sheet.write()
    for tenth in range(3, 10):
        at = len(text) * tenth // 10
        yield Change(
            base,
            text[:at],
            f"cut after {tenth} tenths: {text[at - 12 : at]!r}",
            base.wants(either(same, gone), lambda _: True),
        )


@operator(KIND, harmless=True)
def what_nobody_sees(base: Base) -> Iterator[Change]:
    """Comments, styles and hidden pieces that hold amounts."""
    if base.sheet.form != "html":
        return
    for hidden in (
        "<!-- 9元/百万 tokens -->",
        "<style>.a{width:99%}</style>",
        '<div style="display:none">9元/百万 tokens</div>',
        "<script>price='$9'</script>",
    ):
        table = base.priced[0]
        yield edited(base, table, hidden, anything(base), hidden, base.rows(table))
