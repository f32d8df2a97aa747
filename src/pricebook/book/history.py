"""What a model cost on a day: the lines of `history.jsonl`."""

from __future__ import annotations

import json
from decimal import Decimal

from pricebook.book.errors import NotSold, RefusedData, UnknownDay
from pricebook.book.prices import Price

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

    from pricebook.book.names import Offer

_ENDS = ("valid_to", "missing_since", "unread_since", "withdrawn_on")
_NEVER = "9999-99-99"
_NOTHING = {"status": "fresh", "suspect": None}


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

    def on(self, offer: Offer, day: str, now: Iterable[Price]) -> list[Price]:
        """What was on sale that day; `now` are the prices of today, which know what is doubtful about them.

        Raises UnknownDay before the first look at the provider, NotSold if nothing of the model was on sale.
        """
        records = self._of(offer)
        sold = [record for record in records if record["valid_from"] <= day < _end(record)]
        if sold:
            doubts = {(price.id, price.amount): price.record for price in now}
            return [_price(record, doubts) for record in sold]
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

    def _of(self, offer: Offer) -> list[Mapping[str, Any]]:
        lines = self._lines.get((offer.provider, offer.model), [])
        records: list[Mapping[str, Any]] = [json.loads(line, parse_float=Decimal) for line in lines]
        return [record for record in records if record["known_to"] is None]


def _end(record: Mapping[str, Any]) -> str:
    """The day from which on it was another, was not seen, or was not sold; past all days while it stands."""
    return min((record[name] for name in _ENDS if record[name] is not None), default=_NEVER)


def _price(record: Mapping[str, Any], doubts: Mapping[tuple[str | None, Decimal], Mapping[str, Any]]) -> Price:
    """The price of a line: as doubtful as it is today, if it stands; of what is past, conflicts alone are known."""
    conflict = "the page printed more than one amount" if record["conflict"] else None
    price = Price({**record, **_NOTHING, "conflict": conflict})
    if record["last_seen"] is not None or _end(record) != _NEVER:
        return price
    today = doubts.get((price.id, price.amount))
    if today is None:
        raise RefusedData("format", f"{price} stands in history.jsonl and not in the file of its provider")
    return Price({**record, **{name: today[name] for name in ("status", "suspect", "conflict", "where")}})
