"""A release as it is read: the files that are asked for, each verified, and the last good one kept."""

from __future__ import annotations

import os

from pricebook.book import checking
from pricebook.book.errors import RefusedData, WrongQuestion
from pricebook.book.sources import MANIFEST, Folder, Kept, source_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime
    from typing import Any

    from pricebook.book.sources import Source


class Release:
    """One release: its manifest, its slim edition, and any other file when it is asked for."""

    def __init__(self, manifest: bytes, source: Source, kept: Kept | None) -> None:
        self.content = manifest
        self.manifest = checking.manifest_of(manifest)
        self._source = source
        self._kept = kept
        self._parsed: dict[str, Mapping[str, Any]] = {}
        self.slim = checking.shaped(self.document("slim.json"), counted=bool(self.manifest.get("counts")))

    def document(self, name: str) -> Mapping[str, Any]:
        """A file of the release as JSON, read once; raises RefusedData if it is not what the manifest says."""
        if name not in self._parsed:
            self._parsed[name] = checking.parsed(self.file(name), name)
        return self._parsed[name]

    def file(self, name: str) -> bytes:
        """The bytes of a file, verified."""
        entry = self.manifest["files"].get(name)
        if entry is None:
            raise RefusedData("format", f"manifest.json knows no {name}")
        if self._kept and (content := self._kept.file(entry["sha256"])) is not None:
            try:
                return checking.verified(content, name, self.manifest)
            except RefusedData:  # the copy was damaged where it is kept: it is had anew
                pass
        content = checking.verified(self._source.read(name, entry["bytes"]), name, self.manifest)
        if self._kept:
            self._kept.keep(entry["sha256"], content)
        return content

    def gather(self) -> None:
        """Reads what any cost may need, so that it is there when the release is replaced where it came from."""
        for name in ("models.json", "status.json"):
            self.document(name)

    def digests(self) -> set[str]:
        """Of all files that it names."""
        return {entry["sha256"] for entry in self.manifest["files"].values()}


class Supply:
    """Where releases come from, and what was the matter with the last one."""

    def __init__(
        self,
        source: Source,
        kept: Kept | None,
        *,
        own: bool,
        accept_shrunken: bool = False,
        accept_expired: bool = False,
    ) -> None:
        self._source = source
        self._kept = kept
        self._own = own
        """Whether it comes with this package: nobody replaces it, and its age is told and not held against it."""
        self._accept_shrunken = accept_shrunken
        self._accept_expired = accept_expired
        self.refused: RefusedData | None = None

    def first(self, now: Callable[[], datetime]) -> Release:
        """The newest release, or the last good one that is kept; raises RefusedData if there is neither."""
        return self.newest(self._last_kept(), now)

    def newest(self, last: Release | None, now: Callable[[], datetime]) -> Release:
        """The newest release if it is good, else the last good one; without one, what is wrong with it is raised."""
        try:
            release = Release(self._source.read(MANIFEST, checking.MOST), self._source, self._kept)
            self._check(release, last, now)
        except RefusedData as refused:
            if last is None:
                raise
            self.refused = refused
            release = last
        else:
            self.refused = None
            release = last if last is not None and last.content == release.content else release
        if self._kept:
            self._kept.keep_only(release.content, release.digests())
        return release

    def _check(self, release: Release, last: Release | None, now: Callable[[], datetime]) -> None:
        if not (self._own or self._accept_expired):
            checking.is_fresh(release.manifest, now())
        if last is not None:
            checking.follows(release.manifest, last.manifest)
            checking.resembles(release.slim, last.slim, self._accept_shrunken)
        if not self._own:
            checking.amounts(release.slim)
            release.gather()

    def _last_kept(self) -> Release | None:
        content = self._kept.manifest() if self._kept else None
        if content is None:
            return None
        try:
            release = Release(content, self._source, self._kept)
            release.gather()
        except RefusedData:  # what is kept is damaged: as if nothing were kept
            return None
        return release


def packaged() -> str:
    """The folder of the catalogue that comes with this package; in a checkout, the one that the checkout holds.

    Raises RefusedData where there is neither.
    """
    here = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))  # noqa: PTH100, PTH120
    within = os.path.join(here, "data", "v1")  # noqa: PTH118
    beside = os.path.join(os.path.dirname(os.path.dirname(here)), "catalog", "v1")  # noqa: PTH118, PTH120
    for folder in (within, beside):
        if os.path.isfile(os.path.join(folder, MANIFEST)):  # noqa: PTH113, PTH118
            return folder
    raise RefusedData(
        "unreachable",
        f"no catalogue came with this package: neither {within} nor {beside} holds one. Install it from its wheel, "
        "run `catalog publish` in its checkout, or name a folder or an address: load(path_or_url).",
    )


def supply(
    path_or_url: str | os.PathLike[str] | None,
    cache: str | os.PathLike[str] | None,
    timeout: float,
    *,
    accept_shrunken: bool,
    accept_expired: bool,
) -> Supply:
    """The supply at a path or an address; the package's own catalogue if there is neither."""
    if path_or_url is None:
        return Supply(Folder(packaged()), None, own=True)
    place = _place("path_or_url", path_or_url)
    kept = Kept(_place("cache", cache)) if cache is not None else None
    source = source_of(place, timeout)
    return Supply(source, kept, own=False, accept_shrunken=accept_shrunken, accept_expired=accept_expired)


def _place(name: str, value: str | os.PathLike[str]) -> str:
    """A folder or an address as text; raises WrongQuestion if it is neither."""
    place = os.fspath(value) if isinstance(value, (str, os.PathLike)) else None
    if not isinstance(place, str):
        raise WrongQuestion(f"{name}={value!r}: a folder or an address is expected, as a str or a path.")
    return place


def clock() -> datetime:
    """The moment that it is."""
    from datetime import UTC, datetime  # noqa: PLC0415  # nothing that is asked most often needs it

    return datetime.now(UTC)


def lines(content: bytes) -> str:
    """A file of lines as text; raises RefusedData if it is none."""
    try:
        return content.decode("utf-8")
    except ValueError as error:
        raise RefusedData("unreadable", "history.jsonl is not text") from error
