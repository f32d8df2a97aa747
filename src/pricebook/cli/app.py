"""The command and its groups, and how it ends: with an exit status and, if it failed, one line that says why."""

import errno
import os
import sys
from contextlib import suppress
from importlib import import_module
from inspect import getdoc
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command_from_info
from typer.models import CommandInfo

from pricebook import __version__
from pricebook.cli.calls import Call, refuse_what_is_odd
from pricebook.cli.extras import demanded
from pricebook.errors import NotKnown, PricebookError, UsageError

if TYPE_CHECKING:
    from typer._click.core import Command, Context
    from typer._click.formatting import HelpFormatter

GROUPS = {
    "What a model costs": {
        "list": "showing", "show": "showing", "explain": "explaining", "cost": "costing", "compare": "costing",
        "history": "histories", "diff": "comparing", "divergence": "diverging", "models": "alike",
        "mcp": "serving",
    },
    "A collection of your own": {"init": "starting"},
    "The night": {
        "refresh": "running", "status": "status", "doctor": "status", "publish": "running", "receive": "running",
        "rates": "rates", "export": "exporting", "site": "sites", "serve": "sites",
    },
    "What a person decides": {
        "review": "reviewing", "approve": "deciding", "reject": "deciding", "withdraw": "deciding",
        "decisions": "deciding",
    },
    "Pages and their scrapers": {
        "look": "looking", "draft": "drafting", "read": "reading", "record": "recording", "check": "checking",
        "scrapers": "reading", "coverage": "covering", "ingest": "ingesting", "backfill": "ingesting",
    },
    "What is stored": {
        "verify": "verifying", "reread": "rereading", "rebuild": "histories", "pack": "verifying",
        "migrate": "verifying",
    },
}  # fmt: skip
"""Every command and the module that it stands in, in the order in which help shows them, below these headings."""
_SENTENCE = 300
"""Characters of a command's first sentence at most."""
HOMES = {name: home for group in GROUPS.values() for name, home in group.items()}
ASKING = {"list", "show", "explain", "cost", "compare", "history", "diff", "status", "export", "scrapers", "mcp"}
"""Commands that only ask, and so can ask several collections as one; all others work in the last one that is given."""
_FORMER = {"acknowledge": "former", "accept": "former"}
"""Words that help does not show: they say what to type now."""


class Commands(TyperGroup):
    """The commands, of which a call makes the one that it names."""

    def parse_args(self, ctx: "Context", args: list[str]) -> list[str]:
        """Parses what stands before the command's name; raises UsageError."""
        if not ctx.resilient_parsing:
            refuse_what_is_odd(self, ctx, args)
        return super().parse_args(ctx, args)

    def list_commands(self, ctx: "Context") -> list[str]:  # noqa: ARG002
        """All names."""
        return list(HOMES)

    def get_command(self, ctx: "Context", cmd_name: str) -> "Command | None":  # noqa: ARG002
        """The command of that name; where there is none, all are known: one of them may have been meant."""
        home = HOMES.get(cmd_name) or _FORMER.get(cmd_name)
        if home is None:
            self.commands.update(told())
        elif cmd_name not in self.commands:
            info = registered(home)[cmd_name]
            self.commands[cmd_name] = get_command_from_info(info, pretty_exceptions_short=False, rich_markup_mode=None)
        return self.commands.get(cmd_name)

    def format_commands(self, ctx: "Context", formatter: "HelpFormatter") -> None:  # noqa: ARG002
        """Lists them by their groups, each with the first sentence of what it says of itself."""
        known = told()
        widest = max(map(len, known))
        for title, names in GROUPS.items():
            with formatter.section(title):
                formatter.write_dl([(name.ljust(widest), known[name].get_short_help_str(_SENTENCE)) for name in names])


def registered(home: str) -> dict[str, CommandInfo]:
    """What a module of this room registers, by the names of the commands."""
    made = typer.Typer()
    import_module(f"pricebook.cli.{home}").register(made)
    for info in made.registered_commands:
        info.cls = Call
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
    context_settings={"help_option_names": ["-h", "--help"]},
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
    directory: Annotated[
        list[Path] | None,
        typer.Option(
            "-C", metavar="DIR", help="Work as if started in DIR. Again: ask both, the later over the earlier."
        ),
    ] = None,
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
    4 something on a page needs a person; 5 nobody looked at the time that is asked about.
    """
    context.obj = _working_in(directory or [Path()], context.invoked_subcommand or "")


def _working_in(folders: list[Path], command: str) -> Path:
    """Where the command works: in the last folder; if it only asks, and there are several, in a view of all."""
    if len(folders) == 1 or command not in ASKING:
        return folders[-1]
    from pricebook.cli import output  # noqa: PLC0415
    from pricebook.run.viewing import viewed  # noqa: PLC0415

    view = viewed(folders)
    for note in view.notes:
        output.say(note, err=True)
    return view.root


def main() -> None:
    """Runs the command; a failure that has a name ends it with one line on stderr."""
    _open_streams()
    printed_to = sys.stdout
    try:
        try:
            with demanded():
                app(prog_name="catalog")
        finally:
            sys.stdout.flush()
    except PricebookError as problem:
        _end_with(f"catalog: {problem}", _status_of(problem))
    except BrokenPipeError:
        _let_go_of_stdout()
        raise SystemExit(0) from None
    except OSError as problem:
        if problem.filename is not None or problem.errno not in _NO_ROOM:
            raise
        _let_go_of_stdout()
        _end_with(f"catalog: what it says cannot be written: {problem.strerror}. Make room, or write elsewhere.", 1)
    except SystemExit:
        if sys.stdout is printed_to:
            raise
        raise SystemExit(0) from None  # Typer took it away: nobody reads on


def _status_of(problem: PricebookError) -> int:
    from pricebook.cli.output import NOT_KNOWN  # noqa: PLC0415

    return 2 if isinstance(problem, UsageError) else NOT_KNOWN if isinstance(problem, NotKnown) else 1


def _open_streams() -> None:
    """Everything is printed in UTF-8; what is printed to a stream that was closed goes nowhere."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115 - as long as the program
        elif hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO}
"""What a file or a disk says that takes no more of what is printed."""


def _let_go_of_stdout() -> None:
    """What is left to be written goes nowhere: at its end the interpreter would try, and complain."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _end_with(message: str, status: int) -> NoReturn:
    from pricebook.cli import output  # noqa: PLC0415

    with suppress(OSError):
        output.say(message, err=True)
    raise SystemExit(status) from None
