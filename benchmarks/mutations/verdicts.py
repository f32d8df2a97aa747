"""What became of a changed page in what is published, price by price; the page's verdict is the worst of them.

followed   published as the new truth
held       the old value, or none, and doubt is said with it: held, stale, suspect, in conflict, pending, unread
refused    the look failed, and that is said
wrong      SILENT: an amount, or terms, that the page does not state, as if it were sure
extra      SILENT: a price that the page does not state
missing    SILENT: a price that the page states is not published, and nobody is told
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cached_property
from typing import Any, Literal, NamedTuple

from benchmarks.mutations.page import Mutant, Page
from benchmarks.mutations.publishing import Published, View
from benchmarks.mutations.truth import Key, Stated, Want, key_of

Verdict = Literal["followed", "held", "refused", "missing", "extra", "wrong"]
SILENT: tuple[Verdict, ...] = ("missing", "extra", "wrong")
WORST: tuple[Verdict, ...] = ("followed", "held", "refused", *SILENT)


class Judged(NamedTuple):
    """A verdict, and on what."""

    verdict: Verdict
    why: str = ""
    waits: bool = False
    """Whether a person is asked who was not before."""


def judge(page: Page, mutant: Mutant, first: View, view: View) -> Judged:
    """The verdict on what is published of the mutant, where `first` was published of the page before."""
    if view.error is not None:
        return Judged("refused", view.error, waits=True)
    bench = _Bench(page, mutant, first, view)
    found = [*bench.wants(mutant.wants), *bench.extras()]
    worst = max(found, key=lambda each: WORST.index(each.verdict), default=Judged("followed"))
    waits = view.waiting > first.waiting or worst.verdict == "held"
    return worst._replace(waits=waits)


class _Bench:
    """One release held against one truth."""

    def __init__(self, page: Page, mutant: Mutant, first: View, view: View) -> None:
        self.mutant, self.first, self.view = mutant, first, view
        self.known = page.keys() | first.held | set(first.gone)
        self.asked = view.waiting > first.waiting
        self.taken: set[int] = set()
        self.may = {*mutant.may, *(each for want in mutant.wants if want.apart for each in _amounts(want))}

    def wants(self, wants: Iterable[Want]) -> Iterator[Judged]:
        """The verdict on each price that is wanted: first on those that are as they must be, then on the others."""
        left, met = list[Want](), list[Want]()
        for want in wants:
            found = self._exact(want)
            if found is None:
                left.append(want)
            else:
                met.append(want)
                yield self._met(found, want)
        for want in left:
            found = self._apart(want) if want.apart else None
            yield self._met(found, want) if found is not None else self._unmet(want)
        for want in met:
            yield from self._still(want)

    def extras(self) -> Iterator[Judged]:
        """The verdict on each price that nothing wants."""
        for key, price in self.each if not self.mutant.others else ():
            if id(price) in self.taken or key in self.known or self._doubtful(price):
                continue
            if (price["model"], Decimal(price["amount"])) not in self.may:
                yield Judged("extra", told(price))

    def _exact(self, want: Want) -> Published | None:
        """The price in one of the forms that are wanted, or with words of the page in the place of its conditions."""
        for like in (self._of, self._in_words):
            for key, amount in want.forms:
                for price in like(key):
                    if id(price) not in self.taken and Decimal(price["amount"]) == amount:
                        return price
        return None

    def _of(self, key: Key) -> Sequence[Published]:
        return self.view.current.get(key, ())

    def _in_words(self, key: Key) -> Iterator[Published]:
        for own, price in self.worded.get(key.model, ()):
            if own[:-1] == key[:-1] and own.terms.items() <= key.terms.items():
                yield price

    @cached_property
    def worded(self) -> Mapping[str, list[tuple[Key, Published]]]:
        """By their models the new prices that hold under words of the page; and what they are of without those."""
        found = defaultdict[str, list[tuple[Key, Published]]](list)
        for key, price in self.each:
            if "as_printed" in price["conditions"] and key not in self.known:
                found[key.model].append((key.given(as_printed=None), price))
        return found

    @cached_property
    def each(self) -> list[tuple[Key, Published]]:
        """Every price, with what it is of."""
        return [(key, price) for key, prices in self.view.current.items() for price in prices]

    def _apart(self, want: Want) -> Published | None:
        """The price, told apart from what it was by conditions, dates or a promotion."""
        assert want.was is not None
        was, amounts = want.was, {want.was.amount, *(amount for _, amount in want.forms)}
        for key, price in self.named.get(was.key.model, ()):
            if id(price) in self.taken or Decimal(price["amount"]) not in amounts:
                continue
            if key not in self.known or (key == was.key and _terms(price) != _terms(was.record)):
                return price
        return None

    @cached_property
    def named(self) -> Mapping[str, list[tuple[Key, Published]]]:
        """Every price, by its model."""
        found = defaultdict[str, list[tuple[Key, Published]]](list)
        for key, price in self.each:
            found[key.model].append((key, price))
        return found

    def _met(self, price: Published, want: Want) -> Judged:
        self.taken.add(id(price))
        words = not want.apart and key_of(price) not in {key for key, _ in want.forms}
        doubt = self._doubtful(price, want.was) or ("with words that it had not" if words else "")
        return Judged("held", f"{told(price)}: {doubt}") if doubt else Judged("followed")

    def _still(self, want: Want) -> Iterator[Judged]:
        """What it was before, where it is something else now."""
        if want.was is not None and want.was.key not in {key for key, _ in want.forms}:
            for price in self.view.current.get(want.was.key, ()):
                if id(price) not in self.taken and not self._doubtful(price):
                    yield Judged("extra", f"still {told(price)}")

    def _unmet(self, want: Want) -> Judged:
        """The verdict on a price that is in none of the forms that are wanted."""
        was = want.was
        listed = [price for price in self.view.current.get(was.key, ()) if id(price) not in self.taken] if was else []
        if listed:
            self.taken.update(map(id, listed))
            sure = [price for price in listed if not self._doubtful(price)]
            if not sure:
                return Judged("held", f"{told(listed[0])}: {self._doubtful(listed[0])}")
            only = want.forms or want.unknowable or want.lost or want.apart
            return Judged("wrong" if only else "extra", f"told: {told(sure[0])}; {meant(want)}")
        if want.optional:
            return Judged("followed")
        if not want.forms and not want.lost and not want.apart:
            return Judged("held" if want.unknowable else "followed")
        if self.asked or self._said(want):
            return Judged("held", f"not published: {meant(want)}")
        return Judged("missing", meant(want))

    def _said(self, want: Want) -> bool:
        """Whether it is said of that very price that something is wrong."""
        keys = {key for key, _ in want.forms} | ({want.was.key} if want.was else set())
        absent = [self.view.gone[key]["status"] for key in keys if key in self.view.gone]
        return bool(keys & self.view.held) or any(status not in {"missing", "withdrawn"} for status in absent)

    def _doubtful(self, price: Published, was: Stated | None = None) -> str:
        """What is said that makes it no sure price; nothing of a doubt that was said before the change."""
        said = [
            price["status"] if price["status"] != "fresh" else "",
            *(price.get("reasons") or ()),
            price["suspect"] or "",
            "in conflict" if price["conflict"] else "",
            "a new value waits" if key_of(price) in self.view.held - self.first.held else "",
        ]
        known = {was.record["suspect"], was.record["status"]} if was else set()
        return ", ".join(str(each) for each in said if each and each not in known)


def _amounts(want: Want) -> Iterator[tuple[str, Decimal]]:
    """The models and amounts that a price may have that is told apart."""
    if want.was is not None:
        yield want.was.key.model, want.was.amount
    yield from ((key.model, amount) for key, amount in want.forms)


def _terms(price: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(str(price[name]) for name in ("promotion", "effective_from", "effective_until", "free"))


def told(price: Published) -> str:
    """A published price, for a person."""
    return f"{price['amount']} {key_of(price)}"


def meant(want: Want) -> str:
    """What is wanted, for a person."""
    if want.unknowable:
        return "which nobody can know"
    if not want.forms:
        return f"no longer {want.was.amount} {want.was.key}" if want.was else "nothing"
    key, amount = want.forms[0]
    return f"wanted {amount.normalize():f} {key}"
