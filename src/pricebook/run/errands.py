"""What a worker does that reads stored pages again: whole tasks of them, each page in the worker's sandbox.

A task says which pages, by the SHA-256 of each, and where the collection stands. The worker takes the pages from there
itself, holds them to their digests, and answers what reads differently now. It writes nothing.
"""

import os
import platform
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from pricebook.beliefs import Visit
from pricebook.errors import CollectionError, PageError, ScraperError, StorageError
from pricebook.extraction.program import read_by
from pricebook.extraction.sandbox import Sandbox
from pricebook.extraction.visit import Reader
from pricebook.run.differing import Differing, differences
from pricebook.run.verification import changed, read_again
from pricebook.snapshots.auditing import altered
from pricebook.snapshots.folders import Loose, Packed, Snapshot
from pricebook.snapshots.packs import Pack
from pricebook.system import files
from pricebook.system.confining import held_at_most


class Errand(NamedTuple):
    """A snapshot whose pages are to be read again."""

    provider: str
    snapshot: str
    folder: str
    """The folder that it stands in, below the provider's; empty if it is in the pack of its year."""
    pages: tuple[tuple[str, str], ...]
    """The name of each page and the SHA-256 of what is stored of it, in the order in which they are read."""


class Bundle(NamedTuple):
    """What is handed to a worker at once."""

    root: str
    """The folder of the collection, where the worker finds it."""
    programs: tuple[tuple[str, str], ...]
    """For each provider, which program reads its pages (extraction/program.py): no other may."""
    errands: tuple[Errand, ...]
    keep: bool
    """Whether what was read is wanted, or only what differs."""


class Reply(NamedTuple):
    """What came of an errand."""

    number: int = 0
    """Of the reading that it was held against."""
    content: Mapping[str, bytes] | None = None
    """What reads differently, as files; None if nothing does, or it is not wanted."""
    differences: tuple[Differing, ...] = ()
    problem: str = ""
    """Why its pages were not read; empty if they were."""
    altered: bool = False
    """Whether that is because a stored file is not what was written."""


class Done(NamedTuple):
    """What a worker answers."""

    found: tuple[Reply, ...]
    """In the order of the errands; none if there is an `obstacle`."""
    obstacle: str
    """Why this worker can do no such task; empty if it can."""
    worker: str
    """Which process of which machine it is."""
    peak: int
    """Bytes that it held at most since it was started; 0 where the system does not say."""


_sandboxes: dict[Path, Sandbox] = {}
_opening = threading.Lock()


def done(bundle: Bundle) -> Done:
    """Does the errands, one after the other."""
    root, worker = Path(bundle.root), f"{platform.node()}:{os.getpid()}"
    obstacle = next(_obstacles(root, bundle.programs), "")
    packs: dict[Path, Pack] = {}
    found = [] if obstacle else [_done(root, each, packs, keep=bundle.keep) for each in bundle.errands]
    return Done(tuple(found), obstacle, worker, _peak())


def program_of(scrapers: Path, provider: str) -> str:
    """Which program reads the provider's stored pages. Raises OSError."""
    return read_by(scrapers, Visit(provider, "", "", {}))


def _obstacles(root: Path, programs: tuple[tuple[str, str], ...]) -> Iterator[str]:
    for provider, known in programs:
        try:
            own = program_of(root / "scrapers", provider)
        except OSError as problem:
            yield f"{problem.filename}: {problem.strerror}. Let it reach the collection, or say where it finds it"
            return
        if own != known:
            what = f"reads {provider} with program {own}, expected was {known}"
            yield f"{what}. Give it this version of the program, this Python and these scrapers, and start it anew"


def _done(root: Path, errand: Errand, packs: dict[Path, Pack], *, keep: bool) -> Reply:
    """What comes of one errand; no path in it says where this worker finds the collection."""
    snapshot = _snapshot_at(root / "snapshots" / errand.provider, errand, packs)
    try:
        return _held_to_last(snapshot, errand, _sandbox_here(root / "scrapers"), keep=keep)
    except StorageError as problem:
        return Reply(problem=str(problem).replace(f"{root}{os.sep}", ""), altered=True)
    except (PageError, ScraperError, CollectionError) as problem:
        return Reply(problem=str(problem))
    except MemoryError:
        place = f"{errand.provider}/{errand.snapshot}"
        return Reply(problem=f"{place}: what is read takes more memory than a worker may. A person must look at it.")


def _held_to_last(snapshot: Snapshot, errand: Errand, reader: Reader, *, keep: bool) -> Reply:
    """What reads differently; raises StorageError, PageError, ScraperError, CollectionError."""
    fault = next(altered(snapshot), None)
    if fault is not None:
        message = f"{fault.path}: {fault.detail}"
        raise StorageError(message)
    for page, known in errand.pages:
        held = files.digest(snapshot.page(page).encode())
        if held != known:
            message = (
                f"{snapshot.path(f'{page}.md')}: its SHA-256 is {held[:12]}, asked for was {known[:12]}. "
                "Where it was read another state of the collection stands: bring it up to date, then run again."
            )
            raise StorageError(message)
    content = read_again(snapshot, reader, [page for page, _ in errand.pages])
    names = list(changed(snapshot, content))
    told = tuple(differences(snapshot, content, names))
    return Reply(snapshot.reading.number, content if names and keep else None, told)


def _snapshot_at(folder: Path, errand: Errand, packs: dict[Path, Pack]) -> Snapshot:
    """The snapshot, without a look at what else stands in the folder; a pack is read once for all that is asked of it.

    Of packs only the last one is held.
    """
    if errand.folder:
        return Snapshot(errand.provider, errand.snapshot, Loose(folder / errand.folder))
    path = folder / f"{errand.snapshot[:4]}.jsonl.zst"
    if path not in packs:
        packs.clear()
        packs[path] = Pack(path)
    held = Packed(packs[path], errand.snapshot, Loose(folder / errand.snapshot))
    return Snapshot(errand.provider, errand.snapshot, held)


def _sandbox_here(scrapers: Path) -> Sandbox:
    """This process's own, which ends with it."""
    with _opening:
        return _sandboxes.setdefault(scrapers, Sandbox(scrapers))


def _peak() -> int:
    """Bytes that this process held at most; 0 where the system does not say."""
    try:
        return held_at_most(Path("/proc/self/status").read_bytes())
    except OSError:
        return 0
