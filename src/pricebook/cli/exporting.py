"""`catalog export`: what is published, in the formats of other tools and as tables."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pricebook.cli import output
from pricebook.cli.options import AsJson

if TYPE_CHECKING:
    from pricebook.collection import Collection


def _complete_name(incomplete: str) -> list[str]:
    from pricebook.run.exporting import NAMES  # noqa: PLC0415

    return [name for name in NAMES if name.startswith(incomplete)]


def register(app: typer.Typer) -> None:
    """Adds this command."""
    app.command("export")(export)


def export(
    context: typer.Context,
    name: Annotated[
        str,
        typer.Argument(
            metavar="NAME",
            help="The tool's name, such as litellm; or csv, parquet, sqlite.",
            autocompletion=_complete_name,
        ),
    ],
    to: Annotated[Path, typer.Option(metavar="DIR", help="Where the files are written.")] = Path(),
    history: Annotated[
        bool,
        typer.Option(
            "--history",
            help="With parquet: every form that a price had and every look, in folders by provider and year; DIR is "
            "new, empty, or that of an earlier one.",
        ),
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Write the published prices in another tool's format, and in losses.json what it cannot hold.

    What needs dollars takes the rates that the release's own exports took.
    """
    from pricebook.collection import find  # noqa: PLC0415
    from pricebook.run.exporting import dollars, exported  # noqa: PLC0415
    from pricebook.system.files import write_file  # noqa: PLC0415

    collection = find(context.obj)
    if history:
        _export_history(collection, name, to, as_json=as_json)
        return
    made = exported(collection, name, dollars(collection))
    for file, data in made.items():
        write_file(to / file, data)
    if as_json:
        output.json({"files": [{"file": str(to / file), "bytes": len(data)} for file, data in made.items()]})
        return
    for file in made:
        output.say(str(to / file))


def _export_history(collection: "Collection", name: str, to: Path, *, as_json: bool) -> None:
    from pricebook.errors import UsageError  # noqa: PLC0415
    from pricebook.run.partitioning import history_written  # noqa: PLC0415

    if name != "parquet":
        message = f"--history is written as parquet alone, not as {name}. Say: catalog export parquet --history"
        raise UsageError(message)
    sizes = history_written(collection, to)
    if as_json:
        output.json({"files": [{"file": str(to / file), "bytes": size} for file, size in sizes.items()]})
        return
    output.say(f"{to}: {output.count(len(sizes), 'file')}, described in datapackage.json")
