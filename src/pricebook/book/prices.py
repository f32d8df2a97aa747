"""One price, and the files that it is read from."""

from __future__ import annotations

from decimal import Decimal
from itertools import starmap

from pricebook.book.amounts import EXACT
from pricebook.book.errors import RefusedData
from pricebook.book.words import KNOWN, OFFERS, SIZES, power

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

_RULES = ("marginal",)
_SIGNS = {"gt": ">", "gte": ">=", "lt": "<", "lte": "<="}


class Price:
    """One price of the catalogue: what the contract says of it, and nothing that was worked out."""

    __slots__ = (
        "amount", "conditions", "conflict", "currency", "effective_from", "effective_until", "free", "id", "meter",
        "model", "promotion", "provider", "quote", "rate", "record", "service", "standard", "status", "suspect", "unit",
        "valid_from", "valid_from_basis", "where",
    )  # fmt: skip

    def __init__(self, record: Mapping[str, Any]) -> None:
        self.record = record
        """All fields, as the file has them; for a day after it was last seen, `unseen` says what was found next."""
        self.provider: str = record["provider"]
        self.model: str = record["model"]
        self.service: str = record["service"]
        self.meter: str = record["meter"]
        self.unit: str | None = record["unit"]
        self.currency: str = record["currency"]
        self.amount = amount_of(record)
        """What a bill takes, in `currency` per `unit`."""
        self.rate = EXACT.scaleb(self.amount, -power(self.unit))
        """The same for one token, one character, one image: without the million of the unit."""
        self.conditions: Mapping[str, Any] = record["conditions"]
        self.standard: bool = record["standard"]
        self.free: bool = record["free"]
        self.promotion: Mapping[str, str] | None = record["promotion"]
        self.effective_from: str | None = record["effective_from"]
        self.effective_until: str | None = record["effective_until"]
        self.status: str = record["status"]
        self.suspect: str | None = record["suspect"]
        self.conflict: str | None = record["conflict"]
        self.id: str | None = record.get("id")
        """Sixteen hexadecimal digits; None in what was read from the slim edition alone."""
        listed = record.get("listed") or {"text": record.get("quote")}
        self.quote: str | None = listed["text"]
        """The characters of the page; None in what was read from the slim edition alone."""
        self.where: Mapping[str, Any] | None = record.get("where")
        self.valid_from: str | None = record.get("valid_from")
        self.valid_from_basis: str | None = record.get("valid_from_basis")

    @property
    def marginal(self) -> bool:
        """Whether each band of the quantity is billed by itself."""
        return "tier_rule" in self.conditions

    @property
    def understood(self) -> bool:
        """Whether this library knows all of its conditions; a price with another one is left alone."""
        rule = self.conditions.get("tier_rule", _RULES[0])
        return self.conditions.keys() <= KNOWN and rule in _RULES

    def __repr__(self) -> str:
        """The price in one line."""
        held = " ".join(starmap(said, self.conditions.items()))
        amount = f"{self.amount:f} {self.currency}" + (f" / {self.unit}" if self.unit else "")
        return f"<{' '.join(filter(None, (self.provider, self.model, self.service, self.meter, held)))}: {amount}>"


def amount_of(record: Mapping[str, Any]) -> Decimal:
    """The amount; raises RefusedData where it is not written as the contract says."""
    text = record["amount"]
    if not isinstance(text, str) or not _is_amount(text):
        raise RefusedData("format", f"{record['provider']} {record['model']}: {text!r} is no amount")
    return Decimal(text)


def _is_amount(text: str) -> bool:
    whole, point, rest = text.partition(".")
    return text.isascii() and whole.isdecimal() and (rest.isdecimal() if point else True)


def shown(value: Any) -> str:
    """A condition's value for people.

    >>> shown({"gt": 8192, "lte": 32768}), shown(["image", "video"]), shown(True)
    ('>8192 <=32768', 'image/video', 'true')
    """
    if isinstance(value, dict):
        return " ".join(f"{_SIGNS.get(sign, sign)}{bound}" for sign, bound in value.items())
    if isinstance(value, (list, tuple)):
        return "/".join(map(shown, value))
    return str(value).lower() if isinstance(value, bool) else str(value)


def said(name: str, value: Any) -> str:
    """A condition as a caller states it.

    >>> said("mode", "batch"), said("as_printed", ["2D/3D", "with sound"])
    ('mode=batch', "as_printed=['2D/3D', 'with sound']")
    """
    return f"{name}={list(value)}" if name == "as_printed" and not isinstance(value, str) else f"{name}={shown(value)}"


def tier(price: Price) -> str:
    """The bounds on the request that the price is for; empty if it has none."""
    return ", ".join(f"{name} {shown(value)}" for name, value in price.conditions.items() if name in SIZES)


def slim_prices(slim: Mapping[str, Any], provider: str, model: str) -> Iterator[Price]:
    """The standard offers of a model, from the slim edition; nothing if it has none."""
    listed = slim["providers"].get(provider, {"models": {}})
    for counted, amounts in listed["models"].get(model, {}).items():
        service, _, meter = counted.rpartition("/")
        for one in forms(amounts):
            amount, conditions, marks = (*one, {})[:3]
            record = {
                "free": False, "promotion": None, "effective_from": None, "effective_until": None, "suspect": None,
                "conflict": None, "unit": slim["units"].get(meter), "currency": listed["currency"],
                "status": listed["status"], **marks,
                "provider": provider, "model": model, "service": service or "inference", "meter": meter,
                "amount": amount, "conditions": conditions, "standard": True,
            }  # fmt: skip
            yield Price(record)


def forms(listed: Any) -> list[Any]:
    """What a meter of a model costs, each amount with its conditions: a string has none."""
    return [[listed, {}]] if isinstance(listed, str) else list(listed)


def is_same(full: Price, slim: Price) -> bool:
    """Whether the price with its evidence is the one that the slim edition tells of."""
    conditions = full.conditions if "region" in slim.conditions else without(full.conditions, "region")
    return (
        full.standard == slim.standard
        and (full.service, full.meter, full.unit, full.currency) == (slim.service, slim.meter, slim.unit, slim.currency)
        and (full.amount, conditions) == (slim.amount, slim.conditions)
        and (full.effective_from, full.effective_until) == (slim.effective_from, slim.effective_until)
    )


def without(conditions: Mapping[str, Any], *names: str) -> dict[str, Any]:
    """The conditions but these."""
    return {name: value for name, value in conditions.items() if name not in names}


def offer_of(price: Price) -> dict[str, Any]:
    """The conditions that make it an offer of its own."""
    return {name: value for name, value in price.conditions.items() if name in OFFERS}
