"""Where another catalogue's data is: in an installed package, in its wheel, or in a file. Nothing of it is run."""

import json
import zipfile
from collections.abc import Mapping
from decimal import Decimal
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Any, NamedTuple

from pricebook.errors import UsageError
from pricebook.publish.divergence.genai_prices import is_genai, of_genai
from pricebook.publish.divergence.litellm import is_litellm, of_litellm
from pricebook.publish.divergence.release import is_release, of_release
from pricebook.publish.divergence.theirs import Theirs
from pricebook.publish.divergence.written import literal

DATA: Mapping[str, str] = {
    "litellm": "litellm/model_prices_and_context_window_backup.json",
    "genai-prices": "genai_prices/data.py",
}
"""By the package, the file that holds its prices."""
_ASSIGNED = "providers"
"""What a file of Python assigns them to."""


class _Source(NamedTuple):
    data: bytes
    name: str
    """What it is called: a package with its version, or a path."""
    file: str


def theirs(named: str, day: str) -> Theirs:
    """The catalogue of that package, in that wheel or in that file, as it holds on the day.

    Raises UsageError where it is not installed, for a file that is not there, and for one in no known form.
    """
    source = _installed(named) if named in DATA else _in_file(Path(named))
    return told_catalogue(source.data, source.name, source.file, day)


def told_catalogue(data: bytes, name: str, file: str, day: str) -> Theirs:
    """The same of these bytes, whose form is told from what they hold."""
    told = _exactly_parsed(data, file)
    try:
        if is_litellm(told):
            return of_litellm(told, name)
        if is_release(told):
            return of_release(told["prices"], name)
        if is_genai(told):
            return of_genai(told, name, day)
    except (AttributeError, KeyError, TypeError, ValueError) as problem:
        message = f"{file}: not all of it has the form that it begins with: {problem}. Take another copy."
        raise UsageError(message) from problem
    message = (
        f"{file}: in no form that is known. Give litellm's dict of models, genai-prices' list of providers, the "
        f"prices.json of a Pricebook release, a wheel of a package, or the name of one: {', '.join(DATA)}."
    )
    raise UsageError(message)


def _exactly_parsed(data: bytes, file: str) -> Any:
    """JSON with exact numbers, or what a file of Python says."""
    try:
        if file.endswith(".py"):
            return literal(data.decode(), _ASSIGNED, file)
        return json.loads(data.decode(), parse_float=Decimal, parse_constant=_no_number)
    except (ValueError, RecursionError) as problem:
        message = f"{file}: cannot be read as JSON: {problem}."
        raise UsageError(message) from problem


def _no_number(constant: str) -> None:
    raise ValueError(constant)


def _installed(package: str) -> _Source:
    try:
        found = distribution(package)
    except PackageNotFoundError as problem:
        message = (
            f"{package} is not installed. Install it so: pip install 'pricebook[divergence]'; or give its wheel, of "
            f"which nothing is run: pip download --no-deps {package}, then --with {package.replace('-', '_')}-….whl"
        )
        raise UsageError(message) from problem
    path = Path(str(found.locate_file(DATA[package])))
    return _Source(_bytes_of(path), f"{package} {found.version}", str(path))


def _in_file(path: Path) -> _Source:
    if path.suffix == ".whl":
        return _in_wheel(path)
    return _Source(_bytes_of(path), str(path), str(path))


def _in_wheel(path: Path) -> _Source:
    try:
        with zipfile.ZipFile(path) as archive:
            held = set(archive.namelist())
            package = next((name for name, file in DATA.items() if file in held), None)
            if package is not None:
                version = path.name.split("-")[1] if path.name.count("-") > 1 else ""
                return _Source(archive.read(DATA[package]), f"{package} {version}".strip(), DATA[package])
    except (OSError, zipfile.BadZipFile) as problem:
        message = f"{path}: cannot be read as a wheel: {problem}."
        raise UsageError(message) from problem
    message = f"{path}: holds none of {', '.join(DATA.values())}. Give a wheel of {' or '.join(DATA)}."
    raise UsageError(message)


def _bytes_of(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as problem:
        message = f"{path}: {problem.strerror}. Give a file, or the name of a package: {', '.join(DATA)}."
        raise UsageError(message) from problem
