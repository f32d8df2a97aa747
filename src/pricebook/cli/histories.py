"""`catalog history` and `rebuild`: what the prices were, and the database that knows it."""

from datetime import UTC, datetime
from itertools import groupby
from typing import TYPE_CHECKING, Any

import typer

from pricebook.cli import output
from pricebook.cli.options import AsCsv, AsJson, Model, ProviderFilter, database_of, unknown_model

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pricebook.store.asking import Past


def register(app: typer.Typer) -> None:
    """Adds this group's commands."""
    app.command()(history)
    app.command()(rebuild)


def history(
    context: typer.Context,
    model: Model,
    provider: ProviderFilter = None,
    as_json: AsJson = False,
    as_csv: AsCsv = None,
) -> None:
    """Show what a model's prices were, from when to when, and how that is known."""
    from pricebook.run.histories import history_of  # noqa: PLC0415

    found, looks, models, notes = history_of(*database_of(context), provider or (), model, datetime.now(UTC))
    if not found:
        unknown_model(model, models, "no price was ever seen of a model")
    if as_json:
        output.json([_as_json(interval) for interval in found])
    elif output.is_data(as_csv):
        rows = [row for each in found for row in _history_rows(each, looks[each.quotes[0]["provider"]])]
        output.table(_PRICE_IN_TIME, rows, as_csv)
    else:
        for _, group in groupby(found, key=lambda interval: interval.id):
            _timeline(list(group), looks)
    for note in notes:
        output.say(note, err=True)


def rebuild(context: typer.Context, as_json: AsJson = False) -> None:
    """Make the database of the histories anew from the snapshots. The old one stays until the new one is whole."""
    from pricebook.run import histories  # noqa: PLC0415

    known = histories.rebuild(*database_of(context))
    models = sum(len(own) for own in known.values())
    if as_json:
        output.json({"models": {provider: len(own) for provider, own in known.items()}})
    else:
        output.say(f"{output.count(len(known), 'provider')}, {output.count(models, 'model')}: rebuilt")


_PRICE_IN_TIME = (
    "provider", "model", "service", "meter", "conditions", "from", "to", "amount", "currency", "unit", "notes", "basis",
    "first seen", "last seen", "then", "the page's words", "id",
)  # fmt: skip


def _history_rows(interval: "Past", last_look: str) -> "Iterator[list[str]]":
    """A row for each amount: where the page printed more than one, they are of one time."""
    from pricebook.publish import display  # noqa: PLC0415

    for quote in interval.quotes:
        suspect = f"suspect: {quote['suspect']}" if quote["suspect"] else ""
        marks = ["free" if quote["free"] else "", *display.terms(quote), *display.doubts(quote), suspect]
        yield [
            quote["provider"], *display.sold(quote), display.conditions(quote["conditions"]), interval.valid_from,
            interval.valid_to or "", quote["amount"], quote["currency"], quote["unit"] or "",
            ", ".join(filter(None, marks)), interval.basis, output.minute(interval.first_seen),
            output.minute(interval.last_seen or last_look), _then(interval), quote["listed"]["text"], interval.id,
        ]  # fmt: skip


def _timeline(intervals: "Sequence[Past]", looks: "Mapping[str, str]") -> None:
    """The intervals of one price: what it is, a chart, a line each."""
    from decimal import Decimal  # noqa: PLC0415

    from pricebook.calendar import day_of  # noqa: PLC0415
    from pricebook.cli import terminal  # noqa: PLC0415 - slow to load
    from pricebook.publish import display  # noqa: PLC0415

    first = intervals[0].quotes[0]
    what = [first["provider"], *display.sold(first), display.conditions(first["conditions"]), first["id"]]
    output.heading("  ".join(filter(None, what)))
    live = [interval for interval in intervals if interval.known_to is None]
    end = day_of(live[-1].last_seen or looks[first["provider"]]) if live else ""
    terminal.chart([(interval.valid_from, Decimal(interval.quotes[0]["amount"])) for interval in live], end)
    headings = ["from", "to", "price", "basis", "first seen", "last seen", "then", "the page's words"]
    output.table(headings, [_interval_row(interval, looks[first["provider"]]) for interval in intervals])
    for day, reason in dict.fromkeys(_reasons_in_time(intervals)):
        output.say(f"{day}: {reason}")
    typer.echo()


def _reasons_in_time(intervals: "Sequence[Past]") -> "Iterator[tuple[str, str]]":
    """From which day on an amount was doubtful, and why."""
    from pricebook.publish import display  # noqa: PLC0415

    for interval in intervals:
        for quote in interval.quotes:
            yield from ((interval.valid_from, reason) for reason in display.reasons(quote))


def _interval_row(interval: "Past", last_look: str) -> list[str]:
    from pricebook.publish import display  # noqa: PLC0415

    said = (display.in_short(display.amount(quote), quote, display.terms(quote)) for quote in interval.quotes)
    return [
        display.marked(interval.valid_from, ["assumed" if interval.basis == "assumed" else ""]),
        interval.valid_to or "",
        " or ".join(said),
        interval.basis,
        output.minute(interval.first_seen),
        output.minute(interval.last_seen or last_look),
        _then(interval),
        " or ".join(f"‘{' '.join(quote['listed']['text'].split())}’" for quote in interval.quotes),
    ]


def _then(interval: "Past") -> str:
    """What became of it."""
    parts = [f"withdrawn on {interval.withdrawn_on}"] if interval.withdrawn_on else []
    parts += [f"{interval.state} since {interval.since}"] if interval.since else []
    parts += [f"corrected on {interval.known_to[:10]}"] if interval.known_to else []
    return ", ".join(parts)


def _as_json(interval: "Past") -> dict[str, Any]:
    apart = {"state", "since", "quotes"}
    marks = {name: value for name, value in interval._asdict().items() if name not in apart}
    return {**marks, "id": interval.id, "prices": interval.quotes}
