"""What archives hold of a provider's pages: told apart, and put in the order of their times.

Of which form an archive is, is told from what is given: files of captures, pages that a browser saved, files that are
named after their days, a folder of these or one with an index, a file of a git repository.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import NamedTuple

from pricebook import calendar
from pricebook.archives.compressed import is_warc
from pricebook.archives.holding import Held, Passed
from pricebook.archives.naming import moment_in
from pricebook.archives.repositories import commits_of
from pricebook.archives.spooling import Spool
from pricebook.beliefs import Captured, Response
from pricebook.errors import UsageError
from pricebook.reading.mhtml import is_mhtml, saved_from
from pricebook.run.addressing import Addresses
from pricebook.run.saved import INDEX, Revision, content_of, page_of, revisions
from pricebook.scraping import Provider

Say = Callable[[str], None]
_BEGINNING = 2**16
"""Bytes of a file by which its form is told."""


class PageInTurn(NamedTuple):
    """One page of an archive that is to be kept."""

    held: Held
    at: str
    """The moment, on the provider's calendar."""
    page: str
    """Which of the provider's pages it is."""


class Sought(NamedTuple):
    """What is asked for."""

    provider: Provider
    given: Sequence[Path] = ()
    git: tuple[Path, str] | None = None
    """A repository and a file's path in it."""
    page: str | None = None
    """The page that all of it is of, where that is said."""
    date: str | None = None
    """The day of files that carry none."""


def turns_of(asked: Sought, now: datetime, spool: Spool, say: Say) -> tuple[list[PageInTurn], list[Passed]]:
    """The provider's pages that the archives hold, in the order of their times, and what of them was passed over.

    `say` is told of each file of captures that was read. Raises UsageError for what is no archive, StorageError.
    """
    if asked.page is not None:
        page_of(asked.provider, asked.page)
    addresses = Addresses(asked.provider)
    found: list[PageInTurn] = []
    passed: list[Passed] = []
    for held in _what_is_held(asked, addresses, now, spool, say):
        if isinstance(held, PageInTurn):
            found.append(held)
            continue
        turn = held if isinstance(held, Passed) else _turn_of(asked, addresses, held, now)
        if isinstance(turn, Passed):
            passed.append(turn)
        else:
            found.append(turn)
    return sorted(found, key=lambda turn: calendar.order(turn.at)), passed


def _what_is_held(
    asked: Sought, addresses: Addresses, now: datetime, spool: Spool, say: Say
) -> Iterator[Held | Passed | PageInTurn]:
    captured: list[Path] = []
    for path in asked.given:
        if not path.is_dir():
            yield from _of_file(path, captured, asked.date)
            continue
        if (path / INDEX).exists() or not _has_pages(path):
            yield from map(_turn_listed, revisions(path, asked.provider, now, asked.page))
            continue
        for each in sorted(path.iterdir()):
            if each.is_file():
                yield from _of_file(each, captured, None)
            else:
                yield Passed(each.name, "it is no file; of a folder only its own files are read")
    if asked.git is not None:
        for part in commits_of(*asked.git):
            yield from part
    if captured:
        yield from _out_of_captures(captured, addresses, spool, say)


def _out_of_captures(files: Iterable[Path], addresses: Addresses, spool: Spool, say: Say) -> Iterator[Held | Passed]:
    from pricebook.archives.captures import Gathering  # noqa: PLC0415 - needs an extra

    gathering = Gathering(lambda url: bool(addresses.pages(url)), addresses.hosts, spool)
    for file in files:
        count, wanted = gathering.take(file)
        say(f"{file.name}: {count:,} record{'' if count == 1 else 's'}, {wanted:,} of pages of this provider")
    for part in gathering.told():
        yield from part


def _of_file(path: Path, captured: list[Path], date: str | None) -> Iterator[Held | Passed]:
    """The page that the file is; a file of captures is put to the others."""
    beginning = _begins(path)
    if is_warc(beginning):
        captured.append(path)
        return
    time, address = saved_from(beginning) if is_mhtml(beginning) else ("", "")
    said = Captured(address=address, at=time) if time and address else None
    try:
        at = time or (calendar.day(date) if date else moment_in(path.name))
    except UsageError as problem:
        if date is not None:
            raise
        yield Passed(path.name, f"{str(problem).removeprefix(f'{path.name}: ')} Of one file --date says it.", lost=True)
        return
    yield Held(path.name, address, at, partial(_saved, path), said, foreign=False)


def _has_pages(folder: Path) -> bool:
    """Whether a file of the folder is of a form that carries its time, or is named after it."""
    return any(each.is_file() and _carries(each) for each in sorted(folder.iterdir()))


def _carries(file: Path) -> bool:
    try:
        moment_in(file.name)
    except UsageError:
        beginning = _begins(file)
        return is_warc(beginning) or is_mhtml(beginning)
    return True


def _turn_listed(revision: Revision) -> PageInTurn:
    held = Held(revision.file.name, "", revision.at, partial(_saved, revision.file), foreign=False)
    return PageInTurn(held, revision.at, revision.page)


def _turn_of(asked: Sought, addresses: Addresses, held: Held, now: datetime) -> PageInTurn | Passed:
    """The same as a page of the provider; raises UsageError where nothing says which of its pages it is."""
    zone, pages = asked.provider.timezone, addresses.pages(held.address)
    if held.address and not pages and (held.foreign or asked.page is None):
        why = f"it is of {held.address}, where no page of {asked.provider.provider} stands"
        return Passed(held.what, f"{why}. If it is one all the same, say which: --page")
    if pages and asked.page is not None and asked.page not in pages:
        return Passed(held.what, f"it is the page {' or '.join(pages)}, and {asked.page} is asked for")
    if len(pages) > 1 and asked.page is None:
        return Passed(held.what, f"it may be {' or '.join(pages)}. Say which: --page", lost=True)
    page = asked.page or (pages[0] if pages else page_of(asked.provider, None))
    try:
        return PageInTurn(held, calendar.past(calendar.moment(held.at, zone), now, zone), page)
    except UsageError as problem:
        return Passed(held.what, str(problem), lost=True)


def _begins(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(_BEGINNING)
    except OSError as problem:
        message = f"{path}: {problem.strerror or problem}. Give a file of captures, a saved page, or a folder of them."
        raise UsageError(message) from problem


def _saved(path: Path) -> Response:
    return Response(content_of(path))
