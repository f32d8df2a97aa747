"""`catalog list`, `show` and `explain`: the published prices, one model's prices, and where one price comes from."""

from typing import TYPE_CHECKING, Annotated

import typer

from pricebook.cli import output
from pricebook.cli.options import AsJson, AsOf, KnownAt, ProviderFilter, database_of, unknown_model

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pricebook.beliefs import PublishedPrice
    from pricebook.collection import Collection
    from pricebook.records import Price
    from pricebook.run.asking import Explanation


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

    collection, prices = _prices(context, as_of, known_at)
    if provider is not None:
        collection.scraper(provider)
    chosen = asking.matching(prices, provider, model, meter)
    if as_json:
        _print_json(chosen)
        return
    if not chosen:
        when = "known for that day" if as_of else "published"
        output.say(f"No price that is {when} fits. See all of them with: catalog list", err=True)
        raise typer.Exit(1)
    doubts = asking.doubts(prices)
    rows = [
        [
            p.provider,
            p.model,
            p.service,
            p.meter,
            display.conditions(p.conditions),
            _price(p, doubts.get(p.id, ())),
            p.valid_from,
            p.id,
        ]
        for p in chosen
    ]
    output.table(["provider", "model", "service", "meter", "conditions", "price", "since", "id"], rows)
    _remark_stale(collection, chosen, as_of)


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

    collection, prices = _prices(context, as_of, known_at)
    chosen = asking.of_model(prices, model)
    if not chosen:
        names = [name for price in prices for name in (price.model, price.name) if name]
        unknown_model(
            model, names, f"no price is known for {as_of} of a model" if as_of else "no published price of a model"
        )
    if as_json:
        _print_json(chosen)
        return
    for sheet in sheets(chosen, asking.doubts(prices)):
        output.heading(sheet.title)
        output.table(sheet.headings, sheet.rows, numbers=range(1, len(sheet.headings)))
        typer.echo()
    _remark_stale(collection, chosen, as_of)


def _remark_stale(collection: "Collection", shown: "Sequence[PublishedPrice]", as_of: str | None) -> None:
    """Says of which of the providers that were shown the page can no longer be read."""
    from pricebook.run.asking import stale_among  # noqa: PLC0415

    for provider, mark in stale_among(collection, shown) if as_of is None else ():
        name = f"{provider}/{', '.join(mark.pages)}" if mark.pages else provider
        note = f"{name}: stale: not read since {mark.since}"
        output.say(f"{note}; these are its prices of {mark.last_good}" if mark.last_good else note, err=True)


def explain(
    context: typer.Context,
    price_id: Annotated[str, typer.Argument(metavar="PRICE_ID", help="A price's id, or the beginning of it.")],
    as_json: AsJson = False,
) -> None:
    """Show the words that a price was read from, where they stand, and how they became the price."""
    from pricebook.collection import find  # noqa: PLC0415
    from pricebook.run import asking  # noqa: PLC0415

    collection = find(context.obj)
    prices = asking.published(collection)
    chosen = asking.one_price(prices, price_id)
    if as_json:
        _print_json(chosen)
        return
    doubts = asking.doubts(prices).get(chosen[0].id, {})
    for number, price in enumerate(chosen, start=1):
        if len(chosen) > 1:
            output.heading(f"{number} of {len(chosen)}: the page prints more than one price for this")
        _explain(collection, asking.explained(collection, price), doubts)


def _explain(collection: "Collection", told: "Explanation", doubts: "Mapping[str, str]") -> None:
    from pricebook.publish import display  # noqa: PLC0415

    price, proof, page = told
    lines = {
        "price": f"{price.provider}  {price.model}  {price.service} {price.meter}  {display.amount(price)}",
        "when": display.conditions(price.conditions),
        "from": f"{price.valid_from} ({price.valid_from_basis})",
        "until": price.effective_until or "",
        "absent": f"{price.absent.state} since {price.absent.since}" if price.absent else "",
        "promotion": display.promotion(price),
        **doubts,
        "quote": price.listed.text,
        "cell": proof.cell,
        "heading": f"{price.where.column}  (row {price.where.row}: {proof.row})" if price.where.table else "",
        "section": " > ".join(price.where.heading),
        "conversion": display.conversion(price),
        "unit from": f"the {price.listed.unit_from}" if price.listed.unit else "",
        "currency from": f"the {price.listed.currency_from}",
        "seen on": proof.date,
        "page": page,
        "stored": f"{proof.path.relative_to(collection.root)}, line {price.where.line}",
        "id": price.id,
    }
    for name, text in lines.items():
        if text:
            output.say(f"{name + ':':<15}{' '.join(text.split())}")
    typer.echo()


def _print_json(prices: "Sequence[Price]") -> None:
    from pricebook.records import as_values  # noqa: PLC0415

    output.json(as_values(prices))


def _prices(
    context: typer.Context, as_of: str | None, known_at: str | None
) -> "tuple[Collection, list[PublishedPrice]]":
    """The published prices, or what was true on a day as the same records."""
    from pricebook.errors import UsageError  # noqa: PLC0415
    from pricebook.run import asking  # noqa: PLC0415

    collection, database = database_of(context)
    if as_of is None:
        if known_at is not None:
            message = "--known-at needs the day that is asked about: --as-of 2025-10-01 --known-at 2025-09-30."
            raise UsageError(message)
        return collection, asking.published(collection)
    from pricebook.run.histories import prices_on  # noqa: PLC0415

    return collection, prices_on(collection, database, as_of, known_at)


def _price(price: "PublishedPrice", doubts: "Iterable[str]") -> str:
    """The price, its promotion, until when it holds, what is doubtful, and whether the page lists it no longer."""
    from pricebook.publish import display  # noqa: PLC0415

    gone = f"{price.absent.state} since {price.absent.since}" if price.absent else ""
    return display.marked(display.amount(price), [*display.terms(price), *doubts, gone])
