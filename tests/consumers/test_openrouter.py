"""OpenRouter's own client reads the list from an address, and its prices are those of the pages."""

from collections.abc import Mapping
from decimal import Decimal, localcontext
from typing import Any

import pytest

from pricebook.publish.exports.export import Catalogue, Export
from pricebook.publish.exports.openrouter import openrouter
from pricebook.units import EXACT
from tests.consumers.conftest import RATES, Node, Offers, Serve, meters_held
from tests.consumers.oracle import Request, cost, requests

Models = Mapping[tuple[str, str], Mapping[str, Any]]
"""By provider, as we spell it, and model: what the client says of it."""


@pytest.fixture(scope="module")
def export(catalogue: Catalogue) -> Export:
    return openrouter(catalogue)


@pytest.fixture(scope="module")
def models(catalogue: Catalogue, export: Export, by_offer: Offers, serve: Serve, node: Node) -> Models:
    listed = node("openrouter.mjs", {"url": serve(export.files["openrouter.json"], under="models")})
    told = {model["id"]: model for model in listed}
    assert len(told) == len(listed)
    ids = {offer: f"{catalogue.spelled(offer[0], 'openrouter') or offer[0]}/{offer[1]}" for offer in by_offer}
    found = {offer: told[name] for offer, name in ids.items() if name in told}
    assert len(found) == len(told)
    return found


def _billed(pricing: Mapping[str, str], request: Request) -> Decimal:
    """As OpenRouter's documentation says: each price by what it counts; what has no price of its own is prompt."""
    counts = {"inputCacheRead": request.cached, "inputCacheWrite": request.written}
    own = {name: count for name, count in counts.items() if name in pricing}
    counted = {**own, "prompt": request.tokens - sum(own.values()), "completion": request.output}
    calls = {"request": request.units.get("request", 0), "webSearch": request.units.get("search", 0)}
    counted |= {name: int(count) for name, count in calls.items() if name in pricing}
    return sum((Decimal(pricing[name]) * count for name, count in counted.items()), Decimal(0))


def test_tokens_cost_what_the_pages_print(models: Models, by_offer: Offers) -> None:
    asked = 0
    with localcontext(EXACT):
        for offer, model in models.items():
            for request in requests(by_offer[offer], written="inputCacheWrite" in model["pricing"]):
                exact = cost(by_offer[offer], request, RATES)
                if exact is not None:
                    assert _billed(model["pricing"], request) == exact, (offer, request)
                    asked += 1
    assert asked > 100


def test_calls_cost_what_the_pages_print(models: Models, by_offer: Offers) -> None:
    asked = Request(1000, 0, 0, 80, {"request": Decimal(1), "search": Decimal(3)})
    with localcontext(EXACT):
        for offer, model in models.items():
            if {"request", "webSearch"} <= model["pricing"].keys():
                assert _billed(model["pricing"], asked) == cost(by_offer[offer], asked, RATES)


def test_what_is_left_out_is_what_the_losses_list(models: Models, catalogue: Catalogue, export: Export) -> None:
    meters = {
        "prompt": "input", "completion": "output", "inputCacheRead": "cache_read", "inputCacheWrite": "cache_write",
        "request": "request", "webSearch": "search",
    }  # fmt: skip
    told = {offer: {meters[field] for field in model["pricing"]} for offer, model in models.items()}
    assert told == meters_held(catalogue, export)


def test_a_model_leads_to_its_page(models: Models, by_offer: Offers) -> None:
    for offer, model in models.items():
        assert model["links"]["details"] in {price["where"]["address"] for price in by_offer[offer]}
