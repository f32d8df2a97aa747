"""What can go wrong when a price is asked for.

    BookError
    ├── UnknownModel      nobody sells it; the nearest names are worked out when the message is read
    ├── AmbiguousModel    several offers go by that name: say which provider
    ├── NotSold           it was sold and is not now: `at=` prices an old invoice
    ├── NotPriced         the model has no price for what was counted, or none whose conditions hold
    ├── UnknownDay        nobody had looked on that day
    ├── Undecided         more than one price holds, with different amounts
    │   └── UndecidedTier  the page bounds the context, and input alone falls in another tier than input plus output
    ├── OutsideBounds     the request is larger or smaller than any that the page prices
    ├── Doubtful          the price is suspect, in conflict, held, stale or restricted by words that nobody understood
    ├── WrongQuestion     a keyword or a quantity that cannot be, or a name that is no text
    └── RefusedData       a release that is not to be trusted, and why

None of them is ever answered by another price, and none by zero.
"""

from __future__ import annotations

from decimal import Decimal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence


class BookError(Exception):
    """The root: all that the library raises on purpose."""


class UnknownModel(BookError, LookupError):
    """No provider sells or sold anything by that name."""

    def __str__(self) -> str:
        """The name, and those that come nearest to it."""
        asked, provider, names = self.args
        at = f" at {provider}" if provider else ""
        return f"{asked!r} is no model of this catalogue{at}. {names.near(asked, provider)}"


class AmbiguousModel(BookError, LookupError):
    """Several offers go by that name."""


class NotSold(BookError, LookupError):
    """The model was sold and is not now."""


class NotPriced(BookError, LookupError):
    """The model has no price for what was counted, or none whose conditions hold."""


class UnknownDay(BookError, LookupError):
    """Nobody had looked at the provider on that day."""


class Undecided(BookError, ValueError):
    """More than one price holds, and they differ."""


class UndecidedTier(Undecided):
    """Input alone falls into another tier than input and output together, and the page does not say which counts."""

    def __init__(self, message: str, costs: Sequence[Decimal]) -> None:
        super().__init__(message)
        self.costs = tuple(costs)
        """What the request costs by the input alone and by input plus output, as far as the page prices them."""


class OutsideBounds(BookError, ValueError):
    """The page prices no request of this size."""


class Doubtful(BookError, ValueError):
    """A price that nobody should bill by without knowing: `accept=` with the `kind` of doubt takes it."""

    def __init__(self, message: str, kind: str = "") -> None:
        super().__init__(message)
        self.kind = kind


class WrongQuestion(BookError, ValueError):
    """A keyword that does not exist, a quantity that cannot be, or a name that is no text."""


class RefusedData(BookError, ValueError):
    """A release, or a file of it, that is not taken."""

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message)
        self.reason = reason
        """`unreachable`, `unreadable`, `truncated`, `digest`, `format`, `empty`, `shrunken`, `scaled`, `older` or
        `expired`."""
