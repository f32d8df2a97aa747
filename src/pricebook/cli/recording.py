"""`catalog record`: making recordings."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from pricebook.cli import output
from pricebook.cli.options import AsJson, Page, Provider


def register(app: typer.Typer) -> None:
    """Adds this group's commands."""
    app.command()(record)


def record(
    context: typer.Context,
    provider: Provider,
    on: Annotated[str | None, typer.Option(metavar="DAY", help="The day that it stands for; by default today.")] = None,
    saved: Annotated[Path | None, typer.Option("--from", metavar="FILE", help="Take this saved page instead.")] = None,
    page: Page = None,
    as_json: AsJson = False,
) -> None:
    """Fetch the provider's pages and keep the answers as recordings, or make one from a saved page."""
    from pricebook.beliefs import Response  # noqa: PLC0415
    from pricebook.collection import find  # noqa: PLC0415
    from pricebook.errors import UsageError  # noqa: PLC0415
    from pricebook.fetch.recordings import Recording  # noqa: PLC0415
    from pricebook.run.saved import content_of, page_of  # noqa: PLC0415
    from pricebook.run.sources import target_of  # noqa: PLC0415

    collection = find(context.obj)
    scraper = collection.scraper(provider)
    day = _day(on, scraper.timezone)
    wanted = [page_of(scraper, page)] if saved or page else [address.name for address in scraper.current]
    made: list[dict[str, str | int]] = []
    for address in scraper.pages:
        if address.name not in wanted:
            continue
        if address.path is not None and saved is None:
            message = f"{provider}/{address.name}: stands in the collection: {address.path}. It needs no recording."
            raise UsageError(message)
        path = collection.recordings / provider / f"{address.name}.yaml"
        if saved is not None:
            body = content_of(saved)
            about = {"observed_on": day, "basis": "saved"}
            Recording(path).keep(target_of(scraper, address), body, saved.suffix.lstrip(".") or "txt", about)
            answer = Response(body)
        else:
            answer = Recording(path).record(target_of(scraper, address), day)
        kept = str(path.relative_to(collection.root))
        told = {} if answer.drawn is None else {"drawn": answer.drawn}
        made.append({"page": address.name, "recording": kept, "bytes": len(answer.body), **told})
        if not as_json:
            how = "" if answer.drawn is None else f", drawn with {answer.drawn}"
            output.say(f"{kept}: {len(answer.body):,} bytes{how}")
    if as_json:
        output.json(made)


def _day(given: str | None, timezone: str) -> str:
    from pricebook import calendar  # noqa: PLC0415

    now = datetime.now(UTC)
    return calendar.past(calendar.day(given), now, timezone) if given else now.date().isoformat()
