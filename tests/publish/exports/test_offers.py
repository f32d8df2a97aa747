"""From prices to offers, and from token prices to ladders."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pricebook.publish.exports.offers import Ladder, Told, alone, ladder_of, offers
from tests.publish.told import HOME, MADE, price, tiered

BY_MODEL = {offer.model: offer for offer in offers(MADE)}


def _spans(ladder: Ladder) -> list[tuple[int, int | None]]:
    return [(tier.above, tier.upto) for tier in ladder.tiers]


@pytest.mark.parametrize(
    ("model", "spans"),
    [
        ("plain", [(0, None)]),
        ("steps", [(0, 32000), (32000, 128000), (128000, 256000)]),
        ("below", [(0, 127), (127, 255), (255, None)]),
        ("context", [(0, 8192), (8192, 32768), (32768, 131072)]),
    ],
)
def test_bounds_become_tiers(model: str, spans: list[tuple[int, int | None]]) -> None:
    assert _spans(BY_MODEL[model].ladder) == spans


@pytest.mark.parametrize(
    ("model", "why_not"),
    [
        ("gap", "its tiers leave a gap"),
        ("late", "its tiers leave a gap"),
        ("uneven", "its tiers leave a gap"),
        ("twice", "more than one price holds for one size of request"),
        ("thinking", "what its tokens cost depends on thinking"),
        ("doubtful", "its output price is suspect: output costs less than input"),
        ("printed-twice", "its output price is in conflict: printed with 2 amounts"),
    ],
)
def test_what_is_no_ladder_says_why(model: str, why_not: str) -> None:
    ladder = BY_MODEL[model].ladder
    assert (ladder.tiers, ladder.why_not) == ((), why_not)


def test_two_kinds_of_bounds_make_no_ladder() -> None:
    mixed = [
        price("m", "input", "1", input_tokens={"lte": 9}),
        price("m", "output", "2", context_tokens={"lte": 9}),
    ]
    assert ladder_of(mixed).why_not == "its tiers are bounded by input_tokens and by context_tokens"


def test_a_price_without_bounds_is_of_every_tier() -> None:
    [offer] = offers([*tiered("m", {"x<=8": ("1", "2"), "8<x": ("3", "4")}), price("m", "cache_read", "0.5")])
    assert [tier.prices["cache_read"]["amount"] for tier in offer.ladder.tiers] == ["0.5", "0.5"]
    assert len(offer.ladder.prices) == 5


def test_batches_are_those_of_the_home_region() -> None:
    amounts = [tier.prices["input"]["amount"] for tier in BY_MODEL["batched-steps"].batch.tiers]
    assert amounts == ["2", "3"]


def test_batches_of_another_region_are_none_of_ours() -> None:
    abroad = tiered("m", {"x": ("9", "9")}, mode="batch", region="新加坡")
    at_home = tiered("m", {"x": ("1", "2")}, region=HOME)
    assert offers([*at_home, *abroad])[0].batch == Ladder()
    unnamed = tiered("m", {"x": ("5", "5")}, mode="batch")
    assert offers([*at_home, *abroad, *unnamed])[0].batch.prices == unnamed


def test_batches_under_another_condition_are_none() -> None:
    assert offers(tiered("m", {"x": ("9", "9")}, mode="batch", plan="企业"))[0].batch == Ladder()


def test_only_is_the_one_price_of_its_meter_that_nobody_doubts() -> None:
    [offer] = offers([price("m", "image", "1"), price("m", "input", "9")])
    assert offer.only("image", "image") == price("m", "image", "1")
    assert offer.only("video", "video") is None
    assert BY_MODEL["sized"].only("image", "image") is None
    assert BY_MODEL["film"].only("video", "video") is None
    assert offers([price("m", "image", "1", suspect="a reason")])[0].only("image", "image") is None


def test_alone_is_a_price_with_no_other_beside_it_that_nobody_doubts() -> None:
    assert alone(BY_MODEL["picture"]) == price("picture", "image", "0.2")
    assert alone(BY_MODEL["sized"]) is None
    assert alone(BY_MODEL["plain"]) is None
    assert alone(offers([price("m", "image", "1"), price("m", "training", "9")])[0]) is not None
    assert alone(offers([price("m", "image", "1"), price("m", "input", "9")])[0]) is None
    assert alone(offers([price("m", "image", "1", suspect="a reason")])[0]) is None


@given(st.permutations(MADE))
def test_every_price_is_of_one_offer_whatever_their_order(prices: list[Told]) -> None:
    found = [each["id"] for offer in offers(prices) for each in (*offer.tokens, *offer.beside, *offer.others)]
    assert sorted(found) == sorted(each["id"] for each in prices)
    assert {offer.model: _spans(offer.ladder) for offer in offers(prices)} == {
        model: _spans(offer.ladder) for model, offer in BY_MODEL.items()
    }


@given(st.lists(st.integers(1, 10**6), min_size=1, max_size=6, unique=True), st.integers(0, 2 * 10**6), st.booleans())
def test_each_size_falls_into_the_tier_that_the_page_prints(edges: list[int], size: int, inclusive: bool) -> None:
    edges.sort()
    first = {f"x<={edges[0]}" if inclusive else f"x<{edges[0]}": ("0", "0")}
    sign = ("<", "<=") if inclusive else ("<=", "<")
    spans = {f"{low}{sign[0]}x{sign[1]}{high}": (str(low), str(low)) for low, high in pairwise(edges)}
    last = {f"{edges[-1]}{sign[0]}x": (str(edges[-1]), str(edges[-1]))}
    [offer] = offers(tiered("m", first | spans | last))
    found = [tier for tier in offer.ladder.tiers if tier.above < size and (tier.upto is None or size <= tier.upto)]
    printed = max((edge for edge in edges if (size > edge if inclusive else size >= edge)), default=0)
    assert [tier.prices["input"]["amount"] for tier in found] == ([str(printed)] if size else [])
