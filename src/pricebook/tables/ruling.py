"""What a printed rule makes of a price."""

from dataclasses import replace

from pricebook.phrases.says import Rule
from pricebook.records import Quote
from pricebook.units import EXACT


def ruled(quote: Quote, rule: Rule) -> Quote | None:
    """The price under the rule's conditions; None where it makes none.

    A rule is of what is sent and made, not of what a cache saves; and not of a price that has such a condition already.
    """
    if quote.meter.startswith("cache") or overlaps(quote, rule):
        return None
    return replace(
        quote,
        multiplier=EXACT.multiply(quote.multiplier, rule.multiplier),
        conditions={**quote.conditions, **dict(rule.conditions)},
        derived_from="; ".join(filter(None, (quote.derived_from, rule.printed))),
    )


def overlaps(quote: Quote, rule: Rule) -> bool:
    """Whether the price has a condition that the rule speaks of."""
    return bool(dict(rule.conditions).keys() & quote.conditions.keys())
