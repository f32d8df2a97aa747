"""Why a person should look at a price that was read as printed: pure functions of prices, and of the words around."""

from pricebook.checks.gate.conflicts import are_two, conflicts, printed_twice, twice
from pricebook.checks.gate.doubts import Doubt, doubts, suspicions
from pricebook.checks.gate.reasons import Reason, holding, verdict_of

__all__ = [
    "Doubt", "Reason", "are_two", "conflicts", "doubts", "holding", "printed_twice", "suspicions", "twice",
    "verdict_of",
]  # fmt: skip
