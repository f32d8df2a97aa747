"""A list of prices that needs no scraper: a table of `prices.toml` says which column of a file is what.

What comes of it is a scraper like any other, whose one page is the file. Nothing is assumed of a column that the table
does not name: it is read as the readers read it, and unread where they do not know it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from pricebook.errors import CollectionError, PageError, ScraperError
from pricebook.records import Finding
from pricebook.scraping.pages import Page
from pricebook.scraping.providers import Address, Scraper
from pricebook.system.toml import LISTS
from pricebook.tables.layouts import Layout

PAGE = "list"
"""What the one page of such a provider is called."""
_NEEDED = ("name", "currency", "timezone", "file", "model", "prices")
_TEXTS = ("name", "currency", "timezone", "file", "sheet", "model", "display", "meter", "unit", "currency_in", "from",
          "until", "promotion", "service", "home_region")  # fmt: skip
_COLUMNS = ("model", "display", "meter", "unit", "currency_in", "from", "until", "promotion")
"""Those of them that name a column."""
_TABLES = ("prices", "conditions", "always")
_KNOWN = (*_TEXTS, *_TABLES, "ignore")
_KIND, _UNIT = "计费项", "单位"
"""Headings below which readers look for what is counted, and for units and currencies."""
_READ_AS = (("meter", _KIND), ("unit", _UNIT), ("currency_in", _UNIT))


@dataclass(frozen=True)
class ListScraper(Scraper):
    """The scraper of a list."""

    @property
    def home(self) -> str:
        """What says how its file is read."""
        return LISTS


def list_scraper(path: Path, provider: str, said: object) -> Scraper:
    """The scraper that a provider's table in `prices.toml` makes; raises CollectionError, with what is wrong."""
    where = f"{path}: [{provider}]"
    told = _told_rightly(where, said)
    sheet = f"#{told['sheet']}" if "sheet" in told else ""
    try:
        columns = _list_layout(told)
        return ListScraper(
            provider=provider, name=told["name"], currency=told["currency"], timezone=told["timezone"],
            pages=[Address(PAGE, told["file"] + sheet)], home_region=told.get("home_region"),
            extract=partial(_read_list, columns, _columns_of(told), told["file"]),
        )  # fmt: skip
    except ScraperError as problem:
        raise _mistold(where, str(problem)) from problem


def _told_rightly(where: str, said: object) -> Mapping[str, Any]:
    """The table, of which each value has its form."""
    if not isinstance(said, dict):
        raise _mistold(where, f"{said!r} is no table")
    if problem := next(_slips_of_list(said), None):
        raise _mistold(where, problem)
    return said


def _slips_of_list(said: Mapping[str, Any]) -> Iterator[str]:
    """What of the table is missing, has another form, or is none of the names that it can have."""
    if missing := [name for name in _NEEDED if name not in said]:
        yield f"does not say: {', '.join(missing)}"
    for name, value in said.items():
        form = str if name in _TEXTS else dict if name in _TABLES else list
        if name not in _KNOWN:
            yield f"{name}: there is no such name. There are: {', '.join(_KNOWN)}"
        elif not isinstance(value, form) or not value:
            yield f"{name} = {value!r}: a {_FORMS[form]} is expected"
    for heading, told in said["prices"].items():
        if not isinstance(told, dict):
            yield f'prices."{heading}" = {told!r}: write it so: {{ meter = "input", per = "1M tokens" }}'
        elif "meter" not in told and "meter" not in said:
            yield f'prices."{heading}": says no meter, and no column is named that does: meter = ...'
    if any(not isinstance(each, str) for each in [*said.get("ignore", []), *said.get("conditions", {}).values()]):
        yield "ignore and conditions name columns by their headings, in quotation marks"


_FORMS = {str: 'text ("...")', dict: "table", list: 'list (["..."])'}


def _list_layout(told: Mapping[str, Any]) -> Layout:
    currency = {} if "currency_in" in told else {"currency": told["currency"]}
    read_as = {told[name]: words for name, words in _READ_AS if name in told}
    return Layout(
        model=told["model"],
        name=told.get("display"),
        service=told.get("service", "inference"),
        means={heading: {**currency, **meaning} for heading, meaning in told["prices"].items()},
        conditions=told.get("conditions"),
        extra=told.get("always"),
        begins=told.get("from"),
        ends=told.get("until"),
        promotion=told.get("promotion"),
        ignore=tuple(told.get("ignore", ())),
        read_as=read_as or None,
    )


def _columns_of(told: Mapping[str, Any]) -> list[str]:
    conditions = told.get("conditions", {}).values()
    return list(dict.fromkeys([*(told[each] for each in _COLUMNS if each in told), *told["prices"], *conditions]))


def _read_list(layout: Layout, columns: list[str], file: str, page: Page) -> Iterator[Finding]:
    """The prices of every table of the file that has the columns; raises PageError, with its headings, if none has."""
    every = page.tables_if_any()
    sheets = list(dict.fromkeys(table.headings[0] for table in every if table.headings))
    if len(sheets) > 1:
        raise _other_file(page, file, f"has the sheets {', '.join(sheets)}: name one of them, as sheet = ...")
    found = [table for table in every if table.has(*columns)]
    if not found and not every:
        raise _other_file(page, file, "is not read as a table: a line of headings, then rows with as many cells")
    if not found:
        missing = [column for column in columns if not any(table.has(column) for table in every)] or columns
        seen = "; ".join(" | ".join(" ".join(each.split()) for each in table.table.header) for table in every[:3])
        raise _other_file(page, file, f"has no single column {', '.join(map(repr, missing))}; its headings: {seen}")
    for table in found:
        yield from table.quotes(layout)


def _other_file(page: Page, file: str, what: str) -> PageError:
    return PageError(f"{page.document.name}: {file} {what}. Then {LISTS} must follow, or the file is another one.")


def _mistold(where: str, what: str) -> CollectionError:
    return CollectionError(f"{where}: {what.rstrip('.')}. The collection's owner must mend it: docs/private.md.")
