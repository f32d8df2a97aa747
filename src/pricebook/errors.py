"""What can go wrong, and whose move it is.

    PricebookError
    ├── UsageError            the caller's: a wrong name, file or option
    │   └── CollectionError   the collection's owner's: no collection here, a broken scraper module
    ├── NetworkError          nobody's: try again later
    ├── PageError             the scraper's: the page is not what the scraper knows
    │   └── UnreadablePage    the bytes are not a page at all
    ├── ScraperError          the scraper's: it broke a rule of the house
    └── StorageError          the operator's: a stored file is missing, altered or cannot be written

A message is one line: where, what was seen, what was expected, who moves next.
Any other exception is a bug and is allowed to crash.
"""


class PricebookError(Exception):
    """The root: everything that this program raises on purpose."""


class UsageError(PricebookError):
    """The caller asked for something that is not there or cannot be done."""


class CollectionError(UsageError):
    """The collection (a folder with `scrapers/`) is missing or one of its modules is broken."""


class NetworkError(PricebookError):
    """A page could not be had. Trying again may help."""


class PageError(PricebookError):
    """The page was understood as a document, but it is not the page that the scraper knows."""


class UnreadablePage(PageError):
    """The bytes are not a text page: binary, empty, too large, nested too deep, or in no known encoding."""


class ScraperError(PricebookError):
    """A scraper returned something that no page can have said, such as a quote without its words."""


class StorageError(PricebookError):
    """A file of the collection is missing, is not what was written, or cannot be written."""
