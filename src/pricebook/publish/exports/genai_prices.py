"""`genai-prices.json`: the data of genai-prices, version 2, for `UpdatePrices(url=...)`."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from pricebook.publish.documents import Content, listed
from pricebook.publish.exports.encoding import encoded, plain
from pricebook.publish.exports.export import Catalogue, Piece
from pricebook.publish.exports.format import ToolFormat
from pricebook.publish.exports.ledger import DollarTier, Ledger
from pricebook.publish.exports.offers import Offer, alone, parameters
from pricebook.units import EXACT

NAME = "genai-prices"
NO_ADDRESS = "(?!)"
"""A pattern that no address matches: what a provider's API is called is printed on no price page."""
_SECONDS = Decimal(3600)
"""Sound is priced by the hour there."""


def _genai_rows(own: Catalogue, called: str, ledger: Ledger) -> Iterable[Piece]:
    """The provider with its models; nothing if the format holds none of them."""
    called_so = Counter(offer.model.lower() for offer in own.offers)
    models = []
    for offer in own.offers:
        if called_so[offer.model.lower()] > 1:
            ledger.leave((*offer.tokens, *offer.beside), "the format knows no case, and another model is called so")
        elif prices := _token_prices(offer, ledger) | _of_sound(offer, ledger):
            models.append(_genai_model(offer, prices))
    if models:
        told = {
            "id": called, "name": called, "api_pattern": NO_ADDRESS,
            "provider_match": {"equals": own.offers[0].provider},
            "pricing_urls": sorted({offer.page for offer in own.offers if offer.page}), "models": models,
        }  # fmt: skip
        yield Piece(called, encoded(told, lines=2))


def _genai_files(rows: Sequence[Piece]) -> Mapping[str, Content]:
    return {"genai-prices.json": [*listed(row.data for row in rows), b"\n"]}


genai_prices = ToolFormat(NAME, _genai_rows, _genai_files)
"""Tokens in tiers and seconds of sound, in US dollars, as strings."""


def _genai_model(offer: Offer, prices: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": offer.model,
        "match": {"equals": offer.model.lower()},
        "name": offer.name or offer.model,
        "prices": prices,
    }


def _token_prices(offer: Offer, ledger: Ledger) -> dict[str, Any]:
    if "input" not in offer.ladder.meters:
        ledger.leave(offer.tokens, offer.ladder.why_not or "the format holds no model without an input price")
        return {}
    steps = ledger.in_dollars(offer.ladder)
    return {f"{meter}_mtok": _genai_tiers(steps, meter) for meter in offer.ladder.meters if steps}


def _genai_tiers(steps: Sequence[DollarTier], meter: str) -> str | dict[str, Any]:
    base, *others = [(step.above, plain(step.amounts[meter])) for step in steps]
    if not others:
        return base[1]
    return {"base": base[1], "tiers": [{"start": above, "price": amount} for above, amount in others]}


def _of_sound(offer: Offer, ledger: Ledger) -> dict[str, Any]:
    price = alone(offer)
    if price is None or (price["meter"], price["unit"]) != ("audio", "second") or parameters(price):
        return {}
    dollars = ledger.dollars(price)
    if dollars is None:
        return {}
    ledger.take([price], dollars.how)
    return {"audio_hours": plain(EXACT.multiply(dollars.amount, _SECONDS))}
