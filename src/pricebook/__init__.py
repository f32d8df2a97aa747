"""The price catalogue for AI model APIs that quotes the page: see `catalog --help` and `docs/`."""

__version__ = "0.1.0"
