"""`catalog verify`, `reread` and `pack`: whether what is stored holds, reading it anew, and keeping old years small."""

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from pricebook.cli import output
from pricebook.cli.options import AsJson, providers, trusted_now, writing

if TYPE_CHECKING:
    from pricebook.collection import Collection

Providers = Annotated[
    list[str] | None, typer.Argument(metavar="[PROVIDER]...", help="Only these.", autocompletion=providers)
]


def register(app: typer.Typer) -> None:
    """Adds this group's commands."""
    app.command()(status)
    app.command()(doctor)
    app.command()(verify)
    app.command()(reread)
    app.command()(pack)


def status(
    context: typer.Context,
    only: Providers = None,
    max_age: Annotated[
        str | None, typer.Option(metavar="HOURS", help="Exit with 3 if a provider's last good look is older: 36h.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Show how each provider stands: its last look, its last good one, the last change, and whose move is next.

    Exit status 0; with --max-age 3 if a provider was not read for so long.
    """
    from pricebook.status import statuses  # noqa: PLC0415

    collection, wanted = _wanted(context, only)
    scrapers = [collection.scraper(provider) for provider in wanted]
    age = None if max_age is None else _hours(max_age)
    found = list(statuses(collection.snapshots, scrapers, datetime.now(UTC), age))
    if as_json:
        output.json([{**each.standing.model_dump(), "late": each.late, "todo": each.todo} for each in found])
    else:
        headings = [
            "provider",
            "last look",
            "last good",
            "last change",
            "prices",
            "unread",
            "conflicts",
            "state",
            "next",
        ]
        rows = [
            [
                stands.provider,
                *(output.minute(at or "never") for at in (stands.last_look, stands.last_good, stands.last_change)),
                *map(str, (stands.prices, stands.unread, stands.conflicts)),
                "stale" if stands.failing_since else "late" if each.late else "",
                each.todo,
            ]
            for each in found
            for stands in [each.standing]
        ]
        output.table(headings, rows, numbers=(4, 5, 6))
    if any(each.late for each in found):
        raise typer.Exit(3)


def _hours(given: str) -> timedelta:
    from pricebook.errors import UsageError  # noqa: PLC0415

    number = given.removesuffix("h")
    if not number.isdecimal() or len(number) > 6:
        message = f"--max-age {given!r} is no number of hours. Write it so: 36h."
        raise UsageError(message)
    return timedelta(hours=int(number))


def doctor(
    context: typer.Context,
    offline: Annotated[bool, typer.Option("--offline", help="Leave the network alone.")] = False,
    as_json: AsJson = False,
) -> None:
    """Look whether all that a run needs is well: collection, database, disk, clock, network; say what to do if not.

    A connection to each host is made and closed; no page is asked for. Exit status 0 if all is well, else 1.
    """
    from dataclasses import asdict  # noqa: PLC0415

    from pricebook.collection import find  # noqa: PLC0415
    from pricebook.doctor import examine, ill  # noqa: PLC0415

    collection = find(context.obj)
    database = context.find_root().params.get("database_url") or collection.database
    found = list(examine(collection, database, datetime.now(UTC), network=not offline))
    if as_json:
        output.json([asdict(check) for check in found])
    else:
        rows = [[check.what, "well" if check.well else "ill", check.said] for check in found]
        output.table(["what", "is", "found"], rows)
    if ill(found):
        raise typer.Exit(1)


def verify(context: typer.Context, only: Providers = None) -> None:
    """Read every stored page again and compare with what is stored beside it.

    Tells a file that was altered (restore it) from a program that reads it differently now (`catalog reread`).
    Exit status 0 if all holds, 1 if a file was altered, 4 if only the reading is another.
    """
    from pricebook import verification  # noqa: PLC0415

    collection, wanted = _wanted(context, only)
    found: list[verification.Finding] = []
    count = 0
    for provider in wanted:
        for _, findings in verification.verify(collection.snapshots, collection.scraper(provider)):
            count += 1
            found += findings
    for finding in found:
        path = finding.path.relative_to(collection.root)
        output.say(f"{path}: {finding.verdict}: {finding.detail}")
    altered = sum(finding.verdict == "altered" for finding in found)
    output.heading(f"{output.count(count, 'snapshot')}: {altered} altered, {len(found) - altered} read differently")
    if found:
        raise typer.Exit(1 if altered else 4)


def reread(context: typer.Context, only: Providers = None) -> None:
    """Read every stored page again; where it reads differently now, keep the new reading beside the old.

    The history then tells what was believed before and what is believed now. Exit status 3 if some pages are no longer
    read; they keep their last reading.
    """
    from pricebook import moments, verification  # noqa: PLC0415
    from pricebook.errors import PageError  # noqa: PLC0415
    from pricebook.intake import PROGRAM  # noqa: PLC0415
    from pricebook.snapshots import snapshots  # noqa: PLC0415

    collection, wanted = _wanted(context, only, write=True)
    count = written = failed = 0
    now = trusted_now(collection)
    for provider in wanted:
        scraper = collection.scraper(provider)
        at = moments.local(now, scraper.timezone)
        for snapshot in snapshots(collection.snapshots, provider):
            count += 1
            try:
                folder = verification.reread(collection.snapshots, scraper, snapshot, at, PROGRAM)
            except PageError as problem:
                failed += 1
                output.say(f"{provider} {snapshot.name}: not read: {problem}", err=True)
                continue
            if folder is not None:
                written += 1
                output.say(f"{folder.relative_to(collection.root)}: written")
    output.heading(f"{output.count(count, 'snapshot')}: {written} read differently, {failed} not read")
    if failed:
        raise typer.Exit(3)


def pack(
    context: typer.Context,
    before: Annotated[int, typer.Option(metavar="YEAR", help="Years before this one are packed.", min=1)],
    only: Providers = None,
) -> None:
    """Turn the snapshots of finished years into one file each. Every command reads them as before."""
    from pricebook.errors import UsageError  # noqa: PLC0415
    from pricebook.snapshots.packing import pack as packed  # noqa: PLC0415

    this = datetime.now(UTC).year
    if before > this:
        message = f"--before {before}: the year {this} is not finished. At most: --before {this}."
        raise UsageError(message)
    collection, wanted = _wanted(context, only, write=True)
    rows = [
        [str(year.path.relative_to(collection.root)), str(year.snapshots), f"{year.loose:,}", f"{year.packed:,}"]
        for provider in wanted
        for year in packed(collection.snapshots, provider, before)
    ]
    if rows:
        output.table(["pack", "snapshots", "loose bytes", "packed bytes"], rows, numbers=(1, 2, 3))
    else:
        output.say(f"No loose snapshots of a year before {before}.")


def _wanted(context: typer.Context, only: list[str] | None, *, write: bool = False) -> "tuple[Collection, list[str]]":
    from pricebook.collection import find  # noqa: PLC0415

    collection = context.with_resource(writing(context)) if write else find(context.obj)
    for provider in only or []:
        collection.scraper(provider)
    return collection, only or collection.providers()
