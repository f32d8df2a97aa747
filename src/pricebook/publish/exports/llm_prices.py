"""`llm-prices.json`: the list of llm-prices.com, with prices in US dollars for 1M tokens."""

from collections.abc import Iterable
from decimal import Decimal

from pricebook.publish.exports.crosswalk import ids
from pricebook.publish.exports.encoding import encode
from pricebook.publish.exports.export import Catalogue, Export, Told
from pricebook.publish.exports.ledger import Ledger
from pricebook.publish.exports.offers import Ladder, flat, offers

NAME = "llm-prices"

_FIELDS = {"input": "input", "output": "output", "cache_read": "input_cached"}


def llm_prices(catalogue: Catalogue) -> Export:
    """Tokens without tiers. `input_cached` is null where no page prints it: such tokens are billed as input."""
    ledger, spelled = Ledger(NAME, catalogue), ids(catalogue, NAME)
    rows: list[dict[str, str | Decimal | None]] = []
    days: set[str] = set()
    for offer in offers(catalogue.prices):
        ladder = _known(offer.ladder)
        if why_not := flat(ladder):
            ledger.leave(offer.tokens, why_not)
        elif steps := ledger.in_dollars(ladder):
            called = {"id": offer.model, "vendor": spelled[offer.provider], "name": offer.name or offer.model}
            rows.append({**called, **{field: steps[0].amounts.get(meter) for meter, field in _FIELDS.items()}})
            days |= set(_days(catalogue, ladder.prices))
    listed = {"prices": rows, "updated_at": max(days, default=None)}
    return Export({"llm-prices.json": encode(listed, lines=2)}, ledger.losses())


def _known(ladder: Ladder) -> Ladder:
    """The ladder without the meters that the format has no field for."""
    tiers = [
        tier._replace(prices={meter: price for meter, price in tier.prices.items() if meter in _FIELDS})
        for tier in ladder.tiers
    ]
    return ladder._replace(tiers=tiers)


def _days(catalogue: Catalogue, prices: Iterable[Told]) -> Iterable[str]:
    """When what is said of the prices was learnt: a night that changes none of them changes no file."""
    for price in prices:
        yield price["known_from"]
        if price["currency"] != "USD" and catalogue.into:
            yield catalogue.into(price["currency"]).day
