"""`catalog refresh --recorded` says how old the recordings are beside what is kept, and what to try next."""

import re
import shlex
import shutil

from pricebook.collection import Collection
from tests.command import catalog
from tests.conftest import frozen


def test_the_first_run_says_how_old_the_recordings_are_and_what_to_try(copy: Collection) -> None:
    said = catalog("refresh", "--recorded", cwd=copy.root).stderr.splitlines()
    (age,) = (line for line in said if line.startswith("nobody was asked: "))
    assert re.search(r"recorded last between 2024-09-18 and 2025-11-11, the latest [0-9,]+ days ago$", age)
    assert [line for line in said if "what is kept" in line] == []
    tried = 0
    for command in said[-1].removeprefix("try next: ").partition(";")[0].split(", "):
        program, *words = shlex.split(command)
        run = catalog(*words, cwd=copy.root)
        assert (program, run.returncode, len(run.stdout.splitlines()) > 1) == ("catalog", 0, True), command
        tried += 1
    assert tried == 3


def test_of_whom_something_newer_is_kept_it_is_said_as_status_says_it(copy: Collection) -> None:
    for part in ("snapshots", "catalog"):
        shutil.copytree(frozen().root / part, copy.root / part)
    run = catalog("refresh", "--recorded", cwd=copy.root)
    newer = [line for line in run.stderr.splitlines() if "what is kept" in line]
    stands = {
        cells[0]: cells for cells in (
            line.split("\t") for line in catalog("status", cwd=copy.root).stdout.splitlines()[1:]
        )
    }  # fmt: skip
    recorded = {cells[0]: cells[2] for cells in (line.split("\t") for line in run.stdout.splitlines()[1:])}
    assert {line.partition(":")[0] for line in newer} == {
        name for name, cells in stands.items() if recorded[name] < cells[2]
    }
    assert newer
    for line in newer:
        name, _, told = line.partition(": ")
        _, _, good, _, prices, _, _, held, *_ = stands[name]
        assert told == (
            f"recorded last on {recorded[name][:10]}, and what is kept and published is of {good[:10]}: "
            f"{prices} prices, {held} cases held"
        )


def test_who_keeps_nothing_is_told_of_nothing_kept(copy: Collection) -> None:
    dry = catalog("refresh", "--recorded", "--dry-run", cwd=copy.root)
    assert "try next" not in dry.stderr
    told = catalog("refresh", "--recorded", "--json", cwd=copy.root)
    assert "try next" not in told.stderr + told.stdout
