"""Bounds on the size of a request: `32k<输入<=128k`, `8,192 < 长度 ≤ 32,768 tokens`, `[0,32k)`, `32k+`.

A bound is inclusive or exclusive exactly as printed; K is 1,000 and M is 1,000,000 unless the number stands in full.
"""

from typing import NamedTuple

from pricebook.phrases.measures import NotUnderstood, number
from pricebook.phrases.tokens import Token

SMALLEST = 1000
"""A bound below this that has no K is more likely a count of thousands, so it is not taken for a count of tokens."""

_SUBJECT_METERS = {"input": "input_tokens", "output": "output_tokens"}
_MIRRORED = {"<": "gt", "<=": "gte", ">": "lt", ">=": "lte"}
_FORWARD = {"<": "lt", "<=": "lte", ">": "gt", ">=": "gte"}
_MARKS = {"[", "]", "∞", "+"}
"""Beside signs of comparison, what a tier has in it."""
_BARE_SUBJECTS = {"token", "tokens", "长度"}
"""These say that the request's size is bounded: its context, unless the heading says that it is the input."""
REQUEST = "request"
_USE = "volume"
_INFINITE = {"∞", "inf", "infinity"}


class Tier(NamedTuple):
    """A range of one size."""

    subject: str | None
    """`input_tokens`, `context_tokens`, `output_tokens`, `volume` or `REQUEST`; None where only a comparison stands."""
    bounds: dict[str, int]


def has_tiers(tokens: tuple[Token, ...]) -> bool:
    """Whether a tier can stand among them at all: a sign of one, or a size before a bracket with a number."""
    if any(token.kind == "compare" or token.text in _MARKS for token in tokens):
        return True
    return any(
        size.kind in {"subject", "bare"} and bracket.kind == "open" and bound.kind == "number"
        for size, bracket, bound in zip(tokens, tokens[1:], tokens[2:], strict=False)
    )


def read_tier(tokens: tuple[Token, ...], start: int, thousands: int = 1) -> tuple[Tier, int] | None:
    """The tier that begins at that token and the index after it, or None. `thousands` multiplies bare numbers."""
    reader = _TierReader(tokens, start, thousands)
    return reader.interval() or reader.opened() or reader.comparison()


class _TierReader:
    def __init__(self, tokens: tuple[Token, ...], start: int, thousands: int) -> None:
        self.tokens, self.start, self.thousands = tokens, start, thousands

    @property
    def of_use(self) -> bool:
        """Whether the bounds are of use: how many images were made."""
        return any(token.kind == "subject" and token.word and token.word.value == _USE for token in self.tokens)

    def comparison(self) -> tuple[Tier, int] | None:
        """`[bound compare] [subject] [compare bound]`, at least one comparison."""
        bounds: dict[str, int] = {}
        index = self.start
        if self.is_kind(index, "number"):
            after = self.after_number(index)
            if not self.is_kind(after, "compare"):
                return None
            bounds[_MIRRORED[self.tokens[after].text]] = self.bound(index)
            index = after + 1
        subject, index = self.subject(index)
        if self.is_kind(index, "compare") and self.is_kind(index + 1, "number"):
            key = _FORWARD[self.tokens[index].text]
            if key[:2] in {have[:2] for have in bounds}:
                message = "two bounds on the same side"
                raise NotUnderstood(message, self.tokens[index])
            bounds[key] = self.bound(index + 1)
            index = self.after_number(index + 1)
            if subject is None:
                subject, index = self.subject(index)
        if not bounds:
            return None
        return Tier(subject, self.possible(bounds)), index

    def interval(self) -> tuple[Tier, int] | None:
        """`[subject] [ or ( bound , bound or ∞ ] or )`, also `[32k+)`."""
        subject, index = self.subject(self.start)
        if not self.is_kind(index, "open") or self.tokens[index].text == "{" or not self.is_kind(index + 1, "number"):
            return None
        lower = "gte" if self.tokens[index].text == "[" else "gt"
        behind = self.after_number(index + 1)
        if self.is_text(behind, {"+"}) and self.is_kind(behind + 1, "close"):
            return Tier(subject, {lower: self.bound(index + 1)}), behind + 2
        if not self.is_text(behind, {",", "，"}):
            return None
        after = behind + 2 if self.is_text(behind + 1, {"+"}) else behind + 1
        endless = self.is_text(after, _INFINITE)
        close = after + 1 if endless else self.after_number(after)
        if not self.is_kind(close, "close") or not (endless or self.is_kind(after, "number")):
            return None
        bounds = {lower: self.bound(index + 1)}
        if not endless:
            bounds["lte" if self.tokens[close].text == "]" else "lt"] = self.bound(after)
        return Tier(subject, self.possible(bounds)), close + 1

    def opened(self) -> tuple[Tier, int] | None:
        """`[subject] 32k+`: all that is longer; nothing that is counted follows the plus."""
        subject, index = self.subject(self.start)
        if not self.is_kind(index, "number"):
            return None
        after = self.after_number(index)
        if not self.is_text(after, {"+"}) or self.is_kind(after + 1, "number") or self.is_kind(after + 1, "currency"):
            return None
        bounds = {"gt": self.bound(index)}
        return Tier(subject, bounds), after + (2 if self.is_text(after + 1, {"token", "tokens"}) else 1)

    def possible(self, bounds: dict[str, int]) -> dict[str, int]:
        """The bounds, if some size lies between them."""
        low = max((bounds[key] for key in ("gt", "gte") if key in bounds), default=0)
        high = min((bounds[key] for key in ("lt", "lte") if key in bounds), default=low + 1)
        if low >= high and not (low == high and {"gte", "lte"} <= bounds.keys()):
            message = f"no size lies between the bounds {low} and {high}"
            raise NotUnderstood(message)
        return bounds

    def after_number(self, index: int) -> int:
        """The index after a number, its K or 万, and a 'tokens' that is not itself the subject of a comparison."""
        index += 1
        while self.is_kind(index, "count"):
            index += 1
        if self.of_use and self.is_kind(index, "thing"):
            return index + 1
        is_token = self.is_text(index, {"token", "tokens"}) and not self.is_kind(index + 1, "compare")
        return index + 1 if is_token else index

    def bound(self, index: int) -> int:
        """A count of tokens, or of what is used; raises NotUnderstood for one that is not whole or lacks its K."""
        token = self.tokens[index]
        value = number(token)
        index += 1
        scaled = value == 0
        while self.is_kind(index, "count"):
            word = self.tokens[index].word
            value *= int(str(word.value)) if word else 1
            index, scaled = index + 1, True
        if not scaled and self.thousands > 1:
            value, scaled = value * self.thousands, True
        if value != int(value) or (not scaled and value < SMALLEST and not self.of_use):
            message = f"cannot tell whether the bound {token.text} counts tokens or thousands"
            raise NotUnderstood(message, token)
        return int(value)

    def subject(self, index: int) -> tuple[str | None, int]:
        """What is bounded, and the index after it."""
        subject: str | None = None
        while index < len(self.tokens):
            token = self.tokens[index]
            value = token.word.value if token.word else None
            named = self.named(token.kind, value)
            if named is not None and subject in {None, REQUEST, named}:
                subject = named
            elif token.text in _BARE_SUBJECTS:
                subject = subject or REQUEST
            elif not (token.text == "的" and subject):
                break
            index += 1
        return subject, index

    @staticmethod
    def named(kind: str, value: object) -> str | None:
        """The size that a word names."""
        if kind == "subject":
            return str(value)
        return _SUBJECT_METERS.get(str(value)) if kind == "meter" else None

    def is_kind(self, index: int, kind: str) -> bool:
        return index < len(self.tokens) and self.tokens[index].kind == kind

    def is_text(self, index: int, texts: set[str]) -> bool:
        return index < len(self.tokens) and self.tokens[index].text in texts
