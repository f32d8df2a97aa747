"""`catalog withdraw`, `acknowledge` and `accept`: what a person decides."""

from datetime import UTC, datetime
from typing import Annotated

import typer

from pricebook.cli import output
from pricebook.cli.options import Provider, writing


def register(app: typer.Typer) -> None:
    """Adds this group's commands."""
    app.command()(withdraw)
    app.command()(acknowledge)
    app.command()(accept)


def withdraw(
    context: typer.Context,
    price_id: Annotated[str, typer.Argument(metavar="PRICE_ID", help="A price's id, or the beginning of it.")],
    because: Annotated[str, typer.Option(help="Why: who said so, and where.")],
    on: Annotated[str, typer.Option(metavar="DAY", help="From which day on it is no longer sold.")],
) -> None:
    """Decide that a price is no longer sold. It leaves the catalogue with the next `catalog publish`."""
    from pricebook.publish import display  # noqa: PLC0415
    from pricebook.run import deciding  # noqa: PLC0415

    collection = context.with_resource(writing(context))
    price, day = deciding.withdraw(collection, price_id, on, because, datetime.now(UTC))
    output.say(f"{price['provider']} {' '.join(display.sold(price))}: withdrawn from {day} on ({price['id']})")


def acknowledge(
    context: typer.Context,
    price_id: Annotated[str, typer.Argument(metavar="PRICE_ID", help="A price's id, or the beginning of it.")],
    because: Annotated[str, typer.Option(help="Why: who looked, and what was found.")],
) -> None:
    """Decide that a price is printed more than once and that a person knows. All that is printed stays published.

    With other amounts it is another conflict, which needs a person again.
    """
    from pricebook.publish import display  # noqa: PLC0415
    from pricebook.run import deciding  # noqa: PLC0415

    collection = context.with_resource(writing(context))
    price, amounts = deciding.acknowledge(collection, price_id, because, datetime.now(UTC))
    output.say(f"{price['provider']} {' '.join(display.sold(price))}: acknowledged as {' and '.join(amounts)}")


def accept(
    context: typer.Context,
    provider: Provider,
    because: Annotated[str, typer.Option(help="Why: who looked, and what was found.")],
) -> None:
    """Decide that a provider's page is right though it was refused as older than the one that was seen before.

    What was seen until now is no longer held against it: the next look takes the page, whatever its date.
    """
    from pricebook.run import deciding  # noqa: PLC0415

    collection = context.with_resource(writing(context))
    made = deciding.accept(collection, collection.scraper(provider), because, datetime.now(UTC))
    output.say(f"{provider}: accepted on {made.on}. Look again: catalog refresh {provider}")
