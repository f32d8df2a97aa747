"""Zhipu BigModel: one page of tables in panels; many prices tell neither input nor output, or count computing units."""

from collections.abc import Iterator

from pricebook.scraping import Address, Finding, Layout, Page, Scraper

OF_TOKENS, PACKAGED = "no word says whether the tokens are input or output", "sold only beside a package by the year"
LACKS = {"公共实例": OF_TOKENS, "私有实例": "no unit is a computing unit"}


def extract(page: Page) -> Iterator[Finding]:
    """Every table with a model or a tool and a price, then what folded lists and packages by the year print."""
    page.known_by("BigModel")
    for table, model in page.price_tables("模型名称", "模型", "工具名称", "产品名称"):
        lacks = LACKS | (dict.fromkeys(("单价", "Batch API 定价"), OF_TOKENS) if table.has("上下文", "单价") else {})
        lacks = {heading: why for heading, why in lacks.items() if table.has(heading)}
        yield from table.quotes(Layout(model, service="inference" if "模型" in model else "tool", unsaid=lacks))
    for table in page.tables_if_any("模型", "单价", "多模态支持"):
        for row, cell in table.cells("单价"):
            for price in cell.find("^[0-9.]+ ?元 ?/ ?百万 ?[Tt]okens"):
                yield from page.unsaid(price, table.value(row, "模型"), OF_TOKENS)
    for line in page.find(r"(?m)^(?:[^|\n]+ \| )?(?P<model>GLM\S+|训练咨询) \| [^\n]*元 / [^\n]+"):
        for price in line.find(r"[0-9.]+ 元 / [^|\n ]+(?: / 天)?"):
            why = OF_TOKENS if "Tokens" in price.text else PACKAGED
            yield from page.unsaid(price, line.groups["model"], why)
    for price in page.find(r"[0-9.]+ 万元 / 年"):
        yield from page.unsaid(price, price.heading, PACKAGED)
    yield from page.excuse(r"新品上线[^\n]+", "an advertisement")


scraper = Scraper("zhipu", "Zhipu BigModel", "CNY", [Address("price", "https://bigmodel.cn/pricing", at_least=30)],
                  extract, timezone="Asia/Shanghai",
                  elsewhere={"genai-prices": "zhipuai", "models.dev": "zhipuai", "lobehub": "zhipu"})  # fmt: skip
