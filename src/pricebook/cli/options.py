"""Options and arguments that several commands share, and their completion."""

from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from pricebook.cli import output

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pricebook.collection import Collection
    from pricebook.extraction.sandbox import Sandbox
    from pricebook.run.releases import Asked


def folders_of(context: typer.Context) -> list[Path]:
    """The folders that are given with -C, or the one that the command was started in."""
    return [Path(folder) for folder in context.find_root().params.get("directory") or [Path()]]


def _complete(context: typer.Context, incomplete: str) -> list[str]:
    """The providers of the collection that begin so, for the shell's completion."""
    from pricebook.collection import find  # noqa: PLC0415
    from pricebook.errors import PricebookError  # noqa: PLC0415

    try:
        known = [each for folder in folders_of(context) for each in find(folder).providers()]
    except PricebookError:
        return []
    return sorted({provider for provider in known if provider.startswith(incomplete)})


def _complete_model(context: typer.Context, incomplete: str) -> list[str]:
    """The published models that begin so."""
    from pricebook.errors import PricebookError  # noqa: PLC0415
    from pricebook.publish.released import asked  # noqa: PLC0415
    from pricebook.run.asking import noting_names  # noqa: PLC0415
    from pricebook.run.releases import chosen  # noqa: PLC0415

    names: list[str] = []
    try:
        for folder in folders_of(context):
            asked(chosen(folder, context.params.get("source")).release, noting_names(names))
    except PricebookError:
        return []
    return sorted({name for name in names if name.startswith(incomplete)})


Provider = Annotated[str, typer.Argument(metavar="PROVIDER", help="The provider's id.", autocompletion=_complete)]
ProviderFilter = Annotated[
    list[str] | None,
    typer.Option("--provider", metavar="PROVIDER", help="Only this one; again: also that one.",
                 autocompletion=_complete),
]  # fmt: skip
Providers = Annotated[
    list[str] | None, typer.Argument(metavar="[PROVIDER]...", help="Only these.", autocompletion=_complete)
]
Model = Annotated[
    str,
    typer.Argument(metavar="MODEL", help="The model's API name or display name.", autocompletion=_complete_model),
]
ModelFilter = Annotated[
    list[str] | None,
    typer.Option("--model", metavar="MODEL", help="Only models whose name contains this; again: or that.",
                 autocompletion=_complete_model),
]  # fmt: skip
PAGE = "Which of the provider's pages it is."
Page = Annotated[str | None, typer.Option(metavar="PAGE", help=PAGE)]
Because = Annotated[str, typer.Option(metavar="WHY", help="Who looked or said so, where, and what was found.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]
AsCsv = Annotated[
    bool | None, typer.Option("--csv/--tsv", help="Print the table for programs, with commas or with tabs.")
]
AsOf = Annotated[str | None, typer.Option(metavar="DAY", help="What was true on that day, by all that is known.")]
KnownAt = Annotated[str | None, typer.Option(metavar="DAY", help="With --as-of: by what was known on that day.")]


From = Annotated[
    str | None,
    typer.Option("--from", metavar="FILE|URL", help="Ask the release in this folder, or at this address, instead."),
]
In = Annotated[
    str | None,
    typer.Option("--in", metavar="CURRENCY", help="Show amounts in this currency too, such as USD, with the rate."),
]


def release_of(context: typer.Context, source: str | None) -> "Asked":
    """The release to ask: the one that is named, the collection's, or that which comes with this program."""
    from pricebook.run.releases import chosen  # noqa: PLC0415

    return chosen(context.obj, source)


def call(context: typer.Context, command: str, source: str | None = None, *words: str) -> str:
    """How a command is called that answers about the same as this one: `catalog -C DIR list --from URL`."""
    import shlex  # noqa: PLC0415

    given = [folder for folder in folders_of(context) if folder != Path()]
    where = [word for folder in given for word in ("-C", str(folder))]
    return shlex.join(["catalog", *where, command, *words, *(["--from", source] if source else [])])


def unknown_model(model: str, known: "Iterable[str]", message: str, see: str = "catalog list") -> NoReturn:
    """Raises UsageError for a model that nobody knows, with the nearest names, or the command that lists all."""
    import difflib  # noqa: PLC0415

    from pricebook.errors import UsageError  # noqa: PLC0415

    names = {name.lower(): name for name in known}
    near = difflib.get_close_matches(model.lower(), names, 3, 0.5)
    near = near or [name for name in names if model.lower() in name][:3]
    hint = f" Did you mean {', '.join(names[name] for name in near)}?" if near else f" See: {see}"
    whole = f"{message} {model!r}.{hint}"
    raise UsageError(whole)


def database_of(context: typer.Context) -> "tuple[Collection, str]":
    """The collection, and the address of its histories' database."""
    from pricebook.collection import find  # noqa: PLC0415

    collection = find(context.obj)
    if collection.layers:  # a view's histories are its own
        return collection, collection.database
    return collection, context.find_root().params.get("database_url") or collection.database


@contextmanager
def writing(context: typer.Context) -> "Iterator[Collection]":
    """The collection, with nobody else writing to it, and without what a killed run left half written."""
    from pricebook.collection import find  # noqa: PLC0415
    from pricebook.system.locking import only_writer  # noqa: PLC0415

    collection = find(context.obj)
    with only_writer(collection.workshop, datetime.now(UTC)):
        left = collection.recover()
        if left:
            output.say(f"{len(left)} half-written: left by a run that was killed, and deleted", err=True)
        yield collection


def wanted_of(context: typer.Context, only: list[str] | None, *, write: bool = False) -> "tuple[Collection, list[str]]":
    """The collection, and the providers that are named, or all of them. Raises UsageError for one that is none."""
    from pricebook.collection import find  # noqa: PLC0415

    collection = context.with_resource(writing(context)) if write else find(context.obj)
    for provider in only or []:
        collection.named(provider)
    return collection, list(dict.fromkeys(only or collection.providers()))


def sandbox_of(context: typer.Context, collection: "Collection") -> "Sandbox":
    """Where the collection's scrapers are asked; it is closed when the command ends."""
    from pricebook.extraction.sandbox import Sandbox  # noqa: PLC0415

    return context.with_resource(Sandbox(collection.scrapers))


def days_in(given: str, option: str) -> int:
    """The number of days that an option names as `7d`; raises UsageError."""
    from pricebook.errors import UsageError  # noqa: PLC0415

    number = given.removesuffix("d")
    if not number.isdecimal() or len(number) > 6:
        message = f"{option} {given!r} is no number of days. Write it so: 7d."
        raise UsageError(message)
    return int(number)
