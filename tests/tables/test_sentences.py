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


NOTED = "| 模型 | 输入价格（元/百万tokens） |\n| - | - |\n| acme-1† | 2 |"


@pytest.mark.parametrize(
    "note",
    [
        "acme-0 将于 2026/07/24 弃用。acme-1 对应的是批量推理价格。",
        "acme-0 将于 2026/07/24 弃用。acme-1 的价格对应企业客户。",
        "acme-0 将于 2026/07/24 弃用，价格仅限企业客户。",
        "acme-0 将于 2026/07/24 弃用。二者分别对应 acme-1 的两种模式，仅限企业客户。",
        "Acme-1 批量推理将于 2027/01/01 下线。",
        "acme-1 指向 acme-1-0901，训练价格。",
        "acme-1 指向 acme-1-0901，仅限企业客户。",
        "acme-0 points to acme-1, prices before tax.",
        "acme-0 points to acme-1, billed per request.",
        "acme-0 points to acme-1, which excludes cached tokens.",
        "acme-0 points to acme-1 billed as fine-tuned.",
        "acme-0 指向 acme-1，预付费。",
        "acme-0 指向 acme-1，仅支持非思考模式。",
        "acme-0 指向 acme-1，将于 2026/07/24 弃用。",
        "acme-0 将于 2026/07/24 弃用，价格含税。",
        "acme-0 将于 2026/07/24 弃用。二者分别对应 acme-1 的批量推理。",
        "价格按美元计。",
    ],
)
def test_a_note_that_restricts_the_model_is_not_taken_for_one_on_others(note: str) -> None:
    assert read(NOTED, f"† {note}") == ([], ["2"])


def test_a_note_on_other_models_says_nothing_of_the_one_that_carries_it() -> None:
    usual = ["acme-1  input  2 CNY / 1M tokens  2"]
    for note in (
        "acme-0 将于 2026/07/24 弃用。二者分别对应 acme-1 的非思考与思考模式。",
        "acme-1 指向 acme-1-0901。",
        "acme-1 于 2026-09-01 起指向 acme-1-0901。",
        "acme-0 points to acme-1.",
        "acme-0 将于 2026/07/24 弃用。出于兼容考虑，二者分别对应 acme-1 的非思考与思考模式。",
    ):
        assert read(NOTED, f"† {note}") == (usual, [])
    (price,), _ = read(NOTED, "† acme-1 指向 acme-1-0901，2027-01-01 起生效。")
    assert "from 2027-01-01" in price


@pytest.mark.parametrize(
    "blocks",
    [
        (NOTED, NOTED.replace("acme-1", "acme-2")),
        (NOTED,),
        ("### 文本", NOTED, "### 语音", NOTED.replace("acme-1", "acme-2")),
    ],
)
def test_below_tabs_of_which_one_restricts_a_table_is_unread_if_its_own_is_not_known(blocks: tuple[str, ...]) -> None:
    tabs = "[标准](https://a.example/p#标准)[{0}](https://a.example/p#{0})"
    prices, unread = read(tabs.format("批量推理"), *blocks)
    assert (prices, {*unread}) == ([], {"2"})
    assert read(tabs.format("常见问题"), *blocks) == read(*blocks)
    assert ["mode=batch" in price for price in read(tabs.format("批量推理"), NOTED, NOTED)[0]] == [False, True]


@pytest.mark.parametrize(
    "line",
    [
        "These prices are for enterprise customers only.",
        "The above prices are for enterprise customers who have signed a contract.",
        "Prices shown are only valid in data centers of the Singapore region.",
        "更多说明见文档。这些价格仅适用于已经签署年度框架协议的企业客户，其他客户请与销售团队联系以获得报价，谢谢理解与支持。",
    ],
)
def test_a_long_line_below_a_table_that_restricts_its_prices_leaves_them_unread(line: str) -> None:
    table = NOTED.replace("†", "")
    assert read(table, line) == ([], ["2"])
    for other in (
        "Contact our team for enterprise customers and any further questions.",
        "Prices are shown per million tokens and do not include any local taxes.",
        "价格仅供参考，实际的费用以控制台最终出具的账单为准，如有任何疑问请随时联系我们的工作人员。",
    ):
        assert read(table, other) == read(table)


def test_a_sentence_on_prices_between_two_tables_may_be_of_the_first() -> None:
    first, second = NOTED.replace("†", ""), NOTED.replace("acme-1†", "acme-2")
    assert read(first, "These prices are for enterprise customers only.", second)[0] == []
    assert read(first, "More of them stands in the table that follows below.", second) == read(first, second)
