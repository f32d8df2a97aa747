"""Novita: tables of tokens by maker, then images, clips and speech, whose column Mode holds conditions of all kinds."""

from collections.abc import Iterator

from pricebook.scraping import Address, Finding, Layout, Page, Scraper

MODE = (
    r"^(?P<as_printed>FL?F|(?:No )?LoRA(?: / Fast)?|[0-9]+credit|music-[0-9.]+\+?|ONLY [A-Z]+|VIDEO\+IMAGE|T2A .*)"
    r"(?:/(?P<mode>Online|Batch)/(?P<audio>Silent|Audio))?$"
)
SPLIT = {"Mode": MODE, **dict.fromkeys(("Total Frames", "Steps", "Steps/Scale"), r"^(?P<as_printed>[0-9]+)$")}
WORDS: dict[str, dict[str, object]] = {"Audio": {"audio": True}, "fast_mode": {"mode": "fast"}, "Omnimodal": {}}


def extract(page: Page) -> Iterator[Finding]:
    """Every table; the discount on batches is of models that the page does not name."""
    page.known_by("Novita")
    for found in page.find(r"Batch inference is available at an introductory (?P<printed>[0-9]+% discount)"):
        yield page.rule(found, "batch_discount", "supported models")
    for table, model in page.price_tables("Model Name", "API Name", "Model"):
        yield from table.quotes(Layout(model=model, words=WORDS, split=SPLIT))
    for table in page.tables_if_any("API Name", "Mode", "Pricing"):
        for row, price in table.cells("Pricing"):
            if price.text.endswith("/Mt"):
                yield from page.unsaid(price, table.value(row, "API Name"), "whether its tokens are read or written")


scraper = Scraper(
    provider="novita",
    name="Novita AI",
    currency="USD",
    pages=[Address("pricing", "https://novita.ai/pricing", at_least=60)],
    extract=extract,
    timezone="UTC",
    elsewhere=dict.fromkeys(("litellm", "genai-prices", "openrouter", "lobehub"), "novita"),
)
