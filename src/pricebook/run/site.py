"""The release as web pages: built into a folder whole, and shown on this machine."""

import gc
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import IO, Any

import orjson

from pricebook.book import load
from pricebook.errors import StorageError, UsageError
from pricebook.publish.released import MANIFEST
from pricebook.publish.site.pages import site
from pricebook.publish.site.release import read
from pricebook.system import files

HOST = "127.0.0.1"
MARK = ".nojekyll"
"""A file that every site has: by it an earlier one is told from a folder of something else."""
_TYPES = {
    "": "application/octet-stream",
    ".css": "text/css; charset=utf-8",
    ".gz": "application/gzip",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".jsonl": "application/jsonl",
    ".svg": "image/svg+xml",
    ".ts": "text/plain; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".xml": "application/atom+xml",
}


def built(release: Path, folder: Path, now: datetime) -> int:
    """Writes the site of that release into the folder, in place of an earlier one; how many pages and files it has.

    Raises UsageError for a folder that holds something else and where nothing is published, StorageError.
    """
    if folder.exists() and not (folder.is_dir() and ((folder / MARK).exists() or not any(folder.iterdir()))):
        message = f"{folder} holds something that is no site. Give an empty folder, or one that does not exist yet."
        raise UsageError(message)
    count = 0
    with files.replaced_folder(folder) as made, _garbage_left():
        told = read(release)
        book = load(release, accept_expired=True, accept_shrunken=True, now=now)
        for path, data in site(told, book):
            file = made / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(data)
            count += 1
        for name, data in _published_beside(release, told.manifest):
            file = made / "v1" / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(data)
        (made / MARK).touch()
    return count


def _published_beside(release: Path, manifest: Mapping[str, Any]) -> Iterator[tuple[str, bytes]]:
    """The files of the very release that the pages tell; raises StorageError where another has taken its place."""
    told = files.read_if_there(release / MANIFEST)
    found = {name: files.read_if_there(release / name) for name in manifest["files"]}
    others = [name for name, data in found.items() if files.digest(data) != manifest["files"][name]["sha256"]]
    if others or orjson.loads(told or b"{}") != manifest:
        message = (
            f"{release}: {', '.join(others[:3]) or MANIFEST} is not what its pages were made of: another release took "
            "its place meanwhile, or a file was altered. Publish again, then make the pages again: catalog publish"
        )
        raise StorageError(message)
    yield MANIFEST, told
    yield from found.items()


@contextmanager
def _garbage_left() -> Iterator[None]:
    """Meanwhile nothing looks for what refers to itself: what is read stays, and looking through it takes longest."""
    looking = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if looking:
            gc.enable()


class _Handler(SimpleHTTPRequestHandler):
    """Files of one folder, to this machine alone."""

    extensions_map = _TYPES

    def end_headers(self) -> None:
        """As they will be served where they are published; and never an earlier page than the one that stands there."""
        self.send_header("Access-Control-Allow-Origin", "*")
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        super().end_headers()

    def send_head(self) -> IO[bytes] | None:  # type: ignore[override]
        """The file that is asked for; a name that no file can have is that of none."""
        try:
            return super().send_head()
        except ValueError:
            self.send_error(404)
            return None

    def list_directory(self, path: object) -> None:  # noqa: ARG002
        """What a folder holds is told by pages alone."""
        self.send_error(404)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Nothing is said of each request."""


class _Server(ThreadingHTTPServer):
    """One that says nothing of what clients do to their connections."""

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser leaves when it has seen enough; all else is a fault of this program."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


@contextmanager
def served(folder: Path, port: int) -> Iterator[ThreadingHTTPServer]:
    """The folder at this machine's own address; port 0 takes one that is free. Raises UsageError for one in use."""
    try:
        server = _Server((HOST, port), partial(_Handler, directory=str(folder)))
    except OSError as problem:
        message = f"port {port} cannot be had: {problem.strerror}. Leave it out to take one that is free."
        raise UsageError(message) from problem
    with server:
        yield server
