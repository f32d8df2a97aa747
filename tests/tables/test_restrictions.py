"""Words that restrict a price are kept, or leave it unread, in whatever cell, heading or note of a table they stand."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from pricebook.extraction.converting import read_document
from pricebook.publish import display
from pricebook.reading import read_page
from pricebook.records import Finding
from pricebook.scraping import Layout, Page
from tests.tables.test_rows import SCRAPER


def rows_of(header: str, *rows: str, note: str = "", above: str = "# Acme 元") -> tuple[list[str], list[str]]:
    """The prices, without their amounts, and the reasons of one table."""
    page = "\n".join([above, "", header, "|-" * (header.count("|") - 1) + "|", *rows, "", note])
    scraper = replace(SCRAPER, extract=_of_any_column)
    found = read_document(scraper, read_page(page.encode(), "acme/price"), "price")
    return [display.line(price) for price in found.prices], [remark.reason for remark in found.unread]


def _of_any_column(page: Page) -> Iterator[Finding]:
    for table, model in page.price_tables("模型", "Model"):
        yield from table.quotes(Layout(model=model))


@pytest.mark.parametrize(
    ("above", "header", "row"),
    [
        ("# 元", "| 厂商 | 模型 | 输入价格（元/百万tokens） |", "| Acme † | a | 1.5 |"),
        ("# 元", "| 模型 | 类型 | 输入价格（元/百万tokens） |", "| a | 在线† | 1.5 |"),
        ("# 元", "| 模型 | 输入长度 | 输入价格（元/百万tokens） |", "| a | ≤32K † | 1.5 |"),
        ("# 元", "| 模型 † | 输入价格（元/百万tokens） |", "| a | 1.5 |"),
        ("# 元", "| 模型 | 类型† | 输入价格（元/百万tokens） |", "| a | 在线 | 1.5 |"),
        ("# 元\n\n## 价格 †", "| 模型 | 输入价格（元/百万tokens） |", "| a | 1.5 |"),
    ],
)
def test_a_note_holds_wherever_its_mark_stands(above: str, header: str, row: str) -> None:
    (price,), _ = rows_of(header, row, note="† 仅限企业客户", above=above)
    assert "‘仅限企业客户’" in price


@pytest.mark.parametrize(
    "cell",
    ["Supported for enterprise customers only", "Supported only in Singapore", "Supports batch only",
     "Supported from 2027-01-01", "Not supported outside EU", "支持企业客户"],
)  # fmt: skip
def test_what_a_model_can_do_may_say_for_whom(cell: str) -> None:
    header = "| Model | Input ($/1M tokens) | Availability |"
    assert rows_of(header, f"| a | $3 | {cell} |", above="# A")[0] == []
    able = rows_of(header, "| a | $3 | Supports vision |", "| b | $3 | 支持批量推理 |", above="# A")
    assert able == (["a  inference  input  3 USD / 1M tokens  $3", "b  inference  input  3 USD / 1M tokens  $3"], [])


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("文本/图片，仅限企业客户", "仅限企业客户"),
        ("仅文本、图片批量推理", "mode=batch"),
        ("文本/图片（2027-01-01起）", "from 2027"),
    ],
)
def test_what_stands_beside_kinds_of_input_is_kept(cell: str, said: str) -> None:
    (price,), _ = rows_of("| 模型 | 输入类型 | 输入价格（元/百万tokens） |", f"| a | {cell} | 1.5 |")
    assert said in price


@pytest.mark.parametrize(
    ("heading", "cell"),
    [("描述", "面向企业客户开放"), ("描述", "for enterprise customers, fast and cheap"), ("批量支持", "会员价"),
     ("批量支持", "轻量版，2027年1月1日起上线"), ("Estimated price", "enterprise customers only")],
)  # fmt: skip
def test_whom_a_price_is_for_is_said_in_columns_that_say_nothing_else(heading: str, cell: str) -> None:
    usual, _ = rows_of(f"| 模型 | {heading} | 输入价格（元/百万tokens） |", "| a | - | 1.5 |")
    assert rows_of(f"| 模型 | {heading} | 输入价格（元/百万tokens） |", f"| a | {cell} | 1.5 |")[0] != usual


@pytest.mark.parametrize(
    ("heading", "unread"),
    [("Estimated output ($/1M tokens)", 1), ("Estimated price, batch", 1), ("Estimated fine-tuning cost", 1),
     ("Estimated cost for enterprise customers", 1), ("Estimated monthly cost", 0)],
)  # fmt: skip
def test_a_heading_that_says_what_a_price_is_of_is_no_estimate(heading: str, unread: int) -> None:
    _, reasons = rows_of(f"| Model | Input ($/1M tokens) | {heading} |", "| a | $3 | $15 |", above="# A")
    assert len(reasons) == unread


@pytest.mark.parametrize("whose", ["Government", "Nightly", "Trial", "Startup", "Fast"])
def test_only_the_maker_that_stands_above_heads_a_column_of_models(whose: str) -> None:
    assert rows_of(f"| {whose} models | Input ($/1M tokens) |", "| a | $3 |", above="# A\n\n## Meta")[0] == []


def test_what_a_heading_says_beyond_the_scrapers_words_for_it_is_kept() -> None:
    page = "# A\n\n| Model | Price (Batch) |\n|-|-|\n| a | $3 / 1M tokens |\n"
    layout = Layout(model="Model", read_as={"Price": "Input price"})
    scraper = replace(SCRAPER, extract=lambda page: page.tables("Model")[0].quotes(layout))
    (price,) = read_document(scraper, read_page(page.encode(), "acme/price"), "price").prices
    assert price.conditions == {"mode": "batch"}


@pytest.mark.parametrize("heading", ["Base model input ($/1M tokens)", "Original model input ($/1M tokens)"])
def test_prices_of_what_was_not_trained_are_no_prices_of_what_was(heading: str) -> None:
    header = f"| Model | Training ($/1M tokens) | {heading} |"
    prices, reasons = rows_of(header, "| a | $3 | $1 |", above="# A\n\n## Fine-tuning")
    assert (len(prices), len(reasons)) == (1, 1)


@pytest.mark.parametrize(
    "sentence",
    ["Prices double above 128k tokens.", "Prices hold with thinking off.", "Prices without thinking.", "Prices in EUR.",
     "Prices are per seat.", "All prices require a yearly contract.", "价格不含思考模式。",
     "All prices exclude reasoning, which is billed at twice the price of the output.",
     "Available to enterprise customers with an annual commitment only, not to others at all."],
)  # fmt: skip
def test_a_sentence_that_begins_with_the_prices_is_understood_or_loud(sentence: str) -> None:
    header = "| Model | Input ($/1M tokens) |"
    assert rows_of(header, "| a | $3 |", note=sentence, above="# A")[0] == []
    assert rows_of(header, "| a | $3 |", above=f"# A\n\n{sentence}")[0] == []


@pytest.mark.parametrize(
    "sentence",
    ["Prices are in USD.", "Prices exclude taxes.", "以上价格含税。", "Prices are subject to change.",
     "价格以控制台为准。", "更多价格请咨询客服。", "Prices may vary."],
)  # fmt: skip
def test_what_is_said_of_all_prices_everywhere_restricts_none(sentence: str) -> None:
    found = rows_of("| Model | Input ($/1M tokens) |", "| a | $3 |", note=sentence, above="# A")
    assert found == (["a  inference  input  3 USD / 1M tokens  $3"], [])


@pytest.mark.parametrize(
    ("heading", "cell", "unread"),
    [("Batch", "Yes", 1), ("Batch", "✓", 2), ("Batch API", "Supported", 1), ("Thinking", "Yes", 1),
     ("Thinking", "No", 1), ("思考模式", "支持", 1), ("Cached", "yes", 1), ("Fine-tuned", "Yes", 1),
     ("Commitment", "1 year", 1), ("Batch", "No", 0), ("Fine-tuned", "No", 0), ("Vision", "Yes", 0),
     ("Function calling", "✓", 0), ("Batch support", "Yes", 0)],
)  # fmt: skip
def test_a_yes_below_the_name_of_a_condition_or_a_meter_is_never_lost(heading: str, cell: str, unread: int) -> None:
    prices, reasons = rows_of(f"| Model | {heading} | Input ($/1M tokens) |", f"| a | {cell} | $3 |", above="# A")
    assert (len(prices), len(reasons)) == (0 if unread else 1, unread)
