"""genai-prices: `UpdatePrices(url=...)` loads the file, and its Decimals are ours."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest

from pricebook.publish.exports.export import Catalogue, Export
from pricebook.publish.exports.genai_prices import genai_prices as exported
from tests.consumers.conftest import RATES, Offers, Serve, held
from tests.consumers.oracle import Request, cost, requests

genai_prices = pytest.importorskip("genai_prices")
data_snapshot = pytest.importorskip("genai_prices.data_snapshot")

Loaded = dict[str, Any]
"""The providers as they were loaded, by their ids."""


@pytest.fixture(scope="module")
def export(catalogue: Catalogue) -> Export:
    return exported(catalogue)


@pytest.fixture(scope="module")
def loaded(export: Export, serve: Serve) -> Iterator[Loaded]:
    """The file, loaded from loopback; the providers by their ids."""
    with genai_prices.UpdatePrices(url=serve(export.files["genai-prices.json"])) as prices:
        assert prices.wait(30)
        yield {provider.id: provider for provider in data_snapshot.get_snapshot().providers}
    data_snapshot.set_custom_snapshot(None)


def _billed(provider: str, model: str, usage: Any) -> Decimal:
    priced: Decimal = genai_prices.calc_price(usage, model, provider_id=provider).total_price
    return priced


@pytest.mark.usefixtures("loaded")
def test_tokens_cost_what_the_pages_print(by_offer: Offers, catalogue: Catalogue, export: Export) -> None:
    asked = 0
    for provider, model in held(catalogue, export):
        own = by_offer[provider, model]
        meters = {price["meter"] for price in own if price["standard"] and price["service"] == "inference"}
        for request in requests(own, written="cache_write" in meters) if "input" in meters else ():
            exact = cost(own, request if "output" in meters else request._replace(output=0), RATES)
            if exact is not None:
                usage = genai_prices.Usage(
                    input_tokens=request.tokens, output_tokens=request.output, cache_read_tokens=request.cached,
                    cache_write_tokens=request.written,
                )  # fmt: skip
                assert _billed(provider, model, usage) == exact, (provider, model, request)
                asked += 1
    assert asked > 100


@pytest.mark.usefixtures("loaded")
def test_seconds_of_sound_cost_what_the_pages_print(by_offer: Offers, catalogue: Catalogue, export: Export) -> None:
    exact = {
        offer: cost(by_offer[offer], Request(units={"audio": Decimal("12.5")}), RATES)
        for offer in held(catalogue, export)
    }
    heard = {offer: amount for offer, amount in exact.items() if amount is not None}
    assert heard
    for (provider, model), amount in heard.items():
        assert _billed(provider, model, genai_prices.Usage(audio_seconds=Decimal("12.5"))) == amount


def test_what_is_left_out_is_what_the_losses_list(loaded: Loaded, catalogue: Catalogue, export: Export) -> None:
    told = {(provider.id, model.id) for provider in loaded.values() for model in provider.models}
    spelled = {
        (catalogue.spelled(provider, "genai-prices") or provider, model) for provider, model in held(catalogue, export)
    }
    assert told == spelled


def test_our_own_ids_are_understood_too(loaded: Loaded, catalogue: Catalogue) -> None:
    for provider, ids in catalogue.crosswalk.items():
        if ids.get("genai-prices") in loaded:  # whose prices are all left out, is not in the file
            found = data_snapshot.find_provider_by_id(list(loaded.values()), provider)
            assert found is loaded[ids["genai-prices"]]
