"""OpenRouter, llm-prices, LobeHub, new-api: what is exported is exact, and all else is listed; no package needed."""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal, localcontext
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pricebook.publish.exports.export import Catalogue, Export
from pricebook.publish.exports.llm_prices import llm_prices
from pricebook.publish.exports.lobehub import lobehub
from pricebook.publish.exports.new_api import new_api
from pricebook.publish.exports.offers import Told
from pricebook.publish.exports.openrouter import openrouter
from pricebook.units import EXACT
from tests.consumers.oracle import Request, cost, requests
from tests.publish.told import HOME, into, price, tiered

Rates = Sequence[tuple[int | None, Mapping[str, Decimal]]]
"""Tiers, the lowest first: up to how many tokens, and for 1M tokens by meter; the last one has no end."""
METERS = ("input", "output", "cache_read", "cache_write")


def _openrouter(files: Mapping[str, bytes]) -> dict[str, Rates]:
    fields = ("prompt", "completion", "input_cache_read", "input_cache_write")
    found: dict[str, Rates] = {}
    for model in json.loads(files["openrouter.json"])["data"]:
        told = {meter: Decimal(model["pricing"][field]) * 1_000_000 for meter, field in zip(METERS, fields, strict=True)
                if field in model["pricing"]}  # fmt: skip
        found[model["id"].removeprefix("acme/")] = [(None, told)]
    return found


def _llm_prices(files: Mapping[str, bytes]) -> dict[str, Rates]:
    fields = dict(zip(METERS, ("input", "output", "input_cached"), strict=False))
    listed = json.loads(files["llm-prices.json"], parse_float=Decimal, parse_int=Decimal)["prices"]
    told = {row["id"]: {meter: row[field] for meter, field in fields.items()} for row in listed}
    return {
        model: [(None, {meter: rate for meter, rate in own.items() if rate is not None})] for model, own in told.items()
    }


def _lobehub(files: Mapping[str, bytes]) -> dict[str, Rates]:
    fields = dict(zip(("textInput", "textOutput", "textInput_cacheRead", "textInput_cacheWrite"), METERS, strict=True))
    found: dict[str, Rates] = {}
    for data in files.values():
        cards = data.decode().partition(" = ")[2].partition(";\n")[0]
        for card in json.loads(cards, parse_float=Decimal):
            units = {fields[unit["name"]]: unit for unit in card["pricing"]["units"]}
            ends = [tier["upTo"] for tier in units["input"].get("tiers", [{"upTo": "infinity"}])]
            found[card["id"]] = [
                (None if place == len(ends) - 1 else end, _at(units, place)) for place, end in enumerate(ends)
            ]
    return found


def _at(units: Mapping[str, Mapping[str, Any]], place: int) -> dict[str, Decimal]:
    return {
        meter: Decimal((unit["tiers"][place] if "tiers" in unit else unit)["rate"]) for meter, unit in units.items()
    }


def _new_api(files: Mapping[str, bytes]) -> dict[str, Rates]:
    variables = dict(zip(("p", "c", "cr", "cc"), METERS, strict=True))
    found: dict[str, Rates] = {}
    for data in files.values():
        for model, expression in json.loads(data)["data"]["billing_expr"].items():
            tiers = re.findall(r'(?:len <= ([0-9]+) \? )?tier\("[a-z0-9 ]+", ([^)]+)\)', expression)
            found[model] = [
                (int(end) if end else None, {variables[name]: Decimal(rate) for name, rate in
                 (term.split(" * ") for term in terms.split(" + "))})
                for end, terms in tiers
            ]  # fmt: skip
    return found


READERS: Mapping[str, tuple[Callable[[Catalogue], Export], Callable[[Mapping[str, bytes]], dict[str, Rates]], bool]] = {
    "openrouter": (openrouter, _openrouter, True),
    "llm-prices": (llm_prices, _llm_prices, True),
    "lobehub": (lobehub, _lobehub, False),
    "new-api": (new_api, _new_api, True),
}
"""By name: the export, how it is read, and whether it is in US dollars."""
DOLLARS = {"CNY": into("CNY").value, "USD": Decimal(1)}
OWN = {"CNY": Decimal(1), "USD": Decimal(1)}


def _billed(rates: Rates, request: Request) -> Decimal:
    told = next(own for end, own in rates if end is None or request.tokens <= end)
    cached = request.cached if "cache_read" in told else 0
    counted = {"input": request.tokens - cached, "output": request.output, "cache_read": cached}
    return sum((told[meter] * count for meter, count in counted.items() if count), Decimal(0)) / 1_000_000


amounts = st.decimals(min_value=0, max_value=500, places=7).map(lambda amount: format(amount.normalize(), "f"))
TERMS: Sequence[Mapping[str, Any]] = [
    {}, {}, {}, {"region": HOME}, {"thinking": True}, {"suspect": "a slip"}, {"mode": "batch"},
    {"tier_rule": "marginal"}, {"status": "stale"},
]  # fmt: skip


@st.composite
def price_lists(draw: st.DrawFn) -> list[Told]:
    """The prices of some models: in tiers or not, whole or with gaps, in several currencies and under conditions."""
    found = []
    for number in range(draw(st.integers(1, 4))):
        edges = sorted(draw(st.sets(st.integers(1, 200_000), max_size=3)))
        bound = draw(st.sampled_from(["input_tokens", "context_tokens", "output_tokens", "volume"]))
        spans = [
            f"{low}<x" + (f"<={high}" if high else "") for low, high in zip([0, *edges], [*edges, None], strict=True)
        ]
        spans = spans[: draw(st.integers(1, len(spans)))] if draw(st.booleans()) else spans
        terms: dict[str, Any] = draw(st.sampled_from(TERMS))
        currency = draw(st.sampled_from(["CNY", "CNY", "USD", "JPY"]))
        many = draw(st.integers(1, 3))
        tiers = {span: tuple(draw(amounts) for _ in range(many)) for span in (spans if edges else ["x"])}
        found += tiered(f"model-{number}", tiers, bound, currency=currency, **terms)
    return found


@pytest.mark.parametrize("name", READERS)
@given(prices=price_lists())
def test_what_is_exported_is_exact_and_all_else_is_listed(name: str, prices: list[Told]) -> None:
    export, read, in_dollars = READERS[name]
    made = export(Catalogue(prices, into=into))
    told = read(made.files)
    left = {loss.id for loss in made.losses if not loss.held}
    assert {price["model"] for price in prices if price["id"] not in left} == told.keys()
    with localcontext(EXACT):
        for model, rates in told.items():
            own = [price for price in prices if price["model"] == model]
            for request in requests(own):
                exact = cost(own, request, DOLLARS if in_dollars else OWN)
                assert exact is None or _billed(rates, request) == exact, request


@pytest.mark.parametrize("name", READERS)
@given(prices=price_lists())
def test_a_file_does_not_depend_on_what_it_cannot_hold(name: str, prices: list[Told]) -> None:
    export = READERS[name][0]
    made = export(Catalogue(prices, into=into))
    left = {loss.id for loss in made.losses if not loss.held}
    held = [price for price in prices if price["id"] not in left]
    assert export(Catalogue(held, into=into)).files == made.files


def test_a_model_in_tiers_in_each_form() -> None:
    prices = tiered("m", {"x<=32000": ("0.8", "2", "0.16"), "32000<x<=128000": ("1.2", "16", "0.24")}, currency="USD")
    [module] = lobehub(Catalogue(prices)).files.values()
    assert '"tiers":[{"rate":0.8,"upTo":32000},{"rate":1.2,"upTo":128000}]' in module.decode()
    [file] = new_api(Catalogue(prices)).files.values()
    assert json.loads(file)["data"]["billing_expr"]["m"] == (
        'len <= 32000 ? tier("base", p * 0.8 + c * 2 + cr * 0.16) : tier("above 32000", p * 1.2 + c * 16 + cr * 0.24)'
    )
    for flat in (openrouter, llm_prices):
        assert {(loss.held, loss.what) for loss in flat(Catalogue(prices)).losses} == {
            (False, "it has tiers, and the format knows none")
        }


def test_above_the_last_bound_they_take_the_last_tier_and_the_losses_say_so() -> None:
    prices = tiered("m", {"x<=32": ("1", "2"), "32<x<=128": ("3", "4")}, currency="USD")
    for export in (lobehub, new_api):
        said = {(loss.id, loss.what) for loss in export(Catalogue(prices)).losses}
        last = {price["id"] for price in prices if "gt" in price["conditions"]["input_tokens"]}
        assert said == {(each, "it ends at 128 tokens, and the format goes on with it") for each in last}


def test_a_card_states_that_cached_tokens_are_billed_as_input() -> None:
    read = _lobehub(lobehub(Catalogue(tiered("m", {"x": ("2", "8")}))).files)
    assert read["m"] == [(None, {"input": Decimal(2), "output": Decimal(8), "cache_read": Decimal(2)})]


def test_without_a_rate_only_the_format_with_currencies_holds_yuan() -> None:
    prices = tiered("m", {"x": ("2", "8")})
    assert lobehub(Catalogue(prices)).losses == []
    for export in (openrouter, llm_prices, new_api):
        assert {loss.what for loss in export(Catalogue(prices)).losses} == {
            "the format holds US dollars, and there is no rate for CNY"
        }


def test_a_model_with_two_kinds_of_price_is_not_held_by_one_of_them() -> None:
    prices = [price("m", "image", "0.2", task="text-to-image"), *tiered("m", {"x": ("1",)})]
    for export in (lobehub, new_api):
        assert {loss.held for loss in export(Catalogue(prices, into=into)).losses} == {False}


def test_two_providers_never_share_an_id() -> None:
    """Who would take another's has its own: no provider can keep all others from being exported."""
    prices = [*tiered("m", {"x": ("1", "2")}), *tiered("m", {"x": ("3", "4")}, provider="other")]
    for name in ("openrouter", "llm-prices", "lobehub"):
        export = READERS[name][0]
        claiming = export(Catalogue(prices, crosswalk={"other": {name: "acme"}}, into=into))
        assert claiming == export(Catalogue(prices, into=into))


@pytest.mark.parametrize("name", READERS)
def test_text_of_a_page_stays_text(name: str) -> None:
    text = '");</script>`${x}` \u2028 "\\ 模型'
    export, read, _ = READERS[name]
    made = export(Catalogue(tiered(text, {"x": ("1", "2")}, name=text), into=into))
    assert read(made.files).keys() == {text}
