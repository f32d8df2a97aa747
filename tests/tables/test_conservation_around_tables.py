"""Whatever stands at a place that says nothing of prices, words that restrict are not lost beside it.

Each place is read with words that say nothing, and then with words that restrict joined to these. The prices must say
more than before, or be unread.
"""

from collections.abc import Callable
from itertools import product

import pytest

from pricebook.extraction.converting import read_document
from pricebook.publish import display
from pricebook.reading import read_page
from tests.tables.test_rows import SCRAPER

RESTRICTING = (
    "仅限企业客户", "批量推理价格", "新加坡地域价格", "2027年1月1日起生效", "Batch API only", "only in Singapore",
    "for enterprise customers only", "价格自 2027-01-01 起生效", "夜间价格", "训练价格", "海外用户价格",
)  # fmt: skip
JOINED = ("{quiet}，{told}", "{quiet}（{told}）", "{told}；{quiet}", "{quiet}\n{told}", "{quiet}. {told}")
PRICE = "输入价格（元/百万tokens）"
CELLS = {
    "描述": "旗舰模型，速度快", "厂商": "Acme", "上下文长度": "128K", "支持功能": "函数调用",
    "Availability": "Supported",
    "备注": "-", "状态": "可用", "特点": "性价比高", "场景": "客服", "版本": "v2", "语言": "中文", "协议": "MIT",
    "Notes": "Great for chat", "Context": "128K", "输入类型": "文本/图片", "模型类型": "对话", "链接": "文档",
    "Estimated cost": "$0.006", "参数量": "7B", "折扣": "-", "计费方式": "后付费", "类型": "在线", "序号": "1",
    "随便": "什么",
}  # fmt: skip
ITS_OWN = {"免费额度": "100万 tokens", "最大输出": "8K"}
"""Columns whose words are of what they tell, but for those that speak of prices."""


def page(header: str, row: str, above: str = "", below: str = "") -> str:
    rule = "|-" * (header.count("|") - 1) + "|"
    table = "\n".join(line.replace("\n", "<br>") for line in (header, rule, row))
    return f"# Acme 元\n\n{above}\n\n{table}\n\n{below}\n"


def beside(heading: str) -> Callable[[str], str]:
    return lambda text: page(f"| 模型 | {heading} | {PRICE} |", f"| a-1 | {text} | 1.5 |")


HEADER, ROW = f"| 模型 | {PRICE} |", "| a-1 | 1.5 |"
PLACES: dict[str, tuple[str, Callable[[str], str]]] = {
    **{f"a cell of {heading}": (quiet, beside(heading)) for heading, quiet in CELLS.items()},
    "a model": ("a-1（公测中）", lambda text: page(HEADER, f"| {text} | 1.5 |")),
    "an alias": ("等同于 a-2", lambda text: page(HEADER, f"| a-1（{text}） | 1.5 |")),
    "a price": ("1.5", lambda text: page(HEADER, f"| a-1 | {text} |")),
    "a heading of prices": (PRICE, lambda text: page(f"| 模型 | {text} |", ROW)),
    "the heading of models": ("模型", lambda text: page(f"| {text} | {PRICE} |", ROW)),
    "a heading": ("文本模型", lambda text: page(HEADER, ROW, "## " + text.replace("\n", " "))),
    "a title": ("各模型", lambda text: page(HEADER, ROW, text)),
    "a line above": ("详情见文档。", lambda text: page(HEADER, ROW, text)),
    "a sentence above": ("以下为各模型价格", lambda text: page(HEADER, ROW, text)),
    "a line below": ("详情请见文档。", lambda text: page(HEADER, ROW, "", text)),
    "what fails": ("仅对成功调用计费", lambda text: page(HEADER, ROW, "", text)),
    "a sentence below": ("以上价格含税", lambda text: page(HEADER, ROW, "", text)),
    "a note on an alias": (
        "a-0-1 指向 a-1",
        lambda text: page(HEADER, "| a-1† | 1.5 |", "", "† " + text.replace("\n", " ")),
    ),
    "a note": ("含税", lambda text: page(HEADER, "| a-1† | 1.5 |", "", "† " + text.replace("\n", " "))),
}


def told(text: str) -> tuple[list[str], int]:
    """The prices, in words and without the characters that they were read from; and how much is unread."""
    found = read_document(SCRAPER, read_page(text.encode(), "acme/price"), "price")
    return [display.line(price).rpartition("  ")[0] for price in found.prices], len(found.unread)


@pytest.mark.parametrize("place", PLACES)
def test_words_that_restrict_are_never_lost(place: str) -> None:
    quiet, written = PLACES[place]
    plain = told(written(quiet))
    assert len(plain[0]) == 1
    lost = [
        text
        for joined, restricting in product(JOINED, RESTRICTING)
        if told(written(text := joined.format(quiet=quiet, told=restricting))) == plain
    ]
    assert lost == []


@pytest.mark.parametrize("heading", ITS_OWN)
def test_what_speaks_of_prices_is_not_lost_where_a_column_tells_of_something_else(heading: str) -> None:
    quiet, written = ITS_OWN[heading], beside(heading)
    plain = told(written(quiet))
    assert len(plain[0]) == 1
    of_prices = [each for each in RESTRICTING if "价格" in each]
    pairs = product(JOINED, of_prices)
    assert [one for one in pairs if told(written(one[0].format(quiet=quiet, told=one[1]))) == plain] == []
