"""The source of a drafted scraper: formatted as ruff formats it, and without an amount."""

import json
import re
from urllib.parse import urlsplit

from pricebook.scraping import Address, Open

_WIDTH = 120
_PAGE = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")


def page_name(address: str | None) -> str:
    """What a page is called: as its address ends, else `price`.

    >>> page_name("https://acme.example/docs/model-pricing.md"), page_name("https://acme.example/"), page_name(None)
    ('model-pricing', 'price', 'price')
    """
    last = urlsplit(address or "").path.rstrip("/").rpartition("/")[2].partition(".")[0].lower()
    return last if _PAGE.fullmatch(last) else "price"


def written(*, provider: str, name: str, known_by: str, currency: str, address: Address, timezone: str) -> str:
    """The module; what is an Open question in it keeps it from being loaded."""
    asked = any(isinstance(each, Open) for each in (name, known_by, currency, address.url, timezone))
    imported = ["Address", "Finding", "Layout", *(["Open"] if asked else []), "Page", "Scraper"]
    return f'''"""{_in_docstring(name)}: drafted from a saved page; say here what the page looks like."""

from collections.abc import Iterator

from pricebook.scraping import {", ".join(imported)}


def extract(page: Page) -> Iterator[Finding]:
    """Every table of prices whose models are found."""
    page.known_by({_as_python(known_by)})
    for table, model in page.price_tables():
        yield from table.quotes(Layout(model=model))


scraper = Scraper(
    provider={_as_python(provider)},
    name={_as_python(name)},
    currency={_as_python(currency)},
{_only_page(address)}
    extract=extract,
    timezone={_as_python(timezone)},
)
'''


def _only_page(address: Address) -> str:
    """The only page, on as many lines as it needs."""
    said = [_as_python(address.name), _as_python(address.url), f"at_least={address.at_least}"]
    whole = f"Address({', '.join(said)})"
    if len(line := f"    pages=[{whole}],") <= _WIDTH:
        return line
    if len(line := f"        {whole}") <= _WIDTH:
        return f"    pages=[\n{line}\n    ],"
    inner = "".join(f"            {each},\n" for each in said)
    return f"    pages=[\n        Address(\n{inner}        )\n    ],"


def _as_python(value: str) -> str:
    """A text as Python writes it, an open question as such."""
    quoted = json.dumps(str(value), ensure_ascii=False)
    return f"Open({quoted})" if isinstance(value, Open) else quoted


def _in_docstring(text: str) -> str:
    """The text as it may stand in a docstring."""
    return text.replace("\\", " ").replace('"', "'")
