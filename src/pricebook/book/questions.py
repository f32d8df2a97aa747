"""What a caller asks: keywords become quantities and conditions, or are refused."""

from __future__ import annotations

from decimal import Decimal

from pricebook.book.errors import WrongQuestion
from pricebook.book.words import COUNTED, DOUBTS, HOMES, PARTS, SIZES, STATED

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import date
    from typing import Any

    from pricebook.book.prices import Price
    from pricebook.book.tiers import Number


class Question:
    """One question: how much of what, under which conditions."""

    __slots__ = ("_only", "accept", "asked", "at", "context", "counts", "model", "provider", "service", "stated")

    def __init__(
        self,
        model: str,
        provider: str | None,
        at: str | date | None,
        service: str | None,
        accept: str | Collection[str],
        keywords: Mapping[str, Any],
        only: str | None = None,
    ) -> None:
        check_text("model", model)
        check_text("provider", provider, optional=True)
        check_text("service", service, optional=True)
        check_text("counted", only, optional=True)
        self.asked = (model, provider, at)
        self.model = model
        self.provider = provider
        self.at = None if at is None else day(at)
        self.service = service
        self.accept = _accepted(accept)
        given = {name: value for name, value in keywords.items() if value is not None}
        self.context = _quantity("context_tokens", given.pop("context_tokens", None))
        self.counts = {name: _counted(name, given.pop(name)) for name in COUNTED if name in given}
        self.stated = {name: value for name, value in given.items() if not _is_refusal(name, value)}
        self._only = only
        _reject_unknown(given if only in {None, *COUNTED} else {**given, f"{only}": None})
        _reject_impossible(self.counts, self.context)

    def used(self) -> tuple[str, ...]:
        """The keywords to be priced: what was counted and is not nothing, or the only one that is asked for."""
        if self._only is not None:
            return (self._only,)
        return tuple(name for name, count in self.counts.items() if count)

    def is_of(self, price: Price, name: str) -> bool:
        """Whether the price is of what the keyword counts, in the service that is asked for."""
        service = self.service or HOMES.get(price.meter, "inference")
        return price.meter in COUNTED[name][0] and price.service == service

    def is_about(self, price: Price) -> bool:
        """Whether the price is of anything that is counted, be it none of it."""
        names = self.counts if self._only is None else (self._only,)
        return any(self.is_of(price, name) and price.unit == COUNTED[name][1] for name in names)

    @property
    def sizes(self) -> tuple[Number, Number, Number | None]:
        """How many tokens go in and come out, and the context, if it is stated."""
        return self.counts.get("input_tokens", 0), self.counts.get("output_tokens", 0), self.context

    def is_plain(self) -> bool:
        """Whether it says nothing but what was counted."""
        return not (self.stated or self.accept or self.service or self._only) and self.context is None

    def key(self) -> tuple[Any, ...]:
        """What the answer depends on besides the quantities."""
        stated = tuple(sorted((name, _frozen(value)) for name, value in self.stated.items()))
        return (self.model, self.provider, self.at, self.service, self.accept, self.used(), repr(stated))


def check_text(name: str, value: Any, *, optional: bool = False) -> None:
    """Raises WrongQuestion if what is to be named by text is given as anything else.

    >>> check_text("provider", 3)
    Traceback (most recent call last):
        ...
    pricebook.book.errors.WrongQuestion: provider=3: text is expected, the name as a str.
    """
    if not (isinstance(value, str) or (optional and value is None)):
        raise WrongQuestion(f"{name}={value!r}: text is expected, the name as a str.")


def _accepted(accept: str | Collection[str]) -> frozenset[str]:
    """The doubts that the caller takes."""
    known = ", ".join(sorted(DOUBTS))
    try:
        accepted = frozenset([accept] if isinstance(accept, str) else accept)
    except TypeError as error:
        raise WrongQuestion(f"accept={accept!r}: one or several are expected of {known}.") from error
    if unknown := accepted - DOUBTS:
        raise WrongQuestion(f"accept: {', '.join(sorted(map(str, unknown)))} is none of {known}.")
    return accepted


def day(at: str | date) -> str:
    """A day as ISO 8601 writes it; raises WrongQuestion.

    >>> day("2026-02-28")
    '2026-02-28'
    """
    from datetime import date, datetime  # noqa: PLC0415  # few questions name a day

    if isinstance(at, str) and len(at) == 10:
        try:
            return date.fromisoformat(at).isoformat()
        except ValueError as error:
            raise WrongQuestion(f"at: {at!r} is no day.") from error
    if isinstance(at, date) and not isinstance(at, datetime):
        return at.isoformat()
    raise WrongQuestion(f"at: {at!r} is no day. Give a date, or text such as '2026-02-28'.")


def _counted(name: str, value: Any) -> Number:
    number = _quantity(name, value)
    assert number is not None
    return number


def _quantity(name: str, value: Any) -> Number | None:
    """The quantity, exact and not negative."""
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, (int, Decimal)):
        raise WrongQuestion(f"{name}={value!r}: a quantity is an int or a Decimal, so that nothing is rounded.")
    if (isinstance(value, Decimal) and not value.is_finite()) or value < 0:
        raise WrongQuestion(f"{name}={value} cannot be counted.")
    return value


def _is_refusal(name: str, value: Any) -> bool:
    """Whether it says in words that the ordinary offer is meant."""
    return name in {"fine_tuned", "surcharge"} and value is False


def _reject_unknown(given: Mapping[str, Any]) -> None:
    if unknown := given.keys() - STATED:
        known = ", ".join((*COUNTED, *sorted(SIZES - COUNTED.keys()), *sorted(STATED)))
        raise WrongQuestion(f"{', '.join(sorted(unknown))}: no such keyword. There are: {known}.")


def _reject_impossible(counts: Mapping[str, Number], context: Number | None) -> None:
    parts = [name for name in PARTS if counts.get(name)]
    whole = counts.get("input_tokens")
    if parts and (whole is None or sum(counts[name] for name in parts) > whole):
        raise WrongQuestion(f"{' and '.join(parts)} are counted in input_tokens too, which is {whole}.")
    if context is not None and whole is not None and context < whole:
        raise WrongQuestion(f"context_tokens={context} is less than input_tokens={whole}, which are a part of it.")


def _frozen(value: Any) -> Any:
    return sorted(map(repr, value)) if isinstance(value, (list, tuple, set, frozenset)) else repr(value)
