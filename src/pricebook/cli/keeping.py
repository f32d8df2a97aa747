"""`catalog ingest`, `backfill`, `withdraw`, `acknowledge`: saved pages and decisions become part of the history."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pricebook.cli import output
from pricebook.cli.options import Provider, trusted_now, writing
from pricebook.cli.reading import saved_page

if TYPE_CHECKING:
    from pricebook.collection import Collection
    from pricebook.run.intake import Revision, Taken
    from pricebook.scraping import Scraper


def register(app: typer.Typer) -> None:
    """Adds this group's commands."""
    app.command()(ingest)
    app.command()(backfill)
    app.command()(withdraw)
    app.command()(acknowledge)


def ingest(
    context: typer.Context,
    provider: Provider,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A saved page: HTML, Markdown or text.")],
    date: Annotated[str | None, typer.Option(metavar="DAY", help="The day that it was seen: 2025-03-07.")] = None,
    at: Annotated[
        str | None, typer.Option(metavar="TIME", help="When it was seen, to the second: 2025-03-07T19:47:54+08:00.")
    ] = None,
) -> None:
    """Keep a saved page as what was seen on that day; `catalog publish` then publishes it.

    Exit status 0 if every amount is accounted for, 4 if something on it needs a person, 1 if it is not the page.
    """
    from pricebook import calendar  # noqa: PLC0415
    from pricebook.errors import UsageError  # noqa: PLC0415

    if (date is None) == (at is None):
        message = "say when the page was seen: either --date 2025-03-07 or --at 2025-03-07T19:47:54+08:00."
        raise UsageError(message)
    collection = context.with_resource(writing(context))
    scraper = collection.scraper(provider)
    seen = calendar.moment(at, scraper.timezone) if at else calendar.day(date or "")
    if at and len(at) == calendar.DAY:
        message = f"--at {at!r} is a day. Give a time with its offset, or --date."
        raise UsageError(message)
    taken = _take(collection, scraper, file, seen)
    output.say(_said(provider, taken))
    _remark_order(collection, provider, taken)
    if any(reading.unread or reading.conflicts for reading in taken.readings):
        raise typer.Exit(4)


def backfill(
    context: typer.Context,
    provider: Provider,
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A folder of saved pages with an index.tsv.")],
) -> None:
    """Keep a folder of saved pages, each at the time that its index.tsv gives; say what changed when.

    The index has the columns `file` and `committed_at` (or `at`). A run that was interrupted goes on where it stopped.
    Exit status 0 if every page was kept, 3 if some are not the provider's, 1 if none is.
    """
    from pricebook.errors import PageError  # noqa: PLC0415
    from pricebook.run.intake import revisions  # noqa: PLC0415

    collection = context.with_resource(writing(context))
    scraper = collection.scraper(provider)
    listed = revisions(folder, scraper)
    failed: list[tuple[Revision, str]] = []
    with output.progress(len(listed), provider) as advance:
        for revision in listed:
            try:
                taken = _take(collection, scraper, revision.file, revision.at)
                advance(_said(provider, taken))
            except PageError as problem:
                failed.append((revision, str(problem)))
                advance(f"{provider}: {revision.at}: failed")
    _what_changed_when(collection, provider)
    for revision, reason in failed:
        output.say(f"failed: {revision.file.name}: {reason}", err=True)
    if failed:
        raise typer.Exit(1 if len(failed) == len(listed) else 3)


def withdraw(
    context: typer.Context,
    price_id: Annotated[str, typer.Argument(metavar="PRICE_ID", help="A price's id, or the beginning of it.")],
    because: Annotated[str, typer.Option(help="Why: who said so, and where.")],
    on: Annotated[str, typer.Option(metavar="DAY", help="From which day on it is no longer sold.")],
) -> None:
    """Decide that a price is no longer sold. It leaves the catalogue with the next `catalog publish`."""
    from pricebook import calendar  # noqa: PLC0415
    from pricebook.beliefs import Decision  # noqa: PLC0415
    from pricebook.cli.looking import one_price, published  # noqa: PLC0415
    from pricebook.snapshots import decide  # noqa: PLC0415

    context.with_resource(writing(context))
    collection, prices = published(context)
    price = one_price(prices, price_id)[0]
    day = calendar.day(on)
    now = calendar.local(trusted_now(collection), collection.scraper(price.provider).timezone)
    decision = Decision(provider=price.provider, id=price.id, decision="withdrawn", on=day, at=now, because=because)
    decide(collection.snapshots, decision)
    output.say(f"{price.provider} {price.model} {price.service} {price.meter}: withdrawn from {day} on ({price.id})")


def acknowledge(
    context: typer.Context,
    price_id: Annotated[str, typer.Argument(metavar="PRICE_ID", help="A price's id, or the beginning of it.")],
    because: Annotated[str, typer.Option(help="Why: who looked, and what was found.")],
) -> None:
    """Decide that a price is printed more than once and that a person knows. All that is printed stays published.

    With other amounts it is another conflict, which needs a person again.
    """
    from pricebook import calendar  # noqa: PLC0415
    from pricebook.beliefs import Decision  # noqa: PLC0415
    from pricebook.checks.gate import amounts  # noqa: PLC0415
    from pricebook.cli.looking import one_price, published  # noqa: PLC0415
    from pricebook.errors import UsageError  # noqa: PLC0415
    from pricebook.snapshots import decide  # noqa: PLC0415

    context.with_resource(writing(context))
    collection, prices = published(context)
    chosen = one_price(prices, price_id)
    price, printed = chosen[0], amounts(chosen)
    if len(printed) < 2:
        message = f"{price.id} is no conflict: it is printed as {printed[0]} alone. See: catalog status"
        raise UsageError(message)
    now = calendar.local(trusted_now(collection), collection.scraper(price.provider).timezone)
    decision = Decision(
        provider=price.provider, id=price.id, decision="acknowledged", on=calendar.day_of(now), at=now, because=because,
        amounts=printed,
    )  # fmt: skip
    decide(collection.snapshots, decision)
    output.say(f"{price.provider} {price.model} {price.service} {price.meter}: acknowledged as {' and '.join(printed)}")


def _take(collection: "Collection", scraper: "Scraper", file: Path, at: str) -> "Taken":
    from pricebook.errors import UsageError  # noqa: PLC0415
    from pricebook.extraction.visit import Received, Visit  # noqa: PLC0415
    from pricebook.run.intake import take  # noqa: PLC0415

    if len(scraper.pages) != 1:
        names = ", ".join(address.name for address in scraper.pages)
        message = f"{scraper.provider} has the pages {names}: one file is not what was seen of it."
        raise UsageError(message)
    pages = {scraper.pages[0].name: Received(saved_page(file))}
    return take(collection.snapshots, scraper, Visit(pages, at, "saved"))


def _said(provider: str, taken: "Taken") -> str:
    prices = sum(len(reading.prices) for reading in taken.readings)
    parts = [output.count(prices, "price")]
    for noun in ("unsaid", "unread", "conflicts"):
        number = sum(len(getattr(reading, noun)) for reading in taken.readings)
        parts += [f"{number} {noun}"] if number else []
    state = f"{taken.observation.outcome}, {taken.observation.snapshot}" if taken.observation else "known already"
    return f"{provider}: {taken.at}: {', '.join(parts)}: {state}"


def _remark_order(collection: "Collection", provider: str, taken: "Taken") -> None:
    """Says aloud that a page without a time was put behind the others of its day."""
    from pricebook.calendar import DAY  # noqa: PLC0415
    from pricebook.snapshots import timeline  # noqa: PLC0415

    others = [look for look in timeline(collection.snapshots, provider) if look.at == taken.at]
    if taken.observation and taken.observation.outcome == "new" and len(taken.at) == DAY and len(others) > 1:
        note = f"{provider}: {taken.at} holds another page already; this one is taken as the later. Else give --at."
        output.say(note, err=True)


def _what_changed_when(collection: "Collection", provider: str) -> None:
    from pricebook.history.comparing import each  # noqa: PLC0415
    from pricebook.history.diff import changes  # noqa: PLC0415
    from pricebook.publish.changes import summary  # noqa: PLC0415

    rows = [
        [compared.new or "", "first seen: " + output.count(len(compared.pairs), "price") if compared.old is None
         else summary(changes(compared.pairs))]
        for compared in each(collection.snapshots, provider)
    ]  # fmt: skip
    output.table(["snapshot", "what changed"], rows)
