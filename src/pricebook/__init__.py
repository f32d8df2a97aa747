"""The price catalogue for AI model APIs that quotes the page: see `catalog --help` and `docs/`."""
