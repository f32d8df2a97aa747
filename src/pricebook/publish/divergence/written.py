"""Data that a package writes down as Python: read as text, never run."""

import ast
from typing import Any

from pricebook.errors import UsageError


def literal(source: str, name: str, place: str) -> Any:
    """What the module assigns to that name: calls as dicts of their keywords, dates as text, numbers as text.

    Raises UsageError for a module that assigns nothing to it, or something that is computed.

    >>> literal("x: list[P] = [P(id='a', price=Decimal('0.10'), since=datetime.date(2026, 1, 5))]", "x", "data.py")
    [{'id': 'a', 'price': '0.10', 'since': '2026-01-05'}]
    """
    try:
        module = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError) as problem:
        message = f"{place}: is no Python that can be read: {problem}. Take another version of the package."
        raise UsageError(message) from problem
    for statement in module.body:
        targets = [statement.target] if isinstance(statement, ast.AnnAssign) else getattr(statement, "targets", [])
        if any(isinstance(target, ast.Name) and target.id == name for target in targets):
            return _literal_value(statement.value, place)  # type: ignore[attr-defined]  # both assignments have one
    message = f"{place}: assigns nothing to {name!r}. Take another version of the package."
    raise UsageError(message)


def _literal_value(node: ast.expr | None, place: str) -> Any:
    if isinstance(node, ast.Constant):
        return node.value
    if isinstance(node, ast.List | ast.Tuple):
        return [_literal_value(each, place) for each in node.elts]
    if isinstance(node, ast.Dict):
        keys = [_literal_value(key, place) for key in node.keys]
        return dict(zip(keys, (_literal_value(value, place) for value in node.values), strict=True))
    if isinstance(node, ast.Call):
        called = ast.unparse(node.func)
        if called == "Decimal" and len(node.args) == 1:
            return str(_literal_value(node.args[0], place))
        if called == "datetime.date":
            year, month, day = (_literal_value(each, place) for each in node.args)
            return f"{year:04}-{month:02}-{day:02}"
        if not node.args or called.startswith("datetime."):
            return {word.arg: _literal_value(word.value, place) for word in node.keywords if word.arg}
    if isinstance(node, ast.Attribute):
        return ast.unparse(node)
    line = getattr(node, "lineno", "?")
    message = f"{place}:{line}: expected a literal, found what has to be computed. Take another version of the package."
    raise UsageError(message)
