"""Anthropic: one page in many languages; models in a column or in the sentences above, tools and examples in prose."""

from collections.abc import Iterator

from pricebook.scraping import Address, Finding, Layout, Page, Scraper

LACKS = "it is of a container, and begins beyond free hours of a day"
EXAMPLES = (
    r"~ ?\$[0-9.,]+",
    r"Claude [A-Z][a-z]+ [0-9.]+[^|\n$]{1,16}\$[0-9.]+ ?/ ?MTok[^|\n]{0,40}\$[0-9.]+ ?/ ?MTok",
)


def extract(page: Page) -> Iterator[Finding]:
    """Every table; the prices of tools; what is said of discounts; the sums of worked examples."""
    page.known_by("claude.com/pricing", "anthropic.com/pricing", "Claude API")
    for table, model in (*page.price_tables(), *page.named_above()):
        yield from table.quotes(Layout(model=model))
    for found in page.find(r"\$[0-9.]+ per [0-9,]+ searches"):
        yield from page.quotes(found, "Web search", service="tool")
    for found in page.find(r"\$[0-9.]+ per hour(?=, per container)"):
        yield from page.unsaid(found, "Code execution", LACKS)
    for found in page.find(r"Batch API[^|\n]{0,90}?(?P<printed>[0-9]+ ?%)"):
        yield found.fact("batch_discount", "Batch API", None)
    for pattern in EXAMPLES:
        yield from page.excuse(pattern, "the amount of a worked example")


scraper = Scraper(
    provider="anthropic",
    name="Anthropic",
    currency="USD",
    pages=[Address("price", "https://platform.claude.com/docs/en/about-claude/pricing.md", at_least=30)],
    extract=extract,
    timezone="America/Los_Angeles",
    elsewhere=dict.fromkeys(("litellm", "genai-prices", "models.dev", "openrouter", "lobehub"), "anthropic"),
)
