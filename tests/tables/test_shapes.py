"""Where models stand: in a column, side by side, or in the heading above. A scraper writes the same for each."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from pricebook.errors import ScraperError
from pricebook.extraction.converting import read_document
from pricebook.extraction.kept import store
from pricebook.publish import display
from pricebook.reading import read_page
from pricebook.scraping import Finding, Layout, Page
from pricebook.units import text
from tests.tables.test_rows import SCRAPER


def read(page: str) -> tuple[list[str], list[str]]:
    found = read_document(SCRAPER, read_page(page.encode(), "acme/price"), "price")
    lines = [" ".join(display.line(price).replace("inference", "").split()) for price in found.prices]
    return lines, [remark.reason for remark in found.unread]


BESIDE = """# Acme 价格（元）

| 模型 | acme-s | acme-l |
| --- | --- | --- |
| 上下文长度 | 128K | 1M |
| 联网搜索 | 支持 | 不支持 |
| 价格（每百万 tokens 输入） | 1元 | 2元 |
| 价格（每百万 tokens 输出） | 4元 | 8元 |
"""


def test_models_side_by_side_have_the_rows_as_columns() -> None:
    assert read(BESIDE) == (
        [
            "acme-s input 1 CNY / 1M tokens 1元", "acme-s output 4 CNY / 1M tokens 4元",
            "acme-l input 2 CNY / 1M tokens 2元", "acme-l output 8 CNY / 1M tokens 8元",
        ],
        [],
    )  # fmt: skip


def test_a_price_of_a_turned_table_stands_where_it_is_printed() -> None:
    found = read_document(SCRAPER, read_page(BESIDE.encode(), "acme/price"), "price")
    assert [(price.where.row, price.where.column) for price in found.prices] == [
        (3, "acme-s"), (4, "acme-s"), (3, "acme-l"), (4, "acme-l")
    ]  # fmt: skip


LABELLED = """<html><body><h1>Acme 价格</h1><table>
<tr><td colspan="3">模型</td><td>acme-s</td><td>acme-l</td></tr>
<tr><td rowspan="3">价格</td><td rowspan="2">百万 tokens 输入</td><td>低谷时段</td><td>1元</td><td>2元</td></tr>
<tr><td>高峰时段</td><td colspan="2">3元</td></tr>
<tr><td colspan="2">百万 tokens 输出</td><td>4元</td><td>5元</td></tr>
</table></body></html>"""


def test_several_labels_of_a_row_are_one_heading_and_a_lone_amount_is_of_every_model() -> None:
    assert read(LABELLED) == (
        [
            "acme-s input mode=off-peak 1 CNY / 1M tokens 1元", "acme-s input mode=peak 3 CNY / 1M tokens 3元",
            "acme-s output 4 CNY / 1M tokens 4元",
            "acme-l input mode=off-peak 2 CNY / 1M tokens 2元", "acme-l input mode=peak 3 CNY / 1M tokens 3元",
            "acme-l output 5 CNY / 1M tokens 5元",
        ],
        [],
    )  # fmt: skip


def test_a_row_that_nobody_knows_costs_nothing_and_one_that_restricts_is_kept() -> None:
    lines, unread = read(BESIDE.replace("联网搜索 | 支持 | 不支持", "适用客户 | 企业版 | 个人版"))
    assert unread == []
    assert all("‘企业版’" in line for line in lines[:2])
    lines, unread = read(BESIDE.replace("联网搜索 | 支持 | 不支持", "计费方式 | Batch | 在线推理"))
    assert [("mode=batch" in line) for line in lines] == [True, True, False, False]


HEADED = """# Acme 模型

## {heading}

| 单次请求的输入Token数 | 输入价格（每千Token） | 输出价格（每千Token） |
| --- | --- | --- |
| 0<Token≤32K | 0.001元 | 0.002元 |
"""


def test_the_heading_above_may_be_the_model() -> None:
    lines, unread = read(HEADED.format(heading="acme-max"))
    assert [line.split()[0] for line in lines] == ["acme-max", "acme-max"]
    assert unread == []


@pytest.mark.parametrize("heading", ["文本模型", "Step 1", "按量计费", "Batch"])
def test_another_heading_is_no_model(heading: str) -> None:
    lines, unread = read(HEADED.format(heading=heading))
    assert lines == []
    assert len(unread) == 2


def test_rows_may_be_meters_and_columns_plans_below_a_model() -> None:
    page = (
        "# Prices\n\n## acme-1.5\n\n"
        "|  | Free tier, per 1M tokens in CNY | Paid tier, per 1M tokens in CNY |\n| --- | --- | --- |\n"
        "| Input price | Free of charge | ￥1 |\n| Output price | Free of charge | ￥2 |\n"
    )
    lines, unread = read(page)
    assert unread == []
    assert [line for line in lines if "paid" in line] == [
        "acme-1.5 input plan=paid 1 CNY / 1M tokens ￥1", "acme-1.5 output plan=paid 2 CNY / 1M tokens ￥2"
    ]  # fmt: skip


def test_of_two_columns_of_names_the_one_that_programs_write_is_the_model() -> None:
    page = (
        "# Acme 价格（元）\n\n| 模型 | 模型名称 | 子项 | 在线推理 | 批量推理 | 单位 |\n|" + " --- |" * 6 + "\n"
        "| Acme 4 | acme-4-128k | 输入 | 0.8 | 0.4 | 元/百万tokens |\n"
        "| Acme 4 | acme-4-128k | 输出 | 3.2 | - | 元/百万tokens |\n"
    )
    assert read(page) == (
        [
            "acme-4-128k input 0.8 CNY / 1M tokens 0.8", "acme-4-128k input mode=batch 0.4 CNY / 1M tokens 0.4",
            "acme-4-128k output 3.2 CNY / 1M tokens 3.2",
        ],
        [],
    )  # fmt: skip


def test_a_column_of_somebodys_models_needs_no_name() -> None:
    page = """# Prices in USD

## Acme Labs

| Acme Labs models | Price per 1,000 input tokens | Price per 1,000 output tokens (batch) |
| --- | --- | --- |
| Chat One (7B) | $0.002 | $0.003 |

| Modèle | Input, per 1M tokens |
| --- | --- |
| Chat Two | $4 |

| Supported models | Price per image |
| --- | --- |
| Chat One | $0.1 |
"""

    def extract(page: Page) -> Iterator[Finding]:
        for table, model in page.price_tables():
            yield from table.quotes(Layout(model=model))

    found = read_document(replace(SCRAPER, currency="USD", extract=extract), read_page(page.encode(), "acme"), "price")
    assert [(price.model, price.meter, text(price.amount)) for price in found.prices] == [
        ("Chat One (7B)", "input", "2"), ("Chat One (7B)", "output", "3"), ("Chat Two", "input", "4"),
    ]  # fmt: skip
    assert len(found.unread) == 1


SPOKEN = """# Prices in USD

| Model | Input, per 1M tokens | Output, per 1M tokens |
| --- | --- | --- |
| Acme Chat 4 | $3 | $15 |
| Acme Chat 4.5 | $3 | $15 |
| Acme Chat 3 | $1 | $5 |

## Long context pricing

With Acme Chat 4 or Chat 4.5, requests with more than 200K input tokens cost more:

{note}

| ≤ 200K input tokens | > 200K input tokens |
| --- | --- |
| Input: $3 / MTok | Input: $6 / MTok |
| Output: $15 / MTok | Output: $22.50 / MTok |

Long context pricing goes with:
"""


@pytest.mark.parametrize(
    ("note", "unread"),
    [("More in the guide.", 0), ("Only for Chat 4.", 4), ("It is not there for Chat 4 or Chat 4.5.", 4)],
)
def test_models_may_stand_in_the_sentence_above(note: str, unread: int) -> None:
    def extract(page: Page) -> Iterator[Finding]:
        for table, model in (*page.price_tables(), *page.named_above()):
            yield from table.quotes(Layout(model=model))

    scraper = replace(SCRAPER, currency="USD", extract=extract)
    document = read_page(SPOKEN.format(note=note).encode(), "acme")
    found = read_document(scraper, document, "price")
    long = [
        (p.model, p.meter, text(p.amount)) for p in found.prices if p.conditions == {"input_tokens": {"gt": 200000}}
    ]
    assert long == ([] if unread else [
        ("Acme Chat 4", "input", "6"), ("Acme Chat 4.5", "input", "6"),
        ("Acme Chat 4", "output", "22.5"), ("Acme Chat 4.5", "output", "22.5"),
    ])  # fmt: skip
    assert len(found.unread) == unread
    kept, again = store(scraper, document, "price")
    assert [price.id for price in again.prices] == [price.id for price in found.prices]
    assert "With Acme" not in kept


LOST = """# Acme 价格（元）

**模型| acme-s^(1)^| acme-l
---|---|---
模型版本| acme
（思考）| acme
（不思考）
上下文长度| 1M
功能| 工具| 支持| 不支持
FIM| 仅非思考模式支持| 支持
价格| 百万 tokens 输入| 空闲时段| 1元| 2元
高峰时段| 3元| 4元
百万 tokens 输出| 空闲时段| 5元
高峰时段| 6元
**

(1) acme-0 将于 2030/07/24 弃用，届时不再提供。二者分别对应 acme-s 的思考与非思考模式。
"""


def test_models_side_by_side_whose_spans_were_lost_have_all_labels_and_values_again() -> None:
    prices, reasons = read(LOST)
    assert reasons == []
    assert prices == [
        f"{model} {meter} mode={mode} {amount} CNY / 1M tokens {amount}元"
        for model, amounts in (("acme-s", "1356"), ("acme-l", "2456"))
        for meter, mode, amount in zip(
            ("input", "input", "output", "output"), ("off-peak", "peak", "off-peak", "peak"), amounts, strict=True
        )
    ]


@pytest.mark.parametrize(
    "row", ["单价 | 首月 | 3元", "思考 | 内部 | 3元", "批量价格", "a | b | c | d | 1元 | 2元 | 3元"]
)
def test_a_row_that_can_be_read_in_two_ways_leaves_the_table_unread(row: str) -> None:
    prices, reasons = read(LOST.replace("上下文长度| 1M", row))
    assert prices == []
    assert reasons


def test_a_day_of_models_side_by_side_that_nobody_says_begins_or_ends_is_no_price_of_today() -> None:
    page = "# Acme（元）\n\n| 模型 | acme-1 | acme-2 |\n|-|-|-|\n| 输入（元/百万tokens） | 0.5 | 1 |\n"
    page += "| {} | 2027-01-01{} | - |\n"
    assert len(read(page.format("发布日期", ""))[0]) == 2
    for heading in ("生效日期", "失效日期", "Effective date"):
        prices, reasons = read(page.format(heading, ""))
        assert (["acme-2" in price for price in prices], len(reasons)) == ([True], 1)
        assert "begins or ends" in reasons[0]
    assert "from 2027-01-01" in read(page.format("生效日期", "起"))[0][0]


ABOVE = "# Prices\n\n## Acme 2\n\nacme-2-generate, acme-2-fast-generate\n\n"
"""Two models above a table."""
VARIANTS = f"{ABOVE}|  | Free Tier | Paid Tier, per image in USD |\n| - | - | - |\n"


def test_a_row_may_say_which_of_the_models_above_it_is_of() -> None:
    lines, unread = read(
        f"{VARIANTS}| Acme 2 Standard image price (default) | Not available | $0.04 |\n"
        "| Acme 2 Fast image price | Not available | $0.02 |\n| Used to improve | Yes | No |\n"
    )
    assert (lines, unread) == (
        [
            "acme-2-generate image plan=paid 0.04 USD / image $0.04",
            "acme-2-fast-generate image plan=paid 0.02 USD / image $0.02",
        ],
        [],
    )


@pytest.mark.parametrize("other", ["Acme 2 Turbo image price", "Acme 2 image price", "Acme 2.1 Standard image price"])
def test_a_row_of_a_model_that_nobody_can_tell_is_loud(other: str) -> None:
    lines, unread = read(f"{VARIANTS}| {other} | Not available | $0.04 |\n| Acme 2 Fast image price | - | $0.02 |\n")
    assert (lines, len(unread)) == ([], 2)


def test_below_the_labels_of_several_tabs_nobody_can_tell_whose_a_price_is() -> None:
    lines, unread = read(
        "# Prices\n\n## Acme 2\n\nacme-2\n\n[Standard](https://a.example/p#standard)[Batch](https://a.example/p#batch)\n\n"
        "|  | Free Tier | Paid Tier, per 1M tokens in USD |\n| - | - | - |\n| Input price | Not available | $2 |\n"
    )
    assert (lines, len(unread)) == ([], 1)


def test_what_is_free_alone_has_the_unit_of_the_plan_beside_it() -> None:
    lines, unread = read(
        "# Prices\n\n## acme-2\n\n|  | Free Tier | Paid Tier, per 1M tokens in CNY |\n| - | - | - |\n"
        "| Input price | Free of charge | Not available |\n"
    )
    assert (lines, unread) == (["acme-2 input plan=free free Free of charge"], [])


def test_a_column_may_sell_another_service_than_its_table() -> None:
    page = "# 元\n\n| 模型 | 输入（元/百万 tokens） | 联网（元/次） |\n|-|-|-|\n| a | 2 | 0.1 |\n"
    layout = Layout(
        model="模型", read_as={"联网（元/次）": "价格（元/次）"}, services={"联网（元/次）": "tool", "插件": "tool"}
    )
    scraper = replace(SCRAPER, extract=lambda page: page.tables("模型")[0].quotes(layout))
    found = read_document(scraper, read_page(page.encode(), "acme/price"), "price")
    assert [(price.service, price.meter) for price in found.prices] == [("inference", "input"), ("tool", "request")]
    with pytest.raises(ScraperError, match="no service is called"):
        Layout(model="模型", services={"联网": "tools"})


SIDES = "# Acme 价格（元）\n\n| 模型 | a-1 | a-2 |\n| --- | --- | --- |\n"


@pytest.mark.parametrize(
    "last", ["| 百万 tokens 输出 | 1.5 | 2 |", "| 百万 tokens 输出 | 1.5 |", "| 功能 | 工具 | 支持 | 支持 |"]
)
def test_a_bracket_below_a_row_of_values_may_be_of_all_of_them(last: str) -> None:
    prices, reasons = read(SIDES + f"| 价格 | 百万 tokens 输入 | 0.5 | 1 |\n{last}\n| （仅限企业客户） |\n")
    assert prices == []
    assert reasons


def test_a_bracket_below_one_value_for_all_models_is_of_that_row() -> None:
    prices, reasons = read(SIDES + "| 价格 | 百万 tokens 输入 | 0.5 | 1 |\n| 上下文长度 | 1M |\n| （仅限企业客户） |\n")
    assert reasons == []
    assert [price.count("仅限企业客户") for price in prices] == [1, 1]


@pytest.mark.parametrize("last", ["百万 tokens 缓存命中", "缓存存储（元/百万 tokens/小时）"])
def test_a_group_that_says_something_may_end_above_a_label_that_needs_none(last: str) -> None:
    rows = f"| 百万 tokens 输入 | 0.5 | 1 |\n| 批量推理 | 百万 tokens 输出 | 1.5 | 2 |\n| {last} | 0.1 | 0.2 |\n"
    prices, reasons = read(SIDES + rows)
    assert prices == []
    assert reasons


def test_a_group_of_prices_reaches_all_rows_below() -> None:
    rows = (
        "| 价格 | 百万 tokens 输入 | 0.5 | 1 |\n| 百万 tokens 输出 | 1.5 | 2 |\n| 百万 tokens 缓存命中 | 0.1 | 0.2 |\n"
    )
    prices, reasons = read(SIDES + rows)
    assert (len(prices), reasons) == (6, [])
