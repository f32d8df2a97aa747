"""`catalog explain`: where one price comes from."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from pricebook.cli import output
from pricebook.cli.options import AsJson, From, call, release_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pricebook.publish.released import Released, Told
    from pricebook.run.asking import Explanation, Shown
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
    ages = release.ages(datetime.now(UTC))
    found = asking.one_id(release.release, price_id, call(context, "list", source))
    answer = asking.shown(found, ages)
    if as_json:
        output.json(answer.prices)
    else:
        _explain_all(answer, asking.told_of(found), _explanations(release, found))
    for note in answer.notes:
        output.say(note, err=True)


def _explain_all(answer: "Shown", told: "Sequence[Told]", explanations: "Sequence[Explanation | None]") -> None:
    """Explains each price that is published, with what is doubtful about it, then each value that waits."""
    published = [price for price in answer.prices if price["status"] != "pending"]
    for number, (price, explanation) in enumerate(zip(told, explanations, strict=True)):
        if number >= len(published):
            output.heading(f"waits for a person: {'; '.join(price.get('reasons') or ['nobody says why'])}")
        elif len(published) > 1:
            output.heading(f"{number + 1} of {len(published)}: the page prints more than one price for this")
        _explain(published[number] if number < len(published) else price, explanation)


def _explanations(release: "Asked", found: "Released") -> "Sequence[Explanation | None]":
    """Where the prices stand in what is stored; None where nothing is, or what reads it is not installed."""
    from pricebook.cli.extras import lacking  # noqa: PLC0415
    from pricebook.run import asking  # noqa: PLC0415

    nothing = [None] * len(asking.told_of(found))
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
        "from": display.marked(price.get("valid_from") or "", [price.get("valid_from_basis")]),
        "until": price.get("effective_until") or "",
        "absent": rows.gone(price),
        "promotion": display.promotion(price),
        "conflict": price.get("conflict") or "",
        "suspect": price.get("suspect") or "",
        "status": _how_it_stands(price),
        "quote": listed["text"],
        "cell": told.proof.cell if told else "",
        "heading": f"{where['column']}  ({row})" if where["table"] else "",
        "section": " > ".join(where["heading"]),
        "conversion": display.conversion(price),
        "unit from": f"the {listed['unit_from']}" if listed["unit"] else "",
        "currency from": f"the {listed['currency_from']}",
        "first seen": "" if told else price.get("first_seen") or "",
        "seen on": told.proof.date if told else "",
        "page": where["address"] or "",
        "stored": f"{told.stored}, line {where['line']}" if told else f"page {where['page']}, line {where['line']}",
        "id": price["id"],
    }
    for name, text in lines.items():
        if text:
            output.say(f"{name + ':':<15}{' '.join(text.split())}")
    typer.echo()


def _how_it_stands(price: "Told") -> str:
    """How it stands where that is doubtful, and what waits."""
    from pricebook.publish import display  # noqa: PLC0415

    return "; ".join(display.doubts({**price, "conflict": None}))
