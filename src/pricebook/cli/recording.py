"""`catalog record`: making recordings."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from pricebook.cli import output
from pricebook.cli.options import PAGE, Provider


def register(app: typer.Typer) -> None:
    """Adds this group's commands."""
    app.command()(record)


def record(
    context: typer.Context,
    provider: Provider,
    on: Annotated[str | None, typer.Option(help="The day that the recording stands for; by default today.")] = None,
    saved: Annotated[Path | None, typer.Option("--from", metavar="FILE", help="Take this saved page instead.")] = None,
    page: Annotated[str | None, typer.Option(help=PAGE)] = None,
) -> None:
    """Fetch the provider's pages and keep the answers as recordings, or make one from a saved page."""
    from pricebook.collection import find  # noqa: PLC0415
    from pricebook.fetch.recordings import Recording  # noqa: PLC0415
    from pricebook.run.saved import content_of, page_of  # noqa: PLC0415

    collection = find(context.obj)
    scraper = collection.scraper(provider)
    day = _day(on, scraper.timezone)
    wanted = [page_of(scraper, page)] if saved or page else [address.name for address in scraper.current]
    for address in scraper.pages:
        if address.name not in wanted:
            continue
        path = collection.recordings / provider / f"{address.name}.yaml"
        if saved is not None:
            body = content_of(saved)
            Recording(path).keep(address.url, body, saved.suffix.lstrip(".") or "txt", day)
        else:
            body = Recording(path).record(address.url, day).body
        output.say(f"{path.relative_to(collection.root)}: {len(body):,} bytes")


def _day(given: str | None, timezone: str) -> str:
    from pricebook import calendar  # noqa: PLC0415

    now = datetime.now(UTC)
    return calendar.past(calendar.day(given), now, timezone) if given else now.date().isoformat()
