"""The workers of a Dask cluster, which may be on other machines.

What is handed to them and what they answer is pickled: whoever can reach such a cluster can run programs on it, and it
can run programs here. So only a cluster is asked that one's own people have started.
"""

from collections.abc import Callable
from concurrent.futures import CancelledError, Future
from typing import TypeVar
from urllib.parse import urlsplit

from distributed import Client, KilledWorker

from pricebook.errors import NoWorkers, UsageError
from pricebook.system.closing import Closing

_PATIENCE = 10.0
"""Seconds in which the scheduler has to answer."""
_CHECKS = 4
"""So many times in a row it may have no worker: those that died are being started anew."""
T = TypeVar("T")
R = TypeVar("R")


class Cluster(Closing):
    """The workers behind a scheduler's address, such as tcp://10.0.0.5:8786. A Crew; to be closed."""

    lost: tuple[type[BaseException], ...] = (KilledWorker, CancelledError)

    def __init__(self, address: str, patience: float = _PATIENCE) -> None:
        """Raises NoWorkers where nobody answers at that address within so many seconds, or has no worker.

        UsageError for what is no address: a client that was given none cannot be closed.
        """
        self.name, self._empty = f"cluster {address}", 0
        if not _is_scheduler(address):
            message = f"{self.name}: no address of a scheduler. Write it so: tcp://10.0.0.5:8786"
            raise UsageError(message)
        try:
            self._client = Client(address, timeout=patience, set_as_default=False)  # type: ignore[no-untyped-call]
        except (OSError, TimeoutError, ValueError) as problem:
            message = f"{self.name}: no scheduler answers there ({problem}). Start one: dask scheduler"
            raise NoWorkers(message) from problem
        self.size = self._threads()
        if not self.size:
            self.close()
            raise NoWorkers(self._has_none)
        self._executor = self._client.get_executor(pure=False)  # type: ignore[no-untyped-call]

    def submit(self, work: Callable[[T], R], task: T) -> "Future[R]":
        """As Crew says."""
        answer: Future[R] = self._executor.submit(work, task)
        return answer

    def renew(self) -> None:
        """As Crew says: the scheduler gives a dead worker's task to another, and has given up on this one."""
        self.check()

    def check(self) -> None:
        """As Crew says."""
        if self._client.status != "running":
            message = f"{self.name}: the scheduler is gone. Start it, then run again: what was kept stays."
            raise NoWorkers(message)
        self._empty = 0 if self._threads() else self._empty + 1
        if self._empty >= _CHECKS:
            raise NoWorkers(self._has_none)

    def close(self) -> None:
        """Takes back what was not done. The cluster itself goes on."""
        self._client.close()  # type: ignore[no-untyped-call]

    @property
    def _has_none(self) -> str:
        return f"{self.name}: it has no workers. Start some on machines that reach the collection: dask worker"

    def _threads(self) -> int:
        """How many tasks its workers do at once."""
        known: dict[str, int] = self._client.nthreads()  # type: ignore[no-untyped-call]
        return sum(known.values())


def _is_scheduler(address: str) -> bool:
    """Whether it can be asked: a protocol of Dask's, a host and a port.

    >>> [_is_scheduler(each) for each in ("tcp://10.0.0.5:8786", "tls://[::1]:8786", "10.0.0.5", "http://a.example:1")]
    [True, True, False, False]
    """
    try:
        parts = urlsplit(address)
        return parts.scheme in {"tcp", "tls", "ws", "wss"} and bool(parts.hostname) and bool(parts.port)
    except ValueError:
        return False
