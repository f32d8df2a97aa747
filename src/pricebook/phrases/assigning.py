"""Which price the words of a cell belong to.

A cell is cut into pieces: its lines, and a line with several prices at its commas. Words in a piece with one price are
that price's, before it or behind it. Where a piece holds several prices, or none, or a label before a colon may lead
more than one price, the cell is read in each way that there is: words before a price, words behind it, only brackets
behind it, labels that lead. A reading holds if no word is left over and nothing contradicts. Where several hold, or
where no piece tells whose a word is, that one counts in which all prices carry the same kinds of facts; if none or two
do, the cell is unread.
"""

from collections.abc import Iterator, Sequence
from typing import Literal

from pricebook.phrases.atoms import (
    Amount,
    Atom,
    CellReading,
    Mark,
    Remark,
    Wording,
    label_line,
    pieces_of,
    priced,
    ruled,
    titled,
)
from pricebook.phrases.measures import NotUnderstood
from pricebook.phrases.says import BOUNDED, NOTHING, Says, both
from pricebook.vocabulary import FREE

_LABELS = frozenset(filter(None, FREE.values()))
MAX_AMOUNTS = 64
"""No cell of a price table holds more."""
_LEFT_OVER = "words without a price of their own"
_TOKENS = ("token",)
"""What is counted in most cells where it is not printed."""


Behind = Literal["none", "brackets", "all", "each"]
"""Which words between two prices belong to the price before them; `each`: also behind a comma, and none leads."""


def assign(atoms: Sequence[Atom], remarks: Sequence[Remark], heading: Says) -> CellReading:
    """The cell's prices, each with all that the cell says of it; raises NotUnderstood where that cannot be told."""
    many = priced(atoms)
    if many > MAX_AMOUNTS:
        message = f"more than {MAX_AMOUNTS} amounts in one cell"
        raise NotUnderstood(message)
    if not many:
        _nothing_left(atoms, remarks)
        return CellReading((), None, tuple(remarks))
    atoms = titled(atoms)
    if label := label_line(atoms):
        return _under(label, assign(atoms[len(label) + 1 :], remarks, heading))
    pieces = pieces_of(ruled(atoms))
    if all(map(_simple, pieces)):
        amounts = list(_distinct(_promoted([_own(piece) for piece in pieces])))
    else:
        amounts = _agreed(pieces, heading, alone=many == 1)
    if any(len({_bounds_of(amount.says) for amount in group}) > 1 for group in _by_measure(amounts)):
        message = "a bound stands beside some of the prices and not beside others"
        raise NotUnderstood(message)
    if any(amount.free and amount.says.currency for amount in amounts):
        message = "a mark of money without a number stands beside the word for free"
        raise NotUnderstood(message)
    return CellReading(tuple(amounts), None, tuple(remarks))


def _under(label: Sequence[Atom], reading: CellReading) -> CellReading:
    """The prices below a line that is their label."""
    said = _joined([atom for atom in label if isinstance(atom, Wording)])
    amounts = [amount._replace(says=both(amount.says, said)) for amount in reading.amounts]
    return reading._replace(amounts=tuple(_without_problem(amounts)))


def _by_measure(amounts: Sequence[Amount]) -> list[list[Amount]]:
    """The amounts; those that are per a unit of several, as tokens an hour, apart: facts of others are not theirs."""
    groups: dict[tuple[str, ...], list[Amount]] = {}
    for amount in amounts:
        things = amount.says.measure.things if amount.says.measure else ()
        groups.setdefault(things if len(things) > 1 else (), []).append(amount)
    return list(groups.values())


def _bounds_of(says: Says) -> frozenset[str]:
    return frozenset(name for name, _ in says.conditions if name in BOUNDED)


def _simple(piece: Sequence[Atom]) -> bool:
    """Whether one price stands in it and only words beside it, no label, no bound, no dash."""
    kinds = [type(atom) for atom in piece]
    return kinds.count(Amount) == 1 and Mark not in kinds and not any(type(a) is Wording and a.tier for a in piece)


def _own(piece: Sequence[Atom]) -> Amount:
    """The price of a piece with all of its words; raises NotUnderstood where they contradict each other."""
    (price,) = (atom for atom in piece if type(atom) is Amount)
    if len(piece) == 1:
        return price
    says, before = price.says, True
    start = price.start
    for atom in piece:
        if type(atom) is Wording:
            says = both(atom.says, says)
            start = min(start, atom.start) if before else start
        else:
            before = False
    if says.problem:
        raise NotUnderstood(says.problem)
    return price._replace(says=says, start=start)


def _nothing_left(atoms: Sequence[Atom], remarks: Sequence[Remark]) -> None:
    if remarks:
        message = "only a former or list price stands here"
        raise NotUnderstood(message)
    waiting = NOTHING
    for atom in atoms:
        waiting = (
            NOTHING if atom is Mark.NOTHING else both(atom.says, waiting) if isinstance(atom, Wording) else waiting
        )
    if waiting.problem or waiting.kinds or waiting.measure or waiting.currency:
        raise NotUnderstood(waiting.problem or _LEFT_OVER)


def _without_problem(amounts: list[Amount]) -> list[Amount]:
    for amount in amounts:
        if amount.says.problem:
            raise NotUnderstood(amount.says.problem)
    return amounts


def _agreed(pieces: list[list[Atom]], heading: Says, *, alone: bool) -> list[Amount]:
    """The one reading that holds."""
    held: list[list[Amount]] = []
    reason = ""
    fixed = alone or all(priced(piece) == 1 for piece in pieces)
    for behind, lead in _WAYS[: _ways(pieces, fixed=fixed and not alone)]:
        try:
            amounts = list(_distinct(_promoted(_without_problem(_Way(behind, lead=lead).read(pieces)))))
        except NotUnderstood as problem:
            reason = reason or problem.reason
        else:
            if not any(_same(amounts, other) for other in held):
                held.append(amounts)
    apart = all(atom.bracket for piece in pieces for atom in piece if isinstance(atom, Wording))
    even = held if fixed and len(held) == 1 else [amounts for amounts in held if _even(amounts, heading, apart=apart)]
    if len(even) == 1:
        return even[0]
    raise NotUnderstood(reason if not held else "cannot tell which price the words between two prices belong to")


_WAYS: tuple[tuple[Behind, bool], ...] = (
    ("none", False), ("none", True), ("brackets", False), ("all", False), ("each", False),
)  # fmt: skip


def _ways(pieces: list[list[Atom]], *, fixed: bool) -> int:
    """How many ways of reading can differ: without labels and with one price in each piece there is one."""
    if not fixed:
        return len(_WAYS)
    return 2 if any(atom is Mark.COLON for piece in pieces for atom in piece) else 1


def _same(one: list[Amount], other: list[Amount]) -> bool:
    return [(a.value, a.says) for a in one] == [(a.value, a.says) for a in other]


def _even(amounts: list[Amount], heading: Says, *, apart: bool) -> bool:
    """Whether all prices carry the same kinds of facts, those of the heading among them.

    Where all words stand in brackets behind prices, what is per an image, beside tokens, is `apart`, of its own kind.
    """
    kinds: dict[tuple[str, ...], set[frozenset[str]]] = {}
    for amount in amounts:
        things = amount.says.measure.things if amount.says.measure else _TOKENS
        of = things if apart or len(things) > 1 else _TOKENS
        kinds.setdefault(of, set()).add(amount.says.kinds | heading.kinds)
    return all(len(each) == 1 for each in kinds.values())


class _Way:
    """One way of reading a cell; raises NotUnderstood where words are left over."""

    def __init__(self, behind: Behind, *, lead: bool = False) -> None:
        self.behind, self.lead = behind, lead
        self.found: list[Amount] = []
        self.leading = NOTHING
        self.tiers = NOTHING
        self.tiers_used = False
        self.led = True
        """Whether what leads has led a price already."""
        self.run: list[Wording] = []
        self.own = 0
        """How many prices of this piece were met."""

    def read(self, pieces: list[list[Atom]]) -> list[Amount]:
        if self.behind == "each":
            return self._each_behind([atom for piece in pieces for atom in piece])
        for piece in pieces:
            self.own, many = 0, priced(piece)
            if not many and self.behind == "all" and self.found:
                self._add_behind([atom for atom in piece if isinstance(atom, Wording)])
                continue
            for atom in piece:
                self._atom(atom, single=many == 1)
        if _joined(self.run).kinds or (self.tiers is not NOTHING and not self.tiers_used):
            raise NotUnderstood(_LEFT_OVER)
        return self.found

    def _each_behind(self, atoms: list[Atom]) -> list[Amount]:
        """The cell begins with a price, and what stands behind one is said of it: `$2, up to 200K $4, over 200K`."""
        for atom in atoms:
            if isinstance(atom, Amount):
                self.found.append(atom)
            elif isinstance(atom, Wording) and self.found:
                self._add_behind([atom])
            else:
                raise NotUnderstood(_LEFT_OVER)
        return self.found

    def _atom(self, atom: Atom, *, single: bool) -> None:
        if isinstance(atom, Amount):
            self._price(atom)
        elif isinstance(atom, Wording):
            if self.own and (single or self.behind == "all" or (self.behind == "brackets" and atom.bracket)):
                self._add_behind([atom])
            elif atom.tier:
                self._tier(atom)
            else:
                self.run.append(atom)
        elif atom is Mark.NOTHING:
            self.run = []
        elif atom is Mark.COLON and self.lead and self.run and not self.own:
            self._lead()

    def _price(self, price: Amount) -> None:
        if self.behind == "all" and self.run and self.own:
            raise NotUnderstood(_LEFT_OVER)
        says = both(both(both(price.says, _joined(self.run)), self.tiers), self.leading)
        start = min([price.start, *(fact.start for fact in self.run)])
        self.found.append(price._replace(says=says, start=start))
        self.run, self.tiers_used, self.led = [], True, True
        self.own += 1

    def _lead(self) -> None:
        """The words that were met lead what follows: beside others that have led nothing yet, else in their stead."""
        said = _joined(self.run)
        self.leading = said if self.led else both(said, self.leading)
        self.run = []
        if self.tiers_used:
            self.tiers, self.tiers_used = NOTHING, False
        self.led = False

    def _tier(self, tier: Wording) -> None:
        """Bounds that follow each other hold together; after a price new ones begin, of the same sizes."""
        if self.run:
            self._lead()
        if not self.tiers_used:
            self.tiers = both(tier.says, self.tiers)
            return
        if self.tiers is not NOTHING and not self.tiers.problem and not tier.says.kinds & self.tiers.kinds:
            message = "cannot tell whether the bounds before still hold"
            raise NotUnderstood(message)
        self.tiers, self.tiers_used = tier.says, False

    def _add_behind(self, facts: Sequence[Wording]) -> None:
        last = self.found[-1]
        self.found[-1] = last._replace(says=both(_joined(facts), last.says))


def _joined(facts: Sequence[Wording]) -> Says:
    says = NOTHING
    for fact in facts:
        says = both(fact.says, says)
    return says


def _promoted(amounts: list[Amount]) -> list[Amount]:
    """限时免费 beside prices is a promotion on all of them; 免费 with no word of its own contradicts them."""
    free = [a for a in amounts if a.free and not (a.says.meters or a.says.conditions)]
    if not free or len(amounts) == 1:
        return amounts
    if len(free) > 1 or free[0].says.promotion not in _LABELS:
        message = "free and priced at once"
        raise NotUnderstood(message)
    return _without_problem([a._replace(says=both(a.says, free[0].says)) for a in amounts if a is not free[0]])


def _distinct(amounts: Sequence[Amount]) -> Iterator[Amount]:
    """The amounts, if no two of them can be the same price; one that says less than another can."""
    seen: dict[tuple[object, ...], list[Says]] = {}
    for amount in amounts:
        says = amount.says
        twins = seen.setdefault((says.meters, says.service, says.conditions, says.media, says.since, says.until), [])
        if any(_may_agree(says, twin) for twin in twins):
            message = "two amounts for one price"
            raise NotUnderstood(message)
        twins.append(says)
        yield amount


def _may_agree(one: Says, other: Says) -> bool:
    """Whether the two could be paid in the same currency for the same measure."""
    return (None in {one.currency, other.currency} or one.currency == other.currency) and (
        None in {one.measure, other.measure} or one.measure == other.measure
    )
