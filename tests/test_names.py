"""One name for one thing: no class and no helper is called like another one."""

import ast
from collections import Counter
from pathlib import Path

import pytest

from tests.conftest import ROOT


def names(module: Path, *, helpers: bool) -> set[str]:
    """The classes of a module, and the functions that it keeps to itself."""
    found = ast.parse(module.read_text(encoding="utf-8")).body
    classes = {each.name for each in found if isinstance(each, ast.ClassDef)}
    own = {each.name for each in found if isinstance(each, ast.FunctionDef) and each.name.startswith("_")}
    return classes | own if helpers else classes


@pytest.mark.parametrize("helpers_too", [True, False], ids=["the program", "tests"])
def test_a_name_is_of_one_thing(*, helpers_too: bool) -> None:
    counted: Counter[tuple[str, str]] = Counter()
    for module in sorted((ROOT / ("src/pricebook" if helpers_too else "tests")).rglob("*.py")):
        counted.update((world(module), name) for name in names(module, helpers=helpers_too))
    assert {name for name, count in counted.items() if count > 1} == set()


def world(module: Path) -> str:
    """What consumers import, and the words of the contract, name things as the house does without knowing it."""
    own = ("src/pricebook/book", "src/pricebook/publish/records", "tests/consumers", "tests/book")
    return next((each for each in own if module.is_relative_to(ROOT / each)), "the house")
