"""`catalog list`, `show` and `explain`: the published prices, one model's prices, and where one price comes from."""

from typing import TYPE_CHECKING, Annotated

import typer

from pricebook.cli import output
from pricebook.cli.options import AsJson, AsOf, KnownAt, ProviderFilter, unknown_model

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pricebook.beliefs import PublishedPrice
    from pricebook.collection import Collection
    from pricebook.records import Price


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

    collection, prices = _prices(context, as_of, known_at)
    if provider is not None:
        collection.scraper(provider)
    if meter is not None:
        _known_meter(meter)
    chosen = [
        price
        for price in prices
        if (provider is None or price.provider == provider)
        and (model is None or model.lower() in f"{price.model}\n{price.name or ''}".lower())
        and (meter is None or price.meter == meter)
    ]
    if as_json:
        _print_json(chosen)
        return
    if not chosen:
        when = "known for that day" if as_of else "published"
        output.say(f"No price that is {when} fits. See all of them with: catalog list", err=True)
        raise typer.Exit(1)
    rows = [
        [p.provider, p.model, p.service, p.meter, display.conditions(p.conditions), _amount(p), p.valid_from, p.id]
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
    collection, prices = _prices(context, as_of, known_at)
    wanted = model.lower()
    chosen = [p for p in prices if wanted in {p.model.lower(), (p.name or "").lower(), _bare(p.model)}]
    if not chosen:
        names = [name for price in prices for name in (price.model, price.name) if name]
        unknown_model(
            model, names, f"no price is known for {as_of} of a model" if as_of else "no published price of a model"
        )
    if as_json:
        _print_json(chosen)
        return
    for sold in dict.fromkeys((p.provider, p.model, p.service) for p in chosen):
        _sheet([p for p in chosen if (p.provider, p.model, p.service) == sold])
    _remark_stale(collection, chosen, as_of)


def _remark_stale(collection: "Collection", shown: "Sequence[PublishedPrice]", as_of: str | None) -> None:
    """Says of which of the providers that were shown the page can no longer be read."""
    from pricebook.publish.catalogue import stale  # noqa: PLC0415

    for provider, mark in stale(collection.catalogue).items() if as_of is None else ():
        if any(price.provider == provider for price in shown):
            note = f"{provider}: stale: not read since {mark.since}; these are its prices of {mark.last_good}"
            output.say(note, err=True)


def explain(
    context: typer.Context,
    price_id: Annotated[str, typer.Argument(metavar="PRICE_ID", help="A price's id, or the beginning of it.")],
    as_json: AsJson = False,
) -> None:
    """Show the words that a price was read from, where they stand, and how they became the price."""
    collection, prices = published(context)
    chosen = one_price(prices, price_id)
    if as_json:
        _print_json(chosen)
        return
    for number, price in enumerate(chosen, start=1):
        if len(chosen) > 1:
            output.heading(f"{number} of {len(chosen)}: the page prints more than one price for this")
        _explain(collection, price)


def one_price(prices: "Sequence[PublishedPrice]", beginning: str) -> "list[PublishedPrice]":
    """The prices of the one id that begins so; more than one are a conflict. Raises UsageError."""
    from pricebook.errors import UsageError  # noqa: PLC0415

    chosen = [price for price in prices if price.id.startswith(beginning.lower())] if beginning else []
    ids = dict.fromkeys(price.id for price in chosen)
    if not chosen:
        message = f"no published price has the id {beginning!r}. Ids stand in: catalog list"
        raise UsageError(message)
    if len(ids) > 1:
        message = f"{len(ids)} ids begin with {beginning!r}: {', '.join(list(ids)[:5])} ..."
        raise UsageError(message)
    return chosen


def _explain(collection: "Collection", price: "PublishedPrice") -> None:
    from pricebook.publish import display  # noqa: PLC0415
    from pricebook.publish.catalogue import last_snapshots  # noqa: PLC0415
    from pricebook.publish.evidence import evidence  # noqa: PLC0415

    last = price.absent.snapshot if price.absent else last_snapshots(collection.catalogue)[price.provider]
    proof = evidence(collection.snapshots, price, last)
    address = next((a for a in collection.scraper(price.provider).pages if a.name == price.where.page), None)
    lines = {
        "price": f"{price.provider}  {price.model}  {price.service} {price.meter}  {display.amount(price)}",
        "when": display.conditions(price.conditions),
        "from": f"{price.valid_from} ({price.valid_from_basis})",
        "until": price.effective_until or "",
        "absent": f"{price.absent.state} since {price.absent.since}" if price.absent else "",
        "promotion": (price.promotion or {}).get("label", ""),
        "quote": price.listed.text,
        "cell": proof.cell,
        "heading": f"{price.where.column}  (row {price.where.row}: {proof.row})" if price.where.table else "",
        "section": " > ".join(price.where.heading),
        "conversion": display.conversion(price),
        "unit from": f"the {price.listed.unit_from}" if price.listed.unit else "",
        "currency from": f"the {price.listed.currency_from}",
        "seen on": proof.date,
        "page": (address.shown or address.url) if address else "",
        "stored": f"{proof.path.relative_to(collection.root)}, line {price.where.line}",
        "id": price.id,
    }
    for name, text in lines.items():
        if text:
            output.say(f"{name + ':':<15}{' '.join(text.split())}")
    typer.echo()


def _sheet(prices: "Sequence[PublishedPrice]") -> None:
    """One provider's prices of one service of a model: a line for each condition, a column for each meter."""
    from pricebook import units  # noqa: PLC0415
    from pricebook.publish import display  # noqa: PLC0415

    first = prices[0]
    name = f" ({first.name})" if first.name else ""
    units_used = {(p.currency, p.unit) for p in prices}
    one_unit = f"  in {first.currency} / {first.unit}" if len(units_used) == 1 and first.unit else ""
    output.heading(f"{first.provider}  {first.model}{name}  {first.service}{one_unit}")
    meters = list(dict.fromkeys((p.meter, p.unit, p.currency) for p in prices))
    cells: dict[str, dict[tuple[str, str | None, str], str]] = {}
    for price in sorted(prices, key=_tier_order):
        row = cells.setdefault(display.conditions(price.conditions), {})
        column = (price.meter, price.unit, price.currency)
        marks = [display.period(None, price.effective_until), price.absent.state if price.absent else ""]
        text = display.marked("free" if price.free else units.text(price.amount), marks)
        row[column] = f"{row[column]} or {text}" if column in row else text
    headings = [meter if one_unit or not unit else f"{meter} ({currency} / {unit})" for meter, unit, currency in meters]
    rows = [[stated, *(row.get(column, "") for column in meters)] for stated, row in cells.items()]
    output.table(["conditions", *headings], rows, numbers=range(1, 1 + len(meters)))
    typer.echo()


def _tier_order(price: "Price") -> list[tuple[str, int, str]]:
    """Tiers by their lower bound, the plain price before its conditions."""
    return [
        (name, max((value.get("gt", 0), value.get("gte", 0))), "") if isinstance(value, dict) else (name, 0, str(value))
        for name, value in sorted(price.conditions.items())
    ]


def _print_json(prices: "Sequence[Price]") -> None:
    output.json([price.model_dump(mode="json") for price in prices])


def _prices(
    context: typer.Context, as_of: str | None, known_at: str | None
) -> "tuple[Collection, list[PublishedPrice]]":
    """The published prices, or what was true on a day as the same records."""
    from pricebook.collection import find  # noqa: PLC0415
    from pricebook.errors import UsageError  # noqa: PLC0415

    if as_of is None:
        if known_at is not None:
            message = "--known-at needs the day that is asked about: --as-of 2025-10-01 --known-at 2025-09-30."
            raise UsageError(message)
        return published(context)
    from pricebook.cli.past import beliefs  # noqa: PLC0415
    from pricebook.history.listing import believed  # noqa: PLC0415

    return find(context.obj), [price for belief in beliefs(context, as_of, known_at) for price in believed(belief)]


def _amount(price: "PublishedPrice") -> str:
    """The price, until when it holds, and whether the page lists it no longer."""
    from pricebook.publish import display  # noqa: PLC0415

    gone = f"{price.absent.state} since {price.absent.since}" if price.absent else ""
    return display.marked(display.amount(price), [display.period(None, price.effective_until), gone])


def published(context: typer.Context) -> "tuple[Collection, list[PublishedPrice]]":
    """The collection that the command works on, and its published prices."""
    from pricebook.collection import find  # noqa: PLC0415
    from pricebook.publish.catalogue import read  # noqa: PLC0415

    collection = find(context.obj)
    return collection, read(collection.catalogue)


def _bare(model: str) -> str:
    """The name without a vendor before it: `deepseek-r1` for `deepseek-ai/DeepSeek-R1`."""
    return model.rpartition("/")[2].lower()


def _known_meter(meter: str) -> None:
    from pricebook.errors import UsageError  # noqa: PLC0415
    from pricebook.records import METERS  # noqa: PLC0415

    if meter not in METERS:
        message = f"no meter {meter!r}. Meters: {', '.join(METERS)}."
        raise UsageError(message)
