"""`catalog explain`: where one price comes from."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from pricebook.cli import output
from pricebook.cli.options import AsJson, From, call, release_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pricebook.publish.released import Released, Told
    from pricebook.run.asking import Explanation
    from pricebook.run.releases import Asked


def register(app: typer.Typer) -> None:
    """Adds this command."""
    app.command()(explain)


def explain(
    context: typer.Context,
    price_id: Annotated[str, typer.Argument(metavar="PRICE_ID", help="A price's id, or the beginning of it.")],
    source: From = None,
    as_json: AsJson = False,
) -> None:
    """Show the words that a price was read from, where they stand, and how they became the price.

    In a collection also the whole cell, as it is stored there.
    """
    from pricebook.run import asking  # noqa: PLC0415

    release = release_of(context, source)
    found = asking.one_price(release.release, price_id, call(context, "list", source))
    age = release.age([price["provider"] for price in found.prices], datetime.now(UTC))
    notes = [age, *asking.shown(release.release, found).stale.values()]  # before anything is shown: they may be damaged
    if as_json:
        output.json(found.prices)
    else:
        told = zip(found.prices, _explanations(release, found), strict=True)
        for number, (price, explanation) in enumerate(told, start=1):
            if len(found.prices) > 1:
                output.heading(f"{number} of {len(found.prices)}: the page prints more than one price for this")
            _explain(price, explanation)
    for note in filter(None, notes):
        output.say(note, err=True)


def _explanations(release: "Asked", found: "Released") -> "Sequence[Explanation | None]":
    """Where the prices stand in what is stored; None where nothing is, or what reads it is not installed."""
    from pricebook.cli.extras import lacking  # noqa: PLC0415
    from pricebook.run import asking  # noqa: PLC0415

    nothing = [None] * len(found.prices)
    if release.collection is None:
        return nothing
    try:
        return asking.explained(release.collection, found)
    except ModuleNotFoundError as problem:
        output.say(f"the stored cell is not shown: {lacking(problem)}", err=True)
        return nothing


def _explain(price: "Told", told: "Explanation | None") -> None:
    from pricebook.cli import rows  # noqa: PLC0415
    from pricebook.publish import display  # noqa: PLC0415

    where, listed = price["where"], price["listed"]
    row = f"row {where['row']}: {told.proof.row}" if told else f"table {where['table']}, row {where['row']}"
    lines = {
        "price": f"{price['provider']}  {price['model']}  {price['service']} {price['meter']}  {display.amount(price)}",
        "when": display.conditions(price["conditions"]),
        "from": f"{price['valid_from']} ({price['valid_from_basis']})",
        "until": price.get("effective_until") or "",
        "absent": rows.gone(price),
        "promotion": display.promotion(price),
        "conflict": price["conflict"] or "",
        "suspect": price["suspect"] or "",
        "status": price["status"] if price["status"] in display.doubts(price) else "",
        "quote": listed["text"],
        "cell": told.proof.cell if told else "",
        "heading": f"{where['column']}  ({row})" if where["table"] else "",
        "section": " > ".join(where["heading"]),
        "conversion": display.conversion(price),
        "unit from": f"the {listed['unit_from']}" if listed["unit"] else "",
        "currency from": f"the {listed['currency_from']}",
        "first seen": "" if told else price["first_seen"],
        "seen on": told.proof.date if told else "",
        "page": where["address"] or "",
        "stored": f"{told.stored}, line {where['line']}" if told else f"page {where['page']}, line {where['line']}",
        "id": price["id"],
    }
    for name, text in lines.items():
        if text:
            output.say(f"{name + ':':<15}{' '.join(text.split())}")
    typer.echo()
