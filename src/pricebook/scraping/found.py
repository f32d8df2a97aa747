"""Characters of the page that a scraper points at."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from pricebook.errors import ScraperError
from pricebook.records import Fact, Span

_API_NAMES = re.compile(r"[a-z][a-z0-9]*-[a-z0-9.-]*[a-z0-9]")
_SENTENCE_STARTS = "。：:\n"


class Found(NamedTuple):
    """Characters of the page that a pattern matched."""

    text: str
    span: Span
    groups: Mapping[str, str]
    """The pattern's named groups."""
    heading: str
    """The nearest heading above, or nothing."""
    whole: str = ""
    """All of the cell or paragraph that it stands in."""
    models: tuple[str, ...] | None = None
    """The API names in the sentence, where it was widened to one."""
    places: Mapping[str, int] = {}
    """Where in these characters each named group that met something begins."""

    @classmethod
    def of(cls, match: re.Match[str], inside: Span, heading: str, whole: str) -> "Found":
        """What a pattern matched in a text that covers the span `inside` of the whole cell or paragraph."""
        start = inside.start
        span = inside._replace(start=start + match.start(), end=start + match.end())
        places = {name: match.start(name) - match.start() for name in match.re.groupindex if match.start(name) >= 0}
        return cls(match.group(), span, match.groupdict(default=""), heading, whole, None, places)

    def find(self, pattern: str) -> Iterator["Found"]:
        """Every match of the pattern inside these characters."""
        for match in re.finditer(pattern, self.text):
            yield Found.of(match, self.span, self.heading, self.whole)

    def part(self, group: str) -> "Found":
        """The characters of one of the pattern's named groups; raises ScraperError where it met none.

        >>> whole = Found("acme-1 2元", Span(0, 1, 0, 0, 9), {}, "")
        >>> (line,) = whole.find("(?P<model>[a-z0-9-]+) (?P<price>[0-9]+元)")
        >>> line.part("price").text, line.part("price").span
        ('2元', Span(block=0, row=1, column=0, start=7, end=9, shift=0))
        """
        if group not in self.places:
            known = ", ".join(self.places) or "none"
            message = f"no group {group!r} of the pattern met anything in {self.text[:40]!r}; groups that did: {known}"
            raise ScraperError(message)
        text, start = self.groups[group], self.span.start + self.places[group]
        return Found(text, self.span._replace(start=start, end=start + len(text)), {}, self.heading, self.whole)

    def sentence(self) -> "Found":
        """The same with all before it in its sentence, and the API names there: `qwen-max、qwen-plus` is two."""
        start = max(self.whole.rfind(mark, 0, self.span.start) for mark in _SENTENCE_STARTS) + 1
        text = self.whole[start : self.span.end].lstrip()
        span = self.span._replace(start=self.span.end - len(text))
        names = tuple(_API_NAMES.findall(text))
        return self._replace(
            text=text, span=span, groups={**self.groups, "printed": self.text}, models=names, places={}
        )

    def fact(self, kind: str, subject: str, value: Mapping[str, Any] | None) -> Fact:
        """The fact that these characters state; the group `printed`, if there is one, is what is quoted.

        A sentence that was widened states it of the models that it names.
        """
        return Fact(kind, subject, self.groups.get("printed", self.text), value, self.span, self.models)
