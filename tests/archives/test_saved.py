"""Saved pages that carry their time, and what a file was at each commit of a repository of which nothing is run."""

import os
import subprocess
from pathlib import Path

import pytest

from pricebook.collection import Collection
from tests.archives.synthetic import Amounts, collection_in, page
from tests.command import catalog

FIRST: Amounts = ("1", "4", "0.5", "2")
SECOND: Amounts = ("1.1", "4", "0.5", "2")
MHTML = """From: <Saved by Blink>
Snapshot-Content-Location: {address}
MIME-Version: 1.0
{date}Content-Type: multipart/related; type="text/html"; boundary="b"

--b
Content-Type: text/html

{page}
--b--
"""


@pytest.fixture
def made(tmp_path: Path) -> Collection:
    return collection_in(tmp_path / "made")


def moments(made: Collection, provider: str = "beta") -> list[str]:
    return [line.at for line in made.archive().of(provider).told if line.snapshot]


def mhtml(address: str, date: str = "Fri, 7 Mar 2025 20:11:12 -0000") -> str:
    dated = f"Date: {date}\n" if date else ""
    return MHTML.format(address=address, date=dated, page=page("beta", FIRST).decode())


def test_a_folder_of_files_that_are_named_after_their_days(made: Collection) -> None:
    folder = made.root / "pages"
    (folder / "more").mkdir(parents=True)
    (folder / "20250307T201112Z.html").write_bytes(page("beta", SECOND))
    (folder / "beta-2025-03-01.html").write_bytes(page("beta", FIRST))
    (folder / "notes.txt").write_text("of no day", encoding="utf-8")
    (folder / "20250309101112.html").write_bytes(page("beta", SECOND))
    run = catalog("backfill", "beta", folder, cwd=made.root)
    assert run.returncode == 3
    assert moments(made) == ["2025-03-01", "2025-03-08T04:11:12+08:00"]
    for told in ("notes.txt: its name carries no day", "09101112.html: its name carries a time without an offset",
                 "passed over: more: it is no file"):  # fmt: skip
        assert told in run.stderr
    assert catalog("backfill", "beta", folder, cwd=made.root).stdout == run.stdout


def test_an_mhtml_file_says_its_time_and_its_address(made: Collection) -> None:
    ours, another, undated = (made.root / f"{name}.mhtml" for name in ("ours", "another", "undated"))
    ours.write_text(mhtml("https://beta.example/price#top"), encoding="utf-8")
    another.write_text(mhtml("https://beta.example/chat"), encoding="utf-8")
    undated.write_text(mhtml("https://beta.example/price", ""), encoding="utf-8")
    run = catalog("backfill", "beta", ours, another, cwd=made.root)
    assert run.returncode == 0, run.stderr
    assert "another.mhtml: it is of https://beta.example/chat, where no page of beta stands" in run.stderr
    (line,) = made.archive().of("beta").told
    assert (line.at, line.archived["price"].at) == ("2025-03-08T04:11:12+08:00", "2025-03-07T20:11:12+00:00")
    run = catalog("backfill", "beta", undated, cwd=made.root)
    assert (run.returncode, "Of one file --date says it." in run.stderr) == (1, True)
    assert catalog("backfill", "beta", undated, "--date", "2025-03-09", cwd=made.root).returncode == 0
    assert catalog("backfill", "beta", another, "--page", "price", cwd=made.root).returncode == 0
    assert moments(made) == ["2025-03-08T04:11:12+08:00", "2025-03-09"]


def git(root: Path, *words: str, at: str = "2025-03-01T00:00:00Z") -> None:
    who = {f"GIT_{role}_{what}": f"a@{role}.example" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    env = {**os.environ, **who, "GIT_COMMITTER_DATE": at, "GIT_AUTHOR_DATE": "2001-01-01T00:00:00Z"}
    subprocess.run(["git", *words], cwd=root, env=env, check=True, capture_output=True)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """Two prices, a commit of something else, one that deletes the page and one that brings it back."""
    root, file = tmp_path / "repository", tmp_path / "repository" / "docs" / "price page.html"
    file.parent.mkdir(parents=True)
    git(root, "init", "--quiet")
    for number, content in enumerate(
        [page("beta", FIRST), None, page("beta", SECOND), b"", page("beta", FIRST)], start=1
    ):
        if content is None:
            (root / "other.txt").write_text("other", encoding="utf-8")
        elif content:
            file.parent.mkdir(exist_ok=True)
            file.write_bytes(content)
        else:
            file.unlink()
        git(root, "add", "--all")
        git(root, "commit", "--quiet", "--message", "one more", at=f"2025-03-0{number}T20:00:00Z")
    return root


def test_a_file_is_taken_at_each_commit_that_changed_it(made: Collection, repository: Path) -> None:
    asked: list[str | Path] = ["backfill", "beta", "--git", repository, "docs/price page.html"]
    run = catalog(*asked, cwd=made.root)
    assert run.returncode == 0, run.stderr
    assert moments(made) == [f"2025-03-0{number}T04:00:00+08:00" for number in (2, 4, 6)]
    assert ": the file is not there" in run.stderr
    first = made.archive().of("beta").told[0].archived["price"]
    assert first.address.endswith(":docs/price page.html")
    assert first.digest.startswith("git:")
    again = catalog(*asked, cwd=made.root)
    assert (again.stdout, again.stderr.count("known already")) == (run.stdout, 3)


def test_nothing_of_a_repository_is_run_and_nothing_in_it_is_written(made: Collection, repository: Path) -> None:
    ran = repository.parent / "ran"
    program = repository.parent / "program"
    program.write_text(f"#!/bin/sh\ntouch {ran}\ncat\n", encoding="utf-8")
    program.chmod(0o755)
    names = "core.fsmonitor core.pager core.editor core.sshCommand diff.external gpg.program filter.a.smudge"
    for name in [*names.split(), "diff.a.textconv", "credential.helper", "alias.rev-list", "alias.cat-file"]:
        git(repository, "config", name, str(program))
    git(repository, "config", "log.showSignature", "true")
    (repository / ".git" / "info" / "attributes").write_text("* filter=a diff=a\n", encoding="utf-8")
    for hook in ("post-checkout", "pre-commit", "reference-transaction", "post-index-change"):
        (repository / ".git" / "hooks" / hook).write_bytes(program.read_bytes())
        (repository / ".git" / "hooks" / hook).chmod(0o755)
    before = {path: path.read_bytes() for path in repository.rglob("*") if path.is_file()}
    person = repository.parent / "gitconfig"
    person.write_text(f"[core]\n\tpager = {program}\n[alias]\n\trev-list = !{program}\n", encoding="utf-8")
    env = {"GIT_CONFIG_GLOBAL": str(person), "GIT_DIR": "/nowhere", "GIT_EXTERNAL_DIFF": str(program)}
    run = catalog("backfill", "beta", "--git", repository, "docs/price page.html", cwd=made.root, env=env)
    assert run.returncode == 0, run.stderr
    assert not ran.exists()
    assert {path: path.read_bytes() for path in repository.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ([], "say what to keep: WARC files, saved pages, a folder of them, or --git REPO PATH."),
        (["nowhere"], "nowhere: No such file or directory."),
        (["--git", "made", "a.html"], "git says: fatal: not a git repository"),
        (["--git", "repository", "a.html"], "no commit changed 'a.html'"),
        (["--git", "repository", "../a.html"], "git says: fatal: ../a.html"),
        (["--git", "nowhere", "a.html"], "a repository's folder and a file's path in it are wanted"),
        (["--page", "chat", "made"], "beta has no page 'chat'. Pages: price."),
        (["--date", "March", "repository/other.txt"], "'March' is no day."),
    ],
)
def test_what_cannot_be_taken_is_said(words: list[str], reason: str, made: Collection, repository: Path) -> None:
    run = catalog("-C", made.root, "backfill", "beta", *words, cwd=repository.parent)
    assert (run.returncode, reason in run.stderr, run.stdout) == (2, True, ""), run.stderr
