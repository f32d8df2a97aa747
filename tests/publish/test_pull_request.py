"""The body of a pull request: what needs a person on top, all of it to be copied, nothing of it hidden."""

import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pricebook.beliefs import Step
from pricebook.history.diff import changes
from pricebook.history.waiting import Case, Waiting
from pricebook.publish.pull_request import MAX_BYTES, Pending, markdown
from pricebook.records import Price
from tests.history.test_diff import by_hand, said
from tests.worlds import price


def pending(number: int, prices: int = 1, reason: str = "1000 times the value that was accepted") -> Pending:
    """A case of so many prices that became a thousand times as dear."""
    rows = [waiting(price(f"case {number} model {each}", "4")) for each in range(prices)]
    case = Case(
        id=f"{number:016x}", provider="acme", page="price", since="2026-01-31", rule="slip", verdict="rejected",
        reasons=[reason], prices=rows, steps=[row.step for row in rows], rejected=False,
    )  # fmt: skip
    return Pending(case, {"price": "https://acme.example/price"}, {"2026-01-31"})


def waiting(old: Price) -> Waiting:
    new = old.model_copy(update={"amount": old.amount * 1000})
    return Waiting(Step(id=old.id, old="4", new="4000"), [old], [new], "2026-01-31", "2026-01-01")


def body(old: list[dict[str, Any]], new: list[dict[str, Any]], *cases: Pending, links: str = "") -> str:
    return markdown(changes(by_hand(old, new)), "acme 2026-01-01 → 2026-01-31", cases, links)


def test_what_needs_a_person_is_on_top_with_the_command_to_copy() -> None:
    shown = body([said("a", "4")], [said("a", "4000")], pending(1))
    assert "### Needs a person (1)" in shown
    assert shown.index('`catalog approve 0000000000000001 --because "..."`') < shown.index("### jump")
    (row,) = [line for line in shown.splitlines() if "case 1 model 0" in line]
    for text in (
        "`1000 times the value that was accepted`", "`4 CNY / 1M tokens`", "`4000 CNY / 1M tokens`", "`×1000`",
        f"`{price('case 1 model 0', '4').id}`", "[page](https://acme.example/price)",
        "[line 3](snapshots/acme/2026-01-31/price.md#L3)",
    ):  # fmt: skip
        assert text in row


def test_a_case_of_a_thousand_prices_takes_a_few_lines() -> None:
    shown = body([], [], pending(1, prices=1000))
    assert len(shown.splitlines()) < 20
    assert "and 997 more prices: `catalog review 0000000000000001`" in shown


def test_links_lead_to_where_the_files_can_be_seen() -> None:
    shown = body([], [], pending(1), links="https://git.example/acme/prices/blob/main/")
    assert "(https://git.example/acme/prices/blob/main/snapshots/acme/2026-01-31/price.md?plain=1#L3)" in shown
    packed = pending(1)._replace(loose=())
    assert "[line" not in body([], [], packed)


def test_each_row_has_its_id_and_its_place() -> None:
    new = said("a", "5")
    new["where"] = {**new["where"], "address": "https://acme.example/prices?a=b"}
    new["stored"] = "snapshots/acme/2026-01-31/price.md"
    (row,) = [line for line in body([said("a", "4")], [new]).splitlines() if new["id"] in line]
    assert f"`{new['id']}`" in row
    assert "[page](https://acme.example/prices?a=b) [line 3](snapshots/acme/2026-01-31/price.md#L3)" in row


def test_models_that_are_gone_are_named_without_unfolding() -> None:
    old = [said(f"gone {number}", "4") for number in range(50)]
    shown = body(old, [])
    unfolded = shown.partition("<details>")[0]
    assert unfolded.count("`gone ") == 40
    assert "and 10 more" in unfolded


def test_the_new_words_of_an_amount_that_is_not_read_any_more() -> None:
    words = "约 4 元起: no price (price, line 9)"
    shown = body([said("a", "4")], [said("a", "4", absent="unread") | {"words": words}])
    (row,) = [line for line in shown.splitlines() if "约" in line]
    assert f"`‘4 元’ → ‘{words}’`" in row


@settings(max_examples=20)
@given(st.integers(0, 400), st.integers(0, 400), st.sampled_from(["x", "长" * 200, "`|<b>@all" * 20]))
def test_it_is_never_too_long_and_says_what_it_leaves_out(cases: int, number: int, text: str) -> None:
    old = [said(f"{text} {each}", "4") for each in range(number)]
    new = [said(each["model"], "5") for each in old]
    shown = body(old, new, *(pending(each, reason=text) for each in range(cases)))
    assert len(shown.encode()) <= MAX_BYTES
    listed = shown.count("| `acme` |")
    left = [int(many.replace(",", "")) for many in re.findall(r"… and ([0-9,]+) more", shown)]
    assert listed + sum(left) == cases + number


@pytest.mark.parametrize("address", ["javascript:alert(1)", "https://a.example/)|[x](y", "https://a.example/@all #1"])
def test_an_address_is_a_link_or_nothing(address: str) -> None:
    new = said("a", "5")
    new["where"] = {**new["where"], "address": address}
    shown = body([said("a", "4")], [new])
    assert "javascript" not in shown
    assert not re.search(r"@all| #1|\]\(y", shown)
