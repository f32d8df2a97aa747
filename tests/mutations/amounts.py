"""Changes to a printed number and to its unit, and two prices in the cell of one."""

import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import partial

from tests.mutations.bases import Base, Change, Place
from tests.mutations.operators import anything, edited, few, operator, register, spoken
from tests.mutations.spots import (
    Spot,
    anyone,
    decimal,
    fractional,
    has_unit,
    spots,
    thousands,
    unbounded,
    unlabelled,
)
from tests.mutations.verdict import Truth, becomes, either, refused, same

KIND = "the cell of a price"

_WIDE = str.maketrans("0123456789.", "０１２３４５６７８９．")
NUMBERS: dict[str, tuple[Truth, Callable[[Spot], bool], Callable[[str], str]]] = {
    "a comma for the point": (same, decimal, lambda n: n.replace(".", ",")),
    "no nought": (same, fractional, lambda n: n[1:]),
    "a comma lost to a point": (refused, thousands, lambda n: n.replace(",", ".", 1) + ".5"),
    "a comma among the digits": (refused, decimal, lambda n: n[0] + "," + n[1:]),
    "two points": (refused, anyone, lambda n: f"{n}.5.5" if "." not in n else f"{n}.5"),
    "a letter among the digits": (refused, anyone, lambda n: f"{n}O"),
    "a blank among the digits": (refused, anyone, lambda n: f"{n} 000"),
    "an invisible letter": (refused, decimal, lambda n: f"{n[0]}\u200b{n[1:]}"),
}  # fmt: skip
"""Damaged numbers."""


def renumbered(
    base: Base, *, truth: Truth, only: Callable[[Spot], bool], change: Callable[[str], str]
) -> Iterator[Change]:
    """The number written in another way."""
    for at in spots(base):
        if only(at):
            yield at.write(at.before + at.mark + change(at.number) + at.after, truth)


for _name, (_truth, _only, _change) in NUMBERS.items():
    register(KIND, f"number: {_name}", partial(renumbered, truth=_truth, only=_only, change=_change))
register(
    KIND,
    "harmless number: full width",
    partial(renumbered, truth=same, only=anyone, change=lambda n: n.replace(",", "").translate(_WIDE)),
    harmless=True,
)
register(
    KIND,
    "harmless number: no comma",
    partial(renumbered, truth=same, only=thousands, change=lambda n: n.replace(",", "")),
    harmless=True,
)


@operator(KIND)
def a_digit_is_dropped(base: Base) -> Iterator[Change]:
    """The page says another amount: that one, or loud."""
    for at in spots(base):
        digits = at.number.replace(",", "")
        if len(digits) > 1 and digits[:-1].strip("0."):
            amount = digits[:-1].removesuffix(".")
            factor = Decimal(amount) / Decimal(digits)
            exact = Decimal(at.stated.told.amount) * factor
            yield at.write(
                at.before + at.mark + amount + at.after,
                becomes(amount=format(exact.quantize(Decimal("1e-9")).normalize(), "f")),
            )


@operator(KIND)
def the_unit_in_the_cell_is_a_thousandth(base: Base) -> Iterator[Change]:
    """千 for 百万 in one cell."""
    for at in spots(base):
        if "百万" in at.after:
            yield at.write(at.before + at.mark + at.number + at.after.replace("百万", "千"), becomes(times=1000))


@operator(KIND)
def the_unit_is_the_heading_s_no_longer(base: Base) -> Iterator[Change]:
    """A cell that prints a unit of its own, where the heading or a column prints another."""
    for at in spots(base):
        if unlabelled(at) and at.stated.told.unit == "1M tokens" and not has_unit(at):
            currency = "" if at.mark else "元"
            yield at.write(f"{at.mark}{at.number}{currency}/千 tokens", either(becomes(times=1000), refused))


PAIRS: dict[str, tuple[tuple[str, dict[str, object]], tuple[str, dict[str, object]]]] = {
    "hours": (("闲时", {"mode": "off-peak"}), ("高峰", {"mode": "peak"})),
    "tiers": (("输入≤32K", {"input_tokens": {"lte": 32000}}), ("输入>32K", {"input_tokens": {"gt": 32000}})),
    "English tiers": (("input <= 200K", {"input_tokens": {"lte": 200000}}),
        ("input > 200K", {"input_tokens": {"gt": 200000}})),
    "batch and priority": (("Batch", {"mode": "batch"}), ("Priority", {"mode": "priority"})),
    "thinking": (("思考模式", {"thinking": True}), ("非思考模式", {"thinking": False})),
    "two tiers": (("输入≤32K，输出≤4K", {"input_tokens": {"lte": 32000}, "output_tokens": {"lte": 4000}}),
                  ("输入≤32K，输出>4K", {"input_tokens": {"lte": 32000}, "output_tokens": {"gt": 4000}})),
}  # fmt: skip
"""Words for two prices in one cell, and what they state."""
SHAPES = (
    "{w1}：{a}<br>{w2}：{b}",
    "{w1} {a}，{w2} {b}",
    "{a}（{w1}），{b}（{w2}）",
    "（{w1}）{a}，（{w2}）{b}",
    "{a} ({w1}), {b} ({w2})",
    "{a} {w1}<br>{b} {w2}",
    "{w1}：{a}；{w2}：{b}",
)


def paired(
    base: Base, *, words: tuple[tuple[str, dict[str, object]], tuple[str, dict[str, object]]]
) -> Iterator[Change]:
    """Two prices in a cell that held one, each with its words before or behind it."""
    for at in spots(base, 1):
        if not (unlabelled(at) and unbounded(at)):
            continue
        (w1, first), (w2, second) = words
        doubled = format(Decimal(at.number.replace(",", "")) * 2, "f")
        a, b = at.whole.strip(), f"{at.mark}{doubled}{at.after}".strip()
        for shape in spoken(base, SHAPES) if not base.english else [s for s in SHAPES if s.isascii()]:
            text = shape.format(a=a, b=b, w1=w1, w2=w2)
            if base.sheet.form == "txt" and "<" in shape:
                continue
            if base.english and re.search(r"[\u4e00-\u9fff]", text):
                continue
            more = becomes(second, times=2)(at.stated.told)
            yield at.write(text, becomes(first), more)


for _name, _pair in PAIRS.items():
    register(KIND, f"cell: two prices by {_name}", partial(paired, words=_pair))


@operator(KIND)
def a_line_s_end_for_a_comma(base: Base) -> Iterator[Change]:
    """Between two labelled prices."""
    for change in _between(base, "<br>"):
        if base.sheet.form != "txt":
            yield change


@operator(KIND)
def a_semicolon_for_a_comma(base: Base) -> Iterator[Change]:
    """Between two labelled prices."""
    yield from _between(base, "；")


@operator(KIND)
def nothing_for_a_comma(base: Base) -> Iterator[Change]:
    """Between two labelled prices: read rightly, or loud."""
    yield from _between(base, "")
    yield from _between(base, " ")


def _between(base: Base, mark: str) -> Iterator[Change]:
    for table in base.upright:
        for column in base.price_columns(table):
            for row in few(base.named_rows(table), 3):
                place = Place(table, row, column)
                new = re.sub("，|<br>", mark, base.cell(place))
                if new != base.cell(place):
                    yield edited(base, table, f"row {row}: {new!r}", anything(base), base.with_cell(place, new))
