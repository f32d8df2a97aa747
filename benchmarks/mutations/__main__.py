"""Prints how often a changed page ends silently wrong: `python -m benchmarks.mutations [--sample N]`."""

import argparse
import sys
from pathlib import Path
from random import Random
from time import perf_counter

from benchmarks.mutations.measuring import Measured, measured, sampled, tasks
from benchmarks.mutations.operators import FAMILIES, OPERATORS
from benchmarks.mutations.pages import sources
from benchmarks.mutations.report import MISSED, bars, example, is_silent, markdown, matrix, summary, worst
from benchmarks.mutations.verdicts import WORST


def main() -> int:
    """The summary, the worst, and what else was asked for; 1 if a bar does not hold that was asked to."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.mutations", description=__doc__)
    parser.add_argument("--operator", default="", help="those whose name holds this")
    parser.add_argument("--page", default="", help="pages whose name holds this")
    parser.add_argument("--family", choices=FAMILIES, help="operators of this family")
    parser.add_argument("--half", choices=("tune", "report"), help="operators of this half")
    parser.add_argument("--sample", type=int, default=0, help="so many mutants, drawn from all")
    parser.add_argument("--seed", type=int, default=0, help="another seed draws other rows and prices")
    parser.add_argument("--jobs", type=int, default=None, help="processes; as many as there are processors")
    parser.add_argument("--show", type=int, default=0, help="so many mutants with the verdict")
    parser.add_argument("--verdict", choices=("silent", *WORST), default="silent", help="which to show")
    parser.add_argument("--matrix", action="store_true", help="every operator against every page")
    parser.add_argument("--markdown", type=Path, help="where to write the tables for the documentation")
    parser.add_argument("--hold", metavar="NAME", help="end with 1 if a bar whose name begins so does not hold")
    asked = parser.parse_args()
    began = perf_counter()
    names = [
        name for name, each in OPERATORS.items()
        if asked.operator in name and asked.family in {None, each.family} and asked.half in {None, each.half}
    ]  # fmt: skip
    pages = [name for name in sources() if asked.page in name]
    todo = tasks(names, pages, asked.seed)
    if asked.sample:
        todo = sampled(todo, asked.sample, Random(asked.seed))
    found = list(measured(todo, asked.jobs))
    told(found, asked)
    idle = sorted(set(names) - {each.operator for each in found})
    if idle and not asked.sample:
        print("\nchanged none of these pages:", ", ".join(idle))
    print(f"\n{len(found)} mutants in {perf_counter() - began:.0f} s, seed {asked.seed}")
    wanted = [line for line in bars(found) if asked.hold is not None and line.startswith(asked.hold)]
    return int(any(line.endswith(MISSED) for line in wanted))


def told(found: list[Measured], asked: argparse.Namespace) -> None:
    """Prints what was asked for."""
    print("\n".join(summary(found)))
    print("\nthe worst:", *(worst(found) or ["nothing is silent"]), sep="\n")
    if asked.matrix:
        print("", *matrix(found), sep="\n")
    wanted = [m for m in found if (is_silent(m) if asked.verdict == "silent" else m.verdict == asked.verdict)]
    for each in wanted[: asked.show]:
        print(each.operator, *example(each), sep="\n")
    if asked.markdown:
        asked.markdown.write_text(markdown(found, asked.seed), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
