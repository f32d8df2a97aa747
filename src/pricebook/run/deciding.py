"""What a person decides: a price is gone, or printed more than once and that is known; a page is not the older one."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from pricebook import calendar
from pricebook.beliefs import Decision, Observation
from pricebook.collection import Collection
from pricebook.errors import OlderPage, UsageError
from pricebook.publish.released import Standing, Told
from pricebook.run import clock
from pricebook.run.asking import one_price
from pricebook.scraping import Scraper
from pricebook.snapshots.archive import Archive


def withdraw(collection: Collection, price_id: str, on: str, because: str, now: datetime) -> tuple[Told, str]:
    """Writes down that the price is not sold from that day on. Raises UsageError, ClockWrong, StorageError."""
    price = _decided_on(collection, price_id)[0]
    archive, day = collection.archive(), calendar.day(on)
    at = _moment(collection, archive, price["provider"], now)
    made = Decision(provider=price["provider"], id=price["id"], decision="withdrawn", on=day, at=at, because=because)
    archive.decide(made)
    return price, day


def acknowledge(collection: Collection, price_id: str, because: str, now: datetime) -> tuple[Told, list[str]]:
    """Writes down that the price is printed with these amounts and that a person knows; raises as `withdraw` does."""
    chosen = _decided_on(collection, price_id)
    price = chosen[0]
    printed = sorted({each["amount"] for each in chosen}, key=Decimal)
    if len(printed) < 2:
        message = f"{price['id']} is no conflict: it is printed as {printed[0]} alone. See: catalog status"
        raise UsageError(message)
    archive = collection.archive()
    at = _moment(collection, archive, price["provider"], now)
    made = Decision(
        provider=price["provider"], id=price["id"], decision="acknowledged", on=calendar.day_of(at), at=at,
        because=because, amounts=printed,
    )  # fmt: skip
    archive.decide(made)
    return price, printed


def _decided_on(collection: Collection, price_id: str) -> Sequence[Told]:
    return one_price(Standing(collection.release), price_id).prices


def accept(collection: Collection, scraper: Scraper, because: str, now: datetime) -> Decision:
    """Writes down that the provider's pages are right though they seemed older: the next look takes what it sees.

    Raises UsageError if no page was refused as older at the last look, or that is accepted already; else as `withdraw`.
    """
    archive, provider = collection.archive(), scraper.provider
    last = max(archive.told(provider), key=lambda line: calendar.order(line.at), default=None)
    if last is None or not _refused_as_older(last):
        message = f"{provider}: nothing to accept: its last look refused no page as older. See: catalog status"
        raise UsageError(message)
    made = [each for each in archive.decided(provider) if each.decision == "accepted"]
    if made and calendar.order(made[-1].at) >= calendar.order(last.at):
        message = f"{provider}: accepted already, on {made[-1].at}. Look again: catalog refresh {provider}"
        raise UsageError(message)
    at = _moment(collection, archive, provider, now)
    decision = Decision(provider=provider, decision="accepted", on=calendar.day_of(at), at=at, because=because)
    archive.decide(decision)
    return decision


def _refused_as_older(line: Observation) -> bool:
    """Whether the look refused a page as older than what was seen before."""
    return any(OlderPage.SAYS in (error or "") for error in (line.error, *line.unseen.values()))


def _moment(collection: Collection, archive: Archive, provider: str, now: datetime) -> str:
    """Now, on the provider's calendar, to date the decision by for good; raises ClockWrong where that cannot be."""
    clock.check(archive, now)
    return calendar.local(now, collection.scraper(provider).timezone)
