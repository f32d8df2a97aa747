"""What another job has seen is taken over, once it is what it must be.

Looks and rates only grow, snapshots only come, and the release is what they give with the tables that stand here.
Nothing that came from a page is run, and no program that was handed over; scrapers, and the tables that people alone
write, are not taken. A decision is: it stands among the looks, and a person reviews what comes of it.
"""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from pricebook.calendar import day_of, is_to_come
from pricebook.collection import Collection
from pricebook.errors import StorageError, UsageError
from pricebook.history.checkpoint import Presents, written
from pricebook.publish import release
from pricebook.rates.kept import KeptRates
from pricebook.run.refresh import tables_of
from pricebook.snapshots.archive import Archive
from pricebook.snapshots.auditing import altered, audit
from pricebook.snapshots.folders import Snapshot
from pricebook.snapshots.shelf import Shelf
from pricebook.system import files

_FILE = re.compile(
    r"""snapshots/(?P<provider>[a-z0-9][a-z0-9_-]*)/(?:
            (?:[0-9]{4}|readings|decisions|profile)\.jsonl
            | [0-9]{4}\.jsonl\.zst
            | [0-9]{4}-[0-9]{2}-[0-9]{2}(?:\.[1-9][0-9]{0,3})?/(?:reading\.[1-9][0-9]{0,3}/)?[a-z0-9][a-z0-9_.-]*
        )
        | catalog/checkpoint/(?P<known>[a-z0-9][a-z0-9_-]*)\.jsonl
        | rates/[0-9]{4}\.jsonl
        | catalog/v1/(?:[a-z]+\.(?:jsonl?|xml)|providers/(?P<sold>[a-z0-9][a-z0-9_-]*)\.json|exports/[a-z0-9_./-]+)""",
    re.VERBOSE,
)
"""What a job may hand over."""
_READ_AGAIN = re.compile(r"reading\.[1-9][0-9]*/")
_SHOWN = 5
"""Faults that are told one by one."""
_PARTS = ("snapshots", "catalog")
_RATES = "rates"
"""Of the collections that keep some."""


def receive(collection: Collection, given: Path, today: str) -> None:
    """Takes over the `snapshots/`, `catalog/` and `rates/` of that folder; what a person has put beside them stays.

    Raises UsageError if it has none of the first two. Raises StorageError, and changes nothing, if they are not what
    comes of this collection by looks, readings, decisions and new days of rates alone, none of a day to come.
    """
    if not all((given / part).is_dir() and not (given / part).is_symlink() for part in _PARTS):
        message = f"{given}: holds no {' and no '.join(_PARTS)}. Give the folder that a job has handed over."
        raise UsageError(message)
    faults = list(_faults(collection, given, today))
    if faults:
        more = f" ... and {len(faults) - _SHOWN} more" if len(faults) > _SHOWN else ""
        message = f"{given}: is not taken over: {'; '.join(faults[:_SHOWN])}{more}. Look at the job that made it."
        raise StorageError(message)
    for part in (*_PARTS, _RATES):
        _replace(collection.root / part, given / part)


def _faults(collection: Collection, given: Path, today: str) -> Iterator[str]:
    held, theirs = collection.archive(), Archive(given / "snapshots")
    known = {*collection.providers(), *held.looked_at}
    strange = [
        name
        for name in _names(given)
        if not _is_expected(given / name, name, known) and not _stands_here(collection.root / name, given / name)
    ]
    if strange:
        yield from (f"{name}: is no file that a night makes" for name in strange)
        return
    for provider in sorted({*held.looked_at, *theirs.looked_at}):
        yield from _of_provider(held.of(provider), theirs.of(provider), today)
    wrong = list(_of_rates(KeptRates(collection.rates), KeptRates(given / _RATES), today))
    if wrong:
        yield from wrong
        return
    # Continued from what is known here: what was handed over is never believed.
    presents = Presents(theirs, collection.checkpoint)
    tables = tables_of(collection)._replace(rates=given / _RATES)
    if not release.stands(given / "catalog" / "v1", release.assembled(presents, tables)):
        yield "catalog/v1: is not what the snapshots give"
    for provider in theirs.looked_at:
        path = given / "catalog" / "checkpoint" / f"{provider}.jsonl"
        if files.read_if_there(path) != written(presents.of(provider)):
            yield f"catalog/checkpoint/{provider}.jsonl: is not what the snapshots give"


def _names(given: Path) -> Iterator[str]:
    for part in (*_PARTS, _RATES):
        if (given / part).is_symlink():
            yield part
        for path in sorted((given / part).rglob("*")):
            if not path.is_dir() or path.is_symlink():
                yield path.relative_to(given).as_posix()


def _is_expected(path: Path, name: str, providers: Iterable[str]) -> bool:
    match = _FILE.fullmatch(name)
    return match is not None and _is_plain(path) and {*match.groupdict().values()} <= {None, *providers}


def _is_plain(path: Path) -> bool:
    return path.is_file() and not path.is_symlink()


def _stands_here(here: Path, there: Path) -> bool:
    """Whether it is what a person has put here, as it is."""
    return _is_plain(here) and _is_plain(there) and files.holds(here, there.read_bytes())


def _of_provider(here: Shelf, there: Shelf, today: str) -> Iterator[str]:
    """What is wrong with a provider: what was lost or altered, and what does not hold in itself."""
    try:
        for name, journal in here.journals.items():
            known = {line.digest for line in there.journals[name].entries} if name in there.journals else set()
            lost = [line for line in journal.entries if line.digest not in known]
            if lost:
                yield f"snapshots/{here.provider}/{name}: {len(lost)} of its lines are gone"
        for name, journal in there.journals.items():
            days = [day_of(entry.told["at"]) for entry in journal.entries]
            yield from (
                f"snapshots/{here.provider}/{name}: tells of {day}, which is to come"
                for day in days
                if is_to_come(day, today)
            )
        held = there.held
        for name, snapshot in sorted(here.held.items()):
            if name not in held:
                yield f"snapshots/{here.provider}/{name}: is gone"
            else:
                yield from _differing_files(snapshot, held[name])
        yield from (f"snapshots/{here.provider}/{fault.path.name}: {fault.detail}" for fault in audit(there))
        yield from _altered_since(here, there)
    except StorageError as problem:
        yield str(problem)


def _of_rates(here: KeptRates, there: KeptRates, today: str) -> Iterator[str]:
    """What is wrong with the rates: a day that was lost or altered, or is to come."""
    try:
        if not there.goes_on_from(here):
            yield f"{_RATES}: days of them are gone, or say another thing"
        if there.span and is_to_come(there.span[1], today):
            yield f"{_RATES}: tell of {there.span[1]}, which is to come"
    except StorageError as problem:
        yield str(problem)


def _differing_files(was: Snapshot, now: Snapshot) -> Iterator[str]:
    kept = set(now.source.names())
    for name in was.source.names():
        if name not in kept or was.source.read(name) != now.source.read(name):
            yield f"snapshots/{was.provider}/{was.name}/{name}: is another"
    for name in sorted(kept - {*was.source.names()}):
        if not _READ_AGAIN.match(name):
            yield f"snapshots/{was.provider}/{was.name}/{name}: was not in it"


def _altered_since(here: Shelf, there: Shelf) -> Iterator[str]:
    """New snapshots whose files are not what they say."""
    known = here.held.keys()
    for name, snapshot in sorted(there.held.items()):
        for fault in altered(snapshot) if name not in known else ():
            yield f"snapshots/{there.provider}/{name}/{fault.path.name}: {fault.detail}"


def _replace(folder: Path, given: Path) -> None:
    """Lets the folder hold what the other one does, and what no night makes. Raises StorageError."""
    wanted = {path.relative_to(given) for path in given.rglob("*") if path.is_file()}
    for name in sorted(wanted):
        files.write_file(folder / name, (given / name).read_bytes())
    for path in sorted(folder.rglob("*"), reverse=True):
        here = path.relative_to(folder.parent).as_posix()
        if path.is_file() and path.relative_to(folder) not in wanted and _FILE.fullmatch(here):
            path.unlink()
        elif path.is_dir() and not any(path.iterdir()):
            path.rmdir()
