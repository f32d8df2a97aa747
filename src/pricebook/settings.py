"""What a collection's owner decides for all of it: `catalog.toml` at its root, which may be absent."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any, NamedTuple

from pricebook import calendar
from pricebook.errors import CollectionError, UsageError

NAME = "catalog.toml"
MAX_AGE = timedelta(days=7)
"""How long ago a provider may have been read before whatever shows its prices says so, where nobody decides."""


class Settings(NamedTuple):
    """What is decided, or what holds where nothing is."""

    max_age: timedelta = MAX_AGE
    """How long ago a provider may have been read."""
    providers: Mapping[str, timedelta] = {}
    """The same of providers that have one of their own."""

    def max_age_of(self, provider: str) -> timedelta:
        """How long ago this one may have been read."""
        return self.providers.get(provider, self.max_age)


def settings_in(root: Path, known: Iterable[str]) -> Settings:
    """What stands in the collection's `catalog.toml`; `known` are its providers.

    Raises CollectionError, with the place, for a file that cannot be read, and for any name or value that is none here.
    """
    path = root / NAME
    try:
        text = path.read_text(encoding="utf-8")
        import tomllib  # noqa: PLC0415 - slow to load, and seldom needed

        said = tomllib.loads(text)
    except FileNotFoundError:
        return Settings()
    except (OSError, ValueError) as problem:  # what is no TOML and what is no UTF-8 are such
        raise CollectionError(_wrong(path, f"cannot be read: {problem}")) from problem
    _refuse_other_names(path, "", said, ("max_age", "providers"))
    own = _settings_table(path, "providers", said.get("providers", {}))
    _refuse_other_names(path, "providers.", own, known)
    ages = {}
    for provider, told in own.items():
        where = f"providers.{provider}"
        _refuse_other_names(path, f"{where}.", _settings_table(path, where, told), ("max_age",))
        if "max_age" in told:
            ages[provider] = _time_in(path, f"{where}.max_age", told["max_age"])
    general = _time_in(path, "max_age", said["max_age"]) if "max_age" in said else MAX_AGE
    return Settings(general, ages)


def _refuse_other_names(path: Path, before: str, said: Mapping[str, Any], known: Iterable[str]) -> None:
    allowed = list(known)
    for name in said:
        if name not in allowed:
            message = f"{before}{name}: there is no such name. There are: {', '.join(allowed) or 'none'}"
            raise CollectionError(_wrong(path, message))


def _settings_table(path: Path, where: str, said: Any) -> Mapping[str, Any]:
    if isinstance(said, dict):
        return said
    raise CollectionError(_wrong(path, f"{where} = {said!r}: a table is expected"))


def _time_in(path: Path, where: str, said: Any) -> timedelta:
    try:
        return calendar.duration(said if isinstance(said, str) else repr(said))
    except UsageError as problem:
        raise CollectionError(_wrong(path, f"{where}: {problem}")) from problem


def _wrong(path: Path, what: str) -> str:
    return f'{path}: {what.rstrip(".")}. Write it so: max_age = "7d"'
