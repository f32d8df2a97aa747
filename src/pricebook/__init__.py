"""The price catalogue for AI model APIs that quotes the page: see `catalog --help` and `docs/`.

import pricebook

book = pricebook.load()
"""

__version__ = "0.1.0"

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pricebook.book import load as load


def __getattr__(name: str) -> object:
    """`load`, which is imported when it is asked for: whoever wants the version alone waits for nothing."""
    if name == "load":
        from pricebook.book import load  # noqa: PLC0415

        return load
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
