"""One side of a comparison: a provider's prices at a moment, each with what a reviewer must know of it besides."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import Any

from pricebook.beliefs import Profile, PublishedPrice
from pricebook.checks.gate import suspicions
from pricebook.history.intervals import History
from pricebook.history.listing import listing
from pricebook.records import Remark

Extra = Mapping[str, Any]


@dataclass(frozen=True)
class Side:
    """What is known of a provider at a moment."""

    snapshot: str | None
    """The name of the last snapshot; None if there was none."""
    at: str | None
    """The moment of the last look that saw something; None if there was none."""
    prices: Sequence[PublishedPrice]
    held: Mapping[tuple[str, str], str]
    """By the id and the page of a price the name of the snapshot that it was last seen in."""
    approved: Collection[str] = ()
    """The ids of prices that a person approved as they are: they are odd, and known to be."""
    unread: Sequence[Remark] = ()
    """What was not understood."""
    profile: Profile | None = None
    loose: Collection[str] = ()
    """The names of the snapshots that are folders of files, and not packed."""

    def told(self, prices: Iterable[PublishedPrice], extra: Extra | None = None) -> list[dict[str, Any]]:
        """These of its prices as their JSON says them, with their place, their doubts and that besides."""
        return [{**self._one(price), **(extra or {})} for price in prices]

    def _one(self, price: PublishedPrice) -> dict[str, Any]:
        said = price.model_dump(mode="json")
        odd = [] if price.id in self.approved else self._doubts.get(price.id, [])
        place = {**said["where"], "address": self._addresses.get(price.where.page)}
        name = self.held.get((price.id, price.where.page))
        stored = f"snapshots/{price.provider}/{name}/{price.where.page}.md" if name in self.loose else None
        return {
            **said, "where": place, "snapshot": name, "stored": stored,
            "reasons": [*dict.fromkeys([*said["reasons"], *odd])],
            "words": self._words(price),
        }  # fmt: skip

    @cached_property
    def _addresses(self) -> dict[str, str]:
        return {page.name: page.address for page in self.profile.pages} if self.profile else {}

    @cached_property
    def _doubts(self) -> Mapping[str, list[str]]:
        """By their ids what is odd about prices beside the others on their page."""
        found: defaultdict[str, list[str]] = defaultdict(list)
        there = sorted((price for price in self.prices if price.absent is None), key=_page_name)
        for _, of_page in groupby(there, key=_page_name):
            for doubt in suspicions(list(of_page), self.profile.currency if self.profile else None):
                found[doubt.id].append(doubt.reason)
        return found

    def _words(self, price: PublishedPrice) -> str:
        """Of a price that is not read any more what stands unread nearest to its place, in its column."""
        if price.absent is None or price.absent.state != "unread":
            return ""
        where = price.where
        near = [each for each in self.unread if (each.where.page, each.where.column) == (where.page, where.column)]
        near.sort(key=lambda each: (each.where.heading != where.heading, abs(each.where.line - where.line)))
        return f"{near[0].text}: {near[0].reason} ({near[0].where})" if near else ""


def side(
    history: History,
    snapshot: str | None,
    at: str | None,
    unread: Sequence[Remark] = (),
    profile: Profile | None = None,
    loose: Collection[str] = (),
) -> Side:
    """The side that this history tells; later looks may change the history, and not the side."""
    held = {
        (price.id, price.where.page): name
        for own in history.intervals.values()
        for price, name in zip(own[-1].latest, own[-1].latest_snapshots, strict=True)
    }
    approved = {key for key, own in history.intervals.items() if own[-1].approved}
    return Side(snapshot, at, listing(history), held, approved, unread, profile, loose)


def _page_name(price: PublishedPrice) -> str:
    return price.where.page
