"""Which of a provider's pages an address is, as archives write addresses."""

from urllib.parse import urlsplit

from pricebook.scraping import Provider


class Addresses:
    """Where a provider's pages stand, or stood: which of them an address is."""

    def __init__(self, provider: Provider) -> None:
        self._pages: dict[str, list[str]] = {}
        for each in provider.pages:
            for url in dict.fromkeys(
                _without_dress(url) for url in (each.url, each.shown) if url and each.path is None
            ):
                self._pages.setdefault(url, []).append(each.name)

    @property
    def hosts(self) -> set[str]:
        """Where they stand."""
        return {url.partition("/")[0] for url in self._pages}

    def pages(self, url: str) -> list[str]:
        """The names of the pages that stand there."""
        return self._pages.get(_without_dress(url), [])


def _without_dress(url: str) -> str:
    """The address without what changes nothing of the page: scheme, case of the host, usual port, fragment, last `/`.

    >>> _without_dress("HTTP://Docs.acme.example:80/price/#chat"), _without_dress("https://acme.example/p?lang=en")
    ('docs.acme.example/price', 'acme.example/p?lang=en')
    """
    try:
        parts = urlsplit(url.strip())
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return ""
    usual = port in {None, 80, 443}
    return f"{host}{'' if usual else f':{port}'}{parts.path.rstrip('/')}{f'?{parts.query}' if parts.query else ''}"
