"""The site as a folder: built whole or not at all, the same each time, and never over something else."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

import pytest

from pricebook.errors import StorageError, UsageError
from pricebook.run import site as module
from pricebook.run.site import MARK, built
from tests.book.releases import price, write
from tests.command import catalog, tree
from tests.conftest import ROOT
from tests.publish.site import releases
from tests.publish.site.releases import NOW

BUILD = """
import sys
from datetime import datetime
from pathlib import Path
from pricebook.run.site import built
built(Path(sys.argv[1]), Path(sys.argv[2]), datetime.fromisoformat(sys.argv[3]))
"""


@pytest.fixture
def release(tmp_path: Path) -> Path:
    return write(tmp_path / "release", releases.town())


def test_it_is_the_same_each_time(release: Path, tmp_path: Path) -> None:
    built(release, tmp_path / "one", NOW)
    expected = tree(tmp_path / "one")
    for seed in ("0", "1", "77"):
        folder = tmp_path / seed
        subprocess.run(
            [sys.executable, "-c", BUILD, str(release), str(folder), NOW.isoformat()], check=True, cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed},
        )  # fmt: skip
        found = tree(folder)
        assert found.keys() == expected.keys()
        assert [name for name in found if found[name] != expected[name]] == []


def test_the_release_stands_beside_it_as_it_is(release: Path, tmp_path: Path) -> None:
    count = built(release, tmp_path / "site", NOW)
    own = tree(tmp_path / "site")
    assert {name.removeprefix("v1/"): data for name, data in own.items() if name.startswith("v1/")} == tree(release)
    assert count == len([name for name in own if not name.startswith("v1/")]) - 1, "but for the mark"
    assert (tmp_path / "site" / MARK).is_file()


@pytest.mark.parametrize("gone", [True, False], ids=["gone", "other"])
def test_pages_do_not_stand_beside_files_of_another_release(release: Path, tmp_path: Path, *, gone: bool) -> None:
    file = release / "schema.json"  # which no page is made of
    if gone:
        file.unlink()
    else:
        file.write_bytes(file.read_bytes() + b" ")
    with pytest.raises(StorageError, match=r"schema\.json is not what its pages were made of"):
        built(release, tmp_path / "site", NOW)
    assert not (tmp_path / "site").exists()


@pytest.mark.parametrize("holds", ["file", "folder", "hidden", "is a file"])
def test_a_folder_of_something_else_stays(release: Path, tmp_path: Path, holds: str) -> None:
    folder = tmp_path / "mine"
    if holds == "is a file":
        folder.write_text("mine", encoding="utf-8")
    else:
        (folder / "sub" if holds == "folder" else folder).mkdir(parents=True)
        if holds != "folder":
            (folder / (".mine" if holds == "hidden" else "mine.txt")).write_text("mine", encoding="utf-8")
    before = sorted(folder.rglob("*"))
    with pytest.raises(UsageError, match="holds something that is no site"):
        built(release, folder, NOW)
    assert sorted(folder.rglob("*")) == before
    assert folder.exists()


def test_an_empty_folder_is_taken(release: Path, tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    built(release, tmp_path / "site", NOW)
    assert (tmp_path / "site" / "index.html").is_file()


def test_an_earlier_site_is_replaced_whole(release: Path, tmp_path: Path) -> None:
    built(release, tmp_path / "site", NOW)
    write(tmp_path / "other", releases.files([price("lone", "input", "2")]))
    built(tmp_path / "other", tmp_path / "site", NOW)
    built(tmp_path / "other", tmp_path / "fresh", NOW)
    assert tree(tmp_path / "site") == tree(tmp_path / "fresh")
    assert not (tmp_path / "site" / "en" / "models" / "plain.html").exists()


def _fails_late(_told: object, _book: object) -> Iterator[tuple[str, bytes]]:
    yield "index.html", b"half"
    message = "the disk is full"
    raise OSError(message)


def test_a_failure_leaves_the_earlier_one(release: Path, tmp_path: Path) -> None:
    built(release, tmp_path / "site", NOW)
    before = tree(tmp_path / "site")
    with patch.object(module, "site", _fails_late), pytest.raises((OSError, StorageError)):
        built(release, tmp_path / "site", NOW)
    assert tree(tmp_path / "site") == before
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == [], "nothing half stays"


@pytest.mark.parametrize("name", ["prices.json", "history.jsonl", "providers/acme.json"])
def test_a_release_that_is_not_what_it_promises_gives_no_site(release: Path, tmp_path: Path, name: str) -> None:
    (release / name).write_bytes((release / name).read_bytes() + b" ")
    with pytest.raises(StorageError):
        built(release, tmp_path / "site", NOW)
    assert not (tmp_path / "site").exists()


def test_a_file_beside_the_release_that_nobody_promises_is_not_shown(release: Path, tmp_path: Path) -> None:
    (release / "secret.txt").write_text("mine", encoding="utf-8")
    built(release, tmp_path / "site", NOW)
    assert not (tmp_path / "site" / "v1" / "secret.txt").exists()


def test_an_expired_release_is_shown_with_its_day(release: Path, tmp_path: Path) -> None:
    built(release, tmp_path / "site", NOW.replace(year=2027))
    manifest = json.loads((release / "manifest.json").read_bytes())
    assert manifest["generated"][:10] in (tmp_path / "site" / "en" / "index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("command", [("site", "made"), ("serve",)])
def test_without_a_collection_it_says_what_helps(tmp_path: Path, command: tuple[str, ...]) -> None:
    run = catalog(*command, cwd=tmp_path)
    assert (run.returncode, run.stdout) == (2, "")
    assert "catalog init" in run.stderr
    assert not (tmp_path / "made").exists()


def _collection(folder: Path) -> None:
    (folder / "scrapers").mkdir(parents=True)
    (folder / "scrapers" / "acme.py").write_text("", encoding="utf-8")


@pytest.mark.parametrize("command", [("site", "made"), ("serve",)])
def test_where_nothing_is_published_it_says_what_helps(tmp_path: Path, command: tuple[str, ...]) -> None:
    _collection(tmp_path)
    run = catalog(*command, cwd=tmp_path)
    assert (run.returncode, run.stdout) == (2, "")
    assert "catalog refresh" in run.stderr or "catalog publish" in run.stderr
    assert not (tmp_path / "made").exists()


def test_the_command_says_how_much_it_wrote(release: Path, tmp_path: Path) -> None:
    here = tmp_path / "here"
    _collection(here)
    (here / "catalog").mkdir()
    release.rename(here / "catalog" / "v1")
    for _ in range(2):
        run = catalog("site", "made", cwd=here)
        assert (run.returncode, run.stderr) == (0, "")
        assert "files, and the release in v1/" in run.stdout
    assert (here / "made" / "en" / "index.html").is_file()
