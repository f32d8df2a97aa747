"""`catalog init`: a new collection."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pricebook.cli import output
from pricebook.cli.options import AsJson

if TYPE_CHECKING:
    from pricebook.run.describing import Description

UNDECIDED = 4
"""The exit status where a person must say something before the list can be read."""


def register(app: typer.Typer) -> None:
    """Adds this group's commands."""
    app.command()(init)


def init(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="An empty folder, or one that does not exist yet.")],
    given: Annotated[
        Path | None, typer.Option("--list", metavar="FILE", help="A list of prices, CSV or XLSX, to begin with.")
    ] = None,
    sheet: Annotated[str | None, typer.Option(metavar="NAME", help="Which sheet of the list it is.")] = None,
    provider: Annotated[
        str | None, typer.Option(metavar="PROVIDER", help="Its provider's id; else as the file.")
    ] = None,
    name: Annotated[str | None, typer.Option(metavar="NAME", help="Its provider's name; else the file's.")] = None,
    currency: Annotated[
        str | None, typer.Option(metavar="CODE", help="The currency of its prices, such as USD, if it prints none.")
    ] = None,
    per: Annotated[
        str | None,
        typer.Option(metavar="UNIT", help="What its prices are for, such as '1M tokens', if it says it not."),
    ] = None,
    timezone: Annotated[
        str | None, typer.Option(metavar="ZONE", help="Whose days its prices change on, such as Europe/Berlin.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Make a new collection: an example, or your own list of prices, with a README and a nightly job.

    No scraper is needed for a list: prices.toml says which column is what, as far as the list says so itself. Then
    `catalog refresh` reads and publishes it. Exit status 4 if something of the list must be said by a person first.
    """
    from pricebook.errors import UsageError  # noqa: PLC0415
    from pricebook.run import describing, starting  # noqa: PLC0415
    from pricebook.run.saved import content_of  # noqa: PLC0415
    from pricebook.system.toml import LISTS  # noqa: PLC0415

    wishes = describing.Wishes(provider, name, currency, per, timezone, sheet)
    if given is None:
        if any(wishes):
            message = "what is said of a list needs the list: --list FILE."
            raise UsageError(message)
        described, wanted = None, starting.new_files()
    else:
        described = describing.describe(given, wishes)
        wanted = starting.new_files({LISTS: described.text.encode(), described.file: content_of(given)})
    starting.start(folder, wanted)
    if as_json:
        output.json(_new_as_json(folder, list(wanted), described))
    else:
        _tell_of_new(folder, list(wanted), described)
    if described is not None and described.undecided:
        raise typer.Exit(UNDECIDED)


def _new_as_json(folder: Path, made: list[str], described: "Description | None") -> dict[str, object]:
    told: dict[str, object] = {"folder": str(folder), "files": made}
    if described is not None:
        columns = [{"heading": heading, "part": part} for heading, part in described.columns]
        told |= {"provider": described.provider, "columns": columns}
        told |= {"undecided": described.undecided, "remarks": described.remarks}
    return told


def _tell_of_new(folder: Path, made: list[str], described: "Description | None") -> None:
    output.say(f"{folder}: {', '.join(made)}")
    if described is not None:
        output.table(["column", "is"], [list(each) for each in described.columns])
        for line in described.remarks:
            output.say(line)
        for line in described.undecided:
            output.say(f"not decided: {line}")
    edit = f"first edit {folder}/prices.toml; " if described is not None and described.undecided else ""
    output.say(f"next: {edit}catalog -C {folder} refresh, then catalog -C {folder} list")
