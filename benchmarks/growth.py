"""What a year of nights takes in version control and in a clone: `python -m benchmarks.growth`.

50 providers of 100 prices, a look a night, two prices a night change; each night is committed. It needs git, and takes
some minutes.
"""

import random
import subprocess
import tempfile
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

from benchmarks.decade import A_NIGHT, FIRST, MODELS, Provider, line_of, size
from benchmarks.measuring import verdict
from pricebook.collection import Collection
from pricebook.run.refresh import publish
from pricebook.snapshots.folders import Fresh, Snapshot
from pricebook.snapshots.packing import pack_years
from pricebook.snapshots.packs import Files

PROVIDERS, NIGHTS = 50, 365
GIT_MOST, CLONE_MOST = 15e6, 30e6
WHO = ("-c", "user.name=a night", "-c", "user.email=night@example.org", "-c", "gc.auto=0", "-c", "core.fsync=none")


def git(root: Path, *words: str) -> None:
    subprocess.run(["git", *WHO, *words], cwd=root, check=True, stdout=subprocess.DEVNULL)


def night(collection: Collection, known: Sequence[Provider], number: int, chance: random.Random) -> None:
    """Every provider is looked at; some have another price."""
    day = (FIRST + timedelta(number)).isoformat()
    at = f"{day}T02:23:00+08:00"
    touched = {chance.choice(known).name for _ in range(A_NIGHT)}
    archive = collection.archive()
    for each in known:
        new = number == 0 or each.name in touched
        if number and new:
            each.change(chance.randrange(2 * MODELS), str(chance.randrange(1, 400)))
        last = archive.last_good(each.name)
        content: Files = each.content(at)
        name = day if new or last is None or last.snapshot is None else last.snapshot
        fresh = Snapshot(each.name, day, Fresh(collection.snapshots / each.name / day, content)) if new else None
        archive.add(line_of(each, at, (name, content), new=new), fresh)
    publish(collection, collection.presents(archive))


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        collection, chance = Collection(root), random.Random(11)
        collection.scrapers.mkdir()
        git(root, "init", "--quiet")
        known = [Provider(collection, number) for number in range(PROVIDERS)]
        for number in range(NIGHTS):
            night(collection, known, number, chance)
            git(root, "add", "--all")
            git(root, "commit", "--quiet", "--message", "A night")
        git(root, "gc", "--quiet", "--prune=now")
        kept = size(root / ".git")
        loose = size(root) - kept
        for each in known:
            list(pack_years(collection.archive(), each.name, FIRST.year + 1))
        packed = size(root) - size(root / ".git")
    print(f"a year: {kept / 1e6:.1f} MB in git; in a clone {loose / 1e6:.1f} MB, packed {packed / 1e6:.1f} MB")
    print(verdict("in git, to 15 MB", kept / GIT_MOST, 1))
    print(verdict("packed in a clone, to 30 MB", packed / CLONE_MOST, 1))


if __name__ == "__main__":
    main()
