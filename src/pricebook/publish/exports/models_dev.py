"""`models.dev.json`: what models.dev serves as its `api.json`, as far as it is prices."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pricebook.publish.documents import Content, object_of
from pricebook.publish.exports.encoding import encoded
from pricebook.publish.exports.export import Catalogue, Piece
from pricebook.publish.exports.format import ToolFormat
from pricebook.publish.exports.ledger import DollarTier, Ledger
from pricebook.publish.exports.offers import Offer, whole

NAME = "models.dev"


def _dev_rows(own: Catalogue, called: str, ledger: Ledger) -> Iterable[Piece]:
    models = {offer.model: _dev_model(offer, steps) for offer in own.offers if (steps := _held_steps(offer, ledger))}
    if models:
        yield Piece(called, encoded({"id": called, "name": called, "env": [], "models": models}, lines=2))


def _dev_files(rows: Sequence[Piece]) -> Mapping[str, Content]:
    return {"models.dev.json": object_of(sorted((row.key, [row.data]) for row in rows))}


models_dev = ToolFormat(NAME, _dev_rows, _dev_files)
"""Tokens in tiers, in US dollars for 1M of them."""


def _held_steps(offer: Offer, ledger: Ledger) -> list[DollarTier]:
    if reason := whole(offer.ladder):
        ledger.leave(offer.tokens, reason)
        return []
    return ledger.in_dollars(offer.ladder)


def _dev_model(offer: Offer, steps: list[DollarTier]) -> dict[str, Any]:
    cost = _dev_rates(steps[0])
    if len(steps) > 1:
        cost["tiers"] = [{"tier": {"type": "context", "size": step.above}, **_dev_rates(step)} for step in steps[1:]]
    return {"id": offer.model, "name": offer.name or offer.model, "cost": cost}


def _dev_rates(step: DollarTier) -> dict[str, Any]:
    """A cache without a price is billed as input, which is told: tokenlens would bill nothing for it."""
    return {"cache_read": step.amounts["input"], **step.amounts}
