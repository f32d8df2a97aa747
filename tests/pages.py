"""The pages that tests read, and reading them."""

import re
from pathlib import Path

from pricebook.collection import Collection
from pricebook.extraction.converting import read_document
from pricebook.reading import read_page
from pricebook.reading.text import decode
from pricebook.records import Price, Reading

TESTS = Path(__file__).resolve().parent
COLLECTION = Collection(TESTS.parent)


def recordings(provider: str) -> dict[str, Path]:
    """The bodies of the provider's recordings, by the names of its pages."""
    return {page.name: _body(provider, page.name) for page in COLLECTION.scraper(provider).pages}


def _body(provider: str, page: str) -> Path:
    found = list((COLLECTION.recordings / provider).glob(f"{page}.body.*"))
    assert len(found) == 1, f"tests/cassettes/{provider}/{page}: one recording is needed: catalog record {provider}"
    return found[0]


def recorded(provider: str) -> Path:
    """The body of the only recording that the provider has."""
    (body,) = recordings(provider).values()
    return body


def texts(provider: str) -> dict[str, str]:
    """The recorded pages as text, by their names."""
    return {page: decode(path.read_bytes(), provider) for page, path in recordings(provider).items()}


def move(collection: Collection, provider: str, address: str) -> None:
    """Lets the provider's page stand at that address, as a scraper that names it would."""
    module = collection.scrapers / f"{provider}.py"
    text = module.read_text(encoding="utf-8")
    moved = re.sub(r"https://[^\"]+", address, text, count=1)
    assert moved != text
    module.write_text(moved, encoding="utf-8")


def other_form(provider: str) -> Path | None:
    """The provider's first page as Markdown or flattened text, where there is one."""
    return next((TESTS / "documents").glob(f"{provider}.*"), None)


def read(provider: str, data: bytes) -> Reading:
    """What the provider's scraper reads from these bytes."""
    return read_document(COLLECTION.scraper(provider), read_page(data, f"{provider}/page"), "page")


def read_text(provider: str, text: str) -> Reading:
    """What the provider's scraper reads from this text, whatever character set it says that it is in."""
    return read(provider, text.encode("utf-8-sig"))


def readings(provider: str) -> list[Reading]:
    """What the provider's scraper reads from each of its recorded pages."""
    return [read(provider, path.read_bytes()) for path in recordings(provider).values()]


def said(prices: list[Price]) -> list[tuple[str, str]]:
    """What the prices say, whatever the words around them."""
    return sorted((price.id, format(price.amount, "f").rstrip("0").rstrip(".")) for price in prices)
