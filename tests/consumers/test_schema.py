"""Validators in Python and in JavaScript hold every file of a release against the schema, and find what is wrong."""

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from pricebook.publish.schema import schema, schema_file
from tests.consumers.conftest import RELEASE, Node
from tests.publish.published import absent, change, fact, files, line, price, where

pytest.importorskip("check_jsonschema")
jsonschema = pytest.importorskip("jsonschema")

Files = Mapping[str, Any]
WRONG: Files = {
    "prices.json": {"prices": [price(amount="2.10")]},
    "absent.json": {"prices": [absent(), price()]},
    "facts.json": {"facts": [{**fact(), "value": 3}]},
    "history.jsonl": line(number=0),
    "changes.json": {"changes": [change(day="yesterday")]},
    "unsaid.json": {"unsaid": [{}]},
    "models.json": {"models": {}},
    "slim.json": {
        "units": {},
        "providers": {"acme": {"currency": "CNY", "status": "fresh", "models": {"m": {"input": 2}}}},
    },
    "other.json": {"colours": []},
}
"""What no release holds, by the file that would."""
BEYOND: Files = {
    "prices.json": {"prices": [price(colour="red", conditions={"colour": "red"}, meter="pixels", unit="pixel")]},
    "history.jsonl": line(where=where()),
}
"""What a later release of v1 may hold."""


@pytest.fixture(params=["made by hand", "the collection's"])
def release(request: pytest.FixtureRequest) -> Files:
    """Every file by its name, and lines of the history."""
    if request.param == "made by hand":
        return {**files(), "history.jsonl": line(), "schema.json": schema()}
    found = {
        str(path.relative_to(RELEASE)): json.loads(path.read_bytes())
        for path in (*RELEASE.glob("*.json"), *RELEASE.glob("providers/*.json"))
    }
    lines = (RELEASE / "history.jsonl").read_bytes().splitlines()
    return {**found, **{f"history.jsonl {number}": json.loads(told) for number, told in enumerate(lines)}}


def told(content: Files) -> Files:
    """The files with what each of them begins with."""
    return {
        name: each if name.startswith("history") else {"format": "pricebook-catalogue/1", **each}
        for name, each in content.items()
    }


def checked(content: Files, folder: Path) -> subprocess.CompletedProcess[str]:
    """What check-jsonschema says of them."""
    (folder / "schema.json").write_bytes(schema_file())
    paths = []
    for number, (name, each) in enumerate(content.items()):
        paths.append(folder / f"{number} {name.replace('/', ' ')}.json")
        paths[-1].write_text(json.dumps(each), encoding="utf-8")
    command = [sys.executable, "-m", "check_jsonschema", "--schemafile", str(folder / "schema.json"), *map(str, paths)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_python_validates_every_file(release: Files, tmp_path: Path) -> None:
    whole = {name: each for name, each in release.items() if not name.startswith("history.jsonl ")}
    assert checked(whole, tmp_path).stdout == "ok -- validation done\n"


def test_python_validates_every_line_of_the_history(release: Files) -> None:
    validator = jsonschema.Draft202012Validator(schema())
    lines = [each for name, each in release.items() if name.startswith("history.jsonl")]
    assert lines
    assert [error.message for each in lines for error in validator.iter_errors(each)] == []


def test_the_schema_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(schema())


@pytest.mark.parametrize("name", WRONG)
def test_python_finds_what_is_wrong(name: str, tmp_path: Path) -> None:
    assert checked(told({name: WRONG[name]}), tmp_path).returncode == 1


def test_what_a_later_release_adds_is_no_fault(tmp_path: Path) -> None:
    assert checked(told(BEYOND), tmp_path).stdout == "ok -- validation done\n"


def test_javascript_validates_every_file_and_every_line(release: Files, node: Node) -> None:
    found = node("ajv.mjs", {"schema": schema(), "files": release})
    assert {name: said for name, said in found["said"].items() if said} == {}
    assert set(found["parts"]) == schema()["$defs"].keys()
    assert found["logged"] == []


def test_javascript_finds_what_is_wrong(node: Node) -> None:
    found = node("ajv.mjs", {"schema": schema(), "files": told(WRONG)})
    assert {name for name, said in found["said"].items() if said} == WRONG.keys()


def test_javascript_lets_a_later_release_add(node: Node) -> None:
    found = node("ajv.mjs", {"schema": schema(), "files": told(BEYOND)})
    assert not any(found["said"].values())
