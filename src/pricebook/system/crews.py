"""Tasks handed to workers of which any may die at any moment: each is answered once, in the order of the tasks.

What workers are is the crew's own: processes of this machine here, those of a cluster in cluster.py. Both answer by
the futures of `concurrent.futures`, so nothing that hands tasks out knows which of them it has.
"""

import os
import signal
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor, wait
from multiprocessing import active_children, get_context
from typing import Protocol, TypeVar

from pricebook.errors import NoWorkers
from pricebook.system import confining
from pricebook.system.closing import Closing

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


class Pool(Closing):
    """Processes of this machine, each started anew and not forked: none has what this one holds open. To be closed.

    Each may hold `confining.ADDRESSES` bytes where the system bounds that, and ends with this process.
    """

    lost: tuple[type[BaseException], ...] = (BrokenExecutor,)
    name = "the workers of this machine"

    def __init__(self, size: int) -> None:
        self.size = size
        self._executor = self._started()

    def submit(self, work: Callable[[T], R], task: T) -> "Future[R]":
        """As Crew says."""
        answer = self._executor.submit(work, task)
        self._ours |= {each.pid for each in active_children()} - self._others
        return answer

    def renew(self) -> None:
        """As Crew says: where one died, all are others, because none can tell what it was doing."""
        self.close()
        self._executor = self._started()

    def check(self) -> None:
        """As Crew says: of one that died in the middle of an answer the rest is waited for, though nobody sends it.

        So the others are ended too, and this process lets go of the pipe's end that it holds itself.
        """
        alive = {each.pid: each for each in active_children()}
        if self._ours - alive.keys():
            for pid in self._ours & alive.keys():
                alive[pid].kill()
            answers = getattr(self._executor, "_result_queue", None)
            if answers is not None:
                answers._writer.close()  # noqa: SLF001 - nothing else ends the wait

    def close(self) -> None:
        """Lets what was begun be done, and ends them."""
        self._executor.shutdown(wait=True, cancel_futures=True)

    def _started(self) -> ProcessPoolExecutor:
        self._ours: set[int | None] = set()
        self._others = {each.pid for each in active_children()}
        return ProcessPoolExecutor(self.size, get_context("spawn"), _begin, (os.getpid(),))


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


def _begin(parent: int) -> None:
    """What a worker of this machine does first."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever is asked to stop tells the workers
    confining.die_with_parent(parent)
    if sys.platform == "linux":
        import resource  # noqa: PLC0415 - there is none on Windows

        _, most = resource.getrlimit(resource.RLIMIT_DATA)
        held = confining.ADDRESSES if most == resource.RLIM_INFINITY else min(confining.ADDRESSES, most)
        resource.setrlimit(resource.RLIMIT_DATA, (held, most))
