"""Units of price and the exact conversion between them.

A page lists a price per some quantity (`1K tokens`, `10K characters`, `image`); the catalogue publishes one unit
for each thing that is counted (`1M tokens`, `1M characters`, `image`), and minutes and hours as seconds where that is
exact. Converting multiplies and divides by whole numbers, in `Decimal`, and refuses a result that is not exact.
Currencies are never converted.
"""

from dataclasses import dataclass
from decimal import Context, Decimal, Inexact, InvalidOperation, Overflow
from functools import lru_cache

from pricebook.errors import ScraperError
from pricebook.vocabulary import THINGS

EXACT = Context(prec=60, traps=[Inexact, InvalidOperation, Overflow])
"""Arithmetic that raises instead of rounding."""

_THINGS = {thing.name: thing for thing in THINGS if thing.published}

_SHORT = {1_000: "1K", 10_000: "10K", 100_000: "100K", 1_000_000: "1M", 10_000_000: "10M", 1_000_000_000: "1B"}


@dataclass(frozen=True, slots=True)
class Unit:
    """So many of a thing that is counted: `Unit(1000, "token")` is what a page calls 千tokens."""

    count: int
    """How many, at least 1."""
    thing: str
    """The name of a thing of the vocabulary that is priced, in the singular."""

    def __post_init__(self) -> None:
        if self.thing not in _THINGS:
            message = f"unknown thing to count: {self.thing!r}; known: {', '.join(_THINGS)}"
            raise ScraperError(message)
        if self.count < 1:
            message = f"a unit counts at least one {self.thing}, not {self.count}"
            raise ScraperError(message)

    def __str__(self) -> str:
        """Our words for it.

        >>> str(Unit(1000, "token")), str(Unit(1, "image")), str(Unit(1, "instance-hour")), str(Unit(7, "token"))
        ('1K tokens', 'image', 'instance-hour', '7 tokens')
        """
        return _in_words(self.count, self.thing)

    @property
    def published(self) -> "Unit":
        """The unit of the catalogue for the same thing.

        >>> str(Unit(1000, "token").published)
        '1M tokens'
        """
        return _published(self.thing)


@lru_cache(maxsize=256)
def _in_words(count: int, thing: str) -> str:
    plural = _THINGS[thing].plural or f"{thing}s"
    return thing if count == 1 else f"{_SHORT.get(count, count)} {plural}"


@lru_cache(maxsize=64)
def _published(thing: str) -> Unit:
    return Unit(_THINGS[thing].published, thing)


def convert(amount: Decimal, listed: Unit) -> Decimal:
    """The same price per published unit of what `listed` counts; raises `decimal.Inexact` rather than round.

    >>> text(convert(Decimal("0.0008"), Unit(1000, "token")))
    '0.8'
    >>> text(convert(Decimal("3.5"), Unit(10_000, "character")))
    '350'
    >>> convert(Decimal("10"), Unit(1000, "request"))
    Decimal('0.01')
    >>> convert(Decimal("1"), Unit(3, "image"))
    Traceback (most recent call last):
    decimal.Inexact: [<class 'decimal.Inexact'>]
    """
    goal = _THINGS[listed.thing].published
    if goal == listed.count:
        return amount
    return EXACT.divide(EXACT.multiply(amount, goal), listed.count)


def publish(amount: Decimal, listed: Unit) -> tuple[Decimal, Unit]:
    """The price as it is published, and per what: a minute or an hour as seconds where that divides exactly.

    >>> publish(Decimal("0.36"), Unit(1, "hour")), publish(Decimal("0.111"), Unit(1, "hour"))
    ((Decimal('0.0001'), Unit(count=1, thing='second')), (Decimal('0.111'), Unit(count=1, thing='hour')))
    """
    if seconds := _THINGS[listed.thing].seconds:
        try:
            return convert(amount, Unit(listed.count * seconds, "second")), Unit(1, "second")
        except Inexact:
            pass
    return convert(amount, listed), listed.published


def text(amount: Decimal) -> str:
    """The amount as the catalogue writes it.

    >>> text(Decimal("0.70")), text(Decimal("1E+4")), text(Decimal("-0"))
    ('0.7', '10000', '0')
    """
    digits = format(amount, "f")
    if "." in digits:
        digits = digits.rstrip("0").rstrip(".")
    return digits if digits.strip("-0.") else "0"
