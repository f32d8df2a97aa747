"""Units as pages write them, and numbers: `/百万 tokens`, `每千Token`, `/6s`, `/小时/节点`, `per 1M input tokens`."""

from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from pricebook.phrases.tokens import Token
from pricebook.units import Unit
from pricebook.vocabulary import THINGS

MAX_DIGITS = 15
"""No price and no bound has more digits than this before or after its point."""
LONGEST_CLIP = 60
"""Seconds: a plain number of seconds up to this, as in 元/6s, is the length of a clip that is priced whole."""


class NotUnderstood(Exception):
    """A piece of a text that the grammar has no meaning for; the readers answer with its reason."""

    def __init__(self, reason: str, token: Token | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.token = token


class Measure(NamedTuple):
    """What an amount is paid for, before the context decides what an hour is an hour of."""

    many: int
    """How many of the things; 0 where words name the thing and not how many."""
    things: tuple[str, ...]
    """Sorted: `("hour", "instance")` for 元/小时/节点."""
    clip: bool = False
    """A plain number of seconds was printed: 6s, not 千秒."""
    words: str = ""
    """The page's words, where the vocabulary has no such thing; then `things` is empty."""

    @property
    def text(self) -> str:
        """As messages show it."""
        return self.words or f"{self.many if self.many > 1 else ''} {' / '.join(self.things)}".strip()


def merged(near: Measure, wider: Measure) -> Measure | None:
    """The one measure that both are, or None if they differ; tokens of an unsaid number are any number of tokens."""
    if near == wider or (near.things == wider.things and wider.many == 0):
        return near
    return wider if near.things == wider.things and near.many == 0 else None


_UNITS = {thing.parts or thing.name: thing for thing in THINGS if thing.published}
_METERS = {thing.name: thing.meters.split() for thing in THINGS}


@lru_cache(maxsize=512)
def resolve(measure: Measure, meter: str | None) -> tuple[Unit, int | None]:
    """The unit, and the length in seconds of a clip that is priced whole; raises NotUnderstood.

    >>> resolve(Measure(6, ("second",), clip=True), "video")
    (Unit(count=1, thing='video'), 6)
    >>> resolve(Measure(1, ("hour",)), "instance")
    (Unit(count=1, thing='instance-hour'), None)
    """
    unit, duration = _resolved(measure, meter)
    if meter is not None and meter not in _METERS[unit.thing]:
        message = f"{meter} is not counted by the {unit.thing}"
        raise NotUnderstood(message)
    return unit, duration


def _resolved(measure: Measure, meter: str | None) -> tuple[Unit, int | None]:
    if measure.clip and meter != "audio":
        return Unit(1, "video"), measure.many
    parts = sorted({*measure.things, "instance"}) if meter == "instance" else measure.things
    thing = _UNITS.get(" ".join(parts))
    if thing is None or not measure.many:
        message = f"no published unit for a price per {measure.text}"
        raise NotUnderstood(message)
    return Unit(measure.many, thing.name), None


def counts(measure: Measure, meter: str) -> bool:
    """Whether that meter can be counted so."""
    try:
        resolve(measure, meter)
    except NotUnderstood:
        return False
    return True


def only_unit(meter: str) -> Unit | None:
    """The published unit of a meter that is counted by one thing alone.

    >>> str(only_unit("cache_storage")), only_unit("input")
    ('1M tokens-hour', None)
    """
    found = [thing for thing in THINGS if thing.published and meter in thing.meters.split()]
    return Unit(found[0].published, found[0].name) if len(found) == 1 else None


def unsayable(measure: Measure, meter: str | None) -> bool:
    """Whether the measure is plainly one, and the vocabulary has no unit for it."""
    parts = sorted({*measure.things, "instance"}) if meter == "instance" else measure.things
    return bool(measure.words) or (measure.many > 0 and not measure.clip and " ".join(parts) not in _UNITS)


def only_meter(measure: Measure) -> str | None:
    """The meter of something that is counted by one alone: an image is an image."""
    thing = None if measure.clip else _UNITS.get(" ".join(measure.things))
    if measure.clip:
        return "video"
    return thing.meters.split()[0] if thing and not thing.meters.startswith(" ") else None


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


_UNIT_WORDS = {"unknown", "thing", "per", "medium"}


def unsayable_at(text: str, tokens: tuple[Token, ...], index: int) -> tuple[Measure, int] | None:
    """A unit that is plainly one, in words that the vocabulary lacks, and the index after it.

    >>> from pricebook.phrases.tokens import tokens
    >>> unsayable_at("每个音色", tokens("每个音色"), 1)[0].text
    '个音色'
    """
    after = index + 1 if index < len(tokens) and tokens[index].text == "个" else index
    while after < len(tokens) and (_of_unit(tokens[after]) or _hyphen(tokens, after)):
        after += 1
    if not any(token.kind == "unknown" for token in tokens[index:after]):
        return None
    words = text[tokens[index].start : tokens[after - 1].end]
    return None if "…" in words or "~" in words else (Measure(1, (), words=words), after)


def _of_unit(token: Token) -> bool:
    return token.kind in _UNIT_WORDS and token.text != "每"


def _hyphen(tokens: tuple[Token, ...], index: int) -> bool:
    """Whether a hyphen joins two words of a unit: GB-day."""
    if tokens[index].text != "-" or not 0 < index < len(tokens) - 1:
        return False
    before, mark, behind = tokens[index - 1 : index + 2]
    return before.end == mark.start and mark.end == behind.start and _of_unit(before) and _of_unit(behind)


class Measured(NamedTuple):
    """A measure that was found, and the words inside it: `1M cached input tokens`."""

    measure: Measure
    within: tuple[Token, ...]
    """Words for a meter or a medium between the count and the thing."""
    after: int
    """Index of the token behind it."""


def read_measure(tokens: tuple[Token, ...], start: int) -> Measured | None:
    """The measure that begins at that token, or None if there is none: `[count] [meter] thing [/ thing ...]`."""
    start += tokens[start].text == "每" if 0 < start < len(tokens) and tokens[start - 1].text == "/" else 0
    index, count, named = _count(tokens, start)
    first = index
    while index < len(tokens) and _inside(tokens, index):
        index += 1
    thing = _thing(tokens[index]) if index < len(tokens) else None
    if thing is None:
        return None
    fused = tokens[index].kind != "thing"
    within = tokens[first : index + 1 if fused else index]
    word = tokens[index].word
    things, many = [thing], count * (word.many if word and not fused else 1)
    index += 1
    while index + 1 < len(tokens) and _joins_things(tokens, index) and tokens[index + 1].kind == "thing":
        things.append(_thing(tokens[index + 1]) or "")
        index += 2
    if index < len(tokens) and tokens[index].text in _PER:
        message = f"does not know the unit after {tokens[index].text!r}"
        raise NotUnderstood(message, tokens[index])
    clip = things == ["second"] and 1 < count <= LONGEST_CLIP and not named
    return Measured(Measure(many, tuple(sorted(things)), clip), within, index)


_PER = frozenset({"/", "*", "×", "每", "per"})


def _joins_things(tokens: tuple[Token, ...], index: int) -> bool:
    return tokens[index].text in _PER or _hyphen(tokens, index)


_FUSED = {"input_tokens", "output_tokens"}


def _inside(tokens: tuple[Token, ...], index: int) -> bool:
    """A word for a meter or a medium that stands before the thing: the audio of `per audio minute`; 1K/2K of images."""
    token = tokens[index]
    sized = [each.kind for each in tokens[index - 1 : index + 2 : 2]] == ["size", "size"]
    if token.kind in {"meter", "medium", "size"} or (token.text == "/" and sized):
        return True
    follows = index + 1 < len(tokens) and tokens[index + 1].kind == "thing"
    if token.text == "/" or (not follows and [each.text for each in tokens[index + 1 : index + 2]] == ["/"]):
        # `video/image tokens`: tokens of either.
        stroke = index if token.text == "/" else index + 1
        return all(map(_is_medium, tokens[stroke - 1 : stroke])) and all(
            map(_names_tokens, tokens[stroke + 1 : stroke + 2])
        )
    return follows and (token.kind == "service" or _is_medium(token))


def _is_medium(token: Token) -> bool:
    return token.word is not None and token.word.medium is not None


def _names_tokens(token: Token) -> bool:
    """Whether it names tokens of a medium: `image tokens`."""
    return token.word is not None and token.word.condition is not None and token.word.condition[0] == "modality"


def _thing(token: Token) -> str | None:
    """What is counted; `input tokens` and `audio tokens`, which are words of their own, count tokens."""
    if token.kind == "thing":
        return str(_worth(token))
    return "token" if _names_tokens(token) or (token.kind == "subject" and _worth(token) in _FUSED) else None


def _count(tokens: tuple[Token, ...], index: int) -> tuple[int, int, bool]:
    """The index after it, how many (`1000`, `百万`, `1M`, `5`, or one if it is not said), whether a word says it."""
    count, named = 1, False
    if index < len(tokens) and tokens[index].kind == "number":
        value = number(tokens[index])
        if value != int(value) or value < 1:
            message = f"not a count of units: {tokens[index].text}"
            raise NotUnderstood(message, tokens[index])
        count, index = int(value), index + 1
    if index < len(tokens) and tokens[index].kind == "count":
        count, index, named = count * int(str(_worth(tokens[index]))), index + 1, True
    if index < len(tokens) and tokens[index].text == "个":
        index += 1
    return index, count, named


def _worth(token: Token) -> object:
    return token.word.value if token.word else None
