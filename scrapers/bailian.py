"""Alibaba Bailian: inference of four flagship models side by side, training by tokens, instances by hour and month."""

from collections.abc import Iterator
from dataclasses import replace

from pricebook.scraping import (
    Address,
    Fact,
    Finding,
    Layout,
    Page,
    PageTable,
    Quote,
    Scraper,
    batch_of,
    read_count,
    read_ratio,
)

FLAGSHIP = Layout(model="API调用模型名", name="旗舰模型")
TRAINING = Layout(model="模型规格", name="模型服务", service="training")
INSTANCES = Layout(model="模型服务", spec="独占实例资源规格", service="deployment")
CALLS = Layout(model="基础模型", service="deployment", extra={"fine_tuned": True})


def extract(page: Page) -> Iterator[Finding]:
    """Every price table, and the batch prices that follow from the rule printed under the first."""
    page.known_by("百炼", "通义千问")
    rules = list(batch_rules(page))
    yield from rules
    for table in page.tables_if_any("API调用模型名", "旗舰模型", turned=True):
        for quote in table.quotes(FLAGSHIP):
            yield quote
            yield from (batch for rule in rules for batch in batches(quote, rule))
        for row, cell in table.cells("最大上下文长度"):
            model = table.value(row, "API调用模型名")
            yield cell.fact("context_length", model, {"context_tokens": read_count(cell.text)})
    for table, model in page.price_tables("模型规格", "基础模型", "模型名称", "模型服务"):
        yield from map(of_trained_model, table.quotes(layout(table, model)))
    yield from discounts(page)


def layout(table: PageTable, model: str) -> Layout:
    """What kind of table it is, told from its columns."""
    if table.has("模型规格", "模型服务", "价格"):
        return TRAINING
    if table.has("独占实例资源规格"):
        return INSTANCES
    if model == "基础模型":
        return CALLS
    named = model != "模型服务" and table.has("模型服务")
    return Layout(model=model, name="模型服务" if named else None)


def of_trained_model(quote: Finding) -> Finding:
    """基于 X 训练出来的模型: the price of a model that the customer trained from X."""
    if isinstance(quote, Quote) and quote.model.startswith("基于") and quote.model.endswith("训练出来的模型"):
        base = quote.model.removeprefix("基于").removesuffix("训练出来的模型")
        return replace(quote, model=base, conditions={**quote.conditions, "fine_tuned": True})
    return quote


def batch_rules(page: Page) -> Iterator[Fact]:
    """Which models can be called in batches, and at what part of the price: a sentence that lists them all."""
    for found in page.find(r"支持 ?Batch ?调用[,，]调用费用为实时调用的 ?[0-9]+ ?%"):
        value = {"multiplier": read_ratio(found.text), "of": "real-time call fee", "billing": "batch"}
        rule = found.sentence()
        yield rule.fact("batch_discount", "Batch 调用", value, models=rule.names())


def batches(quote: Finding, rule: Fact) -> Iterator[Finding]:
    """The batch price of a model that the rule lists."""
    if isinstance(quote, Quote) and rule.models and quote.model in rule.models and rule.value:
        yield batch_of(quote, rule.value["multiplier"], rule.printed)


def discounts(page: Page) -> Iterator[Finding]:
    """Rules for which the page prints no prices, and the example that explains one of them."""
    for found in page.find(r"cached_token ?的单价为 ?input_token ?单价的 ?[0-9]+ ?%"):
        value = {"multiplier": read_ratio(found.text), "of": "input_token unit price", "item": "cached_input"}
        yield found.fact("cache_discount", "Context Cache", value)
    for found in page.find(r"包月计费的计费周期长\(天\)[,，]但更加便宜\([0-9.]+折\)"):
        value = {"multiplier": read_ratio(found.text), "granularity": "day"}
        yield found.fact("monthly_discount", "模型部署 包月计费", value)
    yield from page.excuse(r"则 ?input_token ?的计费为未开启[^。]{0,120}", "a worked example of the cache discount")


scraper = Scraper(
    provider="bailian",
    name="Alibaba Bailian",
    currency="CNY",
    pages=[Address("billing", "https://help.aliyun.com/zh/model-studio/developer-reference/billing-for-tongyiqianwen")],
    extract=extract,
    at_least=8,
)
