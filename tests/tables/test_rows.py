"""Tables to quotes: what surrounds an amount decides what it is, or it stays unread with the reason."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pricebook.extraction.converting import read_document
from pricebook.phrases.lexicon import LEXICON
from pricebook.publish import display
from pricebook.reading import read_page
from pricebook.reading.document import Document, Heading, Row, Table
from pricebook.scraping import Address, Layout, Page, Scraper
from pricebook.vocabulary import CURRENCY_MARKS


def extract(page: Page):  # type: ignore[no-untyped-def]
    for table, model in page.price_tables("模型", "模型名称"):
        yield from table.quotes(Layout(model=model))


SCRAPER = Scraper(
    "acme", "Acme", "CNY", [Address("price", "https://acme.example/")], extract, at_least=0, timezone="Asia/Shanghai"
)


def read(*lines: str) -> tuple[list[str], list[str]]:
    """The prices in words, and the reasons of what is unread."""
    header, *rows = lines
    rule = "|" + " - |" * (header.count("|") - 1)
    page = "\n".join(["# Acme 元", "", header, rule, *rows, ""])
    found = read_document(SCRAPER, read_page(page.encode(), "acme/price"), "price")
    return [display.line(price).replace("inference  ", "") for price in found.prices], [u.reason for u in found.unread]


@pytest.mark.parametrize(
    ("header", "row", "expected"),
    [
        ("| 模型 | 价格（元/张） |", "| a | 0.35 |", "a  image  0.35 CNY / image  0.35"),
        ("| 模型 | 单位 | 输入价格 |", "| a | 1M tokens | ￥2 |", "a  input  2 CNY / 1M tokens  ￥2"),
        ("| 模型 | 单位 | 价格 |", "| a | 张 | 2元 |", "a  image  2 CNY / image  2元"),
        ("| 模型 | 输入（元/千tokens） |", "| a | 0.002 |", "a  input  2 CNY / 1M tokens  0.002"),
        ("| 模型 | 价格（元/秒） | 分类 |", "| a | 0.5 | 文生视频 |",
         "a  video  task=text-to-video  0.5 CNY / second  0.5"),
        ("| 模型 | 价格（元） | 时长 | 分类 |", "| a | 2 | 5秒 | 图生视频 |",
         "a  video  duration=5 task=image-to-video  2 CNY / video  2"),
        ("| 模型 | 输入长度 | 输入价格 |", "| a | ≤32K | 2元/百万 tokens |",
         "a  input  input_tokens<=32000  2 CNY / 1M tokens  2元/百万 tokens"),
        ("| 模型 | 输入长度（千 token） | 输入价格 |", "| a | [0, 32] | 2元/百万 tokens |",
         "a  input  0<=input_tokens<=32000  2 CNY / 1M tokens  2元/百万 tokens"),
        ("| 模型 | 条件（千 token） | 输出价格 |", "| a | 输入长度 [0, 32]<br>且输出长度 (0.2,+∞) | 8元/百万 tokens |",
         "a  output  0<=input_tokens<=32000 output_tokens>200  8 CNY / 1M tokens  8元/百万 tokens"),
        ("| 模型 | 输入价格（元/百万tokens） |", "| a | 免费 |", "a  input  free  免费"),
        ("| 模型 | 价格 |", "| a | 独立部署：10元/小时 |",
         "a  deployment  instance  10 CNY / instance-hour  独立部署：10元/小时"),
        ("| 模型 | 价格 |", "| 基于a训练出来的模型 | 独立部署：10元/小时 |",
         "a  deployment  instance  fine_tuned  10 CNY / instance-hour  独立部署：10元/小时"),
        ("| 模型 | 价格 |", "| a<br>试用 | 1元/张 |", "a  image  1 CNY / image  1元/张"),
        ("| 模型 | 输入图单价（元/张） |", "| a | 0.02 |", "a  image  input_modality=image  0.02 CNY / image  0.02"),
        ("| 模型 | 价格（元/千次） | 说明 |", "| a | 4 | 实时搜索公开内容，每月提供2万次免费额度。 |",
         "a  request  0.004 CNY / request  4"),
        ("| 模型 | LoRA精调（元/百万token） |", "| a | 50 |",
         "a  training  training  method=lora  50 CNY / 1M tokens  50"),
        ("| 模型 | 训练单价（元/小时） |", "| a | 25 |", "a  training  instance  25 CNY / instance-hour  25"),
        ("| 模型 | 计费单位 | 独立部署价格（元） |", "| a | 包月预付费 | 900 |",
         "a  deployment  instance  900 CNY / instance-month  900"),
        ("| 模型 | 计费方式 | 输入 |", "| a | 小时后付费 | 1.92 元/每10K TPM/小时 |",
         "a  input  0.192 CNY / 1K TPM-hour  1.92 元/每10K TPM/小时"),
        ("| 模型 | 输入（非音频）<br>元/百万token |", "| a | 1.6 |",
         "a  input  modality=text+image+video  1.6 CNY / 1M tokens  1.6"),
        ("| 模型 | 输入<br>元/百万token |", "| a-1<br>含 250415、250428 版本 | 1.6 |",
         "a-1  input  1.6 CNY / 1M tokens  1.6"),
        ("| 模型 | 价格 | 心情 |", "| a | 1元/张 | 好 |", "a  image  ‘好’  1 CNY / image  1元/张"),
        ("| 模型 | 分辨率 | 价格（元/秒） |", "| a | 720P 及以下 | 0.5 |",
         "a  video  resolution=720p 及以下  0.5 CNY / second  0.5"),
        ("| 模型 | 分辨率 | 价格 |", "| a | 2K以上 | 1元/张 |", "a  image  resolution=2K 以上  1 CNY / image  1元/张"),
        ("| 模型 | 分辨率 | 价格 |", "| a | 不区分 | 0.5元/张 |", "a  image  0.5 CNY / image  0.5元/张"),
        ("| 模型 | 生成功能 | 价格（元/秒） |", "| a | 文 / 图生视频 6s | 0.5 |",
         "a  video  duration=6 task=text-to-video+image-to-video  0.5 CNY / second  0.5"),
        ("| 模型 | 生成功能 | 价格（元/秒） |", "| a | 图生视频 - 首尾帧 | 0.5 |",
         "a  video  task=image-to-video+start-end-to-video  0.5 CNY / second  0.5"),
        ("| 模型 | Token 用量 | 价格 |", "| a | 第六张起20,000 tokens/张 | 2元/张 |",
         "a  image  2 CNY / image  2元/张"),
        ("| 模型 | 功能 | 价格（元/张） |", "| a | 参考生图（1~3张） | 0.5 |",
         "a  image  ‘1~3张’ task=image-to-image  0.5 CNY / image  0.5"),
        ("| 模型 | 训练版本 | LoRA微调单价 |", "| a | 32k | 0.1 元 / 千tokens |",
         "a  training  training  method=lora spec=32k  100 CNY / 1M tokens  0.1 元 / 千tokens"),
        ("| 模型 | 输入模态 | 输出单价 |", "| a | 图片、视频<br>文件、文本 | 4元/百万tokens |",
         "a  output  4 CNY / 1M tokens  4元/百万tokens"),
        ("| 模型 | 多模态支持 | 单价 |", "| a | 文本、音频 | 6元/次 |", "a  request  6 CNY / request  6元/次"),
        ("| 模型 | 分类 | 价格 |", "| a | 音乐生成 | 1元/首 |", "a  song  1 CNY / song  1元/首"),
        ("| 模型 | 价格 | 出图耗时（秒） | 并发上限 |", "| a | 1元/张 | 3.5-4 | 5 |",
         "a  image  1 CNY / image  1元/张"),
        ("| 模型 | 价格 | 分辨率 |", "| a | 1元/张 | 720p，1080p |",
         "a  image  resolution=720p+1080p  1 CNY / image  1元/张"),
        ("| 模型 | 价格 | 分辨率 |", "| a | 1元/张 | 720p / 1080p |",
         "a  image  resolution=720p+1080p  1 CNY / image  1元/张"),
        ("| 模型 | 价格 |", "| a | 1元/分钟（有声） |", "a  video  audio  1 CNY / minute  1元/分钟"),
    ],
)  # fmt: skip
def test_the_nearest_place_that_prints_it(header: str, row: str, expected: str) -> None:
    assert read(header, row) == ([expected], [])


@pytest.mark.parametrize(
    ("header", "row", "reason"),
    [
        ("| 模型 | 价格（元） |", "| a | 0.35 |", "no unit is printed"),
        ("| 模型 | 价格（元/秒） |", "| a | 0.35 |", "cannot tell what is counted by the second"),
        ("| 模型 | 价格（元/百万tokens） |", "| a | 2 |", "cannot tell what is counted by the token"),
        ("| 模型 | 输入价格 |", "| a | 1元/次 |", "input is not counted by the request"),
        ("| 模型 | 输入价格 |", "| a | 输出 1元/百万tokens |", "input and output for one price"),
        ("| 模型 | 价格 |", "| a | 1元/分钟 |", "cannot tell what is counted by the minute"),
        ("| 模型 | 价格 | 分类 |", "| a | 1元/3张 | 文生图 |", "no exact price"),
        ("| 模型 | 价格 | 心情 |", "| a | 1元/张 | 好3 |", "the column '心情'"),
        ("| 模型 | 价格 | 分类 |", "| a | 1元/张 | 图生诗起 |", "the cell '图生诗起'"),
        ("| 模型 | 价格 | 分辨率 |", "| a | 1元/张 | 720p 1080p |", "two values of resolution"),
        ("| 模型 | 价格 |", "|  | 1元/张 |", "no model stands under"),
        ("| 模型 | 价格 |", "| ~~a~~ | 1元/张 |", "struck through"),
        ("| 模型 | 价格 |", "| a | 1元/张 | b |", "3 cells under 2 headings"),
        ("| 模型 | 节假日价格 |", "| a | 1元/张 |", "does not know the word '节'"),
    ],
)
def test_what_no_place_prints_is_unread(header: str, row: str, reason: str) -> None:
    prices, reasons = read(header, row)
    assert prices == []
    assert reasons
    assert all(reason in found for found in reasons)


LOST = ("| a | ≤8K | 1元/百万tokens |", "| 8K<长度≤32K | 2元/百万tokens |", "| 长度>32K | 3元/百万tokens |")


def test_rows_that_lost_their_first_cell_are_of_the_model_above() -> None:
    prices, unread = read("| 模型 | 输入长度 | 输入价格 |", *LOST)
    assert unread == []
    assert prices[1] == "a  input  8000<input_tokens<=32000  2 CNY / 1M tokens  2元/百万tokens"


def test_a_single_short_row_may_be_damage() -> None:
    prices, unread = read("| 模型 | 输入长度 | 输入价格 |", *LOST[:2])
    assert unread
    assert all("2元" not in price for price in prices)


def test_a_price_that_may_be_of_two_rows_is_unread() -> None:
    prices, unread = read(
        "| 模型 | 类型 | 输入价格（元/百万tokens） | 输出价格（元/百万tokens） |",
        "| a | 非思考 | 1元 | 2元 |",
        "| b | 非思考 | 3元 | 4元 |",
        "| 思考 | 5元 |",
    )
    assert [price.split()[0] for price in prices] == ["a", "a"]
    assert len(unread) == 4


def test_a_short_row_without_a_price_of_its_own_is_said() -> None:
    _, unread = read("| 模型 | 说明 | 输入价格（元/百万tokens） |", "| a | 快 | 1元 |", "| b | 慢 |")
    assert unread == ["the row has 2 cells under 3 headings"]


def test_several_models_in_a_cell_have_the_price_each() -> None:
    prices, _ = read("| 模型 | 价格 |", "| a-1<br>a-2 | 1元/张 |")
    assert [line.split()[0] for line in prices] == ["a-1", "a-2"]


def test_the_page_lends_its_currency_only_if_it_prints_one_alone() -> None:
    assert read("| 模型 | 输入价格 |", "| a | 1/百万tokens |")[1] == []
    assert read("| 模型 | 输入价格 |", "| a | 1/百万tokens |", "| b | $1/百万tokens |")[1] == [
        "no currency is printed for it, in its cell, its heading or alone on the page"
    ]


def test_an_unsaid_price_keeps_what_is_said_of_it() -> None:
    page = "# Acme 元\n\n### Batch\n\n| 模型 | 价格 |\n| - | - |\n| a（企业版） | 输出 2元/音色 |\n"
    (unsaid,) = read_document(SCRAPER, read_page(page.encode(), "acme/price"), "price").unsaid
    assert unsaid.conditions == {"as_printed": ["企业版"], "mode": "batch"}
    assert unsaid.meters == ["output"]


def test_kinds_of_input_that_tell_rows_of_a_model_apart_are_their_conditions() -> None:
    prices, _ = read("| 模型 | 输入类型 | 输入单价（元/百万tokens） |", "| a | 文本/图片 | 4 |", "| a | 音频 | 8 |")
    assert [price.split("  ")[2] for price in prices] == ["modality=text+image", "modality=audio"]


def test_a_column_of_prices_that_nobody_can_say_needs_no_heading_that_is_understood_and_keeps_what_is_free() -> None:
    page = "# 元\n\n| 模型 | 私有心情 |\n|-|-|\n| a | 1元/算力单元/天 |\n| b | 免费 |\n"
    layout = Layout(model="模型", unsaid={"私有心情": "no mood is sold"})
    scraper = replace(SCRAPER, extract=lambda page: page.tables("模型")[0].quotes(layout))
    found = read_document(scraper, read_page(page.encode(), "acme/price"), "price")
    assert ([each.per for each in found.unsaid], [price.meter for price in found.prices]) == (
        ["computing unit / day"], ["usage"],
    )  # fmt: skip


@pytest.mark.parametrize(
    ("heading", "regions"),
    [
        ("Meta's Llama models", [None, "Singapore"]),
        ("Qwens' models", [None, "Singapore"]),
        ("Erewhon models", ["Singapore"]),
    ],
)
def test_whose_models_they_are_is_no_place(heading: str, regions: list[str | None]) -> None:
    row = "| Model | Price |\n|-|-|\n| a-1 | Input: $2 / 1M tokens |\n"
    page = f"# Acme\n\n## {heading}\n\n{row}\n## Singapore\n\n{row}"
    scraper = replace(
        SCRAPER,
        currency="USD",
        extract=lambda page: (q for t in page.tables("Model") for q in t.quotes(Layout("Model"))),
    )
    found = read_document(scraper, read_page(page.encode(), "acme/price"), "price")
    assert [price.conditions.get("region") for price in found.prices] == regions
    assert len(found.unread) == 2 - len(regions)


def test_what_nobody_can_say_has_the_unit_of_its_own_heading_and_not_the_page_s() -> None:
    page = "# Acme\n\nPrices are per 1M tokens.\n\n| Model | Storage (per month per model) |\n|-|-|\n| a-1 | $2 |\n"
    layout = Layout(model="Model", unsaid={"Storage (per month per model)": "no unit is a month of a model"})
    scraper = replace(SCRAPER, currency="USD", extract=lambda page: page.tables("Model")[0].quotes(layout))
    (unsaid,) = read_document(scraper, read_page(page.encode(), "acme/price"), "price").unsaid
    assert unsaid.per == "month per model"


def test_a_note_that_spans_all_cells_but_the_label_is_no_row() -> None:
    note = "说明：音色在首次使用时计费 200 次"
    prices, reasons = read(
        "| 分类 | 模型 | 价格 |", "| 语音 | a | 1元/首 |", f"| 语音 | {note} | {note} |", "| 语音 | b | 2元/首 |"
    )
    assert ([line.split()[0] for line in prices], reasons) == (["a", "b"], [])
    note = "说明：以上为批量价格"
    prices, _ = read("| 分类 | 模型 | 价格 |", "| 语音 | a | 1元/首 |", f"| 语音 | {note} | {note} |")
    assert ["mode=batch" in line for line in prices] == [True]


def test_a_note_and_the_models_heading_are_taken_at_all_of_their_words() -> None:
    lines = [
        "# Acme",
        "",
        "| 模型 | 输入价格（元/百万 tokens） |",
        "| - | - |",
        "| a^1^ | 2 |",
        "| b | 4 |",
        "",
        "^1^ 缓存命中价格",
    ]
    page = "\n".join(lines)
    found = read_document(SCRAPER, read_page(page.encode(), "acme/price"), "price")
    assert [(price.model, price.meter) for price in found.prices] == [("a", "cache_read"), ("b", "input")]
    other = page.replace("| 模型 |", "| 模型（美元） |")
    found = read_document(SCRAPER, read_page(other.encode(), "acme/price"), "price")
    assert (found.prices, len(found.unread)) == ([], 2)


def test_a_number_that_nobody_knows_costs_its_own_cell() -> None:
    prices, reasons = read("| 模型 | 价格 | 心情 | 步数 |", "| a | 1元/张 | 3 | 20 |", "| b | 2元/张 | 4.5 | 50 |")
    assert prices == ["a  image  1 CNY / image  1元/张", "b  image  2 CNY / image  2元/张"]
    assert sorted(reasons) == sorted(2 * [f"does not know what the column {name!r} says" for name in ("心情", "步数")])


def test_a_number_that_alone_tells_rows_apart_may_restrict_them() -> None:
    prices, reasons = read(
        "| 模型 | 价格 | 步数 |", "| a | 1元/张 | 20 |", "| a | 2元/张 | 50 |", "| b | 2元/张 | 50 |"
    )
    assert prices == ["b  image  2 CNY / image  2元/张"]
    assert len(reasons) == 5


PIECES = st.sampled_from(
    [*LEXICON, *CURRENCY_MARKS, "免费", "元", "4", "0.5", "1,000", "（", "）", "，", "\n", ":", "%", "^1^", "①", "~~",
     "-", "≤32K", "\u202e", "\u200b", "…", "。", "2025年1月1日", "foo", "模型", ""]
)  # fmt: skip
ODD = st.builds(str.join, st.sampled_from(["", " "]), st.lists(PIECES, max_size=4))


@given(ODD, st.sampled_from(["元", "美元", "€"]))
def test_whatever_a_cell_says_the_other_rows_are_read_as_without_it(odd: str, mark: str) -> None:
    """The marks of the other rows stand for one currency alone."""

    def told(*rows: tuple[str, ...]) -> list[str]:
        table = Table(("模型", "价格"), tuple(Row(row, line) for line, row in enumerate(rows, 5)), 3)
        found = read_document(SCRAPER, Document((Heading(1, "Acme", 1), table), "acme/price"), "price")
        return [display.line(price) for price in found.prices if price.model in {"acme-1", "acme-3"}]

    first, last = ("acme-1", f"输入 2 {mark}/百万 tokens，输出 8 {mark}/百万 tokens"), ("acme-3", f"0.1 {mark}/张")
    assert told(first, ("acme-2", odd), last) == told(first, last)
    assert len(told(first, last)) == 3


@pytest.mark.parametrize("odd", ["免费元", "4 美元/张", "免费/百万tokens元"])
def test_one_cell_in_another_currency_costs_itself_alone(odd: str) -> None:
    scraper = replace(SCRAPER, currency="EUR")
    page = f"# Acme\n\n| 模型 | 价格 |\n| - | - |\n| acme-1 | 免费 |\n| acme-2 | {odd} |\n| acme-3 | 2 |\n"
    found = read_document(scraper, read_page(page.encode(), "acme/price"), "price")
    assert {price.model for price in found.prices} <= {"acme-2"}
    assert {remark.text for remark in found.unread} >= {"免费", "2"}


def test_a_way_to_pay_that_tells_no_time_is_no_unit() -> None:
    page = "# A\n\n| 模型 | 计费单位 | 独立部署价格（元） |\n| - | - | - |\n| a | 按购买时长后付费 | 25 |\n"
    (unsaid,) = read_document(SCRAPER, read_page(page.encode(), "acme/price"), "price").unsaid
    assert unsaid.per == "按购买时长后付费"


def test_which_tokens_are_counted_may_be_said_in_a_cell() -> None:
    told = read(
        "| 模型 | 计费项 | 价格（元/百万tokens） |", "| a | Input tokens | 2 |", "| a | Batch output tokens | 3 |",
    )  # fmt: skip
    assert told == (["a  input  2 CNY / 1M tokens  2", "a  output  mode=batch  3 CNY / 1M tokens  3"], [])


def test_a_price_that_nobody_can_say_is_per_what_the_pages_own_heading_prints() -> None:
    page = "# A\n\n| 模型 | 复刻（元/音色） |\n| - | - |\n| a | 9.9 |\n"
    layout = Layout(model="模型", unsaid={"复刻": "no meter is a voice"})
    scraper = replace(SCRAPER, extract=lambda page: page.tables("模型")[0].quotes(layout))
    (unsaid,) = read_document(scraper, read_page(page.encode(), "acme/price"), "price").unsaid
    assert (unsaid.per, str(unsaid.amount)) == ("音色", "9.9")


def below(*headings: str) -> str:
    """The price of a table below these headings, in words."""
    blocks = [Heading(level, text) for level, text in enumerate(headings, start=1)]
    table = Table(("模型", "在线推理 元/百万token"), (Row(("a", "1.5")),))
    found = read_document(SCRAPER, Document((*blocks, table)), "price")
    return next((display.line(price) for price in found.prices), "")


def test_calls_of_a_trained_model_are_no_training() -> None:
    assert "training" in below("模型精调")
    assert (
        below("视频生成模型", "模型精调", "精调后推理") == "a  inference  video  fine_tuned  1.5 CNY / 1M tokens  1.5"
    )


def trained(heading: str) -> tuple[list[str], list[str]]:
    """The prices, in words, and what is unread of a table below that heading in a section on training."""
    page = f"# Acme\n\n## 模型精调\n\n### {heading}\n\n| 模型 | 输入价格（元/百万tokens） |\n|-|-|\n| a | 1.5 |\n"
    found = read_document(SCRAPER, read_page(page.encode(), "acme/price"), "price")
    return [display.line(price) for price in found.prices], [remark.text for remark in found.unread]


@pytest.mark.parametrize("heading", ["推理-在线推理", "推理", "Inference pricing", "精调后推理"])
def test_calls_below_a_heading_on_training_are_of_what_was_trained(heading: str) -> None:
    assert trained(heading) == (["a  inference  input  fine_tuned  1.5 CNY / 1M tokens  1.5"], [])


@pytest.mark.parametrize("heading", ["强化推理系列", "推理模型", "深度推理"])
def test_models_that_reason_are_no_calls(heading: str) -> None:
    assert "  inference  " not in below("模型精调", heading)
    assert trained(heading) == ([], ["1.5"])


def footed(*lines: str) -> tuple[list[str], list[str]]:
    """The prices, in words, and the reasons of a table above these paragraphs."""
    page = "\n\n".join(["# Acme", "| 模型 | 价格（元/张） |\n| - | - |\n| a | 0.35 |", *lines])
    found = read_document(SCRAPER, read_page(page.encode(), "acme/price"), "price")
    return [display.line(price) for price in found.prices], [remark.reason for remark in found.unread]


@pytest.mark.parametrize(
    "lines",
    [
        ["仅对成功生成的视频计费，价格仅限企业客户"],
        ["未成功的请求不计费；价格仅限新加坡地域"],
        ["价格仅限企业客户："],
        ["说明文字如此。", "仅限VIP客户", "更多文字如此。"],
        ["Some text of it.", "BATCH API ONLY", "More text."],
    ],
)
def test_a_line_below_a_table_that_restricts_is_never_lost(lines: list[str]) -> None:
    prices, reasons = footed(*lines)
    assert reasons or all("仅限" in line for line in prices)
    assert prices != footed()[0]


def test_what_a_line_below_a_table_says_beside_what_fails_holds() -> None:
    usual = "a  inference  image  0.35 CNY / image  0.35"
    assert footed("仅对成功生成的图片收费。", "COMPANY", "RESOURCES", "LEGAL") == ([usual], [])
    (price,), reasons = footed("按成功调用计费，价格为批量推理价格，新加坡地域")
    assert ("mode=batch region=新加坡地域" in price, reasons) == (True, [])


def test_tokens_are_of_what_a_model_makes_where_its_heading_says_so() -> None:
    assert below("视频生成模型", "单价") == "a  inference  video  1.5 CNY / 1M tokens  1.5"
    assert below("视频理解模型", "单价") == ""


@pytest.mark.parametrize("note", [" (coming soon)", "（即将推出）", "（敬请期待）", "<br>待定", " coming soon"])
def test_a_model_that_is_yet_to_come_has_no_price(note: str) -> None:
    prices, reasons = read("| 模型 | 价格 |", f"| a-1{note} | 1元/张 |", "| a-2（新） | 2元/张 |")
    assert prices == ["a-2  image  2 CNY / image  2元/张"]
    assert ["no price is told yet" in reason for reason in reasons] == [True]


def test_a_row_of_no_model_that_says_one_thing_is_not_lost() -> None:
    header, row = "| 模型 | 价格（元/张） | 折扣 |", "| a | 2 | - |"
    usual = read(header, row)
    assert usual == (["a  image  2 CNY / image  2"], [])
    assert read(header, row, "|  | - | - |") == read(header, row, "|  | 联系我们 |  |") == usual
    assert "‘仅限企业客户’" in read(header, row, "|  | 以上价格仅限企业客户 |  |")[0][0]
    for lost in ("|  |  | 仅限企业客户 |", "|  | 批量推理 | - |"):
        assert read(header, row, lost)[0] == []
        assert "is of no model" in read(header, row, lost)[1][0]


def test_a_note_that_tells_a_price_per_something_else_leaves_its_price_unread() -> None:
    page = (
        "# Acme\n\n| 模型 | Input price, per 1M tokens in USD |\n| - | - |\n"
        "| a | $2.00 (text/image), equivalent to $0.0011 per image* |\n| b | $1.00 (text), $0.0006 (image)* |\n\n"
        "* Image input is set at 560 tokens or $0.0011 per image.\n"
    )
    found = read_document(replace(SCRAPER, currency="USD"), read_page(page.encode(), "acme/price"), "price")
    assert [str(price.amount) for price in found.prices] == ["2.00", "1.00"]
    assert [unread.reason for unread in found.unread if unread.where.table] == [
        "its heading tells a price per 1000000 token, and its note one per image"
    ]


def _below(note: str, price: str = "$60 (images), equivalent to $0.067 per 1K image*") -> list[str]:
    page = f"# Acme\n\n| 模型 | Output price, per 1M tokens in USD |\n| - | - |\n| a | {price} |\n\n* {note}\n"
    found = read_document(replace(SCRAPER, currency="USD"), read_page(page.encode(), "acme/price"), "price")
    return [str(price.amount) for price in found.prices]


def test_a_note_that_tells_once_more_what_its_cell_prints_changes_nothing() -> None:
    assert _below("Images are priced at $60 per 1,000,000 tokens. A 1K image is equivalent to $0.067 per image.") == [
        "60"
    ]


@pytest.mark.parametrize(
    ("heading", "price", "note"),
    [("Input price ($/1M tokens)", "$2*", "* $2 per 1K tokens."),
     ("Input price ($/1M tokens)", "$2*", "* €2 per 1M tokens."),
     ("Price per page ($)", "$5*", "* $5 per 1,000 pages."),
     ("Price", "$5 per page*", "* $5 per 1,000 pages."),
     ("Output price, per 1M tokens in USD", "$60 (images), equivalent to $0.067 per 1K image*",
      "* Images are priced at $60 per 1K tokens. A 1K image is equivalent to $0.067 per image.")],
)  # fmt: skip
def test_a_note_that_tells_the_same_amount_in_another_unit_or_currency_leaves_it_unread(
    heading: str, price: str, note: str
) -> None:
    assert _noted(heading, price, note) == []


@pytest.mark.parametrize(
    ("heading", "price", "note"),
    [("Price per image ($)", "$0.151*", "* Output images at 4K are $0.151 per image."),
     ("Price per image ($)", "$0.039*", "[*] Images up to 1024x1024px are equivalent to $0.039 per image."),
     ("Input price ($/1M tokens)", "$3*", "* Cached input is $3 per 1M tokens."),
     ("Input price ($/1M tokens)", "$3*", "* Audio input is priced at $3 per 1M tokens."),
     ("Input price ($/1M tokens)", "$3*", "* Input of 200K tokens is $3 per 1M tokens.")],
)  # fmt: skip
def test_a_size_a_medium_or_a_meter_of_a_note_alone_leaves_its_price_unread(
    heading: str, price: str, note: str
) -> None:
    assert _noted(heading, price, note) == []


def test_a_size_that_stands_beside_the_price_may_be_told_again_in_other_words() -> None:
    heading, price = "Output price, per 1M tokens in USD", "$60 (images), equivalent to $0.067 per 1K image*"
    note = "* Output images at 1K (1024x1024px) consume 1120 tokens and are equivalent to $0.067 per image."
    assert _noted(heading, price, note) == ["60"]
    assert _noted(heading, price, note.replace("1K (1024x1024px)", "4K")) == []


@pytest.mark.parametrize("note", ["* $2 per million tokens.", "* Input is priced at $2 per 1M tokens."])
def test_a_note_that_tells_the_same_amount_in_the_same_unit_leaves_it_read(note: str) -> None:
    assert _noted("Input price ($/1M tokens)", "$2*", note) == ["2"]


def _noted(heading: str, price: str, note: str) -> list[str]:
    page = f"# Acme\n\n| 模型 | {heading} |\n| - | - |\n| a | {price} |\n\n{note}\n"
    found = read_document(replace(SCRAPER, currency="USD"), read_page(page.encode(), "acme/price"), "price")
    return [str(price.amount) for price in found.prices]


@pytest.mark.parametrize(
    "note", ["Images are priced at $30 per 1,000,000 tokens.", "Startups pay $60.", "Batch prices: $60 per 1M tokens."]
)
def test_a_note_that_tells_more_than_its_cell_is_never_lost(note: str) -> None:
    assert _below(note) == []


def test_a_second_amount_of_a_price_in_another_unit_is_unsaid_with_its_words() -> None:
    page = (
        "# Acme\n\n| 模型 | Audio input price, per 1M tokens in USD |\n| - | - |\n| a | $6.50 ($0.00016 per second) |\n"
    )
    found = read_document(replace(SCRAPER, currency="USD"), read_page(page.encode(), "acme/price"), "price")
    assert ([str(price.amount) for price in found.prices], found.unread) == (["6.50"], [])
    (unsaid,) = found.unsaid
    assert (unsaid.per, unsaid.meters, unsaid.conditions) == ("second", ["input"], {"modality": "audio"})


@pytest.mark.parametrize(
    "note",
    ["commercial use", "商业使用", "higher concurrency", "不支持个人用户", "不支持新加坡地域", "不支持思考模式",
     "包含 Batch 版", "按是否企业客户区分定价", "等同于 acme-2，仅限企业客户", "对应批量推理",
     "available to nonprofits", "对应 acme-2 训练价格", "等同 acme-2，按月预付费", "对应 acme-2 缓存命中",
     "对应 acme-2，音频", "指向 acme-2，不含缓存", "同名，1小时缓存", "corresponds to off-peak", "指向 other-2"],
)  # fmt: skip
def test_a_note_behind_a_name_that_may_restrict_is_kept(note: str) -> None:
    (price,), reasons = read("| 模型 | 输入价格（元/百万tokens） |", f"| acme-1（{note}） | 2 |")
    assert note in price
    assert reasons == []


@pytest.mark.parametrize(
    "note", ["指向 acme-2，限时五折", "points to acme-2, free", "alias for acme-2, minimum 100 requests"]
)
def test_an_alias_beside_words_of_money_leaves_the_price_unread(note: str) -> None:
    prices, reasons = read("| 模型 | 输入价格（元/百万tokens） |", f"| acme-1（{note}） | 2 |")
    assert prices == []
    assert len(reasons) == 1


@pytest.mark.parametrize(
    "cell",
    ["acme-1<br>更高并发，商业使用", "acme-1（公测中）", "acme-1（等同于 acme-2-2025-01-25）",
     "acme-1（currently points to acme-2）", "acme-1（别名 acme-2、acme-image）",
     "acme-1<br>含m-250415、m-250428版本",
     "acme-1<br>按输入是否包含视频区分定价<br>不支持输出 1080p 视频"],
)  # fmt: skip
def test_a_note_behind_a_name_that_describes_it_says_nothing(cell: str) -> None:
    assert read("| 模型 | 输入价格（元/百万tokens） |", f"| {cell} | 2 |") == (
        ["acme-1  input  2 CNY / 1M tokens  2"],
        [],
    )


@pytest.mark.parametrize(
    ("bounds", "kept"),
    [
        ("输入长度>200k", False),
        ("输出长度≤4k", True),
        ("输出长度>4k", True),
        ("输入长度≤200k", True),
        ("输入长度[0, 200k]", True),
    ],
)
def test_only_the_size_from_which_a_request_is_long_tells_that_it_is(bounds: str, kept: bool) -> None:
    (price,), reasons = read("| 模型 | 长上下文输入价格（元/百万tokens） |", f"| a | {bounds}：1.5 |")
    assert ("长上下文" in price) == kept, price
    assert reasons == []


@pytest.mark.parametrize(
    ("header", "row", "kept"),
    [
        ("| 模型 | 输入价格（元/百万tokens） |", "| a | 输入长度≤1M：4 |", [True]),
        ("| 模型 | 输入长度 | 输入价格（元/百万tokens） |", "| a | ≤1M | 4 |", [True]),
        ("| 模型 | 输入长度 | 输入价格（元/百万tokens） |", "| a | >200k | 4 |", [False]),
        (
            "| 模型 | ≤200K input tokens | >200K input tokens |",
            "| a | Input: 2元/MTok | Input: 4元/MTok |",
            [False] * 2,
        ),
    ],
)
def test_a_heading_on_long_requests_is_lost_only_beside_a_price_of_longer_ones(
    header: str, row: str, kept: list[bool]
) -> None:
    rule = "|" + " - |" * (header.count("|") - 1)
    page = f"# Acme 元\n\n## 长上下文\n\n{header}\n{rule}\n{row}\n"
    found = read_document(SCRAPER, read_page(page.encode(), "acme/price"), "price")
    assert ["as_printed" in price.conditions for price in found.prices] == kept


@pytest.mark.parametrize(
    ("heading", "told"),
    [("向量模型", True), ("Text embedding models", True), ("语言模型+向量模型", False), ("语言模型 向量模型", False),
     ("非向量模型", False),
     ("Non-embedding models", False), ("Chat or embedding models", False), ("文本生成（不含向量）", False)],
)  # fmt: skip
def test_tokens_are_of_input_below_a_heading_of_embeddings_and_nothing_else(heading: str, told: bool) -> None:
    prices, reasons = read(f"## {heading}\n\n| 模型 | 价格（元/百万tokens） |", "| a | 1 |")
    assert (len(prices), len(reasons)) == ((1, 0) if told else (0, 1))


@pytest.mark.parametrize(
    ("heading", "amount", "pair"),
    [("Input, cached input ($/1M tokens)", "3,15 $", True), ("Input, batch input ($/1M tokens)", "$3,15", True),
     ("Standard / batch input ($/1M tokens)", "$3,15", True),
     ("Input (with cache, without) $/1M tokens", "$3,15", True),
     ("Cached input, $/1M tokens", "$3,15", False), ("Input ($/1M tokens)", "3,15 $", False)],
)  # fmt: skip
def test_a_comma_below_a_heading_of_two_things_may_divide_two_prices(heading: str, amount: str, pair: bool) -> None:
    prices, reasons = read(f"| 模型 | {heading} |", f"| a | {amount} |")
    assert (len(prices), len(reasons)) == ((0, 1) if pair else (1, 0))


@pytest.mark.parametrize(
    ("header", "row", "told"),
    [("| 模型 | 计费方式 | 输入价格（元/百万tokens） |", "| a | 包月预付费 | 2 |", "包月预付费"),
     ("| 模型 | 输入价格（包月）（元/百万tokens） |", "| a | 2 |", "包月"),
     ("| 模型 | 输入价格（元/百万tokens）（按月预付费） |", "| a | 2 |", "按月预付费"),
     ("| 模型 | 包月输入价格（元/百万tokens） |", "| a | 2 |", "包月"),
     ("| 模型 | 计费方式 | 独立部署价格 |", "| a | 包月预付费 | 900元/月 |", None)],
)  # fmt: skip
def test_how_long_what_is_paid_lasts_is_kept_beside_a_price_of_another_unit(
    header: str, row: str, told: str | None
) -> None:
    (price,), reasons = read(header, row)
    assert reasons == []
    assert (f"‘{told}’" in price) if told else "‘" not in price
