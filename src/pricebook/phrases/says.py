"""What words say of a price: one record, and the one place where two statements meet.

A statement that is not understood, or that contradicts itself, carries its `problem`; whatever meets it carries the
problem too. So a reader of words always answers with a statement, and nothing that was said can be lost on the way.
"""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import NamedTuple, TypeVar

from pricebook.phrases.measures import Measure, merged
from pricebook.phrases.tasks import met
from pricebook.vocabulary import NARROWER, SHARED_MARKS

Conditions = tuple[tuple[str, object], ...]
"""Names of the vocabulary with their values, by name; bounds as pairs, several values as a tuple, words `as_printed`
as a tuple in the page's order. A value of None says that the ordinary case holds."""

AS_PRINTED = "as_printed"
BOUNDED = frozenset({"input_tokens", "context_tokens", "output_tokens"})
"""Conditions that are bounds on the size of a request."""


class Rule(NamedTuple):
    """A printed rule that makes a second price of a price: under these conditions so much of it is paid."""

    conditions: Conditions
    multiplier: Decimal
    printed: str
    """The words of the page."""


class Says(NamedTuple):
    """All that words can say of a price. Nothing in it is assumed."""

    meters: tuple[str, ...] = ()
    service: str | None = None
    measure: Measure | None = None
    currency: str | None = None
    """ISO 4217, or a mark that several currencies share."""
    conditions: Conditions = ()
    media: tuple[str, ...] = ()
    """What the tokens are of, or what is counted by the second, where a word says no more than that."""
    since: str | None = None
    """The day from which it holds, ISO 8601."""
    until: str | None = None
    """The day with which, or before which, it ends; as printed."""
    promotion: str | None = None
    """The words of a promotion."""
    subject: str | None = None
    """What a bound without a word of its own bounds, where a heading says it."""
    thousands: int = 1
    """What a bare bound is multiplied by, where a heading says 千 tokens."""
    rules: tuple[Rule, ...] = ()
    """What other prices a printed rule makes of it."""
    problem: str | None = None
    """Why the words are not understood."""

    @property
    def kinds(self) -> frozenset[str]:
        """What it tells about a price, whatever it says of it."""
        if self is NOTHING:
            return _NO_KINDS
        stated = {name for name, _ in self.conditions}
        fields = ("meters", "service", "media", "since", "until", "promotion", "rules")
        return frozenset(stated | {name for name in fields if getattr(self, name)})


NOTHING = Says()
_NO_KINDS: frozenset[str] = frozenset()


def unread(problem: str) -> Says:
    """A statement of which only that is known."""
    return Says(problem=problem)


def condition(name: str, value: object) -> Says:
    """That one condition holds."""
    return Says(conditions=((name, value),))


def ordered(conditions: Mapping[str, object]) -> Conditions:
    """The conditions by name."""
    return tuple(sorted(conditions.items())) if conditions else ()


def both(near: Says, wider: Says) -> Says:
    """All that the two say of one price, or the contradiction between them.

    The one may be a case of the other: cached input of input, AUD of `$`, a million tokens of tokens; then that holds.

    >>> both(Says(("cache_read",)), Says(("input",))).meters
    ('cache_read',)
    >>> both(Says(currency="$"), Says(currency="AUD")).currency
    'AUD'
    >>> both(condition("mode", "batch"), condition("mode", None)).problem
    'batch and the ordinary case of mode for one price'
    """
    if wider is NOTHING or near.problem:
        return near
    if near is NOTHING or wider.problem:
        return wider
    problems: list[str] = []
    joined = Says(
        _met(near.meters, wider.meters, _meters, problems),
        _met(near.service, wider.service, _service, problems),
        _met(near.measure, wider.measure, _measure, problems),
        _met(near.currency, wider.currency, _currency, problems),
        _met(near.conditions, wider.conditions, _conditions, problems),
        _met(near.media, wider.media, _media, problems),
        _met(near.since, wider.since, _since, problems),
        _met(near.until, wider.until, _until, problems),
        _met(near.promotion, wider.promotion, _promotion, problems),
        _met(near.subject, wider.subject, _subject, problems),
        near.thousands if near.thousands > 1 else wider.thousands,
        _met(near.rules, wider.rules, _both_rules, problems),
    )
    return unread(problems[0]) if problems else joined


T = TypeVar("T")


def _met(near: T, wider: T, meet: Callable[[T, T, list[str]], T], problems: list[str]) -> T:
    """The one that says something; if both do and they differ, what they say together."""
    if not wider or near == wider:
        return near
    return meet(near, wider, problems) if near else wider


def _differ(called: str) -> Callable[[str | None, str | None, list[str]], str | None]:
    """Two different ones of a kind contradict each other."""

    def meet(near: str | None, wider: str | None, problems: list[str]) -> str | None:
        problems.append(f"two {called} for one price: {wider} and {near}")
        return near

    return meet


_service, _since, _until = _differ("services"), _differ("beginnings"), _differ("ends")
_promotion, _subject = _differ("promotions"), _differ("sizes")


def _meters(near: tuple[str, ...], wider: tuple[str, ...], problems: list[str]) -> tuple[str, ...]:
    """The nearer may be narrower; never something else."""
    if _narrower(near, wider):
        return near
    if _narrower(wider, near):
        return wider
    problems.append(f"{' and '.join(wider)} and {' and '.join(near)} for one price")
    return near


def _narrower(many: tuple[str, ...], one: tuple[str, ...]) -> bool:
    """Whether all of the meters are kinds of the one: cached and uncached input are input."""
    return len(one) == 1 and all(one[0] in _wider(meter) for meter in many)


def _wider(meter: str) -> list[str]:
    """The meter and all that it is a kind of."""
    found = [meter]
    while found[-1] in NARROWER:
        found.append(NARROWER[found[-1]])
    return found


def _measure(near: Measure | None, wider: Measure | None, problems: list[str]) -> Measure | None:
    found = merged(near, wider) if near and wider else None
    if found is None and near and wider:
        problems.append(f"two units for one price: {wider.text} and {near.text}")
    return found


def _currency(near: str | None, wider: str | None, problems: list[str]) -> str | None:
    """The one that the other's mark can stand for."""
    if near in SHARED_MARKS.get(wider or "", ()):
        return near
    if wider in SHARED_MARKS.get(near or "", ()):
        return wider
    problems.append(f"two currencies for one price: {wider} and {near}")
    return near


def _both_rules(near: tuple[Rule, ...], wider: tuple[Rule, ...], problems: list[str]) -> tuple[Rule, ...]:
    """All of them; two that pay differently for the same thing contradict each other."""
    found = {rule.conditions: rule for rule in wider}
    for rule in near:
        other = found.setdefault(rule.conditions, rule)
        if other.multiplier != rule.multiplier:
            problems.append(f"two rules for one price: {other.printed!r} and {rule.printed!r}")
        found[rule.conditions] = min(other, rule, key=lambda each: each.printed)
    return tuple(sorted(found.values(), key=lambda each: str(each.conditions)))


def _media(near: tuple[str, ...], wider: tuple[str, ...], problems: list[str]) -> tuple[str, ...]:
    if not set(near) < set(wider):
        problems.append(f"{' and '.join(wider)} and {' and '.join(near)} for one price")
    return near


def _conditions(near: Conditions, wider: Conditions, problems: list[str]) -> Conditions:
    found = dict(wider)
    for name, value in near:
        if name == AS_PRINTED and name in found:
            found[name] = tuple(dict.fromkeys((*_words(found[name]), *_words(value))))
        elif name == "task" and name in found and (tasks := met(found[name], value)):
            found[name] = tasks
        elif name == "mode" and isinstance(modes := found.get(name), tuple) and value in modes:
            found[name] = value
        elif found.setdefault(name, value) != value:
            differing = " and ".join(shown(each) for each in sorted((found[name], value), key=shown))
            problems.append(f"{differing} of {name} for one price")
    return ordered(found)


def _words(value: object) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else (str(value),)


def shown(value: object) -> str:
    """A value as messages show it."""
    if value is None:
        return "the ordinary case"
    if isinstance(value, tuple):
        return "+".join(" ".join(map(str, each)) if isinstance(each, tuple) else str(each) for each in value)
    return str(value)
