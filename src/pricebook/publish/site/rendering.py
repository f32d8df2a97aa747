"""Templates filled in: whatever stands in a price, a name or a quote comes out as text."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from pricebook.publish.escaping import visible

_HERE = Path(__file__).parent
STATIC = ("site.css", "site.js", "icon.svg")
"""Files that are as they are."""


def static(name: str) -> bytes:
    """One of them."""
    return (_HERE / "static" / name).read_bytes()


def render(template: str, told: Mapping[str, Any]) -> str:
    """That template with what it is told; a name that it is not told of is a fault."""
    return _environment().get_template(template).render(told)


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=_spelled_out,
    )


def _spelled_out(value: object) -> object:
    """What a template prints: characters that nobody sees, or that turn others round, are spelled out."""
    return visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value
