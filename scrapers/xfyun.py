"""iFlytek Spark MaaS: one table; a model has a row for training and one for inference, perhaps with instances."""

from collections.abc import Iterator

from pricebook.scraping import Address, Finding, Layout, Page, Scraper, read_date


def extract(page: Page) -> Iterator[Finding]:
    """Every labelled amount of every cell; the label says what it is a price of."""
    page.known_by("讯飞", "Spark ")
    for table in page.tables("模型名称", "服务类型", "单价"):
        yield from table.quotes(Layout(model="模型名称", ignore=("服务类型",)))
    for found in page.find(r"更新时间：20[0-9: -]{6,20}[0-9]"):
        yield found.fact("page_date", "page", {"datetime": read_date(found.text)})


scraper = Scraper(
    provider="xfyun",
    name="iFlytek Spark MaaS",
    currency="CNY",
    pages=[Address("price", "https://maas.xfyun.cn/account?type=illustrate")],
    extract=extract,
    at_least=20,
    timezone="Asia/Shanghai",
)
