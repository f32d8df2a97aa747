"""What commands print: tables that fit a terminal, the same as plain text elsewhere, JSON for programs."""

import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from operator import itemgetter
from typing import Any

import typer


def table(headings: Sequence[str], rows: Sequence[Sequence[str]], numbers: Sequence[int] = ()) -> None:
    """Prints the rows under the headings; the columns in `numbers` are flush right. Text of a page is never markup."""
    if sys.stdout.isatty():
        _for_terminal(headings, rows, numbers)
    else:
        _plain([list(headings), *(list(row) for row in rows)], numbers)


def _for_terminal(headings: Sequence[str], rows: Sequence[Sequence[str]], numbers: Sequence[int]) -> None:
    from rich.box import SIMPLE_HEAD  # noqa: PLC0415
    from rich.console import Console  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    plain = bool(os.environ.get("NO_COLOR"))
    grid = Table(box=SIMPLE_HEAD, pad_edge=False, header_style="" if plain else "bold")
    for index, heading in enumerate(headings):
        grid.add_column(
            Text(heading), justify="right" if index in numbers else "left", overflow="fold", min_width=len(heading)
        )
    for row in rows:
        grid.add_row(*(Text(cell) for cell in row))
    Console(no_color=plain).print(grid)


def _plain(rows: list[list[str]], numbers: Sequence[int]) -> None:
    from rich.cells import cell_len  # noqa: PLC0415

    rows = [[" ".join(cell.split()) for cell in row] for row in rows]
    widths = [max(cell_len(row[index]) for row in rows) for index in range(len(rows[0]))]
    for row in rows:
        cells = []
        for index, cell in enumerate(row):
            blank = " " * (widths[index] - cell_len(cell))
            cells.append(blank + cell if index in numbers else cell + blank)
        typer.echo("  ".join(cells).rstrip())


def json(content: Mapping[str, Any] | Sequence[Any]) -> None:
    """Prints one JSON document: sorted, indented, in UTF-8."""
    from pricebook.files import encode  # noqa: PLC0415

    typer.echo(encode(content).decode(), nl=False)


@contextmanager
def progress(total: int, what: str) -> Iterator[Callable[[str], None]]:
    """Gives a function that is told of each step: on a terminal it moves a bar, elsewhere it prints a line a step."""
    if not sys.stderr.isatty():
        yield lambda said: typer.echo(said, err=True)
        return
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import Progress  # noqa: PLC0415

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=total)
        yield lambda _: bar.advance(task)


_BARS = "▁▂▃▄▅▆▇█"


def chart(steps: Sequence[tuple[str, Decimal | None]], width: int = 48) -> None:
    """On a terminal: how an amount went through time, a step for each day on which it changed; None is free."""
    amounts = [amount or Decimal(0) for _, amount in steps]
    if not sys.stdout.isatty() or len(set(amounts)) < 2:
        return
    days = [date.fromisoformat(day).toordinal() for day, _ in steps]
    first, span = min(days), max(max(days) - min(days), 1)
    drawn = [" "] * width
    for start, amount in sorted(zip(days, amounts, strict=True), key=itemgetter(0)):
        level = int(amount / max(amounts) * (len(_BARS) - 1))
        begin = (start - first) * (width - 1) // span
        drawn[begin:] = _BARS[level] * (width - begin)
    typer.echo(f"{min(steps)[0]} {''.join(drawn)} {max(steps)[0]}")


def heading(text: str) -> None:
    """Prints a line that names what follows."""
    typer.secho(text, bold=True, color=None if not os.environ.get("NO_COLOR") else False)


def count(number: int, noun: str) -> str:
    """`1 price`, `2 prices`."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
