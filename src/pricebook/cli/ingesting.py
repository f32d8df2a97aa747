"""`catalog ingest` and `backfill`: saved pages become part of the history."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pricebook.cli import output
from pricebook.cli.options import PAGE, AsCsv, AsJson, Page, Provider, sandbox_of, writing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pricebook.archives.holding import Passed as PassedOver
    from pricebook.run.looking import Outcome
    from pricebook.snapshots.archive import Archive


def register(app: typer.Typer) -> None:
    """Adds this group's commands."""
    app.command()(ingest)
    app.command()(backfill)


def ingest(
    context: typer.Context,
    provider: Provider,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A saved page: HTML, Markdown or text.")],
    date: Annotated[str | None, typer.Option(metavar="DAY", help="The day that it was seen: 2025-03-07.")] = None,
    at: Annotated[
        str | None, typer.Option(metavar="TIME", help="When it was seen, to the second: 2025-03-07T19:47:54+08:00.")
    ] = None,
    page: Page = None,
    as_json: AsJson = False,
) -> None:
    """Keep a saved page as what was seen on that day; `catalog publish` then publishes it.

    Of a provider with several pages it says nothing of the others: they stand as they were seen before.
    Exit status 0 if every amount is accounted for, 4 if something on it needs a person, 1 if it is not the page.
    """
    from pricebook import calendar  # noqa: PLC0415
    from pricebook.errors import UsageError  # noqa: PLC0415
    from pricebook.run import ingest as run  # noqa: PLC0415
    from pricebook.run import report as reports  # noqa: PLC0415
    from pricebook.run.saved import content_of, page_of  # noqa: PLC0415

    if (date is None) == (at is None):
        message = "say when the page was seen: either --date 2025-03-07 or --at 2025-03-07T19:47:54+08:00."
        raise UsageError(message)
    collection = context.with_resource(writing(context))
    reader = sandbox_of(context, collection)
    known = reader.provider(collection.named(provider))
    name = page_of(known, page)
    if at and len(at) == calendar.DAY:
        message = f"--at {at!r} is a day. Give a time with its offset, or --date."
        raise UsageError(message)
    now = datetime.now(UTC)
    seen = calendar.past(calendar.moment(at, known.timezone) if at else calendar.day(date or ""), now, known.timezone)
    presents = collection.presents()
    outcome = run.ingest(presents, reader, known, name, content_of(file), seen)
    if as_json:
        output.json(reports.told(outcome))
    else:
        output.say(_became(outcome))
    if run.another_of_the_day(presents.archive, outcome):
        note = f"{provider}: {seen} holds another page already; this one is taken as the later. Else give --at."
        output.say(note, err=True)
    if outcome.needs_a_person:
        raise typer.Exit(4)


def backfill(
    context: typer.Context,
    provider: Provider,
    sources: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="[SOURCE]...",
            help="WARC files, MHTML files, files or a folder named after their days, a folder with an index.tsv.",
        ),
    ] = None,
    git: Annotated[
        tuple[Path, str] | None,
        typer.Option("--git", metavar="REPO PATH", help="A file of a git repository, at each commit that changed it."),
    ] = None,
    date: Annotated[
        str | None, typer.Option(metavar="DAY", help="The day of a file that carries none: 2025-03-07.")
    ] = None,
    page: Annotated[
        str | None, typer.Option(metavar="PAGE", help=f"{PAGE} Addresses and the index may say it of each.")
    ] = None,
    as_json: AsJson = False,
    as_csv: AsCsv = None,
) -> None:
    """Keep the pages that an archive holds, each at its own time; say what changed when.

    Of which form an archive is, is told from what is given; docs/history.md says what of each is taken, and what is
    passed over with a line that says why. An index has the columns `file` and `committed_at` (or `at`); where there are
    several pages it may have `page`. A run that was interrupted goes on where it stopped.
    Exit status 0 if every page was kept, 3 if some are damaged or not the provider's, 1 if none was kept.
    """
    from pricebook.archives.holding import Passed  # noqa: PLC0415
    from pricebook.archives.spooling import Spool  # noqa: PLC0415
    from pricebook.errors import UsageError  # noqa: PLC0415
    from pricebook.run.archived import Sought, turns_of  # noqa: PLC0415
    from pricebook.run.archiving import Keeper  # noqa: PLC0415

    if not sources and git is None:
        message = "say what to keep: WARC files, saved pages, a folder of them, or --git REPO PATH."
        raise UsageError(message)
    collection = context.with_resource(writing(context))
    reader = sandbox_of(context, collection)
    known = reader.provider(collection.named(provider))
    archive = collection.archive()
    asked = Sought(known, sources or (), git, page, date)
    with Spool() as spool:
        with output.progress(len(sources or ()), f"{provider}: files") as advance:
            turns, passed = turns_of(asked, datetime.now(UTC), spool, advance)
        for each in passed:
            output.say(f"passed over: {each.what}: {each.why}", err=True)
        failed: list[Passed] = []
        keeper = Keeper(archive, reader, known)
        with output.progress(len(turns), provider) as advance:
            for turn in turns:
                became = keeper.keep(turn)
                if isinstance(became, Passed):
                    failed.append(became)
                    advance(f"{provider}: {turn.at}: failed")
                else:
                    advance(_became(became))
    _what_changed_when(archive, provider, as_json=as_json, as_csv=as_csv)
    for each in failed:
        output.say(f"failed: {each.what}: {each.why}", err=True)
    _end_by(len(turns) - len(failed), [*passed, *failed])


def _end_by(kept: int, passed: "Sequence[PassedOver]") -> None:
    """Ends with a status of its own if a page was lost, and with 1 if none was kept."""
    if passed and not kept:
        raise typer.Exit(1)
    if any(each.lost for each in passed):
        raise typer.Exit(3)


def _became(outcome: "Outcome") -> str:
    if outcome.counts is None:
        return f"{outcome.provider}: {outcome.at}: known already"
    parts = [output.count(outcome.counts.prices if outcome.counts else 0, "price")]
    for noun in ("unsaid", "unread", "conflicts"):
        number = getattr(outcome.counts, noun, 0)
        parts += [f"{number} {noun}"] if number else []
    line = outcome.observation
    state = f"{line.outcome}, {line.snapshot}" if line else "known already"
    return f"{outcome.provider}: {outcome.at}: {', '.join(parts)}: {state}"


def _what_changed_when(archive: "Archive", provider: str, *, as_json: bool, as_csv: bool | None) -> None:
    from pricebook.history.diff import as_json as in_full  # noqa: PLC0415
    from pricebook.publish.changes import summary  # noqa: PLC0415
    from pricebook.run.changes import by_snapshot  # noqa: PLC0415

    steps = by_snapshot(archive, provider)
    if as_json:
        output.json([{"snapshot": name, "first_seen": first, "changes": [in_full(each) for each in changed]}
                     for name, first, changed in steps])  # fmt: skip
        return
    rows = [
        [snapshot, summary(changed) if first is None else "first seen: " + output.count(first, "price")]
        for snapshot, first, changed in steps
    ]
    output.table(["snapshot", "what changed"], rows, as_csv)
