"""Z.ai: a page of models by kind, of tools and of agents, whose tokens nobody tells apart."""

from collections.abc import Iterator

from pricebook.scraping import Address, Finding, Layout, Page, Scraper

AUDIO = {"Price": "Audio price"}
"""Below a heading of audio models a price by the token is of what is heard: neither input nor output is printed."""
OF_TOKENS = "no word says whether the tokens are input or output"


def extract(page: Page) -> Iterator[Finding]:
    """Every table of models or tools, then the agents."""
    page.known_by("Z.AI", "Z.ai")
    for table, model in page.price_tables("Model", "Tool"):
        audio = any("Audio" in heading for heading in table.headings[-1:])
        service = "tool" if model == "Tool" else "inference"
        yield from table.quotes(Layout(model, service, read_as=AUDIO if audio else None))
    for table in page.tables_if_any("Agent", "Price"):
        for row, cell in table.cells("Price"):
            for price in cell.find(r"^\$[0-9.]+ ?/ ?MTok$"):
                yield from page.unsaid(price, table.value(row, "Agent"), OF_TOKENS)
        yield from table.quotes(Layout("Agent"))


scraper = Scraper(
    provider="zai",
    name="Z.ai",
    currency="USD",
    pages=[Address("price", "https://docs.z.ai/guides/overview/pricing", at_least=20)],
    extract=extract,
    timezone="Asia/Singapore",
    elsewhere={"litellm": "zai", "genai-prices": "zai", "models.dev": "zai", "openrouter": "z-ai"},
)
