"""Changes to the headings of the columns in which the prices stand."""

import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import partial

from tests.mutations.bases import Base, Change, Place, Stated
from tests.mutations.operators import edited, of_column, of_table, operator, register, spoken
from tests.mutations.verdict import Truth, as_printed, becomes, never, refused, same

KIND = "the heading of a price"
Retitle = Callable[[str], str | None]
"""A heading's source, changed; None where this change does not apply."""


def sub(pattern: str, new: str) -> Retitle:
    """The first match replaced; None without one."""
    return lambda title: re.sub(pattern, new, title, count=1) if re.search(pattern, title) else None


def retitled(
    base: Base, *, retitle: Retitle, truth: Truth, only: Callable[[Stated], bool] = lambda _: True
) -> Iterator[Change]:
    """The heading of each price column changed, where all its prices are of this kind."""
    for table in base.upright:
        for column in base.price_columns(table):
            hit = of_column(table, column)
            title = base.rows(table)[0][column]
            new = retitle(title)
            if new is None or not all(only(each) for each in base.stated if hit(each.place)):
                continue
            rows = base.with_cell(Place(table, 0, column), new)
            yield edited(base, table, f"{title!r} becomes {new!r}", base.wants(truth, hit), rows)


def behind(*words: str) -> list[Retitle]:
    """Words behind the heading: `输入价格（闲时）`, `Input price (batch)`."""
    return [_beside(word, "{title}{word}") for word in words]


def before(*words: str) -> list[Retitle]:
    """Words before the heading."""
    return [_beside(word, "{word}{title}") for word in words]


def _beside(word: str, pattern: str) -> Retitle:
    """Chinese words stand only in a Chinese heading."""
    return lambda title: None if _han(word) and not _han(title) else pattern.format(title=title, word=word)


def _han(text: str) -> bool:
    return bool(re.search(r"[\u4e00-\u9fff]", text))


def printed_in_heading(each: Stated) -> bool:
    """Whether the heading alone prints the unit."""
    return each.price.listed.unit_from == "header"


def money_in_heading(each: Stated) -> bool:
    """Whether the heading alone prints the currency."""
    return each.price.listed.currency_from == "header"


def labelled_by_heading(each: Stated) -> bool:
    """Whether the cell itself prints no more than an amount and a unit."""
    return not re.search("[入出练署量并]", each.price.listed.text)


def uncached(each: Stated) -> bool:
    """Likewise, where no column tells cached input apart."""
    return labelled_by_heading(each) and "缓存" not in each.price.where.column


def unbounded(each: Stated) -> bool:
    """Likewise, where no tier bounds the price."""
    return labelled_by_heading(each) and not any(name.endswith("_tokens") for name in each.price.conditions)


TITLES: dict[str, tuple[Truth, Callable[[Stated], bool], list[Retitle]]] = {
    "title: unit a thousandth": (becomes(times=1000), printed_in_heading, [
        sub("百万", "千"), sub("/1M ", "/1K "), sub("百万 tokens", "1000 tokens"), sub("元/百万", "元/每千"),
    ]),
    "title: unit of 128K": (becomes(times=Decimal("7.8125")), printed_in_heading, [
        sub("百万 tokens", "128K tokens"), sub("/1M tokens", "/128K tokens"), sub(r" \(\$/1M tokens\)",
        " / 128K tokens"),
    ]),
    "title: a thousand seconds": (becomes(times=Decimal("0.001")), printed_in_heading, [sub("元/秒", "元/千秒"),
        sub("元/秒", "元/1000秒")]),
    "title: a clip": (never("unit"), printed_in_heading, [sub("元/秒", "元/5秒"), sub("元/秒", "元/视频"), sub("元/秒",
        "元/条")]),
    "title: a 4K image": (as_printed, printed_in_heading, [sub("元/张", "元/4K张图"), sub("元/张", "元/4K 张"),
        sub("元/张",
        "元/张，4K")]),
    "title: a thousand images": (becomes(times=Decimal("0.001")), printed_in_heading, [sub("元/张", "元/千张")]),
    "title: another thing": (never("unit", "meter", "amount"), printed_in_heading, [
        sub("百万 tokens", "万字符"), sub("/1M tokens", "/1M characters"), sub("元/张", "元/次"), sub("元/秒",
        "元/分钟"),
        sub("tokens", "字"),
    ]),
    "title: unit lost": (refused, printed_in_heading, [sub("（元/.*）", ""), sub("/百万 tokens|/张|/秒", ""),
        sub(r" \(.*\)", ""), sub("/1M tokens", "")]),
    "title: unknown unit": (refused, printed_in_heading, [
        sub("百万 tokens", "个单元"), sub("/张", "/组"), sub("/秒", "/段"), sub("/1M tokens", "/bundle"),
        sub("百万 tokens",
        "百万 点"),
    ]),
    "title: another currency": (never("currency"), money_in_heading, [
        sub("元", "美元"), sub("元", "$"), sub("元", "USD"), sub("元", "日元"), sub("元", "港元"), sub("元", "欧元"),
        sub("元",
        "US$"), sub("元", "HK$"),
    ]),
    "title: no currency": (refused, money_in_heading, [sub("元", "积分"), sub("元", "点"), sub("元", "Credits"),
        sub("元",
        "代币")]),
    "title: batch": (becomes({"mode": "batch"}), labelled_by_heading, [
        *before("Batch ", "批量推理", "Batch", "批量"), *behind("（Batch）", " (Batch)", "（批量）"), sub("价格",
        " Batch 价格"),
    ]),
    "title: off-peak column": (becomes({"mode": "off-peak"}), labelled_by_heading, [*before("闲时", "Off-peak "),
        *behind("（闲时）", " (off-peak)")]),
    "title: peak": (becomes({"mode": "peak"}), labelled_by_heading, [*before("高峰时段", "Peak "),
        *behind("（高峰）")]),
    "title: flex": (becomes({"mode": "flex"}), labelled_by_heading, [*before("Flex "), *behind(" (Flex)")]),
    "title: priority": (becomes({"mode": "priority"}), labelled_by_heading, [*before("Priority "),
        *behind("（优先推理）")]),
    "title: thinking column": (becomes({"thinking": True}), labelled_by_heading, [*behind("（思考模式）",
        " (thinking)")]),
    "title: modality column": (as_printed, labelled_by_heading, [*before("音频", "图片", "Audio "), *behind("（音频）",
        "（图片）", " (audio)")]),
    "title: cached column": (never("service", "meter"), uncached, [*before("缓存命中", "Cached "),
        *behind("（缓存命中）",
        " (cached)"), sub("输入", "缓存输入"), sub("Input", "Cached input")]),
    "title: other meter": (never("meter"), labelled_by_heading, [sub("输入", "缓存写入"), sub("Input", "Cache write"),
        sub("输出", "输出图片")]),
    "title: place column": (as_printed, labelled_by_heading, [*behind("（新加坡）", "（海外）", " (Singapore)"),
        *before("国际站", "Singapore ")]),
    "title: customers column": (as_printed, labelled_by_heading, [*behind("（企业版）", "（会员）", " (Enterprise)"),
        *before("企业版", "会员")]),
    "title: bound": (as_printed, unbounded, [*behind("（≤32K）", "（输入≤32K）", " (<= 200K)", "（32K以上）")]),
    "title: date": (never(), labelled_by_heading, [*behind("（2026年9月1日起）", "（2026年3月31日前）",
        " (from 2026-09-01)")]),
    "title: former column": (as_printed, labelled_by_heading, [*before("原", "历史", "Former "), *behind("（调价前）",
        "（已失效）", " (until May)")]),
    "title: from": (refused, labelled_by_heading, [*before("起步", "最高", "约", "From "), *behind("（起）", "（约）",
        " (from)", " (up to)")]),
    "title: unknown words": (as_printed, labelled_by_heading, [*before("某某"), *behind("（某某）", "（甲类）",
        " (tier two)")]),
    "title: lost": (refused, labelled_by_heading, [lambda _: "", lambda _: "-", lambda _: "某某", lambda _: "Col2"]),
    "title: half a bracket": (same, labelled_by_heading, [sub("）", ""), sub("（", ""), sub(r"\)", ""), sub("）",
        ")")]),
    "title: word lost": (refused, uncached, [sub("输入", ""), sub("输出", ""), sub("Input ", ""), sub("Output ", "")]),
}  # fmt: skip
"""What a changed heading does to the prices of its column."""

for _name, (_truth, _only, _retitles) in TITLES.items():

    def _changes(
        base: Base, truth: Truth = _truth, only: Callable[[Stated], bool] = _only, retitles: list[Retitle] = _retitles
    ) -> Iterator[Change]:
        for retitle in retitles:
            yield from retitled(base, retitle=retitle, truth=truth, only=only)

    register(KIND, _name, _changes)

HARMLESS: dict[str, list[Retitle]] = {
    "title: another word for price": [sub("价格", "单价"), sub("价格", "费用"), sub("价格", "定价"), sub("单价",
        "价格"),
        sub("price", "cost"), sub("price", "rate")],
    "title: tax and notes": [sub("价格", "价格（含税）"), *behind("（含税）", "*", "①", "<sup>1</sup>", " *", "^1^",
        "（目录价）")],
    "title: markup": [lambda t: f"**{t}**", lambda t: f"<b>{t}</b>", lambda t: f"<span>{t}</span>", sub("（", " （"),
        sub("（(.*)）", r"(\1)"), lambda t: f" {t} "],
    "title: a line's end": [sub("（", "<br>（"), sub(r" \(", "<br>("), sub("价格", "价格<br>")],
    "title: blanks": [sub("输入", "输入 "), sub("输出", "输出 "), sub("/", " / "), sub("tokens", "Tokens"),
        sub("百万 tokens",
        "百万tokens"), sub("百万", "每百万")],
    "title: model in front": [sub("^输入", "模型输入"), sub("^价格", "模型价格"), sub("^输出", "推理输出"),
        sub("^Input", "Text input")],
}  # fmt: skip
"""Other ways to write the same heading."""


def _fitting(base: Base, retitle: Retitle) -> Retitle:
    """The same, where the page's form has such marks."""

    def retitled(title: str) -> str | None:
        new = retitle(title)
        return new if new is not None and new != title and spoken(base, [new]) else None

    return retitled


for _name, _retitles in HARMLESS.items():

    def _harmless(base: Base, retitles: list[Retitle] = _retitles) -> Iterator[Change]:
        for retitle in retitles:
            yield from retitled(base, retitle=_fitting(base, retitle), truth=same)

    register(KIND, f"harmless {_name}", _harmless, harmless=True)


def model_heading(base: Base, *, words: tuple[str, ...], truth: Truth) -> Iterator[Change]:
    """The heading of the model's column changed."""
    for table in base.upright:
        column = base.model_column(table) or 0
        title = base.rows(table)[0][column]
        for new in (word.replace("TITLE", title) for word in words):
            rows = base.with_cell(Place(table, 0, column), new)
            yield edited(base, table, f"{title!r} becomes {new!r}", base.wants(truth, of_table(table)), rows)


register(KIND, "title of the models: lost", partial(model_heading, words=("", "某某"), truth=same))
register(
    KIND,
    "title of the models: a condition",
    partial(model_heading, words=("精调TITLE", "TITLE（企业版）", "TITLE（Batch）"), truth=as_printed),
)


@operator(KIND)
def the_unit_column_is_changed(base: Base) -> Iterator[Change]:
    """Where a column prints the unit: a thousandth, or another thing."""
    for table in base.upright:
        rows = base.rows(table)
        column = next((n for n, cell in enumerate(rows[0]) if cell == "计费单位"), None)
        if column is None:
            continue
        units: list[tuple[str, Truth]] = [
            ("1K tokens", becomes(times=1000)), ("千 tokens", becomes(times=1000)),
        ("128K tokens", becomes(times=Decimal("7.8125"))),
            ("次", never("unit", "meter")), ("", same), ("-", same), ("1M tokens（Batch）", becomes({"mode": "batch"})),
            ("1M tokens/月", refused), ("美元/百万 tokens", never("currency")), ("1M", same),
        ]  # fmt: skip
        for unit, truth in units:
            lines = [rows[0], *([*row[:column], unit, *row[column + 1 :]] for row in rows[1:])]
            yield edited(base, table, f"计费单位 = {unit!r}", base.wants(truth, of_table(table)), lines)
