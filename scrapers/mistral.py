"""Mistral AI: a card for each model and tool, with the name for programs below its prices."""

from collections.abc import Iterator

from pricebook.scraping import Address, Finding, Layout, Page, Scraper

API_NAME = r"^[a-z0-9]+(?:[-.][a-z0-9]+)+$"
TWO_UNITS, OF_TOKENS = "one amount stands for two units", "no word says whether the tokens are input or output"
LACKS = {"Audio Input (per min / per M tok)": TWO_UNITS, "Text Input (per min / per M tok)": TWO_UNITS,
         "Indexing (per M tokens)": OF_TOKENS, "Price (per M tokens)": OF_TOKENS,
         "Storage cost (per month per model)": "no unit is a month of a model"}  # fmt: skip
MEANS: dict[str, dict[str, object]] = {"OCR": {"meter": "page"},
                                       "Document AI": {"meter": "page", "as_printed": ["Document AI"]}}  # fmt: skip
READ_AS = {"OCR (per 1K pages)": "Price (per 1K pages)", "Call (per call)": "Price (per call)",
           "Audio generation": "Price"}  # fmt: skip
OF_OTHERS: dict[str, dict[str, object]] = {"Model cost per M token + tool call": {}}
"""What a tool costs that has no price of its own."""


def free_by(labels: tuple[str, ...], cells: tuple[str, ...]) -> dict[str, str]:
    """Labels without a unit above the word for free, as prices of what they say."""
    above = zip(labels, cells, strict=True)
    free = (label for label, cell in above if cell == "Free" and "(/" not in label and "(per" not in label)
    return {label: "Price" if label == "API endpoint" else f"Price ({label})" for label in free}


def api_names(page: Page, card: str, below: int) -> list[str]:
    """The names for programs that stand in the card below that block."""
    found = (each for each in page.find(API_NAME) if each.heading == card and each.span.block > below)
    return list(dict.fromkeys(each.text for each in found))


def extract(page: Page) -> Iterator[Finding]:
    """The prices of each card, and the word for free where it stands alone in one."""
    page.known_by("mistral-medium-latest", "mistral-small-latest", "mistral-large-latest")
    tools = {found.heading for found in page.find("^Tools$")}
    for table in page.tables_if_any():
        card, (labels, *rows) = table.headings[-1], table.table.lines
        names = api_names(page, card, table.block)
        layout = Layout("model", "tool" if card in tools else "inference", words=OF_OTHERS, ignore=("Available on",),
                        read_as={**{label: READ_AS[label] for label in labels if label in READ_AS},
                                 **free_by(labels, rows[0])},
                        unsaid={label: LACKS[label] for label in labels if label in LACKS},
                        means=MEANS if labels == (*MEANS,) else None)  # fmt: skip
        yield from table.of_model("\n".join(names) or card, card if names else None).quotes(layout)
    priced = {found.heading for found in page.find("[$€][0-9]")}
    tables = {table.block for table in page.tables_if_any()}
    for free in (each for each in page.find("^Free$") if each.heading not in priced and each.span.block not in tables):
        for name in api_names(page, free.heading, free.span.block):
            yield from page.quotes(free, name, meter="usage")


scraper = Scraper(
    provider="mistral",
    name="Mistral AI",
    currency="USD",
    pages=[Address("pricing", "https://mistral.ai/pricing", at_least=20)],
    extract=extract,
    timezone="Europe/Paris",
    elsewhere={"litellm": "mistral", "genai-prices": "mistral", "models.dev": "mistral", "openrouter": "mistral",
               "lobehub": "mistral"},
)  # fmt: skip
