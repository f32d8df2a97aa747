"""What a file was at each commit of a git repository that changed it. The repository is read, and nothing of it is run.

Neither the system's settings nor the person's are asked; of the repository's own, whatever could start a program or ask
a server has no part in the three commands that are called here.
"""

import os
import shutil
import subprocess
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import NamedTuple

from pricebook.archives.holding import Held, Passed
from pricebook.beliefs import Captured, Response
from pricebook.errors import UsageError
from pricebook.reading.text import MAX_BYTES

_NOTHING = os.devnull
_SETTINGS = (
    "core.hooksPath=/dev/null", "core.fsmonitor=false", "core.commitGraph=false", "protocol.allow=never",
    "log.showSignature=false", "credential.helper=",
)  # fmt: skip
_INHERITED = ("PATH", "SYSTEMROOT", "TMPDIR")


class Repository(NamedTuple):
    """A repository, and the program that reads it."""

    root: Path
    git: str

    def ask(self, *words: str, given: bytes = b"") -> bytes:
        """What git answers; raises UsageError, with its own words, if it refuses."""
        root = self.root.resolve()
        settings = (word for each in (*_SETTINGS, f"safe.directory={root}") for word in ("-c", each))
        command = [self.git, "--no-pager", "--literal-pathspecs", *settings, "-C", str(root), *words]
        run = subprocess.run(  # noqa: S603 - git, with words that are no options of the caller's
            command, env=_shielded(root), input=given, capture_output=True, check=False
        )
        if run.returncode:
            said = run.stderr.decode(errors="replace").strip()
            message = f"{self.root}: git says: {said}. Give a repository and a file's path in it: --git REPO PATH."
            raise UsageError(message)
        return run.stdout


def commits_of(root: Path, path: str) -> tuple[list[Held], list[Passed]]:
    """The file at each commit before HEAD that changed it, as `git log -- PATH` lists them; raises UsageError.

    Each is of the time at which it was committed. Of several of one second the last one comes first.
    """
    git = shutil.which("git")
    if git is None:
        message = "git is not installed, and its history is asked for. Install it, or give the pages as files."
        raise UsageError(message)
    if not path or "\n" in path or path.startswith("/") or not root.is_dir():
        message = f"{root} {path!r}: a repository's folder and a file's path in it are wanted: --git REPO PATH."
        raise UsageError(message)
    repository = Repository(root, git)
    listed = repository.ask("rev-list", "--timestamp", "HEAD", "--", path).decode().split("\n")
    found = [(commit, int(time)) for time, _, commit in (line.partition(" ") for line in listed if line)]
    if not found:
        message = f"{root}: no commit changed {path!r}. Give a file's path from the root of the repository."
        raise UsageError(message)
    asked = "".join(f"{commit}:{path}\n" for commit, _ in found).encode()
    answers = repository.ask("cat-file", "--batch-check=%(objectname) %(objecttype) %(objectsize)", given=asked)
    held: list[Held] = []
    passed: list[Passed] = []
    for (commit, time), answer in zip(found, answers.decode(errors="replace").split("\n"), strict=False):
        what, words = f"{path} at commit {commit[:12]}", answer.rsplit(" ", 2)
        if len(words) < 3 or words[1] != "blob":
            passed.append(Passed(what, "the file is not there" if answer.endswith(" missing") else "it is no file"))
        elif int(words[2]) > MAX_BYTES:
            passed.append(Passed(what, f"it has {int(words[2]):,} bytes; a page has at most {MAX_BYTES:,}", lost=True))
        else:
            at = datetime.fromtimestamp(time, UTC).isoformat()
            said = Captured(address=f"{commit}:{path}", at=at, digest=f"git:{words[0]}")
            load = partial(_blob, repository, words[0])
            held.append(Held(what, "", at, load, said, foreign=False))
    return held, passed


def _blob(repository: Repository, name: str) -> Response:
    return Response(repository.ask("cat-file", "blob", name))


def _shielded(root: Path) -> dict[str, str]:
    inherited = {name: os.environ[name] for name in _INHERITED if name in os.environ}
    return {
        **inherited, "LC_ALL": "C", "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_SYSTEM": _NOTHING,
        "GIT_CONFIG_GLOBAL": _NOTHING, "GIT_ATTR_NOSYSTEM": "1", "GIT_TERMINAL_PROMPT": "0", "GIT_OPTIONAL_LOCKS": "0",
        "GIT_NO_REPLACE_OBJECTS": "1", "GIT_NO_LAZY_FETCH": "1", "GIT_CEILING_DIRECTORIES": str(root.parent),
    }  # fmt: skip
