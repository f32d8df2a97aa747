"""`llm-prices.json`: the list of llm-prices.com, with prices in US dollars for 1M tokens."""

from collections.abc import Iterable, Mapping, Sequence

from pricebook.publish.documents import Content, compact, listed, object_of
from pricebook.publish.exports.encoding import encoded
from pricebook.publish.exports.export import Catalogue, Piece
from pricebook.publish.exports.format import ToolFormat
from pricebook.publish.exports.ledger import Ledger
from pricebook.publish.exports.offers import Ladder, Told, flat

NAME = "llm-prices"

_FIELDS = {"input": "input", "output": "output", "cache_read": "input_cached"}


def _llm_rows(own: Catalogue, called: str, ledger: Ledger) -> Iterable[Piece]:
    for offer in own.offers:
        ladder = _known(offer.ladder)
        if why_not := flat(ladder):
            ledger.leave(offer.tokens, why_not)
        elif steps := ledger.in_dollars(ladder):
            told = {"id": offer.model, "vendor": called, "name": offer.name or offer.model}
            amounts = {field: steps[0].amounts.get(meter) for meter, field in _FIELDS.items()}
            yield Piece(offer.model, encoded({**told, **amounts}), day=max(_days(own, ladder.prices)))


def _llm_files(rows: Sequence[Piece]) -> Mapping[str, Content]:
    updated = max((row.day for row in rows), default=None)
    told = [("prices", listed(row.data for row in rows)), ("updated_at", [compact(updated)])]
    return {"llm-prices.json": object_of(told)}


llm_prices = ToolFormat(NAME, _llm_rows, _llm_files)
"""Tokens without tiers. `input_cached` is null where no page prints it: such tokens are billed as input."""


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
