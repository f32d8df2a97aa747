"""A price as it is published: what was read, with all that is known of its place, its time and its doubts."""

from collections import defaultdict
from itertools import groupby
from typing import Any

from pricebook.calendar import day_of, days_before
from pricebook.checks.gate import conflicts, suspicions
from pricebook.history.health import health_of
from pricebook.history.intervals import Interval
from pricebook.history.listing import is_withdrawn
from pricebook.history.past import Line
from pricebook.history.present import Present
from pricebook.identity import identity_order
from pricebook.publish.offers import Standard
from pricebook.records import Price, Record

Told = dict[str, Any]
"""A record as its JSON says it."""


class Telling:
    """Tells what is known of one provider, as it is published."""

    def __init__(self, present: Present) -> None:
        self.provider, self.profile, self.last = present.provider, present.shelf.profile, present.last or ""
        self.forms = [own[-1] for own in present.history.intervals.values()]
        """Every price in its last form."""
        on_sale = sorted(
            (price for each in self.forms if self._is_sold(each) for price in each.latest), key=identity_order
        )
        self._standard = Standard(self.profile.home_region if self.profile else None, on_sale)
        self._addresses = {page.name: page.address for page in self.profile.pages} if self.profile else {}
        self._suspect = defaultdict[str, list[str]](list)
        # What is usual on one page says nothing of another.
        for _, of_page in groupby(sorted(on_sale, key=_page_of), key=_page_of):
            for doubt in suspicions(list(of_page), self.profile.currency if self.profile else None):
                self._suspect[doubt.id].append(doubt.reason)
        self._conflict = {conflict.id: conflict.reason for conflict in conflicts(on_sale)}
        health = health_of(present)
        self._failing = health.failing
        self._all_failing = health.failing_since is not None and not health.failing
        self._given_up = present.trail.retired

    def prices(self, interval: Interval) -> list[Told]:
        """A price in its last form; more than once if its page prints a conflict."""
        return [self._price(interval, number) for number in range(len(interval.latest))]

    def placed(self, record: Record) -> Told:
        """Whatever stands on a page, with that page's address."""
        return self._with_address(record.model_dump(mode="json"))

    def past(self, line: Line) -> Told:
        """A form of a price, with whether it was of the standard offer."""
        return {**line, "standard": self._standard.of(line["conditions"])}

    def _price(self, interval: Interval, number: int) -> Told:
        price = interval.latest[number]
        return {
            **self.placed(price),
            "effective_until": self._last_day(interval, price),
            "standard": self._standard(price),
            "valid_from": interval.valid_from,
            "valid_from_basis": interval.basis,
            "first_seen": day_of(interval.first_seen),
            "known_from": day_of(interval.known_from or interval.first_seen),
            **self._standing(interval, number, price),
        }

    def _standing(self, interval: Interval, number: int, price: Price) -> Told:
        """How it stands, and what is doubtful about it while it is on sale."""
        if self._is_sold(interval):
            suspect = "; ".join(self._suspect[price.id]) if price.id in self._suspect else None
            status = "stale" if self._is_stale(price.where.page) else "fresh"
            return {"status": status, "suspect": suspect, "conflict": self._conflict.get(price.id)}
        status, since = interval.state()
        if is_withdrawn(interval, self.last):
            status, since = "withdrawn", interval.withdrawn_on
        return {
            "status": status, "absent_since": since, "snapshot": interval.latest_snapshots[number],
            "suspect": None, "conflict": None,
        }  # fmt: skip

    def _last_day(self, interval: Interval, price: Price) -> str | None:
        """With which day it ends: the page prints that, or on which day it is no longer sold."""
        printed = price.effective_until
        if interval.withdrawn_on is None or not self._is_sold(interval):
            return printed
        before = days_before(interval.withdrawn_on, 1)
        return before if printed is None else min(printed, before)

    def _is_stale(self, page: str) -> bool:
        """Whether no look sees the page any more: it fails, or the provider gave it up."""
        return self._all_failing or page in self._failing or page in self._given_up

    def _is_sold(self, interval: Interval) -> bool:
        return interval.open and not is_withdrawn(interval, self.last)

    def _with_address(self, said: Told) -> Told:
        where = {**said["where"], "address": self._addresses.get(said["where"]["page"])}
        return {**said, "where": where}


def _page_of(price: Price) -> str:
    return price.where.page
