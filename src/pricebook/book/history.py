"""What a model cost on a day: the lines of `history.jsonl`."""

from __future__ import annotations

import json
from decimal import Decimal

from pricebook.book.amounts import EXACT
from pricebook.book.errors import NotSold, RefusedData, UnknownDay
from pricebook.book.prices import Price, amount_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from typing import Any

    from pricebook.book.names import Offer

    Record = dict[str, Any]

_ENDS = ("valid_to", "missing_since", "unread_since", "withdrawn_on")
_NEVER = "9999-99-99"
_NOTHING = {"status": "fresh", "suspect": None}
_SLIP = 100
"""How many times the amount next to it in time an amount is at least that may be a slip of the page."""


class History:
    """All lines by provider and model, as they are written: few of them are ever asked for."""

    def __init__(self, text: str) -> None:
        self._lines: dict[tuple[str, str], list[str]] = {}
        self._first: dict[str, str] = {}
        for line in text.splitlines():
            record = json.loads(line)
            provider = record["provider"]
            self._lines.setdefault((provider, record["model"]), []).append(line)
            self._first[provider] = min(record["first_seen"], self._first.get(provider, record["first_seen"]))

    def on(self, offer: Offer, day: str, now: Iterable[Price], seen: Callable[[Price], str | None]) -> list[Price]:
        """What was on sale that day; `now` are the prices of today, which know what is doubtful about them.

        `seen` gives the day on which the page of one of them was last seen. Raises UnknownDay before the first look at
        the provider, NotSold if nothing of the model was on sale.
        """
        records = self._of(offer)
        sold = [record for record in records if record["valid_from"] <= day < _end(record)]
        if sold:
            today = {(price.id, price.amount): price for price in now}
            return _standing([self._price(record, records, day, today, seen) for record in sold])
        first = self._first.get(offer.provider)
        if first is None or day < first:
            raise UnknownDay(f"{offer}: nothing is known of {day}. The first look at {offer.provider} was on {first}.")
        since = [record["valid_from"] for record in records if record["valid_from"] > day]
        if since:
            raise NotSold(f"{offer} was not on sale on {day}. It was seen from {min(since)} on.")
        raise NotSold(f"{offer} was not on sale on {day}. {self.last_words(offer)}")

    def last_words(self, offer: Offer) -> str:
        """When it was last on sale, in one sentence."""
        records = self._of(offer)
        days = [record["last_seen"] for record in records if record["last_seen"]]
        withdrawn = [record["withdrawn_on"] for record in records if record["withdrawn_on"]]
        ends = f" It was withdrawn on {max(withdrawn)}." if withdrawn else ""
        return (
            f"The last day on which it was seen is {max(days)}.{ends}" if days else f"It was never seen on sale.{ends}"
        )

    @staticmethod
    def _price(
        record: Record,
        records: Sequence[Record],
        day: str,
        now: Mapping[tuple[str | None, Decimal], Price],
        seen: Callable[[Price], str | None],
    ) -> Price:
        """The price of a line: as doubtful as it is today, if it stands; if it is past, as its lines let it be."""
        today = now.get((record["id"], amount_of(record)))
        if record["last_seen"] is not None or (today is None and _end(record) != _NEVER):
            conflict = "the page printed more than one amount" if record["conflict"] else None
            told = {"conflict": conflict, "suspect": _slip(record, records), "unseen": _unseen(record, records, day)}
            return Price({**record, **_NOTHING, **told})
        if today is None:
            price = Price({**record, **_NOTHING, "conflict": None})
            raise RefusedData("format", f"{price} stands in history.jsonl and not in the file of its provider")
        told = {name: today.record[name] for name in ("status", "suspect", "conflict", "where")}
        if today.status == "stale" and day <= (seen(today) or ""):
            told["status"] = "fresh"  # that its page cannot be read since says nothing of a day on which it was
        return Price({**record, **told})

    def _of(self, offer: Offer) -> list[Record]:
        lines = self._lines.get((offer.provider, offer.model), [])
        records: list[Record] = [json.loads(line, parse_float=Decimal) for line in lines]
        return [record for record in records if record["known_to"] is None]


def _end(record: Mapping[str, Any]) -> str:
    """The day from which on it was another, was not seen, or was not sold; past all days while it stands."""
    return min((record[name] for name in _ENDS if record[name] is not None), default=_NEVER)


def _standing(prices: list[Price]) -> list[Price]:
    """The same prices; where standard ones of a service's meter name the home region, none without a region is."""
    homely = {(each.service, each.meter) for each in prices if each.standard and "region" in each.conditions}
    for each in prices:
        if (each.service, each.meter) in homely and "region" not in each.conditions:
            each.standard = False
    return prices


def _beside(record: Record, records: Sequence[Record]) -> tuple[list[Record], list[Record]]:
    """The forms of the same price that were next before it and next after it; in conflict there are several."""
    forms = [each for each in records if each["id"] == record["id"]]
    start = record["valid_from"]
    before = max((each["valid_from"] for each in forms if each["valid_from"] < start), default=None)
    after = min((each["valid_from"] for each in forms if each["valid_from"] > start), default=None)
    earlier, later = ([each for each in forms if each["valid_from"] == day] for day in (before, after))
    return earlier, later


def _slip(record: Record, records: Sequence[Record]) -> str | None:
    """Why the amount may be a slip of the page, by those next to it in time; None if it does not look like one."""
    own = amount_of(record)
    priced = [each for each in records if amount_of(each)]
    beside = zip(("before", "after"), _beside(record, priced), strict=True)
    for when, amount in ((when, amount_of(each)) for when, forms in beside for each in forms):
        low, high = sorted((own, amount))
        if low and EXACT.multiply(low, _SLIP) <= high:
            return f"the page printed {amount:f} {when} it"
    return None


def _unseen(record: Record, records: Sequence[Record], day: str) -> str | None:
    """What the next look found, where the form had been seen for the last time before the day; else None."""
    last, end = record["last_seen"], _end(record)
    if last is None or day <= last:
        return None
    if end == record["withdrawn_on"]:
        return f"seen last on {last}, and withdrawn on {end}"
    if end != record["valid_to"]:
        found = "did not find it" if end == record["missing_since"] else "did not understand its page"
        return f"seen last on {last}; the next look, on {end}, {found}"
    _, after = _beside(record, records)
    if any(each["valid_from_basis"] == "printed" for each in after):
        return f"seen last on {last}; the page says that another price holds from {end} on"
    return f"seen last on {last}; the next look, on {end}, found another price"
