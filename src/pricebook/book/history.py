"""What a model cost on a day: the lines of `history.jsonl`."""

from __future__ import annotations

import json
from decimal import Decimal

from pricebook.book.errors import NotSold, RefusedData, UnknownDay
from pricebook.book.forms import NEVER, accepted, end_of, slip, unseen
from pricebook.book.prices import Price, amount_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from typing import Any

    from pricebook.book.names import Offer

    Record = dict[str, Any]

_NOTHING = {"status": "fresh", "suspect": None}


class History:
    """All lines by provider and model, as they are written: few of them are ever asked for."""

    def __init__(self, text: str) -> None:
        self._lines: dict[tuple[str, str], list[str]] = {}
        self._first: dict[str, str] = {}
        self._asked_last: tuple[tuple[str, str], list[Record]] | None = None
        """Who asks for one day of a model asks for others."""
        for line in filter(None, text.split("\n")):  # quotes may hold what else ends lines for Python
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
        sold = [record for record in records if record["valid_from"] <= day < end_of(record)]
        if sold:
            today = {(price.id, price.amount): price for price in now}
            return _standing(list(self._published(offer, sold, records, day, today, seen)))
        first = self._first.get(offer.provider)
        if first is None or day < first:
            raise UnknownDay(f"{offer}: nothing is known of {day}. The first look at {offer.provider} was on {first}.")
        since = [record["valid_from"] for record in records if record["valid_from"] > day]
        if since:
            raise NotSold(f"{offer} was not on sale on {day}. It was seen from {min(since)} on.")
        raise NotSold(f"{offer} was not on sale on {day}. {self.last_words(offer)}")

    def _published(
        self,
        offer: Offer,
        sold: Sequence[Record],
        records: Sequence[Record],
        day: str,
        now: Mapping[tuple[str | None, Decimal], Price],
        seen: Callable[[Price], str | None],
    ) -> Iterator[Price]:
        """The prices of these forms, of one that is held what was accepted before; raises NotSold if nothing was."""
        held: dict[str, list[Record]] = {}
        for record in sold:
            if record.get("held"):
                held[record["id"]] = accepted(record, records)
            else:
                yield self._price(record, records, day, now, seen)
        for record in (each for before in held.values() for each in before):
            yield Price({**record, **_NOTHING, "status": "held", "conflict": None})
        if len(held) == len({record["id"] for record in sold}) and not any(held.values()):
            raise NotSold(f"{offer}: its first price was seen by {day}, and waits for a person: none was published.")

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
        if record["last_seen"] is not None or (today is None and end_of(record) != NEVER):
            conflict = "the page printed more than one amount" if record["conflict"] else None
            told = {"conflict": conflict, "suspect": slip(record, records), "unseen": unseen(record, records, day)}
            return Price({**record, **_NOTHING, **told})
        if today is None:
            price = Price({**record, **_NOTHING, "conflict": None})
            raise RefusedData("format", f"{price} stands in history.jsonl and not in the file of its provider")
        told = {name: today.record[name] for name in ("status", "suspect", "conflict", "where")}
        if today.status == "stale" and day <= (seen(today) or ""):
            told["status"] = "fresh"  # that its page cannot be read since says nothing of a day on which it was
        return Price({**record, **told})

    def _of(self, offer: Offer) -> list[Record]:
        key = offer.provider, offer.model
        last = self._asked_last
        if last is not None and last[0] == key:
            return last[1]
        records: list[Record] = [json.loads(line, parse_float=Decimal) for line in self._lines.get(key, [])]
        known = [record for record in records if record["known_to"] is None]
        self._asked_last = key, known
        return known


def _standing(prices: list[Price]) -> list[Price]:
    """The same prices; where standard ones of a service's meter name the home region, none without a region is."""
    homely = {(each.service, each.meter) for each in prices if each.standard and "region" in each.conditions}
    for each in prices:
        if (each.service, each.meter) in homely and "region" not in each.conditions:
            each.standard = False
    return prices
