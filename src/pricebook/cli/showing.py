"""`catalog list`, `show` and `explain`: the published prices, one model's prices, and where one price comes from."""

from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from pricebook.cli import output
from pricebook.cli.options import AsJson, AsOf, KnownAt, ProviderFilter, database_of, unknown_model

if TYPE_CHECKING:
    from pricebook.collection import Collection
    from pricebook.publish.released import Told, Wanted
    from pricebook.run.asking import Explanation, Shown


def register(app: typer.Typer) -> None:
    """Adds this group's commands."""
    app.command("list")(list_prices)
    app.command()(show)
    app.command()(explain)


def list_prices(
    context: typer.Context,
    provider: ProviderFilter = None,
    model: Annotated[str | None, typer.Option(help="Only models whose name contains this.")] = None,
    meter: Annotated[str | None, typer.Option(help="Only this meter: input, output, image ...")] = None,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    as_json: AsJson = False,
) -> None:
    """List the published prices, or those of an earlier day."""
    from pricebook.publish import display  # noqa: PLC0415
    from pricebook.run import asking  # noqa: PLC0415

    question = asking.matching(provider, model, meter)
    collection, answer = _asked(context, question, as_of, known_at)
    if provider is not None:
        collection.named(provider)
    if as_json:
        output.json(answer.prices)
        return
    if not answer.prices:
        when = "known for that day" if as_of else "published"
        output.say(f"No price that is {when} fits. See all of them with: catalog list", err=True)
        raise typer.Exit(1)
    rows = [
        [
            price["provider"], *display.sold(price), display.conditions(price["conditions"]),
            _price_and_marks(price), price["valid_from"], price["id"],
        ]
        for price in answer.prices
    ]  # fmt: skip
    output.table(["provider", "model", "service", "meter", "conditions", "price", "since", "id"], rows)
    _remark_stale(answer)


def show(
    context: typer.Context,
    model: Annotated[str, typer.Argument(metavar="MODEL", help="The model's API name or display name.")],
    as_of: AsOf = None,
    known_at: KnownAt = None,
    as_json: AsJson = False,
) -> None:
    """Show all prices of one model, from every provider that sells it, now or on an earlier day."""
    from pricebook.publish.sheets import sheets  # noqa: PLC0415
    from pricebook.run import asking  # noqa: PLC0415

    _, answer = _asked(context, asking.of_model(model), as_of, known_at)
    if not answer.prices:
        _unknown(context, model, as_of, known_at)
    if as_json:
        output.json(answer.prices)
        return
    for sheet in sheets(answer.prices):
        output.heading(sheet.title)
        output.table(sheet.headings, sheet.rows, numbers=range(1, len(sheet.headings)))
        typer.echo()
    _remark_stale(answer)


def _unknown(context: typer.Context, model: str, as_of: str | None, known_at: str | None) -> NoReturn:
    """Raises UsageError with the nearest names, for which all prices must be gone through."""
    from pricebook.run import asking  # noqa: PLC0415

    names: list[str] = []
    _asked(context, asking.noting_names(names), as_of, known_at)
    said = f"no price is known for {as_of} of a model" if as_of else "no published price of a model"
    unknown_model(model, names, said)


def _remark_stale(answer: "Shown") -> None:
    """Says of which of the providers that were shown the page can no longer be read."""
    for note in answer.stale.values():
        output.say(note, err=True)


def explain(
    context: typer.Context,
    price_id: Annotated[str, typer.Argument(metavar="PRICE_ID", help="A price's id, or the beginning of it.")],
    as_json: AsJson = False,
) -> None:
    """Show the words that a price was read from, where they stand, and how they became the price."""
    from pricebook.collection import find  # noqa: PLC0415
    from pricebook.run import asking  # noqa: PLC0415

    collection = find(context.obj)
    found = asking.one_price(collection, price_id)
    if as_json:
        output.json(found.prices)
        return
    told = zip(found.prices, asking.explained(collection, found), strict=True)
    for number, (price, explanation) in enumerate(told, start=1):
        if len(found.prices) > 1:
            output.heading(f"{number} of {len(found.prices)}: the page prints more than one price for this")
        _explain(price, explanation)


def _explain(price: "Told", told: "Explanation") -> None:
    from pricebook.publish import display  # noqa: PLC0415

    proof, where, listed = told.proof, price["where"], price["listed"]
    lines = {
        "price": f"{price['provider']}  {price['model']}  {price['service']} {price['meter']}  {display.amount(price)}",
        "when": display.conditions(price["conditions"]),
        "from": f"{price['valid_from']} ({price['valid_from_basis']})",
        "until": price.get("effective_until") or "",
        "absent": _gone(price),
        "promotion": display.promotion(price),
        "conflict": price["conflict"] or "",
        "suspect": price["suspect"] or "",
        "quote": listed["text"],
        "cell": proof.cell,
        "heading": f"{where['column']}  (row {where['row']}: {proof.row})" if where["table"] else "",
        "section": " > ".join(where["heading"]),
        "conversion": display.conversion(price),
        "unit from": f"the {listed['unit_from']}" if listed["unit"] else "",
        "currency from": f"the {listed['currency_from']}",
        "seen on": proof.date,
        "page": where["address"] or "",
        "stored": f"{told.stored}, line {where['line']}",
        "id": price["id"],
    }
    for name, text in lines.items():
        if text:
            output.say(f"{name + ':':<15}{' '.join(text.split())}")
    typer.echo()


def _asked(
    context: typer.Context, question: "Wanted", as_of: str | None, known_at: str | None
) -> "tuple[Collection, Shown]":
    """The published prices, or what was true on a day as the same."""
    from pricebook.errors import UsageError  # noqa: PLC0415
    from pricebook.run import asking  # noqa: PLC0415

    collection, database = database_of(context)
    if as_of is None:
        if known_at is not None:
            message = "--known-at needs the day that is asked about: --as-of 2025-10-01 --known-at 2025-09-30."
            raise UsageError(message)
        return collection, asking.now(collection, question)
    from pricebook.run.histories import then  # noqa: PLC0415

    return collection, then(collection, database, question, as_of, known_at)


def _price_and_marks(price: "Told") -> str:
    """The price, its promotion, until when it holds, what is doubtful, and whether the page lists it no longer."""
    from pricebook.publish import display  # noqa: PLC0415

    return display.marked(display.amount(price), [*display.terms(price), *display.doubts(price), _gone(price)])


def _gone(price: "Told") -> str:
    return f"{price['status']} since {price['absent_since']}" if "absent_since" in price else ""
