"""`catalog withdraw`, `acknowledge` and `accept`: what a person decides."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from pricebook.cli import output
from pricebook.cli.options import AsJson, Because, Provider, writing

if TYPE_CHECKING:
    from pricebook.publish.released import Told


def register(app: typer.Typer) -> None:
    """Adds this group's commands."""
    app.command()(withdraw)
    app.command()(acknowledge)
    app.command()(accept)


def withdraw(
    context: typer.Context,
    price_id: Annotated[str, typer.Argument(metavar="PRICE_ID", help="A price's id, or the beginning of it.")],
    because: Because,
    on: Annotated[str, typer.Option(metavar="DAY", help="From which day on it is no longer sold.")],
    as_json: AsJson = False,
) -> None:
    """Decide that a price is no longer sold. It leaves the catalogue with the next `catalog publish`."""
    from pricebook.run import deciding  # noqa: PLC0415

    collection = context.with_resource(writing(context))
    price, day = deciding.withdraw(collection, price_id, on, because, datetime.now(UTC))
    if as_json:
        output.json({"provider": price["provider"], "id": price["id"], "withdrawn_on": day})
    else:
        output.say(f"{_what(price)}: withdrawn from {day} on ({price['id']})")


def acknowledge(
    context: typer.Context,
    price_id: Annotated[str, typer.Argument(metavar="PRICE_ID", help="A price's id, or the beginning of it.")],
    because: Because,
    as_json: AsJson = False,
) -> None:
    """Decide that a price is printed more than once and that a person knows. All that is printed stays published.

    With other amounts it is another conflict, which needs a person again.
    """
    from pricebook.run import deciding  # noqa: PLC0415

    collection = context.with_resource(writing(context))
    price, amounts = deciding.acknowledge(collection, price_id, because, datetime.now(UTC))
    if as_json:
        output.json({"provider": price["provider"], "id": price["id"], "acknowledged": amounts})
    else:
        output.say(f"{_what(price)}: acknowledged as {' and '.join(amounts)}")


def accept(
    context: typer.Context,
    provider: Provider,
    because: Because,
    as_json: AsJson = False,
) -> None:
    """Decide that a provider's page is right though it was refused as older than the one that was seen before.

    What was seen until now is no longer held against it: the next look takes the page, whatever its date.
    """
    from pricebook.run import deciding  # noqa: PLC0415

    collection = context.with_resource(writing(context))
    made = deciding.accept(collection, collection.scraper(provider), because, datetime.now(UTC))
    if as_json:
        output.json({"provider": provider, "accepted_on": made.on})
    else:
        output.say(f"{provider}: accepted on {made.on}. Look again: catalog refresh {provider}")


def _what(price: "Told") -> str:
    from pricebook.publish import display  # noqa: PLC0415

    return f"{price['provider']} {' '.join(display.sold(price))}"
