"""The command and its groups, and how it ends: with an exit status and, if it failed, one line that says why."""

import os
import sys
from importlib import import_module
from inspect import getdoc
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command_from_info
from typer.models import CommandInfo

from pricebook import __version__
from pricebook.cli.extras import demanded
from pricebook.errors import PricebookError, UsageError

if TYPE_CHECKING:
    from typer._click.core import Command, Context
    from typer._click.formatting import HelpFormatter

HOMES = {
    "look": "looking", "read": "reading", "scrapers": "reading", "list": "showing", "show": "showing",
    "explain": "showing", "refresh": "running", "publish": "running", "receive": "running", "record": "recording",
    "ingest": "ingesting", "backfill": "ingesting", "withdraw": "deciding", "acknowledge": "deciding",
    "accept": "deciding", "diff": "comparing", "history": "histories", "rebuild": "histories", "status": "status",
    "doctor": "status", "verify": "verifying", "reread": "verifying", "pack": "verifying", "migrate": "verifying",
    "export": "exporting",
    "rates": "rates",
}  # fmt: skip
"""Every command and the module that it stands in, in the order in which help shows them."""


class Commands(TyperGroup):
    """The commands, of which a call makes the one that it names."""

    def list_commands(self, ctx: "Context") -> list[str]:  # noqa: ARG002
        """All names."""
        return list(HOMES)

    def get_command(self, ctx: "Context", cmd_name: str) -> "Command | None":  # noqa: ARG002
        """The command of that name; where there is none, all are known: one of them may have been meant."""
        if cmd_name not in HOMES:
            self.commands.update(told())
        elif cmd_name not in self.commands:
            info = registered(HOMES[cmd_name])[cmd_name]
            self.commands[cmd_name] = get_command_from_info(info, pretty_exceptions_short=False, rich_markup_mode=None)
        return self.commands.get(cmd_name)

    def format_commands(self, ctx: "Context", formatter: "HelpFormatter") -> None:
        """Lists them, each with the beginning of what it says of itself."""
        TyperGroup(commands=told()).format_commands(ctx, formatter)


def registered(home: str) -> dict[str, CommandInfo]:
    """What a module of this room registers, by the names of the commands."""
    made = typer.Typer()
    import_module(f"pricebook.cli.{home}").register(made)
    return {info.name or info.callback.__name__: info for info in made.registered_commands if info.callback}


def told() -> "dict[str, Command]":
    """Every command with what it says of itself, and without its options, which cost more than all else."""
    found: dict[str, CommandInfo] = {}
    for home in dict.fromkeys(HOMES.values()):
        found |= registered(home)
    return {name: TyperCommand(name, help=getdoc(found[name].callback)) for name in HOMES}


app = typer.Typer(
    name="catalog",
    cls=Commands,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"pricebook {__version__}")
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
        with demanded():
            app(prog_name="catalog")
    except PricebookError as problem:
        from pricebook.cli import output  # noqa: PLC0415

        output.say(f"catalog: {problem}", err=True)
        raise SystemExit(2 if isinstance(problem, UsageError) else 1) from None
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(0) from None
