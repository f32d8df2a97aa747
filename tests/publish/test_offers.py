"""The standard offer: what everybody pays, told price by price as docs/contract.md says it; and the order of prices."""

import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import groupby, pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pricebook.identity import offer_order
from pricebook.publish.offers import Standard
from pricebook.records import Price
from pricebook.vocabulary import BOUNDED, CHOICES
from tests.pages import COLLECTION
from tests.worlds import approve_all, introduced, look, price, published, reading

HOME, AWAY = "华北", "新加坡"
CHOSEN: tuple[dict[str, Any], ...] = (
    {"region": AWAY}, {"scope": "全球"}, {"mode": "batch"}, {"hours": "00:30-08:30"}, {"plan": "paid"},
    {"fine_tuned": True}, {"surcharge": True}, {"as_printed": ["企业版"]},
)  # fmt: skip
ASKED: tuple[dict[str, Any], ...] = (
    {}, {"resolution": "720p"}, {"thinking": True}, {"input_tokens": {"lte": 32000}},
    {"input_tokens": {"gt": 32000}, "task": "text-to-image"},
)  # fmt: skip


def test_what_has_to_be_chosen_is_here() -> None:
    assert sorted(name for chosen in CHOSEN for name in chosen) == sorted(CHOICES)


@pytest.mark.parametrize("asked", ASKED)
def test_properties_of_a_request_leave_a_price_standard(asked: dict[str, Any]) -> None:
    for home in (None, HOME):
        assert Standard(home)(price("a", "1", conditions=asked))


@pytest.mark.parametrize("asked", ASKED)
@pytest.mark.parametrize("chosen", CHOSEN)
def test_what_a_customer_chose_is_not_standard(chosen: dict[str, Any], asked: dict[str, Any]) -> None:
    for home in (None, HOME):
        assert not Standard(home)(price("a", "1", conditions={**asked, **chosen}))
        assert not Standard(home)(price("a", "1", conditions={**asked, **chosen, "region": HOME, "mode": "flex"}))


def test_a_region_is_home_only_where_the_provider_has_one() -> None:
    here, there = (price("a", "1", conditions={"region": region}) for region in (HOME, AWAY))
    assert [Standard(home)(here) for home in (HOME, AWAY, None)] == [True, False, False]
    assert [Standard(home)(there) for home in (HOME, AWAY, None)] == [False, True, False]


def test_where_the_home_region_is_named_what_names_none_is_not_standard() -> None:
    here, bare = price("a", "1", conditions={"region": HOME}), price("a", "2")
    others = [price("b", "3"), price("a", "4", meter="output")]
    standard = Standard(HOME, [here, bare, *others])
    assert [standard(each) for each in (here, bare, *others)] == [True, False, True, True]


def test_what_is_no_longer_sold_says_nothing_of_what_is(tmp_path: Path) -> None:
    """The page named the region, and names it no more: what it prints now is what everybody pays."""
    introduced(tmp_path, "2026-01-01", HOME)
    look(tmp_path, "2026-01-01", reading([price("a", "1", conditions={"region": HOME})]))
    look(tmp_path, "2026-01-02", reading([price("a", "2")]))
    approve_all(tmp_path, "2026-01-03")
    files = published(tmp_path)
    assert [(each["amount"], each["standard"]) for each in files["prices.json"]["prices"]] == [("2", True)]
    assert [(each["amount"], each["standard"]) for each in files["absent.json"]["prices"]] == [("1", True)]


CONDITIONS = st.fixed_dictionaries({}, optional={
    "region": st.sampled_from([HOME, AWAY]), "mode": st.sampled_from(["batch", "flex"]), "fine_tuned": st.just(True),
    "resolution": st.sampled_from(["720p", "1080p"]), "as_printed": st.just(["企业版"]),
    "input_tokens": st.sampled_from([{"lte": 32000}, {"gt": 32000, "lte": 128000}, {"gt": 128000}]),
})  # fmt: skip
PRICES = st.lists(
    st.builds(
        lambda model, meter, conditions: price(model, "1", meter=meter, conditions=conditions),
        st.sampled_from(["a", "b"]), st.sampled_from(["input", "output"]), CONDITIONS,
    ),
    max_size=8, unique_by=lambda each: each.id,
)  # fmt: skip


@given(prices=PRICES, home=st.sampled_from([None, HOME]))
def test_standard_is_as_the_contract_says_it(prices: list[Price], home: str | None) -> None:
    standard = Standard(home, prices)
    for each in prices:
        chosen = {name: each.conditions[name] for name in each.conditions if name in CHOICES}
        at_home = home is not None and chosen == {"region": home}
        named = any(
            (one.model, one.meter) == (each.model, each.meter)
            and {name: one.conditions[name] for name in one.conditions if name in CHOICES} == {"region": home}
            for one in prices
        )
        assert standard(each) == (at_home or (not chosen and not (home and named)))


def reach(told: Mapping[str, Any], name: str) -> tuple[Decimal, Decimal]:
    """From where to where a price's tier goes."""
    bounds = told["conditions"].get(name, {})
    low = max((Decimal(bounds[each]) for each in ("gt", "gte") if each in bounds), default=Decimal(-1))
    return low, min((Decimal(bounds[each]) for each in ("lt", "lte") if each in bounds), default=Decimal("Infinity"))


def in_order(prices: Sequence[Mapping[str, Any]]) -> None:
    """By provider, model and service; the standard offer first; what was chosen together; tiers from below."""
    assert len({each["provider"] for each in prices}) == len(list(groupby(each["provider"] for each in prices)))
    for _, of_service in groupby(prices, key=lambda each: (each["provider"], each["model"], each["service"])):
        own = list(of_service)
        marks = [each["standard"] for each in own]
        assert marks == sorted(marks, reverse=True)
        ways = [json.dumps([each["standard"], chosen_of(each)]) for each in own]
        assert len(set(ways)) == len(list(groupby(ways))), "an offer's prices stand together"
        for one, other in pairwise(own):
            alike = ("meter", "unit", "currency", "standard")
            if all(one[name] == other[name] for name in alike) and rest(one) == rest(other):
                assert [reach(one, name) for name in BOUNDED] <= [reach(other, name) for name in BOUNDED]


def chosen_of(told: Mapping[str, Any]) -> list[Any]:
    if told["standard"]:
        return []
    return sorted((name, value) for name, value in told["conditions"].items() if name in CHOICES)


def rest(told: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in told["conditions"].items() if name not in BOUNDED}


@given(prices=PRICES, home=st.sampled_from([None, HOME]), data=st.data())
def test_prices_are_in_order_however_the_page_had_them(
    prices: list[Price], home: str | None, data: st.DataObject
) -> None:
    standard = Standard(home, prices)
    told = [{**each.model_dump(mode="json"), "standard": standard(each)} for each in prices]
    ordered = sorted(told, key=offer_order)
    assert sorted(data.draw(st.permutations(told)), key=offer_order) == ordered
    in_order(ordered)


@pytest.mark.parametrize("name", ["prices", "absent"])
def test_what_is_published_is_in_order(name: str) -> None:
    in_order(json.loads((COLLECTION.release / f"{name}.json").read_bytes())["prices"])


def test_the_standard_offer_then_each_that_was_chosen_its_tiers_from_below() -> None:
    low, high = {"input_tokens": {"lte": 32000}}, {"input_tokens": {"gt": 32000}}
    batch, own = {"mode": "batch"}, {"fine_tuned": True}
    told = [
        {**price("a", "1", meter=meter, conditions=conditions).model_dump(mode="json"), "standard": standard}
        for meter, conditions, standard in [
            ("input", {}, True), ("output", low, True),
            ("output", high, True), ("input", own, False), ("input", {**low, **batch}, False),
            ("input", {**high, **batch}, False), ("output", batch, False),
        ]
    ]  # fmt: skip
    backwards = told[::-1]
    assert sorted(backwards, key=offer_order) == told
