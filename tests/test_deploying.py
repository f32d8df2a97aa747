"""The workflow that puts the pages where they are served: its own command, and what it may do."""

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.command import HURRIED
from tests.conftest import ROOT, frozen
from tests.test_nightly import UV

TEXT = (ROOT / ".github" / "workflows" / "pages.yml").read_text(encoding="utf-8")
WORKFLOW: dict[Any, Any] = yaml.safe_load(TEXT)
JOBS: dict[str, Any] = WORKFLOW["jobs"]
STEPS: list[dict[str, Any]] = [step for job in JOBS.values() for step in job["steps"]]


@pytest.mark.long
@pytest.mark.skipif(sys.platform != "linux", reason="the job runs on Linux")
def test_the_pages_stand_beside_the_published_files(tmp_path: Path) -> None:
    checkout, programs = tmp_path / "checkout", tmp_path / "programs"
    for part in ("scrapers", "catalog"):
        shutil.copytree(frozen().root / part, checkout / part)
    programs.mkdir()
    (programs / "uv").write_text(UV, encoding="utf-8")
    (programs / "uv").chmod(0o755)
    environment = {
        "PATH": f"{programs}:{os.environ['PATH']}", "PROGRAMS": str(Path(sys.executable).parent),
        "CATALOG": HURRIED[-1], "LANG": "C.UTF-8", "PYTHONPATH": os.environ["PYTHONPATH"],
    }  # fmt: skip
    for step in (each for each in STEPS if "run" in each):
        words = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]]
        subprocess.run(words, cwd=checkout, env=environment, capture_output=True, check=True)
    [uploaded] = [step["with"]["path"] for step in STEPS if "upload-pages-artifact" in step.get("uses", "")]
    site, published = checkout / uploaded, checkout / "catalog" / "v1"
    manifest = json.loads((published / "manifest.json").read_bytes())
    for name in ("manifest.json", *manifest["files"]):
        assert (site / "v1" / name).read_bytes() == (published / name).read_bytes()
    assert (site / "index.html").is_file()


def test_each_job_may_do_what_it_does_and_nothing_else() -> None:
    assert WORKFLOW["permissions"] == {}
    assert {name: job["permissions"] for name, job in JOBS.items()} == {
        "build": {"contents": "read"},
        "deploy": {"pages": "write", "id-token": "write"},
    }
    assert "secrets." not in TEXT
    assert [step for step in JOBS["deploy"]["steps"] if "run" in step] == []
    assert all(re.fullmatch(r"[\w./-]+@[0-9a-f]{40}", step["uses"]) for step in STEPS if "uses" in step)


def test_what_the_build_runs_is_of_the_lock_file() -> None:
    lock = tomllib.loads((ROOT / "uv.lock").read_text(encoding="utf-8"))
    [locked] = [each["version"] for each in lock["package"] if each["name"] == "uv"]
    assert [step["with"]["version"] for step in STEPS if "setup-uv" in step.get("uses", "")] == [locked]
