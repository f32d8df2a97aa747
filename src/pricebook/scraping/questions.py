"""Questions that a scraper leaves open: a draft says so instead of guessing."""

import ast
from typing import NamedTuple


class Open(str):
    """A question in place of a value that the author does not know yet: `timezone=Open("whose days are they?")`.

    A module that names it is not loaded but for `catalog read`, which tells what is open.
    """

    __slots__ = ()


def known(value: str | None) -> str | None:
    """The value; None while it is an open question.

    >>> known("CNY"), known(Open("which?"))
    ('CNY', None)
    """
    return None if isinstance(value, Open) else value


class OpenQuestion(NamedTuple):
    """A question and where it is asked."""

    line: int
    text: str

    def __str__(self) -> str:
        """The question with its place."""
        return f"line {self.line}: {self.text}"


def questions_in(source: str) -> list[OpenQuestion]:
    """The questions that a module asks, in its order.

    >>> [str(each) for each in questions_in('a = 1' + chr(10) + 'zone = Open("whose?")')]
    ['line 2: whose?']
    """
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call) and _calls_it_open(node.func)]
    asked = [(call.lineno, argument) for call in calls for argument in call.args[:1]]
    return sorted(
        OpenQuestion(line, str(argument.value) if isinstance(argument, ast.Constant) else ast.unparse(argument))
        for line, argument in asked
    )


def _calls_it_open(called: ast.expr) -> bool:
    name = called.attr if isinstance(called, ast.Attribute) else called.id if isinstance(called, ast.Name) else ""
    return name == Open.__name__
