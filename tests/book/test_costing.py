"""The price of a request, in the five steps of the contract; and that no question is answered by another price."""

import decimal
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import pricebook
from pricebook.book import (
    Book,
    Doubtful,
    NotPriced,
    OutsideBounds,
    Undecided,
    UndecidedTier,
    UnknownModel,
    WrongQuestion,
)
from tests.book.releases import HOME, book, files, price, write

SMALL, MIDDLE, LARGE = {"lte": 8192}, {"gt": 8192, "lte": 32768}, {"gt": 32768, "lt": 131072}
PROMOTION = {"label": "限时8折", "list_amount": "2"}
TIERED = [
    price(model, meter, amount, {bound: tier})
    for model, bound in (("by-input", "input_tokens"), ("by-context", "context_tokens"))
    for meter, amounts in (("input", "2 5 10"), ("output", "10 20 30"))
    for tier, amount in zip((SMALL, MIDDLE, LARGE), amounts.split(), strict=True)
]
PRICES = [
    price("plain", "input", "2"), price("plain", "output", "8"),
    price("plain", "input", "1", {"mode": "batch"}), price("plain", "output", "4", {"mode": "batch"}),
    price("caching", "input", "4"), price("caching", "cache_read", "1"), price("caching", "output", "16"),
    price("writing", "input", "4"), price("writing", "cache_read", "0.4"), price("writing", "cache_write", "5"),
    price("thinker", "input", "1"),
    price("thinker", "output", "3", {"thinking": False}), price("thinker", "output", "10", {"thinking": True}),
    price("same", "input", "1", {"thinking": False}), price("same", "input", "1", {"thinking": True}),
    price("homely", "input", "6", {"region": HOME}), price("homely", "input", "9", {"region": "新加坡"}),
    price("homely", "input", "8", {"region": "新加坡", "scope": "国际"}),
    price("homely", "input", "3", {"region": HOME, "mode": "batch"}),
    price("night", "input", "2"), price("night", "input", "1", {"mode": "off-peak", "hours": "00:30-08:30"}),
    price("tuned", "input", "2"), price("tuned", "input", "7", {"fine_tuned": True}),
    price("images", "image", "0.2", {"resolution": "1K"}),
    price("images", "image", "0.5", {"resolution": ["2K", "4K"]}),
    price("clips", "video", "0.3", {"duration": {"gte": 1, "lte": 16}}),
    price("clips", "video", "5", {"duration": 10}, unit="video"),
    price("lengths", "video", "0.2", {"duration": 5, "audio": False}),
    price("lengths", "video", "0.2", {"duration": {"gt": 10}, "audio": False}),
    price("lengths", "video", "0.2", {"audio": True}),
    price("sound", "audio", "0.01"), price("both", "audio", "0.01"), price("both", "video", "0.5"),
    price("reader", "text", "100"), price("learner", "training", "30", {"method": "lora"}),
    price("held-ready", "instance", "20"), price("by-volume", "image", "0.3", {"volume": {"lte": 25}}),
    price("by-volume", "image", "0.2", {"volume": {"gt": 25}}), price("nothing", "input", "0", free=True),
    price("asked", "request", "0.005", unit="request"), price("asked", "usage", "0", unit=None, free=True),
    price("doubtful", "input", "2", suspect="half of the others"), price("contrary", "input", "2", conflict="twice"),
    price("contrary", "input", "3", conflict="twice"), price("waiting", "input", "2", status="held"),
    price("old", "input", "2", status="stale"), price("worded", "input", "2"),
    price("worded", "input", "5", {"as_printed": ["多模态输入"]}),
    price("worded", "image", "2", {"as_printed": ["2D/3D", "with sound"]}),
    price("worded", "image", "3", {"as_printed": ["2D/3D"]}),
    price("strange", "input", "2"), price("strange", "input", "1", {"phase of the moon": "full"}),
    price("strange", "cache_read", "1", {"phase of the moon": "full"}),
    price("dollars", "input", "2"), price("dollars", "output", "1", currency="USD"),
    price("extra", "input", "2"), price("extra", "input", "0.5", {"surcharge": True}),
    price("promoted", "input", "1.6", promotion=PROMOTION, effective_until="2026-04-01"),
    price("coming", "input", "2", effective_until="2026-06-01"),
    price("coming", "input", "3", effective_from="2026-06-02"),
    price("gone", "input", "2", effective_until="2026-02-01"),
    price("today", "input", "2", effective_from="2026-03-02"),
    *(price(model, "input", amount, {"input_tokens": tier, "tier_rule": "marginal"})
      for model in ("bands", "bands-and-cache") for tier, amount in ((SMALL, "2"), (MIDDLE, "1"))),
    price("bands-and-cache", "cache_read", "1"),
    *(price("crossed", "input", amount, {"input_tokens": tier, "tier_rule": "marginal"})
      for tier, amount in (({"lte": 100}, "1"), ({"gt": 50, "lte": 150}, "2"), ({"gt": 200}, "3"))),
    *(price("shares", "image", amount, {"volume": tier, "tier_rule": "marginal"})
      for tier, amount in (({"lte": 10}, "3"), ({"gt": 10, "lte": 20}, "2"))),
    price("thrifty", "input", "4", provider="sparing"), price("thrifty", "output", "8", provider="sparing"),
    price("priced", "input", "4", provider="sparing"), price("priced", "cache_read", "1", provider="sparing"),
    *TIERED,
]  # fmt: skip


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Book:
    return book(tmp_path_factory.mktemp("release"), PRICES)


ANSWERS: list[tuple[str, dict[str, Any], str]] = [
    ("plain", {"input_tokens": 20_000, "output_tokens": 800}, "0.0464"),
    ("plain", {"input_tokens": 20_000, "output_tokens": 800, "mode": "batch"}, "0.0232"),
    ("plain", {"input_tokens": 0, "output_tokens": 0}, "0"),
    ("caching", {"input_tokens": 20_000, "cached_tokens": 5_000, "output_tokens": 800}, "0.0778"),
    ("caching", {"input_tokens": 5_000, "cached_tokens": 5_000}, "0.005"),
    ("caching", {"input_tokens": 5_000, "cached_tokens": 0}, "0.02"),
    ("plain", {"input_tokens": 5_000, "cached_tokens": 5_000}, "0.01"),
    ("writing", {"input_tokens": 1_000, "cached_tokens": 500, "cache_write_tokens": 100}, "0.0023"),
    ("thinker", {"input_tokens": 1_000_000, "output_tokens": 1_000_000, "thinking": True}, "11"),
    ("thinker", {"input_tokens": 1_000_000, "output_tokens": 1_000_000, "thinking": False}, "4"),
    ("thinker", {"input_tokens": 1_000_000}, "1"),
    ("same", {"input_tokens": 1_000_000}, "1"),
    ("homely", {"input_tokens": 1_000_000}, "6"),
    ("homely", {"input_tokens": 1_000_000, "region": HOME}, "6"),
    ("homely", {"input_tokens": 1_000_000, "region": "新加坡"}, "9"),
    ("homely", {"input_tokens": 1_000_000, "region": "新加坡", "scope": "国际"}, "8"),
    ("homely", {"input_tokens": 1_000_000, "mode": "batch"}, "3"),
    ("plain", {"input_tokens": 1_000_000, "region": "anywhere"}, "2"),
    ("night", {"input_tokens": 1_000_000, "mode": "off-peak"}, "1"),
    ("tuned", {"input_tokens": 1_000_000, "fine_tuned": True}, "7"),
    ("tuned", {"input_tokens": 1_000_000, "fine_tuned": False}, "2"),
    ("images", {"images": 3, "resolution": "1k"}, "0.6"),
    ("images", {"images": 3, "resolution": "4K"}, "1.5"),
    ("clips", {"video_seconds": Decimal("7.5"), "duration": 16}, "2.25"),
    ("clips", {"videos": 2, "duration": 10}, "10"),
    ("clips", {"seconds": 16}, "4.8"),
    ("clips", {"seconds": 20, "duration": 10}, "6"),
    ("lengths", {"seconds": 5}, "1"),
    ("lengths", {"seconds": 12}, "2.4"),
    ("lengths", {"seconds": 20, "audio": True}, "4"),
    ("sound", {"seconds": 90}, "0.9"),
    ("both", {"audio_seconds": 90}, "0.9"),
    ("reader", {"characters": 1_234}, "0.1234"),
    ("learner", {"training_tokens": 2_000_000, "method": "lora"}, "60"),
    ("held-ready", {"instance_hours": Decimal("0.5")}, "10"),
    ("by-volume", {"images": 100, "volume": 25}, "30"),
    ("by-volume", {"images": 100, "volume": 26}, "20"),
    ("nothing", {"input_tokens": 7}, "0"),
    ("asked", {"requests": 3}, "0.015"),
    ("asked", {"uses": 3}, "0"),
    ("extra", {"input_tokens": 1_000_000}, "2"),
    ("extra", {"input_tokens": 1_000_000, "surcharge": True}, "2.5"),
    ("promoted", {"input_tokens": 1_000_000}, "1.6"),
    ("coming", {"input_tokens": 1_000_000}, "2"),
    ("worded", {"input_tokens": 1_000_000}, "2"),
    ("worded", {"input_tokens": 1_000_000, "as_printed": "多模态输入"}, "5"),
    ("worded", {"images": 2, "as_printed": ["with sound", "2D/3D"]}, "4"),
    ("strange", {"input_tokens": 1_000_000}, "2"),
    ("doubtful", {"input_tokens": 1_000_000, "accept": "suspect"}, "2"),
    ("waiting", {"input_tokens": 1_000_000, "accept": {"held"}}, "2"),
    ("old", {"input_tokens": 1_000_000, "accept": ["stale", "held"]}, "2"),
    ("by-input", {"input_tokens": 8_192, "output_tokens": 100_000}, "1.016384"),
    ("by-input", {"input_tokens": 8_193, "output_tokens": 1_000}, "0.060965"),
    ("by-input", {"input_tokens": 131_071, "cached_tokens": 131_070}, "1.31071"),
    ("by-context", {"input_tokens": 8_000, "output_tokens": 192}, "0.01792"),
    ("by-context", {"input_tokens": 8_192, "output_tokens": 1, "context_tokens": 8_192}, "0.016394"),
    ("by-context", {"input_tokens": 8_192, "output_tokens": 1, "context_tokens": 8_193}, "0.04098"),
    ("by-context", {"output_tokens": 1_000, "context_tokens": 8_192}, "0.01"),
    ("bands", {"input_tokens": 10_192}, "0.018384"),
    ("shares", {"images": 5, "volume": 12}, "13"),
]


@pytest.mark.parametrize(("model", "keywords", "amount"), ANSWERS, ids=str)
def test_a_request_costs_what_the_contract_says(asked: Book, model: str, keywords: dict[str, Any], amount: str) -> None:
    cost = asked.cost(model, **keywords)
    assert cost.amount == Decimal(amount)
    assert cost.currency == "CNY"
    assert sum(line.amount for line in cost.lines) == cost.amount
    for _ in range(2):  # asked again, it may be answered by what was learnt
        assert asked.total(model, **keywords) == cost.amount == asked.cost(f"acme/{model}", **keywords).amount
        assert asked.total(f"{model} ", provider="acme", **keywords) == cost.amount


REFUSED: list[tuple[str, dict[str, Any], type[Exception], str]] = [
    ("plain", {"images": 1}, NotPriced, "It has prices of: inference input by 1M tokens"),
    ("plain", {"input_tokens": 1, "mode": "bach"}, NotPriced, "Its offers: standard, mode=batch"),
    ("plain", {"input_tokens": 1, "mode": "batch", "plan": "paid"}, NotPriced, "mode=batch"),
    ("homely", {"input_tokens": 1, "region": "东京"}, NotPriced, "region=新加坡; scope=国际"),
    ("homely", {"input_tokens": 1, "mode": "batch", "region": "新加坡"}, NotPriced, "mode=batch"),
    ("writing", {"input_tokens": 1, "output_tokens": 1}, NotPriced, "output_tokens"),
    ("caching", {"input_tokens": 9, "cache_write_tokens": 1}, NotPriced, "cache_write_tokens"),
    ("learner", {"input_tokens": 1}, NotPriced, "training training by 1M tokens"),
    ("learner", {"training_tokens": 1, "service": "inference"}, NotPriced, "training_tokens"),
    ("learner", {"training_tokens": 1, "method": "full"}, NotPriced, "method=lora: 30 CNY"),
    ("clips", {"video_seconds": 20, "duration": 20}, NotPriced, "duration=>=1 <=16"),
    ("sound", {"audio_minutes": 2}, NotPriced, "audio by second"),
    ("worded", {"images": 1, "as_printed": "with sound"}, NotPriced, "Its offers: as_printed=['2D/3D', 'with sound']"),
    ("strange", {"input_tokens": 9, "cached_tokens": 1}, NotPriced, "does not know"),
    ("gone", {"input_tokens": 1}, NotPriced, "until 2026-02-01"),
    ("thinker", {"output_tokens": 1}, Undecided, "thinking=false: 3 CNY / 1M tokens; thinking=true: 10 CNY"),
    ("images", {"images": 1}, Undecided, "resolution=1K: 0.2 CNY / image; resolution=2K/4K: 0.5"),
    ("by-volume", {"images": 100}, Undecided, "volume=<=25"),
    ("both", {"seconds": 1}, Undecided, "audio and of video"),
    ("clips", {"seconds": 20}, Undecided, "Say duration=, the seconds of each clip, beside seconds="),
    ("clips", {"video_seconds": Decimal("0.5")}, Undecided, "None is for one clip of video_seconds=0.5"),
    ("lengths", {"seconds": 7, "audio": False}, Undecided, "Say duration="),
    ("dollars", {"input_tokens": 1, "output_tokens": 1}, Undecided, "CNY and in USD"),
    ("contrary", {"input_tokens": 1, "accept": "conflict"}, Undecided, "2 CNY / 1M tokens; no condition: 3 CNY"),
    ("today", {"input_tokens": 1}, Undecided, "State at="),
    ("bands-and-cache", {"input_tokens": 9_000, "cached_tokens": 1}, Undecided, "into which of them the other tokens"),
    ("contrary", {"input_tokens": 1}, Doubtful, "conflict, twice"),
    ("doubtful", {"input_tokens": 1}, Doubtful, "suspect, half of the others"),
    ("doubtful", {"input_tokens": 1, "accept": ("held", "stale", "conflict")}, Doubtful, "suspect"),
    ("waiting", {"input_tokens": 1}, Doubtful, "held, another value was seen"),
    ("old", {"input_tokens": 1}, Doubtful, "stale, its page could not be read"),
    ("worded", {"input_tokens": 1, "accept": "as_printed"}, Undecided, "as_printed=['多模态输入']: 5"),
    ("by-input", {"input_tokens": 131_072}, OutsideBounds, "input_tokens <=8192; input_tokens >8192 <=32768"),
    ("by-input", {"output_tokens": 5}, WrongQuestion, "input_tokens, which is not stated"),
    ("by-context", {"output_tokens": 5}, WrongQuestion, "state input_tokens or context_tokens"),
    ("by-context", {"input_tokens": 131_072, "output_tokens": 1}, OutsideBounds, "context_tokens"),
    ("bands", {"input_tokens": 32_769}, OutsideBounds, "bands"),
    ("crossed", {"input_tokens": 250}, OutsideBounds, "the bands of input do not price"),
    ("shares", {"images": 5}, WrongQuestion, "volume="),
    ("plain", {"input_tokens": 1, "cached_tokens": 2}, WrongQuestion, "counted in input_tokens too"),
    ("plain", {"cached_tokens": 2}, WrongQuestion, "counted in input_tokens too"),
    ("plain", {"input_tokens": -1}, WrongQuestion, "input_tokens=-1"),
    ("plain", {"input_tokens": 1, "output_tokens": -1}, WrongQuestion, "output_tokens=-1"),
    ("plain", {"input_tokens": 1.5}, WrongQuestion, "int or a Decimal"),
    ("plain", {"input_tokens": True}, WrongQuestion, "int or a Decimal"),
    ("plain", {"input_tokens": "5"}, WrongQuestion, "int or a Decimal"),
    ("plain", {"input_tokens": Decimal("NaN")}, WrongQuestion, "NaN"),
    ("plain", {"input_tokens": Decimal("Infinity"), "output_tokens": 1}, WrongQuestion, "Infinity"),
    ("plain", {"inputs": 1}, WrongQuestion, "inputs: no such keyword"),
    ("plain", {"tier_rule": "marginal", "input_tokens": 1}, WrongQuestion, "tier_rule: no such keyword"),
    ("plain", {}, WrongQuestion, "Nothing was counted"),
    ("plain", {"input_tokens": 1, "accept": "everything"}, WrongQuestion, "everything"),
    ("plain", {"input_tokens": 9, "context_tokens": 8}, WrongQuestion, "context_tokens=8 is less"),
    ("plain", {"input_tokens": 9, "at": "today"}, WrongQuestion, "at: 'today' is no day"),
    ("plain", {"input_tokens": 9, "at": datetime(2026, 1, 1, tzinfo=UTC)}, WrongQuestion, "is no day"),
    ("plane", {"input_tokens": 9}, UnknownModel, "The nearest names: acme/plain"),
]


@pytest.mark.parametrize(("model", "keywords", "error", "said"), REFUSED, ids=str)
def test_what_is_not_known_is_an_error(
    asked: Book, model: str, keywords: dict[str, Any], error: type[Exception], said: str
) -> None:
    for ask in (asked.cost, asked.total, asked.cost):
        with pytest.raises(error) as told:
            ask(model, **keywords)
        assert said in str(told.value)


def test_what_is_cached_is_not_billed_as_input_where_the_page_says_that_it_costs_less(asked: Book) -> None:
    assert asked.total("sparing/priced", input_tokens=1_000_000, cached_tokens=1_000_000) == 1
    assert asked.total("sparing/thrifty", input_tokens=1_000_000) == 4
    assert asked.total("sparing/thrifty", input_tokens=1_000_000, cached_tokens=0) == 4
    for name in ("sparing/thrifty", "thrifty"):
        with pytest.raises(NotPriced, match="cost less, and prints no price"):
            asked.cost(name, input_tokens=1_000_000, cached_tokens=1, output_tokens=1)


@pytest.mark.parametrize("status", ["unread", "missing"])
def test_a_price_of_what_is_cached_that_was_not_read_is_not_that_of_the_input(status: str, tmp_path: Path) -> None:
    prices = [price("m", "input", "1"), price("m", "output", "2")]
    gone = price("m", "cache_read", "0.1", status=status, absent_since="2026-02-01", snapshot="2026-01-01")
    told = book(tmp_path, prices, absent=[gone])
    if status == "missing":  # the page was understood whole, without it
        assert told.total("acme/m", input_tokens=1_000_000, cached_tokens=1_000_000) == 1
    else:
        for ask in (told.total, told.cost):
            with pytest.raises(NotPriced, match="and none that was read for this"):
                ask("acme/m", input_tokens=1_000_000, cached_tokens=1)


def test_a_price_of_what_is_cached_in_another_offer_says_nothing_of_this_one_and_not_nothing(tmp_path: Path) -> None:
    batch = {"mode": "batch"}
    prices = [price("m", "input", "1"), price("m", "input", "0.5", batch), price("m", "cache_read", "0.1", batch)]
    told = book(tmp_path, prices)
    assert told.total("acme/m", input_tokens=1_000_000, cached_tokens=1_000_000, mode="batch") == Decimal("0.1")
    assert told.total("acme/m", input_tokens=1_000_000) == 1
    with pytest.raises(NotPriced, match="a price of them for mode=batch"):
        told.total("acme/m", input_tokens=1_000_000, cached_tokens=1)


def test_of_two_prices_of_one_amount_that_follow_each_other_the_one_that_holds_is_quoted(tmp_path: Path) -> None:
    past = price("m", "input", "1", effective_until="2026-01-31", where={"line": 1, "page": "price"})
    now = price("m", "input", "1", effective_from="2026-02-01", where={"line": 2, "page": "price"})
    (told,) = book(tmp_path, [past, now]).cost("acme/m", input_tokens=1).lines
    assert told.evidence.record["where"]["line"] == 2


def test_a_surcharge_comes_on_top_of_a_price_that_is_there(tmp_path: Path) -> None:
    extra = {"surcharge": True}
    prices = [price("m", "input", "1"), price("m", "input", "0.5", extra), price("m", "cache_read", "0.2", extra)]
    told = book(tmp_path, prices)
    assert told.total("acme/m", input_tokens=1_000_000, surcharge=True) == Decimal("1.5")
    with pytest.raises(NotPriced):
        told.total("acme/m", input_tokens=1_000_000, cached_tokens=500_000, surcharge=True)


def test_where_the_page_leaves_two_tiers_both_costs_are_named(asked: Book) -> None:
    with pytest.raises(UndecidedTier) as told:
        asked.total("by-context", input_tokens=8_192, output_tokens=1)
    assert told.value.costs == (Decimal("0.016394"), Decimal("0.04098"))
    said = "(8192) the request costs 0.016394 CNY; by input and output together (8193) it costs 0.04098"
    assert said in str(told.value)
    with pytest.raises(UndecidedTier) as told:
        asked.total("by-context", input_tokens=131_071, output_tokens=1)
    assert told.value.costs == (Decimal("1.31074"),)
    assert "it is not priced" in str(told.value)


def test_a_cost_says_what_it_rests_on(asked: Book) -> None:
    cost = asked.cost("caching", input_tokens=20_000, cached_tokens=5_000, output_tokens=800)
    assert [(line.quantity, line.meter, f"{line.amount:f}") for line in cost.lines] == [
        (15_000, "input", "0.06"),
        (5_000, "cache_read", "0.005"),
        (800, "output", "0.0128"),
    ]
    (kept,) = (one for one in PRICES if (one["model"], one["meter"]) == ("caching", "cache_read"))
    assert (cost.lines[1].id, cost.lines[1].quote) == (kept["id"], "1 元")
    assert (cost.seen, cost.expired, cost.assumed, cost.doubts) == ("2026-02-28", False, (), ())
    told = asked.cost("by-context", input_tokens=9_000, output_tokens=10)
    assert (told.lines[0].tier, told.why) == (
        "context_tokens >8192 <=32768",
        "by a context of 9010 tokens, input and output together",
    )
    assert "those found in a cache included" in asked.cost("by-input", input_tokens=5).why
    assert asked.cost("homely", input_tokens=1).assumed == (f"input: region={HOME}, the provider's home region",)
    assert asked.cost("same", input_tokens=1).assumed == ("input: thinking=false, which was not stated",)
    assert asked.cost("plain", input_tokens=9, cached_tokens=1).assumed == (
        "cached tokens are billed as input: there is no price of cache_read in this offer",
    )
    assert asked.cost("night", input_tokens=9, mode="off-peak").assumed == (
        "input: hours=00:30-08:30, which was not stated",
    )


def test_a_promotion_and_a_doubt_are_told_with_the_amount(asked: Book) -> None:
    cost = asked.cost("promoted", input_tokens=1)
    assert cost.promotions == ("input: 限时8折, 1.6 CNY instead of 2, until 2026-04-01",)
    assert cost.assumed == ("input: the page says that this price ends with or before 2026-04-01",)
    doubtful = asked.cost("doubtful", input_tokens=1, accept={"suspect"})
    assert doubtful.doubts == ("input: suspect, half of the others",)
    assert "doubtful: input: suspect" in str(doubtful)
    assert doubtful.as_dict()["doubts"] == list(doubtful.doubts)


def test_a_price_that_ends_is_not_taken_after_its_end(tmp_path: Path) -> None:
    release = write(tmp_path, files(PRICES))
    for day, amount in ((31, 2), (34, 3)):
        later = pricebook.load(release, now=datetime(2026, 5, 1, tzinfo=UTC) + timedelta(day - 1), accept_expired=True)
        assert later.total("coming", input_tokens=1_000_000) == amount
    turning = pricebook.load(release, now=datetime(2026, 6, 2, 6, tzinfo=UTC), accept_expired=True)
    with pytest.raises(Undecided, match="begins or ends today"):
        turning.total("coming", input_tokens=1)


def test_nothing_is_rounded_whatever_a_program_does_with_its_own_decimals(asked: Book) -> None:
    many = 10**40 + 1
    with decimal.localcontext(decimal.Context(prec=3)):
        assert str(asked.total("plain", input_tokens=many, output_tokens=1)) == f"2{'0' * 34}.00001"
        assert str(asked.cost("plain", input_tokens=123_457).amount) == "0.246914"
        assert str(asked.total("by-context", input_tokens=12_345, output_tokens=1)) == "0.061745"


def test_one_price_is_asked_for_by_what_it_counts(asked: Book) -> None:
    assert asked.price("by-input", "output_tokens", input_tokens=8_193).amount == 20
    assert asked.price("caching", "cached_tokens").quote == "1 元"
    assert asked.price("plain", mode="batch").amount == 1
    assert [one.amount for one in asked.prices("plain")] == [2, 8, 1, 4]
    with pytest.raises(WrongQuestion, match="input_tokens, which is not stated"):
        asked.price("by-input")
    with pytest.raises(NotPriced, match="billed as input"):
        asked.price("plain", "cached_tokens")
    with pytest.raises(Undecided, match="by bands"):
        asked.price("bands", input_tokens=5)
    with pytest.raises(WrongQuestion, match="no such keyword"):
        asked.price("plain", "in")


def test_sizes_that_are_billed_alike(asked: Book) -> None:
    """For who adds up what others ask: as `cost` says it, and refused where it refuses."""
    for model in ("plain", "caching", "by-input", "nothing"):
        counted = ("input_tokens",) if model == "nothing" else ("input_tokens", "output_tokens")
        for band in asked.bands(model, counted):
            for given in {max(band.low, 1), min(band.high, 10**9)}:
                request: dict[str, Any] = {"input_tokens": given} | ({"output_tokens": 3} if len(counted) > 1 else {})
                total = sum(factor * count for factor, count in zip(band.factors, request.values(), strict=True))
                assert total * band.scale == asked.cost(model, **request).amount
    with pytest.raises(Undecided, match="depends on more than the input"):
        asked.bands("bands", ("input_tokens",))
    for model in ("by-input", "by-context"):
        with pytest.raises(WrongQuestion, match="input_tokens"):
            asked.bands(model, ("output_tokens",))
    with pytest.raises(Doubtful, match="suspect"):
        asked.bands("doubtful", ("input_tokens",))
