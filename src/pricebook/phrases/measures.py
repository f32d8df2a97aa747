"""Units as pages write them, and numbers: `/百万 tokens`, `每千Token`, `/6s`, `/小时/节点`, `/1000 Tokens`."""

from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from pricebook.phrases.tokens import Token
from pricebook.units import Unit

MAX_DIGITS = 15
"""No price and no bound has more digits than this before or after its point."""


class NotUnderstood(Exception):
    """A piece of a cell that the grammar has no meaning for; carries the place in the cell and the reason."""

    def __init__(self, reason: str, token: Token | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.token = token


class Measure(NamedTuple):
    """What an amount is paid for, before the context decides what an hour is an hour of."""

    many: int
    """How many of the things."""
    things: tuple[str, ...]
    """Sorted: `("hour", "instance")` for 元/小时/节点."""

    @property
    def text(self) -> str:
        """As messages show it."""
        return f"{self.many if self.many > 1 else ''} {' / '.join(self.things)}".strip()


_UNITS = {
    ("token",): "token",
    ("character",): "character",
    ("image",): "image",
    ("second",): "second",
    ("request",): "request",
    ("video",): "video",
    ("hour", "instance"): "instance-hour",
    ("instance", "month"): "instance-month",
}
_FOR_INSTANCES = {("hour",): "instance-hour", ("month",): "instance-month"}
_SECONDS = {("minute",): 60, ("hour",): 3600}


COUNTED_BY = {
    "input": {"token"},
    "output": {"token"},
    "cache_read": {"token"},
    "cache_write": {"token"},
    "training": {"token"},
    "image": {"image"},
    "video": {"second", "video", "token"},
    "audio": {"second", "token"},
    "text": {"character"},
    "request": {"request"},
    "instance": {"instance-hour", "instance-month"},
}
"""What each meter can be counted by; anything else is a slip of the page or of its reading."""


@lru_cache(maxsize=512)
def resolve(measure: Measure, meter: str | None) -> tuple[Unit, int | None]:
    """The unit, and the length in seconds of a clip that is priced whole; raises NotUnderstood.

    >>> resolve(Measure(6, ("second",)), "video")
    (Unit(count=1, thing='video'), 6)
    >>> resolve(Measure(1, ("hour",)), "instance")
    (Unit(count=1, thing='instance-hour'), None)
    """
    unit, duration = _resolved(measure, meter)
    if meter is not None and unit.thing not in COUNTED_BY[meter]:
        message = f"{meter} is not counted by the {unit.thing}"
        raise NotUnderstood(message)
    return unit, duration


def _resolved(measure: Measure, meter: str | None) -> tuple[Unit, int | None]:
    if meter == "instance" and measure.things in _FOR_INSTANCES:
        return Unit(measure.many, _FOR_INSTANCES[measure.things]), None
    if measure.things in _SECONDS and meter in {"audio", "video"}:
        return Unit(measure.many * _SECONDS[measure.things], "second"), None
    if measure.things == ("second",) and measure.many > 1:
        return Unit(1, "video"), measure.many
    if measure.things in _UNITS:
        return Unit(measure.many, _UNITS[measure.things]), None
    message = f"no published unit for a price per {measure.text}"
    raise NotUnderstood(message)


def number(token: Token, following: Token | None = None) -> Decimal:
    """The number exactly; raises NotUnderstood for one that is malformed or too long to be a price."""
    digits = token.text.replace(",", "")
    whole, _, rest = digits.partition(".")
    if len(whole) > MAX_DIGITS or len(rest) > MAX_DIGITS or (len(whole) > 1 and whole.startswith("0")):
        message = f"not a number that a price has: {_short(token.text)}"
        raise NotUnderstood(message, token)
    glued = following is not None and following.start == token.end
    if glued and following is not None and following.kind == "number":
        message = f"not a number that a price has: {_short(token.text + following.text)}"
        raise NotUnderstood(message, token)
    return Decimal(digits)


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:37]}..."


def read_measure(tokens: tuple[Token, ...], start: int) -> tuple[Measure, int] | None:
    """The measure at that token and the token after it, or None if there is none: `[count] thing [/ thing ...]`."""
    index, count = _count(tokens, start)
    if index >= len(tokens) or tokens[index].kind != "thing":
        return None
    things = [str(_value(tokens[index]))]
    index += 1
    while index + 1 < len(tokens) and tokens[index].text in "/*×" and tokens[index + 1].kind == "thing":
        things.append(str(_value(tokens[index + 1])))
        index += 2
    if index < len(tokens) and tokens[index].text in {"/", "*", "×", "每"}:
        message = f"does not know the unit after {tokens[index].text!r}"
        raise NotUnderstood(message, tokens[index])
    return Measure(count, tuple(sorted(things))), index


def _count(tokens: tuple[Token, ...], index: int) -> tuple[int, int]:
    """How many: `1000`, `百万`, `1M`, `5`, or one if it is not said; and the index of the token after it."""
    count = 1
    if index < len(tokens) and tokens[index].kind == "number":
        value = number(tokens[index])
        if value != int(value) or value < 1:
            message = f"not a count of units: {tokens[index].text}"
            raise NotUnderstood(message, tokens[index])
        count, index = int(value), index + 1
    if index < len(tokens) and tokens[index].kind == "count":
        count, index = count * int(str(_value(tokens[index]))), index + 1
    if index < len(tokens) and tokens[index].text == "个":
        index += 1
    return index, count


def _value(token: Token) -> object:
    return token.word.value if token.word else None
