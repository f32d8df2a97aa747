"""Damage to rows, columns and markup, and other ways to write the same table."""

import re
from collections.abc import Callable, Iterator
from functools import partial

from tests.mutations.bases import Base, Change
from tests.mutations.operators import anything, edited, few, of_column, of_row, of_table, operator, raised, register
from tests.mutations.sheets import Rows
from tests.mutations.verdict import Want, becomes, either, gone, refused, same

KIND = "rows, columns and markup"


def reshaped(base: Base, *, edit: Callable[[Rows], object], note: str) -> Iterator[Change]:
    """Each upright table changed so that it says the same."""
    for table in base.upright:
        yield edited(base, table, edit, note, anything(base))


def blank(rows: Rows) -> list[str]:
    """An empty row."""
    return [""] * len(rows[0])


def reordered(rows: Rows) -> None:
    """The second half of the columns before the first."""
    for row in rows:
        row[:] = row[:1] + row[:0:-1]


def last_first(rows: Rows) -> None:
    """The model's column behind the others."""
    for row in rows:
        row[:] = row[1:] + row[:1]


def empty_column(rows: Rows) -> None:
    """A column without heading and cells."""
    for row in rows:
        row.append("")


def bold(rows: Rows) -> None:
    """Every heading in bold."""
    rows[0][:] = [f"<b>{cell}</b>" for cell in rows[0]]


def wrapped(rows: Rows) -> None:
    """Every cell in a span."""
    for row in rows[1:]:
        row[:] = [f"<span>{cell}</span>" for cell in row]


SAME: dict[str, Callable[[Rows], object]] = {
    "the rows turned round": lambda rows: rows.__setitem__(slice(1, None), rows[:0:-1]),
    "the columns in another order": reordered,
    "the model's column last": last_first,
    "an empty column": empty_column,
    "a blank row": lambda rows: rows.insert(2, blank(rows)),
    "a blank row at the end": lambda rows: rows.append(blank(rows)),
    "a row twice": lambda rows: rows.append(list(rows[1])),
    "headings in bold": bold,
    "cells in a span": wrapped,
}
for _name, _edit in SAME.items():

    def _same(base: Base, edit: Callable[[Rows], object] = _edit, name: str = _name) -> Iterator[Change]:
        if base.sheet.form != "txt" or name in {"the rows turned round", "a row twice"}:
            yield from reshaped(base, edit=edit, note=name)

    register(KIND, f"harmless: {_name}", _same, harmless=True)


@operator(KIND)
def the_heading_once_more(base: Base) -> Iterator[Change]:
    """In the middle of the table."""
    yield from reshaped(
        base, edit=lambda rows: rows.insert(len(rows) // 2 + 1, list(rows[0])), note="the heading once more"
    )


@operator(KIND)
def a_note_in_a_row(base: Base) -> Iterator[Change]:
    """A remark below the prices, as a row."""
    yield from reshaped(
        base, edit=lambda rows: rows.append(["注：价格以控制台为准", *blank(rows)[1:]]), note="a remark as a row"
    )


def section(base: Base, *, words: str, truth: Callable[..., Want]) -> Iterator[Change]:
    """A row of words above some of the rows: a title inside the table."""
    for table in base.upright:
        named = base.named_rows(table)
        at = named[len(named) // 2]
        for spread in (False, True):
            row = [words, *([words] * (len(base.rows(table)[0]) - 1) if spread else blank(base.rows(table))[1:])]
            wants = base.wants(truth, lambda place, t=table, a=at: place.table == t and place.row >= a)  # type: ignore[misc]
            note = f"a row {words!r} before row {at}, {'in every column' if spread else 'in the first column'}"
            yield edited(base, table, lambda rows, r=row, a=at: rows.insert(a, list(r)), note, wants)  # type: ignore[misc]


def _other(price: object) -> Want:
    return Want((), lambda found: bool(found.printed or found.conditions) and found != price)


for _words, _truth in (
    ("批量推理（Batch）", becomes({"mode": "batch"})),
    ("新加坡", _other),
    ("历史价格（已停用）", _other),
):
    register(KIND, f"a title inside the table: {_words}", partial(section, words=_words, truth=_truth))
register(KIND, "harmless: a title inside the table", partial(section, words="文本模型", truth=same), harmless=True)


@operator(KIND)
def a_row_is_dropped(base: Base) -> Iterator[Change]:
    """What stood in it stands there no more; the others are as they were."""
    for table in base.upright:
        for row in few(base.named_rows(table)):
            yield edited(
                base, table, lambda rows, r=row: rows.pop(r), f"row {row} dropped", base.wants(gone, of_row(table, row))
            )  # type: ignore[misc]


@operator(KIND)
def a_column_is_dropped(base: Base) -> Iterator[Change]:
    """A column of prices with its heading: its prices are gone."""
    for table in base.upright:
        for column in base.price_columns(table):

            def edit(rows: Rows, column: int = column) -> None:
                for row in rows:
                    del row[column]

            yield edited(base, table, edit, f"column {column + 1} dropped", base.wants(gone, of_column(table, column)))


@operator(KIND)
def a_row_is_cut(base: Base) -> Iterator[Change]:
    """Cells of its end are missing: what is left is read rightly, or loud."""
    for table in base.upright:
        for row in few(base.named_rows(table)):
            last = len(base.rows(table)[row]) - 1
            for column in (last, 0):
                wants = base.wants(either(same, gone), of_row(table, row))
                yield edited(
                    base,
                    table,
                    lambda rows, r=row, c=column: rows[r].pop(c),
                    f"row {row} without cell {column + 1}",
                    wants,
                )  # type: ignore[misc]


@operator(KIND)
def a_row_is_longer(base: Base) -> Iterator[Change]:
    """A cell too many, in the middle of the row: what stands where nobody knows."""
    for table in base.upright:
        for row in few(base.named_rows(table)):
            for cell in ("", "多"):
                at = min(1, len(base.rows(table)[row]) - 1)
                wants = base.wants(either(same, gone), of_row(table, row))
                yield edited(
                    base,
                    table,
                    lambda rows, r=row, c=cell, a=at: rows[r].insert(a, c),
                    f"row {row} with {cell!r} more",
                    wants,
                )  # type: ignore[misc]


@operator(KIND)
def two_rows_differ(base: Base) -> Iterator[Change]:
    """A row once more with amounts that differ: a conflict."""
    for table in base.upright:
        for row in few(base.named_rows(table), 2):
            touched = [each for each in base.stated if each.place[:2] == (table, row) and not each.told.free]
            new = raised(base, table)[row]
            if (
                touched
                and new != base.rows(table)[row]
                and not any(each.told in base.found.flagged for each in touched)
            ):
                wants = base.wants(refused, of_row(table, row))
                yield edited(base, table, lambda rows, n=new: rows.append(list(n)), f"row {row} again as {new}", wants)  # type: ignore[misc]


@operator(KIND)
def the_heading_row_is_lost(base: Base) -> Iterator[Change]:
    """The prices are said unread, or the page is refused; they never vanish."""
    for table in base.upright:
        yield edited(base, table, lambda rows: rows.pop(0), "no heading", base.wants(same, of_table(table)))


@operator(KIND)
def the_heading_row_is_empty(base: Base) -> Iterator[Change]:
    """Likewise with empty cells in its place."""
    for table in base.upright:
        yield edited(
            base,
            table,
            lambda rows: rows.__setitem__(0, blank(rows)),
            "an empty heading",
            base.wants(same, of_table(table)),
        )


@operator(KIND)
def an_empty_heading_above_the_heading(base: Base) -> Iterator[Change]:
    """As converters put it over every table."""
    for table in base.upright:
        if base.sheet.form != "txt":
            yield edited(
                base,
                table,
                lambda rows: rows.insert(0, blank(rows)),
                "an empty heading above",
                base.wants(same, of_table(table)),
            )


@operator(KIND)
def a_free_row_is_added(base: Base) -> Iterator[Change]:
    """What is free is told, or said unread."""
    for table in base.upright:
        column = base.model_column(table) or 0
        rows = base.rows(table)
        for word in ("免费", "限时免费", "Free"):
            new = list(rows[base.named_rows(table)[-1]])
            new[column] = "acme-free"
            for price in base.price_columns(table):
                new[price] = word
            free = Want((), lambda found: found.model == "acme-free" and found.free and found.amount == "0")
            wants = [*anything(base), free, *(Want(free.forms, free.other, optional=True) for _ in range(3))]
            yield edited(base, table, lambda lines, n=new: lines.append(list(n)), f"acme-free, {word!r}", wants)  # type: ignore[misc]


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
        sheet = base.sheet.copy()
        table = sheet.tables()[base.priced[0]]
        sheet.insert(table, hidden)
        yield Change(base, sheet.write(), hidden, anything(base))
