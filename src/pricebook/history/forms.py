"""How the prices of a file are divided, so that one is told from the next without reading either.

Text in JSON holds no line end, so what begins with one stands nowhere but between two prices.
"""

FORMAT = "pricebook-catalogue/1"
"""Stands in every published file; another number would mean another contract."""
BEGIN, BETWEEN, END = b'"prices":[\n', b",\n", b"\n]}\n"
"""What stands before the prices of a published file, between two of them, and behind the last."""
NO_PRICES = b'"prices":[]}\n'
