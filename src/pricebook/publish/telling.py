"""A price as it is published: what was accepted, with all that is known of its place, its time and its doubts."""

from collections import defaultdict
from collections.abc import Sequence
from itertools import groupby
from typing import Any

from pricebook.calendar import day_of, days_before
from pricebook.checks.gate import Reason, conflicts, doubts
from pricebook.history.health import health_of
from pricebook.history.intervals import Interval, accepted
from pricebook.history.listing import is_withdrawn
from pricebook.history.past import Line
from pricebook.history.present import Present
from pricebook.identity import identity_order
from pricebook.publish.offers import Standard
from pricebook.publish.peers import Peers
from pricebook.records import Price, Record
from pricebook.units import text

Told = dict[str, Any]
"""A record as its JSON says it."""


class ToldForms:
    """One price: the form that is published, if any is, and the last one."""

    def __init__(self, own: Sequence[Interval], last: str) -> None:
        self.last = own[-1]
        self.published = accepted(own)
        self.withdrawn = is_withdrawn(self.last, last)
        self.waits = bool(self.last.held and self.last.open) and not self.withdrawn
        """Whether its last form waits for a person."""
        self.on_sale = not self.withdrawn and (self.last.open or bool(self.last.doubted))

    @property
    def reasons(self) -> Sequence[Reason]:
        """Why it waits for a person; nothing if it does not."""
        return () if self.withdrawn else self.last.doubted or (self.last.held if self.last.open else ())


class Telling:
    """Tells what is known of one provider, as it is published."""

    def __init__(self, present: Present, peers: Peers | None = None) -> None:
        """`peers`: what is odd about its prices beside those of other providers."""
        self.provider, self.profile, self.last = present.provider, present.shelf.profile, present.last or ""
        self.standings = [ToldForms(own, self.last) for own in present.history.intervals.values()]
        self.forms = [each for own in present.history.intervals.values() for each in own]
        """Every price in the form that is published, and in its last one."""
        on_sale = sorted(
            (price for each in self.standings if each.on_sale and each.published for price in each.published.latest),
            key=identity_order,
        )
        self._standard = Standard(self.profile.home_region if self.profile else None, on_sale)
        self._addresses = {page.name: page.address for page in self.profile.pages} if self.profile else {}
        self._suspect = defaultdict[str, list[str]](list)
        # What is usual on one page says nothing of another.
        for _, of_page in groupby(sorted(on_sale, key=_page_of), key=_page_of):
            for doubt in doubts(list(of_page), self.profile.currency if self.profile else None):
                self._suspect[doubt.price.id].append(doubt.reason.says)
        for key, says in (peers or {}).items():
            self._suspect[key] += says
        self._conflict = {conflict.id: conflict.reason for conflict in conflicts(on_sale)}
        health = health_of(present)
        self._failing = health.failing
        self._all_failing = health.failing_since is not None and not health.failing
        self._given_up = present.trail.retired

    def prices(self, standing: ToldForms) -> list[Told]:
        """A price in the form that is published; more than once if a person approved that its page prints two."""
        interval = standing.published
        if interval is None:
            return []
        return [
            {**self._price(interval, price), **self._standing(standing, interval, number)}
            for number, price in enumerate(interval.latest)
        ]

    def pending(self, standing: ToldForms) -> list[Told]:
        """The new values of a price that wait for a person; nobody should bill by them."""
        if not standing.waits:
            return []
        published = standing.published if standing.on_sale else None
        said = {
            "reasons": [reason.says for reason in standing.last.held],
            "published": text(published.latest[0].amount) if published else None,
            "suspect": None, "conflict": None,
        }  # fmt: skip
        return [{**self._price(standing.last, price), **said} for price in standing.last.latest]

    @property
    def approved(self) -> set[str]:
        """The ids of the prices whose very amount, as it is published, a person approved."""
        return {each.published.id for each in self.standings if each.published and each.published.approved_at}

    @property
    def never_published(self) -> list[Told]:
        """What was printed, waited for a person, and is gone: nobody knows whether it ever was a price."""
        gone = [each.last for each in self.standings if each.published is None and not each.waits]
        return [{**self._price(last, last.latest[0]), "absent_since": last.state()[1]} for last in gone]

    def placed(self, record: Record) -> Told:
        """Whatever stands on a page, with that page's address."""
        return self._with_address(record.model_dump(mode="json"))

    def past(self, line: Line) -> Told:
        """A form of a price, with whether it was of the standard offer."""
        return {**line, "standard": self._standard.of(line["conditions"])}

    def _price(self, interval: Interval, price: Price) -> Told:
        return {
            **self.placed(price),
            "effective_until": self._last_day(interval, price),
            "standard": self._standard(price),
            "valid_from": interval.valid_from,
            "valid_from_basis": interval.basis,
            "first_seen": day_of(interval.first_seen),
            "known_from": day_of(interval.known_from or interval.first_seen),
        }

    def _standing(self, standing: ToldForms, interval: Interval, number: int) -> Told:
        """How it stands, and what is doubtful about it while it is on sale."""
        price = interval.latest[number]
        if standing.on_sale:
            # What a person has approved is odd, and known to be.
            suspect = None if interval.approved_at else "; ".join(self._suspect.get(price.id, ())) or None
            return {
                "status": self._status(standing, price), "reasons": [reason.says for reason in standing.reasons],
                "suspect": suspect, "conflict": self._conflict.get(price.id),
            }  # fmt: skip
        gone = ("withdrawn", standing.last.withdrawn_on) if standing.withdrawn else standing.last.state()
        return {
            "status": gone[0], "absent_since": gone[1], "snapshot": interval.latest_snapshots[number],
            "reasons": [], "suspect": None, "conflict": None,
        }  # fmt: skip

    def _status(self, standing: ToldForms, price: Price) -> str:
        return "held" if standing.reasons else "stale" if self._is_stale(price.where.page) else "fresh"

    def _last_day(self, interval: Interval, price: Price) -> str | None:
        """With which day it ends: the page prints that, or on which day it is no longer sold."""
        printed = price.effective_until
        if interval.withdrawn_on is None or is_withdrawn(interval, self.last):
            return printed
        before = days_before(interval.withdrawn_on, 1)
        return before if printed is None else min(printed, before)

    def _is_stale(self, page: str) -> bool:
        """Whether no look sees the page any more: it fails, or the provider gave it up."""
        return self._all_failing or page in self._failing or page in self._given_up

    def _with_address(self, said: Told) -> Told:
        where = {**said["where"], "address": self._addresses.get(said["where"]["page"])}
        return {**said, "where": where}


def _page_of(price: Price) -> str:
    return price.where.page
