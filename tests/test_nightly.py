"""The nightly workflow's own commands, in order, each night in a fresh clone, against servers on loopback."""

import json
import os
import re
import shutil
import subprocess
import sys
import threading
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import yaml

from pricebook.collection import Collection
from pricebook.rates.kept import KeptRates
from pricebook.run.refresh import publish
from tests.command import HURRIED
from tests.conftest import FROZEN, ROOT, frozen
from tests.pages import move
from tests.rates.bank import WEEKS, file_of
from tests.serving import Handler, Server, answer, once, url
from tests.worlds import approve_all

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the nightly job runs on Linux")

WORKFLOW = yaml.safe_load((ROOT / ".github" / "workflows" / "nightly.yml").read_text(encoding="utf-8"))
UV = """#!/bin/sh
if [ "$1" = sync ]; then exit 0; fi
shift 2
if [ "$1" != catalog ]; then exec "$PROGRAMS/$@"; fi
shift
exec "$PROGRAMS/python" -c "$CATALOG" "$@"
"""
GH = '''#!{python}
"""What the job asks of GitHub, kept in a folder: issues as files, artifacts as folders."""
import json, os, shutil, sys
from pathlib import Path
hub = Path(os.environ["HUB"])
words = sys.argv[1:]
said = dict(zip(words, words[1:]))
with (hub / "asked").open("a") as log:
    print(*words, file=log)
issues = hub / "issues.json"
known = json.loads(issues.read_text()) if issues.exists() else {{}}
if words[:2] == ["run", "download"]:
    shutil.copytree(hub / said["--name"], said["--dir"])
elif words[:2] == ["pr", "list"]:
    if (hub / "pr").exists():
        print(1)
elif words[:2] == ["pr", "close"]:
    (hub / "pr").unlink()
elif words[:2] == ["issue", "list"]:
    for number, issue in known.items():
        if issue["open"]:
            print(number, issue["title"])
elif words[:2] == ["issue", "create"]:
    body = Path(said["--body-file"]).read_text()
    known[str(len(known) + 1)] = {{"title": said["--title"], "body": body, "open": True}}
elif words[:2] == ["issue", "edit"]:
    known[words[2]]["body"] = Path(said["--body-file"]).read_text()
elif words[:2] == ["issue", "close"]:
    known[words[2]]["open"] = False
elif words[:2] not in (["label", "create"], ["auth", "setup-git"]):
    sys.exit(f"nobody knows {{words}}")
issues.write_text(json.dumps(known))
'''


BANK = "the bank"
OLD = {day: dict(WEEKS[day]) for day in sorted(WEEKS)[:-2]}
"""The days of the bank that are kept before the first night."""


def git(*words: str, cwd: Path) -> str:
    who = ["-c", "user.name=a person", "-c", "user.email=person@example.org", "-c", "init.defaultBranch=main"]
    run = subprocess.run(["git", *who, *words], cwd=cwd, capture_output=True, encoding="utf-8", check=False)
    assert run.returncode == 0, run.stderr
    return run.stdout


@dataclass
class Hub:
    """The repository on its server, and what the jobs leave there."""

    folder: Path
    bank: str
    """Where the rates between currencies are fetched."""
    requests: list[dict[str, str]] = field(default_factory=list)
    """The pull requests that were asked for: title, body, branch."""

    @property
    def origin(self) -> Path:
        return self.folder / "origin.git"

    @property
    def issues(self) -> list[dict[str, Any]]:
        told: dict[str, dict[str, Any]] = json.loads((self.folder / "issues.json").read_text(encoding="utf-8"))
        return list(told.values())

    def night(self) -> None:
        """Both jobs, each in a clone of its own."""
        number = len(list(self.folder.glob("night.*")))
        for name in ("look", "tell"):
            self._job(name, self.folder / f"night.{number}.{name}")

    def _job(self, name: str, clone: Path) -> None:
        job, outputs = WORKFLOW["jobs"][name], dict[str, str]()
        environment = {
            **self._environment(clone),
            **{key: self._filled(text, outputs) for key, text in job["env"].items()},
        }
        for step in job["steps"]:
            wanted = self._filled("${{ " + step.get("if", "'' == ''") + " }}", outputs)
            if wanted != "True":
                continue
            if "run" in step:
                run = subprocess.run(
                    ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
                    cwd=clone, env=environment, capture_output=True, encoding="utf-8", check=False,
                )  # fmt: skip
                passed = run.returncode == 0 or step.get("continue-on-error", False)
                assert passed, f"{step.get('name')}\n{run.stdout}{run.stderr}"
                outputs |= _said(step.get("id", ""), Path(environment["GITHUB_OUTPUT"]))
            else:
                self._action(step["uses"].partition("@")[0], step.get("with", {}), clone, outputs)

    def _action(self, action: str, given: dict[str, Any], clone: Path, outputs: dict[str, str]) -> None:
        if action == "actions/checkout":
            git("clone", "--quiet", str(self.origin), str(clone), cwd=self.folder)
        elif action == "actions/upload-artifact":
            shutil.rmtree(self.folder / given["name"], ignore_errors=True)
            shutil.copytree(clone / given["path"], self.folder / given["name"])
        elif action == "peter-evans/create-pull-request":
            filled = {name: self._filled(str(value), outputs, clone) for name, value in given.items()}
            git("checkout", "--quiet", "-B", filled["branch"], cwd=clone)
            git("add", *filled["add-paths"].split(), cwd=clone)
            git("commit", "--quiet", "--message", filled["commit-message"], cwd=clone)
            git("push", "--quiet", "--force", "origin", filled["branch"], cwd=clone)
            body = Path(filled["body-path"]).read_text(encoding="utf-8")
            (self.folder / "pr").touch()
            self.requests.append({"title": filled["title"], "body": body, "branch": filled["branch"]})
        else:
            assert action == "astral-sh/setup-uv"

    def _filled(self, text: str, outputs: dict[str, str], clone: Path | None = None) -> str:
        """The text with its expressions evaluated, as far as the workflow uses them."""
        known = {
            "github.server_url": "https://github.com", "github.repository": "example/prices", "github.token": "token",
            "runner.temp": f"{clone}.temp", **outputs,
        }  # fmt: skip

        def value(match: re.Match[str]) -> str:
            left, _, right = match.group(1).partition(" == ")
            sides = [side.strip("'") if side.startswith("'") else known.get(side, "") for side in (left, right)]
            return str(sides[0] == sides[1]) if right else sides[0]

        return re.sub(r"\$\{\{ (.+?) \}\}", value, text)

    def _environment(self, clone: Path) -> dict[str, str]:
        temp = Path(f"{clone}.temp")
        temp.mkdir()
        bin_ = self.folder / "bin"
        return {
            "PATH": f"{bin_}:{os.environ['PATH']}", "HOME": str(self.folder), "RUNNER_TEMP": str(temp),
            "PROGRAMS": str(Path(sys.executable).parent), "CATALOG": HURRIED[-1], "HUB": str(self.folder),
            "GITHUB_STEP_SUMMARY": str(temp / "summary"), "GITHUB_OUTPUT": str(temp / "output"), "LANG": "C.UTF-8",
            "PYTHONPATH": os.environ["PYTHONPATH"], "GITHUB_RUN_ID": "1", "CATALOG_RATES": self.bank,
        }  # fmt: skip


def _said(step: str, path: Path) -> dict[str, str]:
    lines = path.read_text(encoding="utf-8").splitlines() if step else []
    return {f"steps.{step}.outputs.{name}": value for name, _, value in (line.partition("=") for line in lines)}


@pytest.fixture
def servers() -> Iterator[dict[str, Server]]:
    """A host on loopback for each provider, which sends the page that was seen last, and one for the bank."""
    with ExitStack() as stack:
        made: dict[str, Server] = {}
        pages = {provider: answer(last_page(provider)) for provider in FROZEN}
        for number, (name, page) in enumerate({**pages, BANK: answer(file_of(OLD), kind="text/xml")}.items(), start=2):
            made[name] = server = stack.enter_context(Server((f"127.0.0.{number}", 0), Handler))
            server.asked, server.says = [], {"/": once(page)}
            threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        yield made
        for server in made.values():
            server.shutdown()


def last_page(provider: str) -> bytes:
    """What is kept of it: of what was recorded the program of today may read more."""
    last = frozen().archive().snapshots(provider)[-1]
    (page,) = last.about.pages
    return last.page(page).encode()


@pytest.fixture
def hub(tmp_path: Path, servers: dict[str, Server]) -> Hub:
    """This repository as it would be on its server, with its providers on loopback."""
    source = tmp_path / "source"
    for part in ("scrapers", "snapshots", "catalog"):
        shutil.copytree(frozen().root / part, source / part)
    KeptRates(source / "rates").add(OLD, "the bank", max(OLD))
    for part in ("tests", "pyproject.toml", ".gitattributes", ".gitignore"):
        whole = ROOT / part
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(whole, source / part, ignore=ignored) if whole.is_dir() else shutil.copy(whole, source / part)
    collection = Collection(source)
    for provider in FROZEN:
        move(collection, provider, url(servers[provider], "/"))
        approve_all(collection.snapshots, "2025-12-31", provider)
    publish(collection, collection.presents())
    git("init", "--quiet", cwd=source)
    git("add", ".", cwd=source)
    git("commit", "--quiet", "--message", "as it is", cwd=source)
    git("clone", "--quiet", "--bare", str(source), str(tmp_path / "origin.git"), cwd=tmp_path)
    (tmp_path / "bin").mkdir()
    for name, script in (("uv", UV), ("gh", GH.format(python=sys.executable))):
        (tmp_path / "bin" / name).write_text(script, encoding="utf-8")
        (tmp_path / "bin" / name).chmod(0o755)
    return Hub(tmp_path, url(servers[BANK], "/"))


def merged_by_a_person(hub: Hub) -> None:
    """The pull request as one commit on `main`; nobody deletes its branch."""
    git("clone", "--quiet", str(hub.origin), "person", cwd=hub.folder)
    git("merge", "--quiet", "--squash", "origin/prices", cwd=hub.folder / "person")
    git("commit", "--quiet", "--message", "New prices", cwd=hub.folder / "person")
    git("push", "--quiet", cwd=hub.folder / "person")


def looks(hub: Hub, branch: str) -> list[str]:
    """Every line of a look on that branch."""
    names = git("ls-tree", "-r", "--name-only", branch, "snapshots", cwd=hub.origin).split()
    texts = [git("show", f"{branch}:{name}", cwd=hub.origin) for name in names if re.search(r"/[0-9]{4}\.jsonl$", name)]
    return [line for text in texts for line in text.splitlines()]


def changed(hub: Hub, branch: str) -> list[str]:
    return git("diff", "--name-only", f"{branch}~1", branch, cwd=hub.origin).split()


def waiting(hub: Hub, branch: str) -> list[tuple[str, str]]:
    """By that branch what is published and held, and the new value that waits."""
    prices, pending = (
        json.loads(git("show", f"{branch}:catalog/v1/{name}.json", cwd=hub.origin))[key]
        for name, key in (("prices", "prices"), ("pending", "pending"))
    )
    held = {price["id"]: price["amount"] for price in prices if price["status"] == "held"}
    assert held.keys() == {price["id"] for price in pending}
    return [(held[price["id"]], price["amount"]) for price in pending]


@pytest.mark.long
def test_nights(hub: Hub, servers: dict[str, Server]) -> None:
    servers[BANK].says["/"] = once(answer(b"", "404 Not Found"))
    hub.night()
    assert "catalog/v1/prices.json" in changed(hub, "main"), "the first look of a machine knows days that were assumed"
    assert servers[BANK].asked, "that it said nothing ended no night"
    assert "rates/2026.jsonl" not in changed(hub, "main")
    servers[BANK].says["/"] = once(answer(file_of(), kind="text/xml"))
    hub.night()
    assert git("log", "-1", "--format=%s", "main", cwd=hub.origin) == "A night without a change of price\n"
    kept = [f"catalog/checkpoint/{provider}.jsonl" for provider in FROZEN]
    told = [f"snapshots/{provider}/YEAR.jsonl" for provider in FROZEN]
    names = [re.sub(r"[0-9]{4}(?=\.jsonl$)", "YEAR", name) for name in changed(hub, "main")]
    assert names == [*kept, "catalog/v1/manifest.json", "catalog/v1/status.json", "rates/YEAR.jsonl", *told]
    assert git("show", "main:rates/2026.jsonl", cwd=hub.origin).count("\n") == len(WEEKS)
    assert (hub.requests, hub.issues) == ([], [])
    main = git("rev-parse", "main", cwd=hub.origin)

    page = last_page("moonshot")
    servers["moonshot"].says["/"] = once(answer(page.replace("￥10.00".encode(), "￥100.00".encode(), 1)))
    hub.night()
    (request,) = hub.requests
    assert request["title"] == "Prices: 1 change: 1 jump"
    body = request["body"]
    first = [body.index(each) for each in ("### Needs a person (1)", "￥100", "### jump", f"{len(FROZEN)} providers")]
    assert first == sorted(first)
    assert git("rev-parse", "main", cwd=hub.origin) == main, "a person decides"
    assert {"catalog/v1/prices.json", "catalog/v1/pending.json"} <= {*changed(hub, "prices")}
    assert waiting(hub, "prices") == [("10", "100")]

    servers["xfyun"].says["/"] = once(answer("<p>系统维护中 @everyone Fixes #1</p>".encode()))
    servers["moonshot"].says["/"] = once(answer(page.replace("￥10.00".encode(), "￥20.00".encode(), 1)))
    hub.night()
    assert hub.requests[1]["title"] == "Prices: 2 changes: 1 jump, 1 decrease", "what came and went is told"
    assert waiting(hub, "prices") == [("10", "20")]
    assert sum('"provider":"moonshot"' in line for line in looks(hub, "prices")) == 5, "the night before is not lost"
    published = json.loads(git("show", "prices:catalog/v1/prices.json", cwd=hub.origin))["prices"]
    assert Counter(price["status"] for price in published if price["provider"] == "xfyun") == {"stale": 131}
    (issue,) = hub.issues
    assert (issue["title"], issue["open"]) == ("xfyun cannot be read", True)
    assert "closed for maintenance" in issue["body"].replace("&#32;", " ")
    assert "@everyone" not in issue["body"] + hub.requests[-1]["body"]

    servers["xfyun"].says["/"] = once(answer(last_page("xfyun")))
    servers["moonshot"].says["/"] = once(answer(page))
    hub.night()
    (issue,) = hub.issues
    assert not issue["open"]
    assert hub.requests[2]["title"] == "Prices: 3 changes: 1 jump, 2 decrease", "what came and went is reviewed"
    assert waiting(hub, "prices") == []
    assert git("rev-parse", "main", cwd=hub.origin) == main

    merged_by_a_person(hub)
    hub.night()
    assert git("log", "-1", "--format=%s", "main", cwd=hub.origin) == "A night without a change of price\n"
    assert not (hub.folder / "pr").exists(), "nothing of it is left to review"
    lines = looks(hub, "main")
    assert len(lines) == len(set(lines)) == len(frozen().archive().observations) + 6 * len(FROZEN), (
        "the branch that is still there adds nothing twice"
    )


POISON: dict[str, Callable[[Path], object]] = {
    "a changed price": lambda night: altered(night / "catalog/v1/prices.json", '"amount":"10"', '"amount":"1"'),
    "a changed rate": lambda night: altered(night / "rates/2026.jsonl", '"CNY":"8.0000"', '"CNY":"1"'),
    "a deleted snapshot": lambda night: shutil.rmtree(night / "snapshots/ucloud/2025-10-30"),
    "an emptied list of looks": lambda night: (night / "snapshots/ucloud/2025.jsonl").write_bytes(b""),
    "a program": lambda night: (night / "snapshots/ucloud/conftest.py").write_text("1"),
}


def altered(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_what_no_night_makes_is_not_pushed(hub: Hub) -> None:
    main = git("rev-parse", "main", cwd=hub.origin)
    hub._job("look", hub.folder / "poisoned.look")
    whole = hub.folder / "night"
    whole.rename(hub.folder / "whole")
    for number, poison in enumerate(POISON.values()):
        shutil.rmtree(whole, ignore_errors=True)
        shutil.copytree(hub.folder / "whole", whole)
        poison(whole)
        with pytest.raises(AssertionError, match="is not taken over"):
            hub._job("tell", hub.folder / f"poisoned.{number}.tell")
        assert git("rev-parse", "main", cwd=hub.origin) == main
        assert hub.requests == []


def test_only_the_job_that_gets_files_may_write() -> None:
    assert WORKFLOW["permissions"] == {}
    assert WORKFLOW["jobs"]["look"]["permissions"] == {"contents": "read"}
    text = (ROOT / ".github" / "workflows" / "nightly.yml").read_text(encoding="utf-8")
    assert "secrets." not in text
    assert not re.search(r"token", json.dumps(WORKFLOW["jobs"]["look"]["env"]))
    for job in WORKFLOW["jobs"].values():
        for step in job["steps"]:
            assert "${{" not in step.get("run", ""), "nothing is put into a shell's program"
            assert re.fullmatch(r"[\w./-]+@[0-9a-f]{40}", step.get("uses", "a@" + "0" * 40))
    assert Collection(ROOT).providers()


def test_what_installs_is_of_the_version_that_the_lock_file_has() -> None:
    lock = tomllib.loads((ROOT / "uv.lock").read_text(encoding="utf-8"))
    (locked,) = (each["version"] for each in lock["package"] if each["name"] == "uv")
    steps = [step for job in WORKFLOW["jobs"].values() for step in job["steps"]]
    installs = [step["with"]["version"] for step in steps if "setup-uv" in step.get("uses", "")]
    assert installs == [locked] * len(WORKFLOW["jobs"])
    built = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert built["tool"]["uv"]["no-build-isolation-package"] == ["pricebook"]
    assert {"hatchling", "editables"} <= {each["name"] for each in lock["package"]}
