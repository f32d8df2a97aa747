"""`catalog verify`, `pack`, `migrate`: whether what is stored holds, and how it is kept."""

from datetime import UTC, datetime
from typing import Annotated

import typer

from pricebook.cli import output
from pricebook.cli.options import AsCsv, AsJson, Providers, days_in, sandbox_of, wanted_of, writing


def register(app: typer.Typer) -> None:
    """Adds this group's commands."""
    app.command()(verify)
    app.command()(pack)
    app.command()(migrate)


def verify(
    context: typer.Context,
    only: Providers = None,
    latest: Annotated[
        bool, typer.Option("--latest", help="Only the lines and snapshots that what is on sale rests on.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Read every stored page again and compare with what is stored beside it; hold every line to those around it.

    Tells a file that was altered (restore it) from a program that reads it differently now (`catalog reread`).
    Exit status 0 if all holds, 1 if a file was altered, 4 if only the reading is another.
    """
    from pricebook.run import verification  # noqa: PLC0415

    collection, chosen = wanted_of(context, only)
    check = verification.verify_latest if latest else verification.verify_all
    count, found = check(collection, sandbox_of(context, collection), chosen)
    told = [(str(finding.path.relative_to(collection.root)), finding.verdict, finding.detail) for finding in found]
    altered = sum(finding.verdict == "altered" for finding in found)
    if as_json:
        output.json({"snapshots": count, "findings": [dict(zip(_FINDING, each, strict=True)) for each in told]})
    else:
        for each in told:
            output.say(": ".join(each))
        output.heading(f"{output.count(count, 'snapshot')}: {altered} altered, {len(found) - altered} read differently")
    if found:
        raise typer.Exit(1 if altered else 4)


_FINDING = ("path", "verdict", "detail")


def pack(
    context: typer.Context,
    before: Annotated[int | None, typer.Option(metavar="YEAR", help="Years before this one are packed.", min=1)] = None,
    keep: Annotated[
        str | None, typer.Option(metavar="DAYS", help="Years that ended so many days ago are packed: 400d.")
    ] = None,
    only: Providers = None,
    as_json: AsJson = False,
    as_csv: AsCsv = None,
) -> None:
    """Turn the snapshots of finished years into one file each. Every command reads them as before."""
    from pricebook.snapshots.packing import pack_years  # noqa: PLC0415

    first = _first_kept(before, keep)
    collection, chosen = wanted_of(context, only, write=True)
    archive = collection.archive()
    packed = [year for provider in chosen for year in pack_years(archive, provider, first)]
    rows = [[str(year.path.relative_to(collection.root)), *map(str, year[1:])] for year in packed]
    if as_json:
        output.json([{**year._asdict(), "path": row[0]} for year, row in zip(packed, rows, strict=True)])
        return
    if rows or output.is_data(as_csv):
        output.table(["pack", "snapshots", "loose bytes", "packed bytes"], rows, as_csv, numbers=(1, 2, 3))
    if not rows:
        output.note(f"No loose snapshots of a year before {first}.", as_csv)


def _first_kept(before: int | None, keep: str | None) -> int:
    """The first year that is not packed; raises UsageError."""
    from pricebook.calendar import days_before  # noqa: PLC0415
    from pricebook.errors import UsageError  # noqa: PLC0415

    if (before is None) == (keep is None):
        message = "say which years are packed: either --before 2025 or --keep 400d."
        raise UsageError(message)
    today = datetime.now(UTC).date()
    if keep is not None:
        return int(days_before(today.isoformat(), days_in(keep, "--keep"))[:4])
    if before is not None and before > today.year:
        message = f"--before {before}: the year {today.year} is not finished. At most: --before {today.year}."
        raise UsageError(message)
    return before or today.year


def migrate(context: typer.Context, as_json: AsJson = False, as_csv: AsCsv = None) -> None:
    """Move what older programs kept in one file for all providers to each provider's own files.

    It can be run again: what was moved stays as it is. Every command reads the earlier files as well.
    """
    from pricebook.snapshots import migrating  # noqa: PLC0415

    collection = context.with_resource(writing(context))
    moved = migrating.migrate(collection.archive())
    if as_json:
        output.json([each._asdict() for each in moved])
        return
    if moved or output.is_data(as_csv):
        output.table(
            migrating.Moved._fields, [[str(cell) for cell in each] for each in moved], as_csv, numbers=(1, 2, 3)
        )
    if not moved:
        output.note("nothing is left to move", as_csv)
