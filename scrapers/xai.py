"""xAI: tables of chat, images and voice with a closing sentence that tells the unit; tools by 1,000 calls, storage."""

from collections.abc import Iterator

from pricebook.scraping import Address, Finding, Layout, Page, Scraper

TOOLS = ("Tool", "Resource")
CARD = r"^(?:Input|Output|Agent|TTS|STT|Image|Video)\$[0-9.]+ / [^\n]+$"
TOOL_CARD = r"^(?P<tool>[A-Z][A-Za-z ]+)(?P<price>\$[0-9.]+ / 1k calls)$"


def extract(page: Page) -> Iterator[Finding]:
    """Every table; the cards above them say the same once more."""
    page.known_by("xAI Docs", "docs.x.ai")
    for table, model in page.price_tables("Model", "Mode", *TOOLS):
        service = "tool" if model in TOOLS else "inference"
        yield from table.quotes(Layout(model=model, service=service, ignore=("Description", "Tool Name")))
    for found in page.find(TOOL_CARD):
        yield from page.quotes(found.part("price"), found.groups["tool"], service="tool")
    yield from page.excuse(CARD, "a card, whose price stands in the tables with the name of its model")
    for found in page.find(r"(?P<least>[0-9]+)%-(?P<most>[0-9]+)% off standard rates"):
        yield found.fact("batch_discount", "text and language models", found.groups)
    for fee in page.find(r"(?P<price>\$[0-9.]+) usage guideline violation fee per request"):
        yield from page.unsaid(fee.part("price"), "usage guideline violation", "a fee for a violation", per="request")


scraper = Scraper(
    provider="xai",
    name="xAI",
    currency="USD",
    pages=[Address("models", "https://docs.x.ai/docs/models", at_least=8)],
    extract=extract,
    timezone="America/Los_Angeles",
    elsewhere={"litellm": "xai", "models.dev": "xai", "openrouter": "xai", "lobehub": "xai", "genai-prices": "x-ai"},
)
