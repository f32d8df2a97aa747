"""`catalog read` and `catalog scrapers`: what would be read from a page, and who reads."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pricebook.cli import output
from pricebook.cli.options import PAGE, AsCsv, AsJson, Provider, sandbox_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pricebook.publish.display import Told
    from pricebook.reading.document import Document
    from pricebook.records import Reading, Remark


def register(app: typer.Typer) -> None:
    """Adds this group's commands."""
    app.command()(read)
    app.command()(scrapers)


def read(
    context: typer.Context,
    provider: Provider,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A saved page: HTML, Markdown or text.")],
    page: Annotated[str | None, typer.Option(metavar="PAGE", help=f"{PAGE} Its floor then holds.")] = None,
    every_unread: Annotated[bool, typer.Option("--unread", help="List every unread amount, not each reason once.")] = (
        False
    ),
    excused: Annotated[bool, typer.Option("--excused", help="List the amounts that are excused, too.")] = False,
    as_json: AsJson = False,
    as_csv: AsCsv = None,
) -> None:
    """Show what would be read from a saved page, and what must be learnt before all of it is. Nothing is written.

    Exit status 0 if every amount is accounted for, 4 if one is unread, two prices conflict or the scraper leaves a
    question open, 1 if it is not the page. A price that the vocabulary cannot say is accounted for: it is listed as
    unsaid.
    With --csv or --tsv the prices alone.
    """
    from pricebook.collection import find  # noqa: PLC0415
    from pricebook.run.saved import read_saved  # noqa: PLC0415
    from pricebook.scraping.loading import open_questions  # noqa: PLC0415

    collection = find(context.obj)
    found, document, refused = read_saved(collection.scraper(provider, drafts=True), file, page)
    asked = [str(each) for each in open_questions(collection.module(provider))]
    if as_json:
        told = found.model_dump(mode="json", exclude={"provider", "page", "stored"})
        output.json({**told, "open": asked})
    elif as_csv is not None:
        _price_table(found, as_csv)
    else:
        _report(found, document, asked, every_unread=every_unread, excused=excused)
    if refused:
        raise refused
    if found.unread or found.conflicts or asked:
        raise typer.Exit(4)


def _report(
    found: "Reading", document: "Document", asked: "Sequence[str]", *, every_unread: bool, excused: bool
) -> None:
    from pricebook.publish import display  # noqa: PLC0415
    from pricebook.records import as_values  # noqa: PLC0415

    prices = as_values(found.prices)
    if prices:
        _price_table(found)
        output.apart()
    for fact in found.facts:
        output.say(f"fact      {fact.kind}: {fact.subject}: {fact.printed}")
    _remarks("excused", found.excused if excused else [])
    for item, told in zip(found.unsaid, as_values(found.unsaid), strict=True):
        output.say(f"unsaid    {display.unsaid(told, str(item.where))}")
    _remarks("unread", found.unread if every_unread else [])
    whats = {price["id"]: display.what(price) for price in prices}
    for kind, doubts in (("conflict", found.conflicts), ("suspect", found.suspects)):
        for doubt in doubts:
            output.say(f"{kind:<9} {whats[doubt.id]}: {doubt.reason}")
    for remark in found.remarks:
        output.say(f"remark    {remark}")
    for question in asked:
        output.say(f"open      scrapers/{found.provider}.py, {question}")
    _lessons(found, document)
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


def _price_table(found: "Reading", as_csv: bool | None = None) -> None:
    from pricebook.publish import display  # noqa: PLC0415
    from pricebook.records import as_values  # noqa: PLC0415

    whole = output.is_data(as_csv)
    doubts = {
        kind: {item.id for item in items}
        for kind, items in (("conflict", found.conflicts), ("suspect", found.suspects))
    }
    rows = []
    for price in as_values(found.prices):
        derived = "derived" if price["derived_from"] else ""
        doubtful = (kind for kind, ids in doubts.items() if price["id"] in ids)
        marks = [*display.terms(price, since=True), derived, *doubtful]
        rows.append(
            [
                *display.sold(price), display.conditions(price["conditions"]),
                *(_reading_parts(price, marks) if whole else [display.marked(display.amount(price), marks)]),
                price["listed"]["text"],
            ]
        )  # fmt: skip
    said = ["amount", "currency", "unit", "notes"] if whole else ["price"]
    output.table(["model", "service", "meter", "conditions", *said, "the page's words"], rows, as_csv)


def _reading_parts(price: "Told", marks: "Sequence[str]") -> list[str]:
    """A price for programs, in its parts."""
    notes = ", ".join(filter(None, ["free" if price["free"] else "", *marks]))
    return [price["amount"], price["currency"], price["unit"] or "", notes]


def _lessons(found: "Reading", document: "Document") -> None:
    """What is to be learnt, the commonest first: reasons, unknown words, and what no layout reads."""
    from pricebook.run import lessons  # noqa: PLC0415

    for what, lacking in (
        ("why it is unread", lessons.reasons(found)),
        ("not known", lessons.unknown_words(found)),
        ("read by no layout", lessons.unclaimed(found, document)),
    ):
        rows = [[str(each.amounts), each.what, each.example.text, str(each.example.where)] for each in lacking]
        if rows:
            output.table(["amounts", what, "such as", "place"], rows, numbers=[0])
            output.apart()


def _remarks(kind: str, items: "Sequence[Remark]") -> None:
    for item in items:
        output.say(f"{kind:<9} {item.text!r}: {item.reason} ({item.where})")


def scrapers(context: typer.Context, as_json: AsJson = False, as_csv: AsCsv = None) -> None:
    """List the providers of this collection and the pages that they are read from."""
    from pricebook.collection import find  # noqa: PLC0415

    collection = find(context.obj)
    readers = {layer: sandbox_of(context, layer) for layer in collection.layers or [collection]}
    known = [readers[collection.owner(name)].provider(name) for name in collection.providers()]
    rows = [[p.provider, p.name, a.name, p.currency, a.shown or a.url] for p in known for a in p.current]
    headings = ["provider", "name", "page", "currency", "address"]
    if as_json:
        output.json([dict(zip(headings, row, strict=True)) for row in rows])
    else:
        output.table(headings, rows, as_csv)
