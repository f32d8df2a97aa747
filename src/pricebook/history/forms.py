"""How the prices of a file are divided, so that one is told from the next without reading either.

Text in JSON holds no line end, so what begins with one stands nowhere but between two prices.
"""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from pricebook.identity import offer_order, order_of

FORMAT = "pricebook-catalogue/1"
"""Stands in every published file; another number would mean another contract."""
BEGIN, BETWEEN, END = b'"prices":[\n', b",\n", b"\n]}\n"
"""What stands before the prices of a published file, between two of them, and behind the last."""
NO_PRICES = b'"prices":[]}\n'


class Form(NamedTuple):
    """How the prices of a file are divided, and what they are sorted by."""

    between: bytes
    order: Callable[[Mapping[str, Any]], tuple[Any, ...]]


PUBLISHED = Form(BETWEEN, offer_order)
LINES = Form(b"\n", order_of)
