"""Every operator on every page: what is published of each mutant, and the verdict on it."""

from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import lru_cache
from itertools import groupby, islice
from multiprocessing import get_context
from os import cpu_count
from random import Random
from typing import NamedTuple

from benchmarks.mutations import (  # noqa: F401 - they register themselves
    cells,
    columns,
    destroy,
    identity,
    noise,
    prices,
    sections,
)
from benchmarks.mutations.operators import OPERATORS, Operator
from benchmarks.mutations.page import Mutant, Page
from benchmarks.mutations.pages import opened, sources
from benchmarks.mutations.publishing import View, day_one, day_two
from benchmarks.mutations.verdicts import Judged, Verdict, judge

LARGE = 15_000
"""Bytes of a page of which each operator gives one mutant alone."""
VAST = 100_000
"""Bytes of a page on which one operator in four is tried."""
AT_A_TIME = 120
"""Operators that a process tries on one page before it takes another."""


class Measured(NamedTuple):
    """One mutant and its verdict."""

    operator: str
    page: str
    note: str
    verdict: Verdict
    why: str
    waits: bool
    """Whether a person is asked."""


class Task(NamedTuple):
    """Some operators, to be tried on one page."""

    page: str
    operators: tuple[str, ...]
    seed: int


def tasks(operators: Iterable[str], pages: Iterable[str], seed: int) -> list[Task]:
    """All that is to be done, the largest pages first."""
    names = list(operators)
    parts = [tuple(names[at : at + AT_A_TIME]) for at in range(0, len(names), AT_A_TIME)]
    ordered = sorted(pages, key=lambda page: (-sources()[page].size, page))
    return [Task(page, part, seed) for page in ordered for part in parts]


def sampled(every: Iterable[Task], most: int, draw: Random) -> list[Task]:
    """So many pairs of a page and an operator, drawn from all; each gives the mutants that it has."""
    pairs = [(task, name) for task in every for name in task.operators]
    drawn = draw.sample(pairs, min(most, len(pairs)))
    chosen = sorted(drawn, key=lambda pair: (-sources()[pair[0].page].size, pair[0].page, pair[1]))
    return [
        Task(page, tuple(name for _, name in group), seed)
        for (page, seed), group in groupby(chosen, key=lambda pair: (pair[0].page, pair[0].seed))
    ]


def measured(found: Iterable[Task], jobs: int | None = None) -> Iterator[Measured]:
    """The verdicts, in the order of the tasks."""
    jobs = jobs or cpu_count() or 1
    if jobs == 1:
        yield from (each for task in found for each in done(task))
        return
    with ProcessPoolExecutor(jobs, get_context("forkserver")) as pool:
        for verdicts in pool.map(done, found):
            yield from verdicts


def mutants(page: Page, operator: Operator, seed: int) -> Iterator[Mutant]:
    """The operator's mutants of the page; of a large one a single one."""
    size = len(page.text.encode())
    if size >= VAST and Random(f"{operator.name}/{page.name}").randrange(4):
        return
    yield from islice(operator.mutants(page, seed), 1 if size >= LARGE else None)


def done(task: Task) -> list[Measured]:
    """The verdicts of one task; none for a page of which nothing is published."""
    known = _opened(task.page)
    if known is None:
        return []
    page, _ = known
    made = ((name, mutant) for name in task.operators for mutant in mutants(page, OPERATORS[name], task.seed))
    found: list[Measured] = []
    for before, group in groupby(made, key=lambda each: each[1].before):
        with day_one(page.provider, page.page, page.pack(page.text), before) as (first, root):
            if before is not None and first.pending:
                continue  # what was seen before keeps the page itself waiting: nobody knows it yet
            seen = day_two(root)
            for name, mutant in group:
                body = mutant.body or page.pack(mutant.text)
                found.append(_verdict(name, page, mutant, first, seen(page.provider, page.page, body)))
    return found


_opened = lru_cache(maxsize=2)(opened)


def _verdict(name: str, page: Page, mutant: Mutant, first: View, view: View) -> Measured:
    judged: Judged = judge(page, mutant, first, view)
    return Measured(name, page.name, mutant.note, *judged)
