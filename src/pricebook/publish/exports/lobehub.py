"""`lobehub/<provider>.ts`: model cards for LobeHub, in TypeScript, with prices in the currency of the page.

LobeHub takes a tier by all input tokens of a request, and bills by it the whole of the request.
"""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from pricebook.publish.exports.encoding import encoded
from pricebook.publish.exports.export import Catalogue, Piece
from pricebook.publish.exports.format import ToolFormat, one_each
from pricebook.publish.exports.images import made, reservation
from pricebook.publish.exports.ledger import Ledger
from pricebook.publish.exports.offers import Offer, Rung, Told, parameters, whole

NAME = "lobehub"

_CURRENCIES = frozenset({"CNY", "USD"})
_NAMES = {
    "input": "textInput",
    "output": "textOutput",
    "cache_read": "textInput_cacheRead",
    "cache_write": "textInput_cacheWrite",
}
_UNTOLD = frozenset({"1M characters", "image", "megapixel", "second", "video"})
"""Units that the format knows, of what is given or of what is made."""
_MODULE = """import type {{ AIChatModelCard, AIImageModelCard }} from 'model-bank';

export const models: (AIChatModelCard | AIImageModelCard)[] = {cards};

export default models;
"""

Card = Mapping[str, Any]


def _lobehub_rows(own: Catalogue, called: str, ledger: Ledger) -> Iterable[Piece]:
    cards = [card for offer in own.offers if (card := _chat(offer, ledger) or _image_card(offer, ledger))]
    for offer in own.offers:
        ledger.leave(_two_sided(offer), "the format tells what is given from what is made, and the page does not")
    if cards:
        yield Piece(f"lobehub/{called}.ts", _module(cards))


lobehub = ToolFormat(NAME, _lobehub_rows, one_each)
"""Tokens in tiers, and images that are made; CNY stays CNY."""


def _module(cards: Sequence[Card]) -> bytes:
    return _MODULE.format(cards=encoded(cards, lines=1).decode()).encode()


def _chat(offer: Offer, ledger: Ledger) -> Card | None:
    ladder = offer.ladder
    if why_not := whole(ladder) or _foreign_currency(ladder.prices):
        ledger.leave(offer.tokens, why_not)
        return None
    ledger.take_ladder(ladder)
    units = [_unit(name, meter, ladder.tiers) for meter, name in _NAMES.items() if meter in ladder.meters]
    if "cache_read" not in ladder.meters:  # what no unit counts is billed at nothing
        units.append(_unit(_NAMES["cache_read"], "input", ladder.tiers))
    return _lobehub_card(offer, "chat", ladder.prices[0]["currency"], units)


def _unit(name: str, meter: str, tiers: Sequence[Rung]) -> Card:
    rates = [Decimal(tier.prices[meter]["amount"]) for tier in tiers]
    said = {"name": name, "unit": "millionTokens"}
    if len(tiers) == 1:
        return {**said, "strategy": "fixed", "rate": rates[0]}
    ends = [tier.upto or "infinity" for tier in tiers]
    return {
        **said,
        "strategy": "tiered",
        "tiers": [{"rate": rate, "upTo": end} for rate, end in zip(rates, ends, strict=True)],
    }


def _image_card(offer: Offer, ledger: Ledger) -> Card | None:
    price = made(offer)
    if price is None:
        return None
    if why_not := _foreign_currency([price]):
        ledger.leave([price], why_not)
        return None
    ledger.take([price], reservation(price))
    unit = {"name": "imageGeneration", "unit": "image", "strategy": "fixed", "rate": Decimal(price["amount"])}
    return _lobehub_card(offer, "image", price["currency"], [unit])


def _lobehub_card(offer: Offer, kind: str, currency: str, units: Sequence[Card]) -> Card:
    name = {"displayName": offer.name} if offer.name else {}
    return {"id": offer.model, **name, "type": kind, "pricing": {"currency": currency, "units": units}}


def _foreign_currency(prices: Sequence[Told]) -> str:
    """Why the format cannot say the currency of the prices; empty if it can."""
    currencies = sorted({price["currency"] for price in prices})
    if len(currencies) > 1:
        return f"its prices are in {' and '.join(currencies)}, and the format holds one currency"
    return "" if _CURRENCIES.issuperset(currencies) else f"the format knows no {currencies[0]}"


def _two_sided(offer: Offer) -> Iterable[Told]:
    return [price for price in offer.beside if price["unit"] in _UNTOLD and not parameters(price)]
