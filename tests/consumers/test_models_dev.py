"""models.dev: tokenlens reads models without tiers from its address, model-prices those with tiers."""

import json
import math
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

import pytest

from pricebook.publish.exports.export import Catalogue, Export
from pricebook.publish.exports.models_dev import models_dev
from tests.consumers.conftest import RATES, Node, Offers, Serve, held
from tests.consumers.oracle import Request, cost, requests

model_prices = pytest.importorskip("model_prices")
backfill = pytest.importorskip("model_prices.backfill")

Models = Mapping[tuple[str, str], Mapping[str, Any]]
"""By provider, as we spell it, and model: what the file says of it."""


@pytest.fixture(scope="module")
def export(catalogue: Catalogue) -> Export:
    return models_dev(catalogue)


@pytest.fixture(scope="module")
def models(catalogue: Catalogue, export: Export, by_offer: Offers) -> Models:
    told = json.loads(export.files["models.dev.json"])
    found = {}
    for provider, model in by_offer:
        own = told.get(_spelled(catalogue, provider), {"models": {}})["models"]
        if model in own:
            found[provider, model] = own[model]
    return found


def _spelled(catalogue: Catalogue, provider: str) -> str:
    return catalogue.spelled(provider, "models.dev") or provider


def _asked(models: Models, by_offer: Offers) -> Iterator[tuple[tuple[str, str], Request, Decimal]]:
    for offer in models:
        for request in requests(by_offer[offer], written="cache_write" in models[offer]["cost"]):
            exact = cost(by_offer[offer], request, RATES)
            if exact is not None:
                yield offer, request, exact


def test_tokenlens_bills_models_without_tiers(
    models: Models, by_offer: Offers, catalogue: Catalogue, export: Export, serve: Serve, node: Node
) -> None:
    flat = {offer: told for offer, told in models.items() if "tiers" not in told["cost"]}
    asked = list(_asked(flat, by_offer))
    assert len(asked) > 10
    told = [
        {
            "provider": _spelled(catalogue, provider),
            "model": f"{_spelled(catalogue, provider)}/{model}",
            "usage": {
                "input": request.tokens - request.cached - request.written, "output": request.output,
                "cacheReads": request.cached, "cacheWrites": request.written,
            },
        }
        for (provider, model), request, _ in asked
    ]  # fmt: skip
    billed = node("tokenlens.mjs", {"url": serve(export.files["models.dev.json"]), "requests": told})
    for amount, (offer, request, exact) in zip(billed, asked, strict=True):
        if offer[1] == offer[1].lower():
            assert math.isclose(amount, exact, rel_tol=1e-12), (offer, request)
        else:
            assert amount is None, "tokenlens makes all letters small, and finds no name with capitals"


def test_model_prices_bills_all_of_them(models: Models, by_offer: Offers) -> None:
    rates = {offer: _rates(offer, told) for offer, told in models.items()}
    assert any(each.tiers for each in rates.values())
    for offer, request, exact in _asked(models, by_offer):
        uncached = request.tokens - request.cached - request.written
        billed = rates[offer].cost(uncached, request.output, request.cached, request.written)
        assert math.isclose(billed, exact, rel_tol=1e-12), (offer, request)


def _rates(offer: tuple[str, str], told: Mapping[str, Any]) -> Any:
    parsed = backfill.parse_rates(dict(told))
    assert parsed is not None
    tiers = tuple(model_prices.Tier(**tier) for tier in parsed.pop("tiers", ()))
    return model_prices.Rates(*offer, valid_from="2026-01-05", source="pricebook", tiers=tiers, **parsed)


def test_what_is_left_out_is_what_the_losses_list(models: Models, catalogue: Catalogue, export: Export) -> None:
    assert models.keys() == held(catalogue, export)
    told = json.loads(export.files["models.dev.json"])
    assert sum(len(provider["models"]) for provider in told.values()) == len(models)
