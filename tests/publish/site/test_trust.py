"""What the site says was measured is what docs/trust.md says."""

import re
from collections import defaultdict

from pricebook.publish.site import trust
from pricebook.publish.site.words import LANGUAGES
from tests.conftest import ROOT

DOC = (ROOT / "docs" / "trust.md").read_text(encoding="utf-8")


def measured() -> dict[str, tuple[int, ...]]:
    """The document's table: by family how many, followed, held, refused and silent, both halves together."""
    found: defaultdict[str, list[tuple[int, ...]]] = defaultdict(list)
    for line in DOC.splitlines():
        if match := re.fullmatch(r"\| ([a-z]+) (tune|report) \|((?: [0-9]+ \|){7}).*", line):
            n, followed, held, refused, missing, extra, wrong = map(int, match[3].replace("|", " ").split())
            found[match[1]].append((n, followed, held, refused, missing + extra + wrong))
    assert {len(halves) for halves in found.values()} == {2}
    return {family: tuple(map(sum, zip(*halves, strict=True))) for family, halves in found.items()}


def test_the_table_is_the_documents() -> None:
    assert measured() == trust.COUNTED


def test_the_day_and_the_sum_are_the_documents() -> None:
    day, total = re.search(r"Measured on ([0-9-]+).*: ([0-9,]+) mutants", DOC, re.DOTALL).groups()  # type: ignore[union-attr]
    for language in LANGUAGES:
        told = trust.measured(language)
        assert day in told.how
        assert told.rows[-1][1] == total
        assert all(len(row) == len(told.headings) for row in told.rows)


def test_a_share_is_that_of_what_is_silently_wrong() -> None:
    for row in trust.measured("en").rows:
        changed, wrong = (int(row[place].replace(",", "")) for place in (1, 5))
        assert row[-1] == f"{100 * wrong / changed:.2f}%"


def test_both_languages_promise_the_same_number_of_things() -> None:
    assert trust.PROMISES.keys() == LANGUAGES.keys()
    assert len({len(promised) for promised in trust.PROMISES.values()}) == 1
