"""How long reading takes, as ratios within one run: `python -m benchmarks.reading`.

A page read and stored (bytes to the kept text and its prices, ledger included), and a page read alone, against what
markdown-it-py, or BeautifulSoup on lxml, takes to parse the same bytes; a stored page against markdown-it-py; and
hostile pages at one size and at four times that size. What is remembered from one reading to the next is forgotten
before each, so that no page is read twice.
"""

import re
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from bs4 import BeautifulSoup
from markdown_it import MarkdownIt

from benchmarks import measuring
from pricebook.collection import Collection
from pricebook.errors import PageError
from pricebook.extraction.converting import read_document
from pricebook.extraction.kept import store
from pricebook.reading import canonical, read_page
from pricebook.records import Reading
from pricebook.scraping import Scraper

ROOT = Path(__file__).resolve().parent.parent
COLLECTION = Collection(ROOT)
MARKDOWN = MarkdownIt("commonmark").enable("table")
SMALL, LARGE = 17_000, 1_000_000


def forget() -> None:
    """Nothing is remembered of a page that was read before: whatever module has a cache, it is emptied."""
    for cached in remembering():
        cached()


def remembering() -> Iterator[Callable[[], None]]:
    """What empties each cache of the program: of its modules' functions and of their classes' methods."""
    modules = [module for name, module in list(sys.modules.items()) if name.partition(".")[0] == "pricebook"]
    own = [value for module in modules for value in list(vars(module).values())]
    methods = [value for each in own if isinstance(each, type) for value in list(vars(each).values())]
    return (value.cache_clear for value in (*own, *methods) if callable(getattr(value, "cache_clear", None)))


best = partial(measuring.best, before=forget)


def grown(page: bytes, row: str, size: int) -> bytes:
    """The page with its rows written again, each time for other models at other prices, until it has that size."""
    text = page.decode()
    first = re.search(row, text)
    assert first is not None
    original = first.group()
    copies: list[str] = []
    missing = size - len(page)
    while missing > 0:
        number = len(copies)
        copy = re.sub(r"(?<=[a-z]{3})-|(?<=开源版)-", f"-{number}-", original, count=1)
        copy = re.sub(r"([0-9]+)(?= 元|元)", lambda m, n=number: f"{int(m.group(1)) + n % 90}", copy)  # type: ignore[misc]
        copies.append(copy)
        missing -= len(copy.encode())
    return (text[: first.end()] + "".join(copies) + text[first.end() :]).encode()


def pages() -> list[tuple[str, Scraper, bytes]]:
    """What is measured: the recorded pages as they are, and two of them grown."""
    found = []
    for provider in COLLECTION.providers():
        body = next((ROOT / "tests" / "cassettes" / provider).glob("*.body.*"))
        found.append((f"{provider} as recorded", COLLECTION.scraper(provider), body.read_bytes()))
    grow = {"ucloud": r"\| deepseek-ai/DeepSeek-R1 .*\n", "bailian": r"<tr><td><p>通义千问 2\.5-开源版-72B.*</tr>\n"}
    for provider, row in grow.items():
        body = next((ROOT / "tests" / "cassettes" / provider).glob("*.body.*"))
        for size in (SMALL, LARGE):
            page = grown(body.read_bytes(), row, size)
            found.append((f"{provider} grown", COLLECTION.scraper(provider), page))
    return found


def whole(scraper: Scraper, page: bytes) -> Reading:
    return read_document(scraper, read_page(page, scraper.provider), "page")


def kept(scraper: Scraper, page: bytes) -> Reading:
    return store(scraper, read_page(page, scraper.provider), "page")[1]


def parsing(page: bytes) -> Callable[[], object]:
    if page.lstrip().startswith(b"<"):
        return lambda: BeautifulSoup(page, "lxml")
    return lambda: MARKDOWN.parse(page.decode())


def hostile(size: int) -> dict[str, bytes]:
    """Pages that the scraper takes for its own, so that all of them is read."""
    title = "# 大模型 API 定价\n\n"
    head = title + "| 模型名称 | 计费方式 | 计费说明 |\n| --- | --- | --- |\n| a | b | "
    return {
        "a row of pipes": (head + "|" * size).encode(),
        "scripts that never end": f"<html><body><h1>{title}</h1>".encode()
        + b"<script" * (size // 2)
        + b"</body></html>",
        "no line end": (title + "4元/张 " * (size * 2)).encode(),
        "brackets": (head + "(" * size + "4元 |\n").encode(),
        "comparisons": (head + "1<" * size + "4元 |\n").encode(),
        "strikes": (head + "~~" * size + "4元 |\n").encode(),
        "one long word": (head + "输" * size * 4 + " |\n").encode(),
        "facts in one line": (title + "于 2025 年 3 月 31 日开始收费，" * (size // 8)).encode(),
        "amounts in one cell": (head + "输入 4 元/百万 tokens，" * (size // 8) + " |\n").encode(),
    }


def attempt(read: Callable[[Scraper, bytes], Reading], scraper: Scraper, page: bytes) -> str:
    """How many prices there are, or why the page is refused."""
    try:
        reading = read(scraper, page)
    except PageError as refusal:
        return f"REFUSED: {str(refusal)[:90]}"
    return f"{len(reading.prices):,} prices, {len(reading.unread):,} unread"


def main() -> None:
    print("a page read and stored, against parsing it alone (at most 3); and read alone")
    for name, scraper, page in pages():
        parsed = best(parsing(page))
        storing = best(partial(attempt, kept, scraper, page)) / parsed
        reading = best(partial(attempt, whole, scraper, page)) / parsed
        told = attempt(kept, scraper, page)
        print(f"  {storing:5.2f}  {reading:5.2f}  {name}, {len(page):,} bytes, {told}")
    print("a stored page, against markdown-it-py (at least 20 times faster)")
    for name, scraper, page in pages():
        text = canonical.write(read_page(page, scraper.provider))
        assert canonical.is_canonical(text)
        seconds, alone = best(partial(canonical.read, text), 0.3), best(partial(MARKDOWN.parse, text), 0.3)
        print(f"  {alone / seconds:5.1f}  {name}, {len(text.encode()):,} bytes")
    print("hostile pages: time at four times the size (linear is 4)")
    ucloud, small, large = COLLECTION.scraper("ucloud"), hostile(25_000), hostile(100_000)
    for name, page in small.items():
        once = best(partial(attempt, kept, ucloud, page), 0.3)
        print(f"  {best(partial(attempt, kept, ucloud, large[name]), 0.3) / once:5.2f}  {name}")


if __name__ == "__main__":
    main()
