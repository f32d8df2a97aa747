"""What a worker does that reads stored pages again: whole tasks of them, in the worker's sandbox.

The worker takes the pages from the collection itself, holds them to their digests, has those of one provider read
together, and answers what reads differently now. It writes nothing.
"""

import os
import platform
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import groupby, islice
from pathlib import Path
from typing import NamedTuple, TypeVar

from pricebook.beliefs import StoredPage
from pricebook.errors import CollectionError, PageError, PricebookError, ScraperError, StorageError
from pricebook.extraction.sandbox import Sandbox
from pricebook.records import Reading
from pricebook.run.differing import differences
from pricebook.run.errands import Bundle, Done, Errand, Reply, program_of
from pricebook.run.retelling import changed, told_again
from pricebook.snapshots.auditing import altered
from pricebook.snapshots.folders import Loose, Packed, Snapshot
from pricebook.snapshots.packs import Pack
from pricebook.system import files
from pricebook.system.confining import held_at_most


class TakenOut(NamedTuple):
    """A snapshot whose stored pages are what is asked for."""

    snapshot: Snapshot
    pages: list[StoredPage]


T = TypeVar("T")
_sandboxes: dict[Path, Sandbox] = {}
_opening = threading.Lock()


def done(bundle: Bundle) -> Done:
    """Does the errands, one after the other."""
    root, worker = Path(bundle.root), f"{platform.node()}:{os.getpid()}"
    obstacle = next(_obstacles(root, bundle.programs), "")
    wanted = [] if obstacle else bundle.errands
    found = [reply for same in _read_at_once(wanted) for reply in _done(root, same, keep=bundle.keep)]
    return Done(tuple(found), obstacle, worker, _peak())


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


def _read_at_once(errands: Iterable[Errand]) -> Iterator[list[Errand]]:
    """Those whose pages are read at once: of one provider, and out of one pack or none. Their order stays."""
    for _, same in groupby(errands, lambda each: (each.provider, "" if each.folder else each.year)):
        yield list(same)


def _done(root: Path, errands: Sequence[Errand], *, keep: bool) -> list[Reply]:
    """What comes of errands that belong together."""
    try:
        return list(_replies(root, errands, keep=keep))
    except MemoryError:
        if len(errands) > 1:
            return [reply for each in errands for reply in _done(root, [each], keep=keep)]
        place = f"{errands[0].provider}/{errands[0].snapshot}"
        return [Reply(problem=f"{place}: what is read takes more memory than a worker may. A person must look at it.")]


def _replies(root: Path, errands: Sequence[Errand], *, keep: bool) -> Iterator[Reply]:
    folder, first = root / "snapshots" / errands[0].provider, errands[0]
    pack = Pack(folder / f"{first.year}.jsonl.zst")
    taken = [_or_why(root, partial(_taken_out, folder, each, pack)) for each in errands]
    pages = [page for each in taken if isinstance(each, TakenOut) for page in each.pages]
    found = iter(_sandbox_here(root / "scrapers").read_again(first.provider, pages))
    for each in taken:
        if isinstance(each, TakenOut):
            said = list(islice(found, len(each.pages)))
            yield _or_why(root, partial(_held_to_last, each.snapshot, said, keep=keep))
        else:
            yield each


def _or_why(root: Path, work: Callable[[], T]) -> T | Reply:
    """What the work gives, or why it gives nothing; no path in that says where this worker finds the collection."""
    try:
        return work()
    except StorageError as problem:
        return Reply(problem=str(problem).replace(f"{root}{os.sep}", ""), altered=True)
    except (PageError, ScraperError, CollectionError) as problem:
        return Reply(problem=str(problem))


def _taken_out(folder: Path, errand: Errand, pack: Pack) -> TakenOut:
    """The snapshot and its pages, held to their digests, without a look at what else stands in the folder.

    Raises StorageError.
    """
    beside = Loose(folder / (errand.folder or errand.snapshot))
    snapshot = Snapshot(
        errand.provider, errand.snapshot, beside if errand.folder else Packed(pack, errand.snapshot, beside)
    )
    fault = next(altered(snapshot), None)
    if fault is not None:
        message = f"{fault.path}: {fault.detail}"
        raise StorageError(message)
    pages = [StoredPage(name, snapshot.page(name)) for name, _ in errand.pages]
    for page, (_, known) in zip(pages, errand.pages, strict=True):
        held = files.digest(page.text.encode())
        if held != known:
            message = (
                f"{snapshot.path(f'{page.name}.md')}: its SHA-256 is {held[:12]}, asked for was {known[:12]}. "
                "Where it was read another state of the collection stands: bring it up to date, then run again."
            )
            raise StorageError(message)
    return TakenOut(snapshot, pages)


def _held_to_last(snapshot: Snapshot, found: Iterable[Reading | PricebookError], *, keep: bool) -> Reply:
    """What reads differently; raises StorageError, PageError, ScraperError, CollectionError."""
    content = told_again(snapshot, found)
    names = list(changed(snapshot, content))
    told = tuple(differences(snapshot, content, names))
    return Reply(snapshot.reading.number, content if names and keep else None, told)


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
