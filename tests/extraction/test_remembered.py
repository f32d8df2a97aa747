"""What is remembered of a table is what would be read of it again, wherever it stands and whatever stands around it."""

from collections.abc import Iterator
from itertools import islice, product

import pytest

from pricebook.errors import PageError
from pricebook.extraction.findings import Findings, findings_of
from pricebook.extraction.kept import price_bearing, store
from pricebook.reading import read_page
from pricebook.reading.document import Block, Document, Heading, Paragraph
from pricebook.reading.remembered import Remembered
from pricebook.records import Finding
from pricebook.scraping import Layout, Scraper
from pricebook.tables.layouts import Source
from pricebook.tables.rows import quotes
from tests.mutations.measuring import spread
from tests.mutations.operators import OPERATORS
from tests.mutations.program import generic
from tests.pages import COLLECTION, other_form, recordings

OF_EACH = 2
"""So many changed pages of every operator."""
PARTS = 3
"""So many tests share the operators, for machines that do several at a time."""
HEADINGS = ("价格", "视频生成", "批量推理（Batch）", "历史价格")
LINES = (
    "单位：元/百万tokens",
    "单位：元/千tokens",
    "以下价格自 2026 年 9 月 1 日起生效。",
    "海外节点",
    "1K = 1024 tokens",
    "按阶梯累进计费",
    "含税 22,50 $",
    "HK$ 2",
    "* 批量推理价格",
    "* 闲时价格",
    "$",
)
AROUND: list[Block] = [*(Heading(2, text) for text in HEADINGS), *map(Paragraph, LINES)]
"""What changes the reading of a table, or of all on the page."""
TABLES = """
| 模型 | 输入价格（$/1M tokens） | 输出价格（$/1M tokens） |
| - | - | - |
| a* | 2 | 8 |
| b | $1,250 | 3 |

| 模型 | 价格（元/秒） |
| - | - |
| v | 0.5 |

| 模型 | 输入单价（元） |
| - | - |
| m | 2 |

| 模型 | 价格 |
| - | - |
| m | 输入：2元/百万tokens（输入≤32K），3元/百万tokens（输入>32K） |

| 模型 | 输入价格 |
| - | - |
| n | 5/百万tokens |

| 3 | 输入 |
| - | - |
| n | 5 |
| n | $ |
"""
SCRAPER = generic("模型", currency="CNY")


def outcome(scraper: Scraper, document: Document, remembered: Remembered) -> Findings | str:
    try:
        return findings_of(scraper, document, remembered)
    except PageError as refusal:
        return str(refusal)


def check(scraper: Scraper, *documents: Document) -> None:
    """Each of the documents, which share their tables, says what it says alone, though the others were read before."""
    remembered = Remembered()
    for document in documents:
        assert outcome(scraper, document, remembered) == outcome(scraper, document, Remembered())


def check_kept(scraper: Scraper, page: bytes) -> None:
    """The same of a page and of what is kept of it."""
    remembered = Remembered()
    try:
        document = read_page(page, f"{scraper.provider}/page")
        found = findings_of(scraper, document)
    except PageError:
        return
    assert outcome(scraper, document, remembered) == found
    kept = price_bearing(document, found)
    assert outcome(scraper, kept, remembered) == outcome(scraper, kept, Remembered())


def test_a_recorded_page_is_kept_as_it_would_be_read_again(provider: str) -> None:
    scraper = COLLECTION.scraper(provider)
    for path in filter(None, [*recordings(provider).values(), other_form(provider)]):
        check_kept(scraper, path.read_bytes())


@pytest.mark.long
@pytest.mark.parametrize("part", range(PARTS))
def test_a_changed_page_is_kept_as_it_would_be_read_again(part: int) -> None:
    for name in islice(OPERATORS, part, None, PARTS):
        for change in spread(name, OF_EACH):
            check_kept(change.base.scraper, change.text.encode())


def test_the_same_table_between_any_two_blocks() -> None:
    """Whatever a reading depends on, two of the pages differ by that alone."""
    tables = read_page(TABLES.encode(), "acme/page").blocks
    for table in tables:
        pairs = product((*tables, *AROUND), repeat=2)
        check(SCRAPER, *(Document((above, table, below)) for above, below in pairs))


def test_a_table_is_read_once_for_the_page_and_for_what_is_kept_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[int] = []

    def counting(source: Source, layout: Layout) -> Iterator[Finding]:
        read.append(source.block)
        return quotes(source, layout)

    monkeypatch.setattr("pricebook.scraping.pages.quotes", counting)
    page = "# 价目\n\n与价格无关。\n\n| 模型 | 价格（元/张） |\n| - | - |\n| a | 0.35 |\n"
    text, reading = store(SCRAPER, read_page(page.encode(), "acme/page"), "page")
    assert "无关" not in text
    assert [price.where.line for price in reading.prices] == [5]
    assert len(read) == 1
