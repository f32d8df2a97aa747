"""`models.dev.json`: what models.dev serves as its `api.json`, as far as it is prices."""

from typing import Any

from pricebook.publish.exports.crosswalk import ids
from pricebook.publish.exports.encoding import encode
from pricebook.publish.exports.export import Catalogue, Export
from pricebook.publish.exports.ledger import Ledger, Step
from pricebook.publish.exports.offers import Offer, offers, whole

NAME = "models.dev"


def models_dev(catalogue: Catalogue) -> Export:
    """Tokens in tiers, in US dollars for 1M of them."""
    ledger = Ledger(NAME, catalogue)
    providers: dict[str, dict[str, Any]] = {}
    spelled = ids(catalogue, NAME)
    for offer in offers(catalogue.prices):
        steps = _steps(offer, ledger)
        if steps:
            name = spelled[offer.provider]
            own = providers.setdefault(name, {"id": name, "name": name, "env": [], "models": {}})
            own["models"][offer.model] = _model(offer, steps)
    return Export({"models.dev.json": encode(providers, lines=3)}, ledger.losses())


def _steps(offer: Offer, ledger: Ledger) -> list[Step]:
    if reason := whole(offer.ladder):
        ledger.leave(offer.tokens, reason)
        return []
    return ledger.in_dollars(offer.ladder)


def _model(offer: Offer, steps: list[Step]) -> dict[str, Any]:
    cost = _rates(steps[0])
    if len(steps) > 1:
        cost["tiers"] = [{"tier": {"type": "context", "size": step.above}, **_rates(step)} for step in steps[1:]]
    return {"id": offer.model, "name": offer.name or offer.model, "cost": cost}


def _rates(step: Step) -> dict[str, Any]:
    """A cache without a price is billed as input, which is told: tokenlens would bill nothing for it."""
    return {"cache_read": step.amounts["input"], **step.amounts}
