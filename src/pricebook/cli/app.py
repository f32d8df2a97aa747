"""The command and its groups, and how it ends: with an exit status and, if it failed, one line that says why."""

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from pricebook.cli import (
    comparing,
    deciding,
    histories,
    ingesting,
    looking,
    output,
    reading,
    recording,
    running,
    showing,
    status,
    verifying,
)
from pricebook.errors import PricebookError, UsageError

app = typer.Typer(
    name="catalog",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
looking.register(app)
reading.register(app)
showing.register(app)
running.register(app)
recording.register(app)
ingesting.register(app)
deciding.register(app)
comparing.register(app)
histories.register(app)
status.register(app)
verifying.register(app)


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version  # noqa: PLC0415

        typer.echo(f"pricebook {version('pricebook')}")
        raise typer.Exit


@app.callback()
def root(
    context: typer.Context,
    directory: Annotated[Path, typer.Option("-C", metavar="DIR", help="Work as if started in DIR.")] = Path(),
    database_url: Annotated[  # noqa: ARG001 - asked for where it is needed
        str | None,
        typer.Option(
            metavar="URL",
            envvar="CATALOG_DATABASE_URL",
            help="The histories' database, such as postgresql://host/name.",
        ),
    ] = None,
    version: Annotated[  # noqa: ARG001 - the callback has answered
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and leave.")
    ] = False,
) -> None:
    """The price catalogue for AI model APIs that quotes the page it read.

    Exit status: 0 all is well; 1 it could not be done; 2 the command was called wrongly; 3 some providers failed;
    4 something on a page needs a person.
    """
    context.obj = directory


def main() -> None:
    """Runs the command; a failure that has a name ends it with one line on stderr."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        app(prog_name="catalog")
    except PricebookError as problem:
        output.say(f"catalog: {problem}", err=True)
        raise SystemExit(2 if isinstance(problem, UsageError) else 1) from None
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(0) from None
