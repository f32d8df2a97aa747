"""What every scraper must do: the rules, whoever asks, `catalog check` or a collection's tests.

A new provider brings no test code, only a recording and the file of what is expected of it.
"""

from collections.abc import Iterator

from pricebook.run.conformance.candidate import LONG, Candidate
from pricebook.run.conformance.reading import OF_READING
from pricebook.run.conformance.refusing import OF_REFUSING
from pricebook.run.conformance.rules import Breach, Rule
from pricebook.run.conformance.standing import OF_STANDING, difference
from pricebook.run.conformance.written import OF_MODULE

__all__ = ["RULES", "Breach", "Candidate", "accepted", "breaches", "difference", "notes", "obstacles"]

_FIRST: tuple[dict[str, Rule], ...] = (OF_MODULE, OF_STANDING)
_LAST: dict[str, Rule] = {**OF_READING, **OF_REFUSING}
RULES: dict[str, Rule] = {name: rule for rules in (*_FIRST, _LAST) for name, rule in rules.items()}
"""Every rule by what it demands, in the order in which they are held."""


def obstacles(candidate: Candidate) -> list[Breach]:
    """What keeps the recordings from being read: of a module that cannot be loaded nothing else is asked."""
    for rules in _FIRST:
        if broken := [breach for rule in rules.values() for breach in rule(candidate)]:
            return broken
    return []


def breaches(candidate: Candidate) -> list[Breach]:
    """Where the provider's scraper breaks a rule; what rests on a rule that is broken is not asked."""
    return obstacles(candidate) or [breach for rule in _LAST.values() for breach in rule(candidate)]


def notes(candidate: Candidate) -> Iterator[str]:
    """What a person should know of a scraper that breaks no rule."""
    recorded = {each.page for each in candidate.recorded}
    if missing := [address.name for address in candidate.scraper.current if address.name not in recorded]:
        record = f"catalog record {candidate.provider}"
        yield f"of these pages nobody knows how they are read, none is recorded: {', '.join(missing)}. Next: {record}"
    if left := sum(len(reading.unread) for reading in candidate.readings.values()):
        place = f"tests/expected/{candidate.provider}.txt"
        yield f"amounts that are not understood: {left:,}; {place} has each, with its reason"
    if candidate.length > LONG:
        yield f"{candidate.module}: {candidate.length} lines; what makes one longer than {LONG} belongs into the core"
    if not candidate.others:
        yield "no other provider is recorded here, so no page of another was held against it"


def accepted(candidate: Candidate, *, unread: bool = False) -> bool:
    """Writes down what is read now as what is expected; not, which is False, while nothing or not all is read.

    `unread`: also amounts that are not understood, each with its reason; they stay loud wherever prices are shown.
    """
    if not candidate.readings or (not unread and any(reading.unread for reading in candidate.readings.values())):
        return False
    candidate.expect(candidate.told)
    return True
