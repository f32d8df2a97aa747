"""Another catalogue's prices beside ours: what is compared, what it comes to, and what is never left out."""

import json
import zipfile
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from pricebook.errors import UsageError
from pricebook.publish.divergence.comparing import Ours, diverging
from pricebook.publish.divergence.outcomes import OUTCOMES, Divergence, DivergenceLine
from pricebook.publish.divergence.packages import DATA, theirs, told_catalogue
from pricebook.publish.divergence.summing import markdown, summary
from pricebook.publish.divergence.telling import COLUMNS, KINDS, SHOWN, data_rows, rows
from pricebook.publish.divergence.theirs import Theirs
from pricebook.publish.exports import EXPORTS
from pricebook.publish.exports.export import Catalogue
from pricebook.publish.exports.offers import Told
from pricebook.rates import Converted, Rate
from tests.publish.published import offer_of_models
from tests.publish.told import HOME, MADE, into, price, tiered

DAY = "2026-09-01"
WALK = {"acme": {"litellm": "acme", "genai-prices": "acme"}}
TOOLS = {"litellm": "litellm.json", "genai-prices": "genai-prices.json"}


def converted(amount: Decimal, currency: str, wanted: str) -> Converted:
    rate = Rate(Decimal(1), DAY, "same") if currency == wanted else into(currency)
    return Converted(amount * rate.value, wanted, amount, currency, rate)


def held(prices: Sequence[Told], other: Theirs, entries: Sequence[Told] | None = None) -> Divergence:
    """Our prices held against that catalogue, in which acme is acme."""
    models = dict.fromkeys(price["model"] for price in prices)
    ours = Ours(prices, entries or [offer_of_models("acme", model) for model in models], DAY)
    return diverging(ours, other, {"acme": "acme"}, converted)


def litellm(**models: Mapping[str, Any]) -> Theirs:
    told = {f"acme/{name}": {"litellm_provider": "acme", "mode": "chat", **row} for name, row in models.items()}
    return told_catalogue(json.dumps(told).encode(), "litellm", "prices.json", DAY)


def genai(*models: Mapping[str, Any], day: str = DAY) -> Theirs:
    told = [{"id": "acme", "models": models}]
    return told_catalogue(json.dumps(told).encode(), "genai-prices", "prices.json", day)


def only(found: Divergence) -> DivergenceLine:
    [each] = [each for each in found.prices if each.theirs is not None]
    return each


# Our own prices in another tool's format are our own prices.


@pytest.mark.parametrize("name", TOOLS)
def test_what_an_export_holds_is_the_same_when_it_is_read_again(name: str) -> None:
    catalogue = Catalogue(MADE, WALK, into)
    export = EXPORTS[name](catalogue)
    other = told_catalogue(export.files[TOOLS[name]], name, TOOLS[name], DAY)
    found = held(MADE, other)
    assert found.counts["differs"] == found.counts["rounded"] == found.counts["other-offer"] == 0
    left_out = {loss.id for loss in export.losses if not loss.held}
    equal = {each.ours["id"] for each in found.prices if each.outcome == "equal" and each.ours}
    searches = {each["id"] for each in MADE if each["meter"] == "search"}
    assert equal >= {each["id"] for each in MADE} - left_out - searches


@given(some.data())
def test_one_price_that_is_other_is_the_one_that_differs(data: some.DataObject) -> None:
    export = EXPORTS["genai-prices"](Catalogue(MADE, WALK, into))
    told = json.loads(export.files["genai-prices.json"])
    models = [model for model in told[0]["models"] if Decimal(str(_first(model)[1])) != 0]
    model = data.draw(some.sampled_from(models))
    field, amount = _first(model)
    factor = data.draw(some.sampled_from([Decimal("0.5"), Decimal("1.01"), Decimal(1000)]))
    _change(model, field, Decimal(amount) * factor)
    found = held(MADE, told_catalogue(json.dumps(told).encode(), "it", "it.json", DAY))
    [worst] = [each for each in found.prices if each.outcome == "differs"]
    assert (worst, worst.called, worst.field, worst.ratio) == (found.prices[0], model["id"], field, factor)
    assert found.worst == max(factor, 1 / factor)


def _first(model: Mapping[str, Any]) -> tuple[str, str]:
    field, value = next(iter(model["prices"].items()))
    return field, value["base"] if isinstance(value, dict) else value


def _change(model: Mapping[str, Any], field: str, amount: Decimal) -> None:
    if isinstance(model["prices"][field], dict):
        model["prices"][field]["base"] = str(amount)
    else:
        model["prices"][field] = str(amount)


@pytest.mark.parametrize("name", TOOLS)
def test_nothing_is_left_out(name: str) -> None:
    """Each price of ours of a model that both have stands there, and each of theirs."""
    export = EXPORTS[name](Catalogue(MADE, WALK, into))
    other = told_catalogue(export.files[TOOLS[name]], name, TOOLS[name], DAY)
    found = held(MADE, other)
    compared = {model for _, model, _ in found.models}
    told = [each.ours["id"] for each in found.prices if each.ours]
    assert set(told) == {each["id"] for each in MADE if each["model"] in compared}
    assert sum(each.theirs is not None for each in found.prices) == sum(
        len(model.prices) for model in other.models if model.names[0] in compared
    )
    assert {model for _, model in found.only_ours} == {each["model"] for each in MADE} - compared
    assert sum(found.counts.values()) == len(found.prices)
    assert sum(found.reasons.values()) == found.counts["not-compared"]


# Amounts.


@pytest.mark.parametrize(
    ("ours", "there", "outcome"),
    [
        ("0.15", 0.15e-6, "equal"),
        ("0.27782", 0.278e-6, "rounded"),
        ("0.27782", 0.28e-6, "differs"),
        ("0.3", 3.0000000000000004e-07, "rounded"),
        ("0", 0, "equal"),
        ("2", 0, "differs"),
        ("0", 1e-6, "differs"),
    ],
)
def test_equal_is_exact_or_as_far_as_their_digits_go(ours: str, there: float, outcome: str) -> None:
    found = held([price("a", "input", ours, currency="USD")], litellm(a={"input_cost_per_token": there}))
    assert only(found).outcome == outcome
    assert found.in_step == (outcome != "differs")


def test_the_worst_stands_first_and_nothing_is_farther_than_a_price_against_none() -> None:
    ours = [price(name, "input", "2", currency="USD") for name in ("a", "b", "c", "d")]
    rows_of_theirs = {"a": 2.1e-6, "b": 0, "c": 9e-6, "d": 0.1e-6}
    found = held(ours, litellm(**{name: {"input_cost_per_token": rate} for name, rate in rows_of_theirs.items()}))
    assert [each.model for each in found.prices] == ["b", "d", "c", "a"]
    assert [str(each.ratio) for each in found.prices] == ["0", "0.05", "4.5", "1.05"]


def test_where_no_rate_is_known_nothing_is_compared() -> None:
    found = held([price("a", "input", "2", currency="JPY")], litellm(a={"input_cost_per_token": 1e-6}))
    assert (only(found).outcome, only(found).why) == ("not-compared", "no rate between JPY and USD")


# What a price is of.


@pytest.mark.parametrize(
    ("field", "ours"),
    [
        ("input_cost_per_token_batches", {"mode": "batch"}),
        ("input_cost_per_token_priority", {"mode": "priority"}),
        ("input_cost_per_audio_token", {"modality": "audio"}),
        ("input_cost_per_token", {"modality": ["text", "image"]}),
        ("input_cost_per_token", {"region": HOME}),
    ],
)
def test_a_field_of_theirs_meets_ours_of_the_same_terms(field: str, ours: dict[str, Any]) -> None:
    standard = price("a", "output", "9", currency="USD", region=HOME)
    found = held([standard, price("a", "input", "2", currency="USD", **ours)], litellm(a={field: 2e-6}))
    assert only(found).outcome == "equal"


@pytest.mark.parametrize(
    ("ours", "why"),
    [
        ({"thinking": True}, "depends on thinking"),
        ({"modality": "audio"}, "depends on modality"),
        ({"input_tokens": {"gt": 8, "lte": 32}}, " tier"),
        ({"effective_from": "2026-10-01"}, "it begins on 2026-10-01"),
        ({"conflict": "printed with 2 amounts"}, "in conflict"),
    ],
)
def test_what_is_not_of_the_same_terms_is_said_with_the_reason(ours: dict[str, Any], why: str) -> None:
    found = held([price("a", "input", "2", currency="USD", **ours)], litellm(a={"input_cost_per_token": 2e-6}))
    assert found.counts["not-compared"] == len(found.prices) == 2
    assert all(why in each.why for each in found.prices), found.reasons


def test_tiers_meet_where_they_begin_and_end_alike() -> None:
    ours = tiered("a", {"x<=32000": ("1", "2"), "32000<x<=128000": ("3", "4"), "128000<x": ("5", "6")}, currency="USD")
    there = {
        "input_cost_per_token": 1e-6,
        "input_cost_per_token_above_32k_tokens": 3e-6,
        "input_cost_per_token_above_128k_tokens": 9e-6,
        "output_cost_per_token": 2e-6,
    }
    found = held(ours, litellm(a=there))
    told = {(each.meter, str(each.conditions)): each.outcome for each in found.prices}
    assert told == {
        ("input", "{'input_tokens': {'lte': 32000}}"): "equal",
        ("input", "{'input_tokens': {'gt': 32000, 'lte': 128000}}"): "equal",
        ("input", "{'input_tokens': {'gt': 128000}}"): "differs",
        ("output", "{'input_tokens': {'lte': 32000}}"): "equal",
        ("output", "{'input_tokens': {'gt': 32000, 'lte': 128000}}"): "not-compared",
        ("output", "{'input_tokens': {'gt': 128000}}"): "not-compared",
    }
    assert found.reasons == {"a tier that they do not have": 2}


def test_what_another_region_asks_is_told_apart_from_a_difference() -> None:
    ours = [
        price("a", "input", "2", currency="USD", region=HOME),
        price("a", "input", "3", currency="USD", region="新加坡"),
    ]
    abroad = only(held(ours, litellm(a={"input_cost_per_token": 3e-6})))
    assert (abroad.outcome, abroad.why, str(abroad.ratio)) == (
        "other-offer",
        "it is the page's with region=新加坡",
        "1.5",
    )
    near = only(held(ours, litellm(a={"input_cost_per_token": 2.9e-6})))
    assert (near.outcome, near.why) == ("differs", "nearer to the page's with region=新加坡")


def test_a_field_that_nobody_knows_is_said() -> None:
    there = {"input_cost_per_token": 2e-6, "cost_per_wink": 0.1, "off_peak_pricing": {"hours": "0-8"}, "max_tokens": 9}
    found = held([price("a", "input", "2", currency="USD")], litellm(a=there))
    assert [(each.field, each.outcome) for each in found.prices] == [
        ("input_cost_per_token", "equal"), ("cost_per_wink", "not-compared"), ("off_peak_pricing", "not-compared"),
    ]  # fmt: skip


def test_a_field_beside_tiers_counts_where_no_tier_has_it() -> None:
    tiers = [{"range": [0, 8], "input_cost_per_token": 2e-6}, {"range": [8, 16], "input_cost_per_token": 4e-6}]
    there = {"tiered_pricing": tiers, "input_cost_per_token": 1e-6, "cache_read_input_token_cost": 0.5e-6}
    ours = [
        *tiered("a", {"x<=8": ("2",), "8<x<=16": ("4",)}, currency="USD"),
        price("a", "cache_read", "0.5", currency="USD"),
    ]
    found = held(ours, litellm(a=there))
    assert [(each.field, each.outcome) for each in found.prices] == [
        ("cache_read_input_token_cost", "equal"), ("tiered_pricing input_cost_per_token", "equal"),
        ("tiered_pricing input_cost_per_token", "equal"),
    ]  # fmt: skip


def test_what_stands_with_a_date_counts_from_that_day_on() -> None:
    prices = [
        {"prices": {"input_mtok": "2"}},
        {"constraint": {"start_date": "2026-09-01"}, "prices": {"input_mtok": 3}},
        {"constraint": {"start_time": "00:30", "end_time": "16:30"}, "prices": {"input_mtok": 1}},
    ]
    ours = [price("a", "input", "3", currency="USD")]
    for day, outcome in (("2026-08-31", "differs"), ("2026-09-01", "equal")):
        found = held(ours, genai({"id": "a", "prices": prices}, day=day))
        assert only(found).outcome == outcome
        assert found.reasons == {"it holds at certain hours alone": 1}


def test_a_cache_for_an_hour_is_not_one_for_minutes() -> None:
    ours = [price("a", "cache_write", "2.5", currency="USD", cache_ttl=300),
            price("a", "cache_write", "4", currency="USD", cache_ttl=3600)]  # fmt: skip
    row = {"cache_creation_input_token_cost": 2.5e-6, "cache_creation_input_token_cost_above_1hr": 4e-6}
    for other in (litellm(a=row), genai({"id": "a", "prices": {"cache_write_mtok": 2.5, "cache_write_1h_mtok": 4}})):
        assert held(ours, other).counts["equal"] == 2


# Which model is the same.


@pytest.mark.parametrize(
    ("ours", "there", "same"),
    [
        ("acme-1", "acme-1", True),
        ("Acme 1", "maker/acme_1", True),
        ("acme-1", "acme-1-2026-01-05", False),
        ("Acme 1.5", "acme-1-5", False),
        ("acme-1", "acme-1-mini", False),
        ("other name", "acme-1", True),
        ("acme-1-old", "acme-1", False),
    ],
)
def test_the_same_model_is_told_by_the_rules_alone(ours: str, there: str, same: bool) -> None:
    entries = [
        {**offer_of_models("acme", ours), "aliases": ["acme-1"] if ours == "other name" else [],
         "not": ["acme-1"] if ours == "acme-1-old" else []}
    ]  # fmt: skip
    other = litellm(**{there: {"input_cost_per_token": 2e-6}})
    found = held([price(ours, "input", "2", currency="USD")], other, entries)
    assert bool(found.models) is same
    assert (found.only_theirs, found.only_ours) == (([], []) if same else ([("acme", there)], [("acme", ours)]))
    looks = there in {"acme-1-2026-01-05", "acme-1-5"}
    assert [each.theirs for each in found.look_alikes] == ([there] if looks else [])
    assert all(each.differs for each in found.look_alikes)


def test_providers_are_compared_that_are_known_to_be_the_same() -> None:
    ours = [price("a", "input", "2"), price("a", "input", "2", provider="other")]
    entries = [offer_of_models("acme", "a"), offer_of_models("other", "a")]
    told = {
        f"{name}/a": {"litellm_provider": name, "input_cost_per_token": 1e-6} for name in ("acme", "other", "third")
    }
    there = told_catalogue(json.dumps(told).encode(), "it", "it.json", DAY)
    found = held(ours, there, entries)
    assert (found.providers, found.unknown) == ({"acme": "acme"}, {"other": True})
    assert found.others == {"other": 1, "third": 1}


# Where it is read from.


def test_a_wheel_is_read_and_nothing_of_it_is_run(tmp_path: Path) -> None:
    wheel = tmp_path / "genai_prices-9.8.7-py3-none-any.whl"
    model = "ModelInfo(id='a', prices=ModelPrice(input_mtok=Decimal('2')))"
    told = f"providers: list = [Provider(id='acme', models=[{model}])]"
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr(DATA["genai-prices"], f"import nothing_there\nraise SystemExit\n{told}\n")
    found = theirs(str(wheel), DAY)
    assert (found.source, found.models[0].name) == ("genai-prices 9.8.7", "a")
    assert str(found.models[0].prices[0].printed) == "2 USD / 1M tokens"


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.json", b"{}", "in no form that is known"),
        ("a.json", b"[1]", "in no form that is known"),
        ("a.json", b"{", "cannot be read as JSON"),
        ("a.json", b"\xff", "cannot be read as JSON"),
        ("a.json", b'[{"id": "a", "models": [{"id": "b", "prices": {"input_mtok": NaN}}]}]', "cannot be read as JSON"),
        ("a.json", b'[{"id": "a", "models": [{"id": "b", "prices": {"input_mtok": "x"}}]}]', "not all of it"),
        ("a.json", b'[{"id": "a", "models": [{"id": "b", "prices": {"input_mtok": 1e999}}]}]', "not all of it"),
        ("a.json", b'[{"id": "a", "models": [{"prices": {}}]}]', "not all of it"),
        ("a.py", b"providers = [", "is no Python"),
        ("a.py", b"others = []", "assigns nothing to 'providers'"),
        ("a.py", b"providers = [open('x')]", "expected a literal"),
        ("a.py", b"providers = [1 + 1]", "expected a literal"),
        ("a.whl", b"", "cannot be read as a wheel"),
    ],
)
def test_what_is_no_catalogue_is_refused(tmp_path: Path, name: str, data: bytes, said: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(UsageError, match=said) as raised:
        theirs(str(path), DAY)
    assert name in str(raised.value)


# How it is told.


def test_every_kind_can_be_shown_and_is_counted() -> None:
    ours = [*MADE, price("look 1.5", "input", "2")]
    export = EXPORTS["litellm"](Catalogue(MADE, WALK, into))
    told = json.loads(export.files["litellm.json"])
    told["acme/look-1-5"] = {"litellm_provider": "acme", "input_cost_per_token": 1}
    told["acme/plain"]["input_cost_per_token"] = 1
    found = held(ours, told_catalogue(json.dumps(told).encode(), "it", "it.json", DAY))
    lines = "\n".join(summary(found))
    for kind in KINDS:
        shown, data = rows(found, [kind]), data_rows(found, [kind])
        assert {len(row) for row in shown} <= {len(SHOWN)}
        assert {len(row) for row in data} <= {len(COLUMNS)}
        assert {row[0] for row in data} <= {kind}
        assert len(shown) == len(data)
        if kind in OUTCOMES:
            assert len(data) == found.counts[kind]
    assert all(why in lines for why in found.reasons)
    page = markdown(found, ["differs"])
    assert page.count("\n| `") == min(found.counts["differs"], 100)
    assert json.loads(json.dumps(found.told()))["counts"] == found.counts


def test_text_of_a_catalogue_is_no_markup() -> None:
    found = held([price("<b>|a", "input", "2")], litellm(**{"<b>|a": {"input_cost_per_token": 1}}))
    assert "<b>" not in markdown(found, KINDS)
