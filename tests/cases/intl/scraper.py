"""Cases from abroad: every table with a model and a price."""

from collections.abc import Iterator

from pricebook.scraping import Address, Finding, Layout, Page, Scraper
from pricebook.tables.columns import column

MODELS = ("Model", "模型", "Modell", "モデル", "Modelo", "Modèle", "Modello", "Модель", "모델", "")
NAMED = {"Input", "Output", "Cachedinput", "计费说明"}


def extract(page: Page) -> Iterator[Finding]:
    """Every table; the columns of money, and those that English pages call only Input and Output."""
    for table, model in page.price_tables(*MODELS):
        headings = {"".join(printed.split()): printed for printed in table.table.header}
        named = tuple(h for h, printed in headings.items() if h in NAMED or column(printed).role == "price")
        dated = "说明" if table.has("说明") else None
        yield from table.quotes(Layout(model=model, prices=named if NAMED & headings.keys() else (), dated=dated))


scraper = Scraper(
    "intl", "Cases from abroad", "USD", [Address("page", "https://example.org/intl")], extract, at_least=0,
    timezone="UTC",
)  # fmt: skip
