"""What can go wrong, and whose move it is.

    PricebookError
    ├── UsageError            the caller's: a wrong name, file or option
    │   ├── CollectionError   the collection's owner's: a broken scraper module, a table that is wrong
    │   │   └── NoCollection  there is none here
    │   └── NothingPublished  nobody has looked, or published what was seen
    ├── NotKnown              nobody's: nobody looked at the time that is asked about
    ├── NetworkError          nobody's: try again later; or a person must look at the address
    │   ├── Unreachable       no connection
    │   ├── AddressRefused    the name leads to an address that is not public
    │   ├── TooSlow           the answer was not whole at the deadline
    │   ├── TooLarge          more than any page has
    │   ├── CutShort          the answer ended before its end, or went on behind it
    │   ├── WronglyEncoded    compressed otherwise than asked for, or damaged
    │   ├── RedirectRefused   it leads where it may not
    │   ├── RobotsForbid      the host does not want it to be fetched
    │   ├── ServersClock      its server's clock is wrong
    │   ├── ServerBusy        429 and 5xx
    │   ├── ServerRefuses     other 4xx
    │   ├── NoBrowser         the operator's: nothing is installed that draws pages
    │   ├── NotDrawn          the browser gave up while it drew the page
    │   └── NotAPage          a file, data, nothing, or text in no known characters
    │       ├── BotWall  LoginPage  MaintenancePage   what stands in front of the page
    ├── PageError             the scraper's: the page is not what the scraper knows
    │   ├── UnreadablePage    the bytes are not a page at all
    │   ├── TooHeavy          reading it takes more time or memory than any page does
    │   └── OlderPage         it is older than the page that was seen before
    ├── ScraperError          the scraper's: it broke a rule of the house
    ├── ClockWrong            the operator's: this machine's clock is not to be trusted
    ├── NoWorkers             the operator's: nobody is there who does the work, or whoever does it dies
    └── StorageError          the operator's: a stored file is missing, altered or cannot be written
        └── Occupied          another process writes there

A message is one line: where, what was seen, what was expected, who moves next. Whatever a server or a page put into it,
it is printable and short, because it is written down for good.
Any other exception is a bug and is allowed to crash.
"""

from typing import ClassVar


def one_short_line(text: str, longest: int) -> str:
    r"""The text on one line, what cannot be seen spelled out; where it is too long, its middle is left out.

    >>> print(one_short_line("a\n b\x1b", 9), one_short_line("0123456789", 9))
    a b\x1b 012 … 789
    """
    ends = text if len(text) <= 2 * longest else text[:longest] + text[-longest:]
    seen = (c if c.isprintable() else c.encode("unicode_escape").decode() for c in " ".join(ends.split()))
    said = "".join(seen)
    if len(said) <= longest:
        return said
    half = (longest - 3) // 2
    return f"{said[:half]} … {said[-half:]}"


class PricebookError(Exception):
    """The root: everything that this program raises on purpose."""

    longest: ClassVar[int] = 500
    """Characters of its message at most."""

    def __str__(self) -> str:
        """The message, on one line."""
        return one_short_line(super().__str__(), self.longest)


class UsageError(PricebookError):
    """The caller asked for something that is not there or cannot be done."""

    longest = 10_000


class CollectionError(UsageError):
    """The collection is missing, or something in it that its owner writes is broken."""


class NoCollection(CollectionError):
    """Where a collection is needed there is none; the message says which command helps."""

    def __init__(self, what: str) -> None:
        super().__init__(f"{what}. Make one: catalog init DIR; or give one that there is: -C DIR.")


class NothingPublished(UsageError):
    """Where a collection's prices are asked for there are none yet; the message says which command helps."""

    def __init__(self, place: object) -> None:
        super().__init__(
            f"{place}: nothing is published there yet. Read the providers' pages: catalog refresh; publish what was "
            "seen before: catalog publish; ask in another collection: -C DIR."
        )


class NotKnown(PricebookError):
    """Nobody looked at the time that is asked about, so there is no answer that is a fact."""


class NetworkError(PricebookError):
    """A page could not be had. Trying again may help."""


class Unreachable(NetworkError):
    """No connection could be made."""


class AddressRefused(NetworkError):
    """The name leads to an address that is not public."""


class TooSlow(NetworkError):
    """The answer was not whole at the deadline."""


class TooLarge(NetworkError):
    """More came than any page has."""


class CutShort(NetworkError):
    """The answer ended before its end, or went on behind it."""


class WronglyEncoded(NetworkError):
    """The body is compressed otherwise than asked for, or damaged."""


class RedirectRefused(NetworkError):
    """The server leads where it may not: another host, away from https, round in circles."""


class RobotsForbid(NetworkError):
    """The host does not want the page to be fetched, or does not say."""


class ServersClock(NetworkError):
    """The server's clock is far from this machine's, so nothing that it says can be dated."""


class ServerBusy(NetworkError):
    """The server cannot answer now (429, 5xx)."""

    def __init__(self, message: str, patience: float | None = None) -> None:
        super().__init__(message)
        self.patience = patience
        """Seconds that it asks to wait; None if it does not say."""


class ServerRefuses(NetworkError):
    """The server will not answer this (4xx)."""


class NoBrowser(NetworkError):
    """Nothing is installed that draws pages by their scripts."""


class NotDrawn(NetworkError):
    """The browser gave up while it drew the page."""


class NotAPage(NetworkError):
    """What came is a file, data, nothing, or text in no known characters."""


class BotWall(NotAPage):
    """A check for robots stands in front of the page."""


class LoginPage(NotAPage):
    """A log-in stands in front of the page."""


class MaintenancePage(NotAPage):
    """The page is closed for maintenance."""


class PageError(PricebookError):
    """The page was understood as a document, but it is not the page that the scraper knows."""


class UnreadablePage(PageError):
    """The bytes are not a text page: binary, empty, too large, nested too deep, or in no known encoding."""


class TooHeavy(PageError):
    """Reading the page took more time or memory than reading any pricing page does."""


class OlderPage(PageError):
    """The page is older than the one that was seen before: what came is a copy that somebody kept."""

    SAYS: ClassVar[str] = "It is a copy that somebody kept"
    """What its message says and no other does: a look that failed so is told from others by it."""


class ScraperError(PricebookError):
    """A scraper returned something that no page can have said, such as a quote without its words."""


class ClockWrong(PricebookError):
    """This machine's clock says what cannot be, so nothing is dated by it."""


class NoWorkers(PricebookError):
    """Nobody is there who does the work, or does it as this program would; or whoever begins it dies."""


class StorageError(PricebookError):
    """A file of the collection is missing, is not what was written, or cannot be written."""


class Occupied(StorageError):
    """Another process writes to the collection."""
