"""One change of a price, or of prices that belong together: what it is called, how large and how grave it is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any, Literal

Kind = Literal[
    "conflict", "jump", "solved", "alike", "unread", "currency", "unit", "conditions", "tiers", "increase", "decrease",
    "free", "terms", "missing", "back", "rename", "provider", "added",
]  # fmt: skip
KINDS: Mapping[Kind, str] = {
    "conflict": "the page prints more than one price",
    "jump": "the amount changed like a unit that slipped",
    "solved": "the page printed more than one price, now it prints one",
    "alike": "new on the page, under a name that looks like another model's",
    "unread": "no longer read: the page was not understood whole",
    "currency": "the currency changed",
    "unit": "the unit changed",
    "conditions": "the conditions changed",
    "tiers": "the tiers are divided otherwise",
    "increase": "costs more",
    "decrease": "costs less",
    "free": "became free",
    "terms": "the promotion or the printed days changed",
    "missing": "no longer on the page",
    "back": "came back",
    "rename": "the same but for the spelling of its name: case, separators, vendor, a note, the day of the version",
    "provider": "a provider that was not there before",
    "added": "new on the page",
}
"""Every kind of change, in the order in which a reviewer should see them."""

SLIP = 9
"""An amount that is so many times more or less is like one of another unit: the nearest are ten times apart."""
LARGE = 2
"""An amount that is so many times more or less is shown before all smaller changes."""
_ABSENT = {"missing", "withdrawn"}


def percent_of(ratio: Decimal | None) -> str | None:
    """By how much an amount rose, or with a minus fell, in percent; None where there is no telling.

    >>> percent_of(Decimal("1.25")), percent_of(Decimal(2) / 3), percent_of(Decimal(1)), percent_of(None)
    ('25', '-33.3', '0', None)
    """
    if ratio is None:
        return None
    return format(((ratio - 1) * 100).quantize(Decimal("0.1"), ROUND_HALF_EVEN), "f").removesuffix(".0")


@dataclass(frozen=True, slots=True)
class Told:
    """What a comparison needs of one published price."""

    id: str
    provider: str
    model: str
    service: str
    meter: str
    unit: str | None
    currency: str
    conditions: Mapping[str, Any]
    amount: str
    free: bool
    promotion: str | None
    effective_from: str | None
    effective_until: str | None
    absent: str | None
    """`missing`, `withdrawn` or `unread` if the last look did not see it."""
    quote: str
    """The page's words."""
    place: str
    """Where on the page they stand."""
    reasons: tuple[str, ...] = ()
    """What is doubtful about it."""
    line: int = 0
    """Line of the page as stored, from 1."""
    page: str = ""
    """The page's name among the provider's pages."""
    address: str | None = None
    """The page that a person opens; None where nobody said it."""
    snapshot: str | None = None
    """The folder that holds the page; None where that is not known."""
    stored: str | None = None
    """The stored page in the collection, where it is a file of its own."""
    valid_from: str | None = None
    """The day from which on it holds; None where that is not known."""
    absent_since: str | None = None
    """The day of the first look that did not see it."""
    last_seen: str | None = None
    """Of an old price: the day of the last look that saw it so."""
    not_seen: str | None = None
    """Of an old price: the day of the look after that one."""
    words: str = ""
    """Of an amount that is not read any more: what the page says there now."""

    @property
    def is_there(self) -> bool:
        """Whether it is published at this end; what is merely not understood any more is."""
        return self.absent not in _ABSENT

    @property
    def terms(self) -> tuple[str | None, ...]:
        """What changes besides the amount, and leaves it the same price."""
        return self.promotion, self.effective_from, self.effective_until


@dataclass(frozen=True, slots=True)
class Change:
    """One change of one price, or of prices that only together are the same thing: the tiers of a model."""

    kind: Kind
    old: tuple[Told, ...]
    """Empty if it was added; more than one if the page printed a conflict, or tiers."""
    new: tuple[Told, ...]
    ratio: Decimal | None = None
    """New amount to old; of tiers the farther one of the lowest and the highest; None where there is no telling."""
    alike: tuple[str, ...] = ()
    """Of a price that was added the provider's other models whose names look the same."""

    @property
    def told(self) -> Told:
        """The price as it is now, else as it was."""
        return (self.new or self.old)[0]

    @property
    def size(self) -> Decimal:
        """How many times more or less; 0 where there is no telling."""
        return Decimal(0) if self.ratio is None else max(self.ratio, 1 / self.ratio)

    @property
    def percent(self) -> str | None:
        """How many percent more, or with a minus less; None where there is no telling."""
        return percent_of(self.ratio)

    @property
    def doubts(self) -> tuple[str, ...]:
        """What is doubtful about the prices as they are now."""
        return tuple(dict.fromkeys(reason for price in self.new for reason in price.reasons))

    @property
    def weight(self) -> int:
        """0: it can hardly be right; 1: large, or doubtful; 2: all others."""
        if self.kind in {"conflict", "jump"}:
            return 0
        return 1 if self.doubts or self.size >= LARGE else 2

    @property
    def between(self) -> tuple[str, str] | None:
        """The days of the last look that saw the old price and of the next one; None where that is not known.

        Of what has another id now, of the first look that saw it under that: there may have been others between.
        """
        last = max((price.last_seen for price in self.old if price.last_seen), default=None)
        first = self._ended
        if last is None or first is None or not self.old[0].is_there:
            return None
        return last, max(first, self._begun or first) if self._is_renamed else first

    @property
    def days(self) -> int | None:
        """For how many days the old price had stood under its id; None where that is not known."""
        if not self.old or not self.old[0].is_there:
            return None
        begun = max((price.valid_from for price in self.old if price.valid_from), default=None)
        ended = self._ended or self._begun
        if begun is None or ended is None or ended < begun:
            return None
        return (date.fromisoformat(ended) - date.fromisoformat(begun)).days

    @property
    def outlived(self) -> bool:
        """Whether the old price may have stood for longer, under an id that is at neither end."""
        return self._is_renamed and bool(self._ended and self._begun and self._ended < self._begun)

    @property
    def _is_renamed(self) -> bool:
        return bool(self.old and self.new) and self.old[0].id != self.new[0].id

    @property
    def _ended(self) -> str | None:
        return max((price.not_seen for price in self.old if price.not_seen), default=None)

    @property
    def _begun(self) -> str | None:
        days = (price.valid_from if price.is_there else price.absent_since for price in self.new)
        return min((day for day in days if day), default=None)


def judged(old: tuple[Told, ...], new: tuple[Told, ...]) -> Change | None:
    """The change between prices of one identity each, if there is one."""
    was, now = ({price.amount for price in side} for side in (old, new))
    first, last = old[0], new[0]
    if len(now) > 1 or len(was) > 1:
        if was == now and first.absent == last.absent and first.id == last.id:
            return None
        return Change("conflict" if len(now) > 1 else "solved", old, new)
    if first.currency != last.currency or first.unit != last.unit:
        return Change("currency" if first.currency != last.currency else "unit", old, new)
    kind, ratio = _by_amount(first, last)
    if kind != "jump":
        kind = _by_words(first, last, kind)
    return Change(kind, old, new, ratio) if kind else None


def judged_tiers(old: tuple[Told, ...], new: tuple[Told, ...]) -> Change:
    """The change between prices that were divided otherwise; what holds for the least comes first."""
    old, new = (tuple(sorted(side, key=_lowest_first)) for side in (old, new))
    for kind in ("currency", "unit"):
        if len({getattr(price, kind) for price in (*old, *new)}) > 1:
            return Change(kind, old, new)
    known = [ratio for ratio in extremes(old, new) if ratio is not None]
    ratio = max(known, key=lambda each: max(each, 1 / each), default=None)
    return Change("jump" if ratio is not None and _slipped(ratio) else "tiers", old, new, ratio)


def _lowest_first(price: Told) -> tuple[Decimal, str]:
    bounds = [value for value in price.conditions.values() if isinstance(value, Mapping)]
    low = [Decimal(str(each.get("gt", each.get("gte", -1)))) for each in bounds]
    return min(low, default=Decimal(-1)), repr(price.conditions)


def extremes(old: Sequence[Told], new: Sequence[Told]) -> tuple[Decimal | None, Decimal | None]:
    """How the lowest and the highest amount changed, new to old; None where one of them is 0."""
    was, now = (sorted(Decimal(price.amount) for price in side) for side in (old, new))
    low, high = ((now[n] / was[n] if was[n] and now[n] else None) for n in (0, -1))
    return low, high


def _by_amount(old: Told, new: Told) -> tuple[Kind | None, Decimal | None]:
    before, after = Decimal(old.amount), Decimal(new.amount)
    if new.free != old.free:
        return ("free" if new.free else "increase"), None
    if before == after:
        return None, None
    if not before or not after:
        return ("decrease" if before else "increase"), None
    ratio = after / before
    if _slipped(ratio):
        return "jump", ratio
    return ("increase" if ratio > 1 else "decrease"), ratio


def _slipped(ratio: Decimal) -> bool:
    return max(ratio, 1 / ratio) >= SLIP


def _by_words(old: Told, new: Told, by_amount: Kind | None) -> Kind | None:
    if old.conditions != new.conditions:
        return "conditions"
    if by_amount:
        return by_amount
    if old.absent != new.absent:
        return "unread" if new.absent else "back"
    if old.terms != new.terms:
        return "terms"
    return "rename" if old.model != new.model else None
