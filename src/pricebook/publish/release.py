"""A release: the files of `catalog/v1/`, assembled, held against their contract, and swapped in whole."""

from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from pydantic import ValidationError

from pricebook.calendar import day_of
from pricebook.errors import StorageError
from pricebook.history.checkpoint import Presents
from pricebook.publish import manifest, models
from pricebook.publish.documents import Content, compact, document_of, listed, rows
from pricebook.publish.exported import exported
from pricebook.publish.feed import feed
from pricebook.publish.parts import LISTS, ProviderPart, part_of
from pricebook.publish.peers import odd_beside_peers
from pricebook.publish.recent import KEPT
from pricebook.publish.records import Manifest, ProviderFile
from pricebook.publish.schema import schema_file
from pricebook.publish.slim import slim
from pricebook.publish.telling import Told
from pricebook.system import files

Release = Mapping[str, Content]
"""Its files by their names."""


class Tables(NamedTuple):
    """What a collection keeps beside its snapshots, and a release rests on; each may be absent."""

    models: Path
    """Models that several providers sell."""
    rates: Path
    """Rates between currencies, day by day."""


def assembled(presents: Presents, tables: Tables) -> Release:
    """The files of the release that all that was seen gives; none if nothing was.

    Each provider's part is held against its contract. Raises StorageError, CollectionError for a table that is none.
    """
    if not presents.archive.looked_at:
        return {}
    known = models.read(tables.models)
    parts: dict[str, ProviderPart] = {}
    for provider in presents.archive.looked_at:
        parts[provider] = part_of(presents.of(provider))
        presents.put_away(provider)
    standard = (price for part in parts.values() for price in part.standard)
    for provider, peers in odd_beside_peers(standard, known).items():
        parts[provider] = part_of(presents.of(provider), peers)
        presents.put_away(provider)
    own = {f"providers/{name}.json": _file_of(part) for name, part in parts.items()}
    for name, content in own.items():
        _hold_to_contract(name, content)
    seen = [presents.of(name) for name in parts]
    generated = manifest.generated(seen)
    changes = _last_changes(parts)
    begun = min((part.begun for part in parts.values() if part.begun), default=day_of(generated))
    release: dict[str, Content] = {
        **{f"{name}.json": _list_of(parts, name) for name in LISTS},
        "absent.json": document_of({"prices": listed(part.lists["absent"] for part in parts.values())}),
        **own,
        "changes.json": document_of({"changes": listed([rows(changes)])}),
        "feed.xml": [feed(changes, begun)],
        "history.jsonl": [part.history for part in parts.values()],
        "models.json": models.models((offer for part in parts.values() for offer in part.offers), known, tables.models),
        "slim.json": slim({name: part.slim for name, part in parts.items()}),
        "status.json": document_of({"providers": [compact({name: part.status for name, part in parts.items()})]}),
        "schema.json": [schema_file()],
        **exported(parts, tables.rates, day_of(generated)),
    }
    counts = sum((part.counts for part in parts.values()), Counter[str]())
    return {**release, manifest.NAME: manifest.manifest(release, seen, counts)}


def _last_changes(parts: Mapping[str, ProviderPart]) -> list[Told]:
    """The last changes of all providers, the newest first."""
    changes = (change for part in parts.values() for change in part.changes)
    return sorted(changes, key=lambda change: change["day"], reverse=True)[:KEPT]


def _list_of(parts: Mapping[str, ProviderPart], name: str) -> Content:
    return document_of({name: listed(part.lists[name] for part in parts.values())})


def _file_of(part: ProviderPart) -> Content:
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
            files.write_file(made / name, *content)
        check(made)
    return True


def stands(folder: Path, release: Release) -> bool:
    """Whether the release is what is published there."""
    try:
        names = set(_file_names(folder))
        return names == release.keys() and all(files.holds(folder / name, *release[name]) for name in names)
    except OSError:
        return False


def check(folder: Path) -> Manifest:
    """What the release says of itself; raises StorageError if a file of it is not as it says."""
    path = folder / manifest.NAME
    try:
        said = Manifest.model_validate_json(files.read_if_there(path))
    except ValidationError as problem:
        raise StorageError(_unlike_its_word(path, "is no manifest")) from problem
    names = set(_file_names(folder)) - {manifest.NAME}
    for name in sorted(names | said.files.keys()):
        known = said.files.get(name)
        if name not in names or known is None or (known.bytes, known.sha256) != files.size_and_digest(folder / name):
            raise StorageError(_unlike_its_word(folder / name, f"is not what {manifest.NAME} says"))
    return said


def _file_names(folder: Path) -> list[str]:
    return [path.relative_to(folder).as_posix() for path in sorted(folder.rglob("*")) if not path.is_dir()]


def _unlike_its_word(path: Path, what: str) -> str:
    return f"{path}: {what}. Publish again: catalog publish; if it comes again, it is a fault of this program."
