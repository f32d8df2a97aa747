"""Rules of what is read from the recordings."""

import html
import re
from collections.abc import Iterator

from pricebook.checks.gate import conflicts
from pricebook.reading.text import decode
from pricebook.run.conformance.candidate import Candidate, said, unread_line
from pricebook.run.conformance.rules import Breach, Rule
from pricebook.run.conformance.standing import difference


def reads_what_is_expected(candidate: Candidate) -> Iterator[Breach]:
    """The prices are those of the expected file, to the letter."""
    place, accepting = f"tests/expected/{candidate.provider}.txt", f"catalog check {candidate.provider} --accept"
    if not candidate.expected.is_file():
        todo = f"read every price beside the page, then: {accepting}"
        yield Breach("reads what is expected", place, "no such file", todo)
        return
    for line in difference(candidate):
        what = "is read and not expected" if line.startswith("+") else "is expected and not read"
        todo = f"look at the page; if this is right: {accepting}"
        yield Breach("reads what is expected", place, f"{what}: {line[2:]}", todo)
    if not difference(candidate) and candidate.expected.read_text(encoding="utf-8") != candidate.told:
        yield Breach("reads what is expected", place, "the same lines with other line ends", accepting)


def leaves_unread_what_a_person_accepted(candidate: Candidate) -> Iterator[Breach]:
    """Each amount is a price, unsaid, a fact or excused, or stands as unread in the expected file."""
    known = candidate.expected.read_text(encoding="utf-8") if candidate.expected.is_file() else ""
    for recording, reading in candidate.readings.items():
        for remark in reading.unread:
            if unread_line(remark) not in known:
                seen = f"{remark.text!r}: {remark.reason}"
                todo = f"catalog read {candidate.provider} FILE tells what is to be learnt ({recording})"
                yield Breach("leaves nothing unread", str(remark.where), seen, todo)


def reads_the_same_twice(candidate: Candidate) -> Iterator[Breach]:
    """Who reads a page again reads the same."""
    for each in candidate.recorded:
        if candidate.read(each.body.read_bytes(), each.page) != candidate.readings[each.name]:
            seen = "another reading than a moment ago"
            todo = "a scraper keeps nothing from one page to the next"
            yield Breach("reads the same twice", each.name, seen, todo)


def reads_the_same_from_another_form(candidate: Candidate) -> Iterator[Breach]:
    """The oldest recording, kept once more as Markdown or text, gives the same prices and facts."""
    if candidate.other_form is None:
        return
    first = candidate.read(candidate.oldest.body.read_bytes())
    again = candidate.read(candidate.other_form.read_bytes())
    apart = set(said(first.prices)) ^ set(said(again.prices))
    facts = [[(fact.kind, fact.value) for fact in each.facts] for each in (first, again)]
    if apart or len(first.prices) != len(again.prices) or facts[0] != facts[1]:
        seen = f"{len(apart)} prices differ from {candidate.oldest.name}, or its facts do"
        todo = f"catalog read {candidate.provider} {candidate.other_form.name}, beside the recording"
        yield Breach("reads the same from another form", f"tests/documents/{candidate.other_form.name}", seen, todo)


def prints_nothing_twice(candidate: Candidate) -> Iterator[Breach]:
    """No two prices are of one identity, unless a person decided so."""
    decided = candidate.collection.archive().decided(candidate.provider)
    known = {each.id for each in decided} | {step.id for each in decided for step in each.steps}
    for recording, reading in candidate.readings.items():
        for conflict in conflicts(reading.prices):
            if conflict.id not in known:
                todo = "tell the two apart by what the page says of them: conditions=, extra=, words="
                yield Breach("prints nothing twice", recording, conflict.reason, todo)


def quotes_the_page(candidate: Candidate) -> Iterator[Breach]:
    """The words that a price was read from stand on the page, as it is written or as a browser shows it."""
    for each in candidate.recorded:
        page = decode(each.body.read_bytes(), candidate.provider)
        forms = [_without_blanks(page), _without_blanks(html.unescape(re.sub(r"<[^>]*>", "", page)))]
        for price in candidate.readings[each.name].prices:
            if not any(_without_blanks(price.listed.text) in form for form in forms):
                seen = f"{price.listed.text!r} stands nowhere on it"
                yield Breach("quotes the page", f"{each.name}: {price.where}", seen, "quote the page's own characters")


OF_READING: dict[str, Rule] = {
    "reads what is expected": reads_what_is_expected,
    "leaves nothing unread": leaves_unread_what_a_person_accepted,
    "reads the same twice": reads_the_same_twice,
    "reads the same from another form": reads_the_same_from_another_form,
    "prints nothing twice": prints_nothing_twice,
    "quotes the page": quotes_the_page,
}


def _without_blanks(text: str) -> str:
    return re.sub(r"\s", "", text)
