"""Amazon Bedrock: a table for each maker of models, prices per 1,000 tokens."""

from collections.abc import Iterator

from pricebook.scraping import Address, Finding, Layout, Page, Scraper


def extract(page: Page) -> Iterator[Finding]:
    """Every table of somebody's models."""
    page.known_by("Bedrock")
    for table, model in page.price_tables():
        yield from table.quotes(Layout(model=model))


scraper = Scraper(
    provider="bedrock",
    name="Amazon Bedrock",
    currency="USD",
    pages=[Address("price", "https://aws.amazon.com/bedrock/pricing/", at_least=40)],
    extract=extract,
    timezone="America/Los_Angeles",
    elsewhere={
        "litellm": "bedrock",
        "lobehub": "bedrock",
        "models.dev": "amazon-bedrock",
        "openrouter": "amazon-bedrock",
        "genai-prices": "aws",
    },
)
