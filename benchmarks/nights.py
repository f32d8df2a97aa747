"""What a night costs, after a week, one, three and ten years: `python -m benchmarks.nights [COMMIT]`.

5 and 50 providers of 100 prices, a look a night, two prices a night change; the pages are recordings. CPU seconds of
the command and all its processes, the least of some nights. Then the pages that are recorded here, whose tables are as
people print them. With a commit, a night of the program as it was then is run
on 50 providers too.
"""

import json
import resource
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import venv
from collections.abc import Sequence
from datetime import timedelta
from itertools import count
from pathlib import Path

from benchmarks.decade import FIRST, Provider, made, nights_on, size
from benchmarks.measuring import verdict
from pricebook.collection import Collection

ROOT = Path(__file__).resolve().parent.parent
NIGHTS = {"a week": 7, "a year": 365, "3 years": 1095, "10 years": 3650}
ASKED = {"publish": 1.5, "status": 1.5, "diff": 1.5}
TRIES = 3
CALL = "from pricebook.cli import main; main()"


def spent(words: Sequence[str], cwd: Path, python: str = sys.executable) -> float:
    """CPU seconds of the command and all its processes."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    run = subprocess.run([python, "-c", CALL, *words], cwd=cwd, check=False, capture_output=True, encoding="utf-8")
    assert run.returncode in {0, 4}, run.stderr
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def night(collection: Collection, providers: Sequence[Provider], number: int, python: str = sys.executable) -> float:
    """A night of recorded pages in which two prices are others."""
    nights_on(collection, providers, (FIRST + timedelta(number)).isoformat())
    return spent(["refresh", "--recorded"], collection.root, python)


def measured(folder: Path, providers: int, nights: int) -> dict[str, float]:
    """What a night and each question costs after so many nights."""
    collection, known = made(folder / f"{providers}-{nights}", providers, nights)
    spent(["publish"], collection.root)
    numbers = count(nights)
    night(collection, known, next(numbers))
    told = {"night": min(night(collection, known, next(numbers)) for _ in range(TRIES))}
    for words in ASKED:
        told[words] = min(spent([words], collection.root) for _ in range(TRIES))
    print(f"  {size(collection.root) / 1e6:.0f} MB kept")
    return told


def recorded(folder: Path) -> tuple[float, int]:
    """A night of the pages that are recorded here, and how many prices they have."""
    for part in ("scrapers", "snapshots", "catalog", "rates", "tests/cassettes"):
        shutil.copytree(ROOT / part, folder / part)
    seconds = min(spent(["refresh", "--recorded"], folder) for _ in range(TRIES))
    providers = json.loads((folder / "catalog" / "v1" / "status.json").read_bytes())["providers"]
    return seconds, sum(each["prices"] for each in providers.values())


def as_it_was(folder: Path, commit: str) -> float:
    """A night of the program of that commit, after its first one, with 50 providers."""
    python = _python_of(folder / "then", commit)
    collection, known = made(folder / "as-it-was", 50, 0)
    return min(night(collection, known, number, python) for number in range(1 + TRIES))


def _python_of(folder: Path, commit: str) -> str:
    """An interpreter of its own, which has that program and today's libraries."""
    folder.mkdir()
    archive = subprocess.run(["git", "archive", commit, "src"], check=True, capture_output=True).stdout
    subprocess.run(["tar", "-x", "-C", folder], input=archive, check=True)
    venv.create(folder / "venv")
    (own,) = (folder / "venv").glob("lib/*/site-packages")
    (own / "then.pth").write_text(f"{folder / 'src'}\n{sysconfig.get_path('purelib')}\n", encoding="utf-8")
    return str(folder / "venv" / "bin" / "python")


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        for providers in (5, 50):
            first: dict[str, float] = {}
            for years, nights in NIGHTS.items():
                print(f"{providers} providers after {years}:")
                told = measured(Path(name), providers, nights)
                print("  " + ", ".join(f"{what} {seconds:.2f} s" for what, seconds in told.items()))
                first = first or told
                for what, bar in {"night": 1.3, **ASKED}.items():
                    print("  " + verdict(f"{what}, to that after a week", told[what] / first[what], bar))
        told_of, prices = recorded(Path(name) / "recorded")
        print(f"a night of the recorded pages: {told_of:.2f} s, {prices} prices")
        print(f"  by price, to the 50 providers: {told_of / prices / (first['night'] / 5000):.2f}")
        if len(sys.argv) > 1:
            before = as_it_was(Path(name), sys.argv[1])
            print(f"a night of 50 providers as it was at {sys.argv[1]}: {before:.2f} s")
            print(verdict("a night now, to that", first["night"] / before, 0.25))


if __name__ == "__main__":
    main()
