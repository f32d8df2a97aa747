"""What makes two prices the same price: every field but the amount and the words around it."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

FIELDS = ("provider", "model", "service", "meter", "unit", "currency", "conditions")
"""The identity, in the order in which prices are sorted."""


def price_id(identity: Mapping[str, Any]) -> str:
    """16 hexadecimal digits of the SHA-256 of the identity, whatever the order of its fields.

    >>> price_id({"provider": "p", "model": "m", "service": "inference", "meter": "input", "unit": "1M tokens",
    ...           "currency": "CNY", "conditions": {}})
    '0a17dee42f95f21d'
    """
    fields = [identity[name] for name in FIELDS]
    text = json.dumps(fields, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:16]
