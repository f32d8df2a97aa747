"""What the documents say is what happens."""

import inspect
import json
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import yaml

from pricebook.beliefs import LONGEST_VALIDATOR
from pricebook.cli import running
from pricebook.cli.app import HOMES
from pricebook.cli.output import NOT_KNOWN
from pricebook.cli.running import STOPPED
from pricebook.errors import PricebookError
from pricebook.extraction import limits
from pricebook.fetch.connecting import MAX_ADDRESSES
from pricebook.fetch.fetching import DEADLINE, TRIES
from pricebook.fetch.heads import MAX_HEAD
from pricebook.fetch.politeness import GAP, MAX_ROBOTS
from pricebook.reading.text import MAX_BYTES
from pricebook.records import METERS, Price, UnsaidPrice
from pricebook.run.clock import LEAP
from pricebook.run.report import NEEDS_A_PERSON, SOME_FAILED
from pricebook.units import Unit
from pricebook.vocabulary import BEGUN_TASKS, CONDITIONS, THINGS
from tests.command import catalog, needs_a_terminal, on_a_terminal
from tests.conftest import FROZEN, ROOT, frozen
from tests.worlds import approve_all

DOCS = sorted(f"docs/{path.name}" for path in (ROOT / "docs").glob("*.md"))


def document(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def blocks(text: str, language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL)


@pytest.fixture
def sixth(tmp_path: Path) -> Path:
    """A copy of the repository with the frozen providers, and the page of CONTRIBUTING.md."""
    for part in ("tests", "benchmarks", "src", ".github", "deploy", "docs"):
        ignored = shutil.ignore_patterns("__pycache__", "cassettes", "node_modules")
        shutil.copytree(ROOT / part, tmp_path / part, ignore=ignored)
    for name in ("pyproject.toml", "README.md"):
        shutil.copy(ROOT / name, tmp_path)
    for part in ("scrapers", "tests/cassettes", "snapshots"):
        shutil.copytree(frozen().root / part, tmp_path / part)
    for provider in FROZEN:
        approve_all(tmp_path / "snapshots", "2025-12-31", provider)
    text = document("CONTRIBUTING.md")
    (tmp_path / "acme.html").write_text(blocks(text, "html")[0], encoding="utf-8")
    (tmp_path / "umbra.md").write_text(blocks(text, "markdown")[0], encoding="utf-8")
    return tmp_path


def done(commands: list[str], cwd: Path) -> None:
    """Does what the document says, in that folder."""
    programs = {"catalog": catalog, "pytest": in_pytest}
    for command in commands:
        program, *words = shlex.split(command)
        run = programs[program](*words, cwd=cwd)
        assert run.returncode == 0, f"{command}\n{run.stdout}{run.stderr}"


def in_pytest(*words: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """`pytest words ...` in that folder."""
    command = [sys.executable, "-m", "pytest", "-n0", "-p", "no:cacheprovider", *words]
    return subprocess.run(command, cwd=cwd, capture_output=True, encoding="utf-8", check=False)


STEPS = ["look", "draft", "read", "record", "check", "refresh"]


def steps(provider: str) -> list[str]:
    """The commands that CONTRIBUTING.md gives for that provider's page, in their order."""
    easy, _, harder = document("CONTRIBUTING.md").partition("\n## A harder page\n")
    text = easy if provider == "acme" else harder
    return [line for block in blocks(text, "console") for line in block.splitlines()]


HOLDS = ["catalog refresh --recorded", "pytest tests -k 'acme or test_collection'"]
"""What is published, and every test that takes its providers from the collection."""


@pytest.mark.long
def test_the_steps_to_a_sixth_provider_work(sixth: Path) -> None:
    """CONTRIBUTING.md from its first step to its last."""
    commands = steps("acme")
    assert [command.split()[1] for command in commands] == STEPS
    done(commands[:2], sixth)
    written = (sixth / "scrapers" / "acme.py").read_text(encoding="utf-8")
    assert written == blocks(document("CONTRIBUTING.md"), "python")[0]
    done([*commands[2:], *HOLDS], sixth)
    expected = (sixth / "tests" / "expected" / "acme.txt").read_text(encoding="utf-8")
    assert "acme-video  inference  video  resolution=1080p task=text-to-video  0.7 CNY / second  0.70\n" in expected


def test_the_steps_of_the_harder_page_work(sixth: Path) -> None:
    commands = steps("umbra")
    assert [command.split()[1] for command in commands] == STEPS
    done(commands[:2], sixth)
    module, written = blocks(document("CONTRIBUTING.md"), "python")[1], sixth / "scrapers" / "umbra.py"
    drafted = written.read_text(encoding="utf-8").partition("for table")[2]
    assert module.replace("    yield from page.asides()\n", "").partition("for table")[2] == drafted
    assert catalog("read", "umbra", "umbra.md", cwd=sixth).returncode == 4, "the example is unread"
    written.write_text(module, encoding="utf-8")
    done(commands[2:], sixth)
    expected = (sixth / "tests" / "expected" / "umbra.txt").read_text(encoding="utf-8").splitlines()
    assert (len(expected), sum("mode=batch" in line for line in expected)) == (9, 4)
    told = json.loads((sixth / "catalog" / "v1" / "providers" / "umbra.json").read_bytes())
    assert [each["per"] for each in told["unsaid"]] == ["cloned voice"]


@pytest.mark.long
def test_the_sixth_provider_may_have_two_pages(sixth: Path) -> None:
    page, scraper = sixth / "acme.html", sixth / "scrapers" / "acme.py"
    head, tokens, video = page.read_text(encoding="utf-8").split("<table>")
    page.write_text(f"{head}<table>{tokens}</body></html>", encoding="utf-8")
    (sixth / "video.html").write_text(f"{head}<table>{video}", encoding="utf-8")
    more = '[Address("video", "https://acme.example/video"), '
    text = blocks(document("CONTRIBUTING.md"), "python")[0].replace("pages=[", f"pages={more}")
    scraper.write_text(text.replace("at_least=3", "at_least=2"), encoding="utf-8")
    commands = [
        "catalog record acme --from acme.html --on 2026-01-05 --page price",
        "catalog record acme --from video.html --on 2026-01-05 --page video",
        "catalog check acme --accept",
    ]
    done([*commands, *HOLDS], sixth)
    expected = (sixth / "tests" / "expected" / "acme.txt").read_text(encoding="utf-8").splitlines()
    assert [line.split()[0] for line in expected] == ["acme-video"] * 2 + ["acme-1"] * 2 + ["acme-1-mini"] * 2


@needs_a_terminal
def test_the_examples_of_the_readme_print_what_it_shows() -> None:
    """On a terminal of 200 columns, where a reader sees them."""
    shown = re.findall(r"^    \$ catalog (.*)\n((?:    [^$].*\n|\n(?=    [^$]))+)", document("README.md"), re.MULTILINE)
    assert shown
    for words, answer in shown:
        told = on_a_terminal(frozen().root, *shlex.split(words), NO_COLOR="1", COLUMNS="200")
        printed = [line.rstrip() for line in told.splitlines()]
        expected = [line[4:].rstrip() for line in answer.splitlines()]
        whole = expected[-1] != "..."
        expected = expected if whole else expected[:-1]
        assert printed[: len(expected)] == expected
        assert not whole or not any(printed[len(expected) :])


def test_what_is_checked_is_the_readmes_second_command_as_an_ordinary_machine_has_it() -> None:
    commands = re.findall(r"(?m)^    python3 -m venv \.uv .* --locked (.*)$", document("README.md"))
    assert commands == ["catalog refresh --recorded", "pytest"]
    assert re.search(r"(?m)^env -u PYTHONDONTWRITEBYTECODE .*pytest.*README\.md", document(".ci/run"))


def test_the_readme_names_every_command() -> None:
    for name in HOMES:
        assert f"`catalog {name}" in document("README.md"), name


def test_the_contract_names_every_field_of_a_price() -> None:
    for field in Price.model_fields:
        assert f"| `{field}` |" in document("docs/contract.md"), field


def first_column(title: str) -> set[str]:
    """What the table below that heading of the contract names in its first column."""
    section = document("docs/contract.md").partition(f"\n## {title}\n")[2].partition("\n## ")[0]
    return {name for cell in re.findall(r"(?m)^\| ([^|]*)", section) for name in re.findall("`([^`]+)`", cell)}


def test_the_contract_names_the_whole_vocabulary() -> None:
    assert first_column("Meters") == set(METERS)
    assert first_column("Units") == {str(Unit(1, thing.name).published) for thing in THINGS if thing.published}
    assert first_column("Conditions") == {condition.name for condition in CONDITIONS}
    text = document("docs/contract.md")
    values = {value for condition in CONDITIONS for _, value in condition.values if isinstance(value, str)}
    for value in values - BEGUN_TASKS.keys():
        assert f"`{value}`" in text, value


def test_the_contract_names_every_field_of_an_unsaid_price() -> None:
    assert first_column("What is no price") == set(UnsaidPrice.model_fields)


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md", *DOCS])
def test_every_file_that_is_named_is_there(name: str) -> None:
    text = document(name)
    for path in re.findall(r"`((?:src|tests|docs|scrapers|snapshots|catalog|benchmarks)/[\w./-]*[\w/])`", text):
        assert (ROOT / path).exists() or "acme" in path, path


def test_every_module_stands_in_the_design() -> None:
    design = document("docs/design.md")
    for path in (ROOT / "src" / "pricebook").rglob("*.py"):
        if path.name != "__init__.py":
            assert path.name in design, path


def floors() -> list[list[str]]:
    """The rooms of each layer, the lowest first; those that a layer allows but does not need are left out."""
    contracts = tomllib.loads(document("pyproject.toml"))["tool"]["importlinter"]["contracts"]
    (layers,) = (contract["layers"] for contract in contracts if contract["type"] == "layers")
    rooms = [[room for room in layer.split(" | ") if not room.startswith("(")] for layer in reversed(layers)]
    return [floor for floor in rooms if floor]


def test_the_design_lists_the_rooms_in_the_order_of_the_arrows() -> None:
    (tree,) = (block for block in blocks(document("docs/design.md"), "") if block.startswith("src/pricebook/\n"))
    listed = re.findall(r"^  (\w+)(?:/|\.py) ", tree, re.MULTILINE)
    heights = {room: height for height, floor in enumerate(floors()) for room in floor}
    assert sorted(listed) == sorted(heights)
    assert listed == sorted(listed, key=heights.__getitem__)


def test_the_design_tells_the_arrows_as_they_are_held() -> None:
    arrows = " ← ".join(f"`{' | '.join(floor)}`" for floor in floors())
    assert arrows in " ".join(document("docs/design.md").split())


def test_the_tests_stand_in_the_rooms_that_they_are_of() -> None:
    rooms = {path.parent.name for path in (ROOT / "tests").glob("*/test_*.py")}
    assert rooms - {"book", "consumers"} <= {room for floor in floors() for room in floor}


def test_how_a_collection_is_operated_is_told_as_it_is() -> None:
    text = document("docs/operating.md")
    numbers = {1: "one", 2: "two", 3: "three"}
    assert f"At most {numbers[TRIES]} tries" in text
    assert f"{numbers[int(GAP)]} seconds or more between two requests" in text
    assert f"more than {LEAP.days} days ago" in document("docs/decisions/0017-a-clock-is-not-believed-alone.md")
    told = (
        f"| {MAX_BYTES >> 20} MiB a page",
        f"| {MAX_HEAD >> 10} KiB of an answer's head",
        f"| {DEADLINE:g} s for a page",
        f"| {MAX_ADDRESSES} addresses of a name",
        f"| {PricebookError.longest} characters of an error, {LONGEST_VALIDATOR} of an `ETag`",
        f"| {MAX_ROBOTS >> 10} KiB of a robots.txt",
        f"| {limits.BASE_MEMORY >> 20} MiB to read a page and {limits.MEMORY_PER_BYTE} bytes for each",
        f"at most {limits.MOST_MEMORY >> 20} MiB |",
        f"| {limits.BASE_SECONDS:g} s of the processor's time and {limits.SECONDS_PER_BYTE * 1e6:g} µs for each",
        f"at most {limits.MOST_SECONDS:g} s |",
    )
    assert [each for each in told if each not in text] == []
    for status in (1, SOME_FAILED, NEEDS_A_PERSON, NOT_KNOWN, STOPPED):
        assert f"\n| {status} | " in text
    options = {f"--{name.replace('_', '-')}" for name in inspect.signature(running.refresh).parameters}
    described = set(re.findall(r"(?m)^\| `(--[a-z-]+)", text))
    assert described | {"--context", "--only", "--as-json", "--as-csv", "--jobs", "--contact"} == (
        options | {"--json", "--csv"}
    )


def test_the_night_begins_when_the_documents_say() -> None:
    workflow = yaml.safe_load(document(".github/workflows/nightly.yml"))
    minute, hour, *days = workflow[True]["schedule"][0]["cron"].split()
    assert days == ["*", "*", "*"]
    there = datetime(2026, 1, 5, int(hour), int(minute), tzinfo=UTC).astimezone(ZoneInfo("Asia/Shanghai"))
    assert f"at {there:%H:%M} Beijing time" in document("docs/operating.md")
