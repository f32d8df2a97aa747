"""`catalog read` and `catalog scrapers`: what would be read from a page, and who reads."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pricebook.cli import output
from pricebook.cli.options import AsJson, Provider

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pricebook.records import Reading, Remark


def register(app: typer.Typer) -> None:
    """Adds this group's commands."""
    app.command()(read)
    app.command()(scrapers)


def read(
    context: typer.Context,
    provider: Provider,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A saved page: HTML, Markdown or text.")],
    page: Annotated[str | None, typer.Option(help="Which of the provider's pages it is.")] = None,
    as_json: AsJson = False,
) -> None:
    """Show what would be read from a saved page. Nothing is written.

    Exit status 0 if every amount is accounted for, 4 if one is unread or two prices conflict, 1 if it is not the page.
    A price that the vocabulary cannot say is accounted for: it is listed as unsaid.
    """
    from pricebook.collection import find  # noqa: PLC0415
    from pricebook.extraction.converting import read_document  # noqa: PLC0415
    from pricebook.reading import read_page  # noqa: PLC0415

    scraper = find(context.obj).scraper(provider)
    name = page_name(page, [address.name for address in scraper.pages], provider)
    document = read_page(saved_page(file), f"{provider}/{name}")
    found = read_document(scraper, document, name)
    if as_json:
        output.json(found.model_dump(mode="json", exclude={"provider", "page"}))
    else:
        _report(found)
    if found.unread or found.conflicts:
        raise typer.Exit(4)


def page_name(wanted: str | None, known: "Sequence[str]", provider: str) -> str:
    """The page's name; the provider's only or first page where none is given. Raises UsageError."""
    from pricebook.errors import UsageError  # noqa: PLC0415

    if wanted is None or wanted in known:
        return wanted or known[0]
    message = f"{provider} has no page {wanted!r}. Pages: {', '.join(known)}."
    raise UsageError(message)


def saved_page(file: Path) -> bytes:
    """The file's bytes, no more of them than a page can have; raises UsageError for what is no readable file."""
    from pricebook.errors import UsageError  # noqa: PLC0415
    from pricebook.reading.text import MAX_BYTES  # noqa: PLC0415

    try:
        with file.open("rb") as stream:
            return stream.read(MAX_BYTES + 1)
    except OSError as problem:
        message = f"{file}: {problem.strerror or problem}. Give a file that holds the saved page."
        raise UsageError(message) from problem


def _report(found: "Reading") -> None:
    from pricebook.publish import display  # noqa: PLC0415

    rows = [
        [
            p.model,
            p.service,
            p.meter,
            display.conditions(p.conditions),
            display.marked(display.amount(p), [display.period(p.effective_from, p.effective_until)]),
            p.listed.text,
        ]
        for p in found.prices
    ]
    output.table(["model", "service", "meter", "conditions", "price", "the page's words"], rows)
    for fact in found.facts:
        output.say(f"fact      {fact.kind}: {fact.subject}: {fact.printed}")
    _remarks("excused", found.excused)
    for price in found.unsaid:
        output.say(f"unsaid    {display.unsaid(price)}")
    _remarks("unread", found.unread)
    for kind, items in (("conflict", found.conflicts), ("suspect", found.suspects)):
        for item in items:
            output.say(f"{kind:<9} {item.model}: {item.reason}")
    counts = [
        output.count(len(found.prices), "price"),
        output.count(len(found.facts), "fact"),
        f"{len(found.excused)} excused",
        f"{len(found.unsaid)} unsaid",
        f"{len(found.unread)} unread",
        output.count(len(found.conflicts), "conflict"),
        output.count(len(found.suspects), "suspect"),
    ]
    output.heading(f"{found.provider}/{found.page}: {', '.join(counts)}")


def _remarks(kind: str, items: "Sequence[Remark]") -> None:
    for item in items:
        output.say(f"{kind:<9} {item.text!r}: {item.reason} ({item.where})")


def scrapers(context: typer.Context, as_json: AsJson = False) -> None:
    """List the providers of this collection and the pages that they are read from."""
    from pricebook.collection import find  # noqa: PLC0415

    known = find(context.obj).all_scrapers()
    rows = [[p, s.name, a.name, s.currency, a.shown or a.url] for p, s in known.items() for a in s.pages]
    headings = ["provider", "name", "page", "currency", "address"]
    if as_json:
        output.json([dict(zip(headings, row, strict=True)) for row in rows])
    else:
        output.table(headings, rows)
