"""Tables that people write: TOML, read whole or refused with its place."""

from pathlib import Path
from typing import Any

from pricebook.errors import CollectionError

LISTS = "prices.toml"
"""At a collection's root: how lists are read that need no scraper."""


def tables_in(path: Path) -> dict[str, Any]:
    """What stands in the file; nothing where there is none. Raises CollectionError for one that cannot be read."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as problem:
        message = f"{path}: cannot be read: {problem}. The collection's owner must mend it."
        raise CollectionError(message) from problem
    import tomllib  # noqa: PLC0415 - slow to load, and seldom needed

    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        message = f"{path}: is no TOML: {problem}. The collection's owner must mend it."
        raise CollectionError(message) from problem
