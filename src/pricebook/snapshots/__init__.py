"""What was seen, kept whole and never edited.

archive.py       all of it, by provider: every look, the snapshots, what a person has decided
folders.py       one snapshot: a folder of files, loose or out of a pack
keeping.py       a look becomes a line and, unless the one before says the same, a snapshot
looks.py         what is known of a provider when a look was taken, page by page
ageing.py        whether what came is older than what was seen
lines.py         files of one record a line
packs.py         a finished year in one file: how it is written and read
packing.py       loose folders become a pack
stamps.py        whether anything was added, without reading it
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pricebook.snapshots.archive import Archive
    from pricebook.snapshots.folders import Snapshot, StoredReading
    from pricebook.snapshots.looks import Look, last_reading

__all__ = ["Archive", "Look", "Snapshot", "StoredReading", "last_reading"]
_HOMES = {
    "Archive": "archive",
    "Look": "looks",
    "Snapshot": "folders",
    "StoredReading": "folders",
    "last_reading": "looks",
}


def __getattr__(name: str) -> Any:
    """Loads what is asked for: the records are slow to load, and `stamps` needs none of them."""
    if name not in _HOMES:
        raise AttributeError(name)
    from importlib import import_module  # noqa: PLC0415

    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
