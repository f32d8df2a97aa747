"""Tables and charts for a person at a terminal: nothing wider than the window, nothing cut off, and no colour alone.

A colour repeats what a word says (`failed`, `suspect`, `decrease`), so that nothing is lost under NO_COLOR.
"""

import os
import re
from collections.abc import Sequence
from decimal import Decimal

import typer
from rich.box import SIMPLE_HEAD
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from pricebook.cli.output import say

_COLOURS = {
    "red": ("failed", "ill", "conflict", "jump", "alike", "unread", "increase", "altered"),
    "yellow": ("stale", "late", "suspect", "held", "missing", "currency", "unit", "conditions"),
    "green": ("well", "decrease", "free", "back", "solved"),
}
_COLOUR = {word: colour for colour, words in _COLOURS.items() for word in words}
"""What a cell that is this very word is shown in."""
_RATIO = re.compile(r"(?:(?P<red>[+×])|(?P<green>[-÷]))<?[0-9.]+%?(?: to |$)")
"""The same of a cell that begins so: how much more or less something costs."""
_MARK = re.compile(r"\b(?:conflict|suspect|stale|held|pending|not known)\b(?=[:,)])|(?<= )\?(?= |$)")
"""What is doubtful about a price, behind its amount."""
_LONGEST = 40
"""Characters of an address that are never cut; other words are never cut at all, but for Chinese."""
_WHOLE = {"provider", "model", "id"}
"""The columns whose cells are never folded but where they have a line end."""
_BETWEEN = 2
"""Blanks between two columns."""
_BARS = "▁▂▃▄▅▆▇█"


def table(headings: Sequence[str], rows: Sequence[Sequence[str]], numbers: Sequence[int]) -> None:
    """Prints the rows; if words would have to be cut, a line for each cell."""
    plain = bool(os.environ.get("NO_COLOR"))
    console = Console(no_color=plain)
    widths = _widths(headings, rows, console.width)
    if widths is None:
        _stacked(headings, rows)
        return
    grid = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, _BETWEEN - 1, 0, 0))
    grid.header_style = "" if plain else "bold"
    for index, (name, width) in enumerate(zip(headings, widths, strict=True)):
        grid.add_column(Text(name), justify="right" if index in numbers else "left", overflow="fold", width=width)
    for row in rows:
        grid.add_row(*map(_coloured, row))
    console.print(grid)


def _coloured(cell: str) -> Text:
    ratio = _RATIO.match(cell)
    text = Text(cell, style=_COLOUR.get(cell) or (ratio and ratio.lastgroup) or "")
    text.highlight_regex(_MARK, "yellow")
    return text


def _widths(headings: Sequence[str], rows: Sequence[Sequence[str]], room: int) -> list[int] | None:
    """How wide each column is so that all fit, the widest folded first; None if a word would be cut."""
    columns = [[row[index] for row in rows] for index in range(len(headings))]
    least = [max(len(name), _least(name, cells)) for name, cells in zip(headings, columns, strict=True)]
    widths = [max(low, _longest_line(cells)) for low, cells in zip(least, columns, strict=True)]
    room -= _BETWEEN * (len(headings) - 1)
    if sum(least) > room:
        return None
    while sum(widths) > room:
        widest = max(range(len(widths)), key=lambda index: (widths[index] > least[index], widths[index]))
        widths[widest] -= 1
    return widths


def _least(name: str, cells: Sequence[str]) -> int:
    """How many columns the cells take at least: names and ids are copied, so none is folded, not even at a blank."""
    if name in _WHOLE:
        return _longest_line(cells)
    words = (word for cell in cells for word in re.findall(r"[!-~]+", cell))
    return max((min(len(word), _LONGEST) if "://" in word else len(word) for word in words), default=2)


def _longest_line(cells: Sequence[str]) -> int:
    return max((cell_len(line) for cell in cells for line in cell.split("\n")), default=0)


def _stacked(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    width = max(map(len, headings))
    for number, row in enumerate(rows):
        if number:
            typer.echo()
        for name, cell in zip(headings, row, strict=True):
            if cell:
                say(f"{name:<{width}}  {' '.join(cell.split())}")


def chart(steps: Sequence[tuple[str, Decimal]], end: str, width: int = 48) -> None:
    """Prints how an amount went through time, a step for each day on which it changed, up to the last day."""
    if len({amount for _, amount in steps}) > 1:
        typer.echo(f"{min(steps)[0]} {''.join(_drawn_table(steps, end, width))} {end}")


def _drawn_table(steps: Sequence[tuple[str, Decimal]], end: str, width: int) -> Sequence[str]:
    from datetime import date  # noqa: PLC0415

    highest = max(amount for _, amount in steps)
    days = [date.fromisoformat(day).toordinal() for day, _ in steps]
    first = min(days)
    span = max(date.fromisoformat(end).toordinal(), *days) - first + 1
    drawn = [" "] * width
    for start, (_, amount) in zip(days, steps, strict=True):
        begin = (start - first) * width // span
        drawn[begin:] = _BARS[int(amount / highest * (len(_BARS) - 1))] * (width - begin)
    return drawn
