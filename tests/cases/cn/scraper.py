"""Cases from Chinese pages: every table with a model and a price; columns that say nothing about it are left out."""

from collections.abc import Iterator

from pricebook.scraping import Address, Finding, Layout, Page, Scraper

MODELS = ("模型名称", "模型", "模型ID", "可用模型", "版本名称", "基础模型ID", "精调模型对应的基础模型", "计费项")
BESIDE = ("免费额度", "说明", "简介", "备注", "时间", "上下文窗口", "并发数", "Token用量", "服务内容")


def extract(page: Page) -> Iterator[Finding]:
    """Every table with a model and a price."""
    for table, model in page.price_tables(*MODELS):
        yield from table.quotes(Layout(model=model, ignore=tuple(h for h in BESIDE if table.has(h))))


scraper = Scraper(
    "cn", "Cases from Chinese pages", "CNY", [Address("page", "https://example.org/cn")], extract, at_least=0,
    timezone="Asia/Shanghai",
)  # fmt: skip
