"""The nouns: a page out of an archive, and what of it was passed over."""

from collections.abc import Callable
from typing import NamedTuple

from pricebook.beliefs import Captured, Response


class Passed(NamedTuple):
    """What was not taken, in words for a person."""

    what: str
    """Which one it is: the file, and the place in it, or the address and the time."""
    why: str
    lost: bool = False
    """Whether a page of these addresses may have been there: it was damaged, or could not be read."""


class Held(NamedTuple):
    """One page out of an archive, of which the body is loaded when its turn comes."""

    what: str
    """Which one it is, for people."""
    address: str
    """Where the archive says that it stood; empty if it does not say."""
    at: str
    """When the archive says that it stood there: a day, or a time with an offset."""
    load: Callable[[], Response]
    """Gives the page; raises what `Passed` tells of: NetworkError, PageError, UsageError."""
    captured: Captured | None = None
    """What the archive says of it, as evidence; None of a file that somebody only named after a day."""
    foreign: bool = True
    """Whether somebody else's program took it: what is not the provider's page is passed over, and no look failed."""
