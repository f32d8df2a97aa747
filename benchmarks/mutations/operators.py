"""The register of operators: what changes a page, its family, and whether it is tuned on or reported on."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random
from typing import Literal

from benchmarks.mutations.page import Mutant, Page

Family = Literal["layout", "price", "identity", "destroy"]
Half = Literal["tune", "report"]
FAMILIES: tuple[Family, ...] = ("layout", "price", "identity", "destroy")
Change = Callable[[Page, Random], Mutant | None]
"""A changed page and its truth; None where the operator does not apply."""


@dataclass(frozen=True)
class Operator:
    """One kind of change."""

    name: str
    family: Family
    change: Change
    draws: int = 2
    """How many mutants of one page it gives, each of another draw."""
    noise: bool = False
    """Nothing changes that a reader sees, or only the order of rows: nobody may be asked."""
    ordinary: bool = False
    """A change of a price as they happen every week: nobody needs to be asked."""
    changes_truth: bool = True
    """Whether what must be published is otherwise than before."""

    @property
    def half(self) -> Half:
        """Of which half it is, by its name alone."""
        return "tune" if hashlib.sha256(self.name.encode()).digest()[0] % 2 else "report"

    def mutants(self, page: Page, seed: int) -> Iterator[Mutant]:
        """Its mutants of the page: the same for the same seed, none twice."""
        texts = set[str | bytes]()
        for number in range(self.draws):
            mutant = self.change(page, Random(f"{seed}/{self.name}/{page.name}/{number}"))
            if mutant is not None and (mutant.body or mutant.text) not in texts:
                texts.add(mutant.body or mutant.text)
                yield mutant


OPERATORS: dict[str, Operator] = {}


def register(name: str, family: Family, change: Change, **more: int) -> None:
    """Takes up an operator under a name of its own."""
    assert name not in OPERATORS, name
    OPERATORS[name] = Operator(name, family, change, **more)  # type: ignore[arg-type]


def operator(family: Family, **more: int) -> Callable[[Change], Change]:
    """Takes up a function under its own name."""

    def take(change: Change) -> Change:
        register(change.__name__.strip("_").replace("_", " "), family, change, **more)
        return change

    return take
