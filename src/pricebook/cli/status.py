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
    from pricebook.run.status import Status


def register(app: typer.Typer) -> None:
    """Adds this group's commands."""
    app.command()(status)
    app.command()(doctor)


def status(
    context: typer.Context,
    only: Providers = None,
    max_age: Annotated[
        str | None, typer.Option(metavar="TIME", help="Exit with 3 if a provider's last good look is older: 36h, 7d.")
    ] = None,
    as_json: AsJson = False,
    as_csv: AsCsv = None,
) -> None:
    """Show how each provider stands: its last look, its last good one, the last change, and whose move is next.

    A provider is late that was not read for seven days, or for as long as catalog.toml says. Exit status 0; with
    --max-age, which says how long here, 3 if one is.
    """
    from pricebook.run.status import statuses  # noqa: PLC0415

    collection, chosen = wanted_of(context, only)
    age = None if max_age is None else _age(max_age)
    found = list(statuses(collection, chosen, _zones(context, collection), datetime.now(UTC), age))
    if as_json:
        told = [{**each.known, "late": each.late, "days_ago": each.days_ago, "todo": each.todo} for each in found]
        output.json(told)
    else:
        output.table(_STATUS, list(map(_status_row, found)), as_csv, numbers=range(4, 9))
    if age is not None and any(each.late for each in found):
        raise typer.Exit(3)


_STATUS = (
    "provider", "last look", "last good", "last change", "prices", "unsaid", "unread", "held", "days ago",
    "state", "next",
)  # fmt: skip
"""The headings of `_status_row`; `days ago` is the last good look."""


def _status_row(each: "Status") -> list[str]:
    known, moments = each.known, ("last_look", "last_good", "last_change")
    return [
        known["provider"], *(output.minute(known[name] or "never") for name in moments),
        *(str(known.get(name, 0)) for name in ("prices", "unsaid", "unread", "held")),
        "" if each.days_ago is None else f"{each.days_ago:,}",
        "stale" if known["failing_since"] else "late" if each.late else "", each.todo,
    ]  # fmt: skip


def _zones(context: typer.Context, collection: "Collection") -> "Callable[[str], str]":
    """Tells a provider's time zone. No scraper is asked before that is wanted."""
    opened = cache(lambda owner: sandbox_of(context, owner))
    return lambda provider: opened(collection.owner(provider)).provider(provider).timezone


def _age(given: str) -> timedelta:
    from pricebook import calendar  # noqa: PLC0415
    from pricebook.errors import UsageError  # noqa: PLC0415

    try:
        return calendar.duration(f"{given}h" if given.isdecimal() else given)
    except UsageError as problem:
        message = f"--max-age {problem}"
        raise UsageError(message) from problem


def doctor(
    context: typer.Context,
    offline: Annotated[bool, typer.Option("--offline", help="Leave the network alone.")] = False,
    needs: Annotated[bool, typer.Option("--needs", help="Only name the extras that its scrapers need.")] = False,
    as_json: AsJson = False,
    as_csv: AsCsv = None,
) -> None:
    """Look whether all that a run needs is well: collection, database, disk, clock, network; say what to do if not.

    A connection to each host is made and closed; no page is asked for. Exit status 0 if all is well, else 1.
    """
    from dataclasses import asdict  # noqa: PLC0415

    from pricebook.run.doctor import examine  # noqa: PLC0415
    from pricebook.run.doctor import needs as needed  # noqa: PLC0415

    collection, database = database_of(context)
    if needs:
        extras = needed(collection, sandbox_of(context, collection))
        if as_json:
            output.json(extras)
        else:
            output.table(["extra"], [[extra] for extra in extras], as_csv)
        return
    found = list(examine(collection, sandbox_of(context, collection), database, datetime.now(UTC), network=not offline))
    if as_json:
        output.json([asdict(check) for check in found])
    else:
        rows = [[check.what, "well" if check.well else "ill", check.said] for check in found]
        output.table(["what", "is", "found"], rows, as_csv)
    if not all(check.well for check in found):
        raise typer.Exit(1)
