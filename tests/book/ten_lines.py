"""What a request costs, from `prices.json` and docs/contract.md alone.

`counts` says by meter how much is billed, `stated` what holds for the request: every size and every condition.
"""

import operator
from collections.abc import Mapping
from decimal import Decimal
from typing import Any


def holds(condition: Any, value: Any) -> bool:
    if isinstance(condition, dict):
        return all(
            vars(operator)[{"gte": "ge", "lte": "le"}.get(sign, sign)](value, condition[sign]) for sign in condition
        )
    return value in condition if isinstance(condition, list) else type(value) is type(condition) and value == condition


def cost(prices: list[Any], wanted: Mapping[str, Any], counts: Mapping[str, int], stated: Mapping[str, Any]) -> Decimal:
    total = Decimal(0)
    for meter, quantity in counts.items():
        own = [p for p in prices if {**wanted, "meter": meter}.items() <= p.items() and p["standard"]]
        own = [
            p for p in own if all(holds(p["conditions"][c], stated.get(c)) for c in p["conditions"].keys() - {"region"})
        ]
        ((amount, unit),) = {(p["amount"], p["unit"]) for p in own}
        total += Decimal(amount) * quantity / (10**6 if (unit or "").startswith("1M ") else 1)
    return total
