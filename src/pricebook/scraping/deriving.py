"""Prices that a rule of the page makes of others."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from pricebook.errors import ScraperError
from pricebook.phrases.says import Rule
from pricebook.records import Fact, Finding, Quote, Unread
from pricebook.tables.layouts import slips_of
from pricebook.tables.ruling import overlaps, ruled
from pricebook.tables.stating import holding


def derived(findings: Iterable[Finding], rules: Sequence[Fact], conditions: Mapping[str, Any]) -> Iterator[Finding]:
    """The findings, and behind each price those that the rules make of it under these conditions.

    A rule is a Fact whose value has the `multiplier`, a decimal such as `0.5`. It is a rule for the models that it
    lists, else for all; of what a cache saves it makes no price. Beside a price that has such a condition of its own it
    is not understood, nor is a rule that does not tell by how much. Raises ScraperError for conditions that the
    vocabulary lacks.
    """
    for problem in slips_of(None, conditions):
        message = f"derived: {problem}."
        raise ScraperError(message)
    made = [(fact, _rule(fact, conditions)) for fact in rules]
    yield from (Unread(fact.span, "cannot tell what part of the price is paid") for fact, rule in made if rule is None)
    for finding in findings:
        yield finding
        for fact, rule in made if isinstance(finding, Quote) else ():
            if isinstance(finding, Quote) and rule and (fact.models is None or finding.model in fact.models):
                yield from _of_one(finding, rule)


def _of_one(quote: Quote, rule: Rule) -> Iterator[Finding]:
    if overlaps(quote, rule):
        names = " and ".join(name for name, _ in rule.conditions)
        yield Unread(quote.span, f"cannot tell what the rule {rule.printed!r} makes of a price with a {names}")
    elif (made := ruled(quote, rule)) is not None:
        yield made


def _rule(fact: Fact, conditions: Mapping[str, Any]) -> Rule | None:
    multiplier = (fact.value or {}).get("multiplier")
    return Rule(holding(conditions).conditions, Decimal(multiplier), fact.printed) if multiplier else None


def batches_of(quotes: Iterable[Finding], rules: Sequence[Fact]) -> Iterator[Finding]:
    """The quotes, and behind each the batch price that a rule gives for its model."""
    return derived(quotes, rules, {"mode": "batch"})
