"""How the other benchmarks measure: the shortest of several times, and the memory of a process of its own."""

import subprocess
import sys
from collections.abc import Callable, Sequence
from time import perf_counter


def best(
    job: Callable[[], object], seconds: float = 1.0, before: Callable[[], object] = lambda: None, least: int = 3
) -> float:
    """The shortest time that the job took, in seconds, tried for about so long; `before` is done before each."""
    times: list[float] = []
    started = perf_counter()
    while len(times) < least or perf_counter() - started < seconds:
        before()
        began = perf_counter()
        job()
        times.append(perf_counter() - began)
    return min(times)


def process(command: Sequence[str], seconds: float = 2.0, least: int = 3) -> float:
    """The shortest time that the command took from its start to its end."""
    silent = subprocess.DEVNULL
    return best(lambda: subprocess.run(command, check=False, stdout=silent, stderr=silent), seconds, least=least)


def peak(code: str) -> float:
    """The most memory, in MB, that a process of its own held when it ran this code."""
    ending = "\nfor line in open('/proc/self/status'):\n    if line.startswith('VmHWM'): print(line.split()[1])"
    run = subprocess.run([sys.executable, "-c", code + ending], check=True, capture_output=True, encoding="utf-8")
    return int(run.stdout.splitlines()[-1]) / 1024


def verdict(name: str, ratio: float, bar: float) -> str:
    """One line: what was measured, and whether the bar holds."""
    return f"{name:<66} {ratio:>7.3f}  (at most {bar:g}: {'holds' if ratio <= bar else 'DOES NOT HOLD'})"
