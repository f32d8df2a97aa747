"""One writer at a time."""

import os
import signal
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pricebook.collection import Collection
from pricebook.errors import Occupied
from pricebook.system.locking import only_writer
from tests.command import catalog, started, tree

NOW = datetime(2026, 1, 5, 8, 0, 7, tzinfo=UTC)
HOLD = """
import sys, time
from datetime import UTC, datetime
from pathlib import Path
from pricebook.system.locking import only_writer
with only_writer(Path(sys.argv[1]), datetime.now(UTC)):
    print("held", flush=True)
    time.sleep(60)
"""


@pytest.mark.parametrize(
    "words", [["refresh", "--recorded"], ["publish"], ["reread"], ["pack", "--before", "2026"],
              ["ingest", "ucloud", "x.md", "--date", "2026-01-01"], ["backfill", "ucloud", "x"]]
)  # fmt: skip
def test_the_second_leaves_at_once_and_names_the_first(copy: Collection, words: list[str]) -> None:
    with only_writer(copy.workshop, NOW):
        before = tree(copy.root)
        run = started(*words, cwd=copy.root)
        assert tree(copy.root) == before
    assert (run.returncode, run.stdout) == (1, "")
    assert f"process {os.getpid()}, since 2026-01-05T08:00:07+00:00, writes there" in run.stderr


def test_reading_goes_on_meanwhile(copy: Collection) -> None:
    catalog("refresh", "--recorded", cwd=copy.root)
    with only_writer(copy.workshop, NOW):
        for words in (["list"], ["status"], ["verify"], ["diff"], ["history", "kimi-latest"]):
            assert catalog(*words, cwd=copy.root).returncode == 0


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is POSIX's")
def test_the_lock_of_a_killed_writer_is_free(tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", HOLD, str(tmp_path)], stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(Occupied, match=f"process {holder.pid}, since"), only_writer(tmp_path, NOW):
            pass
        holder.send_signal(signal.SIGKILL)
        holder.wait()
    with only_writer(tmp_path, NOW):
        pass
