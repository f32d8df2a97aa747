"""Alibaba Bailian: a page of models by their regions, one of all models, one of training and deployment."""

from collections.abc import Iterator

from pricebook.scraping import Address, Finding, Layout, Page, PageTable, Scraper, derived

API, MODEL, SERVICE, PRICE = "API调用模型名", "模型名称", "模型服务", "单价（每千Token）"
TERMS = dict.fromkeys(("后付费-按小时", "预付费-按天", "单价", "包月单价"), "价格")
THROUGHPUT = {
    f"{term}{meter}（Per{per}TPM）": f"{meter}（元/{per} TPM/{time}）"
    for term, time in (("后付费-按小时", "小时"), ("预付费-按天", "天"))
    for meter, per in (("输入", "10k"), ("输出", "1k"))
}
BATCH = "支持 ?Batch ?调用[,，]调用费用为实时调用的 ?[0-9]+ ?%"
OF_CALLS = {"of": "real-time call fee", "billing": "batch"}
EXAMPLE = "则 ?input_token ?的计费为未开启[^。]+|(训练单价 =|，输出图像单价为) ?[0-9.]+ ?元|该请求花费：[^。]+= [0-9.]+"
KINDS = {"Instruct": {"thinking": False}, "Thinking": {"thinking": True}, "Instruct/Thinking": {}, "NA": {}}


def extract(page: Page) -> Iterator[Finding]:
    """Every price table, and the rules that the page prints; some models have batches at a share that is printed."""
    page.known_by("百炼", "通义千问")
    yield from (batch := [*page.ratios("batch_discount", BATCH, "Batch 调用", OF_CALLS, listed=True)])
    for table in page.across(API, "旗舰模型"):
        yield from derived(table.quotes(Layout(API, name="旗舰模型")), batch, {"mode": "batch"})
        yield from table.contexts(API)
    for table, model in page.price_tables("模型规格", "模型ID", "基础模型", MODEL, SERVICE):
        yield from table.quotes(layout(table, model))
    for item, price in (("输入计费项", f"输入{PRICE}"), ("输出计费项", f"输出{PRICE}")):
        for table in page.tables_if_any(item, PRICE):
            for name in page.above(table, MODEL).names(MODEL):
                yield from table.quotes(Layout(named=name, read_as={item: "计费项", PRICE: price}))
    yield from page.asides(EXAMPLE)


def layout(table: PageTable, model: str) -> Layout:
    """What kind of table it is, told from its columns."""
    name = SERVICE if model != SERVICE and table.has(SERVICE) and not table.has("服务简介") else None
    if table.has("训练价格") or (name and table.has("模型规格", "价格")):
        return Layout(model, "training", name=SERVICE)
    if table.has(*THROUGHPUT):
        return Layout(model, "deployment", name=name, words=KINDS, read_as=THROUGHPUT)
    for spec in filter(table.has, ("独占实例资源规格", "模型单元规格")):
        return Layout(model, "deployment", name=name, words=KINDS, read_as=TERMS, conditions={"spec": spec})
    if model == "基础模型":
        return Layout(model, "deployment", extra={"fine_tuned": True})
    if any(cell.text == "参见模型列表" for _, cell in table.cells(model)):
        *_, family, _ = table.headings
        return Layout(named=family, ignore=(model,))
    return Layout(model, name=name, read_as={"复刻一个音色": "单价（每个音色）"})


HELP = "https://help.aliyun.com/"
DOCUMENT = f"{HELP}help/json/document_detail.json?alias=/model-studio/model-pricing&website=cn&language=zh"
STUDIO = f"{HELP}zh/model-studio/"
scraper = Scraper(
    provider="bailian",
    name="Alibaba Bailian",
    currency="CNY",
    pages=[
        Address("model-pricing", DOCUMENT, shown=f"{STUDIO}model-pricing", at_least=500),
        Address("models", f"{STUDIO}models", at_least=200),
        Address("training-deployment", f"{STUDIO}model-training-and-deployment-billing", at_least=30),
        Address("billing", f"{STUDIO}developer-reference/billing-for-tongyiqianwen", at_least=8, former=True),
    ],
    extract=extract,
    timezone="Asia/Shanghai",
    home_region="华北2（北京）",
    elsewhere={"litellm": "dashscope", "models.dev": "alibaba-cn", "openrouter": "alibaba", "lobehub": "qwen"},
)
