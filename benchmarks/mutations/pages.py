"""The pages that are changed: every recording, the documents, stored revisions, and their twins in HTML.

They are found, not listed: another provider's pages come by themselves.
"""

import html
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from pathlib import Path

from benchmarks.mutations.markup import Sheet, form_of
from benchmarks.mutations.page import Page
from benchmarks.mutations.publishing import COLLECTION, View, day_one
from benchmarks.mutations.truth import Key, Stated, key_of
from pricebook.errors import PageError
from pricebook.extraction.converting import to_reading
from pricebook.extraction.findings import findings_of
from pricebook.fetch.recordings import Recording, recordings
from pricebook.reading import read_page
from pricebook.records import as_values

ROOT = COLLECTION.root
EVERY = 3
"""Of a page with many revisions every third is taken."""
MANY = 6
TWINS = 5
"""Of a provider so many stored pages, the latest, are taken in HTML too."""


@dataclass(frozen=True)
class Source:
    """A file that holds a page."""

    name: str
    provider: str
    page: str
    day: str
    path: Path
    twin: bool = False
    """Whether its Markdown is to be written in HTML."""

    @property
    def size(self) -> int:
        """Bytes of the file."""
        return self.path.stat().st_size


@cache
def sources() -> dict[str, Source]:
    """All of them, by their names."""
    found = [each for provider in COLLECTION.providers() for each in _of(provider)]
    return {each.name: each for each in found}


def _of(provider: str) -> Iterator[Source]:
    recorded = list(_recorded(provider))
    yield from recorded
    oldest = min(recorded, key=lambda each: each.day, default=None)
    documents = sorted((ROOT / "tests" / "documents").glob(f"{provider}.*")) if oldest else []
    written = [Source(path.name, provider, oldest.page, oldest.day, path) for path in documents if oldest is not None]
    stored = list(_stored(provider))
    yield from [*written, *stored]
    in_html = {each.page for each in recorded if each.path.suffix in {".html", ".json"}}
    latest = [each for each in stored if each.page not in in_html][-TWINS:]
    for each in (*written, *latest):
        if each.path.suffix == ".md":
            yield replace(each, name=f"{each.name} in HTML", twin=True)


def _recorded(provider: str) -> Iterator[Source]:
    folder = COLLECTION.recordings / provider
    for page in COLLECTION.scraper(provider).pages:
        for each in recordings(folder, page.name):
            about = Recording(each.path).about
            (body,) = folder.glob(f"{each.path.stem}.body.*")
            yield Source(
                f"{provider}/{each.path.stem}{body.suffix}", provider, page.name, str(about["observed_on"]), body
            )


def _stored(provider: str) -> Iterator[Source]:
    for page in COLLECTION.scraper(provider).pages:
        paths = sorted((COLLECTION.snapshots / provider).glob(f"*/{page.name}.md"))
        some = paths if len(paths) <= MANY else [*paths[:-1:EVERY], paths[-1]]
        for path in some:
            day = path.parent.name
            yield Source(f"{provider}/{page.name} {day}", provider, page.name, day, path)


def opened(name: str) -> tuple[Page, View] | None:
    """The page as it is published, and the release; None if no price is, or a twin says something else."""
    source = sources()[name]
    text, pack = _unpacked(source.path.read_text(encoding="utf-8"))
    form = form_of(text, source.path.suffix[1:])
    if source.twin:
        text, form = twin(Sheet(text, form)), "html"
    outside = _outside(source, Sheet(text, form))
    with day_one(source.provider, source.page, pack(text)) as (view, _):
        truth = tuple(
            Stated(key_of(price), Decimal(price["amount"]), price, outside=key_of(price) in outside)
            for price in view.prices
            if not price["conflict"]
        )
    if view.error or not truth:
        return None
    if source.twin:
        plain = opened(name.removesuffix(" in HTML"))
        if plain is None or [(each.key, each.amount) for each in plain[0].truth] != [(t.key, t.amount) for t in truth]:
            return None
    others = {each.name: each.path.read_bytes() for each in _others(source)}
    page = Page(name, source.provider, source.page, text, form, truth, pack, _earlier(source), others)
    return page, view


def _outside(source: Source, sheet: Sheet) -> set[Key]:
    """What the page says without its tables, if it is one in which tables stand apart."""
    kept, at = [], 0
    for table in sheet.tables:
        kept.append(sheet.text[at : table.start])
        at = table.end
    text = "\n".join([*kept, sheet.text[at:]])
    scraper = COLLECTION.scraper(source.provider)
    try:
        document = read_page(text.encode(), f"{source.provider}/{source.page}")
        reading = to_reading(scraper, document, source.page, findings_of(scraper, document))
    except PageError:
        return set()
    return {key_of(price) for price in as_values(reading.prices)}


def _unpacked(text: str) -> tuple[str, Callable[[str], bytes]]:
    """The page, and what packs it up as it was sent: the longest string of a body of JSON."""
    if not text.lstrip().startswith("{"):
        return text, str.encode
    longest = max(_strings(json.loads(text)), key=len)
    packed = json.dumps(longest, ensure_ascii=False)
    before, found, after = text.partition(packed)
    if not found:
        packed = json.dumps(longest)
        before, found, after = text.partition(packed)
    return (longest, lambda page: (before + json.dumps(page, ensure_ascii=False) + after).encode()) if found else (
        text, str.encode
    )  # fmt: skip


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from _strings(each)
    elif isinstance(value, Sequence):
        for each in value:
            yield from _strings(each)


def _earlier(source: Source) -> bytes | None:
    """What the same page said before, as it was kept then."""
    folder = COLLECTION.snapshots / source.provider
    paths = [path for path in sorted(folder.glob(f"*/{source.page}.md")) if path.parent.name < source.day[:10]]
    return paths[0].read_bytes() if paths else None


def _others(source: Source) -> Iterator[Source]:
    """A recording of each other page, of this provider and of others."""
    seen = {(source.provider, source.page)}
    for provider in COLLECTION.providers():
        for each in _recorded(provider):
            if (each.provider, each.page) not in seen:
                seen.add((each.provider, each.page))
                yield each


def twin(sheet: Sheet) -> str:
    """Markdown with tables and headings, as HTML."""
    pieces, at = ["<!DOCTYPE html>\n<html>\n<body>\n<main>\n"], 0
    for table in sheet.tables:
        pieces += [_prose(sheet.text[at : table.start]), "<table>\n"]
        for number, line in enumerate(table.lines):
            tag = "th" if number == 0 else "td"
            cells = "".join(f"<{tag}>{_inline(cell.source)}</{tag}>" for cell in line.cells)
            pieces.append(f"<tr>{cells}</tr>\n")
        pieces.append("</table>\n")
        at = table.end
    return "".join([*pieces, _prose(sheet.text[at:]), "</main>\n</body>\n</html>\n"])


def _prose(text: str) -> str:
    return "".join(map(_line, text.splitlines()))


def _line(line: str) -> str:
    heading = re.fullmatch(r"(#{1,6}) ?(.*)", line.strip())
    if heading:
        level = len(heading[1])
        return f"<h{level}>{_inline(heading[2])}</h{level}>\n"
    return f"<p>{_inline(line.strip())}</p>\n" if line.strip() else ""


def _inline(source: str) -> str:
    parts = re.split(r"(<br ?/?>)", re.sub(r"\\([|*_~<>\[\]#])", r"\1", source))
    escaped = (part if part.startswith("<br") else html.escape(html.unescape(part), quote=False) for part in parts)
    return re.sub(r"\*\*(.+?)\*\*", r"<b>\1</b>", "".join(escaped))
