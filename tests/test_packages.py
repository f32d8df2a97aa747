"""The wheel as those use it who have no clone and no extra; what an extra brings; what a release is called."""

import ast
import gzip
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from compileall import compile_dir
from importlib.metadata import distribution, packages_distributions
from pathlib import Path
from typing import Any

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.version import Version

from pricebook import __version__
from pricebook.cli.app import HOMES
from pricebook.cli.extras import EXTRAS
from tests.conftest import ROOT, frozen

PUBLISHED = ROOT / "catalog" / "v1"
ASKING: dict[str, list[str]] = {
    "list": ["list", "--provider", "ucloud"],
    "show": ["show", "kimi-latest"],
    "explain": ["explain", "ac86cba818e72e80", "--json"],
    "cost": ["cost", "kimi-latest", "--input", "1000", "--output", "10", "--json"],
    "compare": ["compare", "kimi-latest", "--input", "1000", "--output", "10", "--json"],
    "status": ["status"],
    "export": ["export", "llm-prices", "--to", ".catalog/export"],
    "divergence": ["divergence", "--with", "catalog/v1/prices.json"],
    "models": ["models"],
    "diff": ["diff", "catalog/v1/prices.json", "catalog/v1/prices.json"],
}
"""The commands that need no extra, each with words of which it makes an answer."""
KEEPING: dict[str, list[str]] = {
    "init": ["init", "made"],
    "look": ["look", "catalog/v1/prices.json"],
    "draft": ["draft", "acme", "catalog/v1/prices.json"],
    "read": ["read", "moonshot", "catalog/v1/prices.json"],
    "scrapers": ["scrapers"],
    "coverage": ["coverage"],
    "refresh": ["refresh", "--recorded"],
    "publish": ["publish"],
    "rates": ["rates", "--contact", "https://example.org/prices"],
    "receive": ["receive", "night"],
    "record": ["record", "moonshot"],
    "check": ["check", "moonshot"],
    "ingest": ["ingest", "moonshot", "catalog/v1/prices.json", "--date", "2025-11-01"],
    "backfill": ["backfill", "moonshot", "pages"],
    "withdraw": ["withdraw", "ac86cba818e72e80", "--on", "2025-11-01", "--because", "it is no longer sold"],
    "review": ["review"],
    "approve": ["approve", "ac86cba818e72e80", "--because", "it is printed so"],
    "reject": ["reject", "ac86cba818e72e80", "--because", "it is a slip"],
    "decisions": ["decisions"],
    "history": ["history", "kimi-latest"],
    "rebuild": ["rebuild"],
    "doctor": ["doctor", "--offline"],
    "verify": ["verify"],
    "reread": ["reread"],
    "pack": ["pack", "--before", "2025"],
    "migrate": ["migrate"],
}
"""Those that need what a collection needs."""
SHOWING = {"site": ["site", "pages"], "serve": ["serve"]}
"""Those that need what the web pages need."""
ANSWERING = {"mcp": ["mcp"]}
"""Those that need what assistants need."""
LACKING = {"collection": KEEPING, "site": SHOWING, "mcp": ANSWERING}
"""Commands by the extra that they need."""


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built as a release builds it."""
    return built("wheel", ROOT, tmp_path_factory.mktemp("dist"))


def built(kind: str, source: Path, folder: Path) -> Path:
    words = ["-m", "hatchling", "build", "-t", kind, "-d", str(folder)]
    subprocess.run([sys.executable, *words], cwd=source, capture_output=True, check=True)
    (made,) = (path for path in folder.iterdir() if path.suffix in (".whl", ".gz"))
    return made


@pytest.fixture(scope="session")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the wheel and what it needs without any extra, and nothing else."""
    folder = tmp_path_factory.mktemp("installed")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    for name in sorted(needed("pricebook") - {"pricebook"}):
        for path in distribution(name).files or ():
            if ".." not in path.parts and path.suffix != ".pyc":
                target = folder / path
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(path.locate(), target)
    return folder


def needed(name: str, extra: str = "") -> set[str]:
    """The distribution and those that it needs, as they are called in the package index."""
    found, left = set[str](), [(name, extra)]
    while left:
        name, extra = left.pop()
        found.add(canonical(name))
        for text in distribution(name).requires or ():
            wanted = Requirement(text)
            if wanted.marker is None or wanted.marker.evaluate({"extra": extra}):
                left += [(wanted.name, each) for each in ("", *wanted.extras) if canonical(wanted.name) not in found]
    return found


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def asked(installed: Path, *words: str, cwd: Path, **more: str) -> subprocess.CompletedProcess[str]:
    """`python -m pricebook words ...` where nothing but that folder can be imported."""
    command = [sys.executable, "-S", "-W", "error", "-m", "pricebook", *words]
    env = {**os.environ, "PYTHONPATH": str(installed), "PYTHONDONTWRITEBYTECODE": "1", "COLUMNS": "80", **more}
    return subprocess.run(command, cwd=cwd, env=env, capture_output=True, encoding="utf-8", check=False)


def test_every_command_needs_no_extra_or_says_which() -> None:
    assert sorted([*ASKING, *KEEPING, *SHOWING, *ANSWERING]) == sorted(HOMES)


@pytest.mark.long
@pytest.mark.parametrize("command", ["--version", "--help", *ASKING])
def test_who_asks_needs_no_extra(installed: Path, command: str) -> None:
    run = asked(installed, *ASKING.get(command, [command]), cwd=frozen().root)
    assert (run.returncode, "install" in run.stderr) == (0, False), run.stderr
    assert run.stdout


@pytest.mark.long
def test_who_asks_anywhere_is_answered_out_of_the_wheel(installed: Path, tmp_path: Path) -> None:
    first, *_ = json.loads(asked(installed, "list", "--json", cwd=tmp_path).stdout)
    for words in (["show", first["model"]], ["explain", first["id"]], ["list", "--provider", first["provider"]]):
        run = asked(installed, *words, cwd=tmp_path)
        assert run.returncode == 0, run.stderr
        assert run.stderr.startswith(f"the catalogue inside pricebook {__version__}: ")
        assert first["provider"] in run.stdout
    rates = {path.name: path.read_bytes() for path in (installed / "pricebook" / "data" / "rates").iterdir()}
    assert rates == {path.name: path.read_bytes() for path in (ROOT / "rates").glob("*.jsonl")}


@pytest.mark.long
@pytest.mark.parametrize(("extra", "command"), [(extra, each) for extra, own in LACKING.items() for each in own])
def test_who_needs_an_extra_is_told_what_to_install(installed: Path, tmp_path: Path, extra: str, command: str) -> None:
    # A database that another test has made would answer without it.
    new = f"sqlite:///{tmp_path}/new.sqlite"
    run = asked(installed, *LACKING[extra][command], cwd=frozen().root, CATALOG_DATABASE_URL=new)
    assert (run.returncode, run.stdout) == (2, "")
    assert re.fullmatch(
        rf"catalog: this needs \w+, which is not installed\. Install it so: pip install 'pricebook\[{extra}\]'\n",
        run.stderr,
    )


@pytest.mark.long
@pytest.mark.parametrize("command", HOMES)
def test_every_command_tells_of_itself(installed: Path, tmp_path: Path, command: str) -> None:
    run = asked(installed, command, "--help", cwd=tmp_path)
    assert (run.returncode, run.stderr) == (0, "")


@pytest.mark.long
def test_an_installation_is_small(installed: Path, tmp_path: Path) -> None:
    assert size(installed) < 12_000_000, "as uv installs it"
    compiled = shutil.copytree(installed, tmp_path / "compiled")
    assert compile_dir(compiled, quiet=2)
    assert size(compiled) < 22_000_000, "with the bytecode that pip writes"


def size(folder: Path) -> int:
    """Bytes in all of its files."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


@pytest.mark.long
def test_the_wheel_holds_what_is_published(installed: Path) -> None:
    data = installed / "pricebook" / "data" / "v1"
    held = {path.relative_to(data).as_posix(): path.read_bytes() for path in data.rglob("*") if path.is_file()}
    told = {name.removesuffix(".gz"): gzip.decompress(it) if name.endswith(".gz") else it for name, it in held.items()}
    files = (path for path in PUBLISHED.rglob("*") if path.is_file())
    published = {path.relative_to(PUBLISHED).as_posix(): path.read_bytes() for path in files}
    assert told == {name: content for name, content in published.items() if not name.startswith("exports/")}
    assert {"prices.json.gz", "status.json"} <= {*held}


@pytest.mark.long
def test_the_source_distribution_makes_the_same_wheel(wheel: Path, tmp_path: Path) -> None:
    shutil.unpack_archive(built("sdist", ROOT, tmp_path), tmp_path, filter="data")
    (source,) = (path for path in tmp_path.iterdir() if path.is_dir())
    assert built("wheel", source, tmp_path / "dist").read_bytes() == wheel.read_bytes()


def test_every_extra_brings_what_is_imported() -> None:
    """A module of another distribution that the program imports is brought by the base, or the extra is told."""
    homes = packages_distributions()
    base = needed("pricebook")
    for module in imported():
        extras = [extra for extra, modules in EXTRAS.items() if module in modules]
        homes_of = {canonical(name) for name in homes[module]}
        assert len(extras) == 1 or (not extras and homes_of & base), module
        assert all(homes_of & needed("pricebook", extra) for extra in extras), module


def imported() -> set[str]:
    """The modules at the top of other distributions that the program imports anywhere."""
    found = set[str]()
    for path in (ROOT / "src").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_bytes())):
            if isinstance(node, ast.Import):
                found |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                found.add(node.module)
    tops = {name.partition(".")[0] for name in found} - sys.stdlib_module_names - {"pricebook"}
    return {name for name in tops if not name.startswith("_")}  # those are the interpreter's own


def test_every_version_has_its_part_of_the_changelog() -> None:
    first, *others = re.findall(r"^## (.+)$", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert first == "Unreleased"
    told = [re.fullmatch(r"([0-9]+\.[0-9]+\.[0-9]+) \([0-9]{4}-[0-9]{2}-[0-9]{2}\)", each) for each in others]
    assert None not in told, "each says its version and its day"
    versions = [Version(each[1]) for each in told if each]
    assert [Version(__version__), *versions] == sorted([Version(__version__), *versions], reverse=True)


RELEASE = yaml.safe_load((ROOT / ".github" / "workflows" / "release.yml").read_text(encoding="utf-8"))


def steps(job: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = RELEASE["jobs"][job]["steps"]
    return found


@pytest.mark.skipif(sys.platform != "linux", reason="the job runs on Linux")
@pytest.mark.parametrize(
    ("tag", "changelog", "of_main", "released"),
    [
        ("v1.2.0", "## 1.2.0 (2026-01-05)", True, True),
        ("v1.2.1", "## 1.2.1 (2026-01-05)", True, False),
        ("v1.2", "## 1.2.0 (2026-01-05)", True, False),
        ("v1.2.0", "## Unreleased", True, False),
        ("v1.2.0", "## 1.2.0 (2026-01-05)", False, False),
    ],
)
def test_only_a_version_of_main_is_released(
    tmp_path: Path, tag: str, changelog: str, of_main: bool, released: bool
) -> None:
    program = tmp_path / "programs" / "uv"
    program.parent.mkdir()
    program.write_text("#!/bin/sh\necho pricebook 1.2.0\n")
    program.chmod(0o755)
    (tmp_path / "CHANGELOG.md").write_text(f"# Changelog\n\n{changelog}\n")
    for words in (
        ["init", "--quiet", "--initial-branch=main"],
        ["commit", "--quiet", "--allow-empty", "--message", "main"],
        ["update-ref", "refs/remotes/origin/main", "HEAD"],
        *([] if of_main else [["commit", "--quiet", "--allow-empty", "--message", "a branch"]]),
    ):
        subprocess.run(["git", "-c", "user.name=a", "-c", "user.email=a@example.org", *words], cwd=tmp_path, check=True)
    (check,) = (step["run"] for step in steps("build") if step.get("name", "").startswith("The tag is the version"))
    run = subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", check],
        cwd=tmp_path,
        env={**os.environ, "PATH": f"{program.parent}:{os.environ['PATH']}", "GITHUB_REF_NAME": tag},
        check=False,
    )
    assert (run.returncode == 0) is released


def test_who_publishes_runs_nothing_and_keeps_no_password() -> None:
    text = (ROOT / ".github" / "workflows" / "release.yml").read_text(encoding="utf-8")
    assert "secrets." not in text
    assert RELEASE["jobs"]["publish"]["permissions"] == {"id-token": "write"}
    assert [step for step in steps("publish") if "run" in step] == []
    for step in [*steps("build"), *steps("publish")]:
        assert re.fullmatch(r"[\w./-]+@[0-9a-f]{40}", step.get("uses", "a@" + "0" * 40))


def test_what_builds_a_release_is_of_the_lock_file() -> None:
    lock = tomllib.loads((ROOT / "uv.lock").read_text(encoding="utf-8"))
    (locked,) = (each["version"] for each in lock["package"] if each["name"] == "uv")
    assert [step["with"]["version"] for step in steps("build") if "setup-uv" in step.get("uses", "")] == [locked]
    assert "uv sync --quiet --locked" in [step.get("run") for step in steps("build")]
    assert "uv run --no-sync python -m hatchling build -d dist" in [step.get("run") for step in steps("build")]
