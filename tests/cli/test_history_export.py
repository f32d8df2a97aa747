"""`catalog export parquet --history`: a folder that is replaced whole, and never one of something else."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from pricebook.collection import Collection
from pricebook.errors import UsageError
from pricebook.run.partitioning import history_written
from tests.command import catalog
from tests.conftest import frozen


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_it_is_written_by_provider_and_year(tmp_path: Path) -> None:
    run = catalog("export", "parquet", "--history", "--to", str(tmp_path / "out"), "--json", cwd=frozen().root)
    assert (run.returncode, run.stderr) == (0, "")
    written = {path: path.stat().st_size for path in (tmp_path / "out").rglob("*") if path.is_file()}
    assert {Path(each["file"]): each["bytes"] for each in json.loads(run.stdout)["files"]} == written
    names = {path.relative_to(tmp_path / "out").as_posix() for path in written}
    assert {"datapackage.json", "models.parquet", "history/provider=ucloud/year=2025/history.parquet"} <= names
    assert "observations/provider=ucloud/year=2025/observations.parquet" in names


def test_an_earlier_one_is_replaced_whole(tmp_path: Path) -> None:
    history_written(frozen(), tmp_path)
    first, package = contents(tmp_path), json.loads((tmp_path / "datapackage.json").read_bytes())
    stale = "history/provider=gone/year=2019/history.parquet"
    (tmp_path / stale).parent.mkdir(parents=True)
    (tmp_path / stale).write_bytes(b"of before")
    package["resources"][0]["path"].append(stale)
    (tmp_path / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")
    history_written(frozen(), tmp_path)
    assert contents(tmp_path) == first
    assert not (tmp_path / stale).parent.exists()


def something(folder: Path) -> None:
    (folder / "notes.txt").touch()


def another_package(folder: Path) -> None:
    (folder / "datapackage.json").write_text('{"name": "pricebook", "resources": []}', encoding="utf-8")


def no_json(folder: Path) -> None:
    (folder / "datapackage.json").write_bytes(b"[1")


def something_beside(folder: Path) -> None:
    history_written(frozen(), folder)
    (folder / "history" / "notes.txt").touch()


@pytest.mark.parametrize("fill", [something, another_package, no_json, something_beside])
def test_a_folder_of_something_else_stays(tmp_path: Path, fill: Callable[[Path], None]) -> None:
    fill(tmp_path)
    before = contents(tmp_path)
    with pytest.raises(UsageError, match=r"holds something that is no such export: \S*(notes|datapackage).*--to DIR"):
        history_written(frozen(), tmp_path)
    assert contents(tmp_path) == before


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "out").touch()
    with pytest.raises(UsageError, match="out is no folder"):
        history_written(frozen(), tmp_path / "out")


def test_without_a_release_nothing_is_written(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        history_written(Collection(tmp_path), tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_it_is_parquet_alone(tmp_path: Path) -> None:
    run = catalog("export", "csv", "--history", "--to", str(tmp_path / "out"), cwd=frozen().root)
    assert (run.returncode, run.stdout) == (2, "")
    assert "catalog export parquet --history" in run.stderr
    assert not (tmp_path / "out").exists()
