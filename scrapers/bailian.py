"""Alibaba Bailian: inference of four flagship models side by side, training by tokens, instances by hour and month."""

from collections.abc import Iterator

from pricebook.scraping import Address, Finding, Layout, Page, PageTable, Scraper, batches_of, read_count, read_ratio

FLAGSHIP = Layout(model="API调用模型名", name="旗舰模型")
TRAINING = Layout(model="模型规格", name="模型服务", service="training")
INSTANCES = Layout(model="模型服务", spec="独占实例资源规格", service="deployment")
CALLS = Layout(model="基础模型", service="deployment", extra={"fine_tuned": True})


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
    for table, model in page.price_tables("模型规格", "模型ID", "基础模型", "模型名称", "模型服务"):
        yield from table.quotes(layout(table, model))
    for found in page.find(r"cached_token ?的单价为 ?input_token ?单价的 ?[0-9]+ ?%"):
        value = ratio(found.text, "input_token unit price", item="cached_input")
        yield found.fact("cache_discount", "Context Cache", value)
    for found in page.find(r"包月计费的计费周期长\(天\)[,，]但更加便宜\([0-9.]+折\)"):
        value = {"multiplier": read_ratio(found.text), "granularity": "day"}
        yield found.fact("monthly_discount", "模型部署 包月计费", value)
    yield from page.excuse(r"则 ?input_token ?的计费为未开启[^。]{0,120}", "a worked example of the cache discount")


def ratio(text: str, of: str, **more: str) -> dict[str, str | None]:
    """The rule of a discount."""
    return {"multiplier": read_ratio(text), "of": of, **more}


def layout(table: PageTable, model: str) -> Layout:
    """What kind of table it is, told from its columns."""
    if table.has("模型规格", "模型服务", "价格"):
        return TRAINING
    if table.has("独占实例资源规格"):
        return INSTANCES
    named = model != "模型服务" and table.has("模型服务")
    return CALLS if model == "基础模型" else Layout(model=model, name="模型服务" if named else None)


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
