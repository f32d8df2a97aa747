"""No price is forgotten, none is rounded, and what is told twice is told in the same bytes."""

import json
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pricebook.publish.exports import EXPORTS
from pricebook.publish.exports.encoding import loss_rows, losses_file
from pricebook.publish.exports.export import Catalogue, Export, Loss
from pricebook.publish.exports.offers import Told
from pricebook.vocabulary.tools import TOOLS
from tests.publish.told import CATALOGUE, MADE, into, price, tiered

Make = Callable[[Catalogue], Export]
every_export = pytest.mark.parametrize("make", EXPORTS.values(), ids=EXPORTS)
in_dollars = pytest.mark.parametrize("name", ["litellm", "genai-prices", "models.dev"])


def _losses(export: Export, model: str) -> set[tuple[str, bool, str]]:
    return {(loss.meter, loss.held, loss.what) for loss in export.losses if loss.model == model}


def test_scrapers_may_name_the_tools_that_there_are() -> None:
    assert tuple(EXPORTS) == TOOLS


@every_export
@given(place=st.integers(0, len(MADE) - 1))
def test_what_is_held_is_in_the_files_and_what_is_left_out_is_not(make: Make, place: int) -> None:
    changed = [*MADE]
    changed[place] = {**MADE[place], "amount": str(Decimal(MADE[place]["amount"]) + Decimal("0.0625")), "free": False}
    before, after = make(CATALOGUE), make(Catalogue(changed, into=into))
    left = {loss.id for loss in before.losses if not loss.held}
    assert (before.files == after.files) == (MADE[place]["id"] in left)


@every_export
@given(prices=st.permutations(MADE))
def test_the_order_of_the_prices_changes_no_byte(make: Make, prices: list[Told]) -> None:
    by_provider = sorted(prices, key=lambda each: (each["provider"], each["model"]))
    first, then = make(Catalogue(by_provider, into=into)), make(CATALOGUE)
    assert sorted(first.losses) == sorted(then.losses)


@every_export
def test_a_price_is_held_or_left_out_and_never_both(make: Make) -> None:
    told: dict[str, set[bool]] = {}
    for loss in make(CATALOGUE).losses:
        told.setdefault(loss.id, set()).add(loss.held)
    assert all(len(kinds) == 1 for kinds in told.values())


@every_export
def test_nothing_published_is_nothing_exported(make: Make) -> None:
    assert make(Catalogue([])).losses == []


@in_dollars
def test_without_a_rate_only_dollars_are_held(name: str) -> None:
    export = EXPORTS[name](replace(CATALOGUE, into=None))
    left = {loss.model for loss in export.losses if not loss.held}
    assert left == {each["model"] for each in MADE} - {"dollars"}
    what = "the format holds US dollars, and there is no rate for CNY"
    assert _losses(export, "plain") == {("input", False, what), ("output", False, what)}


@in_dollars
def test_a_converted_price_says_rate_day_and_source(name: str) -> None:
    what = "converted: 1 CNY = 0.139524578913 USD, 2026-08-28, European Central Bank"
    export = EXPORTS[name](CATALOGUE)
    assert _losses(export, "plain") == {("input", True, what), ("output", True, what)}
    assert _losses(export, "dollars") == set()


@in_dollars
def test_one_price_without_a_rate_leaves_the_whole_model_out(name: str) -> None:
    assert _losses(EXPORTS[name](CATALOGUE), "half-yen") == {
        ("input", False, "it stands beside a price for whose currency there is no rate"),
        ("output", False, "the format holds US dollars, and there is no rate for JPY"),
    }


@in_dollars
def test_tiers_say_where_they_end_and_what_they_are_of(name: str) -> None:
    export = EXPORTS[name](CATALOGUE)
    said = {what for _, held, what in _losses(export, "context") if held and not what.startswith("converted")}
    assert said == {
        "its tiers are of the context, and are held as tiers of the input",
        "it ends at 131072 tokens, and the format goes on with it",
    }


@in_dollars
def test_what_no_format_says_is_told(name: str) -> None:
    export = EXPORTS[name](CATALOGUE)
    assert {what.partition(":")[0] for _, _, what in _losses(export, "stale")} == {
        "converted", "stale", "effective_until 2026-12-31",
    }  # fmt: skip
    assert ("input", True, "promotion: label 限时免费") in _losses(export, "free")


@every_export
def test_a_doubtful_price_takes_its_model_with_it(make: Make) -> None:
    for model in ("doubtful", "printed-twice"):
        assert {held for _, held, _ in _losses(make(CATALOGUE), model)} == {False}


@every_export
def test_another_offer_is_left_out_with_what_was_chosen(make: Make) -> None:
    assert ("input", False, "of another offer: region=新加坡") in _losses(make(CATALOGUE), "abroad")


def test_what_a_format_has_no_field_for_is_named() -> None:
    losses = EXPORTS["litellm"](CATALOGUE)
    assert _losses(losses, "vectors") == {
        ("input", False, "the format holds input and output together"),
        ("training", False, "no field for training training per 1M tokens"),
        ("instance", False, "no field for deployment instance per instance-hour with spec=A1"),
    }


@given(
    st.decimals("0", "99999", places=6),
    st.decimals("0.000001", "999", places=11),
    st.sampled_from(["CNY", "USD", "KRW"]),
)
def test_amounts_are_exact_to_the_last_digit(amount: Decimal, value: Decimal, currency: str) -> None:
    rate = into("CNY")._replace(value=value)
    prices = tiered("m", {"x": (f"{amount:f}", "1")}, currency=currency)
    catalogue = Catalogue(prices, into=lambda _: rate)
    exact = amount * (1 if currency == "USD" else value)
    [told] = json.loads(EXPORTS["genai-prices"](catalogue).files["genai-prices.json"])
    assert Decimal(told["models"][0]["prices"]["input_mtok"]) == exact
    rows = json.loads(EXPORTS["litellm"](catalogue).files["litellm.json"], parse_float=Decimal, parse_int=Decimal)
    assert rows["openai/acme/m"]["input_cost_per_token"] == exact / 10**6
    models = json.loads(
        EXPORTS["models.dev"](catalogue).files["models.dev.json"], parse_float=Decimal, parse_int=Decimal
    )
    assert models["acme"]["models"]["m"]["cost"]["input"] == exact


def test_ids_are_spelled_as_the_tools_spell_them() -> None:
    walk = {"acme": {"litellm": "acme_ai", "genai-prices": "acme-ai", "models.dev": "acme-cn"}}
    catalogue = Catalogue(tiered("m", {"x": ("1", "2")}, currency="USD"), crosswalk=walk)
    assert [*json.loads(EXPORTS["litellm"](catalogue).files["litellm.json"])] == ["acme_ai/m"]
    assert json.loads(EXPORTS["genai-prices"](catalogue).files["genai-prices.json"])[0]["id"] == "acme-ai"
    assert [*json.loads(EXPORTS["models.dev"](catalogue).files["models.dev.json"])] == ["acme-cn"]


def test_a_dated_name_stands_before_the_one_without_a_day_or_is_left_out() -> None:
    export = EXPORTS["litellm"](CATALOGUE)
    keys = [*json.loads(export.files["litellm.json"])]
    assert keys.index("openai/acme/dated-2026-01-05") < keys.index("openai/acme/dated")
    what = "the format takes it for the model of that name without the day"
    assert _losses(export, "dated-alone-2026-01-05") == {("input", False, what), ("output", False, what)}


def test_losses_are_one_a_line_and_name_all_exports() -> None:
    losses = [Loss("0f", "p", "m", "input", export, held=False, what="w") for export in ("models.dev", "litellm")]
    assert b"".join(losses_file([loss_rows(losses)])).decode().splitlines() == [
        '{"format":"pricebook-catalogue/1",',
        '"losses":[',
        '{"exports":["litellm","models.dev"],"held":false,"id":"0f","meter":"input","model":"m","provider":"p","what":"w"}',
        "]}",
    ]


def test_a_page_says_what_stands_in_a_file_without_breaking_it() -> None:
    name = 'a"b\\c\n</script>\u2028模型'
    export = EXPORTS["genai-prices"](
        Catalogue([*tiered(name, {"x": ("1", "2")}, currency="USD"), price("b", "image", "1")])
    )
    assert json.loads(export.files["genai-prices.json"])[0]["models"][0]["id"] == name


@every_export
def test_a_price_that_a_cache_lowers_is_held_with_that_reservation(make: Make) -> None:
    prices = [
        *tiered("m", {"x": ("1", "2")}, currency="USD"),
        *tiered("told", {"x": ("1", "2", "0.5")}, currency="USD"),
    ]
    export = make(Catalogue(prices, cache_discounts={"acme"}))
    what = "what a cache holds costs otherwise by the page, which prints no price for it here; it is held as input"
    assert ("input", True, what) in _losses(export, "m")
    assert not any(said == what for _, _, said in _losses(export, "told"))
    assert make(Catalogue(prices)).files == export.files
    elsewhere = make(Catalogue([*prices, price("m", "cache_read", "0.1", currency="USD", mode="batch")]))
    assert ("input", True, what) in _losses(elsewhere, "m")


@every_export
def test_a_price_that_does_not_hold_yet_or_any_more_is_left_out(make: Make) -> None:
    both = tiered("m", {"x": ("1", "2")}, currency="USD")
    days = ({"effective_from": "2026-06-01"}, {"effective_until": "2025-12-01"}, {"effective_until": "2026-02-01"})
    prices = [
        {**each, **own, "model": f"m{number}", "id": f"{each['id']}{number}"}
        for number, own in enumerate(days)
        for each in both
    ]
    export = make(Catalogue(prices, day="2026-02-01"))
    assert {loss.what for loss in export.losses if loss.model == "m0"} == {"it begins on 2026-06-01"}
    assert {loss.what for loss in export.losses if loss.model == "m1"} == {"it ended with 2025-12-01"}
    assert export.files == make(Catalogue([each for each in prices if each["model"] == "m2"])).files


def test_names_that_differ_in_case_alone_are_left_out_where_the_tool_knows_no_case() -> None:
    prices = [*tiered("Pro-X", {"x": ("1", "2")}, currency="USD"), *tiered("pro-x", {"x": ("3", "4")}, currency="USD")]
    export = EXPORTS["genai-prices"](Catalogue(prices))
    assert json.loads(export.files["genai-prices.json"]) == []
    what = "the format knows no case, and another model is called so"
    assert _losses(export, "pro-x") == {("input", False, what), ("output", False, what)}


@every_export
def test_tokens_are_left_out_where_what_the_call_costs_beside_them_is_in_doubt(make: Make) -> None:
    tokens = tiered("m", {"x": ("1", "2")}, currency="USD")
    call = price("m", "request", "0.1", currency="USD")
    export = make(Catalogue([*tokens, {**call, "conflict": "printed twice"}]))
    assert {(loss.meter, loss.held) for loss in export.losses} == {
        (each, False) for each in ("input", "output", "request")
    }
