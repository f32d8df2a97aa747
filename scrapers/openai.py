"""OpenAI: prices per million tokens by way of calling (tabs above tables) and by what tokens are of, tools, clips."""

from collections.abc import Iterator

from pricebook.scraping import Address, Finding, Layout, Page, Scraper

TOOLS = {"Tool": r"^(?P<model>.+?)(?: (?P<as_printed>Responses API only))?$"}


def extract(page: Page) -> Iterator[Finding]:
    """Every table; the storage of its agents is priced behind a quota, and moderation is free in a sentence."""
    page.known_by("omni-moderation", "chatgpt-4o-latest", "ChatKit")
    for table, model in page.price_tables("Model", "Tool"):
        tool = model == "Tool"
        service, split = ("tool", TOOLS) if tool else ("inference", None)
        yield from table.quotes(Layout(model=model, service=service, split=split))
    for table in page.tables_if_any("Usage meter", "Price beyond free tier"):
        for row, price in table.cells("Price beyond free tier"):
            yield from page.quotes(price, table.value(row, "Usage meter"), service="tool")
    for found in page.find(r"Our (?P<model>\S+) models are made available (?P<price>free of charge)"):
        yield from page.quotes(found.part("price"), found.groups["model"])


scraper = Scraper(
    provider="openai",
    name="OpenAI",
    currency="USD",
    pages=[Address("pricing", "https://platform.openai.com/docs/pricing.md", at_least=60)],
    extract=extract,
    timezone="UTC",
    elsewhere=dict.fromkeys(("litellm", "genai-prices", "models.dev", "openrouter", "lobehub"), "openai"),
)
