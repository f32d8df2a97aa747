"""What is asked for, how long it may take, and what comes back."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class Validators:
    """What the last answer said of itself, to ask whether the page is still the same."""

    etag: str | None = None
    last_modified: str | None = None

    @property
    def said(self) -> dict[str, str]:
        """What is known, by its name."""
        named = {"etag": self.etag, "last_modified": self.last_modified}
        return {name: value for name, value in named.items() if value}

    @property
    def headers(self) -> dict[str, str]:
        """As request headers; none if nothing is known."""
        named = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in named.items() if value}


@dataclass(frozen=True, slots=True)
class Response:
    """A page as it was received."""

    url: str
    body: bytes
    """Decompressed; empty if it was not modified."""
    charset: str | None
    """As the server declares it."""
    validators: Validators = Validators()
    modified: bool = True
    """False if the server says that the page is as it was when its validators were kept."""


class Request(NamedTuple):
    """What is asked for, and how."""

    allowed: frozenset[str]
    """The hosts that a redirect may lead to."""
    known: Validators = Validators()
    judged: bool = True
    """Whether only a page will do."""
    robots: bool = False
    """Whether robots.txt is honoured, at each step of the way."""


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
