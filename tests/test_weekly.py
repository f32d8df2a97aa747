"""The weekly workflow's own commands, in order, against wheels that a test has made."""

import csv
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path
from typing import Any

import pytest
import yaml

from pricebook.publish.divergence.packages import DATA
from pricebook.publish.divergence.telling import COLUMNS
from tests.command import HURRIED
from tests.conftest import ROOT, frozen
from tests.test_nightly import UV

TEXT = (ROOT / ".github" / "workflows" / "divergence.yml").read_text(encoding="utf-8")
WORKFLOW: dict[Any, Any] = yaml.safe_load(TEXT)
STEPS: list[dict[str, Any]] = WORKFLOW["jobs"]["compare"]["steps"]
PIP = """#!/bin/sh
[ "$1 $2 $3" = "-m pip download" ] || exit 1
while [ "$1" != --dest ]; do shift; done
cp -R "$WHEELS" "$2"
"""
"""What stands in for the package index."""


def wheel(folder: Path, name: str, package: str, data: str) -> None:
    folder.mkdir(exist_ok=True)
    with zipfile.ZipFile(folder / name, "w") as archive:
        archive.writestr(DATA[package], data)


@pytest.mark.long
@pytest.mark.skipif(sys.platform != "linux", reason="the job runs on Linux")
def test_a_week_tells_how_each_catalogue_stands_beside_the_pages(tmp_path: Path) -> None:
    price = next(each for each in _prices() if each["provider"] == "moonshot" and each["meter"] == "output")
    row = {"litellm_provider": "moonshot", "mode": "chat", "output_cost_per_token": 1}
    wheel(tmp_path / "wheels", "litellm-1.2.3-py3-none-any.whl", "litellm", json.dumps({price["model"]: row}))
    wheel(
        tmp_path / "wheels", "genai_prices-0.2-py3-none-any.whl", "genai-prices",
        "providers = [Provider(id='moonshotai', models=[])]",
    )  # fmt: skip
    checkout, temp, programs = tmp_path / "checkout", tmp_path / "temp", tmp_path / "programs"
    for part in ("scrapers", "catalog", "rates"):
        shutil.copytree(ROOT / part if part == "rates" else frozen().root / part, checkout / part)
    for folder in (temp, programs):
        folder.mkdir()
    for name, script in (("uv", UV), ("python3", PIP)):
        (programs / name).write_text(script, encoding="utf-8")
        (programs / name).chmod(0o755)
    environment = {
        "PATH": f"{programs}:{os.environ['PATH']}", "RUNNER_TEMP": str(temp), "WHEELS": str(tmp_path / "wheels"),
        "PROGRAMS": str(Path(sys.executable).parent), "CATALOG": HURRIED[-1], "LANG": "C.UTF-8",
        "PYTHONPATH": os.environ["PYTHONPATH"], "GITHUB_STEP_SUMMARY": str(temp / "summary"), "GITHUB_ACTIONS": "true",
    }  # fmt: skip
    for step in STEPS:
        if "run" in step:
            run = subprocess.run(
                ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
                cwd=checkout, env=environment, capture_output=True, encoding="utf-8", check=False,
            )  # fmt: skip
            assert run.returncode == 0, f"{step.get('name')}\n{run.stdout}{run.stderr}"
    kept = {path.name for path in (checkout / "divergence").iterdir()}
    assert kept == {f"{name}.{form}" for name in ("litellm", "genai_prices") for form in ("json", "csv", "md")}
    told = json.loads((checkout / "divergence" / "litellm.json").read_text(encoding="utf-8"))
    assert told["counts"]["differs"] >= 1
    rows = list(csv.reader((checkout / "divergence" / "litellm.csv").read_text(encoding="utf-8").splitlines()))
    assert rows[0] == list(COLUMNS)
    assert len(rows) == 1 + told["counts"]["differs"]
    summary = (temp / "summary").read_text(encoding="utf-8")
    assert re.findall(r"(?m)^\*\*(\w+)", summary) == ["genai", "litellm"]
    assert f"`{price['model']}`" in summary


def _prices() -> list[dict[str, Any]]:
    told: list[dict[str, Any]] = json.loads((frozen().release / "prices.json").read_bytes())["prices"]
    return [each for each in told if each["standard"] and not each["conditions"] and not each["conflict"]]


def test_the_job_may_read_and_nothing_else() -> None:
    assert WORKFLOW["permissions"] == {}
    assert {name: job["permissions"] for name, job in WORKFLOW["jobs"].items()} == {"compare": {"contents": "read"}}
    assert "secrets." not in TEXT
    assert "github.token" not in TEXT
    assert all(re.fullmatch(r"[\w./-]+@[0-9a-f]{40}", step["uses"]) for step in STEPS if "uses" in step)


def test_nothing_of_other_catalogues_is_installed() -> None:
    [download] = [step["run"] for step in STEPS if "litellm" in step.get("run", "")]
    assert "pip download" in download
    assert {"--no-deps", "--only-binary"} <= set(download.split())
    assert [step["run"] for step in STEPS if re.search(r"\b(install|uv sync|uv add)\b", step.get("run", ""))] == [
        "uv sync --quiet --locked"
    ]


def test_what_the_job_runs_is_of_the_lock_file() -> None:
    lock = tomllib.loads((ROOT / "uv.lock").read_text(encoding="utf-8"))
    [locked] = [each["version"] for each in lock["package"] if each["name"] == "uv"]
    assert [step["with"]["version"] for step in STEPS if "setup-uv" in step.get("uses", "")] == [locked]
