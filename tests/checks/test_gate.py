"""What a person should look at: conflicts, and prices that a slip of the page may have made."""

import pytest

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
    assert found == ["far: 133.3 times away from the other prices of its kind on the page"]


def test_two_that_slipped_together_do_not_hide_each_other() -> None:
    found = reasons(*(row(f"m{n}", str(n + 1)) for n in range(9)), row("far", "800"), row("too", "900"))
    assert [reason.split(":")[0] for reason in found] == ["far", "too"]


def test_another_unit_than_the_others_is_suspect_whatever_the_amount() -> None:
    found = reasons(*(row(f"m{n}", "2") for n in range(4)), row("odd", "0.002", "千"))
    assert found == ["odd: printed per 1K tokens, where the others of its kind are per 1M tokens"]


def test_output_cheaper_than_input_is_suspect() -> None:
    found = reasons("| m | 输入 8 元/百万 tokens，输出 3.2 元/百万 tokens |", row("n", "1"))
    assert found == ["m: output costs less than input (3.2 and 8)"]


@pytest.mark.parametrize("again", ["3", "2"])
def test_two_amounts_for_one_thing_are_kept_and_conflict_one_amount_twice_is_one_price(again: str) -> None:
    head = "# UCloud\n\n| 模型 | 价格 |\n| - | - |\n"
    found = read("ucloud", (head + "\n".join([row("m", "2"), row("n", "1"), row("m", again)]) + "\n").encode())
    assert len(found.prices) == (3 if again == "3" else 2)
    assert [conflict.model for conflict in found.conflicts] == (["m"] if again == "3" else [])


def test_the_slips_of_the_recorded_pages() -> None:
    found = {p: read(p, recorded(p).read_bytes()) for p in FROZEN}
    assert {p: {s.model for s in reading.suspects} for p, reading in found.items() if reading.suspects} == {
        "ucloud": {"ERNIE-4.5-Turbo-128K"}
    }
    assert {p: {c.model for c in reading.conflicts} for p, reading in found.items() if reading.conflicts} == {
        "ucloud": {"Wan-AI/Wan2.2-T2V"}
    }
