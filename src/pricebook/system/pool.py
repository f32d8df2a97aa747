"""Processes of this machine that do tasks."""

import os
import signal
import sys
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor
from multiprocessing import active_children, get_context
from typing import Any, TypeVar

from pricebook.system import confining
from pricebook.system.closing import Closing

T = TypeVar("T")
R = TypeVar("R")


class Pool(Closing):
    """A Crew of so many processes, each started anew and not forked: none has what this one holds open. To be closed.

    Each is an executor of its own, so that with one that dies only its own tasks are lost. Each may hold
    `confining.ADDRESSES` bytes where the system bounds that, and ends with this process.
    """

    lost: tuple[type[BaseException], ...] = (BrokenExecutor,)
    name = "the workers of this machine"

    def __init__(self, size: int) -> None:
        self.size = size
        self._workers = [_Worker() for _ in range(size)]

    def submit(self, work: Callable[[T], R], task: T) -> "Future[R]":
        """As Crew says: to whoever has least to do."""
        return min(self._workers, key=_Worker.left).submit(work, task)

    def renew(self) -> None:
        """As Crew says."""
        for worker in self._workers:
            worker.renew()

    def check(self) -> None:
        """As Crew says."""
        for worker in self._workers:
            worker.check()

    def close(self) -> None:
        """Lets what was begun be done, and ends them."""
        for worker in self._workers:
            worker.close()


class _Worker:
    """One process, and what was handed to it."""

    def __init__(self) -> None:
        self._executor, self._tasks, self._pid = _new_executor(), list[Future[Any]](), 0

    def left(self) -> int:
        """How many of its tasks are not done."""
        return sum(not task.done() for task in self._tasks)

    def submit(self, work: Callable[[T], R], task: T) -> "Future[R]":
        self.renew()
        try:
            return self._submitted(work, task)
        except BrokenExecutor:  # it died with nothing to do
            self._start_anew()
            return self._submitted(work, task)

    def renew(self) -> None:
        """Starts another one if tasks were lost with it; then every future of these is done."""
        if any(each.done() and isinstance(each.exception(), BrokenExecutor) for each in self._tasks):
            self._start_anew()

    def _start_anew(self) -> None:
        self.close()
        self._executor, self._tasks, self._pid = _new_executor(), [], 0

    def _submitted(self, work: Callable[[T], R], task: T) -> "Future[R]":
        others = {each.pid for each in active_children()}
        answer = self._executor.submit(work, task)
        self._pid = next((each.pid or 0 for each in active_children() if each.pid not in others), self._pid)
        self._tasks = [*(each for each in self._tasks if not each.done()), answer]
        return answer

    def check(self) -> None:
        """Ends the wait for the rest of an answer in the middle of which it died: this process holds the pipe, too."""
        answers = getattr(self._executor, "_result_queue", None)
        if self._pid and answers is not None and self._pid not in {each.pid for each in active_children()}:
            answers._writer.close()  # noqa: SLF001 - nothing else ends the wait

    def close(self) -> None:
        self._executor.shutdown(wait=True, cancel_futures=True)


def _new_executor() -> ProcessPoolExecutor:
    return ProcessPoolExecutor(1, get_context("spawn"), _begin, (os.getpid(),))


def _begin(parent: int) -> None:
    """What a worker of this machine does first."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever is asked to stop tells the workers
    confining.die_with_parent(parent)
    if sys.platform == "linux":
        import resource  # noqa: PLC0415 - there is none on Windows

        _, most = resource.getrlimit(resource.RLIMIT_DATA)
        held = confining.ADDRESSES if most == resource.RLIM_INFINITY else min(confining.ADDRESSES, most)
        resource.setrlimit(resource.RLIMIT_DATA, (held, most))
