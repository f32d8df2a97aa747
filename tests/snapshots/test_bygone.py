"""Looks that come in before others are told of as if all of them were read anew for each."""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import example, given, settings
from hypothesis import strategies as st

from pricebook.beliefs import Observation, Response, Visit
from pricebook.calendar import order
from pricebook.errors import UsageError
from pricebook.records import Reading
from pricebook.snapshots.archive import Archive
from pricebook.snapshots.bygone import Bygone
from pricebook.snapshots.keeping import observed
from pricebook.snapshots.looks import Look
from pricebook.snapshots.shelf import Shelf
from tests.worlds import keep, price, reading

PAGES = ("chat", "image")
MOMENTS = [*(f"2026-01-0{day}" for day in range(1, 5)), *(f"2026-01-0{day}T0{day}:00:00+08:00" for day in range(1, 5))]


def visit_of(at: str, amounts: dict[str, int]) -> Visit:
    """The pages that have an amount were seen; of the others the look says nothing."""
    unseen = {page: None for page in PAGES if page not in amounts}
    pages = {page: Response(f"{page} {amount}".encode()) for page, amount in amounts.items()}
    return Visit("acme", at, "archived", pages, unseen)


def read(amounts: dict[str, int]) -> list[Reading]:
    texts = {page: f"{page} costs {amount}" for page, amount in amounts.items()}
    return [
        reading([price(page, str(amount), page=page)], page=page).model_copy(update={"stored": texts[page]})
        for page, amount in amounts.items()
    ]


def told(looks: Iterable[Look]) -> list[tuple[str, str | None, dict[str, str], frozenset[str]]]:
    return [(each.at, each.line.snapshot, each.names, each.retired) for each in looks]


def line_or_why(
    shelf: Shelf, looks: Sequence[Look], visit: Visit, amounts: dict[str, int]
) -> tuple[Observation | None, str | None] | str:
    """The line and the name of the snapshot; or why the visit cannot be."""
    try:
        line, snapshot = observed(shelf, looks, visit, read(amounts), "1.0")
    except UsageError as problem:
        return str(problem)
    return line, snapshot.name if snapshot else None


LOOKS = st.lists(
    st.tuples(st.sampled_from(MOMENTS), st.dictionaries(st.sampled_from(PAGES), st.integers(1, 2), min_size=1)),
    max_size=8,
)


@settings(max_examples=100, deadline=None)
@given(first=LOOKS, then=LOOKS)
@example(
    first=[],
    then=[
        ("2026-01-01", {"chat": 1, "image": 1}), ("2026-01-01", {"chat": 1}), ("2026-01-02", {"chat": 1, "image": 1}),
    ],
)  # fmt: skip
def test_what_is_told_is_what_all_looks_tell(
    first: list[tuple[str, dict[str, int]]], then: list[tuple[str, dict[str, int]]]
) -> None:
    with TemporaryDirectory() as folder:
        for at, amounts in first:
            with suppress(UsageError):
                keep(Path(folder), visit_of(at, amounts), *read(amounts))
        archive = Archive(Path(folder))
        shelf = archive.of("acme")
        bygone = Bygone(shelf)
        for at, amounts in sorted(then, key=lambda each: order(each[0])):
            before = [look for look in shelf.looks() if order(look.at) < order(at)]
            assert told(bygone.looks_before(at)) == told(reversed(before))
            visit = visit_of(at, amounts)
            expected = line_or_why(shelf, shelf.looks(), visit, amounts)
            assert line_or_why(shelf, bygone.looks_around(at), visit, amounts) == expected
            if isinstance(expected, tuple):
                line, snapshot = observed(shelf, bygone.looks_around(at), visit, read(amounts), "1.0")
                if line is not None and line.snapshot is not None:
                    archive.add(line, snapshot)
                    bygone.add(line, shelf.snapshot(line.snapshot))
