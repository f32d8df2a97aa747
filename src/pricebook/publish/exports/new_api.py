"""`new-api/<provider>.json`: what new-api takes as an upstream's `ratio_config`, one file for each provider.

A model's price is an expression of expr-lang, in US dollars for 1M tokens: `p` and `c` are the tokens that a model is
given and gives, `cr` and `cc` those that were found in a cache and put there, `len` all that it was given.
"""

from collections.abc import Iterable, Sequence

from pricebook.publish.exports.encoding import encode, plain
from pricebook.publish.exports.export import Catalogue, Piece
from pricebook.publish.exports.format import ToolFormat, one_each
from pricebook.publish.exports.images import made, reservation
from pricebook.publish.exports.ledger import DollarTier, Ledger
from pricebook.publish.exports.offers import Offer, Told, alone, parameters, whole

NAME = "new-api"

_VARIABLES = {"input": "p", "output": "c", "cache_read": "cr", "cache_write": "cc"}
"""What a variable counts is not in `p` where the expression has it, and is where it has not."""


def _new_api_rows(own: Catalogue, called: str, ledger: Ledger) -> Iterable[Piece]:
    expressions = {
        offer.model: said
        for offer in own.offers
        if (said := _tokens(offer, ledger) or _image_expression(offer, ledger) or _call_expression(offer, ledger))
    }
    if expressions:
        yield Piece(f"new-api/{called}.json", _new_api_file(expressions))


new_api = ToolFormat(NAME, _new_api_rows, one_each)
"""Tokens in tiers, images that are made, and calls."""


def _new_api_file(expressions: dict[str, str]) -> bytes:
    modes = dict.fromkeys(expressions, "tiered_expr")
    return encode(
        {"data": {"billing_expr": expressions, "billing_mode": modes}, "message": "", "success": True}, lines=3
    )


def _tokens(offer: Offer, ledger: Ledger) -> str:
    if why_not := whole(offer.ladder):
        ledger.leave(offer.tokens, why_not)
        return ""
    return _tier_expression(ledger.in_dollars(offer.ladder))


def _tier_expression(steps: Sequence[DollarTier]) -> str:
    """The tiers, the lowest first; the last one has no end there."""
    said = ""
    for step in reversed(steps):
        priced = " + ".join(f"{_VARIABLES[meter]} * {plain(amount)}" for meter, amount in step.amounts.items())
        tier = f'tier("{f"above {step.above}" if step.above else "base"}", {priced})'
        said = f"len <= {step.upto} ? {tier} : {said}" if said else tier
    return said


def _image_expression(offer: Offer, ledger: Ledger) -> str:
    price = made(offer)
    each = _fixed("image", price, ledger, reservation(price)) if price else ""
    return f"{each} * image_count" if each else ""


def _call_expression(offer: Offer, ledger: Ledger) -> str:
    price = alone(offer)
    counted = price and price["unit"] == "request" and not parameters(price)
    return _fixed("request", price, ledger) if price and counted else ""


def _fixed(name: str, price: Told, ledger: Ledger, *reservations: str) -> str:
    dollars = ledger.dollars(price)
    if dollars is None:
        return ""
    ledger.take([price], dollars.how, *reservations)
    return f'tier("{name}", fixed({plain(dollars.amount)}))'
