"""One printed price in its cell, taken apart so that any part of it can be changed."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tests.mutations.bases import Base, Change, Place, Stated
from tests.mutations.operators import edited, few, printed_number
from tests.mutations.verdict import Truth, Want, same

_MARK = re.compile(r"[￥¥$]\s*$")


@dataclass(frozen=True)
class Spot:
    """One printed price, taken apart: what stands before its number, the number, what stands behind; in its cell."""

    base: Base
    stated: Stated
    head: str
    before: str
    mark: str
    number: str
    after: str
    tail: str

    @property
    def whole(self) -> str:
        """The price as printed."""
        return self.before + self.mark + self.number + self.after

    @property
    def alone(self) -> bool:
        """Whether the cell holds nothing else."""
        return not (self.head + self.tail).strip()

    def write(self, text: str, truth: Truth, *more: Want) -> Change:
        """The page with this text in the place of the printed price."""
        place = self.stated.place
        cell = self.head + text + self.tail
        touched = {id(self.stated)} | {
            id(each)
            for each in self.base.in_cell(self.stated.place)
            if each.price.listed.text == self.stated.price.listed.text
        }
        wants = [each.want(truth if id(each) in touched else same) for each in self.base.stated]
        note = f"row {place.row}: {self.head + self.whole + self.tail!r} becomes {cell!r}"
        return edited(self.base, place.table, note, [*wants, *more], self.base.with_cell(place, cell))


def spot(base: Base, stated: Stated) -> Spot | None:
    """Where the price is printed; None where its characters cannot be told in the cell."""
    cell, text = base.cell(stated.place), stated.price.listed.text
    head, found, tail = cell.partition(text)
    if not found or stated.told.free:
        return None
    number = printed_number(stated)
    before, _, after = text.partition(number)
    mark = _MARK.search(before)
    cut = mark.start() if mark else len(before)
    return Spot(base, stated, head, before[:cut], before[cut:], number, after, tail)


def spots(base: Base, most: int = 2) -> Iterator[Spot]:
    """Some prices of every column of every table: the first of a cell, and the last where there are several."""
    for table in base.upright:
        for column in base.price_columns(table):
            rows = sorted(
                {each.place.row for each in base.stated if (each.place.table, each.place.column) == (table, column)}
            )
            for row in few(rows, most):
                prices = base.in_cell(Place(table, row, column))
                for stated in {id(each): each for each in (prices[0], prices[-1])}.values():
                    found = spot(base, stated)
                    if found is not None and stated.told not in base.found.flagged:
                        yield found


def is_input(at: Spot) -> bool:
    """A price of plain input."""
    return at.stated.told.meter == "input"


def is_video(at: Spot) -> bool:
    """A price by the second."""
    return at.stated.told.unit == "second"


def labelled(at: Spot) -> bool:
    """A price with its meter in its cell, among others."""
    return not at.alone and bool(re.search("[入出练署量并]", at.before))


def unlabelled(at: Spot) -> bool:
    """A price that stands alone and bare in its cell."""
    return at.alone and not at.before.strip()


def fractional(at: Spot) -> bool:
    """An amount below one."""
    return at.number.startswith("0.")


def decimal(at: Spot) -> bool:
    """An amount with a point."""
    return "." in at.number and "," not in at.number


def thousands(at: Spot) -> bool:
    """An amount with a comma."""
    return "," in at.number


def unbounded(at: Spot) -> bool:
    """A price without a tier."""
    return not any(name.endswith("_tokens") for name, _ in at.stated.told.conditions)


def anyone(_: Spot) -> bool:
    """Every price."""
    return True


def has_unit(at: Spot) -> bool:
    """A price with its unit in its cell."""
    return "/" in at.after


def divided(at: Spot) -> bool:
    """A labelled price with a mark behind it: without one, `输入/输出 4元` is a price of both."""
    return labelled(at) and not re.match(r" |[^，；<]", at.tail)
