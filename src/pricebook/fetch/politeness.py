"""What a guest owes to a host: its robots.txt is honoured, and two requests are a pause apart."""

import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from urllib.parse import urlsplit

from protego import Protego

from pricebook.errors import NetworkError, RobotsForbid

GAP = 2.0
"""Seconds between two requests to one host, where its robots.txt asks for no more."""
MAX_GAP = 30.0
"""Seconds; a robots.txt that asks for a longer pause is not waited for longer: it is one page a day."""
PART_GAP = 0.1
"""Seconds between two requests for parts of one page, which a browser asks for all at once."""
MAX_ROBOTS = 500 * 1024
"""Bytes of a robots.txt that are looked at, as RFC 9309 has it."""


class Politeness:
    """What is known of the hosts of one run."""

    def __init__(self, agent: str, clock: Callable[[], float], sleep: Callable[[float], None], gap: float) -> None:
        self.agent, self.clock, self.sleep, self.gap = agent, clock, sleep, gap
        self._robots: dict[str, Protego | NetworkError] = {}
        self._last: dict[str, float] = {}
        self._locks: dict[str, threading.Lock] = {}
        self._all = threading.Lock()

    def turn(self, url: str) -> AbstractContextManager[bool]:
        """One page at a time of each host, so that its robots.txt is asked for once."""
        return self._lock(f"page of {_site(url)}")

    @contextmanager
    def request(self, url: str, *, soon: bool = False) -> Iterator[float]:
        """One request at a time to each host, when it may be asked again; gives the seconds that were waited.

        A part of a page is asked for soon after the one before it: the pause of its host is one between pages.

        A redirect may lead from one host to another while a page of that one is fetched: nothing else is waited for
        meanwhile, so no two pages wait for each other.
        """
        with self._lock(f"request to {_site(url)}"):
            yield self._pause(_site(url), soon=soon)

    def _lock(self, name: str) -> threading.Lock:
        with self._all:
            return self._locks.setdefault(name, threading.Lock())

    def _pause(self, site: str, *, soon: bool) -> float:
        robots = self._robots.get(site)
        asked = robots.crawl_delay(self.agent) if isinstance(robots, Protego) else None
        gap = min(self.gap, PART_GAP) if soon else max(self.gap, min(float(asked or 0), MAX_GAP))
        began = self.clock()
        left = self._last.get(site, float("-inf")) + gap - began
        if left > 0:
            self.sleep(left)
        self._last[site] = self.clock()
        return self._last[site] - began

    def knows(self, url: str) -> bool:
        """Whether the host's robots.txt was asked for in this run."""
        return _site(url) in self._robots

    def learn(self, url: str, robots: bytes | NetworkError) -> None:
        """Keeps the host's robots.txt for the run, or why it could not be had, which forbids everything for now."""
        if isinstance(robots, bytes):
            self._robots[_site(url)] = Protego.parse(robots[:MAX_ROBOTS].decode("utf-8", errors="replace"))
        else:
            self._robots[_site(url)] = robots

    def ask(self, url: str) -> None:
        """Raises RobotsForbid for a page that the host does not want to be fetched."""
        robots = self._robots[_site(url)]
        if isinstance(robots, NetworkError):
            message = f"{url}: nothing there is fetched for now, because robots.txt could not be had: {robots}"
            raise RobotsForbid(message) from robots
        if not robots.can_fetch(url, self.agent):
            message = f"{url}: {robots_of(url)} forbids it. The collection's owner must ask the host, or leave it."
            raise RobotsForbid(message)


def robots_of(url: str) -> str:
    """Where the host's robots.txt stands."""
    return f"{_site(url)}/robots.txt"


def _site(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
