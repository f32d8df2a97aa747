"""Prints how the program stands: `python -m tests.mutations [--operator NAME] [--show N]`."""

import argparse
import sys

from tests.mutations.measuring import Measured, measured
from tests.mutations.operators import OPERATORS

VERDICTS = ("right", "qualified", "loud", "SILENT")


def line(name: str, found: list[Measured]) -> str:
    """One row of the table."""
    counts = [sum(1 for each in found if each.verdict == verdict) for verdict in VERDICTS]
    return f"{name:48.48} {len(found):6} " + " ".join(f"{count:9}" for count in counts)


def main() -> None:
    """The table, then the silent ones."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutations", description=__doc__)
    parser.add_argument("--operator", default="", help="those whose name or group holds this")
    parser.add_argument("--show", type=int, default=0, help="so many silent ones of each operator")
    parser.add_argument("--verdict", default="SILENT", choices=VERDICTS, help="what to show instead")
    parser.add_argument("--most", type=int, default=10_000, help="so many changes of each operator")
    options = parser.parse_args()
    every: list[Measured] = []
    lines = [f"{'':48} {'n':>6} " + " ".join(f"{verdict:>9}" for verdict in VERDICTS)]
    group = ""
    for name, operator in OPERATORS.items():
        if options.operator not in name and options.operator not in operator.kind:
            continue
        if operator.kind != group:
            group = operator.kind
            lines.append(f"-- {group}")
        found = measured(name, options.most)
        every += found
        lines.append(line(f"{name}{' (harmless)' if operator.harmless else ''}", found))
        lines += [f"      {each}" for each in found if each.verdict == options.verdict][: options.show]
    lines.append(line("all", every))
    lines += [
        line(f"all {kind}", [each for each in every if each.kind == kind])
        for kind in dict.fromkeys(e.kind for e in every)
    ]
    lines.append(line("all harmless", [each for each in every if each.harmless]))
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
