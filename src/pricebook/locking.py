"""One writer at a time: a second one leaves at once and names the first."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout

from pricebook.errors import Occupied, StorageError


@contextmanager
def only_writer(folder: Path, now: datetime) -> Iterator[None]:
    """Holds the lock in that folder; raises Occupied, naming the holder, if another process does.

    The system frees the lock of a process that was killed, so no lock is ever stale.
    """
    holder = folder / "writer.json"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with FileLock(folder / "writer.lock").acquire(timeout=0):
            holder.write_text(json.dumps({"pid": os.getpid(), "since": now.isoformat(timespec="seconds")}))
            yield
            holder.unlink(missing_ok=True)
    except Timeout as problem:
        message = f"{folder / 'writer.lock'}: {_told(holder)} writes there. Wait until it is done."
        raise Occupied(message) from problem
    except OSError as problem:
        message = f"{problem.filename or folder}: cannot be written: {problem.strerror}. Nothing was changed."
        raise StorageError(message) from problem


def _told(holder: Path) -> str:
    try:
        told = json.loads(holder.read_text())
        return f"process {told['pid']}, since {told['since']},"
    except (OSError, ValueError, LookupError, TypeError):
        return "another process"
