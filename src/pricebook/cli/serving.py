"""`catalog mcp`: assistants ask for prices."""

import typer

from pricebook.cli.options import From


def register(app: typer.Typer) -> None:
    """Adds this command."""
    app.command("mcp")(mcp)


def mcp(context: typer.Context, source: From = None) -> None:
    """Answer an assistant's questions for prices, by the Model Context Protocol on stdin and stdout.

    It ends where stdin does. A release that is published meanwhile is taken without a new start.
    """
    from pricebook.agents.serving import serve  # noqa: PLC0415, I001 - what the extra brings is asked for first
    from pricebook.agents.desk import Desk  # noqa: PLC0415

    serve(Desk(context.obj, source))
