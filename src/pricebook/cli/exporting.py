"""`catalog export`: what is published, in the formats of other tools."""

from pathlib import Path
from typing import Annotated

import typer

from pricebook.cli import output
from pricebook.cli.options import AsJson


def register(app: typer.Typer) -> None:
    """Adds this command."""
    app.command("export")(export)


def export(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help="The tool's name, such as litellm.")],
    to: Annotated[Path, typer.Option(metavar="DIR", help="Where the files are written.")] = Path(),
    as_json: AsJson = False,
) -> None:
    """Write the published prices in another tool's format, and in losses.json what it cannot hold."""
    from pricebook.collection import find  # noqa: PLC0415
    from pricebook.run.exporting import exported  # noqa: PLC0415
    from pricebook.system.files import write_file  # noqa: PLC0415

    files = {to / file: data for file, data in exported(find(context.obj), name, None).items()}
    for path, data in files.items():
        write_file(path, data)
        if not as_json:
            output.say(str(path))
    if as_json:
        output.json({"written": [str(path) for path in files]})
