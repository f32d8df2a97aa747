"""What is asked for, and how long it may take."""

from collections.abc import Callable
from typing import NamedTuple

from pricebook.beliefs import Validators


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
