"""What commands print: a table that fits a terminal, the same for programs elsewhere, JSON, and lines of text.

A table goes to a terminal, or to a program: as tabs between cells in a pipe, or as `--tsv` or `--csv` say. Then it has
one line of headings, a line for each row, and nothing is padded, folded, coloured or left out. A run of blanks, tabs
and line ends inside a cell is one blank, and what nobody sees is spelled out. What is said of a table goes to stderr.
"""

import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Protocol

import typer

NOT_KNOWN = 5
"""The exit status where nobody looked at the time that is asked about, whatever is shown of it."""


def is_data(as_csv: bool | None) -> bool:
    """Whether tables go to a program: because it was asked for, or because no terminal is there."""
    return as_csv is not None or not sys.stdout.isatty()


def table(
    headings: Sequence[str], rows: Sequence[Sequence[str]], as_csv: bool | None = None, numbers: Sequence[int] = ()
) -> None:
    """Prints the rows under the headings; on a terminal the columns in `numbers` are flush right.

    `as_csv` is true for commas between cells, false for tabs, None for whatever stdout is. Text of a page is never
    markup.
    """
    from pricebook.publish.escaping import visible  # noqa: PLC0415 - as in `_visible`

    if is_data(as_csv):
        whole = [[" ".join(visible(cell).split()) for cell in row] for row in (headings, *rows)]
        show(_with_commas(whole) if as_csv else "".join("\t".join(row) + "\n" for row in whole))
        return
    from pricebook.cli import terminal  # noqa: PLC0415 - slow to load

    terminal.table(headings, [[visible(cell) for cell in row] for row in rows], numbers)


def _with_commas(rows: Sequence[Sequence[str]]) -> str:
    """CSV as RFC 4180 has it, but for its line ends; what a spreadsheet would calculate has an apostrophe before it."""
    import csv  # noqa: PLC0415
    import io  # noqa: PLC0415

    written = io.StringIO()
    held = ([f"'{cell}" if cell.startswith(("=", "+", "-", "@")) else cell for cell in row] for row in rows)
    csv.writer(written, lineterminator="\n").writerows(held)
    return written.getvalue()


def note(text: str, as_csv: bool | None = None) -> None:
    """Prints a line about a table: beside it for a person, on stderr where the table goes to a program."""
    say(text, err=is_data(as_csv))


def apart() -> None:
    """A blank line before a table, where tables have none of their own."""
    typer.echo()


def say(text: str, *, err: bool = False) -> None:
    """Prints one line in which a page's characters do nothing to a terminal."""
    show(_visible(text.replace("\n", " ")) + "\n", err=err)


def show(text: str, *, err: bool = False) -> None:
    """Prints the text as it is; in the log of a job nothing in it is a command to the runner."""
    typer.echo(_for_a_log(text), nl=False, err=err)


def _visible(text: str) -> str:
    """The text with what a terminal would obey spelled out; help, which is ours, does without the tables for that."""
    from pricebook.publish.escaping import visible  # noqa: PLC0415

    return visible(text)


def _for_a_log(text: str) -> str:
    if not os.environ.get("GITHUB_ACTIONS"):
        return text
    from pricebook.publish.escaping import logged  # noqa: PLC0415

    return logged(text)


def json(content: Mapping[str, Any] | Sequence[Any]) -> None:
    """Prints one JSON document: sorted, indented, in UTF-8."""
    from pricebook.publish.escaping import visible_json  # noqa: PLC0415
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
                bar.console.print(_visible(said.replace("\n", " ")), markup=False, highlight=False)

        yield advance


def heading(text: str) -> None:
    """Prints a line that names what follows."""
    shown = _for_a_log(_visible(text.replace("\n", " ")))
    typer.secho(shown, bold=True, color=None if not os.environ.get("NO_COLOR") else False)


def minute(moment: str) -> str:
    """A moment without its seconds and offset: `2025-03-07 19:47`."""
    return moment[:16].replace("T", " ")


def count(number: int, noun: str) -> str:
    """`1 price`, `2 prices`."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
