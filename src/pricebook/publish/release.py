"""A release: the files of `catalog/v1/`, assembled, held against their contract, and swapped in whole."""

from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from pydantic import ValidationError

from pricebook.errors import StorageError
from pricebook.history.checkpoint import Presents
from pricebook.publish import manifest, models
from pricebook.publish.documents import Content, compact, document_of, listed, rows
from pricebook.publish.parts import LISTS, Part, part_of
from pricebook.publish.recent import KEPT
from pricebook.publish.records import Manifest, ProviderFile
from pricebook.publish.slim import slim
from pricebook.system import files

Release = Mapping[str, Content]
"""Its files by their names."""


def assembled(presents: Presents, table: Path) -> Release:
    """The files of the release that all that was seen gives, none if nothing was; `table` is that of the models.

    Each provider's part is held against its contract. Raises StorageError, CollectionError for what is no such table.
    """
    known = models.read(table)
    parts: dict[str, Part] = {}
    if not presents.archive.looked_at:
        return {}
    for provider in presents.archive.looked_at:
        parts[provider] = part_of(presents.of(provider))
        presents.put_away(provider)
    own = {f"providers/{name}.json": _file_of(part) for name, part in parts.items()}
    for name, content in own.items():
        _hold_to_contract(name, content)
    of_all = {f"{name}.json": _list_of(parts, name, name) for name in LISTS}
    of_all["absent.json"] = _list_of(parts, "absent", "prices")
    changes = sorted(
        (each for part in parts.values() for each in part.changes), key=lambda each: each["day"], reverse=True
    )
    release: dict[str, Content] = {
        **of_all, **own,
        "changes.json": document_of({"changes": listed([rows(changes[:KEPT])])}),
        "history.jsonl": [part.history for part in parts.values()],
        "models.json": models.models((offer for part in parts.values() for offer in part.offers), known, table),
        "slim.json": slim({name: part.slim for name, part in parts.items()}),
        "status.json": document_of({"providers": [compact({name: part.status for name, part in parts.items()})]}),
    }  # fmt: skip
    counts = sum((part.counts for part in parts.values()), Counter[str]())
    about = manifest.manifest(release, [presents.of(name) for name in parts], counts)
    return {**release, manifest.NAME: about}


def _list_of(parts: Mapping[str, Part], told: str, name: str) -> Content:
    return document_of({name: listed(part.lists[told] for part in parts.values())})


def _file_of(part: Part) -> Content:
    return document_of({"provider": [compact(part.provider)], **{name: listed([part.lists[name]]) for name in LISTS}})


def _hold_to_contract(name: str, content: Content) -> None:
    """Raises StorageError for a provider's file that is not what is promised."""
    try:
        ProviderFile.model_validate_json(b"".join(content))
    except ValidationError as problem:
        first = problem.errors(include_url=False)[0]
        place = ".".join(map(str, first["loc"]))
        message = f"{name}: does not keep its contract: {place}: {first['msg']}. It is a fault of this program."
        raise StorageError(message) from problem


def put(folder: Path, release: Release) -> bool:
    """Lets the release take the place of what is published there; False if it stands there already.

    Raises StorageError, and what was published stays, if the release cannot be written or read again as it was written.
    """
    if stands(folder, release):
        return False
    with files.replaced_folder(folder) as made:
        for name, content in release.items():
            files.write_file(made / name, b"".join(content))
        check(made)
    return True


def stands(folder: Path, release: Release) -> bool:
    """Whether the release is what is published there."""
    try:
        names = set(_names(folder))
        return names == release.keys() and all(files.holds(folder / name, b"".join(release[name])) for name in names)
    except OSError:
        return False


def check(folder: Path) -> Manifest:
    """What the release says of itself; raises StorageError if a file of it is not as it says."""
    path = folder / manifest.NAME
    try:
        said = Manifest.model_validate_json(files.read_if_there(path))
    except ValidationError as problem:
        raise StorageError(_wrong(path, "is no manifest")) from problem
    names = set(_names(folder)) - {manifest.NAME}
    for name in sorted(names | said.files.keys()):
        data = files.read_if_there(folder / name)
        known = said.files.get(name)
        if name not in names or known is None or (known.bytes, known.sha256) != (len(data), files.digest(data)):
            raise StorageError(_wrong(folder / name, f"is not what {manifest.NAME} says"))
    return said


def _names(folder: Path) -> list[str]:
    return [path.relative_to(folder).as_posix() for path in sorted(folder.rglob("*")) if not path.is_dir()]


def _wrong(path: Path, what: str) -> str:
    return f"{path}: {what}. Publish again: catalog publish; if it comes again, it is a fault of this program."
