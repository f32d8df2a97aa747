"""`catalog cost` and `compare`: what a request costs, at one provider line by line, and at every one that sells it."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pricebook.cli import output
from pricebook.cli.options import AsCsv, AsJson, From, In, Model, ProviderFilter

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pricebook.book import Cost
    from pricebook.rates import Conversion
    from pricebook.run.costing import Costing, OfferCost

Input = Annotated[str | None, typer.Option("--input", metavar="N", help="Tokens of input, cached ones included.")]
Cached = Annotated[str | None, typer.Option("--cached", metavar="N", help="Those of them that a cache held.")]
Output = Annotated[str | None, typer.Option("--output", metavar="N", help="Tokens of output.")]
Images = Annotated[str | None, typer.Option("--images", metavar="N", help="Images.")]
Seconds = Annotated[str | None, typer.Option("--seconds", metavar="N", help="Seconds of video or sound.")]
Count = Annotated[
    list[str] | None,
    typer.Option(metavar="NAME=N", help="Anything else, such as characters=5000 or training_tokens=1000000."),
]
Context = Annotated[
    str | None, typer.Option("--context", metavar="N", help="Tokens of the context, where a page bounds it.")
]
Region = Annotated[str | None, typer.Option(metavar="REGION", help="Another region than the provider's home.")]
Scope = Annotated[str | None, typer.Option(metavar="SCOPE", help="Where the request may be served.")]
Mode = Annotated[str | None, typer.Option(metavar="MODE", help="How it is served: batch, priority, off-peak ...")]
Given = Annotated[
    list[str] | None,
    typer.Option(metavar="NAME=VALUE", help="What else holds for it, such as thinking=true or resolution=720p."),
]
Accept = Annotated[
    list[str] | None,
    typer.Option(metavar="DOUBT", help="Take a price all the same that is suspect, conflict, held, stale, as_printed."),
]
Service = Annotated[str | None, typer.Option(metavar="SERVICE", help="inference, training, deployment or tool.")]
At = Annotated[str | None, typer.Option(metavar="DAY", help="What it cost on that day.")]
LINES = ("provider", "model", "service", "meter", "quantity", "amount", "currency", "unit price", "unit", "conditions",
         "quote", "id")  # fmt: skip
COMPARED = ("provider", "model", "amount", "currency", "seen", "notes")
"""The headings of tables for programs. Whoever takes an amount of `COMPARED` must look at its notes."""


_COUNTS = {"--input": "input_tokens", "--cached": "cached_tokens", "--output": "output_tokens", "--images": "images",
           "--seconds": "seconds", "--context": "context_tokens"}  # fmt: skip
"""By option, what the library calls it."""
_TERMS = ("region", "scope", "mode", "service", "at")


def register(app: typer.Typer) -> None:
    """Adds this group's commands."""
    app.command()(cost)
    app.command()(compare)


def cost(
    context: typer.Context,
    model: Model,
    tokens: Input = None,
    cached: Cached = None,
    made: Output = None,
    images: Images = None,
    seconds: Seconds = None,
    count: Count = None,
    size: Context = None,
    region: Region = None,
    scope: Scope = None,
    mode: Mode = None,
    given: Given = None,
    service: Service = None,
    accept: Accept = None,
    at: At = None,
    provider: Annotated[str | None, typer.Option(metavar="PROVIDER", help="Who sells it.")] = None,
    into: In = None,
    source: From = None,
    as_json: AsJson = False,
    as_csv: AsCsv = None,
) -> None:
    """Say what a request costs: exactly, line by line, in the page's currency, and how sure that is."""
    asked = _asked(context, source, at)
    keywords = _keywords(
        [tokens, cached, made, images, seconds, size], count, [region, scope, mode, service, at], given
    )
    answer = asked.cost(model, {**keywords, "accept": accept or (), "provider": provider})
    into_one, now = asked.conversion(into, at), datetime.now(UTC)
    if as_json:
        output.json(_cost_as_json(answer, into_one, late=asked.is_late(answer, now)))
    else:
        if output.is_data(as_csv):
            _print_lines(answer, into_one, as_csv)
        else:
            _show(answer, into_one)
        for note in (*_grounds(answer), asked.age(answer, now)):
            output.note(note, as_csv)
    _end_if_unknown(known=not answer.unseen)


def compare(
    context: typer.Context,
    model: Model,
    tokens: Input = None,
    cached: Cached = None,
    made: Output = None,
    images: Images = None,
    seconds: Seconds = None,
    count: Count = None,
    size: Context = None,
    region: Region = None,
    scope: Scope = None,
    mode: Mode = None,
    given: Given = None,
    service: Service = None,
    accept: Accept = None,
    at: At = None,
    provider: ProviderFilter = None,
    into: In = None,
    source: From = None,
    as_json: AsJson = False,
    as_csv: AsCsv = None,
) -> None:
    """Say what a request costs at every provider that sells the model, the cheapest first.

    Amounts of several currencies are sorted within each; with --in by what they are worth in that one.
    """
    asked = _asked(context, source, at)
    keywords = _keywords(
        [tokens, cached, made, images, seconds, size], count, [region, scope, mode, service, at], given
    )
    into_one, now = asked.conversion(into, at), datetime.now(UTC)
    found = asked.alike(model, provider or (), {**keywords, "accept": accept or ()}, into_one)
    if as_json:
        output.json([_offer_as_json(each, into_one, asked, now) for each in found])
    else:
        if output.is_data(as_csv):
            output.table((*COMPARED, *_converted(into_one)), [_offer_row(each, into_one) for each in found], as_csv)
        else:
            _print_offers(found, into_one)
        for age in dict.fromkeys(asked.age(each.cost, now) for each in found if each.cost):
            output.note(age, as_csv)
    _end_if_unknown(known=all(each.known for each in found))


def _asked(context: typer.Context, source: str | None, at: str | None) -> "Costing":
    """What answers; raises UsageError for a day that is still to come."""
    from pricebook import calendar  # noqa: PLC0415
    from pricebook.run.costing import costing  # noqa: PLC0415

    if at is not None:
        calendar.begun(at, datetime.now(UTC))
    return costing(context.obj, source)


def _end_if_unknown(*, known: bool) -> None:
    """Ends the command as one whose answer is no fact, if nobody looked on the day that was asked about."""
    if not known:
        raise typer.Exit(output.NOT_KNOWN)


def _keywords(
    counts: "Sequence[str | None]", count: list[str] | None, terms: "Sequence[str | None]", given: list[str] | None
) -> dict[str, Any]:
    """What is asked, as the library takes it; raises UsageError."""
    from pricebook.errors import UsageError  # noqa: PLC0415
    from pricebook.run import costing  # noqa: PLC0415

    named = {
        f"{_COUNTS[option]}": costing.number(text, option) for option, text in zip(_COUNTS, counts, strict=True) if text
    }
    if not (named or count):
        message = "nothing is counted. Say how much is: --input 20000 --output 800, or --count characters=5000."
        raise UsageError(message)
    stated = {name: text for name, text in zip(_TERMS, terms, strict=True) if text is not None}
    return costing.once(named, costing.counted(count or []), stated, costing.stated(given or []))


def _show(answer: "Cost", into: "Conversion | None") -> None:
    """What it comes to, and the lines that add up to it."""
    from pricebook.publish import display  # noqa: PLC0415

    output.heading(f"{answer.offer}: {_sum(answer, into)}")
    shown = [
        [
            f"{line.quantity:,}", line.meter, f"{line.amount:f}",
            display.rate(f"{line.unit_price:f}", line.currency, line.unit, line.price.free),
            display.conditions(line.evidence.conditions), line.quote or "", line.id or "",
        ]
        for line in answer.lines
    ]  # fmt: skip
    output.table(["quantity", "meter", "amount", "price", "conditions", "quote", "id"], shown, numbers=[0, 2])
    output.apart()


def _converted(into: "Conversion | None") -> tuple[str, ...]:
    """The headings of an amount in another currency; none where nothing is converted."""
    if into is None:
        return ()
    from pricebook.cli import rows  # noqa: PLC0415 - help needs none of it

    return rows.CONVERTED


def _sum(answer: "Cost", into: "Conversion | None") -> str:
    return f"{answer.amount:f} {answer.currency}" if into is None else str(into.of(answer.amount, answer.currency))


def _print_lines(answer: "Cost", into: "Conversion | None", as_csv: bool | None) -> None:
    """The lines for programs; what they come to is said on stderr."""
    from pricebook.publish import display  # noqa: PLC0415

    told = [
        [
            answer.offer.provider, answer.offer.model, line.price.service, line.meter, f"{line.quantity}",
            f"{line.amount:f}", line.currency, f"{line.unit_price:f}", line.unit or "",
            display.conditions(line.evidence.conditions), line.quote or "", line.id or "",
            *(into.of(line.amount, line.currency).told.values() if into else ()),
        ]
        for line in answer.lines
    ]  # fmt: skip
    output.table((*LINES, *_converted(into)), told, as_csv)
    output.note(f"{answer.offer}: {_sum(answer, into)}", as_csv)


def _grounds(answer: "Cost") -> "Iterator[str]":
    """What the cost rests on, and how sure it is."""
    if answer.why:
        yield f"tier: {answer.why}"
    unseen = answer.unseen
    yield from (f"{'not known' if each in unseen else 'assumed'}: {each}" for each in answer.assumed)
    yield from (f"promotion: {each}" for each in answer.promotions)
    yield from (f"doubtful: {each}" for each in answer.doubts)


def _print_offers(found: "Sequence[OfferCost]", into: "Conversion | None") -> None:
    """A line for each offer; of those that cannot be priced, why."""
    shown = []
    for offer, cost, refused, _ in found:
        worth = "" if cost is None or into is None else into.of(cost.amount, cost.currency).shown
        own = "" if cost is None else f"{cost.amount:f} {cost.currency}"
        notes = refused if cost is None else "; ".join(_grounds(cost))
        shown.append([offer.provider, offer.model, own, *([worth] if into else []), notes])
    headings = ["provider", "model", "cost", *([f"in {into.into}"] if into else []), "notes"]
    output.table(headings, shown, numbers=[2, 3] if into else [2])
    output.apart()
    if into is not None:
        from decimal import Decimal  # noqa: PLC0415

        for currency in dict.fromkeys(cost.currency for _, cost, *_ in found if cost):
            rate = into.of(Decimal(1), currency).rate
            output.say(f"1 {currency} = {rate.value:f} {into.into}, {rate.source} {rate.day}")


def _offer_row(each: "OfferCost", into: "Conversion | None") -> list[str]:
    offer, cost, refused, _ = each
    if cost is None:
        return [offer.provider, offer.model, "", "", "", refused, *[""] * len(_converted(into))]
    worth = into.of(cost.amount, cost.currency).told.values() if into else ()
    notes = "; ".join(_grounds(cost))
    return [offer.provider, offer.model, f"{cost.amount:f}", cost.currency, cost.seen or "", notes, *worth]


def _cost_as_json(answer: "Cost", into: "Conversion | None", *, late: bool) -> dict[str, Any]:
    worth = {} if into is None else {"converted": into.of(answer.amount, answer.currency).told}
    return {**answer.as_dict(), "late": late, **worth}


def _offer_as_json(each: "OfferCost", into: "Conversion | None", asked: "Costing", now: datetime) -> dict[str, Any]:
    offer, cost, refused = each.offer, each.cost, each.refused
    if cost is None:
        return {"provider": offer.provider, "model": offer.model, "refused": refused}
    return {**_cost_as_json(cost, into, late=asked.is_late(cost, now)), "refused": None}
