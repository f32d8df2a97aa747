"""What words say: of a heading, of a row's conditions, or of one clause of a cell."""

from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from pricebook.phrases.lexicon import TASKS
from pricebook.phrases.measures import Measure, NotUnderstood, read_measure
from pricebook.phrases.tiers import REQUEST, Tier, has_tiers, read_tier
from pricebook.phrases.tokens import Token, tokens

Conditions = tuple[tuple[str, object], ...]
"""Names of the vocabulary with their values, in order; bounds as pairs, several tasks as a tuple."""

_ONE_METER = ({"input", "cache_read"}, {"input", "uncached"}, {"input", "cache_write"})
"""Pairs of words that name one meter together: 输入 and 缓存命中 is cached input."""


class Words(NamedTuple):
    """What words say of a price. Nothing in it is assumed."""

    meters: tuple[str, ...] = ()
    service: str | None = None
    measure: Measure | None = None
    currency: str | None = None
    conditions: Conditions = ()
    subject: str | None = None
    """What a tier bounds, where a heading says it."""
    thousands: int = 1
    """What a bare bound is multiplied by, where a heading says 千 tokens."""


NOTHING = Words()


@lru_cache(maxsize=2048)
def read_words(text: str, subject: str | None = None, thousands: int = 1, *, unit_cell: bool = False) -> Words | str:
    """What a heading or a cell of conditions says, or the reason why it is not understood.

    A bare bound bounds `subject` and is multiplied by `thousands`; a bare 张 is a unit only in a `unit_cell`.

    >>> read_words("价格（元/秒）").measure, read_words("输入价格 （缓存命中）").meters
    (Measure(many=1, things=('second',)), ('cache_read',))
    >>> read_words("图生视频").conditions, read_words("节假日价格")
    ((('task', 'image-to-video'),), "does not know the word '节'")
    """
    try:
        return Clause(subject, thousands, unit_cell=unit_cell).read(tokens(text))
    except NotUnderstood as problem:
        return problem.reason


def unknown(token: Token) -> NotUnderstood:
    """The finding that a word has no meaning where it stands."""
    text = token.text if len(token.text) <= 20 else f"{token.text[:17]}..."
    return NotUnderstood(f"does not know the word {text!r}", token)


def ordered(conditions: Mapping[str, object]) -> Conditions:
    """The conditions by name."""
    return tuple(sorted(conditions.items())) if conditions else ()


class Clause:
    """Gathers words until a price ends them."""

    __slots__ = ("conditions", "currency", "joined", "measure", "meters", "service", "start", "subject", "thousands",
                 "tier_subject", "unit_cell")  # fmt: skip

    def __init__(self, tier_subject: str | None = None, thousands: int = 1, *, unit_cell: bool = False) -> None:
        self.tier_subject, self.thousands, self.unit_cell = tier_subject, thousands, unit_cell
        self.meters: tuple[str, ...] = ()
        self.service: str | None = None
        self.measure: Measure | None = None
        self.currency: str | None = None
        self.conditions: dict[str, object] = {}
        self.subject: str | None = None
        self.joined = False
        self.start: int | None = None

    @property
    def words(self) -> Words:
        """What was gathered."""
        return Words(self.meters, self.service, self.measure, self.currency, ordered(self.conditions), self.subject)

    @property
    def says_nothing(self) -> bool:
        """No word of it needs a price."""
        return not (self.meters or self.service or self.conditions)

    def read(self, all_tokens: tuple[Token, ...]) -> Words:
        """A text without amounts, as a whole; raises NotUnderstood."""
        index = 0
        tiered = has_tiers(all_tokens)
        while index < len(all_tokens):
            token = all_tokens[index]
            if tiered and (tier := read_tier(all_tokens, index, self.thousands)):
                self.tier(tier[0])
                index = tier[1]
            elif measure := self._measure(all_tokens, index):
                index = measure
            elif self.take(token) or token.kind in {"break", "open", "close", "none", "heading"}:
                index += 1
            else:
                raise unknown(token)
        return self.words

    def take(self, token: Token) -> bool:
        """Adds the token's meaning; False if it has none here. Raises NotUnderstood for a contradiction."""
        if token.kind == "join" or token.text == "/":
            self.joined = True
            return True
        if not self._meaning(token):
            return False
        self.joined = False
        if self.start is None:
            self.start = token.start
        return True

    def tier(self, tier: Tier) -> None:
        """Adds a bound; its subject may come from the heading."""
        subject = tier.subject
        if subject in {None, REQUEST}:
            subject = self.tier_subject or (subject and "context_tokens")
        if subject is None:
            reason = "cannot tell what the bounds bound"
            raise NotUnderstood(reason)
        self.conditions[subject] = tuple(sorted(tier.bounds.items()))

    def _meaning(self, token: Token) -> bool:
        kind, value = token.kind, token.word.value if token.word else None
        if kind == "meter":
            self._meter(str(value), token)
        elif kind == "size":
            size = token.text.replace(" ", "").replace("×", "x").replace("*", "x")
            self._condition("resolution", size, token)
        elif token.word and token.word.condition:
            self._condition(*token.word.condition, token)
            if kind == "method":
                self._service("training", "training", token)
        elif kind == "service":
            service, meter = str(value).split()
            self._service(service, meter, token)
        elif kind == "currency":
            self._once("currency", str(value), token)
        elif kind == "subject":
            self.subject = str(value)
        else:
            return kind == "noise"
        return True

    def _measure(self, all_tokens: tuple[Token, ...], index: int) -> int | None:
        """A unit behind 元 or 每, with a count, or alone in a unit column; the index after it."""
        token = all_tokens[index]
        start = index + 1 if token.kind == "per" else index
        if start == index and token.kind not in {"number", "count"} and not (self.unit_cell and token.kind == "thing"):
            return index + 1 if token.kind == "thing" and token.text in {"token", "tokens"} else None
        found = read_measure(all_tokens, start)
        if found is None:
            return None
        measure, after = found
        # "Token" alone says what is counted, not that the price is for a single one.
        if measure.many > 1 or measure.things[0] not in {"token", "character"}:
            self._once("measure", measure, token)
        return after

    def _once(self, name: str, value: object, token: Token) -> None:
        if getattr(self, name) not in {None, value}:
            reason = "two units" if name == "measure" else "two currencies"
            raise NotUnderstood(reason, token)
        setattr(self, name, value)

    def _meter(self, meter: str, token: Token) -> None:
        """Adds a meter: two are one if they belong together, both if they are joined, else a contradiction."""
        have = self.meters
        if not have:
            self.meters = (meter,)
        elif meter in have:
            return
        elif {*have, meter} in _ONE_METER:
            self.meters = tuple({*have, meter} - {"input"})
        elif self.joined:
            self.meters = (*have, meter)
        else:
            reason = f"two meters for one price: {' and '.join((*have, meter))}"
            raise NotUnderstood(reason, token)

    def _condition(self, name: str, value: object, token: Token) -> None:
        """Adds a condition; a second task makes a list if the two are joined."""
        have = self.conditions.get(name)
        if have is not None and have != value:
            if not self.joined or name != "task":
                reason = f"two values of {name} for one price"
                raise NotUnderstood(reason, token)
            both = (*have, value) if isinstance(have, tuple) else (have, value)
            value = tuple(sorted(both, key=lambda task: TASKS.index(str(task))))
        self.conditions[name] = value

    def _service(self, service: str, meter: str, token: Token) -> None:
        if self.service not in {None, service}:
            reason = f"two services for one price: {self.service} and {service}"
            raise NotUnderstood(reason, token)
        self.service = service
        self.meters = self.meters or (meter,)
