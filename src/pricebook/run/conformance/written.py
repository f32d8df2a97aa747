"""Rules of how a scraper is written: no amount, nothing imported but the scraping room, and no question left open."""

import ast
import re
from collections.abc import Iterator

from pricebook.errors import CollectionError
from pricebook.run.conformance.candidate import Candidate
from pricebook.run.conformance.rules import Breach, Rule

_AMOUNT = re.compile(r"\d+\.\d+|\d\s*元|[¥￥$]\s*\d")
_IMPORTED = frozenset({"pricebook.scraping", "collections.abc", "dataclasses", "re"})


def loads(candidate: Candidate) -> Iterator[Breach]:
    """It can be loaded, is called as its file is, and no question is open."""
    try:
        _ = candidate.scraper
    except CollectionError as problem:
        seen = str(problem).removeprefix(f"{candidate.collection.module(candidate.provider)}: ")
        yield Breach("loads", candidate.module, seen, f"mend {candidate.module}")


def carries_no_amount(candidate: Candidate) -> Iterator[Breach]:
    """No number but a floor, no text with an amount: a price in a scraper would be one that nobody read."""
    tree = _tree(candidate)
    allowed = set(_allowed(tree))
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and _is_amount(node.value) and node not in allowed:
            place = f"{candidate.module}, line {node.lineno}"
            yield Breach("carries no amount", place, repr(node.value), "let the page say it: page.find, read_as, words")


def imports_one_room(candidate: Candidate) -> Iterator[Breach]:
    """It knows `pricebook.scraping` and nothing else of the program or the machine."""
    for node in ast.walk(_tree(candidate)):
        for name in _imported(node):
            if name not in _IMPORTED:
                place = f"{candidate.module}, line {getattr(node, 'lineno', 0)}"
                todo = f"import from pricebook.scraping alone; allowed besides: {', '.join(sorted(_IMPORTED)[:3])}"
                yield Breach("imports nothing but the scraping room", place, name, todo)


OF_MODULE: dict[str, Rule] = {
    "loads": loads,
    "carries no amount": carries_no_amount,
    "imports nothing but the scraping room": imports_one_room,
}


def _tree(candidate: Candidate) -> ast.Module:
    """The module as it is written; of one that is no Python nothing, because it is not loaded either."""
    try:
        return ast.parse(candidate.source)
    except SyntaxError:
        return ast.Module([], [])


def _is_amount(value: object) -> bool:
    if isinstance(value, str):
        return _AMOUNT.search(value) is not None
    return isinstance(value, int | float | complex) and not isinstance(value, bool)


def _allowed(tree: ast.Module) -> Iterator[ast.AST]:
    """The numbers that are none of money: floors, and places in lists."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield from (keyword.value for keyword in node.keywords if keyword.arg == "at_least")
        elif isinstance(node, ast.Subscript):
            yield node.slice
        elif isinstance(node, ast.UnaryOp) and isinstance(node.operand, ast.Constant) and node.operand.value == 1:
            yield node.operand


def _imported(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.ImportFrom):
        yield "." * node.level + (node.module or "")
    elif isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
