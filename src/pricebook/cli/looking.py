"""`catalog look`: how a saved page is seen, before there is a scraper for it."""

import shlex
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pricebook.cli import output
from pricebook.cli.options import AsCsv, AsJson

if TYPE_CHECKING:
    from pricebook.run.lessons import Lesson
    from pricebook.run.seeing import SeenTable, Sight


def register(app: typer.Typer) -> None:
    """Adds this group's commands."""
    app.command()(look)


def look(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A saved page: HTML, Markdown, JSON or text.")],
    as_json: AsJson = False,
    as_csv: AsCsv = None,
) -> None:
    """Show how a saved page is seen: its headings, its tables with the part of each column, its amounts.

    No scraper and no collection is needed, and nothing is written. Tables with the same headings are shown once. A
    column's part is told from its heading; `model?` means that its cells look like names of models. Below stand the
    amounts outside of tables, why amounts would stay unread, and the words that are not known; last, what a scraper
    would read that says nothing of the page. With --csv or --tsv the columns of all tables alone.
    Exit status 0, or 1 if it is no page.
    """
    from pricebook.run.seeing import see  # noqa: PLC0415

    seen = see(file)
    if as_json:
        output.json(_in_full(seen))
    elif as_csv is not None:
        rows = [
            [str(table.number), str(table.line), table.heading, *row]
            for table in seen.tables
            for row in _columns([table])
        ]
        output.table(["table", "line", "below", *_COLUMN], rows, as_csv)
    else:
        _shown_look(seen, file)


def _in_full(seen: "Sight") -> dict[str, object]:
    tables = [{**table._asdict(), "columns": [each._asdict() for each in table.columns]} for table in seen.tables]
    outline = [{"line": line, "level": level, "text": text} for line, level, text in seen.outline]
    amounts = [amount._asdict() for amount in seen.amounts]
    lacking = [
        {"amounts": each.amounts, "what": each.what, "place": str(each.example.where)} for each in _not_understood(seen)
    ]
    return {
        "form": seen.form, "outline": outline, "tables": tables, "amounts": amounts,
        "read": _read_so(seen), "not_known": lacking,
    }  # fmt: skip


NO_AMOUNT = (
    "No amount of money stands on it. Is it the page with the prices, and not its log-in? If scripts draw it, save it "
    "from the browser once it is drawn."
)


def _shown_look(seen: "Sight", file: Path) -> None:
    _outline(seen)
    for tables in _equal_tables(table for table in seen.tables if any(each.amounts for each in table.columns)):
        _sight_of(tables)
    if silent := [str(table.number) for table in seen.tables if not any(each.amounts for each in table.columns)]:
        output.say(f"without an amount: {output.count(len(silent), 'table')}: {_some(silent)}")
    prose = [amount for amount in seen.amounts if not amount.table]
    if prose:
        output.heading("outside tables")
        rows = [[str(each.line), each.heading, each.text, _at_most(each.around)] for each in prose]
        output.table(["line", "below", "amount", "in"], rows, numbers=[0])
        output.apart()
    if lacking := _not_understood(seen):
        rows = [[str(each.amounts), each.what, each.example.text, str(each.example.where)] for each in lacking]
        output.table(["amounts", "not understood", "such as", "place"], rows, numbers=[0])
        output.apart()
    _whole_page(seen, file)


def _whole_page(seen: "Sight", file: Path) -> None:
    """What is seen of the whole page, and what to do next."""
    for what, found in (
        (
            "models",
            [table.models or "not found" for table in seen.tables if any(each.amounts for each in table.columns)],
        ),
        ("currencies", [price.currency for price in seen.reading.prices]),
        ("units", [price.listed.unit or "none" for price in seen.reading.prices]),
        ("meters", [price.meter for price in seen.reading.prices]),
    ):
        if found:
            output.say(f"{what}: {', '.join(f'{each} ({count:,})' for each, count in Counter(found).most_common())}")
    for remark in seen.reading.remarks:
        output.say(f"remark: {remark}")
    read = ", ".join(f"{count:,} {what}" for what, count in _read_so(seen).items())
    output.say(f"read without a word about the page: {read}")
    counts = [
        output.count(len(seen.outline), "heading"),
        output.count(len(seen.tables), "table"),
        output.count(len(seen.amounts), "amount"),
    ]
    output.heading(f"{seen.name}: read as {seen.form}: {', '.join(counts)}")
    if seen.amounts or any(each.amounts for table in seen.tables for each in table.columns):
        output.say(f"Next: catalog draft PROVIDER {shlex.quote(str(file))}")
    else:
        output.say(NO_AMOUNT)


def _read_so(seen: "Sight") -> dict[str, int]:
    found = seen.reading
    return {"prices": len(found.prices), "unsaid": len(found.unsaid), "unread": len(found.unread)}


def _not_understood(seen: "Sight") -> "list[Lesson]":
    """Why amounts of the tables would stay unread, the commonest first; those that no table is read for stand above."""
    from pricebook.checks.ledger import UNCLAIMED  # noqa: PLC0415
    from pricebook.run.lessons import reasons  # noqa: PLC0415

    return [each for each in reasons(seen.reading) if each.what != UNCLAIMED]


def _outline(seen: "Sight") -> None:
    """The headings that amounts stand below, with those above them."""
    from pricebook.tables.shapes import is_model_name  # noqa: PLC0415

    priced = {line for line, *_ in seen.outline} if len(seen.outline) <= _FEW else set(_above_amounts(seen))
    for line, level, text in seen.outline:
        if line in priced:
            model = "  (a model's name)" if is_model_name(text) else ""
            output.say(f"{line:>6}  {'#' * level} {' '.join(text.split())}{model}")
    if left := len(seen.outline) - len(priced):
        output.say(f"        and {output.count(left, 'heading')} without an amount, which --json lists")


def _above_amounts(seen: "Sight") -> Iterator[int]:
    """The lines of the headings that an amount stands below."""
    lines = sorted({amount.line for amount in seen.amounts})
    for index, (line, level, _) in enumerate(seen.outline):
        end = next((other for other, above, _ in seen.outline[index + 1 :] if above <= level), None)
        if any(line <= each and (end is None or each < end) for each in lines):
            yield line


_FEW = 60
"""Headings that are shown whether an amount stands below them or not."""


def _equal_tables(tables: "Iterable[SeenTable]") -> "list[list[SeenTable]]":
    """Tables with the same headings and the same parts, in the order of the first of each kind."""
    found: dict[object, list[SeenTable]] = {}
    for table in tables:
        key = tuple((each.heading, each.part) for each in table.columns), table.models
        found.setdefault(key, []).append(table)
    return list(found.values())


def _sight_of(tables: "Sequence[SeenTable]") -> None:
    """Tables that are alike, as one."""
    first, several = tables[0], len(tables) > 1
    size = f"{output.count(sum(table.rows for table in tables), 'row')}, {output.count(len(first.columns), 'column')}"
    headings = list(dict.fromkeys(" ".join(table.heading.split()) for table in tables))
    below = f", below {headings[0]!r}" if headings[0] else ""
    more = f" and {output.count(len(headings) - 1, 'other')}" if len(headings) > 1 else ""
    lines = ("lines " if several else "line ") + _some([str(table.line) for table in tables])
    numbers = ("tables " if several else "table ") + _some([str(table.number) for table in tables])
    output.heading(f"{numbers}: {lines}{below}{more}: {size}")
    output.say(f"models: {first.models or 'not found: name their column, or the model'}")
    if around := list(dict.fromkeys(table.around for table in tables if table.around)):
        output.say(f"said around: {_some(around, '; ')}")
    if filled := sum(table.filled for table in tables):
        output.say(f"filled from above: {output.count(filled, 'row')}")
    if ragged := [f"{table.number}.{row}" if several else str(row) for table in tables for row in table.ragged]:
        output.say(f"ragged: {output.count(len(ragged), 'row')}: {_some(ragged)}")
    output.table(_COLUMN, _columns(tables), numbers=[2])
    output.apart()


_COLUMN = ("column", "part", "amounts")


def _columns(tables: "Sequence[SeenTable]") -> list[list[str]]:
    counts = [sum(table.columns[index].amounts for table in tables) for index in range(len(tables[0].columns))]
    return [[each.heading, each.part, str(count or "")] for each, count in zip(tables[0].columns, counts, strict=True)]


def _some(items: Sequence[str], between: str = ", ") -> str:
    """The first of them, and how many more there are."""
    shown = between.join(items[:_SHOWN])
    return f"{shown} and {len(items) - _SHOWN:,} more" if len(items) > _SHOWN else shown


_SHOWN = 8
_MOST = 60
"""Characters of a paragraph that are shown around an amount."""


def _at_most(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _MOST else f"{line[: _MOST - 1]}…"
