"""`catalog rates`: rates between currencies, fetched and kept, and which are kept."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pricebook.cli import output
from pricebook.cli.options import AsCsv, AsJson, writing

if TYPE_CHECKING:
    from pricebook.collection import Collection
    from pricebook.rates.kept import KeptRates

ADDRESS = "https://www.ecb.europa.eu/stats/eurofxref/eurofxref-hist-90d.xml"
"""The rates of the last ninety days: a job that failed for some of them leaves no gap."""


def register(app: typer.Typer) -> None:
    """Adds this group's commands."""
    app.command()(rates)


def rates(
    context: typer.Context,
    as_list: Annotated[bool, typer.Option("--list", help="Show which rates are kept; fetch nothing.")] = False,
    source: Annotated[Path | None, typer.Option("--from", metavar="FILE", help="Take them from a saved file.")] = None,
    address: Annotated[
        str, typer.Option(metavar="URL", envvar="CATALOG_RATES", help="Where the bank's file stands.")
    ] = ADDRESS,
    contact: Annotated[
        str | None,
        typer.Option(metavar="URL", envvar="CATALOG_CONTACT", help="Who asks: an address that hosts can turn to."),
    ] = None,
    as_json: AsJson = False,
    as_csv: AsCsv = None,
) -> None:
    """Fetch the European Central Bank's reference rates and keep the days that are new.

    They convert what is shown, `--in USD`, and what exports need in dollars; no price is ever stored converted.
    """
    if as_list:
        _list_kept(context, as_csv, as_json=as_json)
        return
    from pricebook.run import rates as run  # noqa: PLC0415
    from pricebook.run import sources  # noqa: PLC0415

    collection, now = context.with_resource(writing(context)), datetime.now(UTC)
    if source is not None:
        added = run.saved(collection, source, now)
    else:
        added = run.fetched(collection, sources.asking(contact, now, "--from FILE"), address, now)
    if as_json:
        output.json({"added": [line.day for line in added]})
        return
    kept = _rates_of(collection)
    span = f", {added[0].day} to {added[-1].day}" if added else ""
    output.say(f"{output.count(len(added), 'day')} added{span}; the last one is {kept.lines[-1].day}")
    for before, behind in kept.gaps:
        if added and behind == added[0].day:
            output.say(f"between {before} and {behind} no rates are known: the file began behind it", err=True)


def _list_kept(context: typer.Context, as_csv: bool | None, *, as_json: bool) -> None:
    from pricebook.collection import find  # noqa: PLC0415
    from pricebook.errors import UsageError  # noqa: PLC0415

    kept = _rates_of(find(context.obj))
    if as_json:
        output.json({"source": kept.source, "days": kept.days, "gaps": kept.gaps})
        return
    if not kept.lines:
        message = "no rates are kept. Fetch them: catalog rates --contact URL"
        raise UsageError(message)
    years: dict[str, list[str]] = {}
    for day in kept.days:
        years.setdefault(day[:4], []).append(day)
    rows = [
        [year, f"{len(days)}", days[0], days[-1], " ".join(sorted({each for day in days for each in kept.days[day]}))]
        for year, days in years.items()
    ]
    output.table(["year", "days", "first", "last", "currencies beside EUR"], rows, as_csv, numbers=[1])
    for before, behind in kept.gaps:
        output.say(f"between {before} and {behind} no rates are known", err=True)


def _rates_of(collection: "Collection") -> "KeptRates":
    from pricebook.rates.kept import KeptRates  # noqa: PLC0415

    return KeptRates(collection.rates)
