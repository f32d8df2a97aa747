"""What a request costs, line by line, with what was assumed and how sure it is."""

from __future__ import annotations

from itertools import repeat

from pricebook.book.amounts import EXACT, NOTHING, product
from pricebook.book.doubts import doubts
from pricebook.book.prices import said, tier
from pricebook.book.words import STATED

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from decimal import Decimal
    from typing import Any

    from pricebook.book.edition import Edition
    from pricebook.book.names import Offer
    from pricebook.book.plans import Plan
    from pricebook.book.prices import Price
    from pricebook.book.tiers import Number

_fma, _add, _normalize = EXACT.fma, EXACT.add, EXACT.normalize


class Line:
    """One line of a bill: so much of a meter, by one price."""

    __slots__ = ("_edition", "price", "quantity")

    def __init__(self, edition: Edition, price: Price, quantity: Number) -> None:
        self._edition = edition
        self.price = price
        self.quantity = quantity
        """Tokens, characters, images, seconds: one by one, also where the unit is a million of them."""

    @property
    def amount(self) -> Decimal:
        """What the line costs, exactly."""
        return product(self.price.rate, self.quantity)

    @property
    def meter(self) -> str:
        """What was counted."""
        return self.price.meter

    @property
    def unit(self) -> str | None:
        """What the unit price is for."""
        return self.price.unit

    @property
    def unit_price(self) -> Decimal:
        """What a bill takes for one unit."""
        return self.price.amount

    @property
    def currency(self) -> str:
        """ISO 4217, as the page prints it."""
        return self.price.currency

    @property
    def tier(self) -> str:
        """The bounds inside which the request lies; empty if the price has none."""
        return tier(self.price)

    @property
    def evidence(self) -> Price:
        """The price with its id, its quote and its place, from the file of its provider."""
        return self._edition.evidence(self.price)

    @property
    def id(self) -> str | None:
        """The price's id."""
        return self.evidence.id

    @property
    def quote(self) -> str | None:
        """The characters of the page that say the price."""
        return self.evidence.quote

    def __str__(self) -> str:
        """The line for people."""
        unit = f" / {self.unit}" if self.unit else ""
        held = f"  ({self.tier})" if self.tier else ""
        return f"{self.quantity} {self.meter} at {self.unit_price:f} {self.currency}{unit}: {self.amount:f}{held}"


class Cost:
    """What a request costs. `amount` and `currency` are the answer; all else says what it rests on."""

    __slots__ = ("_edition", "_plan", "_prices", "_quantities", "_sizes", "currency")

    def __init__(
        self,
        edition: Edition,
        plan: Plan,
        prices: Sequence[Price],
        quantities: Sequence[Number],
        currency: str,
        sizes: tuple[Number, Number, Number | None],
    ) -> None:
        self._edition = edition
        self._plan = plan
        self._prices = prices
        self._quantities = quantities
        self._sizes = sizes
        """How many tokens went in and came out, and the context, if it was stated."""
        self.currency = currency
        """ISO 4217, as the page prints it; nothing is converted."""

    @property
    def offer(self) -> Offer:
        """Whose price it is."""
        return self._plan.offer

    @property
    def lines(self) -> tuple[Line, ...]:
        """One for each price that the request is billed by."""
        return (*map(Line, repeat(self._edition), self._prices, self._quantities),)

    @property
    def amount(self) -> Decimal:
        """The sum of the lines, exactly."""
        total = NOTHING
        for price, quantity in zip(self._prices, self._quantities):  # noqa: B905  # as many of them; it is asked often
            total = _fma(price.rate, quantity, total)
        return _add(_normalize(total), NOTHING)

    @property
    def why(self) -> str:
        """Which size of the request chose its tiers; empty if no price of it has any."""
        return self._plan.why(*self._sizes)

    @property
    def at(self) -> str | None:
        """The day that was priced, where the caller named one."""
        return self._plan.at

    @property
    def seen(self) -> str | None:
        """The oldest of the days on which the pages of its prices were last seen, ISO 8601; None if that is unknown.

        Of a price that is past it is the day on which that was last seen itself.
        """
        if not self._prices:
            return self._edition.seen(self._plan.offer.provider)
        days = [self._edition.page_seen(price) for price in self._prices]
        return None if None in days else min(filter(None, days))

    @property
    def expired(self) -> bool:
        """Whether the release says of itself that it is too old by now."""
        return self._edition.expired

    @property
    def assumed(self) -> tuple[str, ...]:
        """What the caller did not say and the answer rests on, in sentences."""
        return tuple(dict.fromkeys((*self._plan.notes, *self._assumed())))

    def _unstated(self) -> Iterator[str]:
        """Which conditions hold for a price of it that the caller did not state, and for which of its meters."""
        meters: dict[str, list[str]] = {}
        for line in self.lines:
            for name, value in line.evidence.conditions.items():
                if name in STATED and name not in self._plan.terms.stated:
                    told = "the provider's home region" if name == "region" else "which was not stated"
                    meters.setdefault(f"{said(name, value)}, {told}", []).append(line.meter)
        yield from (f"{', '.join(dict.fromkeys(of))}: {told}" for told, of in meters.items())

    def _assumed(self) -> Iterator[str]:
        yield from self._unstated()
        for line in self.lines:
            price = line.price
            if price.effective_until:
                yield f"{price.meter}: the page says that this price ends with or before {price.effective_until}"
            if line.evidence.valid_from_basis == "assumed" and self.at:
                yield f"{price.meter}: that it holds from {line.evidence.valid_from} on is a guess"
        yield from self.unseen

    @property
    def unseen(self) -> tuple[str, ...]:
        """What nobody saw on the day that was priced, in sentences: the answer is what was seen before it."""
        between = (f"{price.meter}: {why}" for price in self._prices if (why := price.record.get("unseen")))
        standing = [self._edition.page_seen(price) for price in self._prices if not price.record.get("last_seen")]
        later = self.at is not None and any(day is None or day < self.at for day in standing)
        oldest = min((day or "no known day" for day in standing), default="")
        last = f"the last look at {self.offer.provider} that saw its page was on {oldest}, before {self.at}"
        return tuple(dict.fromkeys((*between, *([last] if later else []))))

    @property
    def promotions(self) -> tuple[str, ...]:
        """The promotions that lower a price of it, in the page's words. `amount` is what is paid under them."""
        return tuple(filter(None, dict.fromkeys(map(_promotion, self._prices))))

    @property
    def doubts(self) -> tuple[str, ...]:
        """What speaks against billing by it, though the caller accepted that."""
        stated = self._plan.terms.stated
        found = (f"{price.meter}: {kind}, {why}" for price in self._prices for kind, why in doubts(price, stated))
        return tuple(dict.fromkeys(found))

    def as_dict(self) -> dict[str, Any]:
        """All of it for JSON; amounts are strings."""
        return {
            "provider": self.offer.provider, "model": self.offer.model, "amount": f"{self.amount:f}",
            "currency": self.currency, "at": self.at, "seen": self.seen, "expired": self.expired,
            "why": self.why, "assumed": list(self.assumed), "unseen": list(self.unseen),
            "promotions": list(self.promotions), "doubts": list(self.doubts),
            "lines": [_line(line) for line in self.lines],
        }  # fmt: skip

    def __repr__(self) -> str:
        """The answer in short."""
        return f"<{self.offer}: {self.amount:f} {self.currency}>"

    def __str__(self) -> str:
        """The answer and what it rests on, for people."""
        notes = (
            *([f"tier: {self.why}"] if self.why else []),
            *(f"assumed: {each}" for each in self.assumed),
            *(f"promotion: {each}" for each in self.promotions),
            *(f"doubtful: {each}" for each in self.doubts),
            f"seen: {self.seen}" + (", and the release has expired since" if self.expired else ""),
        )
        body = "\n".join((*map(str, self.lines), *notes)).replace("\n", "\n  ")
        return f"{self.offer}: {self.amount:f} {self.currency}\n  {body}"


def _promotion(price: Price) -> str | None:
    if price.promotion is None:
        return None
    before = price.promotion.get("list_amount")
    listed = f" instead of {before}" if before else ""
    ends = f", until {price.effective_until}" if price.effective_until else ""
    return f"{price.meter}: {price.promotion['label']}, {price.amount:f} {price.currency}{listed}{ends}"


def _line(line: Line) -> dict[str, Any]:
    full = line.evidence
    return {
        "id": full.id, "service": full.service, "meter": full.meter, "quantity": str(line.quantity),
        "unit": full.unit, "unit_price": f"{line.unit_price:f}", "currency": line.currency,
        "amount": f"{line.amount:f}", "tier": line.tier, "conditions": dict(full.conditions), "quote": full.quote,
        "where": full.where and dict(full.where), "valid_from": full.valid_from,
        "valid_from_basis": full.valid_from_basis,
    }  # fmt: skip
