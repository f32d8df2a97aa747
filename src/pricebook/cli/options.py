"""Options and arguments that several commands share, and their completion."""

from pathlib import Path
from typing import Annotated

import typer


def providers(context: typer.Context, incomplete: str) -> list[str]:
    """The providers of the collection that begin so, for the shell's completion."""
    from pricebook.collection import find  # noqa: PLC0415
    from pricebook.errors import PricebookError  # noqa: PLC0415

    try:
        known = find(Path(context.find_root().params.get("directory") or ".")).providers()
    except PricebookError:
        return []
    return [provider for provider in known if provider.startswith(incomplete)]


Provider = Annotated[str, typer.Argument(metavar="PROVIDER", help="The provider's id.", autocompletion=providers)]
ProviderFilter = Annotated[str | None, typer.Option("--provider", help="Only this provider.", autocompletion=providers)]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]
