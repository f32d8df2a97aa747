"""One look against what is published: which price waits for a person, and why. A pure function of what is given."""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

from pricebook.checks.gate.around import Words, WordsAround
from pricebook.checks.gate.conflicts import are_two, twice
from pricebook.checks.gate.doubts import doubts
from pricebook.checks.gate.losses import grown, lost
from pricebook.checks.gate.moves import Moves, kin_of, moves
from pricebook.checks.gate.reasons import Reason, holding
from pricebook.checks.gate.steps import stepped
from pricebook.records import Price

NEAREST = ("cell", "row", "column", "header", "unit column", "caption", "page")
"""Where a unit may be printed, the nearest first."""
Reasons = Mapping[str, Sequence[Reason]]
"""By the ids of prices."""


class Accepted(NamedTuple):
    """A price in the form that was accepted last."""

    prices: Sequence[Price]
    """More than one if a person approved a conflict."""
    yard: Decimal
    """The amount that a person approved last, else the first that was accepted."""
    words: Words | None
    """What stood around it then; None where nobody noted it."""
    listed: bool
    """Whether the look before saw it."""


class GateLook(NamedTuple):
    """What a look saw, and what was published before it."""

    standing: Mapping[str, Accepted]
    seen: Mapping[str, Sequence[Price]]
    """What the pages print, by the ids of prices."""
    printed: Sequence[Price]
    """All that the pages printed at the look before, also what waits."""
    begun: Collection[str]
    """Those of the prices that are seen that are new, or in another form than at the look before."""
    good: bool
    """Whether every amount was understood."""
    before: WordsAround
    """What stood around the tables at the look before."""
    now: WordsAround
    currency: str | None
    """The provider's own."""
    approved: Callable[[str, str, str], bool]
    """Whether a person approved that step, which is no amount, of the price of that id."""


class Verdicts(NamedTuple):
    """What a look brings that waits for a person."""

    renamed: Mapping[str, str]
    """By the id of a price the one that it had under another spelling of its model's name."""
    held: Reasons
    """Forms of prices that are not published."""
    doubted: Reasons
    """Prices that stay published as they were: what stands around them is other, or they are gone."""


def judged(look: GateLook) -> Verdicts:
    """Which prices wait for a person, and why."""
    return _Judge(look).verdicts()


class _Judge:
    def __init__(self, look: GateLook) -> None:
        self.look = look
        self.gone = [key for key, each in look.standing.items() if each.listed and key not in look.seen]
        came = [key for key in look.begun if key not in look.standing or not look.standing[key].listed]
        self.moves: Moves = moves(
            [look.standing[key].prices[0] for key in self.gone], [look.seen[key][0] for key in came]
        )
        self.held: defaultdict[str, list[Reason]] = defaultdict(list)
        self.doubted: defaultdict[str, list[Reason]] = defaultdict(list)

    def verdicts(self) -> Verdicts:
        """All of it."""
        self._steps()
        self._beside_each_other()
        self._words()
        self._absent()
        return Verdicts(self.moves.renamed, _holding(self.held), _holding(self.doubted))

    @cached_property
    def _kin(self) -> Mapping[object, Sequence[Accepted]]:
        """What was ever accepted, by what stays the same where a model's name is spelled otherwise."""
        found: defaultdict[object, list[Accepted]] = defaultdict(list)
        for each in self.look.standing.values():
            found[kin_of(each.prices[0])].append(each)
        return found

    def _before(self, key: str) -> Accepted | None:
        """The price as it stood, also under another spelling of its model's name."""
        return self.look.standing.get(self.moves.renamed.get(key, key))

    def _steps(self) -> None:
        for key in self.look.begun:
            prices, before = self.look.seen[key], self._before(key)
            if are_two(prices):
                self.held[key].append(Reason("conflict", twice(prices), key))
            elif before is not None:
                self.held[key] += _steps_of(before, prices)
            elif kin := self._kin.get(kin_of(prices[0])):
                nearest = min(kin, key=lambda each: _times_apart(each.yard, prices[0].amount))
                self.held[key] += _steps_of(nearest, prices)
        for key, reason in self.moves.changed.items():
            (self.held if key in self.look.seen else self.doubted)[key].append(reason)

    def _beside_each_other(self) -> None:
        """What is odd beside the other prices of the page, unless it always was."""
        pages = {price.where.page for key in self.look.begun for price in self.look.seen[key]}
        listed = [price for each in self.look.standing.values() if each.listed for price in each.prices]
        seen = [price for prices in self.look.seen.values() for price in prices]
        for page in sorted(pages):
            old = {
                (price.id, doubt.reason.rule)
                for doubt in doubts([each for each in listed if each.where.page == page], self.look.currency)
                for price in (doubt.price, *doubt.beside)
            }
            for doubt in doubts([each for each in seen if each.where.page == page], self.look.currency):
                for price in (doubt.price, *doubt.beside):
                    known = (self.moves.renamed.get(price.id, price.id), doubt.reason.rule) in old
                    if price.id in self.look.begun and not known:
                        self.held[price.id].append(doubt.reason)

    def _words(self) -> None:
        """What stands around the prices, against what stood there when they were accepted."""
        for key, prices in self.look.seen.items():
            before = self._before(key)
            if before is not None:
                for reason in self._words_of(key, before, prices[0]):
                    (self.held if key in self.look.begun else self.doubted)[key].append(reason)
        for key in self.look.begun:
            table = _table_of(self.look.seen[key][0])
            if self._before(key) is None and table in self._other_tables:
                self.held[key].append(self._other_tables[table])

    @cached_property
    def _other_tables(self) -> dict[tuple[str, int], Reason]:
        """The tables around which other words stand than around the prices in them that were there before."""
        found: dict[tuple[str, int], Reason] = {}
        for key, prices in self.look.seen.items():
            before, now = self._before(key), self.look.now.of(prices[0])
            if before is None or before.words is None or now is None or before.words.table == now.table:
                continue
            if before.listed and self._explained(before.prices[0], prices[0]):
                continue
            reason = self._around(before, prices[0], now)
            if not self.look.approved(key, *reason.step):
                found.setdefault(_table_of(prices[0]), reason._replace(step=()))
        return found

    def _words_of(self, key: str, before: Accepted, price: Price) -> Iterator[Reason]:
        found: list[Reason] = []
        now = self.look.now.of(price)
        others = before.words is not None and now is not None and before.words != now
        if now is not None and others and not (before.listed and self._explained(before.prices[0], price)):
            found.append(self._around(before, price, now))
        old, new = (each.listed.unit_from for each in (before.prices[0], price))
        if NEAREST.index(new) > NEAREST.index(old):
            says = f"its unit is printed further away than before: {new}, where it was {old}"
            found.append(Reason("farther", says, f"{price.where.page} {price.where.table} {new}", (old, new)))
        return (reason for reason in found if not self.look.approved(key, *reason.step))

    def _explained(self, old: Price, new: Price) -> bool:
        """Whether other units and currencies alone stand around it, and the price shows them: the same, per another.

        Another number per another unit that comes to the same amount was read rightly.
        """
        listed = (old.listed.amount, old.listed.unit) != (new.listed.amount, new.listed.unit)
        nearer = NEAREST.index(new.listed.unit_from) < NEAREST.index(old.listed.unit_from)
        if old.amount != new.amount or not (listed or nearer):
            return False
        return self.look.now.change(self.look.before, old, new).units_alone

    def _around(self, before: Accepted, price: Price, now: Words) -> Reason:
        was = before.words or now
        if not before.listed:
            says = "other words stand around it than when it was accepted"
            return Reason("around", says, f"{price.where.page} {was.table} {now.table}", (str(was), str(now)))
        other = self.look.now.change(self.look.before, before.prices[0], price)
        # The same words around several tables are one thing to decide, and so are those of the rows of one.
        rows = was.table == now.table
        cause = f"{price.where.page} {price.where.table}" if rows else f"{price.where.page} {other.gone} {other.came}"
        where = "beside it" if rows else "around its table"
        return Reason("around", f"other words stand {where}: {other}", cause, (str(was), str(now)))

    def _absent(self) -> None:
        """Prices that are gone: as if nobody had looked, where the page may not be what it was."""
        gone = [key for key in self.gone if key not in self.moves.renamed.values()]
        if not self.look.good:
            for key in gone:
                self.doubted[key].append(
                    Reason("unread", "not read any more, where amounts are not understood", "unread")
                )
        for key in gone:
            if self._row_stays(self.look.standing[key].prices[0]):
                says = "its table has as many rows as before, and no price is read in one of them any more"
                self.doubted[key].append(Reason("unread", says, self.look.standing[key].prices[0].where.page))
        listed = [price for each in self.look.standing.values() if each.listed for price in each.prices]
        prices = [price for key in gone for price in self.look.standing[key].prices]
        pages, replaced = set[str](), set[str]()
        for price, reason in lost(listed, prices):
            self.doubted[price.id].append(reason)
            (pages if reason.rule == "loss" else replaced).add(price.where.page)
        new = [price for key in self.look.begun if self._before(key) is None for price in self.look.seen[key]]
        for price in new:
            if price.where.page in pages:
                says = "new on a page from which many others are gone"
                self.held[price.id].append(Reason("loss", says, price.where.page))
            elif price.where.page in replaced and _table_of(price) not in self._tables_now.values():
                says = "new in another table than those before, on a page from which a whole one is gone"
                self.held[price.id].append(Reason("gone", says, price.where.page))
        for price, reason in grown(self.look.printed, new):
            self.held[price.id].append(reason)

    def _row_stays(self, price: Price) -> bool:
        """Whether the table that the price stood in lost no row and got no other price."""
        old = price.where.page, price.where.table
        now = self._tables_now.get(old)
        if now is None or old not in self.look.before.tables:
            return False
        rows = len(self.look.now.tables[now].rows) - len(self._new_rows[now])
        return rows >= len(self.look.before.tables[old].rows)

    @cached_property
    def _tables_now(self) -> dict[tuple[str, int], tuple[str, int]]:
        """Which table each of the look before is now: where most of its prices went that are still there."""
        went: defaultdict[tuple[str, int], Counter[tuple[str, int]]] = defaultdict(Counter)
        for key, prices in self.look.seen.items():
            before = self._before(key)
            if before is not None and before.listed:
                went[_table_of(before.prices[0])][_table_of(prices[0])] += 1
        found = {old: new.most_common(1)[0][0] for old, new in went.items()}
        return {old: new for old, new in found.items() if new in self.look.now.tables}

    @cached_property
    def _new_rows(self) -> Mapping[tuple[str, int], set[int]]:
        """By table its rows with a price that the look before did not see."""
        found: defaultdict[tuple[str, int], set[int]] = defaultdict(set)
        for key in self.look.begun:
            before = self._before(key)
            if before is None or not before.listed:
                found[_table_of(self.look.seen[key][0])].add(self.look.seen[key][0].where.row)
        return found


def _times_apart(one: Decimal, other: Decimal) -> Decimal:
    """How many times the one is the other; of nothing and something no number says it."""
    return max(one, other) / min(one, other) if one and other else Decimal("Infinity")


def _table_of(price: Price) -> tuple[str, int]:
    return price.where.page, price.where.table


def _holding(reasons: Reasons) -> Reasons:
    return {key: found for key, own in reasons.items() if (found := holding(own))}


def _steps_of(before: Accepted, prices: Iterable[Price]) -> Iterator[Reason]:
    """How far the amounts are from the yardstick and from the last one; those of an approved conflict are known."""
    known = {price.amount for price in before.prices}
    for price in prices:
        if price.amount not in known:
            found = list(stepped(before.yard, price.amount))
            found = found or list(stepped(before.prices[0].amount, price.amount, "the price before"))
            # A change of one factor over a page is one thing to decide.
            yield from (reason._replace(cause=f"{price.where.page} {reason.cause}") for reason in found)
