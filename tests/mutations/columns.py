"""A column beside the prices that nobody reads, or that nobody knows."""

from collections.abc import Iterator

from benchmarks.mutations.bare import bare

from tests.mutations.bases import Base, Change
from tests.mutations.operators import edited, few, of_row, of_table, operator, register
from tests.mutations.sheets import Rows
from tests.mutations.verdict import Truth, as_printed, becomes, bounded, either, never, same

KIND = "a column beside the prices"


def column_of(rows: Rows, heading: str) -> int | None:
    """The column of that heading, where the table has one already."""
    return next((n for n, cell in enumerate(rows[0]) if bare(cell) == bare(heading)), None)


def put(rows: Rows, heading: str, values: list[str], *, at: int) -> Rows:
    """The rows with the values under the heading: in its column, or in a new one."""
    own = column_of(rows, heading)
    if own is None:
        return [[*row[:at], value, *row[at:]] for row, value in zip(rows, [heading, *values], strict=True)]
    return [rows[0], *([*row[:own], value, *row[own + 1 :]] for row, value in zip(rows[1:], values, strict=True))]


def stating(base: Base, *, truth: Truth, heading: str, value: str, others: str) -> Iterator[Change]:
    """A column with this value in every row; and with it in one row, where the others say something ordinary."""
    for table in base.upright:
        if base.english != heading.isascii():
            continue
        rows = base.rows(table)
        lines = len(rows) - 1
        at = few([len(rows[0]), (base.model_column(table) or 0) + 1], 2)[table % 2]
        wants = base.wants(truth, of_table(table))
        yield edited(base, table, f"{heading} = {value!r}", wants, put(rows, heading, [value] * lines, at=at))
        for row in few(base.named_rows(table), 2):
            values = [value if n == row else others for n in range(1, lines + 1)]
            wants = base.wants(truth, of_row(table, row))
            note = f"row {row}: {heading} = {value!r}"
            yield edited(base, table, note, wants, put(rows, heading, values, at=at))


STATES: dict[str, tuple[Truth, list[tuple[str, str, str]]]] = {
    "column: batch": (becomes({"mode": "batch"}), [
        ("计费方式", "Batch 后付费", "后付费"), ("计费方式", "批量推理", "后付费"), ("推理方式", "Batch", "在线推理"),
        ("备注", "Batch 调用价格", ""),
        ("Billing", "Batch", "On-demand"), ("Processing", "batch", "standard"), ("服务等级", "Batch", "标准"),
    ]),
    "column: off-peak": (becomes({"mode": "off-peak"}), [
        ("计费方式", "闲时", "后付费"), ("时段", "闲时", ""), ("说明", "闲时价格", ""), ("Hours", "Off-peak", ""),
    ]),
    "column: flex": (becomes({"mode": "flex"}), [("服务等级", "Flex", "标准"), ("Service tier", "Flex", "Standard")]),
    "column: priority": (becomes({"mode": "priority"}), [("服务等级", "Priority", "标准"), ("Service tier", "Priority",
        "Standard")]),
    "column: thinking": (becomes({"thinking": True}), [("模式", "思考模式", ""), ("思考模式", "思考", "")]),
    "column: edition": (as_printed, [
        ("版本", "企业版", "-"), ("版本", "国际版", "-"), ("套餐", "企业版", "-"), ("套餐", "Pro", "-"), ("Plan",
        "Enterprise", "-"),
    ]),
    "column: customers": (as_printed, [("备注", "仅限企业客户", ""), ("说明", "仅新用户可享", ""), ("Notes",
        "Enterprise customers only", "")]),
    "column: place": (as_printed, [
        ("地域", "新加坡", ""), ("服务部署范围", "国际", ""), ("区域", "海外", ""), ("Region", "Singapore", ""),
    ]),
    "column: modality": (as_printed, [("输入类型", "音频", ""), ("模态", "图片", ""), ("Modality", "Audio", "")]),
    "column: bound": (bounded, [
        ("上下文长度", "≤32K", "-"), ("上下文长度", "输入大于 128K", "-"), ("上下文窗口", "0-32K", "-"), ("备注",
        "输入长度≤32K 时", ""),
        ("Context length", "<= 32K", "-"), ("Notes", "prompts > 200k tokens", ""),
    ]),
    "column: free until": (as_printed, [
        ("备注", "2026年1月1日前免费", ""), ("说明", "免费至2026年3月31日", ""), ("备注", "限时免费", ""), ("Notes",
        "free until 2026-03-31", ""),
    ]),
    "column: from a date": (never(), [("备注", "自2026年9月1日起生效", ""), ("生效时间", "2026-09-01", ""),
        ("Effective from",
        "2026-09-01", "")]),
    "column: until a date": (never(), [
        ("备注", "2026年3月31日前有效", ""), ("说明", "优惠价有效期至2026年3月31日", ""), ("Valid until", "2026-03-31",
        ""),
    ]),
    "column: offer": (as_printed, [("备注", "限时优惠", ""), ("备注", "限时5折", ""), ("折扣", "8折", "-"), ("优惠",
        "满100元减10元",
        "-"), ("Discount", "20% off", "-")]),
    "column: from": (as_printed, [("备注", "起步价", ""), ("备注", "以上为最低价格", ""), ("Notes", "starting at",
        "")]),
    "column: former": (as_printed, [("状态", "已停用，历史价格", "正常"), ("备注", "旧价格", ""), ("Status",
        "former price", "active")]),
    "column: cached": (never("meter"), [("计费项", "缓存命中", "-"), ("缓存", "命中", "-"), ("Cache", "hit", "-")]),
    "column: life of a cache": (as_printed, [("缓存时长", "1小时", "-"), ("TTL", "1h", "-")]),
    "column: resolution": (as_printed, [("输出分辨率", "4K", "-"), ("尺寸", "1024x1024", "-")]),
    "column: length": (as_printed, [("时长", "5s", ""), ("视频时长", "10秒", "")]),
    "column: another unit": (never("unit", "amount", "currency"), [("单位", "元/千次", ""), ("计费单位", "亿 tokens",
        ""), ("币种",
        "USD",
        "CNY")]),
    "column: unknown": (as_printed, [("心情", "甲类", "乙类"), ("等级", "二级", "一级"), ("Class", "B", "A")]),
    "column: tax": (either(same, as_printed), [("备注", "不含税", "")]),
}  # fmt: skip
"""What a value of a column does to the prices of its row."""

for _name, (_truth, _cells) in STATES.items():

    def _changes(base: Base, truth: Truth = _truth, cells: list[tuple[str, str, str]] = _cells) -> Iterator[Change]:
        for heading, value, others in cells:
            yield from stating(base, truth=truth, heading=heading, value=value, others=others)

    register(KIND, _name, _changes)

FACTS = {
    "harmless column: way of billing": [("计费方式", "后付费"), ("计费方式", "按量后付费"), ("付费方式", "按量付费")],
    "harmless column: context": [
        ("上下文长度", "32K"), ("上下文窗口", "131,072 tokens"), ("最大输出", "8K"), ("免费额度", "50 万 tokens"),
        ("Context window",
        "128K"),
        ("Max output", "8,192"),
    ],
    "harmless column: state and day": [
        ("状态", "已上线"), ("状态", "正常"), ("上线时间", "2025-01-05"), ("发布日期", "2025年1月"), ("Released",
        "2025-01-05"),
        ("Knowledge cutoff", "2024-06"), ("Status", "active"),
    ],
    "harmless column: rates": [("RPM", "60"), ("TPM", "1,000,000"), ("并发数", "10"), ("RPM", "500")],
    "harmless column: prose": [
        ("适用场景", "智能客服"), ("简介", "适合复杂任务"), ("备注", "支持函数调用"), ("说明", "通用大语言模型"),
        ("能力", "文本生成、代码"), ("文档", "查看详情"),
        ("Description", "Fast and small"), ("Use case", "chat"),
    ],
    "harmless column: of the model": [
        ("厂商", "Acme"), ("序号", "1"), ("语言", "中文"), ("参数量", "7B"), ("模型ID", "acme-id"), ("是否支持函数调用",
        "是"),
        ("Language", "English"),
        ("Parameters", "7B"),
    ],
}  # fmt: skip
"""Columns that say nothing of the price."""


def fact(base: Base, *, heading: str, value: str) -> Iterator[Change]:
    """The column with one value throughout, behind the others and behind the name."""
    for table in base.upright:
        rows = base.rows(table)
        if base.english != (heading.isascii() and heading != "RPM") and heading not in {"RPM", "TPM"}:
            continue
        own = column_of(rows, heading)
        if own is not None and own in (base.model_column(table), *base.price_columns(table)):
            continue
        wants = base.wants(same, of_table(table))
        for at in (len(rows[0]), (base.model_column(table) or 0) + 1):
            values = [value] * (len(rows) - 1)
            yield edited(base, table, f"{heading} = {value!r} at {at + 1}", wants, put(rows, heading, values, at=at))


for _name, _facts in FACTS.items():

    def _harmless(base: Base, facts: list[tuple[str, str]] = _facts) -> Iterator[Change]:
        for heading, value in facts:
            yield from fact(base, heading=heading, value=value)

    register(KIND, _name, _harmless, harmless=True)


@operator(KIND)
def the_same_rows_in_another_place(base: Base) -> Iterator[Change]:
    """Every row once more with another place and no other amount: the place must be said, or the row be unread."""
    for table in base.upright:
        if base.english:
            continue
        hit = of_table(table)
        wants = base.wants(as_printed, hit)
        wants += [as_printed(each.told) for each in base.stated if hit(each.place)]
        header, *lines = base.rows(table)
        rows = [[*header, "地域"], *([*row, place] for place in ("北京", "新加坡") for row in lines)]
        yield edited(base, table, "every row for 北京 and for 新加坡", wants, rows)
