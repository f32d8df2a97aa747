"""Alibaba Bailian: inference of four flagship models side by side, training by tokens, instances by hour and month."""

from collections.abc import Iterator
from dataclasses import replace

from pricebook.scraping import Address, Finding, Layout, Page, PageTable, Scraper, batches_of, read_count, read_ratio

FLAGSHIP = Layout(model="API调用模型名", name="旗舰模型")
TRAINING = Layout(model="模型规格", name="模型服务", service="training")
INSTANCES = Layout(model="模型服务", spec="独占实例资源规格", service="deployment")
CALLS = Layout(model="基础模型", service="deployment", extra={"fine_tuned": True})
KINDS = {"Instruct": {"thinking": False}, "Instruct/Thinking": {}, "NA": {}}
"""What cells of the training page say: a model of both kinds has either mode, NA is no specification."""
THROUGHPUT = {
    "后付费-按小时输入（Per10kTPM）": "输入（元/10k TPM/小时）",
    "后付费-按小时输出（Per1kTPM）": "输出（元/1k TPM/小时）",
    "预付费-按天输入（Per10kTPM）": "输入（元/10k TPM/天）",
    "预付费-按天输出（Per1kTPM）": "输出（元/1k TPM/天）",
}
"""Headings in two rows of which the upper one says how long the throughput is bought for."""
BY_TIME = ("后付费-按小时", "预付费-按天", "单价", "包月单价", "实例单价（按小时）", "实例单价（按月，预付费）")
"""Headings whose cells say by themselves what they are per."""
GRANULARITY = {"天": "day", "月": "month"}
BESIDE = ("最长上下文", "最长输入Token", "支持限流")


def extract(page: Page) -> Iterator[Finding]:
    """Every price table; a rule under the first gives the batch prices of the models that it lists."""
    page.known_by("百炼", "通义千问")
    rules = [
        found.sentence().fact("batch_discount", "Batch 调用", ratio(found.text, "real-time call fee", billing="batch"))
        for found in page.find(r"支持 ?Batch ?调用[,，]调用费用为实时调用的 ?[0-9]+ ?%")
    ]
    yield from rules
    for table in page.tables_if_any("API调用模型名", "旗舰模型", turned=True):
        yield from batches_of(table.quotes(FLAGSHIP), rules)
        for row, cell in table.cells("最大上下文长度"):
            model = table.value(row, "API调用模型名")
            yield cell.fact("context_length", model, {"context_tokens": read_count(cell.text)})
    yield from training(page)
    for found in page.find(r"cached_token ?的单价为 ?input_token ?单价的 ?[0-9]+ ?%"):
        value = ratio(found.text, "input_token unit price", item="cached_input")
        yield found.fact("cache_discount", "Context Cache", value)
    for found in page.find(r"包月计费的计费周期长[(（](?P<by>[天月])[)）][,，]但更加便宜[(（](?P<off>[0-9.]+折)[)）]"):
        value = {"multiplier": read_ratio(found.groups["off"]), "granularity": GRANULARITY[found.groups["by"]]}
        yield found.fact("monthly_discount", "模型部署 包月计费", value)
    yield from page.excuse(r"则 ?input_token ?的计费为未开启[^。]{0,120}", "a worked example of the cache discount")


def training(page: Page) -> Iterator[Finding]:
    """What training and deployment cost: by tokens, by throughput, by units and instances, by call."""
    for table, model in page.price_tables("模型规格", "模型ID", "基础模型", "模型名称", "模型服务"):
        yield from table.quotes(layout(table, model))
    yield from page.excuse(r"训练单价 = [0-9.]+元/千Token", "the price of an example")
    yield from page.excuse(r"模型训练费用 = [0-9.]+ × [0-9.]+ = [0-9.]+ ?元", "the sum of an example")


def ratio(text: str, of: str, **more: str) -> dict[str, str | None]:
    """The rule of a discount."""
    return {"multiplier": read_ratio(text), "of": of, **more}


def layout(table: PageTable, model: str) -> Layout:
    """What kind of table it is, told from its columns."""
    if table.has("模型规格", "模型服务", "价格"):
        return TRAINING
    if table.has("训练价格"):
        return replace(TRAINING, model=model)
    if table.has("独占实例资源规格"):
        return by_time(table, INSTANCES)
    if table.has("模型单元规格"):
        return by_time(table, replace(INSTANCES, model=model, spec="模型单元规格"))
    if all(map(table.has, THROUGHPUT)):
        return Layout(model, "deployment", ignore=beside(table), words=KINDS, read_as=THROUGHPUT)
    if model == "基础模型":
        return replace(CALLS, ignore=(*beside(table), *(["模型类型"] if table.has("模型类型") else [])))
    return Layout(model, name="模型服务" if model != "模型服务" and table.has("模型服务") else None)


def by_time(table: PageTable, layout: Layout) -> Layout:
    """The layout of a table whose cells say what they are per."""
    plain = {heading: "价格" for heading in BY_TIME if table.has(heading)}
    return replace(layout, ignore=beside(table), words=KINDS, read_as=plain)


def beside(table: PageTable) -> tuple[str, ...]:
    """Its columns that say nothing of a price."""
    return tuple(heading for heading in BESIDE if table.has(heading))


URL = "https://help.aliyun.com/zh/model-studio/developer-reference/billing-for-tongyiqianwen"
scraper = Scraper(
    "bailian",
    "Alibaba Bailian",
    "CNY",
    [Address("billing", URL)],
    extract,
    at_least=8,
    timezone="Asia/Shanghai",
)
