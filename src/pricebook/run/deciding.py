"""What a person decides about a price: it is no longer sold, or the page prints it more than once and that is known."""

from datetime import datetime

from pricebook import calendar
from pricebook.beliefs import Decision, PublishedPrice
from pricebook.checks.gate import amounts
from pricebook.collection import Collection
from pricebook.errors import UsageError
from pricebook.run import clock
from pricebook.run.asking import checked, one_price
from pricebook.snapshots import Archive


def withdraw(collection: Collection, price_id: str, on: str, because: str, now: datetime) -> tuple[PublishedPrice, str]:
    """Writes down that the price is not sold from that day on. Raises UsageError, ClockWrong, StorageError."""
    price = _decided_on(collection, price_id)[0]
    archive, day = collection.archive(), calendar.day(on)
    at = _moment(collection, archive, price, now)
    made = Decision(provider=price.provider, id=price.id, decision="withdrawn", on=day, at=at, because=because)
    archive.decide(made)
    return price, day


def acknowledge(collection: Collection, price_id: str, because: str, now: datetime) -> tuple[PublishedPrice, list[str]]:
    """Writes down that the price is printed with these amounts and that a person knows; raises as `withdraw` does."""
    chosen = _decided_on(collection, price_id)
    price, printed = chosen[0], amounts(chosen)
    if len(printed) < 2:
        message = f"{price.id} is no conflict: it is printed as {printed[0]} alone. See: catalog status"
        raise UsageError(message)
    archive = collection.archive()
    at = _moment(collection, archive, price, now)
    made = Decision(
        provider=price.provider, id=price.id, decision="acknowledged", on=calendar.day_of(at), at=at, because=because,
        amounts=printed,
    )  # fmt: skip
    archive.decide(made)
    return price, printed


def _decided_on(collection: Collection, price_id: str) -> list[PublishedPrice]:
    return checked(collection, one_price(collection, price_id).prices)


def _moment(collection: Collection, archive: Archive, price: PublishedPrice, now: datetime) -> str:
    """Now, on the provider's calendar, to date the decision by for good; raises ClockWrong where that cannot be."""
    clock.check(archive, now)
    return calendar.local(now, collection.scraper(price.provider).timezone)
