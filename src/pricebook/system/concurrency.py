"""Several things at a time, but one after the other within each lane."""

import queue
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from typing import TypeVar

T = TypeVar("T")
R = TypeVar("R")


def in_lanes(lanes: Sequence[Sequence[T]], work: Callable[[T], R], workers: int) -> dict[T, "Future[R]"]:
    """Starts the work on all items, `workers` lanes at a time; gives the answers to come, by their items.

    The threads do not keep the program from ending.
    """
    answers: dict[T, Future[R]] = {item: Future() for lane in lanes for item in lane}
    waiting: queue.SimpleQueue[Sequence[T]] = queue.SimpleQueue()
    for lane in lanes:
        waiting.put(lane)

    def worker() -> None:
        for lane in _all(waiting):
            for item in lane:
                try:
                    answers[item].set_result(work(item))
                except BaseException as problem:  # noqa: BLE001 - raised where the answer is asked for
                    answers[item].set_exception(problem)

    for _ in range(min(workers, len(lanes))):
        threading.Thread(target=worker, daemon=True).start()
    return answers


def _all(waiting: "queue.SimpleQueue[T]") -> Iterator[T]:
    while True:
        try:
            yield waiting.get_nowait()
        except queue.Empty:
            return
