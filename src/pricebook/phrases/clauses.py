"""Words of one clause, gathered token by token into what they say together."""

import re
from collections.abc import Callable

from pricebook.phrases import tasks
from pricebook.phrases.dates import read_period
from pricebook.phrases.lengths import SECONDS
from pricebook.phrases.measures import Measure, Measured, NotUnderstood
from pricebook.phrases.says import AS_PRINTED, Says, ordered
from pricebook.phrases.tiers import REQUEST, Tier
from pricebook.phrases.tokens import Token
from pricebook.vocabulary import CONDITIONS, MEDIA, NARROWER

_MEDIA = tuple(MEDIA)
_MODES = tuple(value for each in CONDITIONS for _, value in each.values if each.name == "mode" and value is not None)
_LISTS: dict[str, Callable[[str], int] | None] = {
    "task": tasks.rank, "modality": _MEDIA.index, "resolution": None, "mode": _MODES.index
}  # fmt: skip
"""Conditions of which joined words name several, and what orders a list of them, if it is not the page."""
_ONCE = {"service": "services", "currency": "currencies", "promotion": "promotions", "subject": "sizes"}
"""Kinds of words of which a clause has one."""
HIDDEN = "characters stand in it that nobody sees, so what is displayed may be something else"
"""Why words are not understood that hold such characters."""
_FRAMES = "start-end-to-video"
"""A way of 图生视频, so that both are meant where it stands beside that: 图生视频 - 首尾帧."""
_BOUND = re.compile("(及?以[上下])$")
"""Behind a size: all that are larger, or smaller, too."""
_METER_OF = {"input_tokens": "input", "output_tokens": "output"}


def unknown(token: Token) -> NotUnderstood:
    """The finding that a word has no meaning where it stands."""
    if token.kind == "hidden":
        return NotUnderstood(HIDDEN, token)
    text = token.text if len(token.text) <= 20 else f"{token.text[:17]}..."
    return NotUnderstood(f"does not know the word {text!r}", token)


class Clause:
    """Gathers words; raises NotUnderstood for two that contradict each other.

    Of `several` modes that a stroke joins, Flex/Batch, all are meant where no amount stands among the words.
    """

    def __init__(
        self, tier_subject: str | None = None, thousands: int = 1, *, text: str = "", several: bool = False
    ) -> None:
        self.tier_subject, self.thousands, self.text, self.several = tier_subject, thousands, text, several
        self.meters: tuple[str, ...] = ()
        self.service: str | None = None
        self.measure: Measure | None = None
        self.currency: str | None = None
        self.conditions: dict[str, object] = {}
        self.media: tuple[str, ...] = ()
        self.since: str | None = None
        self.until: str | None = None
        self.promotion: str | None = None
        self.subject: str | None = None
        self.parts: dict[str, Token] = {}
        """Words that say something together alone, by what they say: the writing of a cache."""
        self.joined = self.stroke = False
        self.start: int | None = None

    @property
    def says(self) -> Says:
        """What was gathered; raises NotUnderstood for a word that says something beside others alone, without these."""
        self._refuse_parts()
        return Says(
            self.meters, self.service, self.measure, self.currency, ordered(self.conditions), self.media, self.since,
            self.until, self.promotion, self.subject, self.thousands,
        )  # fmt: skip

    def take(self, token: Token) -> bool:
        """Adds the token's meaning; False if it has none here."""
        if token.kind == "join" or token.text == "/":
            self.joined, self.stroke = True, token.text == "/"
            return True
        if token.kind == "unknown" and (part := self._part_of(token)):
            self._part(part, token)
        elif self._meaning(token):
            self.joined = False
        else:
            return False
        if self.start is None:
            self.start = token.start
        return True

    def measured(self, found: Measured) -> None:
        """Adds a unit, and what the words inside it say."""
        self._once("measure", found.measure, "two units for one price")
        for token in found.within:
            if token.kind == "subject":
                self._meter(_METER_OF[str(token.word.value if token.word else "")], token)
            elif token.word and token.word.medium:
                self._medium(token.word.medium, token)
            elif self.joined and self.media and token.word and token.word.condition:
                for medium in _each(token.word.condition[1]):
                    self._medium(str(medium), token)
            else:
                self.take(token)

    def tier(self, tier: Tier) -> None:
        """Adds a bound; its subject may come from the heading."""
        subject = tier.subject
        if subject in {None, REQUEST}:
            subject = self.tier_subject or (subject and "context_tokens")
        if subject is None:
            reason = "cannot tell what the bounds bound"
            raise NotUnderstood(reason)
        self._condition(subject, tuple(sorted(tier.bounds.items())), None)

    def printed(self, words: str) -> None:
        """Adds words of the page that restrict the price, for which the vocabulary has no name."""
        have = self.conditions.get(AS_PRINTED, ())
        self.conditions[AS_PRINTED] = (*have, words) if isinstance(have, tuple) else (words,)

    def region(self, place: str) -> None:
        """Adds the place where a request is served."""
        self._condition("region", place, None)

    def lasting(self, name: str, many: int, thing: str) -> None:
        """Adds a length of time: how long a clip or a cache entry is."""
        self._condition(name, many * SECONDS[thing], None)

    def _meaning(self, token: Token) -> bool:
        kind, word = token.kind, token.word
        if kind == "meter":
            self._meter(_meant(token), token)
        elif kind == "size":
            self._size(token)
        elif kind == "date":
            self._period(token)
        elif kind in _ONCE:
            printed = self.text[token.start : token.end] or token.text
            self._once(kind, printed if kind == "promotion" else _meant(token), f"two {_ONCE[kind]} for one price")
        elif word and word.condition:
            self._condition(*word.condition, token)
            if kind == "method":
                self._once("service", "training", "two services for one price")
        elif word and word.medium:
            self._medium(word.medium, token)
        else:
            return kind == "noise"
        return True

    def _part(self, part: str, token: Token) -> None:
        """Adds a word that says something beside others alone: written, or read, of a cache; de, und."""
        self.parts[part] = token
        self.joined = self.joined or part == "join"
        for kind in ("write", "read"):
            if {"cache", kind} <= self.parts.keys():
                self._meter(f"cache_{kind}", token)

    def _part_of(self, token: Token) -> str | None:
        """What a word says beside others, if it is such a word: DE is none that joins or leads others, as de is."""
        printed = self.text[token.start : token.end]
        led = token.word is not None and token.word.value in {"join", "particle"}
        if token.word is None or (led and (not printed or printed.isupper())):
            return None
        return str(token.word.value)

    def _refuse_parts(self) -> None:
        if not self.parts:
            return
        if not any((self.meters, self.subject, self.measure, self.conditions, self.media, self.service)):
            raise unknown(next(iter(self.parts.values())))
        if not self.parts.keys() - {"join", "particle"}:
            return
        said = self.parts.keys() - {"cache", "refresh", "join", "particle"}
        of_cache = all(meter.startswith("cache_") for meter in self.meters) and self.meters
        fresh = "refresh" not in self.parts or self.meters == ("cache_read",)
        if not (of_cache and fresh and (not said or "cache" in self.parts)):
            raise unknown(next(iter(self.parts.values())))

    def _size(self, token: Token) -> None:
        size = token.text.replace(" ", "").replace("×", "x").replace("*", "x")
        size = size.upper() if size.endswith("k") else _BOUND.sub(r" \1", size)
        self._condition("resolution", size, token)

    def _once(self, name: str, value: object, reason: str) -> None:
        if getattr(self, name) not in {None, value}:
            raise NotUnderstood(reason)
        setattr(self, name, value)

    def _period(self, token: Token) -> None:
        period = read_period(token.text)
        if period is None:
            message = f"cannot tell what begins or ends on {token.text!r}"
            raise NotUnderstood(message, token)
        since, until = period
        if since:
            self._once("since", since, "two beginnings for one price")
        if until:
            self._once("until", until, "two ends for one price")

    def _meter(self, meter: str, token: Token) -> None:
        """Adds a meter: two are one if they belong together, both if they are joined, else a contradiction."""
        have = self.meters
        if not have or meter in have:
            self.meters = have or (meter,)
        elif have == (NARROWER.get(meter),):
            self.meters = (meter,)
        elif not any(NARROWER.get(other) == meter for other in have):
            if not self.joined:
                reason = f"two meters for one price: {' and '.join((*have, meter))}"
                raise NotUnderstood(reason, token)
            self.meters = (*have, meter)

    def _medium(self, medium: str, token: Token) -> None:
        if medium not in self.media:
            if self.media and not self.joined:
                reason = f"{self.media[-1]} and {medium} for one price"
                raise NotUnderstood(reason, token)
            self.media = tuple(sorted((*self.media, medium), key=_MEDIA.index))

    def _condition(self, name: str, value: object, token: Token | None) -> None:
        """Adds a condition; a second value makes a list if the two are joined and the condition has lists."""
        if not self.joined and (name, self.conditions.get(name, value), value) == ("mode", None, "fast"):
            # 在线推理（低延迟）: what is fast is online too.
            self.conditions[name] = value
        if name in self.conditions and self.conditions[name] != value:
            joined = self.joined or (name == "task" and _FRAMES in (*_each(self.conditions[name]), value))
            if not joined or name not in _LISTS or None in (value, self.conditions[name]) or not self._lists(name):
                reason = f"two values of {name} for one price"
                raise NotUnderstood(reason, token)
            rank = _LISTS[name]
            values = dict.fromkeys((*_each(self.conditions[name]), *_each(value)))
            value = tuple(sorted(map(str, values), key=rank)) if rank else tuple(values)
        self.conditions[name] = value

    def _lists(self, name: str) -> bool:
        return name != "mode" or (self.several and self.stroke)


def _each(value: object) -> tuple[object, ...]:
    return value if isinstance(value, tuple) else (value,)


def _meant(token: Token) -> str:
    return str(token.word.value if token.word else "")
