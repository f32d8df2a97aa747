"""Changes around a table: headings, tabs, sentences, and another table beside it."""

from collections.abc import Callable, Iterator
from functools import partial

from tests.mutations.bases import Base, Change
from tests.mutations.operators import anything, edited, few, of_table, operator, raised, register, spoken
from tests.mutations.program import Told
from tests.mutations.sheets import Rows, Sheet
from tests.mutations.verdict import Truth, Want, as_printed, becomes, either, never, same

Block = Callable[[Sheet, str], str]

KIND = "around a table"


def heading(sheet: Sheet, words: str) -> str:
    """Below the page's own headings."""
    return sheet.heading(words)


def bold(sheet: Sheet, words: str) -> str:
    """A paragraph that is a heading by its weight."""
    return sheet.paragraph({"md": f"**{words}**", "html": f"<b>{words}</b>", "txt": words}[sheet.form])


def tab(sheet: Sheet, words: str) -> str:
    """The label of a tab."""
    return sheet.tab(words)


def sentence(sheet: Sheet, words: str) -> str:
    """A paragraph."""
    return sheet.paragraph(words)


def above(base: Base, *, block: Block, truth: Truth, words: tuple[str, ...]) -> Iterator[Change]:
    """The words right above each table of prices; of the tables further below nobody can tell."""
    for table in base.priced:
        for said in spoken(base, words):
            wants = base.wants(truth, of_table(table), later=either(same, truth))
            yield edited(base, table, f"above it {said!r}", wants, block(base.sheet, said), base.rows(table))


def below(base: Base, *, block: Block, truth: Truth, words: tuple[str, ...]) -> Iterator[Change]:
    """The words right below each table of prices."""
    for table in base.priced:
        for said in spoken(base, words):
            wants = base.wants(truth, of_table(table), later=either(same, truth))
            yield edited(base, table, f"below it {said!r}", wants, base.rows(table), block(base.sheet, said))


def from_date(price: Told) -> Want:
    """A date for the table; a row that prints one of its own keeps it or not."""
    truth = becomes(effective_from="2026-09-01")
    return either(same, truth)(price) if price.effective_from else truth(price)


def training(price: Told) -> Want:
    """A price of training is what it was."""
    return (same if price.service == "training" else never("service", "meter"))(price)


def cached(price: Told) -> Want:
    """A price of cached input is what it was."""
    return (same if price.meter.startswith("cache") else never("meter"))(price)


ABOVE: dict[str, tuple[Block, Truth, tuple[str, ...]]] = {
    "heading: batch": (heading, becomes({"mode": "batch"}), ("Batch 推理价格", "批量推理（Batch）", "批量推理",
        "Batch API",
        "Batch pricing")),
    "bold line: batch": (bold, becomes({"mode": "batch"}), ("批量推理价格", "Batch")),
    "tab: batch": (tab, becomes({"mode": "batch"}), ("Batch", "批量")),
    "tab: flex": (tab, becomes({"mode": "flex"}), ("Flex",)),
    "tab: off-peak": (tab, becomes({"mode": "off-peak"}), ("闲时", "Off-peak")),
    "heading: off-peak": (heading, becomes({"mode": "off-peak"}), ("闲时价格", "Off-peak pricing")),
    "heading: priority": (heading, becomes({"mode": "priority"}), ("Priority processing", "优先推理价格")),
    "heading: low latency": (heading, becomes({"mode": "fast"}), ("低延迟", "低延迟推理")),
    "heading: fine-tuned": (heading, becomes({"fine_tuned": True}), ("精调后模型", "精调后模型推理价格",
        "Fine-tuned models")),
    "heading: place": (heading, as_printed, ("海外节点", "新加坡", "国际站", "美国（弗吉尼亚）", "Singapore",
        "EU region")),
    "tab: place": (tab, as_printed, ("新加坡", "海外", "Singapore")),
    "heading: former": (heading, as_printed, ("历史价格（已停用）", "调价前价格", "旧版价格（2025 年 12 月 31 日前）",
        "Previous prices (no longer offered)")),
    "heading: rival": (heading, as_printed, ("友商价格对比", "竞品价格参考", "Competitor pricing")),
    "heading: customers": (heading, as_printed, ("企业版价格", "教育用户专享价", "Enterprise plan")),
    "heading: training": (heading, training, ("模型精调训练价格",)),
    "heading: cached": (heading, cached, ("缓存命中价格", "Cached input")),
    "heading: modality": (heading, as_printed, ("音频输入", "Audio tokens")),
    "heading: thinking": (heading, becomes({"thinking": True}), ("思考模式",)),
    "sentence: from a date": (sentence, from_date, ("以下价格自 2026 年 9 月 1 日起生效",
        "以下价格自2026年9月1日起执行。")),
    "heading: from a date": (heading, from_date, ("新价格（2026年9月1日起生效）",)),
    "sentence: until a date": (sentence, becomes(effective_until="2026-03-31"), ("以下价格有效期至2026年3月31日",
        "本表价格执行至 2026 年 3 月 31 日。")),
    "sentence: before a date": (sentence, as_printed, ("以下价格于2026年3月31日前有效",)),
    "sentence: batch": (sentence, becomes({"mode": "batch"}), ("以下为 Batch 调用的价格：",
        "以下价格仅适用于批量推理。",
        "The following prices apply to batch requests.")),
    "sentence: customers": (sentence, as_printed, ("以下为企业版客户价格", "以下价格仅限新用户。",
        "Prices for enterprise customers:")),
    "sentence: place": (sentence, as_printed, ("以下为新加坡地域的价格：", "以下价格适用于海外节点。")),
    "sentence: former": (sentence, as_printed, ("以下为调价前的价格，现已失效。", "以下为历史价格，仅供参考。")),
    "sentence: rival": (sentence, as_printed, ("以下为友商价格，仅供对比。",)),
    "sentence: discount": (sentence, as_printed, ("以下为原价，现限时五折。", "以下价格为刊例价，实际按 8 折收取。")),
    "sentence: long input": (sentence, as_printed, ("以下价格适用于输入长度大于 128K 的请求。",
        "For prompts > 200k tokens:")),
    "sentence: tax": (sentence, either(same, as_printed), ("以下价格不含税。", "Prices exclude VAT.")),
}  # fmt: skip
"""What words above a table do to its prices."""

for _name, (_block, _truth, _words) in ABOVE.items():
    register(KIND, _name, partial(above, block=_block, truth=_truth, words=_words))

HARMLESS: dict[str, tuple[Callable[..., Iterator[Change]], Block, tuple[str, ...]]] = {
    "harmless heading": (above, heading, ("模型价格", "按量计费", "在线推理价格", "文本生成模型", "价格列表", "Pricing",
        "Text models")),
    "harmless tab": (above, tab, ("模型列表", "按量付费", "标准", "Models", "Standard")),
    "harmless sentence": (above, sentence, (
        "下表列出各模型的单价。", "价格含税，单位见表头。", "更新时间：2026-01-05", "如有疑问，请联系客服。",
        "按实际用量后付费，每小时结算。",
        "All prices are listed below.", "You pay for what you use.",
    )),
    "harmless sentence below": (below, sentence, (
        "以上价格均含税。", "账单于次日生成。", "模型能力以产品文档为准。", "更新时间：2026年1月5日",
        "See the documentation for details.",
    )),
}  # fmt: skip
"""Words that say nothing of the price."""

for _name, (_where, _block, _words) in HARMLESS.items():
    register(KIND, _name, partial(_where, block=_block, truth=same, words=_words), harmless=True)

REGISTER: Rows = [["模型名称", "RPM", "TPM"], ["acme-1", "60", "1000000"], ["acme-2", "500", "3000000"]]
SCORES: Rows = [["模型", "MMLU", "HumanEval"], ["acme-1", "78.5", "81.2"], ["acme-2", "85.1", "90.4"]]
ABOUT: Rows = [["模型名称", "上下文长度", "说明"], ["acme-1", "32K", "适合对话"], ["acme-2", "128K", "适合长文"]]
RIVALS: Rows = [
    ["模型名称", "输入价格（元/百万 tokens）", "输出价格（元/百万 tokens）"],
    ["rival-4o", "18", "72"],
    ["rival-mini", "1.1", "4.4"],
]


def _rival(found: Told) -> bool:
    """A price of the other table that says that it is another's."""
    return found.model.startswith("rival") and bool(found.conditions or found.printed)


def beside(base: Base, *, title: str, rows: Rows, extra: int = 0) -> Iterator[Change]:
    """A table of something else below the prices, under a heading of its own."""
    for table in base.priced[-1:]:
        wants = anything(base) + [Want((), _rival, optional=True) for _ in range(extra)]
        below = base.sheet.heading(title), rows, base.sheet.paragraph("")
        yield edited(base, table, f"{title} below it", wants, base.rows(table), *below)


for _name, _title, _rows in (
    ("rate limits", "速率限制", REGISTER),
    ("scores", "评测结果", SCORES),
    ("models", "模型介绍", ABOUT),
):
    register(KIND, f"harmless table: {_name}", partial(beside, title=_title, rows=_rows), harmless=True)
for _title in ("友商价格对比", "竞品价格（仅供参考）", "历史价格（已停用）"):
    register(KIND, f"table: {_title}", partial(beside, title=_title, rows=RIVALS, extra=4))


def twice(base: Base, *, first: tuple[str, Truth], second: tuple[str, Truth]) -> Iterator[Change]:
    """The table under one heading, and with doubled amounts under another."""
    for table in base.upright:
        if base.sheet.form == "txt" or any(
            each.told in base.found.flagged for each in base.stated if each.place.table == table
        ):
            continue
        wants = base.wants(first[1], of_table(table), later=either(same, second[1]))
        wants += [
            second[1](becomes(times=2)(each.told).forms[0])
            for each in base.stated
            if each.place.table == table and each.price.derived_from is None and not each.told.free
        ]
        titles = [base.sheet.heading(words) for words, _ in (first, second)]
        parts = titles[0], base.rows(table), titles[1], raised(base, table)
        yield edited(base, table, f"under {first[0]!r}, and doubled under {second[0]!r}", wants, *parts)


PAIRS: dict[str, tuple[tuple[str, Truth], tuple[str, Truth]]] = {
    "twice: places": (("中国内地", as_printed), ("新加坡", as_printed)),
    "twice: standard and priority": (
        ("标准", either(same, as_printed)),
        ("优先推理（Priority）", becomes({"mode": "priority"})),
    ),
    "twice: batch and online": (
        ("批量推理（Batch）", becomes({"mode": "batch"})),
        ("在线推理", either(same, as_printed)),
    ),
    "twice: now and before": (("现行价格", either(same, as_printed)), ("调价前价格（已停用）", as_printed)),
    "twice: now and soon": (
        ("现行价格", either(same, as_printed)),
        ("2026年9月1日起", becomes(effective_from="2026-09-01")),
    ),
}
for _name, (_first, _second) in PAIRS.items():
    register(KIND, _name, partial(twice, first=_first, second=_second))


@operator(KIND)
def a_copy_of_one_row_under_a_foreign_heading(base: Base) -> Iterator[Change]:
    """A model that is sold only there: nothing to be in conflict with."""
    for table in base.upright:
        for row in few(base.named_rows(table), 2):
            if base.sheet.form == "txt":
                continue
            rows = base.rows(table)
            new = [rows[0], rows[row]]
            new[1][base.model_column(table) or 0] = "acme-abroad"
            prices = [
                each.told for each in base.stated if each.place[:2] == (table, row) and each.price.derived_from is None
            ]
            wants = anything(base) + [as_printed(price._replace(model="acme-abroad")) for price in prices]
            note = f"row {row} again below under '海外节点'"
            yield edited(base, table, note, wants, base.rows(table), base.sheet.heading("海外节点"), new)
