"""The library over everything that the collection's release has on sale: a price, or a reason that has a name."""

import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import islice
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

import pricebook
from pricebook.book import Book, BookError, Doubtful, NotPriced, OutsideBounds, Undecided, WrongQuestion
from pricebook.book.words import OFFERS, SIZES
from tests.book.requests import (
    KEYWORDS,
    OFFER,
    RELEASE,
    Request,
    Told,
    by_offer,
    edges,
    meeting,
    requests,
    the_collections,
)
from tests.book.ten_lines import meets

DOUBTS = ("suspect", "conflict", "held", "stale")
Offers = Mapping[tuple[str, ...], Sequence[Told]]


@pytest.fixture(scope="module")
def asked() -> Book:
    return pricebook.load(RELEASE, accept_expired=True)


@pytest.fixture(scope="module")
def offers() -> Offers:
    """Every current price, by what it is of."""
    return by_offer(the_collections())


def holding(offers: Offers, price: Told, stated: Mapping[str, Any], home: str | None) -> list[Told]:
    """The prices that a request may be billed by which chose the offer of this one, by the words of the contract."""
    chosen = {name: value for name, value in price["conditions"].items() if name in OFFERS - {"region"}}
    rest = OFFERS | {"tier_rule"}
    same = [
        each
        for each in offers[tuple(price[name] for name in OFFER)]
        if each["meter"] == price["meter"]
        and chosen == {name: value for name, value in each["conditions"].items() if name in OFFERS - {"region"}}
    ]
    there = [each for each in same if each["conditions"].get("region") == price["conditions"].get("region", home)]
    return [
        each
        for each in there or [each for each in same if "region" not in each["conditions"]]
        if all(
            meets(stated[name], each["conditions"][name]) for name in each["conditions"].keys() & stated.keys() - rest
        )
    ]


def test_each_price_is_billed_on_the_side_of_each_bound_that_the_page_prints(asked: Book, offers: Offers) -> None:
    found = 0
    today = asked.generated.date().isoformat()
    for price in the_collections():
        if (price["effective_from"] or today) > today or (price["effective_until"] or today) < today:
            continue
        home = asked._edition.home(price["provider"])
        about = {"provider": price["provider"], "service": price["service"], "accept": DOUBTS}
        chosen = {name: value for name, value in price["conditions"].items() if name in OFFERS}
        keyword = KEYWORDS[price["meter"], price["unit"]]
        for stated in meeting(price["conditions"]):
            for size in edges(offers[tuple(price[name] for name in OFFER)]):
                held = holding(offers, price, {**stated, **dict.fromkeys(SIZES, size)}, home)
                amounts = {each["amount"] for each in held}
                try:
                    told = asked.price(price["model"], keyword, input_tokens=size, **about, **{**stated, **chosen})
                except (OutsideBounds, NotPriced):
                    assert not held, price
                except Undecided:
                    assert len(amounts) > 1, price
                except WrongQuestion:
                    same = offers[tuple(price[name] for name in OFFER)]
                    assert any("output_tokens" in each["conditions"] for each in same), price
                else:
                    assert {f"{told.amount:f}"} == amounts, (price, size)
                    found += told.id == price["id"]
    assert found >= len(the_collections()) * 0.9


def test_lines_add_up_exactly_and_each_has_its_quote(asked: Book) -> None:
    quotes = {(price["id"], price["listed"]["text"]) for price in the_collections()}
    billed = 0
    for request in requests(price for price in the_collections() if price["standard"]):
        try:
            cost = asked.cost(request.offer["model"], accept=DOUBTS, **request.keywords)
        except BookError:
            continue
        billed += 1
        assert sum(line.amount for line in cost.lines) == cost.amount
        assert {(line.id, line.quote) for line in cost.lines} <= quotes
        assert sum(line.quantity for line in cost.lines) == sum(
            count for meter, count in request.counts.items() if meter not in {"cache_read", "cache_write"}
        )
        for line in cost.lines:
            per = {"1M": 10**6, "1K": 10**3}.get((line.unit or "")[:2], 1)
            assert line.amount * per == line.quantity * line.unit_price
    assert billed > len({(price["provider"], price["model"]) for price in the_collections()})


def tiered() -> list[Told]:
    """The tokens of standard offers whose tiers are of what is sent alone."""
    return [
        price
        for price in the_collections()
        if price["standard"] and price["meter"] in {"input", "output"} and price["service"] == "inference"
        and not {"tier_rule", "output_tokens"} & price["conditions"].keys()
    ]  # fmt: skip


def inside(price: Told) -> tuple[int, int]:
    """The least and the most tokens of input that the price is for."""
    sizes = [size for size in edges([price]) if meets(size, price["conditions"].get("input_tokens", {}))]
    return min(sizes), max(sizes)


@settings(suppress_health_check=[HealthCheck.filter_too_much])
@given(st.deferred(lambda: st.sampled_from(tiered())), st.data())
def test_within_a_tier_a_cost_is_additive_and_monotone(asked: Book, price: Told, data: st.DataObject) -> None:
    is_output = price["meter"] == "output"
    low, high = inside(price)
    assume(high >= 2 * low)
    first = data.draw(st.integers(low, high - low), "input")
    second = data.draw(st.integers(low, high - first), "more input")
    made, more = data.draw(st.tuples(*[st.integers(0, 10**6)] * 2), "output")
    keywords = {"provider": price["provider"], "accept": DOUBTS, **stated_of(price)}

    def total(given: int, made: int) -> Decimal:
        counted: dict[str, Any] = {"input_tokens": given} | ({"output_tokens": made} if is_output else {})
        return asked.total(price["model"], context_tokens=given + made, **counted, **keywords)

    asked_for = [
        (first + second, made + more),
        (first, made),
        (second, more),
        (first + second, made),
        (first, made + more),
    ]
    try:
        whole, one, other, longer, fuller = (total(*each) for each in asked_for)
    except (Undecided, NotPriced, WrongQuestion):  # another of its tiers is of what it gives
        assume(condition=False)
    assert one + other == whole
    assert one <= longer <= whole
    assert one <= fuller <= whole


def stated_of(price: Told) -> dict[str, Any]:
    """What a caller states who means this price."""
    return next(meeting(price["conditions"]))


def test_the_day_of_the_last_look_is_answered_like_today(asked: Book) -> None:
    looks = json.loads((RELEASE / "status.json").read_bytes())["providers"]
    ended = {price["id"] for price in the_collections() if price["effective_from"] or price["effective_until"]}
    compared = 0
    for request in islice(requests(price for price in the_collections() if price["id"] not in ended), 0, None, 7):
        day = looks[request.offer["provider"]]["last_look"][:10]
        now, then = (answer(asked, request, at) for at in (None, day))
        if now is Doubtful:
            # What is held may be gone from its page: then the release doubts it, and the history says that it is gone.
            assert not isinstance(then, Decimal), request
        else:
            assert now == then, request
        compared += isinstance(now, Decimal)
    assert compared


def answer(asked: Book, request: Request, at: str | None) -> Decimal | type[BookError]:
    """What it costs, or the error that says why that is not known."""
    try:
        return asked.total(request.offer["model"], at=at, **request.keywords)
    except BookError as refused:
        return type(refused)


def test_whatever_is_found_can_be_asked_for(asked: Book) -> None:
    known: dict[tuple[str, str], list[str]] = {}
    for price in the_collections():
        known.setdefault((price["provider"], price["model"]), []).append(price["id"])
    for (provider, model), mine in known.items():
        assert f"{provider}/{model}" in map(str, asked.find(f"{provider}/{model}"))
        # The provider is named apart: another one may sell what it calls `provider/model`.
        assert [price.id for price in asked.prices(model, provider=provider)] == mine
