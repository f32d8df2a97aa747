"""`catalog site` and `serve`: what is published as web pages, written down or shown on this machine."""

from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer

from pricebook.cli import output
from pricebook.cli.options import AsJson


def register(app: typer.Typer) -> None:
    """Adds this group's commands."""
    app.command()(site)
    app.command()(serve)


def site(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="An empty or new folder, or that of an earlier site.")],
    as_json: AsJson = False,
) -> None:
    """Write what is published as web pages into a folder, with the published files beside them in v1/.

    It needs no server and asks no other host; links are relative, so it may stand below any address.
    """
    from pricebook.collection import find  # noqa: PLC0415
    from pricebook.run.site import built  # noqa: PLC0415

    count = built(find(context.obj).release, folder, datetime.now(UTC))
    if as_json:
        output.json({"folder": str(folder), "files": count})
        return
    output.say(f"{folder}: {output.count(count, 'file')}, and the release in v1/")


def serve(
    context: typer.Context,
    port: Annotated[int, typer.Option(min=0, max=65535, help="0 takes one that is free.")] = 0,
) -> None:
    """Show what is published as web pages, on this machine alone, until Ctrl-C."""
    from pricebook.collection import find  # noqa: PLC0415
    from pricebook.run.site import HOST, built, served  # noqa: PLC0415

    with TemporaryDirectory(prefix="pricebook-") as made:
        folder = Path(made) / "site"
        built(find(context.obj).release, folder, datetime.now(UTC))
        with served(folder, port) as server:
            output.say(f"http://{HOST}:{server.server_port}/  (Ctrl-C ends it)")
            try:
                server.serve_forever()
            except KeyboardInterrupt:
                output.say("")
