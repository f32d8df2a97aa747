"""What is asked for, and how long it may take."""

from collections.abc import Callable, Mapping
from typing import NamedTuple
from urllib.parse import urlsplit

from pricebook.beliefs import Validators


class Drawing(NamedTuple):
    """How a page is drawn by its scripts."""

    until: str | None = None
    """Words that stand on it once it is drawn; None: it is drawn when nothing moves any more."""
    language: str = "en-US"
    """The language that its reader asks for."""
    timezone: str = "UTC"
    """Where its reader sits: a name of the IANA list."""


class Target(NamedTuple):
    """A page that somebody wants."""

    url: str
    hosts: frozenset[str] = frozenset()
    """Besides its own, those that a redirect may lead to, and that its scripts may ask."""
    sent: bytes | None = None
    """JSON that is posted there; None: nothing is, the page is got."""
    drawing: Drawing | None = None
    """None: it comes as it is."""

    @property
    def allowed(self) -> frozenset[str]:
        """All the hosts that may be asked for it."""
        return self.hosts | {str(urlsplit(self.url).hostname)}


class Request(NamedTuple):
    """What is asked for, and how."""

    allowed: frozenset[str]
    """The hosts that a redirect may lead to."""
    known: Validators = Validators()
    judged: bool = True
    """Whether only a page will do."""
    dated: bool = True
    """Whether the clock of its server is compared with this machine's."""
    robots: bool = False
    """Whether robots.txt is honoured, at each step of the way."""
    method: str = "GET"
    content: bytes | None = None
    """What is sent along."""
    headers: Mapping[str, str] = {}
    soon: bool = False
    """Whether it is a part of the page that was asked for just before."""


def page_request(target: Target, known: Validators | None, *, robots: bool) -> Request:
    """How the page is asked for: what a server said of its version is of what it sends when nothing is posted."""
    if target.sent is not None:
        said = {"Content-Type": "application/json", "Accept": "application/json"}
        return Request(target.allowed, robots=robots, method="POST", content=target.sent, headers=said)
    if target.drawing is not None:
        return Request(target.allowed, judged=False, robots=robots)
    return Request(target.allowed, known or Validators(), robots=robots)


class Budget:
    """The time that a page may take."""

    def __init__(self, clock: Callable[[], float], seconds: float) -> None:
        self.clock, self.until = clock, clock() + seconds

    @property
    def left(self) -> float:
        """Seconds; below nothing once they are spent."""
        return self.until - self.clock()

    def extend(self, seconds: float) -> None:
        """Leaves out a pause that was made for the server's sake."""
        self.until += seconds
