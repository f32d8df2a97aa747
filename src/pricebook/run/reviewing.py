"""What waits for a person: prices that are held, amounts that were not understood, pages that were refused as older."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any, Generic, NamedTuple, TypeVar

from pricebook.calendar import order
from pricebook.collection import Collection
from pricebook.errors import OlderPage
from pricebook.history.judging import percent_of
from pricebook.history.present import Present
from pricebook.history.waiting import Case, Waiting, by_gravity
from pricebook.records import Price, Remark
from pricebook.units import text

Said = TypeVar("Said", Price, Remark)


class Quoted(NamedTuple, Generic[Said]):
    """A price, or an amount that was not understood, with where a person finds it."""

    said: Said
    address: str | None
    """The page that a person opens."""
    stored: str
    """The stored page and its line, from the collection's folder: `snapshots/acme/2026-01-05/price.md:24`."""


class Turn(NamedTuple):
    """One price of a case: how it is published, and how its page prints it now."""

    waiting: Waiting
    old: Sequence[Quoted[Price]]
    new: Sequence[Quoted[Price]]

    @property
    def shown(self) -> Price:
        """The price that says what it is of."""
        return (self.waiting.new or self.waiting.old)[0]


class Matter(NamedTuple):
    """A case, with where its prices stand."""

    case: Case
    turns: Sequence[Turn]

    @property
    def addresses(self) -> list[str]:
        """The pages that a person opens."""
        quoted = (each for turn in self.turns for each in (*turn.new, *turn.old))
        return list(dict.fromkeys(each.address for each in quoted if each.address))


class Review(NamedTuple):
    """All that waits for a person."""

    matters: Sequence[Matter]
    """The gravest first."""
    unread: Mapping[str, Sequence[Quoted[Remark]]]
    """By provider the amounts that were not understood."""
    refused: Mapping[str, str]
    """By provider what its last look said of a page that is older than the one before."""

    @property
    def waits(self) -> bool:
        """Whether any of it needs a person."""
        return bool(self.unread or self.refused or any(not each.case.rejected for each in self.matters))


def review(collection: Collection, providers: Sequence[str], *, rejected: bool = False) -> Review:
    """What of these providers waits, with `rejected` also what a person said is wrong. Raises StorageError."""
    presents = collection.presents()
    matters: list[Matter] = []
    unread: dict[str, Sequence[Quoted[Remark]]] = {}
    refused: dict[str, str] = {}
    for provider in providers:
        present = presents.of(provider)
        refusal = refusal_of(present)
        if refusal is not None:
            refused[provider] = refusal
        if not (rejected or present.sums.held or present.sums.unread):
            continue  # what is known of its prices need not be read
        places = _Places(collection, present)
        matters += (places.matter(case) for case in present.cases if rejected or not case.rejected)
        if present.body.unread:
            unread[provider] = [places.remark(each) for each in present.body.unread]
    return Review(sorted(matters, key=lambda each: by_gravity(each.case)), unread, refused)


def matters_of(collection: Collection, cases: Iterable[Case]) -> list[Matter]:
    """These cases, with where their prices stand. Raises StorageError."""
    presents = collection.presents()
    return [_Places(collection, presents.of(case.provider)).matter(case) for case in cases]


def cases_of(collection: Collection, providers: Sequence[str]) -> list[Case]:
    """All cases of these providers, also those that a person rejected, the gravest first. Raises StorageError."""
    presents = collection.presents()
    return sorted((case for each in providers for case in presents.of(each).cases), key=by_gravity)


def refusal_of(present: Present) -> str | None:
    """What the last look said of a page that it refused as older, unless a person said since that it is right."""
    last = present.trail.failed or present.trail.last
    said = (last.error, *last.unseen.values()) if last else ()
    refusal = next((error for error in said if error and OlderPage.SAYS in error), None)
    accepted = [each.at for each in present.decided if each.decision == "accepted"]
    return None if last is None or (accepted and order(accepted[-1]) >= order(last.at)) else refusal


class _Places:
    """Where a person finds what the pages of one provider print."""

    def __init__(self, collection: Collection, present: Present) -> None:
        self._root, self._shelf = collection.root, present.shelf
        pages = present.shelf.profile.pages if present.shelf.profile else ()
        self._addresses = {page.name: page.address for page in pages}
        look = present.look()
        self._held = look.names if look else {}
        self._paths: dict[tuple[str, str], str] = {}

    def matter(self, case: Case) -> Matter:
        """The case, with where its prices stand."""
        turns = [
            Turn(each, [self._printed(price, each.old_snapshot) for price in each.old],
                 [self._printed(price, each.snapshot) for price in each.new])
            for each in case.prices
        ]  # fmt: skip
        return Matter(case, sorted(turns, key=_turn_order))

    def remark(self, remark: Remark) -> Quoted[Remark]:
        """An amount that the last look did not understand."""
        return self._printed(remark, self._held[remark.where.page])

    def _printed(self, said: Said, snapshot: str) -> Quoted[Said]:
        page = said.where.page
        if (page, snapshot) not in self._paths:
            path = self._shelf.snapshot(snapshot).path(f"{page}.md")
            self._paths[page, snapshot] = path.relative_to(self._root).as_posix()
        return Quoted(said, self._addresses.get(page), f"{self._paths[page, snapshot]}:{said.where.line}")


def _turn_order(turn: Turn) -> tuple[object, ...]:
    """The largest step first; what has none by what it is of, gone before new."""
    ratio, shown = turn.waiting.ratio, turn.shown
    size = Decimal(0) if ratio is None else -max(ratio, 1 / ratio)
    return size, shown.model, shown.service, shown.meter, bool(turn.new), shown.where.table, shown.where.row, shown.id


def as_json(found: Review) -> dict[str, Any]:
    """The same for programs."""
    return {
        "cases": [_case_json(matter) for matter in found.matters],
        "unread": [{"provider": each, **_printed_json(remark)} for each, own in found.unread.items() for remark in own],
        "refused": [{"provider": provider, "error": error} for provider, error in found.refused.items()],
    }  # fmt: skip


def _case_json(matter: Matter) -> dict[str, Any]:
    case = matter.case
    plain = {name: getattr(case, name) for name in ("id", "provider", "page", "since", "rule", "verdict", "rejected")}
    prices = [
        {
            "id": turn.waiting.step.id, "ratio": None if turn.waiting.ratio is None else text(turn.waiting.ratio),
            "percent": percent_of(turn.waiting.ratio), "old": [_printed_json(each) for each in turn.old],
            "new": [_printed_json(each) for each in turn.new],
        }
        for turn in matter.turns
    ]  # fmt: skip
    return {**plain, "addresses": matter.addresses, "reasons": list(case.reasons), "prices": prices}


def _printed_json(printed: Quoted[Said]) -> dict[str, Any]:
    return {**printed.said.model_dump(mode="json"), "stored": printed.stored, "address": printed.address}
