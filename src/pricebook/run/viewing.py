"""Several collections asked as one: a view, which is a collection of links and can be thrown away.

Each provider is the last collection's that knows it, wholly: its looks, its decisions, its prices. The view stands in
the last collection's `.catalog/views/`, and is the only thing that is written.
"""

import hashlib
import json
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from pricebook import __version__
from pricebook.collection import VIEW, Collection, find
from pricebook.errors import UsageError
from pricebook.run.refresh import publish
from pricebook.snapshots import stamps
from pricebook.system import files

_STAMP = "stamp"
_DIGITS = 12


class View(NamedTuple):
    """What several collections say together."""

    root: Path
    """The collection of links."""
    notes: list[str]
    """Which providers several of them know, and whose is shown."""


def viewed(folders: Sequence[Path]) -> View:
    """The view of the collections that these folders are in, brought up to date.

    Raises CollectionError where one is in none, UsageError for one that is given twice and for what cannot be linked,
    StorageError.
    """
    layers = [find(folder) for folder in folders]
    for layer in layers:
        if (times := layers.count(layer)) > 1:
            message = f"-C is given {times} times for {layer.root}. Give each collection once."
            raise UsageError(message)
    owners: dict[str, Collection] = {}
    notes = []
    for layer in layers:
        if stamps.has_earlier(layer.snapshots):
            message = (
                f"{layer.root}: was written by an older program. Move it over first: catalog -C {layer.root} migrate"
            )
            raise UsageError(message)
        known = {*layer.providers(), *layer.archive().looked_at}
        for other in dict.fromkeys(owners[each] for each in sorted(known & owners.keys())):
            both = ", ".join(sorted(each for each in known & owners.keys() if owners[each] == other))
            notes.append(f"{both}: as in {layer.root}, which stands over {other.root}")
        owners |= dict.fromkeys(known, layer)
    root = layers[-1].workshop / "views" / files.digest("\n".join(str(each.root) for each in layers).encode())[:_DIGITS]
    try:
        _link(root, layers, owners)
    except OSError as problem:
        message = (
            f"{root}: cannot be written to: {problem.strerror or problem}. A view is made of links there: -C once."
        )
        raise UsageError(message) from problem
    _publish_where_old(Collection(root), owners)
    return View(root, notes)


def _link(root: Path, layers: Sequence[Collection], owners: dict[str, Collection]) -> None:
    """Lets the view's folders be those of the owners, and its tables the last ones that there are."""
    root.mkdir(parents=True, exist_ok=True)
    files.write_file(root / VIEW, json.dumps([str(each.root) for each in layers]).encode())
    wanted = {Path("snapshots", name): owner.snapshots / name for name, owner in owners.items()}
    for layer in layers:
        for path in (layer.models, layer.rates, layer.root / "catalog.toml"):
            if path.exists():
                wanted[path.relative_to(layer.root)] = path
    (root / "snapshots").mkdir(exist_ok=True)
    for place in [each.relative_to(root) for each in (*root.iterdir(), *(root / "snapshots").iterdir())]:
        if (root / place).is_symlink() and (root / place).readlink() != wanted.get(place):
            (root / place).unlink()
    for place, target in wanted.items():
        if target.exists() and not (root / place).is_symlink():
            (root / place).symlink_to(target, target_is_directory=target.is_dir())


def _publish_where_old(view: Collection, owners: dict[str, Collection]) -> None:
    """Publishes what the view gives, unless that stands there already."""
    seen = hashlib.sha256(__version__.encode())
    for name in sorted(owners):
        seen.update(f"{name} {stamps.stamp_of(view.snapshots, name)}\n".encode())
    for path in (view.models, *sorted(view.rates.glob("*.jsonl"))):
        seen.update(path.read_bytes() if path.is_file() else b"-")
    stamp = view.workshop / _STAMP
    if files.read_if_there(stamp) == seen.hexdigest().encode() and (view.release / "manifest.json").is_file():
        return
    for name, owner in owners.items():
        known = owner.checkpoint / f"{name}.jsonl"
        if known.is_file():
            view.checkpoint.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(known, view.checkpoint / known.name)
    publish(view, view.presents())
    files.write_file(stamp, seen.hexdigest().encode())
