"""Words that commands had before: they say what to type now, and help does not show them."""

import shlex

import typer

from pricebook.errors import UsageError

WORDS = ("acknowledge", "accept")
"""What `catalog approve` does now."""


def register(app: typer.Typer) -> None:
    """Adds these words."""
    anything = {"ignore_unknown_options": True, "allow_extra_args": True, "help_option_names": []}
    for word in WORDS:
        app.command(word, hidden=True, context_settings=anything)(_instead)


def _instead(context: typer.Context) -> None:
    """Raises UsageError: the word is `approve` now."""
    words = shlex.join(["catalog", "approve", *context.args])
    message = f"{context.info_name} is approve now, one word for all that a person finds right. Type: {words}"
    raise UsageError(message)
