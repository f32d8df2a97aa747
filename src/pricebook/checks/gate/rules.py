"""Every rule of the gate with its threshold and the reason for it, in one table."""

from decimal import Decimal
from typing import Literal, NamedTuple

Verdict = Literal["told", "held", "rejected"]
"""What a rule does to a price: it is published with the doubt, waits for a person, or is taken for a slip at once."""
_NO = Decimal(0)


class GateRule(NamedTuple):
    """One rule."""

    name: str
    verdict: Verdict
    at: Decimal
    """The ratio, or the share, from which on it holds; 0 for a rule that needs none."""
    why: str
    """Why it is there, and why at that threshold."""


RULES = {rule.name: rule for rule in (
    GateRule("slip", "rejected", Decimal(100),
             "no price of the pages that were followed ever changed so much; units that slipped did, by 100 and 1,000"),
    GateRule("near", "held", Decimal("0.1"),
             "within so much of 10, 100 or 1,000 the decimal point or the unit slipped"),
    GateRule("rate", "held", Decimal("0.05"),
             "within so much of a rate between currencies the currency was mistaken"),
    GateRule("zero", "held", _NO,
             "from and to nothing there is no ratio; an empty template prints 0 everywhere"),
    GateRule("bounds", "held", _NO,
             "no price per this unit was ever seen out there"),
    GateRule("apart", "held", Decimal(30),
             "few cost so many times what the middle one does, and no slip of 1,000 hides below it, also among two"),
    GateRule("conflict", "held", _NO,
             "one thing at two prices: nothing says which"),
    GateRule("output", "held", _NO,
             "output costs less than input only where the two were swapped or one slipped, and seldom in truth"),
    GateRule("cached", "held", _NO,
             "what is found in a cache costs no more than what is not"),
    GateRule("batch", "held", _NO,
             "a batch costs no more than what is answered at once"),
    GateRule("size", "held", _NO,
             "a larger picture and a longer clip cost no less"),
    GateRule("tiers", "held", _NO,
             "tiers leave no request out and take none twice, and longer ones cost no less"),
    GateRule("loss", "held", Decimal("0.2"),
             "providers take models away one by one; a fifth at once is a page that was cut, or is another"),
    GateRule("gone", "held", _NO,
             "a whole meter or table that is gone is seldom sold no more"),
    GateRule("unread", "held", _NO,
             "what was read and is not understood now may still stand there"),
    GateRule("step", "held", Decimal(2),
             "most real cuts stay below it, and a person sees the others in a minute"),
    GateRule("terms", "held", _NO,
             "another unit, currency or condition of the same thing is read from other words"),
    GateRule("foreign", "held", _NO,
             "a provider prices in its own currency; another one is often a sign that was misread"),
    GateRule("farther", "held", _NO,
             "a unit that was printed beside the price and comes from further away now may be that of something else"),
    GateRule("around", "held", _NO,
             "words around a price may be of it, also where nobody understands them"),
    GateRule("growth", "held", Decimal(1),
             "a page does not double over night; one that was sent twice does, or one with another table in it"),
    GateRule("unit", "told", Decimal("0.25"),
             "at most one in four is printed per another unit than the rest: often real, and far apart if it is not"),
    GateRule("peers", "told", Decimal(10),
             "where three others sell a model, none asks for ten times as much or as little; but whether names that "
             "are alike are of one model, no page says, and one provider's price is not held for what others do"),
    GateRule("alike", "told", _NO,
             "two models whose names look the same are two models, as far as anybody can tell"),
)}  # fmt: skip
"""By their names, the gravest first: the first that a price does not pass says what its case is."""

ARRIVING = frozenset({
    "slip", "near", "rate", "step", "conflict", "loss", "gone", "growth", "terms", "farther", "around",
})  # fmt: skip
"""Rules that look at how a price came: they are not asked again when it is printed otherwise before it was accepted."""

BOUNDS = {
    "1M tokens": ("0.002", "5000"), "1M characters": ("0.5", "20000"), "image": ("0.0003", "50"),
    "megapixel": ("0.001", "50"), "second": ("0.000003", "50"), "minute": ("0.001", "500"), "hour": ("0.01", "5000"),
    "request": ("0.00001", "100"), "search": ("0.0005", "10"), "page": ("0.0001", "20"), "song": ("0.05", "100"),
    "video": ("0.02", "500"), "instance-hour": ("0.1", "5000"), "instance-day": ("1", "100000"),
    "instance-month": ("10", "3000000"), "container-hour": ("0.01", "500"), "session": ("0.001", "100"),
    "1M tokens-hour": ("0.0001", "500"), "GiB-day": ("0.0001", "100"), "GiB-hour": ("0.00001", "10"),
    "1K TPM-hour": ("0.001", "500"), "1K TPM-day": ("0.01", "5000"),
}  # fmt: skip
"""By unit the least and the most that any page asks for, about ten times wider than was seen, in SCALE's yuan."""

SCALE = {
    "CNY": "1", "USD": "7", "EUR": "8", "GBP": "9", "CHF": "8", "CAD": "5", "AUD": "5", "SGD": "5", "HKD": "0.9",
    "TWD": "0.2", "JPY": "0.05", "KRW": "0.005", "INR": "0.08",
}  # fmt: skip
"""About how many yuan one of a currency is: for bounds that are ten times wider than needed, and never for a price."""

RATES = ("6.8", "7.2", "7.8")
"""Rates of the yuan and of the Hong Kong dollar, as far as they moved in ten years: what a price jumps by whose
currency was mistaken. Rates nearer to one pass for a step, as prices of other months do."""


def threshold(name: str) -> Decimal:
    """The threshold of that rule."""
    return RULES[name].at
