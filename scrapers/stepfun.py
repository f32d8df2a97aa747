"""StepFun: tables with a column of the unit, input with and without the cache."""

from collections.abc import Iterator

from pricebook.scraping import Address, Finding, Layout, Page, Scraper


def extract(page: Page) -> Iterator[Finding]:
    """Every table."""
    page.known_by("定价与限速", "platform.stepfun.com")
    for table, model in page.price_tables("模型"):
        yield from table.quotes(Layout(model=model))


scraper = Scraper(
    provider="stepfun",
    name="阶跃星辰 StepFun",
    currency="CNY",
    pages=[Address("pricing", "https://platform.stepfun.com/docs/zh/guides/pricing/details", at_least=5)],
    extract=extract,
    timezone="Asia/Shanghai",
    elsewhere={"openrouter": "stepfun", "lobehub": "stepfun"},
)
