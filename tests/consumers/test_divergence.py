"""The catalogues of other tools as they are installed: what is read of them is what they bill."""

from collections.abc import Iterator
from decimal import Decimal

import pytest

from pricebook.publish.divergence.packages import theirs
from pricebook.publish.divergence.theirs import TheirModel

DAY = "2026-11-20"
MILLION = 1_000_000


def plain(models: list[TheirModel]) -> Iterator[tuple[TheirModel, dict[str, Decimal]]]:
    """Models of which input and output have one price each, and those in US dollars for a million."""
    for model in models:
        prices = {each.meter: each for each in model.prices if not each.conditions}
        if {"input", "output"} <= prices.keys() and not model.unsayable:
            yield model, {meter: prices[meter].printed.amount / prices[meter].scale for meter in ("input", "output")}


def test_litellm_bills_what_is_read_of_it() -> None:
    litellm = pytest.importorskip("litellm")
    models = [model for model in theirs("litellm", DAY).models if model.provider in {"deepseek", "moonshot", "xai"}]
    told = [*plain(models)]
    assert told
    for model, rates in told:
        key = next(key for key in (f"{model.provider}/{model.name}", model.name) if key in litellm.model_cost)
        assert litellm.model_cost[key]["input_cost_per_token"] == pytest.approx(float(rates["input"] / MILLION))
        billed = litellm.cost_per_token(key, prompt_tokens=1000, completion_tokens=10)
        assert billed == pytest.approx((float(rates["input"]) / 1000, float(rates["output"]) / 100_000))


def test_genai_prices_bills_what_is_read_of_it() -> None:
    genai_prices = pytest.importorskip("genai_prices")
    models = [
        model for model in theirs("genai-prices", DAY).models if model.provider in {"deepseek", "moonshotai", "zai"}
    ]
    told = [*plain(models)]
    assert told
    for model, rates in told:
        usage = genai_prices.Usage(input_tokens=1000, output_tokens=10)
        billed = genai_prices.calc_price(usage, model.name, provider_id=model.provider)
        assert billed.input_price == rates["input"] * 1000 / MILLION, model.name
        assert billed.output_price == rates["output"] * 10 / MILLION, model.name


@pytest.mark.parametrize("package", ["litellm", "genai-prices"])
def test_an_installed_package_is_read_whole(package: str) -> None:
    pytest.importorskip(package.replace("-", "_"))
    found = theirs(package, DAY)
    assert found.source.startswith(f"{package} ")
    silent = [model.name for model in found.models if not model.prices and not model.unsayable]
    assert len(silent) < len(found.models) / 5
