"""UCloud ModelVerse: a table of token prices in words, tables of images by the piece and of video by the second."""

from collections.abc import Iterator

from pricebook.scraping import Address, Finding, Layout, Page, Scraper, read_count, read_date


def extract(page: Page) -> Iterator[Finding]:
    """Every table that has a model and a price; the vendor's column, where there is one, says nothing about it."""
    page.known_by("UCloud", "功能模块", "大模型 API 定价")
    for table, model in page.price_tables("模型名称", "模型", "模型版本"):
        yield from table.quotes(Layout(model=model))
    yield from facts(page)


def facts(page: Page) -> Iterator[Finding]:
    """From when each section is charged for, and what it gives away."""
    for found in page.find(r"于 ?20[^，。]{4,20}日开始收费"):
        yield found.fact("charging_start", found.heading, {"date": read_date(found.text)})
    for found in page.find(r"免费额度：[^，。]{1,10}tokens"):
        yield found.fact("free_quota", found.heading, {"quota": read_count(found.text), "unit": "tokens"})
    for found in page.find(r"免费额度：免费 ?[0-9]+ ?张图片/模型"):
        yield found.fact(
            "free_quota", found.heading, {"quota": read_count(found.text), "unit": "images", "per": "model"}
        )


scraper = Scraper(
    provider="ucloud",
    name="UCloud ModelVerse",
    currency="CNY",
    pages=[
        Address(
            "price",
            "https://raw.githubusercontent.com/UCloudDoc-Team/modelverse/master/price.md",
            shown="https://docs.ucloud.cn/modelverse/price",
        )
    ],
    extract=extract,
    at_least=2,
    timezone="Asia/Shanghai",
)
