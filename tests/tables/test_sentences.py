"""What a page says once for many prices: below a table as above it, and in its notes."""

import pytest

from pricebook.extraction.converting import read_document
from pricebook.publish import display
from pricebook.reading import read_page
from pricebook.scraping import Address, Layout, Page, Scraper


def extract(page: Page):  # type: ignore[no-untyped-def]
    for table, model in page.price_tables("模型"):
        yield from table.quotes(Layout(model=model))


SCRAPER = Scraper(
    "acme", "Acme", "CNY", [Address("price", "https://acme.example/")], extract, at_least=0, timezone="Asia/Shanghai"
)
TABLE = "| 模型 | 输入价格 |\n| - | - |\n| {} | 2元 |"


def read(*blocks: str) -> tuple[list[str], list[str]]:
    """The prices in words, and what is unread."""
    page = "\n\n".join(["# Acme", *blocks, ""])
    found = read_document(SCRAPER, read_page(page.encode(), "acme/price"), "price")
    return [display.line(price).replace("inference  ", "") for price in found.prices], [u.text for u in found.unread]


A = "a  input  2 CNY / 1M tokens  2元"
B = "b  input  2 CNY / 1M tokens  2元"


@pytest.mark.parametrize(
    ("above", "below"),
    [
        ("All prices are per 1M tokens.", "Prices are per 1K tokens."),
        ("All prices are per 1M tokens.", "The prices in this table are per 1K tokens."),
        ("价格单位：元/百万tokens", "单位：元/千tokens"),
        ("价格单位：元/百万tokens", "上表单位为元/千tokens。"),
        ("价格单位：元/百万tokens", "更多说明。\n\n单位：元/千tokens"),
    ],
)
def test_a_unit_below_a_table_that_is_not_the_page_s_leaves_it_unread(above: str, below: str) -> None:
    page = (above, "## 对话", TABLE.format("a"), "## 旧版", TABLE.format("b"))
    assert read(*page, below) == ([A], ["2元"])
    assert read(*page, above) == read(*page) == ([A, B], [])
