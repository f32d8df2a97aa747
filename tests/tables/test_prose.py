"""Prices in prose, models that a heading names, units of a column: what a scraper says where no table does."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from pricebook.extraction.converting import read_document
from pricebook.publish import display
from pricebook.reading import read_page
from pricebook.scraping import Address, Finding, Layout, Page, Scraper

PAGE = """# Acme 价格（元）

## 换脸

按视频时长计费，{}。

## 一键短片

| 能力 | 分辨率 | 定价 |
| - | - | - |
| 生成 | 720P | 0.4元/秒 |

## 文本

| 模型 | 价格 |
| - | - |
| acme-1 | 输入 2元/百万tokens，输出 8元/百万tokens |
| acme-2 | 输入：3元，输出：9元 |
{}
"""


def extract(page: Page) -> Iterator[Finding]:
    for found in page.find("按视频时长计费，(?P<rest>[^。]+)"):
        for price in found.find("(?<=，).+"):
            yield from page.quotes(price, found.heading, conditions={"style": "写实"})
    for table in page.tables("能力", "分辨率", "定价"):
        yield from table.quotes(Layout(named=table.headings[-1]))
    for table in page.tables("模型", "价格"):
        yield from table.quotes(Layout(model="模型", unit_of_column=True))


SCRAPER = Scraper(
    "acme", "Acme", "CNY", [Address("price", "https://acme.example/")], extract, at_least=0, timezone="Asia/Shanghai"
)


def read(price: str = "0.5元/5秒视频", row: str = "") -> tuple[list[str], list[str]]:
    """The prices in words, and the reasons of what is unread."""
    document = read_page(PAGE.format(price, row).encode(), "acme/price")
    found = read_document(SCRAPER, document, "price")
    return [display.line(each).replace("inference  ", "") for each in found.prices], [u.reason for u in found.unread]


def test_prose_headings_and_columns_say_what_a_row_does_not() -> None:
    assert read() == (
        [
            "换脸  video  duration=5 style=写实  0.5 CNY / video  0.5元/5秒视频",
            "一键短片  video  resolution=720p  0.4 CNY / second  0.4元/秒",
            "acme-1  input  2 CNY / 1M tokens  输入 2元/百万tokens",
            "acme-1  output  8 CNY / 1M tokens  输出 8元/百万tokens",
            "acme-2  input  3 CNY / 1M tokens  输入：3元",
            "acme-2  output  9 CNY / 1M tokens  输出：9元",
        ],
        [],
    )


@pytest.mark.parametrize(
    ("price", "reason"),
    [("0.5元", "no unit is printed"), ("约0.5元/5秒视频", "'约'"), ("详询客服", "'详'"), ("0.5元/5秒 通用", "'通'")],
)
def test_prose_is_read_as_a_cell_is(price: str, reason: str) -> None:
    prices, reasons = read(price)
    assert not any(line.startswith("换脸") for line in prices)
    assert [reason in found for found in reasons] == [True]


def test_a_column_of_two_units_lends_none() -> None:
    prices, reasons = read(row="| acme-3 | 输入 0.1元/千tokens |")
    assert not any(line.startswith("acme-2") for line in prices)
    assert len(reasons) == 2


@pytest.mark.parametrize(
    "price", ["1\u200b0元/5秒视频", "\u202e5.01元/5秒视频", "5.01元/5秒视频，\u2067通用"], ids=ascii
)
def test_prose_in_which_something_is_hidden_is_unread(price: str) -> None:
    prices, reasons = read(price)
    assert not any(line.startswith("换脸") for line in prices)
    assert any("nobody sees" in reason for reason in reasons)


def test_characters_that_a_scraper_cut_out_of_a_number_are_no_price() -> None:
    def cut(page: Page) -> Iterator[Finding]:
        for found in page.find("[0-9.]+元/张"):
            yield from page.quotes(found, "acme-1", meter="image")

    def prices(line: str) -> list[str]:
        found = read_document(replace(SCRAPER, extract=cut), read_page(f"# Acme\n\n{line}\n".encode(), "acme"), "price")
        return [str(price.amount) for price in found.prices]

    assert prices("每张 0.5元/张") == ["0.5"]
    assert prices("每张 1\u200b0.5元/张") == []
    assert prices("\u202e每张 5.0元/张") == []


@pytest.mark.parametrize(
    ("around", "told"),
    [
        ("{}\n\nSee our docs.", "acme-1  usage  free  Free"),
        ("Batch\n\n{}", "acme-1  usage  mode=batch  free  Free"),
        ("For students\n\nSome words.\n\n{}", "acme-1  usage  ‘students’  free  Free"),
        ("{}\n\nBatch API only", "the line 'Batch API only' below the table may restrict it"),
    ],
)
def test_lines_around_a_price_that_is_a_paragraph_restrict_it_as_they_would_a_table(around: str, told: str) -> None:
    def free(page: Page) -> Iterator[Finding]:
        for found in page.find("^Free$"):
            yield from page.quotes(found, found.heading, meter="usage")

    page = f"# 元\n\n## acme-1\n\n{around.format('Free')}\n\n## More\n\nBatch\n"
    found = read_document(replace(SCRAPER, extract=free), read_page(page.encode(), "acme/price"), "price")
    lines = [display.line(each).replace("inference  ", "") for each in found.prices]
    assert [*lines, *(each.reason for each in found.unread)] == [told]
