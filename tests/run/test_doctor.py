"""What holds a scraper back on a machine is said in words, also where it is little."""

from datetime import UTC, datetime

import pytest

from pricebook.collection import Collection
from pricebook.extraction.sandbox import Sandbox
from pricebook.run.doctor import examine
from pricebook.system.confining import Confinement

HELD = "writes nothing, asks no server, starts no program"
TRUST = "only Python code to that: run scrapers that you trust"
OPEN = "it can read every file that you can"


@pytest.mark.parametrize(
    ("held", "said", "unsaid"),
    [
        (
            Confinement(7, calls=True, bounds=True),
            [HELD, "the kernel filters its calls", "(Landlock 7)"],
            [TRUST, OPEN],
        ),
        (Confinement(0, calls=True, bounds=True), [HELD, "the kernel filters its calls", OPEN], [TRUST, "(Landlock"]),
        (Confinement(3, calls=False, bounds=True), [HELD, TRUST, "(Landlock 3)"], [OPEN, "the kernel filters"]),
        (Confinement(0, calls=False, bounds=False), [TRUST, OPEN, "Its memory is not bounded"], ["the kernel filters"]),
    ],
)
def test_the_sandbox(held: Confinement, said: list[str], unsaid: list[str], copy: Collection) -> None:
    class Held(Sandbox):
        def confinement(self) -> Confinement:
            return held

    with Held(copy.scrapers) as sandbox:
        checks = examine(copy, sandbox, copy.database, datetime(2026, 1, 5, tzinfo=UTC), network=False)
        told = next(check for check in checks if check.what == "sandbox")
    assert told.well
    assert [words for words in said if words not in told.said] == []
    assert [words for words in unsaid if words in told.said] == []
