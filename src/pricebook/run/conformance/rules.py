"""What a rule is, and what is said where one is broken."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from pricebook.run.conformance.candidate import Candidate


class Breach(NamedTuple):
    """A rule that is broken."""

    rule: str
    place: str
    """The file, and where in it."""
    seen: str
    next: str
    """Whose move it is: what to do, or to type."""


Rule = Callable[[Candidate], Iterator[Breach]]
"""Gives each place where the rule is broken; what it is called is its first line."""
