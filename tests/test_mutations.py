"""A page that says something else is read so, or said unread: never as before, and never in silence."""

from collections import Counter

import pytest

from pricebook.run.conformance.candidate import said
from tests.mutations.bases import SMALL, Base, bases, small
from tests.mutations.measuring import Measured, measured
from tests.mutations.operators import OPERATORS
from tests.mutations.program import Found, Told, in_tables, read, told
from tests.mutations.sheets import Form
from tests.mutations.verdict import Truth, as_printed, becomes, gone, judge, never, refused, same
from tests.pages import other_form, recorded

OF_EACH = 9
"""So many changed pages of every operator; `python -m tests.mutations` reads all."""
SILENT, LOUD = 0.015, 0.25
"""At most so many of all are silent, and of the harmless ones loud."""
SPOTLESS = ("number:", "markup:")
"""Operators of which none is silent: the beginnings of their names."""


def rate(found: list[Measured], verdict: str) -> float:
    return sum(1 for each in found if each.verdict == verdict) / len(found)


def worst(found: list[Measured], verdict: str) -> str:
    """The operators in which the verdict is met most, each with an example."""
    example = {each.operator: str(each) for each in found if each.verdict == verdict}
    counted = Counter(each.operator for each in found if each.verdict == verdict)
    return "\n".join(f"{name}: {count}, as {example[name]}" for name, count in counted.most_common(20))


@pytest.mark.long
def test_a_changed_page_is_read_rightly_or_said_to_be_unread() -> None:
    """In one test, because the pages are read once for all that is asked of them."""
    found = [each for name in OPERATORS for each in measured(name, OF_EACH)]
    spotless = [each for each in found if each.operator.startswith(SPOTLESS)]
    assert rate(spotless, "SILENT") == 0, worst(spotless, "SILENT")
    assert rate(found, "SILENT") <= SILENT, worst(found, "SILENT")
    harmless = [each for each in found if each.harmless]
    assert rate(harmless, "loud") <= LOUD, worst(harmless, "loud")


@pytest.mark.parametrize("form", ["md", "html"])
@pytest.mark.parametrize("name", list(SMALL))
def test_a_small_page_is_read_as_it_was_meant(name: str, form: Form) -> None:
    base = small(name, form)
    assert not base.found.said
    paid = [price for price in base.found.prices if not price.free]
    assert paid == [price for price in SMALL[name][1] if not price.free]
    assert {p.model for p in base.found.prices} == {p.model for p in SMALL[name][1]}


@pytest.mark.parametrize(
    "base", [base for base in bases() if base.scraper.provider != "acme"], ids=lambda base: base.name
)
def test_a_recorded_page_says_the_same_when_it_is_taken_apart(base: Base) -> None:
    page = other_form(base.scraper.provider) if not base.name.endswith("html") else None
    whole = in_tables(read(base.scraper, (page or recorded(base.scraper.provider)).read_text(encoding="utf-8")))
    assert said(base.reading.prices) == said(whole.prices)
    for each in base.stated:
        assert "".join(each.price.listed.text.split()) in "".join(base.cell(each.place).replace("<br>", "").split())


PRICE = Told("m", "inference", "input", "1M tokens", "CNY", "2", (), (), None, None, "null", free=False)
BATCH = PRICE._replace(conditions=(("mode", '"batch"'),))
PRINTED = PRICE._replace(printed=("甲类",))
TWICE = PRICE._replace(amount="4")


@pytest.mark.parametrize(
    ("truth", "read_as", "flagged", "reasons", "verdict"),
    [
        (same, [PRICE], [], [], "right"),
        (same, [], [], ["no unit"], "loud"),
        (same, [], [], [], "SILENT"),
        (same, [PRICE], [], ["a word"], "loud"),
        (same, [TWICE], [], ["a word"], "SILENT"),
        (same, [TWICE], [TWICE], [], "loud"),
        (becomes({"mode": "batch"}), [BATCH], [], [], "right"),
        (becomes({"mode": "batch"}), [PRINTED], [], [], "qualified"),
        (becomes({"mode": "batch"}), [PRICE], [], [], "SILENT"),
        (becomes({"mode": "flex"}), [BATCH], [], [], "SILENT"),
        (becomes(times=2), [TWICE], [], [], "right"),
        (as_printed, [PRINTED], [], [], "qualified"),
        (as_printed, [PRINTED._replace(printed=("乙类",))], [], [], "SILENT"),
        (as_printed, [PRICE], [], [], "SILENT"),
        (as_printed, [TWICE], [], ["a word"], "SILENT"),
        (never("model"), [PRICE._replace(model="n")], [], [], "qualified"),
        (refused, [PRICE], [], [], "SILENT"),
        (refused, [PRINTED], [], [], "SILENT"),
        (refused, [], [], ["about"], "loud"),
        (refused, [], [], [], "SILENT"),
        (gone, [], [], [], "right"),
        (gone, [PRICE], [], [], "SILENT"),
    ],
)  # fmt: skip
def test_the_judge(truth: Truth, read_as: list[Told], flagged: list[Told], reasons: list[str], verdict: str) -> None:
    found = Found(read_as, frozenset(flagged), tuple(reasons))
    assert judge(found, [truth(PRICE)], Found([PRICE], frozenset(), ()), "甲类 2").verdict == verdict


def test_a_refused_page_is_loud() -> None:
    assert judge(None, [same(PRICE)], Found([PRICE], frozenset(), ()), "").verdict == "loud"


def test_what_is_told_of_a_price_leaves_nothing_of_it_out() -> None:
    base = small("tiers", "md")
    assert [told(price) for price in base.reading.prices] == SMALL["tiers"][1]
