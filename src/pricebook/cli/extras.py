"""What an installation may lack, and how a command that needs it says so."""

from collections.abc import Iterator
from contextlib import contextmanager

from pricebook.errors import UsageError

EXTRAS = {
    "archives": ("brotli", "warcio"),
    "browser": ("playwright",),
    "cluster": ("distributed",),
    "collection": (
        "alembic", "bs4", "filelock", "httpcore", "httpx", "lxml", "markdown_it", "protego", "pydantic",
        "pydantic_core", "sqlalchemy", "sqlmodel", "stamina", "tzdata", "vcr", "webencodings", "yaml", "zstandard",
    ),
    "fx": ("currency_converter",),
    "mcp": ("mcp",),
    "parquet": ("duckdb",),
    "postgres": ("psycopg",),
    "site": ("jinja2", "markupsafe"),
    "xlsx": ("openpyxl",),
}  # fmt: skip
"""The modules that each extra of the package brings and this program imports."""


@contextmanager
def demanded() -> Iterator[None]:
    """Raises UsageError, with what to install, where a module of an extra is imported and not installed."""
    try:
        yield
    except ModuleNotFoundError as problem:
        raise UsageError(lacking(problem)) from problem


def lacking(problem: ModuleNotFoundError) -> str:
    """What is not installed, and how to install it; raises the problem where no extra brings it."""
    module = (problem.name or "").partition(".")[0]
    extra = next((name for name, modules in EXTRAS.items() if module in modules), None)
    if extra is None:
        raise problem
    return f"this needs {module}, which is not installed. Install it so: pip install 'pricebook[{extra}]'"
