"""Every form that a price had and every look at a page, in a folder of Parquet files for those who analyse them."""

from pathlib import Path, PurePosixPath

import orjson

from pricebook.collection import Collection
from pricebook.errors import UsageError
from pricebook.publish.released import together
from pricebook.system.files import read_if_there, replaced_folder


def history_written(collection: Collection, folder: Path) -> dict[str, int]:
    """Writes them into the folder, in place of an earlier such export; the bytes of each file by its path there.

    Forms are those of the release, looks those that the collection keeps. Raises UsageError for a folder that holds
    anything else, where nothing is published and without DuckDB, StorageError.
    """
    from pricebook.publish.tabular.looks import looks_table  # noqa: PLC0415 - slow to load
    from pricebook.publish.tabular.partitions import Divided, divided_files  # noqa: PLC0415
    from pricebook.publish.tabular.sellers import sellers_table  # noqa: PLC0415
    from pricebook.publish.tabular.tables import data_table  # noqa: PLC0415

    folder = folder.resolve()
    _refuse_others(folder)
    files = together(collection.release, ["history.jsonl", "models.json"])
    forms = data_table("history", [orjson.loads(line) for line in files["history.jsonl"].splitlines()])
    tables = [
        Divided(forms, "valid_from", "In which the form began: that of `valid_from`."),
        Divided(looks_table(collection.archive().observations), "day", "That of `day`."),
        Divided(sellers_table(orjson.loads(files["models.json"])["models"]), None),
    ]
    sizes: dict[str, int] = {}
    with replaced_folder(folder) as made:
        for path, data in divided_files(tables):
            file = made / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(data)
            sizes[path] = len(data)
    return sizes


def _refuse_others(folder: Path) -> None:
    """Raises UsageError unless the folder is new, empty, or holds an earlier export and nothing besides."""
    if not folder.exists():
        return
    what = "is no folder"
    if folder.is_dir():
        other = _foreign_file(folder)
        if other is None:
            return
        what = f"holds something that is no such export: {other}"
    message = f"{folder} {what}. Give a new folder, or an empty one: --to DIR"
    raise UsageError(message)


def _foreign_file(folder: Path) -> str | None:
    """What stands there that no such export wrote, by its path; None if there is nothing."""
    own = _own_files(folder)
    held = folder.rglob("*") if own else folder.iterdir()
    names = (path.relative_to(folder).as_posix() for path in sorted(held) if not (own and path.is_dir()))
    return next((name for name in names if name not in own), None)


def _own_files(folder: Path) -> set[str]:
    """What an earlier export says that it wrote there."""
    from pricebook.publish.tabular.partitions import NAME, PACKAGE  # noqa: PLC0415

    try:
        said = orjson.loads(read_if_there(folder / PACKAGE) or b"{}")
        if said["name"] != NAME:
            return set()
        paths = {str(PurePosixPath(path)) for each in said["resources"] for path in each["path"]}
    except (orjson.JSONDecodeError, KeyError, TypeError):
        return set()
    return {PACKAGE, *paths}
