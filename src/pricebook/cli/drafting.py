"""`catalog draft`: a first scraper from a saved page, and what could not be decided."""

import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pricebook.cli import output
from pricebook.cli.options import AsJson

if TYPE_CHECKING:
    from pricebook.collection import Collection
    from pricebook.run.drafting import Draft


def register(app: typer.Typer) -> None:
    """Adds this group's commands."""
    app.command()(draft)


def draft(
    context: typer.Context,
    provider: Annotated[str, typer.Argument(metavar="PROVIDER", help="The new provider's id: a-z, 0-9, _ and -.")],
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A saved page: HTML, Markdown, JSON or text.")],
    address: Annotated[str | None, typer.Option(metavar="URL", help="Where the page stands.")] = None,
    name: Annotated[str | None, typer.Option(metavar="NAME", help="What people call the provider.")] = None,
    timezone: Annotated[
        str | None, typer.Option(metavar="ZONE", help="Whose days its prices change on, such as Asia/Shanghai.")
    ] = None,
    printed: Annotated[bool, typer.Option("--print", help="Print the draft on stdout, and write nothing.")] = False,
    as_json: AsJson = False,
) -> None:
    """Write a first scraper, scrapers/PROVIDER.py, from what is seen of a saved page.

    It says what it decided from which evidence, and what it could not decide: that is an open question in the module,
    which is not loaded before it is answered, but for `catalog read`. A module that is there is never written over.
    """
    from pricebook.collection import nearest  # noqa: PLC0415
    from pricebook.reading import read_page  # noqa: PLC0415
    from pricebook.run.drafting import Given  # noqa: PLC0415
    from pricebook.run.drafting import draft as drafted  # noqa: PLC0415
    from pricebook.run.own_words import pages_of_others  # noqa: PLC0415
    from pricebook.run.saved import content_of  # noqa: PLC0415
    from pricebook.system.files import write_file  # noqa: PLC0415

    collection = None if printed else _room_for(context, provider)
    document = read_page(content_of(file), f"{provider}/{file.name}")
    others = pages_of_others(collection or nearest(context.obj), provider)
    made = drafted(document, Given(provider, name, address, timezone), others)
    if collection is None:
        output.show(made.module)
        return
    path = collection.scrapers / f"{provider}.py"
    write_file(path, made.module.encode())
    kept = str(path.relative_to(collection.root))
    if as_json:
        decided = [{**each._asdict(), "open": each.open} for each in made.choices]
        output.json({"module": kept, "decided": decided, **_numbers_of(made)})
    else:
        _say_what_was_decided(made, kept, f"catalog read {provider} {shlex.quote(str(file))}")


def _room_for(context: typer.Context, provider: str) -> "Collection":
    """The collection, which has no such provider yet; raises UsageError if it has."""
    from pricebook.collection import find  # noqa: PLC0415
    from pricebook.errors import UsageError  # noqa: PLC0415

    collection = find(context.obj)
    if provider in collection.providers() or (collection.scrapers / f"{provider}.py").exists():
        message = f"{provider} is there already, and scrapers/{provider}.py never written over. --print shows a draft."
        raise UsageError(message)
    return collection


def _say_what_was_decided(made: "Draft", kept: str, read: str) -> None:
    decided = [(each.what, each.value, each.because) for each in made.choices if not each.open]
    asked = [(each.what, each.value, each.because) for each in made.choices if each.open]
    output.table(["decided", "is", "because"], decided)
    output.apart()
    if asked:
        output.table(["open", "question", "seen"], asked)
        output.apart()
    counted = ", ".join(f"{count:,} {what}" for what, count in _numbers_of(made).items())
    output.heading(f"{kept}: written. It reads {counted}")
    if made.asks:
        output.say(f"Answer what is Open in {kept}; until then only catalog read reads with it.")
    output.say(f"Next: {read}")


def _numbers_of(made: "Draft") -> dict[str, int]:
    found = made.reading
    return {
        "prices": len(found.prices), "unsaid": len(found.unsaid), "unread": len(found.unread),
        "conflicts": len(found.conflicts), "suspects": len(found.suspects),
    }  # fmt: skip
