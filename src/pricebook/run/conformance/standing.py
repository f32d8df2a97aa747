"""Rules of what stands beside a scraper: a recording that it reads, and the file of what is expected."""

import difflib
from collections.abc import Iterator, Mapping

from pricebook.errors import CollectionError, PageError, UsageError
from pricebook.run.conformance.candidate import Candidate
from pricebook.run.conformance.rules import Breach, Rule


def is_recorded(candidate: Candidate) -> Iterator[Breach]:
    """At least one of its pages is recorded, and no body of a recording is gone."""
    name = "is recorded"
    if not candidate.recorded:
        place = f"tests/cassettes/{candidate.provider}"
        page = candidate.scraper.pages[0].name
        yield Breach(name, place, "no recording of any of its pages", candidate.how(page))
    for each in candidate.recorded:
        try:
            each.body.read_bytes()
        except (UsageError, OSError) as problem:
            yield Breach(name, _place(candidate, each.name), str(problem), "restore it from version control")


def reads_its_recordings(candidate: Candidate) -> Iterator[Breach]:
    """Each recording is its page, with at least as many prices as its floor says."""
    for each in candidate.recorded if not list(is_recorded(candidate)) else ():
        try:
            candidate.read(each.body.read_bytes(), each.page)
        except PageError as problem:
            todo = f"catalog read {candidate.provider} {each.body.name} --page {each.page}"
            yield Breach("reads its recordings", _place(candidate, each.name), str(problem), todo)


def is_called_apart(candidate: Candidate) -> Iterator[Breach]:
    """Where other tools know it otherwise, no other provider of the collection is called so there."""
    for tool, spelled in candidate.scraper.elsewhere.items():
        for other in candidate.collection.providers():
            if other != candidate.provider and spelled in {other, _elsewhere(candidate, other).get(tool)}:
                seen = f"{spelled!r} at {tool} is {other}, too"
                yield Breach("is called apart", candidate.module, seen, "give another id in `elsewhere`, or none")


OF_STANDING: dict[str, Rule] = {
    "is recorded": is_recorded,
    "reads its recordings": reads_its_recordings,
    "is called apart": is_called_apart,
}


def _elsewhere(candidate: Candidate, provider: str) -> Mapping[str, str]:
    """What another scraper says of itself; nothing of one that cannot be loaded."""
    try:
        return candidate.collection.scraper(provider).elsewhere
    except CollectionError:
        return {}


def _place(candidate: Candidate, recording: str) -> str:
    return f"tests/cassettes/{candidate.provider}/{recording}.yaml"


def difference(candidate: Candidate) -> list[str]:
    """What is read now against what is expected: lines that begin with `+` or `-`, none where both are the same."""
    before = candidate.expected.read_text(encoding="utf-8") if candidate.expected.is_file() else ""
    told = difflib.ndiff(before.splitlines(), candidate.told.splitlines())
    return [line for line in told if line[0] in "+-"]
