"""`catalog look`: how a saved page is seen, before there is a scraper for it."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pricebook.cli import output
from pricebook.cli.options import AsCsv, AsJson

if TYPE_CHECKING:
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

    No scraper and no collection is needed, and nothing is written. A column's part is told from its heading; `model?`
    means that its cells look like names of models. With --csv or --tsv the columns of all tables alone.
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
            for row in _columns(table)
        ]
        output.table(["table", "line", "below", *_COLUMN], rows, as_csv)
    else:
        _shown_look(seen)


def _in_full(seen: "Sight") -> dict[str, object]:
    tables = [{**table._asdict(), "columns": [each._asdict() for each in table.columns]} for table in seen.tables]
    outline = [{"line": line, "level": level, "text": text} for line, level, text in seen.outline]
    amounts = [amount._asdict() for amount in seen.amounts]
    return {"form": seen.form, "outline": outline, "tables": tables, "amounts": amounts}


def _shown_look(seen: "Sight") -> None:
    for line, level, text in seen.outline:
        output.say(f"{line:>6}  {'#' * level} {' '.join(text.split())}")
    for table in seen.tables:
        _sight_of(table)
    prose = [amount for amount in seen.amounts if not amount.table]
    if prose:
        output.heading("outside tables")
        rows = [[str(each.line), each.heading, each.text, _at_most(each.around)] for each in prose]
        output.table(["line", "below", "amount", "in"], rows, numbers=[0])
        output.apart()
    counts = [
        output.count(len(seen.outline), "heading"),
        output.count(len(seen.tables), "table"),
        output.count(len(seen.amounts), "amount"),
    ]
    output.heading(f"{seen.name}: read as {seen.form}: {', '.join(counts)}")


def _sight_of(table: "SeenTable") -> None:
    size = f"{output.count(table.rows, 'row')}, {output.count(len(table.columns), 'column')}"
    below = f", below {' '.join(table.heading.split())!r}" if table.heading else ""
    output.heading(f"table {table.number}: line {table.line}{below}: {size}")
    if table.filled:
        output.say(f"filled from above: {output.count(table.filled, 'row')}")
    if table.ragged:
        output.say(f"ragged: {output.count(len(table.ragged), 'row')}: {', '.join(map(str, table.ragged))}")
    output.table(_COLUMN, _columns(table), numbers=[2])
    output.apart()


_COLUMN = ("column", "part", "amounts")


def _columns(table: "SeenTable") -> list[list[str]]:
    return [[each.heading, each.part, str(each.amounts or "")] for each in table.columns]


_MOST = 60
"""Characters of a paragraph that are shown around an amount."""


def _at_most(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _MOST else f"{line[: _MOST - 1]}…"
