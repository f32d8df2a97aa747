"""What was measured, as text: shares with their intervals, the matrix, the worst."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from math import sqrt

from benchmarks.mutations.measuring import Measured
from benchmarks.mutations.operators import FAMILIES, OPERATORS, Half, Operator
from benchmarks.mutations.verdicts import SILENT, WORST, Verdict

HALVES: dict[Half, float] = {"tune": 0.005, "report": 0.01}
"""The greatest share of mutants, but for pure noise, that may be silent."""
FOLLOWED, ORDINARY, NOISE = 0.6, 0.9, 0.95
"""The least share of price and layout that is followed; of ordinary changes and of noise that pass without a person."""
SHOWN = 40
MISSED = "FAILS"
"""What is said of a bar that does not hold."""
LETTERS: dict[Verdict | None, str] = dict(zip(WORST, "fhrMEW", strict=True))


def wilson(hits: int, of: int, z: float = 1.96) -> tuple[float, float]:
    """Between which shares the true one lies, with a confidence of 95 %."""
    if of == 0:
        return 0.0, 1.0
    share, room = hits / of, z * z / of
    middle, width = share + room / 2, z * sqrt(share * (1 - share) / of + room / (4 * of))
    low, high = (middle - width) / (1 + room), (middle + width) / (1 + room)
    # What was measured lies inside, also where the arithmetic rounds past it.
    return max(0.0, min(low, share)), min(1.0, max(high, share))


def is_silent(each: Measured) -> bool:
    return each.verdict in SILENT


def of(each: Measured) -> Operator:
    return OPERATORS[each.operator]


def summary(found: Sequence[Measured]) -> list[str]:
    """One row for each family and half, then what must hold."""
    head = ["", "n", *WORST, "silent", "95 %"]
    rows = [
        _row(f"{f} {h}", [m for m in found if (of(m).family, of(m).half) == (f, h)]) for f in FAMILIES for h in HALVES
    ]
    rows += [_row(f, [m for m in found if of(m).family == f]) for f in FAMILIES]
    lines = aligned([head, *rows, _row("all", found)])
    return [*lines, "", *bars(found)]


def _row(name: str, found: Sequence[Measured]) -> list[str]:
    counted = Counter(each.verdict for each in found)
    silent = sum(map(is_silent, found))
    low, high = wilson(silent, len(found))
    share = f"{silent / len(found):.2%}" if found else "-"
    return [
        name,
        str(len(found)),
        *(str(counted[verdict]) for verdict in WORST),
        share,
        f"{low * 100:.1f}-{high * 100:.1f}",
    ]


def bars(found: Sequence[Measured]) -> Iterator[str]:
    """What must hold, and whether it does."""
    for half, most in HALVES.items():
        for family in FAMILIES:
            own = [m for m in found if of(m).half == half and of(m).family == family and not of(m).noise]
            yield _bar(f"silent: {family}, {half}", sum(map(is_silent, own)), len(own), most, least=False)
    for family in ("price", "layout"):
        own = [m for m in found if of(m).family == family]
        yield _bar(f"followed: {family}", sum(m.verdict == "followed" for m in own), len(own), FOLLOWED)
    tests: dict[str, tuple[Callable[[Operator], bool], float]] = {
        "ordinary changes that need no person": (lambda operator: operator.ordinary, ORDINARY),
        "row times 0.8 that needs no person": (lambda operator: operator.name == "row times 0.8", ORDINARY),
        "noise that needs no person": (lambda operator: operator.noise, NOISE),
    }
    for name, (test, least) in tests.items():
        own = [m for m in found if test(of(m))]
        yield _bar(name, sum(m.verdict == "followed" and not m.waits for m in own), len(own), least)
    others = [m for m in found if of(m).family == "layout" and not of(m).noise and not of(m).changes_truth]
    asked = sum(m.waits for m in others)
    yield f"other harmless layout that asked a person: {asked} of {len(others)}"


def _bar(name: str, hits: int, of_: int, bar: float, *, least: bool = True) -> str:
    if not of_:
        return f"{name:<40} not measured"
    share = hits / of_
    holds = share >= bar if least else share <= bar
    word = "holds" if holds else MISSED
    return f"{name:<40} {hits:>5} of {of_:<5} {share:>7.2%} {'>=' if least else '<='} {bar:.1%} {word}"


def matrix(found: Sequence[Measured]) -> list[str]:
    """A row for each operator, a column for each page: f h r, and M E W for what is silent; the worst of a cell."""
    pages = list(dict.fromkeys(each.page for each in sorted(found, key=lambda each: each.page)))
    columns = {page: f"{number:>2}" for number, page in enumerate(pages, start=1)}
    cells: dict[tuple[str, str], Verdict] = {}
    for each in found:
        place = each.operator, each.page
        known = cells.get(place, each.verdict)
        cells[place] = max(known, each.verdict, key=WORST.index)
    operators = [name for name in OPERATORS if any(name == each.operator for each in found)]
    head = ["operator", "half", *columns.values()]
    rows = [
        [name, OPERATORS[name].half[0], *(LETTERS.get(cells.get((name, page)), ".") for page in pages)]
        for name in sorted(operators, key=lambda name: (FAMILIES.index(OPERATORS[name].family), name))
    ]  # fmt: skip
    legend = [f"{columns[page]} {page}" for page in pages]
    return [*legend, "", *aligned([head, *rows])]


def by_operator(found: Sequence[Measured]) -> list[list[str]]:
    """How each operator ended, a row for each."""
    named = {name: [each for each in found if each.operator == name] for name in OPERATORS}
    return [[*_row(name, own)[:8], OPERATORS[name].family, OPERATORS[name].half] for name, own in named.items() if own]


def worst(found: Sequence[Measured], most: int = SHOWN) -> list[str]:
    """The operators that end silent most often, each with an example."""
    silent = [each for each in found if is_silent(each)]
    counted = Counter(each.operator for each in silent)
    tried = Counter(each.operator for each in found)
    lines: list[str] = []
    for name, count in counted.most_common(most):
        first = next(each for each in silent if each.operator == name)
        lines += [f"{name} ({of(first).family}, {of(first).half}): {count} of {tried[name]}", *example(first)]
    return lines


def example(each: Measured) -> list[str]:
    """A mutant, for a person."""
    said = [f"{each.page}: {each.note}" if each.note else each.page, f"{each.verdict}: {each.why}"]
    return [f"    {' '.join(line.split())[:200]}" for line in said]


def aligned(rows: Iterable[Sequence[str]]) -> list[str]:
    """The rows in columns, the first to the left, the others to the right."""
    rows = list(rows)
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return [
        " ".join(
            cell.ljust(w) if not n else cell.rjust(w) for n, (cell, w) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]


def markdown(found: Sequence[Measured], seed: int) -> str:
    """The same for a page of the documentation."""
    head = ["", "n", "followed", "held", "refused", "missing", "extra", "wrong", "silent", "95 %"]
    rows = [
        _row(f"{family} {half}", [m for m in found if (of(m).family, of(m).half) == (family, half)])
        for family in FAMILIES for half in HALVES
    ]  # fmt: skip
    operators = [["operator", *head[1:8], "family", "half"], *by_operator(found)]
    pages = len({each.page for each in found})
    return "\n".join([
        f"{len(found):,} mutants of {pages} pages by {len({m.operator for m in found})} operators, seed {seed}.", "",
        *_table([head, *rows, _row("all", found)]), "", "```", *bars(found), "```", "", *_table(operators), "",
    ])  # fmt: skip


def _table(rows: Sequence[Sequence[str]]) -> list[str]:
    lines = [f"| {' | '.join(row)} |" for row in rows]
    return [lines[0], "|" + " --- |" * len(rows[0]), *lines[1:]]
