"""What a cell of prices is made of: words, prices, and the marks that divide them."""

from collections.abc import Sequence
from decimal import Decimal
from enum import Enum
from itertools import pairwise
from typing import NamedTuple

from pricebook.phrases.says import Says, both

Remark = tuple[int, int, str]


class Mark(Enum):
    """What divides a cell."""

    BREAK = "a comma"
    LINE = "a line break, a semicolon or a full stop"
    COLON = "what stands before it is a label"
    NOTHING = "a dash that stands for no price"


class Wording(NamedTuple):
    """Words between prices, and what they say."""

    says: Says
    start: int
    end: int
    tier: bool = False
    """A bound, which holds for all prices up to the next one."""
    bracket: bool = False
    """It stands in a bracket right behind a price."""


class Amount(NamedTuple):
    """One price as a cell states it; what the cell does not say is not in `says`."""

    value: Decimal
    start: int
    end: int
    says: Says
    free: bool = False
    multiplier: Decimal = Decimal(1)
    """What part of the printed amount is paid; the words that say so are the promotion."""


Atom = Wording | Amount | Mark


class CellReading(NamedTuple):
    """What a cell says, or why it is not understood (then it has no amounts)."""

    amounts: tuple[Amount, ...]
    problem: str | None = None
    remarks: tuple[Remark, ...] = ()
    """Numbers that are no price of their own: `(start, end, reason)`; a former price, a discount already taken."""
    others: tuple[Amount, ...] = ()
    """Amounts of its prices in another unit: `$3 or $0.005/min`. Whether they are the same once more is not told."""


def pieces_of(atoms: Sequence[Atom]) -> list[list[Atom]]:
    """The lines of the cell; one with several prices is cut at its commas."""
    lines = [line for whole in _cut(atoms, Mark.LINE) for line in _last_apart(whole)]
    return [piece for line in lines for piece in ([line] if priced(line) <= 1 else _cut(line, Mark.BREAK))]


def _last_apart(line: list[Atom]) -> list[list[Atom]]:
    """A line whose last price alone is per a unit of several, and has its own meter in a bracket behind it: that apart.

    So stand prices whose line ends were lost: `$0.15 $1.00 / 1M tokens per hour (storage)`.
    """
    places = [n for n, atom in enumerate(line) if isinstance(atom, Amount)]
    if len(places) < 2:
        return [line]
    last, behind = line[places[-1]], line[places[-1] + 1 :]
    others = [atom for atom in line[: places[-1]] if isinstance(atom, Amount)]
    named = behind and all(isinstance(atom, Wording) and atom.bracket and atom.says.meters for atom in behind)
    measure = last.says.measure if isinstance(last, Amount) else None
    alone = measure and len(measure.things) > 1 and not any(other.says.measure for other in others)
    apart = _ends_a_price(line[: places[-1]], many=len(others) > 1)
    return [line[: places[-1]], line[places[-1] :]] if named and alone and apart else [line]


def _ends_a_price(atoms: Sequence[Atom], *, many: bool) -> bool:
    """Whether they end with no word of the next price: with a price, its bracket, or the bound of one of many."""
    last = atoms[-1]
    if isinstance(last, Wording):
        return last.bracket or (last.tier and many and isinstance(atoms[0], Amount))
    return isinstance(last, Amount)


def _cut(atoms: Sequence[Atom], mark: Mark) -> list[list[Atom]]:
    pieces: list[list[Atom]] = [[]]
    for atom in atoms:
        if atom is mark:
            pieces.append([])
        else:
            pieces[-1].append(atom)
    return [piece for piece in pieces if any(type(atom) is not Mark or atom is Mark.NOTHING for atom in piece)]


def titled(atoms: Sequence[Atom]) -> list[Atom]:
    """The atoms, where lines without a price that state conditions stand above lines of prices: those hold for these.

    The first line is such a title, each has prices below it, and all state the same kinds of conditions.
    """
    lines = _cut(atoms, Mark.LINE)
    titles = [not priced(line) for line in lines]
    said = {kinds for line, title in zip(lines, titles, strict=True) if title for kinds in [_title_states(line)]}
    if not titles or not titles[0] or titles[-1] or len(said) != 1 or not said.pop() or sum(titles) == 1:
        return list(atoms)
    if any(one and other for one, other in pairwise(titles)):
        return list(atoms)
    held = {id(atom) for line, title in zip(lines, titles, strict=True) if title for atom in line}
    return [atom._replace(tier=True) if isinstance(atom, Wording) and id(atom) in held else atom for atom in atoms]


def _title_states(line: Sequence[Atom]) -> frozenset[str]:
    """The conditions that all words of a line state, where it holds nothing else."""
    if len(line) != 1 or not isinstance(line[0], Wording):
        return frozenset()
    kinds = line[0].says.kinds
    return kinds if kinds == dict(line[0].says.conditions).keys() else frozenset()


def label_line(atoms: Sequence[Atom]) -> list[Atom]:
    """The first line, if it is a label and no other line is one alone: 输出视频： above 480P：0.5元/秒."""
    first, *lines = _cut(atoms, Mark.LINE)
    labels = [line for line in lines if line[-1] is Mark.COLON]
    alone = (
        len(first) > 1
        and list(atoms[: len(first)]) == first
        and first[-1] is Mark.COLON
        and not any(type(atom) is Amount for atom in first)
    )
    return first if alone and lines and not labels else []


def priced(atoms: Sequence[Atom]) -> int:
    """How many prices stand among them."""
    return [type(atom) for atom in atoms].count(Amount)


def ruled(atoms: Sequence[Atom]) -> list[Atom]:
    """The atoms, each line's prices with the rule that closes the line: `输入 2元，输出 8元（batch半价）` halves both.

    A rule between two prices is of the one before it; one behind a bound, of the prices behind the bound.
    """
    found: list[Atom] = []
    rule: Says | None = None
    for atom in reversed(atoms):
        if isinstance(atom, Amount):
            found.append(atom._replace(says=both(rule, atom.says)) if rule else atom)
            continue
        if isinstance(atom, Wording) and atom.says.rules and _closes(found):
            rule = Says(rules=atom.says.rules)
        elif atom is Mark.LINE or (isinstance(atom, Wording) and atom.tier):
            rule = None
        found.append(atom)
    return found[::-1]


def _closes(behind: Sequence[Atom]) -> bool:
    """Whether no price stands between there and the end of the line; `behind` is read backwards."""
    for atom in reversed(behind):
        if atom is Mark.LINE:
            return True
        if isinstance(atom, Amount):
            return False
    return True
