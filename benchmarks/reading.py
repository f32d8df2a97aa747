"""How long reading takes, as ratios within one run: `python -m benchmarks.reading`.

A page read whole (bytes to prices, ledger included) against what markdown-it-py, or BeautifulSoup on lxml, takes to
parse the same bytes; a stored page against markdown-it-py; and hostile pages at one size and at four times that size.
What is remembered from one reading to the next is forgotten before each, so that no page is read twice.
"""

import re
from collections.abc import Callable
from functools import partial
from pathlib import Path

from bs4 import BeautifulSoup
from markdown_it import MarkdownIt

from benchmarks import measuring
from pricebook.collection import Collection
from pricebook.errors import PageError
from pricebook.extraction.converting import read_document
from pricebook.phrases import cells, measures, tokens, words
from pricebook.reading import canonical, flat, read_page
from pricebook.scraping import Scraper

ROOT = Path(__file__).resolve().parent.parent
COLLECTION = Collection(ROOT)
MARKDOWN = MarkdownIt("commonmark").enable("table")
SMALL, LARGE = 17_000, 1_000_000


def forget() -> None:
    """Nothing is remembered of a page that was read before."""
    for remembered in (tokens.tokens, cells.read_cell, words.read_words, measures.resolve, flat.text_kind):
        remembered.cache_clear()


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


def whole(scraper: Scraper, page: bytes) -> int:
    return len(read_document(scraper, read_page(page, scraper.provider), "page").prices)


def parsing(page: bytes) -> Callable[[], object]:
    if page.lstrip().startswith(b"<"):
        return lambda: BeautifulSoup(page, "lxml")
    return lambda: MARKDOWN.parse(page.decode())


def hostile(size: int) -> dict[str, bytes]:
    head = "| 模型名称 | 计费方式 | 计费说明 |\n| --- | --- | --- |\n| a | b | "
    return {
        "a row of pipes": (head + "|" * size).encode(),
        "scripts that never end": b"<html><body>" + b"<script" * (size // 2) + b"</body></html>",
        "no line end": "4元/张 ".encode() * (size * 2),
        "brackets": (head + "(" * size + "4元 |\n").encode(),
        "comparisons": (head + "1<" * size + "4元 |\n").encode(),
        "strikes": (head + "~~" * size + "4元 |\n").encode(),
        "one long word": (head + "输" * size * 4 + " |\n").encode(),
        "amounts in one cell": (head + "输入 4 元/百万 tokens，" * (size // 8) + " |\n").encode(),
    }


def attempt(page: bytes) -> None:
    try:
        whole(COLLECTION.scraper("ucloud"), page)
    except PageError:
        return


def main() -> None:
    print("a page read whole, against parsing it alone (at most 1.5)")
    for name, scraper, page in pages():
        seconds, alone = best(lambda s=scraper, p=page: whole(s, p)), best(parsing(page))  # type: ignore[misc]
        print(f"  {seconds / alone:5.2f}  {name}, {len(page):,} bytes, {whole(scraper, page):,} prices")
    print("a stored page, against markdown-it-py (at least 10 times faster)")
    for name, scraper, page in pages():
        text = canonical.write(read_page(page, scraper.provider))
        assert canonical.is_canonical(text)
        seconds = best(lambda t=text: canonical.read(t), 0.3)  # type: ignore[misc]
        alone = best(lambda t=text: MARKDOWN.parse(t), 0.3)  # type: ignore[misc]
        print(f"  {alone / seconds:5.1f}  {name}, {len(text.encode()):,} bytes")
    print("hostile pages: time at four times the size (linear is 4)")
    small, large = hostile(25_000), hostile(100_000)
    for name, page in small.items():
        once = best(lambda p=page: attempt(p), 0.3)  # type: ignore[misc]
        print(f"  {best(lambda p=large[name]: attempt(p), 0.3) / once:5.2f}  {name}")  # type: ignore[misc]


if __name__ == "__main__":
    main()
