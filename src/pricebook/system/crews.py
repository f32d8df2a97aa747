"""Tasks handed to workers of which any may die at any moment: each is answered once, in the order of the tasks.

What workers are is the crew's own: processes of this machine in pool.py, those of a cluster in cluster.py. Both answer
by the futures of `concurrent.futures`, so nothing that hands tasks out knows which of them it has.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, wait
from typing import Protocol, TypeVar

from pricebook.errors import NoWorkers

MOST_LOST = 12
"""So many times in a row workers may die before the task that is waited for is answered."""
PATIENCE = 15.0
"""Seconds that an answer is waited for before the crew is asked whether anybody is there."""
_AHEAD = 4
"""Tasks that are handed out for each worker, those included whose answers wait for their turn."""
T = TypeVar("T")
R = TypeVar("R")


class Crew(Protocol):
    """Whoever does tasks."""

    size: int
    """How many tasks it does at once."""
    name: str
    """What it is called in an error."""
    lost: tuple[type[BaseException], ...]
    """What a future raises whose worker died: the task was not answered, and can be handed out again."""

    def submit(self, work: Callable[[T], R], task: T) -> "Future[R]":
        """Hands out a task; raises one of `lost` if nobody takes it."""

    def renew(self) -> None:
        """Sees to it that there are workers again; then every future that was lost is done. Raises NoWorkers."""

    def check(self) -> None:
        """Is asked every PATIENCE seconds in which no answer came; raises NoWorkers if none will."""


def in_order(crew: Crew, work: Callable[[T], R], tasks: Iterable[T]) -> Iterator[R]:
    """The answers in the order of the tasks, each once, whoever dies on the way; tasks are asked for as they are done.

    The work changes nothing, so that it can be done again. Raises what the work raises, and NoWorkers if workers die
    MOST_LOST times while one answer is waited for.
    """
    left, handed, deaths = iter(tasks), deque[tuple[T, Future[R]]](), 0
    while True:
        while len(handed) < crew.size * _AHEAD and (more := list(_next(left))):
            handed.append((more[0], _handed(crew, work, more[0])))
        if not handed:
            return
        while not wait([handed[0][1]], PATIENCE).done:
            crew.check()
        try:
            answer = handed[0][1].result()
        except crew.lost as problem:
            deaths += 1
            if deaths >= MOST_LOST:
                message = (
                    f"{crew.name}: one died {deaths} times in a row, and nothing was answered ({problem}). "
                    "Look at the memory of the machine, then run again: what was kept stays."
                )
                raise NoWorkers(message) from problem
            crew.renew()
            handed = deque((task, _handed(crew, work, task) if _is_lost(crew, told) else told) for task, told in handed)
            continue
        deaths = 0
        handed.popleft()
        yield answer


def _next(left: Iterator[T]) -> Iterator[T]:
    """The next task, if there is one."""
    for task in left:
        yield task
        return


def _handed(crew: Crew, work: Callable[[T], R], task: T) -> "Future[R]":
    """The answer to come; where nobody takes the task, it is lost like one whose worker died."""
    try:
        return crew.submit(work, task)
    except crew.lost as problem:
        told: Future[R] = Future()
        told.set_exception(problem)
        return told


def _is_lost(crew: Crew, told: "Future[R]") -> bool:
    return told.cancelled() or (told.done() and isinstance(told.exception(), crew.lost))
