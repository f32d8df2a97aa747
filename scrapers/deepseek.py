"""DeepSeek: models side by side, the labels of a row in two columns, one price for several models."""

from collections.abc import Iterator

from pricebook.scraping import Address, Finding, Layout, Page, Scraper


def extract(page: Page) -> Iterator[Finding]:
    """The one table, in any language of the page."""
    page.known_by("api.deepseek.com")
    for table, model in page.price_tables("模型", "MODEL"):
        yield from table.quotes(Layout(model))


scraper = Scraper(
    provider="deepseek",
    name="DeepSeek",
    currency="CNY",
    pages=[Address("price", "https://api-docs.deepseek.com/zh-cn/quick_start/pricing", at_least=6)],
    extract=extract,
    timezone="Asia/Shanghai",
    elsewhere=dict.fromkeys(("litellm", "genai-prices", "models.dev", "openrouter", "lobehub"), "deepseek"),
)
