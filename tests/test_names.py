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


@pytest.mark.parametrize(("folder", "helpers"), [("src/pricebook", True), ("tests", False)])
def test_a_name_is_of_one_thing(folder: str, helpers: bool) -> None:
    modules = sorted((ROOT / folder).rglob("*.py"))
    counted = Counter(name for module in modules for name in names(module, helpers=helpers))
    assert {name for name, count in counted.items() if count > 1} == set()
