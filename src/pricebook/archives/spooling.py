"""Pages that wait for their turn, on the disk: each once, whatever captured it. Nothing is left when the run ends."""

import tempfile
import zlib

from pricebook.errors import StorageError
from pricebook.system.closing import Closing
from pricebook.system.files import digest


class Spool(Closing):
    """A file without a name, which the system takes back also from a run that is killed."""

    def __init__(self) -> None:
        """Raises StorageError where there is no room for one."""
        try:
            self._file = tempfile.TemporaryFile(prefix="catalog-")  # noqa: SIM115 - closed by `close`
        except OSError as problem:
            raise StorageError(_full(problem)) from problem
        self._places: dict[str, tuple[int, int]] = {}
        self._end = 0

    def close(self) -> None:
        """Gives the room back."""
        self._file.close()

    def keep(self, data: bytes) -> str:
        """Keeps the bytes, unless they are kept already; gives their name. Raises StorageError."""
        name = digest(data)
        if name not in self._places:
            packed = zlib.compress(data, 1)
            try:
                self._file.seek(self._end)
                self._file.write(packed)
                self._file.flush()
            except OSError as problem:
                raise StorageError(_full(problem)) from problem
            self._places[name] = self._end, len(packed)
            self._end += len(packed)
        return name

    def read(self, name: str) -> bytes:
        """The bytes of that name."""
        start, length = self._places[name]
        self._file.seek(start)
        return zlib.decompress(self._file.read(length))


def _full(problem: OSError) -> str:
    place = tempfile.gettempdir()
    return f"{place}: pages of an archive cannot wait there: {problem.strerror}. Make room, or set TMPDIR."
