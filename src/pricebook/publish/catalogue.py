"""`catalog/v1/prices.json`: what every provider's history says now, with what a person should look at."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import attrgetter
from typing import Any

from pydantic import Field

from pricebook.beliefs import PublishedPrice
from pricebook.calendar import day_of
from pricebook.checks.gate import conflicts, suspicions
from pricebook.history.forms import FORMAT
from pricebook.history.health import Health, health_of
from pricebook.history.listing import listing
from pricebook.history.present import Present
from pricebook.records import Conflict, Record, StatedFact, Suspicion, UnsaidPrice
from pricebook.system import files


class Stale(Record):
    """That the last look at a provider, or at some of its pages, failed: the prices are those of an earlier day."""

    last_good: str | None
    """The day of the last look that saw the pages, ISO 8601; null if one of them was never seen."""
    since: str
    """The day of the first look after it, which failed."""
    pages: list[str] | None = None
    """Which pages, in order; null for all of them."""


class Entry(Record):
    """What the catalogue says of a provider."""

    snapshot: str
    """What the last good look saw: the folder's name."""
    prices: int
    """How many prices its pages list."""
    absent: int
    """How many were listed before and are not withdrawn."""
    stale: Stale | None
    """Null if the last look was good."""


class Catalogue(Record):
    """`prices.json`."""

    format: str
    """The contract that the file keeps."""
    providers: dict[str, Entry]
    """By their ids."""
    prices: list[PublishedPrice]
    """Sorted by identity."""
    facts: list[StatedFact]
    """What the pages state besides prices."""
    conflicts: list[Conflict]
    """Identities that a page prints more than once for one time."""
    suspects: list[Suspicion]
    """Prices that may be a slip of the page."""
    unsaid: list[UnsaidPrice] = Field(default_factory=list)
    """Prices that each provider's last good look saw and the vocabulary cannot say."""


class Published(Record):
    """What the catalogue says of one provider's prices."""

    entry: Entry
    prices: list[PublishedPrice]
    facts: list[StatedFact]
    conflicts: list[Conflict]
    suspects: list[Suspicion]
    unsaid: list[UnsaidPrice]


LISTS = ("conflicts", "facts", "prices", "suspects", "unsaid")
"""What stands in the catalogue as a list, in the order of the file."""


def part_of(present: Present) -> Published | None:
    """What is published of the provider; None if its pages were never seen."""
    last = present.trail.last
    if last is None:
        return None
    own = listing(present.history)
    listed = [price for price in own if price.absent is None]
    entry = Entry(
        snapshot=last.snapshot or "",
        prices=len(listed),
        absent=len(own) - len(listed),
        stale=_stale(health_of(present)),
    )
    return Published(
        entry=entry, prices=own, facts=present.body.facts, conflicts=list(conflicts(listed)),
        suspects=list(suspects(listed)), unsaid=present.body.unsaid,
    )  # fmt: skip


class Pieces:
    """The catalogue as it is put together, a provider at a time and in their order."""

    def __init__(self) -> None:
        self.entries: dict[str, Any] = {}
        self.lists: dict[str, list[bytes]] = {name: [] for name in LISTS}
        self.counts: dict[str, int] = {}

    def add(self, provider: str, part: Published) -> None:
        """Puts the provider behind the others."""
        told = part.model_dump(mode="json")
        self.entries[provider] = told["entry"]
        self.counts[provider] = len(part.prices)
        for name in LISTS:
            self.lists[name] += (_indented(each, "    ") for each in told[name])

    def whole(self) -> bytes:
        """All of it, as one JSON file; the pieces are let go of as they are put in."""
        others = {"format": _indented(FORMAT, ""), "providers": _indented(self.entries, "  ")}
        out = bytearray(b"{")
        for name in sorted({*LISTS, *others}):
            out += b'\n  "%b": ' % name.encode()
            if name in others:
                out += others[name]
            else:
                _put_list(out, self.lists.pop(name))
            out += b","
        out[-1:] = b"\n}\n"
        return bytes(out)


def _put_list(out: bytearray, pieces: list[bytes]) -> None:
    if not pieces:
        out += b"[]"
        return
    out += b"["
    pieces.reverse()
    while pieces:
        out += b"\n    " + pieces.pop() + b","
    out[-1:] = b"\n  ]"


def _indented(value: Any, margin: str) -> bytes:
    """The value as it stands in a file, behind that margin."""
    return files.encode(value).rstrip(b"\n").replace(b"\n", b"\n" + margin.encode())


def suspects(listed: Iterable[PublishedPrice]) -> Iterator[Suspicion]:
    """Those of the prices that are listed now which may be a slip of the page; each provider's beside its own."""
    for _, own in groupby(listed, key=attrgetter("provider")):
        yield from suspicions(list(own))


def _stale(known: Health) -> Stale | None:
    if known.failing_since is None or known.last_good is None:
        return None
    seen = [page.last_good for page in known.failing.values()] or [known.last_good]
    last = None if None in seen else min(map(day_of, filter(None, seen)))
    return Stale(last_good=last, since=day_of(known.failing_since), pages=sorted(known.failing) or None)
