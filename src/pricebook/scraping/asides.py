"""What pages say in much the same words everywhere: their day, shares of a price, sums of examples."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping

from pricebook.errors import ScraperError
from pricebook.phrases import read_date, read_ratio
from pricebook.records import Fact, Finding
from pricebook.scraping.found import Found
from pricebook.vocabulary.sentences import CALCULATIONS, PAGE_DAYS, RULES

Stating = Mapping[str, str | Mapping[str, str]]
"""Words of ours by what they tell, or for what a group of that name may meet the word for it."""
SHARE = "share"
"""The group of a pattern that holds the share, where not all that it meets tells it."""


class Asides(ABC):
    """A page of which such sentences are found."""

    @abstractmethod
    def find(self, pattern: str) -> Iterator[Found]:
        """Every match of the pattern on the page."""

    @abstractmethod
    def excuse(self, where: str | Found, reason: str) -> Iterator[Finding]:
        """These characters, or every match of the pattern, are no price, for that reason."""

    def asides(self, *examples: str) -> Iterator[Finding]:
        """What pages say besides their prices: shares of a price, their own day, sums and other examples.

        Facts of the rules that known sentences tell, as of batches at half the price; the fact `page_date`, with the
        time where one is printed. Sums that are worked out, `0.06 × 819.2 = 49.152 元`, and what the patterns meet are
        excused; a price's cell stays unread.
        """
        for rule in RULES:
            yield from self.ratios(rule.kind, rule.pattern, rule.subject, rule.value)
        for found in self.find(PAGE_DAYS):
            day = read_date(found.text)
            if day is not None:
                yield found.fact("page_date", "page", {"datetime" if "T" in day else "date": day})
        for pattern, what in ((CALCULATIONS, "the sum of an example"), *((each, "an example") for each in examples)):
            yield from self.excuse(pattern, what)

    def ratios(
        self, kind: str, pattern: str, subject: str | None = None, value: Stating | None = None, *, listed: bool = False
    ) -> Iterator[Fact]:
        """Facts of that kind for every match of the pattern: a share, in percent or 折, as `multiplier`.

        The pattern's group `share` holds it, if there is one. The subject is the heading above, if none is given;
        `listed`: of the models that its sentence names. What else is stated is a `value`: a word, or a mapping that
        says in our words what the group of that name met. Raises ScraperError for what is not in the mapping.
        """
        for found in self.find(pattern):
            told = {name: _in_our_words(found, name, said) for name, said in (value or {}).items()}
            multiplier = read_ratio(found.groups.get(SHARE, found.text))
            stated = found.sentence() if listed else found
            yield stated.fact(kind, subject or found.heading, {"multiplier": multiplier, **told})


def _in_our_words(found: Found, name: str, said: str | Mapping[str, str]) -> str:
    if isinstance(said, str):
        return said
    met = found.groups.get(name, "")
    if met not in said:
        message = f"{name}: the group met {met!r} in {found.text[:40]!r}; known: {', '.join(said)}"
        raise ScraperError(message)
    return said[met]
