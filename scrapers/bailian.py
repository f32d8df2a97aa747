"""Alibaba Bailian: a page of models by their regions, one of all models, one of training and deployment."""

from collections.abc import Iterator
from dataclasses import replace

from pricebook.scraping import (
    Address,
    Finding,
    Layout,
    Page,
    PageTable,
    Scraper,
    derived,
    model_names,
    read_count,
    read_date,
    read_ratio,
)

MODELS = ("模型规格", "模型ID", "基础模型", "模型名称", "模型服务")
BESIDE = ("最长上下文", "最长输入Token", "支持限流", "模型类型")
KINDS = {"Instruct": {"thinking": False}, "Thinking": {"thinking": True}, "Instruct/Thinking": {}, "NA": {}}
"""What cells of the training page say: a model of both kinds has either mode, NA is no specification."""
BY_TIME = ("后付费-按小时", "预付费-按天", "单价", "包月单价", "实例单价（按小时）", "实例单价（按月，预付费）")
"""Headings whose cells say by themselves what they are per."""
FLAGSHIP = Layout("API调用模型名", name="旗舰模型")
TRAINING = Layout("模型规格", "training", name="模型服务")
DEPLOYED = Layout("模型服务", "deployment", ignore=BESIDE[:-1], words=KINDS, read_as=dict.fromkeys(BY_TIME, "价格"))
INSTANCES = replace(DEPLOYED, conditions={"spec": "独占实例资源规格"})
UNITS = replace(DEPLOYED, conditions={"spec": "模型单元规格"})
THROUGHPUT = {
    "后付费-按小时输入（Per10kTPM）": "输入（元/10k TPM/小时）",
    "后付费-按小时输出（Per1kTPM）": "输出（元/1k TPM/小时）",
    "预付费-按天输入（Per10kTPM）": "输入（元/10k TPM/天）",
    "预付费-按天输出（Per1kTPM）": "输出（元/1k TPM/天）",
}
"""Headings in two rows of which the upper one says how long the throughput is bought for."""
CALLS = Layout("基础模型", "deployment", extra={"fine_tuned": True}, ignore=BESIDE)
ITEMS = {
    "输入计费项": {"输入计费项": "计费项", "单价（每千Token）": "输入单价（每千Token）"},
    "输出计费项": {"输出计费项": "计费项", "单价（每千Token）": "输出单价（每千Token）"},
}
"""Columns of what is sent or made, in tables whose models stand in the table above them."""
VOICES = {"复刻一个音色": "单价（每个音色）"}
ELSEWHERE = "参见模型列表"
"""Stands where the heading above that of the region names the models."""
CACHES = {"隐式": "implicit", "显式": "explicit"}
SPANS = {"天": "day", "月": "month"}


def extract(page: Page) -> Iterator[Finding]:
    """Every price table, and the rules that the page prints."""
    page.known_by("百炼", "通义千问")
    yield from flagships(page)
    for table, model in page.price_tables(*MODELS):
        yield from table.quotes(layout(table, model))
    for item, headings in ITEMS.items():
        for table in page.tables_if_any(item, "单价"):
            yield from of_models_above(page, table, headings)
    yield from rules(page)
    yield from examples(page)


def flagships(page: Page) -> Iterator[Finding]:
    """Models side by side; a rule under them gives the batch prices of the models that it lists."""
    batch = [
        found.sentence().fact("batch_discount", "Batch 调用", ratio(found.text, "real-time call fee", billing="batch"))
        for found in page.find(r"支持 ?Batch ?调用[,，]调用费用为实时调用的 ?[0-9]+ ?%")
    ]
    yield from batch
    for table in page.across("API调用模型名", "旗舰模型"):
        yield from derived(table.quotes(FLAGSHIP), batch, {"mode": "batch"})
        for row, cell in table.cells("最大上下文长度"):
            model = table.value(row, "API调用模型名")
            yield cell.fact("context_length", model, {"context_tokens": read_count(cell.text)})


def of_models_above(page: Page, table: PageTable, headings: dict[str, str]) -> Iterator[Finding]:
    """The prices of a table without models: they are of those in the table above it."""
    above = page.above(table, "模型名称")
    names = dict.fromkeys(name for row in above.table.rows for name in model_names(above.value(row, "模型名称")))
    for name in names:
        yield from table.quotes(Layout(named=name, read_as=headings))


def layout(table: PageTable, model: str) -> Layout:
    """What kind of table it is, told from its columns."""
    if table.has("模型规格", "模型服务", "价格"):
        return TRAINING
    if table.has("训练价格"):
        return replace(TRAINING, model=model)
    if table.has("独占实例资源规格"):
        return INSTANCES
    if table.has("模型单元规格"):
        return replace(UNITS, model=model)
    if all(map(table.has, THROUGHPUT)):
        return replace(DEPLOYED, model=model, read_as=THROUGHPUT)
    if model == "基础模型":
        return CALLS
    if any(cell.text == ELSEWHERE for _, cell in table.cells(model)):
        *_, family, _ = table.headings
        return Layout(named=family, ignore=(model,))
    called = model != "模型服务" and table.has("模型服务") and not table.has("服务简介")
    return Layout(model, name="模型服务" if called else None, read_as=VOICES)


def rules(page: Page) -> Iterator[Finding]:
    """What batch calls, caches and longer terms cost, as parts of other prices; and the day of the page."""
    for found in page.find(r"均按实时推理价格的 ?[0-9]+ ?% ?计费"):
        yield found.fact("batch_discount", found.heading, ratio(found.text, "real-time call fee", billing="batch"))
    for found in page.find(r"cached_token ?的单价为 ?input_token ?单价的 ?[0-9]+ ?%"):
        value = ratio(found.text, "input_token unit price", item="cached_input")
        yield found.fact("cache_discount", "Context Cache", value)
    for found in page.find(
        r"显式缓存创建按标准输入单价的 ?(?P<write>[0-9]+ ?%) ?计费、命中按 ?(?P<read>[0-9]+ ?%) ?计费"
    ):
        for item, part in (("cache_write", "write"), ("cache_read", "read")):
            value = ratio(found.groups[part], "input price", item=item, cache="explicit")
            yield found.fact("cache_discount", "上下文缓存", value)
    for found in page.find(r"命中(?P<kind>隐式|显式)缓存的输入文本按单价的 ?(?P<part>[0-9]+ ?%) ?计费"):
        value = ratio(found.groups["part"], "input price", item="cache_read", cache=CACHES[found.groups["kind"]])
        yield found.fact("cache_discount", found.heading, value)
    for found in page.find(r"包月计费的计费周期长[(（](?P<by>[天月])[)）][,，]但更加便宜[(（](?P<off>[0-9.]+折)[)）]"):
        value = {"multiplier": read_ratio(found.groups["off"]), "granularity": SPANS[found.groups["by"]]}
        yield found.fact("monthly_discount", "模型部署 包月计费", value)
    for found in page.find(r"更新时间：20[0-9]{2}[-0-9]{6}[0-9: ]{0,9}"):
        yield found.fact("page_date", "page", {"datetime": read_date(found.text)})


def examples(page: Page) -> Iterator[Finding]:
    """Amounts of worked examples."""
    yield from page.excuse(r"则 ?input_token ?的计费为未开启[^。]{0,120}", "a worked example of the cache discount")
    yield from page.excuse(r"训练单价 = [0-9.]+元/千Token", "the price of an example")
    yield from page.excuse(r"模型训练费用 = [0-9.]+ × [0-9.]+ = [0-9.]+ ?元", "the sum of an example")
    yield from page.excuse(r"输出图像单价为 ?0，输出图像单价为 ?[0-9.]+ ?元/张", "the price of an example")
    yield from page.excuse(r"费用计算：[0-9.]+ × [0-9]+ = [0-9.]+ ?元", "the sum of an example")
    yield from page.excuse(r"该请求花费：[0-9.]+元[^。]{0,80}= [0-9.]+ ?元", "the sum of an example")


def ratio(text: str, of: str, **more: str) -> dict[str, str | None]:
    """The rule of a discount."""
    return {"multiplier": read_ratio(text), "of": of, **more}


HELP = "https://help.aliyun.com/zh/model-studio/"
scraper = Scraper(
    provider="bailian",
    name="Alibaba Bailian",
    currency="CNY",
    pages=[
        Address(
            "model-pricing",
            "https://help.aliyun.com/help/json/document_detail.json"
            "?alias=/model-studio/model-pricing&website=cn&language=zh",
            shown=f"{HELP}model-pricing",
            at_least=500,
        ),
        Address("models", f"{HELP}models", at_least=200),
        Address("training-deployment", f"{HELP}model-training-and-deployment-billing", at_least=30),
        Address("billing", f"{HELP}developer-reference/billing-for-tongyiqianwen", former=True),
    ],
    extract=extract,
    at_least=8,
    timezone="Asia/Shanghai",
    home_region="华北2（北京）",
    elsewhere={"litellm": "dashscope", "models.dev": "alibaba-cn", "openrouter": "alibaba", "lobehub": "qwen"},
)
