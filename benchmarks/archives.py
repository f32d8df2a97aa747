"""What captures of three years cost to take in, and whether they become what they show.

`python -m benchmarks.archives`: 2,000 captures of four providers, of which one in ten is a wall, one in twenty damaged
and one in five a revisit, in three WARC files; taken in by the command for each provider, once more, and once more
behind a look of today.
"""

import json
import tempfile
from pathlib import Path
from time import perf_counter

from tests.archives.synthetic import ZONES, CapturedWorld, collection_in, differences, page, world
from tests.command import catalog

from benchmarks.measuring import peak, verdict

CAPTURES, FEW = 2000, 200
MOST_A_CAPTURE, MOST_AGAIN, MOST_MEMORY, MOST_BEHIND = 0.05, 0.5, 1.25, 1.25
"""Seconds; a second run to the first; the memory of many to that of few; behind a look of today to before any."""
COMMAND = """
import os, sys
from pricebook.cli import main
os.chdir({root!r})
for name in {names!r}:
    sys.argv = ["catalog", "backfill", name, *{files!r}]
    try:
        main()
    except SystemExit as end:
        assert end.code in (None, 0, 3), end.code
"""


def taken(root: Path, made: CapturedWorld) -> tuple[float, int]:
    """The seconds that it took for all providers, and how many captures were told of as known already."""
    began, known = perf_counter(), 0
    for name in ZONES:
        run = catalog("backfill", name, *made.files, cwd=root)
        assert run.returncode in {0, 3}, run.stderr
        known += run.stderr.count("known already")
    return perf_counter() - began, known


def wrong(root: Path, made: CapturedWorld) -> int:
    """On how many days a published price is not what was seen."""
    assert catalog("publish", cwd=root).returncode == 0
    lines = [json.loads(line) for line in (root / "catalog" / "v1" / "history.jsonl").read_bytes().splitlines()]
    return sum(len(differences(made, name, [each for each in lines if each["provider"] == name])) for name in ZONES)


def memory(root: Path, made: CapturedWorld) -> float:
    """In MB, at its most."""
    code = COMMAND.format(root=str(root), names=list(ZONES), files=[str(file) for file in made.files])
    return peak(code)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        (place / "many").mkdir()
        (place / "few").mkdir()
        many, few = world(place / "many", CAPTURES, 1), world(place / "few", FEW, 1)
        root = collection_in(place / "first").root
        first, _ = taken(root, many)
        again, known = taken(root, many)
        good = sum(map(len, many.seen.values()))
        told = sum(len(collection_lines(root, name)) for name in ZONES)
        size = sum(file.stat().st_size for file in many.files)
        kinds = ", ".join(f"{number:,} {kind}" for kind, number in many.counts.items())
        print(f"{CAPTURES:,} captures in {size / 1e6:.1f} MB: {kinds}")
        print(f"{good:,} show prices: {told:,} looks kept, {known:,} known to a second run")
        print(f"days on which a published price is not what was seen: {wrong(root, many)}")
        later = collection_in(place / "later").root
        for name in ZONES:
            (later / "today.html").write_bytes(page(name, ("1", "4", "0.5", "2")))
            assert catalog("ingest", name, "today.html", "--date", "2026-01-01", cwd=later).returncode == 0
        behind, _ = taken(later, few)
        before, _ = taken(collection_in(place / "before").root, few)
        much = memory(collection_in(place / "much").root, many)
        little = memory(collection_in(place / "little").root, few)
    print(f"taken in: {first:.1f} s; once more {again:.1f} s; memory {much:.0f} MB, of {FEW} captures {little:.0f} MB")
    print(verdict("seconds a capture, to 0.05", first / CAPTURES / MOST_A_CAPTURE, 1))
    print(verdict("a second run to the first", again / first, MOST_AGAIN))
    print(verdict("memory of 2,000 captures to that of 200", much / little, MOST_MEMORY))
    print(verdict("behind a look of today to before any look", behind / before, MOST_BEHIND))


def collection_lines(root: Path, name: str) -> list[str]:
    """The lines of looks at the provider."""
    return [line for path in sorted((root / "snapshots" / name).glob("[0-9]*.jsonl")) for line in path.open()]


if __name__ == "__main__":
    main()
