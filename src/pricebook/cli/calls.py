"""How a command may be called: nothing is given twice where one is taken, nothing is blank, one form is asked for."""

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from typer.core import TyperCommand, TyperOption

from pricebook.errors import UsageError

if TYPE_CHECKING:
    from typer._click.core import Command, Context, Parameter

FORMS = ("as_json", "as_csv", "how")
"""The parameters that say in which form a command answers."""


class Call(TyperCommand):
    """A command that refuses a call of which a part would be dropped without a word."""

    def parse_args(self, ctx: "Context", args: list[str]) -> list[str]:
        """Parses the call; raises UsageError."""
        if not ctx.resilient_parsing:
            refuse_what_is_odd(self, ctx, args)
        return super().parse_args(ctx, args)


def refuse_what_is_odd(command: "Command", ctx: "Context", args: list[str]) -> None:
    """Raises UsageError for an option that is given twice, two forms at once, or a blank where a word is wanted."""
    given, _, order = command.make_parser(ctx).parse_args(list(args))
    times = Counter(order)
    for param, number in times.items():
        if number > 1 and _takes_one(param):
            message = f"{_name(param)} is given {number} times. Give it once."
            raise UsageError(message)
        if any(isinstance(value, str) and not value.strip() for value in _given_values(given.get(param.name or ""))):
            message = f"{_name(param)} is blank. Say what is meant, or leave it out."
            raise UsageError(message)
    forms = [_name(param) for param in times if param.name in FORMS]
    if len(forms) > 1:
        message = f"{' and '.join(forms)}: an answer has one form. Give one of them."
        raise UsageError(message)


def _takes_one(param: "Parameter") -> bool:
    """Whether a second value would take the place of the first."""
    if not isinstance(param, TyperOption) or param.multiple:
        return False
    return not param.is_flag or bool(param.secondary_opts)


def _given_values(given: Any) -> Iterable[Any]:
    return given if isinstance(given, (list, tuple)) else (given,)


def _name(param: "Parameter") -> str:
    return (
        "/".join([*param.opts[-1:], *param.secondary_opts]) if isinstance(param, TyperOption) else param.metavar or ""
    )
