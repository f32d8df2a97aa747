"""The pages that tests read, and reading them."""

import re
from pathlib import Path

from pricebook.collection import Collection
from pricebook.extraction.converting import read_document
from pricebook.reading import read_page
from pricebook.records import Price, Reading

TESTS = Path(__file__).resolve().parent
COLLECTION = Collection(TESTS.parent)


def recorded(provider: str) -> Path:
    """The body of the provider's recording."""
    return next((TESTS / "cassettes" / provider).glob("*.body.*"))


def move(collection: Collection, provider: str, address: str) -> None:
    """Lets the provider's page stand at that address, as a scraper that names it would."""
    module = collection.scrapers / f"{provider}.py"
    text = module.read_text(encoding="utf-8")
    module.write_text(re.sub(r"https://[^\"]+", address, text, count=1), encoding="utf-8")


def other_form(provider: str) -> Path | None:
    """The same page as Markdown or flattened text, where there is one."""
    return next((TESTS / "documents").glob(f"{provider}.*"), None)


def read(provider: str, data: bytes) -> Reading:
    """What the provider's scraper reads from these bytes."""
    return read_document(COLLECTION.scraper(provider), read_page(data, f"{provider}/page"), "page")


def said(prices: list[Price]) -> list[tuple[str, str]]:
    """What the prices say, whatever the words around them."""
    return sorted((price.id, format(price.amount, "f").rstrip("0").rstrip(".")) for price in prices)
