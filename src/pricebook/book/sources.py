"""Where the files of a release come from: a folder, or an address.

It is the one place outside of `fetch` that asks a network, and only where a caller gives an address.
"""

from __future__ import annotations

import os

from pricebook.book.errors import RefusedData

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Protocol

    class Source(Protocol):
        """Whatever gives a file of a release by its name, with at most so many bytes."""

        def read(self, name: str, most: int) -> bytes:
            """The bytes of the file, one more than `most` if it is larger; raises RefusedData if there are none."""
            ...


MANIFEST = "manifest.json"


class Folder:
    """A folder on this machine."""

    def __init__(self, path: str) -> None:
        self._path = path

    def __str__(self) -> str:
        """The folder."""
        return self._path

    def read(self, name: str, most: int) -> bytes:
        """The bytes of the file."""
        path = os.path.join(self._path, name)  # noqa: PTH118  # pathlib costs too much
        try:
            with open(path, "rb") as file:  # noqa: PTH123
                return file.read(most + 1)
        except FileNotFoundError as error:
            if not os.path.exists(f"{path}.gz"):  # noqa: PTH110
                raise RefusedData("unreachable", f"{self}: {name} is not there") from error
            return _unpacked(f"{path}.gz", most)
        except OSError as error:
            raise RefusedData("unreachable", f"{self}: {name} cannot be read: {error.strerror}") from error


def _unpacked(path: str, most: int) -> bytes:
    """The bytes of the file that stands there compressed, as in the wheel all stand that few ask for."""
    import gzip  # noqa: PLC0415
    import zlib  # noqa: PLC0415

    try:
        with gzip.open(path) as file:
            return file.read(most + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise RefusedData("unreachable", f"{path} cannot be read: {error}") from error


class Address:
    """An address on the web, below which the files stand."""

    def __init__(self, url: str, timeout: float) -> None:
        self._url = url
        self._timeout = timeout
        """Seconds that one file may take, from the first to the last byte."""

    def __str__(self) -> str:
        """The address."""
        return self._url

    def read(self, name: str, most: int) -> bytes:
        """The bytes of the file."""
        from http.client import HTTPException  # noqa: PLC0415  # only who asks a network pays for it
        from time import monotonic  # noqa: PLC0415
        from urllib.error import HTTPError, URLError  # noqa: PLC0415
        from urllib.request import Request, urlopen  # noqa: PLC0415

        until = monotonic() + self._timeout
        request = Request(f"{self._url}/{name}", headers={"User-Agent": "pricebook"})  # noqa: S310  # http and https
        try:
            with urlopen(request, timeout=self._timeout) as answer:  # noqa: S310
                taken = bytearray()
                while len(taken) <= most and (some := answer.read1(most + 1 - len(taken))):
                    taken += some
                    if monotonic() > until:
                        raise TimeoutError(f"not whole after {self._timeout:g} s")
                return bytes(taken)
        except (URLError, HTTPException, OSError, ValueError) as error:
            if isinstance(error, HTTPError):
                error.close()
            raise RefusedData("unreachable", f"{self}: {name} cannot be had: {error}") from error


class Kept:
    """Another source, whose files are kept in a folder by their digests: what was once read is there for good."""

    def __init__(self, folder: str) -> None:
        self._folder = folder
        os.makedirs(folder, exist_ok=True)  # noqa: PTH103

    def manifest(self) -> bytes | None:
        """The manifest of the last release that was taken, or None."""
        return self._get(MANIFEST)

    def file(self, digest: str) -> bytes | None:
        """What has this digest, or None. It is to be verified like any other."""
        return self._get(digest)

    def keep(self, name: str, content: bytes) -> None:
        """Puts a file there, whole or not at all."""
        path = os.path.join(self._folder, name)  # noqa: PTH118
        beside = f"{path}.{os.getpid()}"
        with open(beside, "wb") as file:  # noqa: PTH123
            file.write(content)
        os.replace(beside, path)  # noqa: PTH105

    def keep_only(self, manifest: bytes, digests: set[str]) -> None:
        """Keeps this manifest, and of the other files only those that it names."""
        if self.manifest() != manifest:
            self.keep(MANIFEST, manifest)
        for name in os.listdir(self._folder):  # noqa: PTH208
            if len(name) == 64 and name not in digests:  # a SHA-256; whatever else lies there is not ours
                os.unlink(os.path.join(self._folder, name))  # noqa: PTH108, PTH118

    def _get(self, name: str) -> bytes | None:
        try:
            with open(os.path.join(self._folder, name), "rb") as file:  # noqa: PTH118, PTH123
                return file.read()
        except OSError:
            return None


def source_of(path_or_url: str | os.PathLike[str], timeout: float) -> Source:
    """The source at a path or an address; both may name the manifest itself."""
    text = os.fspath(path_or_url)
    text = text.removesuffix(MANIFEST) if text.endswith(f"/{MANIFEST}") else text
    if text.startswith(("http://", "https://")):
        return Address(text.rstrip("/"), timeout)
    return Folder(text.rstrip("/") or text)
