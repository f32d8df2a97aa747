"""What commands print: tables that fit a terminal, the same as plain text elsewhere, JSON for programs."""

import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Protocol

import typer

from pricebook.publish.escaping import logged, visible, visible_json

if TYPE_CHECKING:
    from decimal import Decimal


def table(headings: Sequence[str], rows: Sequence[Sequence[str]], numbers: Sequence[int] = ()) -> None:
    """Prints the rows under the headings; the columns in `numbers` are flush right. Text of a page is never markup."""
    shown = [[visible(cell) for cell in row] for row in rows]
    if sys.stdout.isatty():
        _for_terminal(headings, shown, numbers)
    else:
        _for_a_file([list(headings), *shown], numbers)


def apart() -> None:
    """A blank line before a table, where tables have none of their own."""
    if not sys.stdout.isatty():
        typer.echo()


def say(text: str, *, err: bool = False) -> None:
    """Prints one line in which a page's characters do nothing to a terminal."""
    show(visible(text.replace("\n", " ")) + "\n", err=err)


def show(text: str, *, err: bool = False) -> None:
    """Prints the text as it is; in the log of a job nothing in it is a command to the runner."""
    typer.echo(_for_a_log(text), nl=False, err=err)


def _for_a_log(text: str) -> str:
    return logged(text) if os.environ.get("GITHUB_ACTIONS") else text


_NARROW = 6
"""A column is folded to no fewer characters, and never below its heading."""


def _for_terminal(headings: Sequence[str], rows: Sequence[Sequence[str]], numbers: Sequence[int]) -> None:
    from rich.box import SIMPLE_HEAD  # noqa: PLC0415
    from rich.cells import cell_len  # noqa: PLC0415
    from rich.console import Console  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    plain = bool(os.environ.get("NO_COLOR"))
    console = Console(no_color=plain)
    widths = _widths(headings, [[cell_len(cell) for cell in row] for row in rows], console.width)
    if widths is None:
        _stacked(headings, rows)
        return
    grid = Table(box=SIMPLE_HEAD, pad_edge=False, header_style="" if plain else "bold")
    for index, (name, width) in enumerate(zip(headings, widths, strict=True)):
        grid.add_column(Text(name), justify="right" if index in numbers else "left", overflow="fold", width=width)
    for row in rows:
        grid.add_row(*(Text(cell) for cell in row))
    console.print(grid)


def _widths(headings: Sequence[str], lengths: Sequence[Sequence[int]], room: int) -> list[int] | None:
    """How wide each column is so that all fit, the widest folded first; None if they cannot."""
    longest = [max((row[index] for row in lengths), default=0) for index in range(len(headings))]
    least = [max(len(name), min(_NARROW, length)) for name, length in zip(headings, longest, strict=True)]
    widths = [max(name, length) for name, length in zip(least, longest, strict=True)]
    room -= 3 * len(headings) - 1
    if sum(least) > room:
        return None
    while sum(widths) > room:
        widest = max(range(len(widths)), key=lambda index: (widths[index] > least[index], widths[index]))
        widths[widest] -= 1
    return widths


def _stacked(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Where a table would be cut off: a line for each cell."""
    width = max(map(len, headings))
    for row in rows:
        for name, cell in zip(headings, row, strict=True):
            if cell:
                say(f"{name:<{width}}  {' '.join(cell.split())}")
        typer.echo()


def _for_a_file(rows: list[list[str]], numbers: Sequence[int]) -> None:
    columns = [[" ".join(cell.split()) for cell in column] for column in zip(*rows, strict=True)]
    aligned = [_aligned(column, right=index in numbers) for index, column in enumerate(columns)]
    show("".join(f"{'  '.join(cells).rstrip()}\n" for cells in zip(*aligned, strict=True)))


def _aligned(cells: Sequence[str], *, right: bool) -> list[str]:
    """The cells of a column, as wide as the widest."""
    widths = [len(cell) if cell.isascii() else _columns_of(cell) for cell in cells]
    widest = max(widths)
    blanks = (" " * (widest - width) for width in widths)
    return [blank + cell if right else cell + blank for cell, blank in zip(cells, blanks, strict=True)]


def _columns_of(cell: str) -> int:
    """How many columns of a terminal it takes; rich, which knows, is slow to load."""
    from rich.cells import cell_len  # noqa: PLC0415

    return cell_len(cell)


def json(content: Mapping[str, Any] | Sequence[Any]) -> None:
    """Prints one JSON document: sorted, indented, in UTF-8."""
    from pricebook.system.files import encode  # noqa: PLC0415

    text = visible_json(encode(content).decode())
    typer.echo(text.replace("##[", "\\u0023#[") if os.environ.get("GITHUB_ACTIONS") else text, nl=False)


class Advance(Protocol):
    """Is told of each step of a job."""

    def __call__(self, said: str, *, stays: bool = ...) -> None:
        """What was done; on a terminal the line stays to be read only if it is said that it does."""


@contextmanager
def progress(total: int, what: str) -> Iterator[Advance]:
    """Gives what is told of each step: on a terminal it moves a bar, elsewhere it prints a line a step."""
    if not sys.stderr.isatty():
        yield lambda said, *, stays=True: say(said, err=True)  # noqa: ARG005 - all lines stay
        return
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import Progress  # noqa: PLC0415

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=total)

        def advance(said: str, *, stays: bool = False) -> None:
            bar.advance(task)
            if stays:
                bar.console.print(visible(said.replace("\n", " ")), markup=False, highlight=False)

        yield advance


_BARS = "▁▂▃▄▅▆▇█"


def chart(steps: "Sequence[tuple[str, Decimal]]", end: str, width: int = 48) -> None:
    """On a terminal: how an amount went through time, a step for each day on which it changed, up to the last day."""
    if not sys.stdout.isatty() or len({amount for _, amount in steps}) < 2:
        return
    from datetime import date  # noqa: PLC0415

    highest = max(amount for _, amount in steps)
    days = [date.fromisoformat(day).toordinal() for day, _ in steps]
    first = min(days)
    span = max(date.fromisoformat(end).toordinal(), *days) - first + 1
    drawn = [" "] * width
    for start, (_, amount) in zip(days, steps, strict=True):
        begin = (start - first) * width // span
        drawn[begin:] = _BARS[int(amount / highest * (len(_BARS) - 1))] * (width - begin)
    typer.echo(f"{min(steps)[0]} {''.join(drawn)} {end}")


def heading(text: str) -> None:
    """Prints a line that names what follows."""
    shown = _for_a_log(visible(text.replace("\n", " ")))
    typer.secho(shown, bold=True, color=None if not os.environ.get("NO_COLOR") else False)


def minute(moment: str) -> str:
    """A moment without its seconds and offset: `2025-03-07 19:47`."""
    return moment[:16].replace("T", " ")


def count(number: int, noun: str) -> str:
    """`1 price`, `2 prices`."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
