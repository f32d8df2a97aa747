"""What a request costs, from the release and docs/contract.md alone; ValueError where that is not known."""

from decimal import Decimal
from operator import ge, gt, le, lt
from typing import Any

SIGNS = {"gt": gt, "gte": ge, "lt": lt, "lte": le}
SCALES = {"1M": 1_000_000, "1K": 1_000}


def meets(stated: Any, condition: Any) -> bool:
    if isinstance(condition, dict):
        return all(SIGNS[sign](stated, bound) for sign, bound in condition.items())
    return stated in condition if isinstance(condition, list) else bool(stated == condition)


def held(price: Any, stated: dict[str, Any], day: str) -> bool:
    """Whether it may hold, for all that is stated; raises ValueError where something has to be stated first."""
    own = {name: value for name, value in price["conditions"].items() if name != "region"}
    if not all(meets(stated[name], own[name]) for name in own.keys() & stated.keys()):
        return False
    if own.keys() - stated.keys():
        raise ValueError(f"State {own.keys() - stated.keys()}")
    return bool((price["effective_from"] or day) <= day <= (price["effective_until"] or day))


def cost(
    prices: Any, discounted: set[str], offer: dict[str, Any], counts: dict[str, int], stated: dict[str, Any], day: str
) -> Decimal:
    """`offer` has provider, model, service and unit; `counts` are by meter, and what is cached is of the input too.

    `discounted` are the providers with a `cache_discount` in `slim.json`.
    """
    of_model = [p for p in prices if offer.items() <= p.items()]
    own = [p for p in of_model if p["standard"]]
    apart = {p["meter"] for p in own} & {"cache_read"} | {"cache_write"}
    other = offer["provider"] in discounted or any(p["meter"] == "cache_read" for p in of_model)
    if counts.get("cache_read") and "cache_read" not in apart and other:
        raise ValueError("what is cached has another price, and nobody says which")
    total, billed = Decimal(0), []
    for meter in counts.keys() - ({"cache_read"} - apart):
        quantity = counts[meter] - sum(counts.get(part, 0) for part in apart if meter == "input")
        if quantity:
            found = [p for p in own if p["meter"] == meter and held(p, stated, day)]
            [amount] = {Decimal(p["amount"]) for p in found}
            total += quantity * amount / SCALES.get((offer["unit"] or "")[:2], 1)
            billed += found
    if (
        any(p["status"] != "fresh" or p["suspect"] or p["conflict"] for p in billed)
        or len({p["currency"] for p in billed}) > 1
    ):
        raise ValueError(billed)
    return total
