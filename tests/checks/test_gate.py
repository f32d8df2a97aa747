"""What a person should look at: conflicts, and prices that a slip of the page may have made."""

from decimal import Decimal

import pytest

from pricebook.checks.gate import suspicions
from pricebook.records import Price
from tests.conftest import FROZEN
from tests.pages import read, recorded


def reasons(*rows: str) -> list[str]:
    """Why prices of a page with these rows are suspect."""
    head = "# UCloud\n\n| 模型 | 价格 |\n| - | - |\n"
    found = read("ucloud", (head + "\n".join(rows) + "\n").encode())
    return [f"{suspect.model}: {suspect.reason}" for suspect in found.suspects]


def row(model: str, price: str, unit: str = "百万") -> str:
    return f"| {model} | 输入 {price} 元/{unit} tokens |"


def test_prices_that_lie_close_are_not_suspect() -> None:
    assert reasons(*(row(f"m{n}", str(2**n)) for n in range(8))) == []


def test_a_price_far_from_all_others_is_suspect() -> None:
    found = reasons(*(row(f"m{n}", str(n + 1)) for n in range(6)), row("far", "800"))
    assert found == ["far: 200 times away from the middle price of its kind on the page"]


def test_two_that_slipped_together_do_not_hide_each_other() -> None:
    found = reasons(*(row(f"m{n}", str(n + 1)) for n in range(9)), row("far", "800"), row("too", "900"))
    assert [reason.split(":")[0] for reason in found] == ["far", "too"]


def test_another_unit_than_the_others_is_suspect_whatever_the_amount() -> None:
    found = reasons(*(row(f"m{n}", "2") for n in range(4)), row("odd", "0.002", "千"))
    assert found == ["odd: printed per 1K tokens, where the others of its kind are per 1M tokens"]


def test_output_cheaper_than_input_is_suspect() -> None:
    found = reasons("| m | 输入 8 元/百万 tokens，输出 3.2 元/百万 tokens |", row("n", "1"))
    assert found == ["m: output costs less than input (3.2 and 8)"]


def test_few_prices_of_a_kind_show_the_one_that_slipped() -> None:
    assert reasons(row("m", "0.15"), row("slip", "75"), row("n", "0.25")) == [
        "slip: 300 times away from the middle price of its kind on the page"
    ]
    assert reasons(row("m", "0.15"), row("n", "4")) == []


def test_of_two_prices_that_are_far_apart_nothing_says_which_slipped() -> None:
    found = reasons("| a | 2.509 元/张 |", "| b | 0.0528 元/张 |")
    assert [reason.split(":")[0] for reason in found] == ["a", "b"]


def test_what_no_page_asks_for_is_out_of_bounds() -> None:
    cheap = "no image costs 0.000052 CNY anywhere: 0.0003 to 50"
    dear = "no 1M tokens costs 80000 CNY anywhere: 0.002 to 5000"
    assert reasons("| a | 0.000052 元/张 |", "| b | 0.000052 元/张 |") == [f"a: {cheap}", f"b: {cheap}"]
    assert reasons(row("m", "80000"), row("n", "80000")) == [f"m: {dear}", f"n: {dear}"]


def test_bodies_of_one_size_are_all_suspect() -> None:
    found = reasons(*(row(f"m{n}", str(n)) for n in (1, 2, 100, 200)))
    assert [reason.split(":")[0] for reason in found] == ["m1", "m2", "m100", "m200"]


def price(**fields: object) -> Price:
    """One price of a page, changed."""
    found = read("ucloud", f"# UCloud\n\n| 模型 | 价格 |\n| - | - |\n{row('m', '1')}\n{row('n', '1')}\n".encode())
    return found.prices[0].model_copy(update=fields)


def said_of(*prices: Price, currency: str | None = None) -> list[str]:
    return [suspect.reason for suspect in suspicions(prices, currency)]


def test_a_price_in_another_currency_than_the_providers_is_suspect() -> None:
    foreign = price(currency="USD")
    assert said_of(price(), foreign, currency="CNY") == ["in USD, where the provider's prices are in CNY"]
    assert said_of(foreign, currency="CNY") == ["in USD, where the provider's prices are in CNY"]
    assert said_of(price(), price(model="n"), foreign) == ["in USD, where the provider's prices are in CNY"]
    assert said_of(price(), foreign) == []


def test_zero_is_suspect_unless_the_page_says_free() -> None:
    zero = price(amount=Decimal(0), free=False)
    assert said_of(zero, price()) == ["the page prints 0 and does not say that it is free"]
    assert said_of(zero.model_copy(update={"free": True}), price()) == []


@pytest.mark.parametrize(
    ("tiers", "reasons"),
    [
        ([{"lte": 32000}, {"gt": 32000, "lte": 128000}, {"gt": 128000}], []),
        ([{"gte": 0, "lt": 32000}, {"gte": 32000}], []),
        ([{"lte": 32000}, {"gte": 32001}], []),
        ([{"gte": 7, "lte": 7}], []),
        ([{"gt": 128000, "lte": 32000}], ["no request is in its tier (128000 to 32000)"]),
        ([{"gt": 5, "lte": 5}], ["no request is in its tier (5 to 5)"]),
        ([{"lte": 32000}, {"gt": 3200}], ["its tier (3200 and more) overlaps another (0 to 32000)"]),
        ([{"lte": 32000}, {"gt": 128000}], ["no tier holds between 32000 and 128000"]),
        ([{}, {"lte": 200}], ["its tier (any number) overlaps another (0 to 200)"]),
        ([{"lte": 100}, {"gt": 10, "lte": 20}, {"gt": 30, "lte": 40}], [
            "its tier (10 to 20) overlaps another (0 to 100)", "its tier (30 to 40) overlaps another (0 to 100)"]),
    ],
)  # fmt: skip
def test_tiers_that_no_request_is_in_or_two_are(tiers: list[dict[str, int]], reasons: list[str]) -> None:
    ladder = [price(conditions={"input_tokens": tier} if tier else {}) for tier in tiers]
    assert said_of(*ladder) == reasons
    assert said_of(*ladder[:1], *(one.model_copy(update={"model": str(n)}) for n, one in enumerate(ladder[1:]))) == (
        reasons if len(tiers) == 1 else []
    )


@pytest.mark.parametrize("again", ["3", "2"])
def test_two_amounts_for_one_thing_are_kept_and_conflict_one_amount_twice_is_one_price(again: str) -> None:
    head = "# UCloud\n\n| 模型 | 价格 |\n| - | - |\n"
    found = read("ucloud", (head + "\n".join([row("m", "2"), row("n", "1"), row("m", again)]) + "\n").encode())
    assert len(found.prices) == (3 if again == "3" else 2)
    assert [conflict.model for conflict in found.conflicts] == (["m"] if again == "3" else [])


def test_the_slips_of_the_recorded_pages() -> None:
    found = {p: read(p, recorded(p).read_bytes()) for p in FROZEN}
    assert {p: {s.model for s in reading.suspects} for p, reading in found.items() if reading.suspects} == {
        "ucloud": {"ERNIE-4.5-Turbo-128K", "Wan-AI/Wan2.2-T2V"},
        "xfyun": {"DeepSeek-R1", "DeepSeek-V3"},
    }
    assert {p: {c.model for c in reading.conflicts} for p, reading in found.items() if reading.conflicts} == {
        "ucloud": {"Wan-AI/Wan2.2-T2V"}
    }


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("qwen-max", "qw\u0435n-max"),
        ("gpt-4", "gpt\u20104"),
        ("chat-v1", "chat-vl"),
        ("ABC-0", "\u0391BC-O"),
        ("acme-m", "acme-rn"),
    ],
)
def test_models_whose_names_look_the_same_are_suspect(one: str, other: str) -> None:
    assert reasons(row(one, "2"), row(other, "2"), row("chat-x", "2")) == [
        f"{one}: its model's name looks like that of another model, {other!r}",
        f"{other}: its model's name looks like that of another model, {one!r}",
    ]


def test_names_that_differ_in_case_do_not_look_the_same() -> None:
    assert reasons(row("GPT-4o", "2"), row("gpt-4o", "2"), row("gpt-4", "2")) == []
