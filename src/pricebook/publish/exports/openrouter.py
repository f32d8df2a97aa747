"""`openrouter.json`: the models as OpenRouter's API lists them, with prices in US dollars for one token or one call.

What its client demands beside the prices, and no pricing page says, is empty there: `created` is 0, lists are empty.
"""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from pricebook.publish.documents import Content, compact, listed, object_of
from pricebook.publish.exports.encoding import encoded, plain
from pricebook.publish.exports.export import Catalogue, Piece
from pricebook.publish.exports.format import ToolFormat
from pricebook.publish.exports.ledger import Ledger
from pricebook.publish.exports.offers import Offer, Told, flat, parameters
from pricebook.units import EXACT

NAME = "openrouter"

_TOKENS = {
    "input": "prompt",
    "output": "completion",
    "cache_read": "input_cache_read",
    "cache_write": "input_cache_write",
}
_CALLS = {"request": "request", "search": "web_search"}
"""By meter, whose unit has the meter's name."""
_NOT_KNOWN: Mapping[str, Any] = {
    "architecture": {"input_modalities": [], "modality": None, "output_modalities": []},
    "context_length": None,
    "created": 0,
    "default_parameters": None,
    "per_request_limits": None,
    "supported_parameters": [],
    "supported_voices": None,
    "top_provider": {"context_length": None, "is_moderated": False, "max_completion_tokens": None},
}


def _openrouter_rows(own: Catalogue, called: str, ledger: Ledger) -> Iterable[Piece]:
    for offer in own.offers:
        if pricing := _pricing(offer, ledger):
            name = f"{called}/{offer.model}"
            yield Piece(name, encoded(_openrouter_model(name, offer, pricing)))


def _openrouter_files(rows: Sequence[Piece]) -> Mapping[str, Content]:
    told = [
        ("data", listed(row.data for row in rows)),
        ("links", [b'{"next":null}']),
        ("total_count", [compact(len(rows))]),
    ]
    return {"openrouter.json": object_of(told)}


openrouter = ToolFormat(NAME, _openrouter_rows, _openrouter_files)
"""Tokens without tiers, and calls of such models. Prices are strings."""


def _openrouter_model(name: str, offer: Offer, pricing: Mapping[str, str]) -> Mapping[str, Any]:
    called = {"id": name, "canonical_slug": name, "name": offer.name or offer.model}
    return {**_NOT_KNOWN, **called, "links": {"details": offer.page or ""}, "pricing": pricing}


def _pricing(offer: Offer, ledger: Ledger) -> Mapping[str, str]:
    if why_not := flat(offer.ladder):
        ledger.leave(offer.tokens, why_not)
        return {}
    steps = ledger.in_dollars(offer.ladder)
    if not steps:
        return {}
    told = {_TOKENS[meter]: plain(amount.scaleb(-6, EXACT)) for meter, amount in steps[0].amounts.items()}
    return told | {_CALLS[price["meter"]]: plain(amount) for price, amount in _calls(offer, ledger)}


def _calls(offer: Offer, ledger: Ledger) -> Sequence[tuple[Told, Decimal]]:
    """What is paid for each call, whatever its tokens."""
    found = []
    for meter in _CALLS:
        price = offer.only(meter, meter)
        if price and not parameters(price) and (dollars := ledger.dollars(price)):
            ledger.take([price], dollars.how)
            found.append((price, dollars.amount))
    return found
