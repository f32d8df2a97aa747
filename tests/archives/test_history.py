"""What archives hold becomes exactly the history that was seen, and a second run adds nothing to it."""

import json
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pricebook.archives.spooling import Spool
from pricebook.calendar import order
from pricebook.collection import Collection
from pricebook.extraction.visit import Unconfined
from pricebook.run.archived import Sought, turns_of
from pricebook.run.archiving import Keeper
from tests.archives.synthetic import ZONES, CapturedWorld, collection_in, differences, world
from tests.command import catalog

NOW = datetime(2026, 1, 1, tzinfo=UTC)


def published(root: Path) -> dict[str, list[dict[str, str | None]]]:
    assert catalog("publish", cwd=root).returncode == 0
    lines = map(json.loads, (root / "catalog" / "v1" / "history.jsonl").read_bytes().splitlines())
    forms: dict[str, list[dict[str, str | None]]] = {name: [] for name in ZONES}
    for line in lines:
        forms[line["provider"]].append(line)
    return forms


def files_in(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def backfilled(made: Collection, told: CapturedWorld) -> dict[str, Counter[str]]:
    """Takes in the files for each provider; gives what was said, by its first words."""
    said: dict[str, Counter[str]] = {}
    for name in ZONES:
        run = catalog("backfill", name, *told.files, cwd=made.root)
        assert run.returncode in {0, 3}, run.stderr
        said[name] = Counter(line.partition(":")[0] for line in run.stderr.splitlines())
    return said


@pytest.mark.long
@pytest.mark.parametrize("seed", [1, 2])
def test_captures_become_the_history_that_they_show(seed: int, tmp_path: Path) -> None:
    told = world(tmp_path, 200, seed)
    made = collection_in(tmp_path / "made")
    said = backfilled(made, told)
    forms = published(made.root)
    for name in ZONES:
        assert differences(told, name, forms[name]) == []
        lines = [line for line in made.archive().of(name).told if line.snapshot]
        assert lines == sorted(lines, key=lambda line: order(line.at)), "in the order of their times"
        assert len(lines) == len(told.seen[name])
        for line, (at, _) in zip(lines, told.seen[name], strict=True):
            evidence = line.archived["price"]
            assert (evidence.address, evidence.at) == (f"https://{name}.example/price", f"{at:%Y-%m-%dT%H:%M:%SZ}")
            assert evidence.digest.startswith("sha1:")
        assert said[name][name] >= len(lines), "a line tells of each"
    assert catalog("verify", cwd=made.root).returncode == 0
    kept = files_in(made.snapshots)
    backfilled(made, told)
    assert files_in(made.snapshots) == kept


def test_a_run_that_was_killed_is_gone_on_with(tmp_path: Path) -> None:
    told = world(tmp_path, 40, 3)
    whole, stopped = collection_in(tmp_path / "whole"), collection_in(tmp_path / "stopped")
    scraper = stopped.scraper("alpha")
    with Spool() as spool:
        turns, _ = turns_of(Sought(scraper, told.files), NOW, spool, lambda _: None)
        keeper = Keeper(stopped.archive(), Unconfined(stopped.scraper), scraper)
        for turn in turns[: len(turns) // 2]:
            keeper.keep(turn)
    for made in (whole, stopped):
        assert catalog("backfill", "alpha", *told.files, cwd=made.root).returncode in {0, 3}
    assert files_in(stopped.snapshots) == files_in(whole.snapshots)
    assert len(turns) > 4


def test_files_may_come_in_any_order_and_one_after_the_other(tmp_path: Path) -> None:
    told = world(tmp_path, 40, 4)
    once, backwards = collection_in(tmp_path / "once"), collection_in(tmp_path / "backwards")
    assert catalog("backfill", "beta", *told.files, cwd=once.root).returncode in {0, 3}
    assert catalog("backfill", "beta", *reversed(told.files), cwd=backwards.root).returncode in {0, 3}
    assert files_in(once.snapshots) == files_in(backwards.snapshots)
    later = collection_in(tmp_path / "later")
    for files in (told.files[2:], told.files):
        catalog("backfill", "beta", *files, cwd=later.root)
    assert published(later.root) == published(once.root)
