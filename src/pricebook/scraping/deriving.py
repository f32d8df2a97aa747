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
    return _derived(findings, [(fact.models, _rule(fact, conditions)) for fact in rules])


def _derived(
    findings: Iterable[Finding], made: Sequence[tuple[tuple[str, ...] | None, Rule | Unread]]
) -> Iterator[Finding]:
    yield from (rule for _, rule in made if isinstance(rule, Unread))
    for finding in findings:
        yield finding
        for models, rule in made:
            if isinstance(finding, Quote) and isinstance(rule, Rule) and (models is None or finding.model in models):
                yield from _of_one(finding, rule)


def _of_one(quote: Quote, rule: Rule) -> Iterator[Finding]:
    if overlaps(quote, rule):
        names = " and ".join(name for name, _ in rule.conditions)
        yield Unread(quote.span, f"cannot tell what the rule {rule.printed!r} makes of a price with a {names}")
    elif (made := ruled(quote, rule)) is not None:
        yield made


def _rule(fact: Fact, conditions: Mapping[str, Any]) -> Rule | Unread:
    """The rule, or why it makes no price."""
    multiplier = (fact.value or {}).get("multiplier")
    if not multiplier:
        return Unread(fact.span, "cannot tell what part of the price is paid")
    if fact.models == ():
        return Unread(fact.span, "no name of a model that the rule is of stands in its sentence")
    return Rule(holding(conditions).conditions, Decimal(multiplier), fact.printed)
