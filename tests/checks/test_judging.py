"""What the gate says of a look, by its table of rules: a pure function of what was published and what is seen."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pricebook.checks.gate import Reason, verdict_of
from pricebook.checks.gate.around import WordsAround
from pricebook.checks.gate.judging import Accepted, GateLook, Verdicts, judged
from pricebook.checks.gate.rules import RULES, threshold
from pricebook.checks.gate.steps import stepped
from pricebook.history.gating import Approvals, gate
from pricebook.history.intervals import Sighting, replay
from pricebook.records import Price, TableWords, Where
from tests.worlds import price

RATIOS = st.decimals(Decimal("1e-6"), Decimal("1e6"), allow_nan=False, allow_infinity=False, places=6).filter(bool)
AMOUNTS = st.decimals(Decimal("0.001"), Decimal(1000), allow_nan=False, allow_infinity=False, places=3).filter(bool)
ONE = Decimal(1)


def look(
    old: Sequence[Price],
    new: Sequence[Price],
    around: tuple[WordsAround, WordsAround] | None = None,
    *,
    good: bool = True,
) -> Verdicts:
    """What is said of a look that sees these prices where those were published."""
    before, now = around or (WordsAround(), WordsAround())
    standing = {each.id: Accepted([each], each.amount, before.of(each), listed=True) for each in old}
    terms = {(each.id, each.amount) for each in old}
    begun = [each.id for each in new if (each.id, each.amount) not in terms]
    return judged(GateLook(
        standing, {each.id: [each] for each in new}, old, begun, good=good, before=before, now=now, currency="CNY",
        approved=lambda *_: False,
    ))  # fmt: skip


def rules(reasons: Mapping[str, Sequence[Reason]]) -> set[str]:
    return {reason.rule for own in reasons.values() for reason in own}


@given(RATIOS)
def test_every_ratio_has_the_verdict_of_the_table(ratio: Decimal) -> None:
    size = max(ratio, ONE / ratio)
    expected = "rejected" if size >= threshold("slip") else "held" if size >= threshold("step") else None
    assert verdict_of(stepped(ONE, ratio)) == expected


@given(AMOUNTS, AMOUNTS)
def test_a_step_and_its_way_back_have_one_verdict(one: Decimal, other: Decimal) -> None:
    there, back = ({reason.rule for reason in stepped(*pair)} for pair in ((one, other), (other, one)))
    assert there == back


@given(AMOUNTS)
def test_from_and_to_nothing_there_is_no_ratio(amount: Decimal) -> None:
    nothing = Decimal(0)
    assert {reason.rule for pair in ((amount, nothing), (nothing, amount)) for reason in stepped(*pair)} == {"zero"}
    assert list(stepped(nothing, nothing)) == []


def test_small_steps_add_up() -> None:
    amounts = [Decimal("1.04") ** number for number in range(31)]
    looks = [
        Sighting(f"2026-01-{day:02}", f"2026-01-{day:02}", [price("m", format(amount, "f"))], good=True)
        for day, amount in enumerate(amounts, start=1)
    ]
    forms = replay(looks, judge=gate(Approvals([]), "CNY")).intervals[price("m", "1").id]
    assert [bool(form.held) for form in forms] == [amount >= threshold("step") for amount in amounts]
    assert {form.yard for form in forms if not form.held} == {"1"}


@pytest.mark.parametrize(
    ("old", "new", "held", "doubted"),
    [
        (["a 2", "b 3"], ["a 1.6", "b 3"], set(), set()),
        (["a 2", "b 3"], ["a 2000", "b 3"], {"slip", "near", "apart"}, set()),
        (["a 2", "b 3"], ["a 14", "b 3"], {"step", "rate"}, set()),
        (["a 2", "b 3"], ["a 0", "b 3"], {"zero"}, set()),
        (["a 2", "b 3", "c 4", "d 5", "e 6", "f 7"], ["b 3", "c 4", "d 5", "e 6", "f 7"], set(), set()),
        (["a 2", "b 3", "c 4"], ["a 2"], set(), {"loss"}),
        (["a 2", "b 3", "c 4"], ["a 2", "d 3"], {"loss"}, {"loss"}),
        (["vendor/a 2", "b 3"], ["A 2", "b 3"], set(), set()),
        (["vendor/a 2", "b 3"], ["A 5", "b 3"], {"step"}, set()),
    ],
)  # fmt: skip
def test_what_waits(old: list[str], new: list[str], held: set[str], doubted: set[str]) -> None:
    before, after = ([price(*each.split()) for each in side] for side in (old, new))
    verdicts = look(before, after)
    assert rules(verdicts.held) == held
    assert rules(verdicts.doubted) == doubted


def test_what_may_still_stand_there_is_doubted_alone() -> None:
    verdicts = look([price("a", "2"), price("b", "3"), price("c", "3")], [price("a", "2"), price("b", "3")], good=False)
    assert (rules(verdicts.held), rules(verdicts.doubted)) == (set(), {"unread"})
    assert list(verdicts.doubted) == [price("c", "3").id]


@pytest.mark.parametrize("change", [{"unit": "1M characters"}, {"currency": "USD"}, {"conditions": {"mode": "batch"}},
                                    {"service": "training"}])  # fmt: skip
def test_other_terms_of_the_same_thing_need_a_person(change: dict[str, Any]) -> None:
    """The new price is not published, and the old one stays as it was."""
    verdicts = look([price("a", "2"), price("b", "3")], [price("a", "2", **change), price("b", "3")])
    assert "terms" in rules(verdicts.held)
    assert rules(verdicts.doubted) == {"terms"}


@pytest.mark.parametrize(
    ("new", "rule"),
    [
        ([("input", "8", {}), ("output", "3", {})], "output"),
        ([("input", "2", {}), ("cache_read", "3", {})], "cached"),
        ([("input", "2", {}), ("input", "3", {"mode": "batch"})], "batch"),
        ([("input", "2", {"input_tokens": {"lte": 32000}}), ("input", "1", {"input_tokens": {"gt": 32000}})], "tiers"),
        ([("video", "2", {"resolution": "720p"}), ("video", "1", {"resolution": "1080p"})], "size"),
        ([("video", "2", {"duration": 5}), ("video", "1", {"duration": 10})], "size"),
    ],
)  # fmt: skip
def test_prices_that_cannot_stand_beside_each_other(new: list[tuple[str, str, dict[str, object]]], rule: str) -> None:
    prices = [price("a", amount, meter=meter, conditions=stated) for meter, amount, stated in new]
    assert rules(look([], prices).held) == {rule}
    assert set(look([], prices).held) == {each.id for each in prices}, "nothing says which of the two is wrong"
    assert rules(look(prices, prices).held) == set(), "unless it always was"


def words(
    columns: Sequence[str], said: Sequence[str] = (), rows: Sequence[str] = ("",), heading: str = "价目"
) -> WordsAround:
    where = Where(page="price", line=3, heading=[heading], table=1, row=0, column="")
    table = TableWords(where=where, columns=list(columns), said=list(said), rows=list(rows))
    return WordsAround(lambda: [table])


@pytest.mark.parametrize(
    ("now", "waits"),
    [
        (words(["价格", "模型"], ["注 一"]), False),
        (words(["模型", "价格"], ["注一"], heading="1. 价目"), False),
        (words(["模型", "批量价格"], ["注一"]), True),
        (words(["模型", "价格", "备注"], ["注一"]), True),
        (words(["模型", "价格"], ["注一", "以下为批量价格。"]), True),
        (words(["模型", "价格"], []), True),
        (words(["模型", "价格"], ["注一"], heading="批量价目"), True),
        (words(["模型", "价格"], ["注一"], rows=["仅限新用户"]), True),
    ],
)
def test_words_around_a_price_need_a_person_once_also_where_no_amount_shows_them(now: WordsAround, waits: bool) -> None:
    before = words(["模型", "价格"], ["注一"])
    verdicts = look([price("a", "2"), price("b", "3")], [price("a", "2"), price("b", "3")], (before, now))
    assert rules(verdicts.doubted) == ({"around"} if waits else set())
    came = look([price("a", "2")], [price("a", "2"), price("b", "3")], (before, now))
    assert (price("b", "3").id in came.held) is (waits and "仅限新用户" not in now.tables["price", 1].rows)


def test_a_number_per_another_unit_that_comes_to_the_same_explains_the_heading() -> None:
    old = price("a", "2")
    listed = old.listed.model_copy(update={"amount": Decimal("0.002"), "unit": "1K tokens"})
    new = old.model_copy(update={"listed": listed})
    around = words(["模型", "元/百万"]), words(["模型", "元/千"])
    assert rules(look([old], [new], around).doubted) == set()
    assert rules(look([old], [old], around).doubted) == {"around"}


def test_a_unit_that_comes_from_further_away_needs_a_person() -> None:
    near, far = (
        price("a", "2").model_copy(update={"listed": price("a", "2").listed.model_copy(update={"unit_from": origin})})
        for origin in ("cell", "caption")
    )
    assert rules(look([near], [far]).doubted) == {"farther"}
    assert rules(look([far], [near]).doubted) == set()


def test_a_page_that_doubles_needs_a_person() -> None:
    old = [price(f"a{number}", "2") for number in range(10)]
    assert rules(look(old, [*old, *(price(f"b{number}", "2") for number in range(9))]).held) == set()
    assert rules(look(old, [*old, *(price(f"b{number}", "2") for number in range(10))]).held) == {"growth"}


def test_every_rule_says_why() -> None:
    assert all(rule.why and name == rule.name for name, rule in RULES.items())


def test_another_spelling_after_a_gap_has_the_yardstick_of_the_former_one() -> None:
    old = price("vendor/a", "6")
    standing = {old.id: Accepted([old], old.amount, None, listed=False)}
    for amount, expected in (("6", set()), ("60", {"step", "near"})):
        new = price("A", amount)
        found = judged(GateLook(
            standing, {new.id: [new]}, [], [new.id], good=True, before=WordsAround(), now=WordsAround(),
            currency="CNY", approved=lambda *_: False,
        ))  # fmt: skip
        assert rules(found.held) == expected


def test_a_heading_that_says_more_than_its_unit_is_not_explained_by_the_unit() -> None:
    old = price("a", "2")
    new = old.model_copy(
        update={"listed": old.listed.model_copy(update={"amount": Decimal("0.002"), "unit": "1K tokens"})}
    )
    for heading, expected in (("输入价格（元/千 tokens）", set()), ("输入价格（不含税，元/千 tokens）", {"around"})):
        around = words(["模型", "输入价格（元/百万 tokens）"]), words(["模型", heading])
        assert rules(look([old], [new], around).doubted) == expected
