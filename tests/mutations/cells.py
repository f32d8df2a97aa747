"""Changes to the words around a price in its cell."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import partial

from tests.mutations.bases import Base, Change
from tests.mutations.operators import register, spoken
from tests.mutations.program import Told
from tests.mutations.spots import (
    Spot,
    anyone,
    decimal,
    divided,
    has_unit,
    is_input,
    labelled,
    spots,
    unbounded,
    unlabelled,
)
from tests.mutations.verdict import Truth, Want, as_printed, becomes, either, gone, never, refused, same

KIND = "the cell of a price"


def halved(price: Told) -> Want:
    """Half of the printed price is paid, by a promotion that says so."""
    (half,) = becomes(times=Decimal("0.5"))(price).forms

    def promoted(found: Told) -> bool:
        return "折" in str(found.promotion) and found._replace(promotion=half.promotion) == half

    return Want((half,), promoted)


Rewrite = str
"""A printed price with other words: `{p}` is all of it; `{b}` stands before the price, `{q}` is the price with its
unit, of the parts `{m}`, its mark of money, `{n}`, the number, and `{a}`, what stands behind."""


def filled(pattern: Rewrite, at: Spot) -> str:
    """The pattern with the price's own parts."""
    price = at.mark + at.number + at.after
    return pattern.format(p=at.whole, b=at.before, q=price, m=at.mark, n=at.number, a=at.after)


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


def free(price: Told) -> Want:
    """Free, of whatever meter and unit."""
    return Want((), lambda found: found.model == price.model and found.free and found.amount == "0")


REWRITTEN: dict[str, tuple[Truth, Callable[[Spot], bool], tuple[Rewrite, ...]]] = {
    "behind: batch": (becomes({"mode": "batch"}), anyone, ("{p}（batch）", "{p} (batch)", "{p}（批量推理）",
        "{p} batch", "{p}（Batch 调用）")),
    "behind: off-peak": (becomes({"mode": "off-peak"}), anyone, ("{p}（闲时）", "{p} (off-peak)", "{p} 闲时")),
    "before: batch": (becomes({"mode": "batch"}), unlabelled, ("Batch：{p}", "（batch）{p}", "批量 {p}",
        "batch {p}")),
    "behind: cached": (either(never("meter"), refused), is_input, ("{p} (cached)", "{p}（缓存命中）",
        "{p}（命中缓存时）")),
    "behind: customers": (as_printed, anyone, ("{p}（企业版）", "{p}（会员价）", "{p} (Enterprise)", "{p}（首月）")),
    "behind: place": (as_printed, anyone, ("{p}（新加坡）", "{p}（海外）", "{p} (US only)")),
    "behind: unknown": (as_printed, anyone, ("{p}（甲类）", "{p}（含增值服务）", "{p} (tier two)", "{p} 甲类")),
    "behind: bound": (as_printed, unbounded, ("{p}（≤32K）", "{p}（输入>32K）", "{p} (input <= 200K)",
        "{p}，输入≤32K", "{p}（32K以上）")),
    "behind: thinking": (becomes({"thinking": True}), anyone, ("{p}（思考模式）", "{p} (thinking)")),
    "behind: date": (never(), anyone, ("{p}（2026年9月1日起）", "{p}（2026年3月31日前）",
        "{p}（有效期至2026年3月31日）",
        "{p} (until 2026-03-31)")),
    "behind: promotion": (never(), anyone, ("{p}（限时优惠）", "{p} 限时", "{p} (limited time)")),
    "behind: a length": (as_printed, anyone, ("{p}（6s）", "{p}（5秒）", "{p} (5 s)")),
    "behind: life of a cache": (as_printed, anyone, ("{p}（TTL 1h）", "{p} TTL 1h", "{p}（缓存1小时）")),
    "behind: from": (refused, anyone, ("{p}起", "{p} 起", "{p}（起）", "{p}以上", "{p} and up", "{p}+",
        "{p}左右")),
    "before: about": (refused, anyone, (
        "{b}约 {q}", "{b}约{q}", "{b}up to {q}", "{b}from {q}", "{b}低至{q}",
        "{b}最低 {q}", "{b}~{q}", "{b}≈{q}", "{b}<{q}", "{b}>{q}",
        "{b}不超过{q}", "{b}about {q}",
    )),
    "before: added": (refused, anyone, ("{b}另加 {q}", "{b}+{q}",
        "{b}加收{q}", "{b}additional {q}", "{b}-{q}")),
    "behind: full minus": (refused, anyone, ("{p}（满100减10）", "{p} 满100元减10元", "{p}（返现10%）")),
    "behind: discount": (either(same, as_printed), anyone, ("{p}（8折）", "{p} (20% off)")),
    "a list price and a discount": (either(refused, halved), unlabelled,
        ("原价{q}（限时5折）", "原价{q} 限时五折", "{q} 享5折")),
    "a range": (refused, anyone, ("{b}{m}{n}-99{a}", "{b}{m}{n}~99{a}", "{b}{m}{n}至99{a}",
        "{b}{m}{n}/99{a}")),
    "a former price": (either(same, as_printed), unlabelled, (
        "原价{m}99{a}，现价{q}", "原价{m}99{a} 现价{q}", "~~{m}99{a}~~ {q}", "<del>{m}99{a}</del> {q}",
        "<s>{m}99{a}</s> {q}", "从{m}99{a}降至{q}", "{q}（原价{m}99{a}）", "{q} ~~{m}99{a}~~",
        "{q}<del>{m}99{a}</del>", "was {m}99{a}, now {q}",
    )),
    "struck": (refused, unlabelled, ("~~{p}~~", "<del>{p}</del>", "<s>{p}</s>", "原价{p}", "{p}（已失效）")),
    "a second amount": (same, anyone, ("{p} {m}99{a}", "{p}，{m}99{a}", "{p}<br>{m}99{a}",
        "{p} / {m}99{a}", "{p}（{m}99{a}）", "{b}{m}99{a} {q}")),
    "another currency": (never("currency"), unlabelled, (
        "USD: {n}", "{n} USD", "US${n}", "{n} 美元", "{n}日元", "€{n}", "HK${n}", "{n} 港元", "A${n}", "JPY {n}",
        "£{n}",
    )),
    "two currencies": (same, anyone, ("{p} (€99)", "{p}（约 HK$99）", "{p} / €99", "{p}，€99")),
    "points": (refused, unlabelled, ("{n} 积分", "{n} 点", "{n} credits", "{n} 资源点", "{n}%")),
    "a bracket alone": (refused, unlabelled, ("（7）", "(7)", "[7]", "【7】", "①", "注7", "见（7）")),
    "in a bracket": (same, unlabelled, ("（{n}）", "({n})", "[{n}]")),
    "nothing": (gone, unlabelled, ("-", "/", "—", "无", "", "暂不支持", "N/A", "敬请期待", "待定", "面议", "×")),
    "free": (free, unlabelled, ("免费", "限时免费", "Free")),
    "zero": (becomes(times=0), unlabelled, ("{m}0{a}", "{m}0.00{a}")),
    "a note's digit": (same, anyone, (
        "{b}{m}{n}<sub>1</sub>{a}", "{b}{m}{n}<sup>2</sup>{a}", "{b}{m}{n}[1](#n){a}",
        '{b}{m}{n}<a href="#n">1</a>{a}',
        "{b}{m}{n}<span>2</span>{a}", "{b}{m}{n}^1^{a}", "{b}{m}{n}[^1]{a}", "{b}{m}{n}①{a}", "{b}{m}{n}¹{a}",
        "{p}<sup>1</sup>", "{p}[1]", "{p}*", "{p} (5)", "{p}（2）", "{p}[2](#n)",
        "{p}<sub>3</sub>", "{b}{m}{n} <small>1</small>{a}",
        "<sup>1</sup>{p}", '{b}<a href="#n">1</a>{q}',
    )),
    "an exponent": (refused, anyone, ("{b}{m}{n}e3{a}", "{b}{m}{n}E-3{a}",
        "{b}{m}{n}×10{a}", "{b}{m}{n}*2{a}")),
    "words lost": (refused, labelled, ("{q}",)),
    "the unit lost": (refused, lambda at: has_unit(at) and "单价" not in at.stated.price.where.column,
        ("{b}{m}{n}元", "{b}{m}{n}")),
    "an unknown unit": (refused, has_unit, ("{b}{m}{n}元/组", "{b}{m}{n}元/个单元", "{p}/组")),
    "another unit": (never("unit", "amount"), unlabelled, ("{n}元/亿 tokens", "{n}元/千字", "{n}元/月", "{n}元/天")),
    "a lone line": (gone, divided, ("{b}/", "{b}-", "{b}—", "{b}无")),
    "an unknown label": (refused, labelled, ("其他：{q}", "{b}其他{q}", "某某{q}")),
    "a condition for the label": (refused, labelled, ("闲时：{q}", "Batch {q}")),
    "half a bracket": (same, anyone, ("{p}（", "（{p}", "{p}）")),
    "half a bracket with words": (as_printed, anyone, ("{p}（batch", "{p}（企业版", "{p}甲类）")),
}  # fmt: skip
"""What a changed cell does to its price. Where it must stay as it is, it may also be said unread."""

for _name, (_truth, _only, _patterns) in REWRITTEN.items():
    register(KIND, f"cell: {_name}", partial(rewritten, truth=_truth, patterns=_patterns, only=_only))

HARMLESS: dict[str, tuple[Callable[[Spot], bool], tuple[Rewrite, ...]]] = {
    "bold": (
        anyone,
        (
            "**{p}**",
            "<b>{p}</b>",
            "<span>{p}</span>",
            "{b}<b>{m}{n}</b>{a}",
            "{b}**{m}{n}**{a}",
        ),
    ),
    "a paragraph": (unlabelled, ("<p>{p}</p>", "<div>{p}</div>", '<font color="red">{p}</font>')),
    "blanks": (
        anyone,
        (
            "{b}{m} {n}{a}",
            "{b}{m}{n} {a}",
            " {p}  ",
            "{p}&nbsp;",
            "{b}&nbsp;{q}",
        ),
    ),
    "a full stop": (unlabelled, ("{p}。",)),
    "trailing zeros": (decimal, ("{b}{m}{n}0{a}", "{b}{m}{n}00{a}")),
    "tax": (unlabelled, ("{p}（含税）",)),
}
"""Other ways to write the same price."""
for _name, (_only, _patterns) in HARMLESS.items():
    register(
        KIND, f"harmless cell: {_name}", partial(rewritten, truth=same, patterns=_patterns, only=_only), harmless=True
    )
