"""A new collection: a folder with all that `catalog refresh` and a nightly job need."""

from collections.abc import Mapping
from pathlib import Path

from pricebook import __version__
from pricebook.collection import holds_one
from pricebook.errors import StorageError, UsageError
from pricebook.system import files
from pricebook.system.toml import LISTS

_STARTER = Path(__file__).parent / "starter"
_FILES = {
    "README.md": "README.md",
    ".gitignore": "gitignore",
    ".gitattributes": "gitattributes",
    ".github/workflows/nightly.yml": "nightly.yml",
}
"""What stands in every new collection, and the file that it is made of."""
_EXAMPLE = {LISTS: "prices.toml", "lists/example.csv": "example.csv"}
_VERSION = "@VERSION@"


def new_files(lists: Mapping[str, bytes] | None = None) -> dict[str, bytes]:
    """What a new collection holds, by the path in it: with these lists, or with an example of one."""
    made = {path: _of_starter(name) for path, name in _FILES.items()}
    example = {path: _of_starter(name) for path, name in _EXAMPLE.items()}
    return dict(sorted({**made, **(example if lists is None else lists)}.items()))


def _of_starter(name: str) -> bytes:
    return (_STARTER / name).read_text(encoding="utf-8").replace(_VERSION, __version__).encode()


def refuse_what_stands(folder: Path, wanted: Mapping[str, bytes]) -> None:
    """Raises UsageError for a folder that is a collection already, or holds any file that is to be written there."""
    if folder.exists() and not folder.is_dir():
        message = f"{folder} is no folder. Give an empty one, or one that does not exist yet."
        raise UsageError(message)
    if holds_one(folder):
        message = (
            f"{folder} is a collection already. Nothing was written: work in it with -C {folder}, or give another."
        )
        raise UsageError(message)
    if standing := [path for path in wanted if (folder / path).exists() or (folder / path).is_symlink()]:
        message = f"{folder} holds {', '.join(standing)} already. Nothing was written: move them away, or give another."
        raise UsageError(message)


def start(folder: Path, wanted: Mapping[str, bytes]) -> None:
    """Writes them; raises UsageError as `refuse_what_stands` does, or where the folder cannot be written to."""
    refuse_what_stands(folder, wanted)
    try:
        for path, content in wanted.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            files.write_file(folder / path, content)
    except (OSError, StorageError) as problem:
        message = f"{folder}: cannot be written to: {problem}. Give a folder that can."
        raise UsageError(message) from problem
