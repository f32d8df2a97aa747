"""Why a person should look at a price that was read as printed: pure functions of prices, and of the words around.

rules.py      every rule with its threshold and the reason for it
judging.py    one look against what is published
steps.py      one amount against its yardstick
doubts.py     what is odd beside the other prices of the page
relations.py  ladders.py  conflicts.py  prices that cannot be beside each other
moves.py      what went and came at once: other names, other terms
losses.py     many prices that are gone at once
peers.py      what is odd beside the same model at other providers: asked at publication, over all of them
around.py     the words around a table
reasons.py  priced.py  what is said of a price, and what is asked of it
"""

from pricebook.checks.gate.conflicts import are_two, conflicts, printed_twice, twice
from pricebook.checks.gate.doubts import Doubt, doubts, suspicions
from pricebook.checks.gate.reasons import Reason, holding, verdict_of
from pricebook.checks.gate.rules import ARRIVING

__all__ = [
    "ARRIVING", "Doubt", "Reason", "are_two", "conflicts", "doubts", "holding", "printed_twice", "suspicions", "twice",
    "verdict_of",
]  # fmt: skip
