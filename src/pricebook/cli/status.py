"""`catalog status` and `doctor`: how the providers stand, and whether all that a run needs is well."""

from datetime import UTC, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING, Annotated

import typer

from pricebook.cli import output
from pricebook.cli.options import AsCsv, AsJson, Providers, database_of, sandbox_of, wanted_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from pricebook.collection import Collection


def register(app: typer.Typer) -> None:
    """Adds this group's commands."""
    app.command()(status)
    app.command()(doctor)


def status(
    context: typer.Context,
    only: Providers = None,
    max_age: Annotated[
        str | None, typer.Option(metavar="HOURS", help="Exit with 3 if a provider's last good look is older: 36h.")
    ] = None,
    as_json: AsJson = False,
    as_csv: AsCsv = None,
) -> None:
    """Show how each provider stands: its last look, its last good one, the last change, and whose move is next.

    Exit status 0; with --max-age 3 if a provider was not read for so long.
    """
    from pricebook.run.status import statuses  # noqa: PLC0415

    collection, chosen = wanted_of(context, only)
    age = None if max_age is None else _hours(max_age)
    found = list(statuses(collection, chosen, _zones(context, collection), datetime.now(UTC), age))
    if as_json:
        output.json([{**each.known, "late": each.late, "todo": each.todo} for each in found])
    else:
        headings = [
            "provider",
            "last look",
            "last good",
            "last change",
            "prices",
            "unsaid",
            "unread",
            "held",
            "state",
            "next",
        ]
        rows = [
            [
                each.known["provider"],
                *(output.minute(each.known[name] or "never") for name in ("last_look", "last_good", "last_change")),
                *(str(each.known[name]) for name in ("prices", "unsaid", "unread", "held")),
                "stale" if each.known["failing_since"] else "late" if each.late else "",
                each.todo,
            ]
            for each in found
        ]
        output.table(headings, rows, as_csv, numbers=range(4, 8))
    if any(each.late for each in found):
        raise typer.Exit(3)


def _zones(context: typer.Context, collection: "Collection") -> "Callable[[str], str]":
    """Tells a provider's time zone. No scraper is asked before that is wanted."""
    opened = cache(lambda: sandbox_of(context, collection))
    return lambda provider: opened().provider(provider).timezone


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
    as_csv: AsCsv = None,
) -> None:
    """Look whether all that a run needs is well: collection, database, disk, clock, network; say what to do if not.

    A connection to each host is made and closed; no page is asked for. Exit status 0 if all is well, else 1.
    """
    from dataclasses import asdict  # noqa: PLC0415

    from pricebook.run.doctor import examine  # noqa: PLC0415

    collection, database = database_of(context)
    found = list(examine(collection, sandbox_of(context, collection), database, datetime.now(UTC), network=not offline))
    if as_json:
        output.json([asdict(check) for check in found])
    else:
        rows = [[check.what, "well" if check.well else "ill", check.said] for check in found]
        output.table(["what", "is", "found"], rows, as_csv)
    if not all(check.well for check in found):
        raise typer.Exit(1)
