"""`catalog refresh` and `catalog record`: the main job, and making recordings."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pricebook.cli import output
from pricebook.cli.options import Provider, providers, writing
from pricebook.cli.reading import page_name, saved_page

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pricebook.collection import Collection
    from pricebook.refresh import Live, Outcome


def register(app: typer.Typer) -> None:
    """Adds this group's commands."""
    app.command()(refresh)
    app.command()(publish)
    app.command()(record)


def refresh(
    context: typer.Context,
    only: Annotated[
        list[str] | None, typer.Argument(metavar="[PROVIDER]...", help="Only these.", autocompletion=providers)
    ] = None,
    recorded: Annotated[bool, typer.Option("--recorded", help="Read the recorded pages, without a network.")] = False,
    contact: Annotated[
        str | None,
        typer.Option(metavar="URL", envvar="CATALOG_CONTACT", help="Who asks: an address that hosts can turn to."),
    ] = None,
) -> None:
    """Read every provider's page, keep what changed as a dated snapshot, and publish the catalogue.

    Each host is asked once, after its robots.txt, and told who asks.

    Exit status 0 if every provider was read, 3 if some failed, 4 if an amount was not understood, 1 if all failed.
    """
    from pricebook import refresh as run  # noqa: PLC0415

    collection = context.with_resource(writing(context))
    for provider in only or []:
        collection.scraper(provider)
    outcomes: list[Outcome] = []
    observer = run.Recorded(collection) if recorded else _live(collection, contact)
    for outcome in run.refresh(collection, only or collection.providers(), observer):
        typer.echo(_progress(outcome), err=True)
        outcomes.append(outcome)
    published = run.publish(collection) if any(not outcome.error for outcome in outcomes) else False
    _summary(outcomes)
    for outcome in outcomes:
        if outcome.differs:
            note = "is read otherwise now than its snapshot says. See: catalog verify; keep it: catalog reread"
            typer.echo(f"{outcome.provider}: {outcome.at} {note}", err=True)
    _say_published(collection, published)
    status = _status(outcomes)
    if status:
        raise typer.Exit(status)


def _live(collection: "Collection", contact: str | None) -> "Live":
    from pricebook.errors import UsageError  # noqa: PLC0415
    from pricebook.fetch import Fetcher  # noqa: PLC0415
    from pricebook.refresh import Live  # noqa: PLC0415

    if not contact:
        message = "say who asks: --contact or CATALOG_CONTACT, an address that hosts can turn to; or use --recorded."
        raise UsageError(message)
    return Live(collection, Fetcher(contact), datetime.now(UTC))


def publish(context: typer.Context) -> None:
    """Publish what the snapshots and a person's decisions give, without asking any provider."""
    from pricebook import refresh as run  # noqa: PLC0415

    collection = context.with_resource(writing(context))
    _say_published(collection, run.publish(collection))


def _say_published(collection: "Collection", published: bool) -> None:
    where = collection.catalogue.relative_to(collection.root)
    typer.echo(f"{where}: {'published' if published else 'unchanged'}")


def _progress(outcome: "Outcome") -> str:
    if outcome.error:
        return f"{outcome.provider}: failed: {outcome.error}"
    if not outcome.readings:
        return f"{outcome.provider}: {outcome.at}: unchanged, as its server says"
    return f"{outcome.provider}: {outcome.at}: {output.count(outcome.prices, 'price')}, {outcome.state}"


def _summary(outcomes: "Sequence[Outcome]") -> None:
    headings = ["provider", "state", "observed", "prices", "facts", "unread", "conflicts", "suspects"]
    rows = [
        [
            outcome.provider,
            outcome.state,
            outcome.at or "",
            str(outcome.prices),
            str(sum(len(reading.facts) for reading in outcome.readings)),
            str(outcome.unread),
            str(outcome.conflicts),
            str(sum(len(reading.suspects) for reading in outcome.readings)),
        ]
        for outcome in outcomes
    ]
    output.table(headings, rows, numbers=range(3, 8))


def _status(outcomes: "Sequence[Outcome]") -> int:
    failed = [outcome for outcome in outcomes if outcome.error]
    if failed:
        return 1 if len(failed) == len(outcomes) else 3
    return 4 if any(outcome.unread for outcome in outcomes) else 0


def record(
    context: typer.Context,
    provider: Provider,
    on: Annotated[str | None, typer.Option(help="The day that the recording stands for; by default today.")] = None,
    saved: Annotated[Path | None, typer.Option("--from", metavar="FILE", help="Take this saved page instead.")] = None,
    page: Annotated[str | None, typer.Option(help="Which of the provider's pages it is.")] = None,
) -> None:
    """Fetch the provider's pages and keep the answers as recordings, or make one from a saved page."""
    from pricebook.collection import find  # noqa: PLC0415
    from pricebook.recordings import Recording  # noqa: PLC0415

    collection = find(context.obj)
    scraper = collection.scraper(provider)
    day = _day(on)
    wanted = [page_name(page, [a.name for a in scraper.pages], provider)] if saved or page else None
    for address in scraper.pages:
        if wanted and address.name not in wanted:
            continue
        path = collection.recordings / provider / f"{address.name}.yaml"
        if saved is not None:
            body = saved_page(saved)
            Recording(path).keep(address.url, body, saved.suffix.lstrip(".") or "txt", day)
        else:
            body = Recording(path).record(address.url, day).body
        typer.echo(f"{path.relative_to(collection.root)}: {len(body):,} bytes")


def _day(given: str | None) -> str:
    from pricebook.errors import UsageError  # noqa: PLC0415

    if given is None:
        return datetime.now(UTC).date().isoformat()
    try:
        return date.fromisoformat(given).isoformat()
    except ValueError:
        message = f"--on {given!r} is no day. Write it so: 2026-01-31."
        raise UsageError(message) from None
