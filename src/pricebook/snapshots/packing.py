"""The loose snapshots of finished years become packs, each read back byte for byte before a loose file goes."""

import shutil
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from pricebook.errors import StorageError
from pricebook.snapshots.archive import Archive
from pricebook.snapshots.folders import Loose, Packed, Snapshot
from pricebook.snapshots.packs import Files, Pack, decode, encode
from pricebook.system import files


class PackedYear(NamedTuple):
    """What became of one provider's year."""

    path: Path
    snapshots: int
    """How many the pack holds now."""
    loose: int
    """Bytes of the folders that went into it."""
    packed: int
    """Bytes of the pack."""


def pack_years(archive: Archive, provider: str, before: int) -> Iterator[PackedYear]:
    """Packs every year of the provider that is earlier and has loose snapshots. Raises StorageError."""
    years: defaultdict[str, list[Snapshot]] = defaultdict(list)
    for snapshot in archive.snapshots(provider):
        if int(snapshot.name[:4]) < before:
            years[snapshot.name[:4]].append(snapshot)
    shelf = archive.of(provider)
    for year, held in years.items():
        folders = [folder for snapshot in held if (folder := _loose(snapshot)) is not None]
        if folders:
            yield _pack_year(shelf.folder / f"{year}.jsonl.zst", held, folders)
            shelf.forget_listing()


def _pack_year(path: Path, held: list[Snapshot], folders: list[Path]) -> PackedYear:
    whole: list[tuple[str, Files]] = [
        (snapshot.name, {name: snapshot.source.read(name) for name in snapshot.source.names()}) for snapshot in held
    ]
    data = encode(whole)
    if list(decode(data)) != whole:
        message = f"{path}: would not give back what went in. Nothing was changed; this is a fault of the program."
        raise StorageError(message)
    size = sum(file.stat().st_size for folder in folders for file in folder.rglob("*") if file.is_file())
    files.write_file(path, data)
    if dict(whole) != {name: Pack(path).files(name) for name in Pack(path).names()}:
        message = f"{path}: does not give back what was written. The loose snapshots were kept; check the disk."
        raise StorageError(message)
    for folder in folders:
        aside = folder.rename(folder.with_name(f".{folder.name}.packed.partial"))
        shutil.rmtree(aside)
    return PackedYear(path, len(whole), size, len(data))


def _loose(snapshot: Snapshot) -> Path | None:
    """The snapshot's own folder on disk, if there is one."""
    source = snapshot.source
    if isinstance(source, Loose):
        return source.folder
    if isinstance(source, Packed) and source.beside.folder.is_dir():
        return source.beside.folder
    return None
