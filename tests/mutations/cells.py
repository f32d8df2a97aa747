"""Changes to the cell in which a price stands."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import partial

from tests.mutations.bases import Base, Change, Place, Stated
from tests.mutations.operators import edited, few, operator, printed_number, register, spoken
from tests.mutations.program import Told
from tests.mutations.sheets import Rows
from tests.mutations.verdict import Truth, Want, as_printed, becomes, either, gone, never, refused, same

KIND = "the cell of a price"
_MARK = re.compile(r"[￥¥$]\s*$")


@dataclass(frozen=True)
class Spot:
    """One printed price, taken apart: what stands before its number, the number, what stands behind; in its cell."""

    base: Base
    stated: Stated
    head: str
    before: str
    mark: str
    number: str
    after: str
    tail: str

    @property
    def whole(self) -> str:
        """The price as printed."""
        return self.before + self.mark + self.number + self.after

    @property
    def alone(self) -> bool:
        """Whether the cell holds nothing else."""
        return not (self.head + self.tail).strip()

    def write(self, text: str, truth: Truth, *more: Want) -> Change:
        """The page with this text in the place of the printed price."""
        table, row, column = self.stated.place
        cell = self.head + text + self.tail

        def edit(rows: Rows) -> None:
            rows[row][column] = cell

        touched = {id(self.stated)} | {
            id(each)
            for each in self.base.in_cell(self.stated.place)
            if each.price.listed.text == self.stated.price.listed.text
        }
        wants = [(truth if id(each) in touched else same)(each.told) for each in self.base.stated]
        note = f"row {row}: {self.head + self.whole + self.tail!r} becomes {cell!r}"
        return edited(self.base, table, edit, note, wants + list(more))


def spot(base: Base, stated: Stated) -> Spot | None:
    """Where the price is printed; None where its characters cannot be told in the cell."""
    table, row, column = stated.place
    cell, text = base.rows(table)[row][column], stated.price.listed.text
    head, found, tail = cell.partition(text)
    if not found or stated.told.free:
        return None
    number = printed_number(stated)
    before, _, after = text.partition(number)
    mark = _MARK.search(before)
    cut = mark.start() if mark else len(before)
    return Spot(base, stated, head, before[:cut], before[cut:], number, after, tail)


def spots(base: Base, most: int = 2) -> Iterator[Spot]:
    """Some prices of every column of every table: the first of a cell, and the last where there are several."""
    for table in base.upright:
        for column in base.price_columns(table):
            rows = sorted(
                {each.place.row for each in base.stated if (each.place.table, each.place.column) == (table, column)}
            )
            for row in few(rows, most):
                prices = base.in_cell(Place(table, row, column))
                for stated in {id(each): each for each in (prices[0], prices[-1])}.values():
                    found = spot(base, stated)
                    if found is not None and stated.told not in base.found.flagged:
                        yield found


Rewrite = str
"""`BEFORE`, `MARK`, `NUMBER`, `AFTER`: the parts of a printed price, with other words around them."""


def filled(pattern: Rewrite, at: Spot) -> str:
    """The pattern with the price's own parts."""
    parts = {"BEFORE": at.before, "MARK": at.mark, "NUMBER": at.number, "AFTER": at.after}
    return re.sub("BEFORE|MARK|NUMBER|AFTER", lambda found: parts[found.group()], pattern)


ALL = "BEFOREMARKNUMBERAFTER"


def rewritten(
    base: Base, *, truth: Truth, patterns: tuple[Rewrite, ...], only: Callable[[Spot], bool] = lambda _: True
) -> Iterator[Change]:
    """The printed price in each of these ways."""
    for at in spots(base):
        if only(at):
            for pattern in spoken(base, patterns):
                text = filled(pattern, at)
                if text != at.whole:
                    yield at.write(text, truth)


def is_input(at: Spot) -> bool:
    """A price of plain input."""
    return at.stated.told.meter == "input"


def is_video(at: Spot) -> bool:
    """A price by the second."""
    return at.stated.told.unit == "second"


def labelled(at: Spot) -> bool:
    """A price with its meter in its cell, among others."""
    return not at.alone and bool(re.search("[入出练署量并]", at.before))


def unlabelled(at: Spot) -> bool:
    """A price that stands alone and bare in its cell."""
    return at.alone and not at.before.strip()


def fractional(at: Spot) -> bool:
    """An amount below one."""
    return at.number.startswith("0.")


def decimal(at: Spot) -> bool:
    """An amount with a point."""
    return "." in at.number and "," not in at.number


def thousands(at: Spot) -> bool:
    """An amount with a comma."""
    return "," in at.number


def unbounded(at: Spot) -> bool:
    """A price without a tier."""
    return not any(name.endswith("_tokens") for name, _ in at.stated.told.conditions)


def anyone(_: Spot) -> bool:
    """Every price."""
    return True


def has_unit(at: Spot) -> bool:
    """A price with its unit in its cell."""
    return "/" in at.after


def divided(at: Spot) -> bool:
    """A labelled price with a mark behind it: without one, `输入/输出 4元` is a price of both."""
    return labelled(at) and not re.match(r" |[^，；<]", at.tail)


def free(price: Told) -> Want:
    """Free, of whatever meter and unit."""
    return Want((), lambda found: found.model == price.model and found.free and found.amount == "0")


REWRITTEN: dict[str, tuple[Truth, Callable[[Spot], bool], tuple[Rewrite, ...]]] = {
    "behind: batch": (becomes({"mode": "batch"}), anyone, (f"{ALL}（batch）", f"{ALL} (batch)", f"{ALL}（批量推理）", f"{ALL} batch", f"{ALL}（Batch 调用）")),
    "behind: off-peak": (becomes({"mode": "off-peak"}), anyone, (f"{ALL}（闲时）", f"{ALL} (off-peak)", f"{ALL} 闲时")),
    "before: batch": (becomes({"mode": "batch"}), unlabelled, (f"Batch：{ALL}", f"（batch）{ALL}", f"批量 {ALL}", f"batch {ALL}")),
    "behind: cached": (either(never("meter"), refused), is_input, (f"{ALL} (cached)", f"{ALL}（缓存命中）", f"{ALL}（命中缓存时）")),
    "behind: customers": (as_printed, anyone, (f"{ALL}（企业版）", f"{ALL}（会员价）", f"{ALL} (Enterprise)", f"{ALL}（首月）")),
    "behind: place": (as_printed, anyone, (f"{ALL}（新加坡）", f"{ALL}（海外）", f"{ALL} (US only)")),
    "behind: unknown": (as_printed, anyone, (f"{ALL}（甲类）", f"{ALL}（含增值服务）", f"{ALL} (tier two)", f"{ALL} 甲类")),
    "behind: bound": (as_printed, unbounded, (f"{ALL}（≤32K）", f"{ALL}（输入>32K）", f"{ALL} (input <= 200K)", f"{ALL}，输入≤32K", f"{ALL}（32K以上）")),
    "behind: thinking": (becomes({"thinking": True}), anyone, (f"{ALL}（思考模式）", f"{ALL} (thinking)")),
    "behind: date": (never(), anyone, (f"{ALL}（2026年9月1日起）", f"{ALL}（2026年3月31日前）", f"{ALL}（有效期至2026年3月31日）", f"{ALL} (until 2026-03-31)")),
    "behind: promotion": (never(), anyone, (f"{ALL}（限时优惠）", f"{ALL} 限时", f"{ALL} (limited time)")),
    "behind: a length": (as_printed, anyone, (f"{ALL}（6s）", f"{ALL}（5秒）", f"{ALL} (5 s)")),
    "behind: life of a cache": (as_printed, anyone, (f"{ALL}（TTL 1h）", f"{ALL} TTL 1h", f"{ALL}（缓存1小时）")),
    "behind: from": (refused, anyone, (f"{ALL}起", f"{ALL} 起", f"{ALL}（起）", f"{ALL}以上", f"{ALL} and up", f"{ALL}+", f"{ALL}左右")),
    "before: about": (refused, anyone, (
        "BEFORE约 MARKNUMBERAFTER", "BEFORE约MARKNUMBERAFTER", "BEFOREup to MARKNUMBERAFTER", "BEFOREfrom MARKNUMBERAFTER", "BEFORE低至MARKNUMBERAFTER",
        "BEFORE最低 MARKNUMBERAFTER", "BEFORE~MARKNUMBERAFTER", "BEFORE≈MARKNUMBERAFTER", "BEFORE<MARKNUMBERAFTER", "BEFORE>MARKNUMBERAFTER",
        "BEFORE不超过MARKNUMBERAFTER", "BEFOREabout MARKNUMBERAFTER",
    )),
    "before: added": (refused, anyone, ("BEFORE另加 MARKNUMBERAFTER", "BEFORE+MARKNUMBERAFTER", "BEFORE加收MARKNUMBERAFTER", "BEFOREadditional MARKNUMBERAFTER", "BEFORE-MARKNUMBERAFTER")),
    "behind: full minus": (refused, anyone, (f"{ALL}（满100减10）", f"{ALL} 满100元减10元", f"{ALL}（返现10%）")),
    "behind: discount": (either(same, as_printed), anyone, (f"{ALL}（8折）", f"{ALL} (20% off)")),
    "a list price and a discount": (either(refused, becomes(times=Decimal("0.5"))), unlabelled, ("原价MARKNUMBERAFTER（限时5折）", "原价MARKNUMBERAFTER 限时五折", "MARKNUMBERAFTER 享5折")),
    "a range": (refused, anyone, ("BEFOREMARKNUMBER-99AFTER", "BEFOREMARKNUMBER~99AFTER", "BEFOREMARKNUMBER至99AFTER", "BEFOREMARKNUMBER/99AFTER")),
    "a former price": (either(same, as_printed), unlabelled, (
        "原价MARK99AFTER，现价MARKNUMBERAFTER", "原价MARK99AFTER 现价MARKNUMBERAFTER", "~~MARK99AFTER~~ MARKNUMBERAFTER", "<del>MARK99AFTER</del> MARKNUMBERAFTER",
        "<s>MARK99AFTER</s> MARKNUMBERAFTER", "从MARK99AFTER降至MARKNUMBERAFTER", "MARKNUMBERAFTER（原价MARK99AFTER）", "MARKNUMBERAFTER ~~MARK99AFTER~~",
        "MARKNUMBERAFTER<del>MARK99AFTER</del>", "was MARK99AFTER, now MARKNUMBERAFTER",
    )),
    "struck": (refused, unlabelled, (f"~~{ALL}~~", f"<del>{ALL}</del>", f"<s>{ALL}</s>", f"原价{ALL}", f"{ALL}（已失效）")),
    "a second amount": (same, anyone, (f"{ALL} MARK99AFTER", f"{ALL}，MARK99AFTER", f"{ALL}<br>MARK99AFTER", f"{ALL} / MARK99AFTER", f"{ALL}（MARK99AFTER）", "BEFOREMARK99AFTER MARKNUMBERAFTER")),
    "another currency": (never("currency"), unlabelled, (
        "USD: NUMBER", "NUMBER USD", "US$NUMBER", "NUMBER 美元", "NUMBER日元", "€NUMBER", "HK$NUMBER", "NUMBER 港元", "A$NUMBER", "JPY NUMBER", "£NUMBER",
    )),
    "two currencies": (same, anyone, (f"{ALL} (€99)", f"{ALL}（约 HK$99）", f"{ALL} / €99", f"{ALL}，€99")),
    "points": (refused, unlabelled, ("NUMBER 积分", "NUMBER 点", "NUMBER credits", "NUMBER 资源点", "NUMBER%")),
    "a bracket alone": (refused, unlabelled, ("（7）", "(7)", "[7]", "【7】", "①", "注7", "见（7）")),
    "in a bracket": (same, unlabelled, ("（NUMBER）", "(NUMBER)", "[NUMBER]")),
    "nothing": (gone, unlabelled, ("-", "/", "—", "无", "", "暂不支持", "N/A", "敬请期待", "待定", "面议", "×")),
    "free": (free, unlabelled, ("免费", "限时免费", "Free")),
    "zero": (becomes(times=0), unlabelled, ("MARK0AFTER", "MARK0.00AFTER")),
    "a note's digit": (same, anyone, (
        "BEFOREMARKNUMBER<sub>1</sub>AFTER", "BEFOREMARKNUMBER<sup>2</sup>AFTER", "BEFOREMARKNUMBER[1](#n)AFTER", 'BEFOREMARKNUMBER<a href="#n">1</a>AFTER',
        "BEFOREMARKNUMBER<span>2</span>AFTER", "BEFOREMARKNUMBER^1^AFTER", "BEFOREMARKNUMBER[^1]AFTER", "BEFOREMARKNUMBER①AFTER", "BEFOREMARKNUMBER¹AFTER",
        f"{ALL}<sup>1</sup>", f"{ALL}[1]", f"{ALL}*", f"{ALL} (5)", f"{ALL}（2）", f"{ALL}[2](#n)", f"{ALL}<sub>3</sub>", "BEFOREMARKNUMBER <small>1</small>AFTER",
        '<sup>1</sup>BEFOREMARKNUMBERAFTER', 'BEFORE<a href="#n">1</a>MARKNUMBERAFTER',
    )),
    "an exponent": (refused, anyone, ("BEFOREMARKNUMBERe3AFTER", "BEFOREMARKNUMBERE-3AFTER", "BEFOREMARKNUMBER×10AFTER", "BEFOREMARKNUMBER*2AFTER")),
    "words lost": (refused, labelled, ("MARKNUMBERAFTER",)),
    "the unit lost": (refused, lambda at: has_unit(at) and "单价" not in at.stated.price.where.column, ("BEFOREMARKNUMBER元", "BEFOREMARKNUMBER")),
    "an unknown unit": (refused, has_unit, ("BEFOREMARKNUMBER元/组", "BEFOREMARKNUMBER元/个单元", "BEFOREMARKNUMBERAFTER/组")),
    "another unit": (never("unit", "amount"), unlabelled, ("NUMBER元/亿 tokens", "NUMBER元/千字", "NUMBER元/月", "NUMBER元/天")),
    "a lone line": (gone, divided, ("BEFORE/", "BEFORE-", "BEFORE—", "BEFORE无")),
    "an unknown label": (refused, labelled, ("其他：MARKNUMBERAFTER", "BEFORE其他MARKNUMBERAFTER", "某某MARKNUMBERAFTER")),
    "a condition for the label": (refused, labelled, ("闲时：MARKNUMBERAFTER", "Batch MARKNUMBERAFTER")),
    "half a bracket": (same, anyone, (f"{ALL}（", f"（{ALL}", f"{ALL}）")),
    "half a bracket with words": (as_printed, anyone, (f"{ALL}（batch", f"{ALL}（企业版", f"{ALL}甲类）")),
}  # fmt: skip
"""What a changed cell does to its price. Where it must stay as it is, it may also be said unread."""

for _name, (_truth, _only, _patterns) in REWRITTEN.items():
    register(KIND, f"cell: {_name}", partial(rewritten, truth=_truth, patterns=_patterns, only=_only))

HARMLESS: dict[str, tuple[Callable[[Spot], bool], tuple[Rewrite, ...]]] = {
    "bold": (
        anyone,
        (
            f"**{ALL}**",
            f"<b>{ALL}</b>",
            f"<span>{ALL}</span>",
            "BEFORE<b>MARKNUMBER</b>AFTER",
            "BEFORE**MARKNUMBER**AFTER",
        ),
    ),
    "a paragraph": (unlabelled, (f"<p>{ALL}</p>", f"<div>{ALL}</div>", f'<font color="red">{ALL}</font>')),
    "blanks": (
        anyone,
        (
            "BEFOREMARK NUMBERAFTER",
            "BEFOREMARKNUMBER AFTER",
            f" {ALL}  ",
            f"{ALL}&nbsp;",
            "BEFORE&nbsp;MARKNUMBERAFTER",
        ),
    ),
    "a full stop": (unlabelled, (f"{ALL}。",)),
    "trailing zeros": (decimal, ("BEFOREMARKNUMBER0AFTER", "BEFOREMARKNUMBER00AFTER")),
    "tax": (unlabelled, (f"{ALL}（含税）",)),
}
"""Other ways to write the same price."""
for _name, (_only, _patterns) in HARMLESS.items():
    register(
        KIND, f"harmless cell: {_name}", partial(rewritten, truth=same, patterns=_patterns, only=_only), harmless=True
    )

_WIDE = str.maketrans("0123456789.", "０１２３４５６７８９．")
NUMBERS: dict[str, tuple[Truth, Callable[[Spot], bool], Callable[[str], str]]] = {
    "a comma for the point": (same, decimal, lambda n: n.replace(".", ",")),
    "no nought": (same, fractional, lambda n: n[1:]),
    "a comma lost to a point": (refused, thousands, lambda n: n.replace(",", ".", 1) + ".5"),
    "a comma among the digits": (refused, decimal, lambda n: n[0] + "," + n[1:]),
    "two points": (refused, anyone, lambda n: f"{n}.5.5" if "." not in n else f"{n}.5"),
    "a letter among the digits": (refused, anyone, lambda n: f"{n}O"),
    "a blank among the digits": (refused, anyone, lambda n: f"{n} 000"),
    "an invisible letter": (same, decimal, lambda n: f"{n[0]}\u200b{n[1:]}"),
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
            mark = at.mark or ("" if "元" in at.after else "")
            currency = "" if mark else "元"
            yield at.write(f"{mark}{at.number}{currency}/千 tokens", either(becomes(times=1000), refused))


PAIRS: dict[str, tuple[tuple[str, dict[str, object]], tuple[str, dict[str, object]]]] = {
    "hours": (("闲时", {"mode": "off-peak"}), ("高峰", {"mode": "peak"})),
    "tiers": (("输入≤32K", {"input_tokens": {"lte": 32000}}), ("输入>32K", {"input_tokens": {"gt": 32000}})),
    "English tiers": (("input <= 200K", {"input_tokens": {"lte": 200000}}), ("input > 200K", {"input_tokens": {"gt": 200000}})),
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
            if base.sheet.form == "html":
                text = re.sub("<(?!br>)", "&lt;", text)
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
                cell = base.rows(table)[row][column]
                new = re.sub("，|<br>", mark, cell)
                if new != cell:

                    def edit(rows: Rows, row: int = row, column: int = column, new: str = new) -> None:
                        rows[row][column] = new

                    yield edited(base, table, edit, f"row {row}: {new!r}", base.wants(same, lambda _: False))
