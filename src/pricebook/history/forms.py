"""How the prices of a published file are divided, so that one is told from the next without reading either.

Text in JSON holds no line end, so what begins with one and its indentation stands nowhere but between two prices.
"""

from typing import NamedTuple

FORMAT = "pricebook/v1"
"""Stands in every published file; another number would mean another contract."""
BEGIN, END = b'\n  "prices": [\n    {', b'\n    }\n  ],\n  "providers": {'
"""What stands in `prices.json` before the first price, and behind the last."""
NO_PRICES = b'\n  "prices": []'


class Form(NamedTuple):
    """How the prices of a file are divided."""

    between: bytes
    """What stands between one price and the next."""
    wrapped: bytes
    """What a piece is put into to be the JSON of a price."""


INDENTED = Form(b"\n    },\n    {", b"{%b}")
LINES = Form(b"\n", b"%b")
