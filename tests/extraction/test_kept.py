"""What is kept of a page is what it can be read from again."""

from collections.abc import Callable, Iterator

import pytest

from pricebook.errors import ScraperError
from pricebook.extraction.kept import store
from pricebook.reading import read_page
from pricebook.scraping import Address, Finding, Layout, Page, Scraper

PAGE = """# 价目

Acme 的说明，与价格无关。

## 图像

于 2026 年 1 月 5 日开始收费。其余照旧。

| 模型 | 价格（元/张） |
| - | - |
| a | 0.35 |

## 别的

| 步骤 | 做法 |
| - | - |
| 一 | 注册 |
"""


def scraper(knows: Callable[[Page], object]) -> Scraper:
    def extract(page: Page) -> Iterator[Finding]:
        knows(page)
        for table, model in page.price_tables("模型"):
            yield from table.quotes(Layout(model=model))
        for found in page.find("于 20[^，。]*开始收费"):
            yield found.fact("charging_start", found.heading, None)

    return Scraper(
        "acme",
        "Acme",
        "CNY",
        [Address("price", "https://acme.example/")],
        extract,
        at_least=1,
        timezone="Asia/Shanghai",
    )


def stored(knows: Callable[[Page], object]) -> str:
    return store(scraper(knows), read_page(PAGE.encode(), "acme/price"), "price")[0]


def test_tables_and_clauses_that_something_was_read_from_are_kept_with_their_headings() -> None:
    assert stored(lambda _: None) == (
        "# 价目\n\n## 图像\n\n于 2026 年 1 月 5 日开始收费\n\n| 模型 | 价格（元/张） |\n| --- | --- |\n| a | 0.35 |\n"
    )


def test_the_whole_page_is_kept_where_its_part_would_not_be_known_again() -> None:
    assert "注册" in stored(lambda page: page.known_by("Acme"))


def test_a_paragraph_is_kept_whole_where_what_is_read_in_it_is_known_by_words_beside_it() -> None:
    text = stored(lambda page: page.known_by("其余照旧"))
    assert "开始收费。其余照旧。" in text
    assert "注册" not in text


def test_a_scraper_that_reads_a_page_in_two_ways_is_named() -> None:
    times: list[None] = []

    def only_once(page: Page) -> None:
        times.append(None)
        page.known_by("Acme" if len(times) == 1 else "nowhere")

    with pytest.raises(ScraperError, match=r"scrapers/acme\.py must be mended"):
        stored(only_once)
