"""A disk that is full, that may not be written to, or that fails: the old release stands, and nobody says otherwise.

    pytest tests/faults/disk.py

Small file systems in memory are mounted, which needs root; a failing disk is strace's.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from pricebook.collection import Collection
from tests.command import tree
from tests.conftest import ROOT
from tests.faults.kill import World, converges, nothing_is_broken, server, started, world
from tests.faults.worlds import SECOND, night

__all__ = ["server", "world"]
pytestmark = pytest.mark.skipif(sys.platform != "linux" or os.geteuid() != 0, reason="file systems are mounted by root")
STEP = 16 * 1024


@contextmanager
def mounted(place: Path, size: int) -> Iterator[Path]:
    place.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", place], check=True)
    try:
        yield place
    finally:
        subprocess.run(["umount", place], check=True)


def kept_size(root: Path) -> int:
    """Bytes as a file system in memory counts them, in pages."""
    return sum(-(-path.stat().st_size // 4096) * 4096 + 4096 for path in root.rglob("*"))


def test_a_full_disk(world: World, tmp_path: Path) -> None:
    stood = []
    size = max(0, kept_size(world.before.root) - 40 * STEP)
    while "new" not in stood:
        size += STEP
        with mounted(tmp_path / str(size), size) as place:
            collection = Collection(place / "collection")
            try:
                shutil.copytree(world.before.root, collection.root)
            except shutil.Error:
                continue
            told = night(collection.root, SECOND)
            stands = nothing_is_broken(collection, world)
            assert (told.get("published") is True) == (stands == "new")
            if stands == "old":
                assert (told["status"], told["kind"]) == (1, "StorageError")
                assert "No space left" in str(told["said"])
            subprocess.run(["mount", "-o", "remount,size=64m", place], check=True)
            converges(collection, world)
            stood.append(stands)
        assert len(stood) < 60
    assert len(stood) > 3, "the sizes are stepped"


def test_a_disk_that_may_not_be_written_to(world: World, tmp_path: Path) -> None:
    with mounted(tmp_path / "disk", 2**26) as place:
        collection = Collection(place / "collection")
        shutil.copytree(world.before.root, collection.root)
        subprocess.run(["mount", "-o", "remount,ro", place], check=True)
        told = night(collection.root, SECOND)
        assert (told["status"], told["kind"]) == (1, "StorageError")
        assert "Read-only file system" in str(told["said"])
        assert tree(collection.root) == tree(world.before.root)
        subprocess.run(["mount", "-o", "remount,rw", place], check=True)


@pytest.mark.skipif(shutil.which("strace") is None, reason="strace makes a disk fail")
def test_a_disk_that_fails_to_flush(world: World, tmp_path: Path) -> None:
    for number in range(1, 200):
        collection = Collection(tmp_path / str(number))
        shutil.copytree(world.before.root, collection.root)
        fault = f"inject=fsync:error=EIO:when={number}"
        words = ("strace", "-f", "-qq", "-o", "/dev/null", "-e", "trace=fsync", "-e", fault)
        with started(collection.root, *words) as run:
            told = run.stdout.read().decode() if run.stdout else ""
        stands = nothing_is_broken(collection, world)
        converges(collection, world)
        shutil.rmtree(collection.root)
        if "Input/output error" not in told:
            assert '"published": true' in told
            assert number > 20, "a night flushes more than that"
            return
        assert '"status": 1' in told
        assert '"published"' not in told
        assert stands == "old"
    raise AssertionError(f"{ROOT}: a night has no end of flushes")
