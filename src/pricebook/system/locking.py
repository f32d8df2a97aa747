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
    holder, lock = folder / "writer.json", FileLock(folder / "writer.lock")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock.acquire(timeout=0)
        holder.write_text(json.dumps({"pid": os.getpid(), "since": now.isoformat(timespec="seconds")}))
    except Timeout as problem:
        message = f"{lock.lock_file}: {_holder(holder)} writes there. Wait until it is done."
        raise Occupied(message) from problem
    except OSError as problem:
        lock.release()
        message = f"{problem.filename or folder}: cannot be written: {problem.strerror}. Nothing was changed."
        raise StorageError(message) from problem
    try:
        yield
    finally:
        holder.unlink(missing_ok=True)
        lock.release()


def _holder(holder: Path) -> str:
    try:
        told = json.loads(holder.read_text())
        return f"process {told['pid']}, since {told['since']},"
    except (OSError, ValueError, LookupError, TypeError):
        return "another process"
