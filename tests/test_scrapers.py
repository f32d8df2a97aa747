"""Conformance: what every scraper must do. A new provider adds no test code, only a recording and an expected file.

The rules are those of `catalog check`.
"""

from functools import cache

import pytest

from pricebook.run.conformance import RULES, Candidate, accepted
from tests.pages import COLLECTION


@cache
def candidate(provider: str) -> Candidate:
    """The provider with what is read from its recordings, once for all rules."""
    return Candidate(COLLECTION, provider)


@pytest.mark.parametrize("rule", RULES)
def test_conforms(provider: str, rule: str, request: pytest.FixtureRequest) -> None:
    if request.config.getoption("--write-expected"):
        assert accepted(candidate(provider)), "a page with unread amounts is not understood yet: teach the readers"
    assert list(RULES[rule](candidate(provider))) == []
