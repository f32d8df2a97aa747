"""The scraping interface, each thing that a page may say on a small page of its own."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from pricebook import scraping
from pricebook.errors import PageError, ScraperError
from pricebook.extraction.converting import read_document
from pricebook.publish import display
from pricebook.reading import read_page
from pricebook.records import Reading
from pricebook.scraping import Address, Finding, Layout, Page, PageTable, Scraper, derived

Extract = Callable[[Page], Iterator[Finding]]


def table(*lines: str) -> str:
    """A table of Markdown; the first line is its header."""
    head, *rows = (f"| {' | '.join(line.split('; '))} |" for line in lines)
    return "\n".join(["", head, "|" + " - |" * (head.count("|") - 1), *rows, ""])


def reading(page: str, extract: Extract) -> Reading:
    scraper = Scraper(
        "acme",
        "Acme",
        "CNY",
        [Address("price", "https://acme.example/")],
        extract,
        timezone="Asia/Shanghai",
        at_least=0,
    )
    return read_document(scraper, read_page(page.encode(), "acme/price"), "price")


def prices(page: str, extract: Extract) -> list[str]:
    """The prices in words, on a page of which all is read."""
    found = reading(page, extract)
    assert [each.reason for each in found.unread] == []
    return [" ".join(display.line(each).replace("inference  ", "").split()) for each in found.prices]


def reasons(page: str, extract: Extract) -> list[str]:
    return [f"{each.text}: {each.reason}" for each in reading(page, extract).unread]


def by(layout: Layout, *columns: str) -> Extract:
    """A scraper that reads every table with these columns in that way."""

    def extract(page: Page) -> Iterator[Finding]:
        for found in page.tables(*columns):
            yield from found.quotes(layout)

    return extract


PRICE = "价格（元/百万 tokens）"
INPUT = "输入价格（元/百万 tokens）"


def only(page: str) -> PageTable:
    (found,) = Page(read_page(page.encode(), "acme/price")).tables()
    return found


def test_a_table_knows_what_stands_above_it() -> None:
    page = f"# Acme\n\n## 对话\n\n说明\n\n北京，Batch\n{table(f'模型; {INPUT}', 'a-1; 2')}"
    assert (only(page).headings, only(page).caption) == (("Acme", "对话"), "北京，Batch")
    assert only(f"# Acme\n{table(f'模型; {INPUT}', 'a-1; 2')}").caption == ""


def test_a_table_whose_model_is_named_elsewhere() -> None:
    def extract(page: Page) -> Iterator[Finding]:
        for found in page.tables("Price"):
            yield from found.of_model("acme-1", found.headings[-1]).quotes(Layout("model"))
            yield from found.of_model("acme-2").quotes(Layout("model"))

    found = reading("# Acme One\n" + table("Mode; Price", "Batch; 输入 2 元/百万 tokens"), extract).prices
    assert [(price.model, price.name, price.conditions) for price in found] == [
        ("acme-1", "Acme One", {"mode": "batch"}), ("acme-2", None, {"mode": "batch"}),
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["模型ID", "模型 ID", "模型 ID（Model ID）", "模型ID(Model ID)"])
def test_columns_are_named_with_or_without_blanks(name: str) -> None:
    page = table(f"模型 ID（Model ID）; 版 本; {INPUT}", "a-1; x; 2")
    layout = Layout(model=name, ignore=("版本", "不在"), read_as={"不在": PRICE}, split={"不在": "(?P<mode>.)"})
    assert prices(page, by(layout, name)) == ["a-1 input 2 CNY / 1M tokens 2"]


def test_a_column_that_prices_need_is_missed() -> None:
    page = table(f"模型; {INPUT}", "a-1; 2")
    for layout in (
        Layout(model="型号"),
        Layout("模型", prices=("单价",)),
        Layout("模型", conditions={"scope": "范围"}),
    ):
        with pytest.raises(PageError, match=f"headings: 模型 \\| {re.escape(INPUT)}"):
            prices(page, by(layout, "模型"))


def test_models_stand_side_by_side() -> None:
    page = table("模型; a-1; a-2", f"{INPUT}; 2; 3", "最大上下文; 8k; 32k")

    def extract(page: Page) -> Iterator[Finding]:
        for found in page.across("模型", "输入价格"):
            yield from found.quotes(Layout(model="模型"))
            for row, cell in found.cells("最大上下文"):
                yield cell.fact("context_length", found.value(row, "模型"), {"printed": cell.text})

    found = reading(page, extract)
    assert [(each.model, each.listed.text, each.where.row, each.where.column) for each in found.prices] == [
        ("a-1", "2", 1, "a-1"),
        ("a-2", "3", 1, "a-2"),
    ]
    assert [(each.subject, each.printed, each.where.column) for each in found.facts] == [
        ("a-1", "8k", "a-1"),
        ("a-2", "32k", "a-2"),
    ]


def test_no_table_whose_models_stand_so() -> None:
    page = Page(read_page(table(f"模型; {INPUT}", "a-1; 2").encode(), "acme/price"))
    assert page.across("模型", "输入价格") == []


def test_beside_names_as_programs_write_them_any_label_may_stand() -> None:
    def extract(page: Page) -> Iterator[Finding]:
        for found, model in page.price_tables():
            yield from found.quotes(Layout(model=model))

    assert prices(table("计费项; a-1; a-2", f"{INPUT}; 2; 4"), extract) == [
        "a-1 input 2 CNY / 1M tokens 2",
        "a-2 input 4 CNY / 1M tokens 4",
    ]
    assert len(reasons(table("计费项; Starter; Pro", f"{INPUT}; 2; 4"), extract)) == 2


@pytest.mark.parametrize(
    ("name", "cell", "said"),
    [
        ("scope", "全球", "scope=全球"),
        ("spec", "轻量版 A", "spec=轻量版 A"),
        ("as_printed", "内部", "‘内部’"),
        ("mode", "批量", "mode=batch"),
        ("input_tokens", "≤ 32K", "input_tokens"),
        ("thinking", "思考模式", "thinking"),
    ],
)
def test_a_column_holds_values_of_a_condition(name: str, cell: str, said: str) -> None:
    page = table(f"模型; 第三列; {INPUT}", f"a-1; {cell}; 2", "a-2; -; 3")
    found = reading(page, by(Layout("模型", conditions={name: "第三列"}), "模型"))
    assert [found.prices[0].conditions.keys(), found.prices[1].conditions] == [{name}, {}]
    assert said.replace(" ", "") in display.line(found.prices[0]).replace(" ", "")


def test_a_value_that_is_none_of_the_condition_leaves_its_row_unread() -> None:
    page = table(f"模型; 第三列; {INPUT}", "a-1; 3 次起; 2", "a-2; 批量; 3")
    found = reading(page, by(Layout("模型", conditions={"mode": "第三列"}), "模型"))
    assert [each.model for each in found.prices] == ["a-2"]
    assert [each.text for each in found.unread] == ["2"]


def test_conditions_of_all_prices_and_words_of_a_table() -> None:
    page = table(f"模型; 类型; {INPUT}", "a-1; N / A; 2", "a-2; 甲 类; 暂停", "a-3; 甲类; 3")
    words: dict[str, dict[str, Any]] = {"N/A": {}, "甲类": {"thinking": True}, "暂停": {}}
    assert prices(page, by(Layout("模型", extra={"fine_tuned": True}, words=words), "模型")) == [
        "a-1 input fine_tuned 2 CNY / 1M tokens 2",
        "a-3 input fine_tuned thinking 3 CNY / 1M tokens 3",
    ]


def test_words_of_a_table_take_no_price_away() -> None:
    page = table(f"模型; {INPUT}", "a-1; 2元", "a-2; 免费")
    assert len(prices(page, by(Layout("模型", words={"2元": {}, "免费": {}}), "模型"))) == 2


def test_a_heading_is_read_in_other_words_and_quoted_as_printed() -> None:
    page = table("模型; 甲档", "a-1; 2")
    found = reading(page, by(Layout("模型", read_as={"甲档": INPUT}), "模型"))
    assert [(each.listed.text, each.meter, each.where.column) for each in found.prices] == [("2", "input", "甲档")]


SIZED = "(?P<model>[a-z0-9-]+)[（ ](?P<resolution>[0-9]+P)）?"


def test_a_cell_holds_model_and_size_or_two_models() -> None:
    page = table("模型; 价格（元/秒）", "v-1 720P; 2", "v-1（1080P） / v-2（1080P）; 3", "v-3; 4")
    assert prices("# 视频生成\n" + page, by(Layout("模型", split={"模型": SIZED}), "模型")) == [
        "v-1 video resolution=720p 2 CNY / second 2",
        "v-1 video resolution=1080p 3 CNY / second 3",
        "v-2 video resolution=1080p 3 CNY / second 3",
        "v-3 video 4 CNY / second 4",
    ]


def test_a_pattern_divides_the_display_name_off() -> None:
    page = table(f"模型; {INPUT}", "旗舰 a-1; 2")
    found = reading(page, by(Layout("模型", split={"模型": "(?P<name>[一-龥]+) (?P<model>[a-z0-9-]+)"}), "模型"))
    assert [(each.model, each.name) for each in found.prices] == [("a-1", "旗舰")]


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("v-1 720P 内部", "leaves '内部'"),
        ("甲 v-1 720P", "leaves '甲'"),
        ("v-1 720P720P", "leaves '720P'"),
        ("~~v-1 720P~~", "leaves '~~'"),
        ("v-1 720P + v-2 720P", "leaves '+'"),
        ("v-1 720P ≥", "leaves '≥'"),
    ],
)
def test_what_a_pattern_leaves_of_a_cell_is_not_forgotten(cell: str, reason: str) -> None:
    (found,) = reasons(
        "# 视频\n" + table("模型; 价格（元/秒）", f"{cell}; 2"), by(Layout("模型", split={"模型": SIZED}), "模型")
    )
    assert reason in found


def test_a_cell_of_conditions_is_divided() -> None:
    page = "# 视频\n" + table("模型; 规格书; 价格（元/秒）", "v-1; 720P~A; 2")
    layout = Layout("模型", split={"规格书": "(?P<resolution>[0-9]+P)~(?P<spec>A)"})
    assert prices(page, by(layout, "模型")) == ["v-1 video resolution=720p spec=A 2 CNY / second 2"]


def test_a_price_stands_in_a_part_of_a_cell() -> None:
    page = table("序号; 套餐说明", "甲; a-1：输入 2 元/百万 tokens，a-2：输入 3 元/百万 tokens")

    def extract(page: Page) -> Iterator[Finding]:
        for found in page.tables("套餐说明"):
            for _, cell in found.cells("套餐说明"):
                for part in cell.find("(?P<model>a-[0-9])：(?P<price>[^，]+)"):
                    yield from page.quotes(part.part("price"), part.groups["model"])

    assert prices(page, extract) == [
        "a-1 input 2 CNY / 1M tokens 输入 2 元/百万 tokens",
        "a-2 input 3 CNY / 1M tokens 输入 3 元/百万 tokens",
    ]


def test_a_group_keeps_its_place() -> None:
    page = Page(read_page("# 甲\n\n（一）输入 2 元/百万 tokens，（二）输出 8 元/百万 tokens。".encode(), "acme/price"))
    for found in page.find("（二）(?P<price>[^。]+)(?P<end>x)?"):
        inner = [found.part("price"), *found.find("8(?= 元)"), *found.part("price").find("8 元")]
        assert [page.document.text(each.span) for each in inner] == [each.text for each in inner]
        assert [each.whole for each in inner] == [found.whole] * 3
        with pytest.raises(ScraperError, match=r"no group 'end' .* groups that did: price"):
            found.part("end")


def test_prose_prints_a_price_that_the_vocabulary_lacks() -> None:
    def extract(page: Page) -> Iterator[Finding]:
        for found in page.find("每路(?P<price>[0-9.]+元)"):
            yield from page.unsaid(
                found.part("price"), "a-1", "no meter is a line", per="路", conditions={"mode": "batch"}
            )
        for found in page.find("[0-9.]+元/(?:个音色|本)"):
            yield from page.unsaid(found, "a-2", "no meter is a voice")

    found = reading("# 附加\n\n每路0.5元，另收 3元/个音色。", extract)
    assert [(u.model, str(u.amount), u.currency, u.per, u.text, u.reason, u.conditions) for u in found.unsaid] == [
        ("a-1", "0.5", "CNY", "路", "0.5元", "no meter is a line", {"mode": "batch"}),
        ("a-2", "3", "CNY", "个音色", "3元/个音色", "no meter is a voice", {}),
    ]
    assert (found.prices, found.unread) == ([], [])


def test_a_cell_whose_prices_nobody_can_say_is_not_unread_as_well_but_for_what_else_it_holds() -> None:
    def extract(page: Page) -> Iterator[Finding]:
        yield from page.tables("模型")[0].quotes(Layout(model="模型"))
        for found in page.find("(?<=首秒 )[0-9.]+元"):
            yield from page.unsaid(found, "a-1", "the first second costs something else", per="秒")

    found = reading(table("模型; 价格", "a-1; 首秒 2元", "a-2; 首秒 3元，其后 4元/秒"), extract)
    assert [str(each.amount) for each in found.unsaid] == ["2", "3"]
    assert ["4元/秒" in each.text for each in found.unread] == [True]


def test_a_table_of_what_cannot_be_said_is_unsaid_amount_by_amount() -> None:
    def extract(page: Page) -> Iterator[Finding]:
        for found in page.tables("宽高比"):
            yield from found.unsaid("no condition is the shape of a clip", "[0-9.]+(?= ?(?:$|~))")

    rows = "宽高比; 时长（秒）; 模型; 价格（元/个）", "16:9; 5; a-1; 0.73", "4:3; 5; a-2; 1~2", "1:1; 5; a-3; 不支持"
    unsaid = reading(table(*rows), extract).unsaid
    assert [(each.model, str(each.amount), each.per) for each in unsaid] == [
        ("a-1", "0.73", "个"),
        ("a-2", "1", "个"),
        ("a-2", "2", "个"),
    ]


@pytest.mark.parametrize("model", ["", "a-1\na-2"])
def test_a_price_in_a_sentence_is_of_one_model(model: str) -> None:
    def extract(page: Page) -> Iterator[Finding]:
        for found in page.find("3元/张"):
            yield from page.quotes(found, model, meter="image")

    assert reasons("一次 3元/张。\n", extract) == [f"一次 3元/张。: {model!r} is not the name of one model"]


def test_what_is_read_as_a_price_and_said_to_be_none_is_unread() -> None:
    def extract(page: Page) -> Iterator[Finding]:
        for found in page.tables("模型"):
            yield from found.quotes(Layout("模型"))
            yield from found.unsaid("no meter is a voice", r"4")

    assert reasons(table(f"模型; {PRICE.replace('价格', '输入价格')}", "a-1; 4", "a-2; 5"), extract) == [
        "4: the scraper reads it as a price and says that it cannot be said"
    ]


def test_what_is_unsaid_needs_its_unit_and_its_currency() -> None:
    def extract(page: Page) -> Iterator[Finding]:
        for found in page.find("[0-9.]+元?(?=起步)"):
            yield from page.unsaid(found, "a-1", "no meter is a line")

    (missing,) = reasons("# 附加\n\n0.5元起步。", extract)
    assert "no unit is printed" in missing


def test_a_column_of_prices_that_the_vocabulary_lacks_keeps_its_rows_conditions() -> None:
    page = table("模型; 推理模式; 复刻价格（元/次）", "a-1; 批量; 2", "a-1; 实时; 3")
    layout = Layout(
        "模型", read_as={"复刻价格（元/次）": "价格（元/次）"}, unsaid={"复刻价格": "no meter is a cloned voice"}
    )
    found = reading(page, by(layout, "模型"))
    assert [(each.text, each.per, each.reason, each.conditions) for each in found.unsaid] == [
        ("2", "request", "no meter is a cloned voice", {"mode": "batch"}),
        ("3", "request", "no meter is a cloned voice", {}),
    ]
    assert (found.prices, found.unread) == ([], [])


RULED = f"""# 对话

{{}}
{table(f"模型; {INPUT}; 缓存命中价格（元/百万 tokens）", "a-1; 2; 1", "a-2; 4; 3")}
# 向量
{table(f"模型; {INPUT}", "a-3; 2")}"""


def ruled(page: Page) -> Iterator[Finding]:
    """Each rule is of the tables in its section."""
    sentences = [*page.find("Batch ?调用[^，。]{0,6}(?:半价|[0-9]+%)|Batch优惠")]
    rules = [page.rule(found, "batch_discount", "Batch") for found in sentences]
    yield from rules
    for found in page.tables("模型"):
        own = [rule for words, rule in zip(sentences, rules, strict=True) if found.shares_section(words)]
        yield from derived(found.quotes(Layout("模型")), own, {"mode": "batch"})


@pytest.mark.parametrize("words", ["Batch 调用费用为 50%。", "## Batch调用半价", "以上Batch调用半价。"])
def test_a_rule_makes_prices_in_its_section(words: str) -> None:
    assert prices(RULED.format(words), ruled) == [
        "a-1 input 2 CNY / 1M tokens 2",
        "a-1 input mode=batch 1 CNY / 1M tokens 2 derived",
        "a-1 cache_read 1 CNY / 1M tokens 1",
        "a-2 input 4 CNY / 1M tokens 4",
        "a-2 input mode=batch 2 CNY / 1M tokens 4 derived",
        "a-2 cache_read 3 CNY / 1M tokens 3",
        "a-3 input 2 CNY / 1M tokens 2",
    ]
    (fact,) = reading(RULED.format(words), ruled).facts
    assert fact.value == {"multiplier": "0.5"}


def test_what_else_stands_beside_a_rule_holds_for_the_tables() -> None:
    found = reading(RULED.format("以下价格自 2026 年 9 月 1 日起生效，Batch调用半价。"), ruled)
    assert {each.effective_from for each in found.prices if each.model != "a-3"} == {"2026-09-01"}


def test_a_rule_that_does_not_tell_by_how_much_is_unread() -> None:
    assert reasons(RULED.format("Batch优惠"), ruled) == ["Batch优惠: cannot tell what part of the price is paid"]


def test_a_rule_beside_a_price_that_has_its_own_mode_is_unread() -> None:
    page = table(f"模型; 模式; {INPUT}", "a-1; 批量; 2") + "\nBatch调用半价\n"
    assert reasons(page, ruled) == ["2: cannot tell what the rule 'Batch调用半价' makes of a price with a mode"]


@pytest.mark.parametrize(
    ("sentence", "batch"),
    [("a-1、a-2 支持 Batch 调用，费用为 50%", ["a-1", "a-2"]), ("a-2 支持 Batch 调用，费用为 50%", ["a-2"])],
)
def test_a_rule_lists_its_models(sentence: str, batch: list[str]) -> None:
    def extract(page: Page) -> Iterator[Finding]:
        found = page.find("支持 Batch 调用，费用为 [0-9]+%")
        rules = [page.rule(words.sentence(), "batch_discount", "Batch") for words in found]
        for each in page.tables("模型"):
            yield from derived(each.quotes(Layout("模型")), rules, {"mode": "batch"})
        yield from rules

    page = table(f"模型; {INPUT}", "a-1; 2", "a-2; 4") + f"\n说明：{sentence}。\n"
    found = reading(page, extract)
    assert [each.model for each in found.prices if each.conditions] == batch
    assert [each.reason for each in reading(page.replace("a-", "A "), extract).unread] == [
        "no name of a model that the rule is of stands in its sentence"
    ]


EXCUSED = f"""# 对话

例如每百万 tokens 2 元的模型。
{table(f"模型; 说明; {INPUT}", "a-1; 例如 3 元; 2", "a-2; -; 4 元")}
{table("模型; b-1; b-2", f"{INPUT}; 5 元; 6 元")}"""


@pytest.mark.parametrize(
    ("pattern", "excused", "unread"),
    [
        ("每百万 tokens 2 元", ["例如每百万 tokens 2 元的模型。"], ["例如 3 元"]),
        ("例如 3 元", ["例如 3 元"], ["例如每百万 tokens 2 元的模型。"]),
        ("[46] 元", [], ["例如每百万 tokens 2 元的模型。", "例如 3 元", "4 元", "6 元"]),
        ("(?s)^[23]$", [], ["例如每百万 tokens 2 元的模型。", "例如 3 元", "2"]),
    ],
)
def test_an_excuse_covers_no_cell_of_prices(pattern: str, excused: list[str], unread: list[str]) -> None:
    def extract(page: Page) -> Iterator[Finding]:
        for found in page.find(pattern):
            yield from page.excuse(found, "an example")
        yield from by(Layout("模型", ignore=("说明",)), "模型", "输入价格")(page)
        for each in page.across("模型", "输入价格"):
            yield from each.quotes(Layout("模型"))

    found = reading(EXCUSED, extract)
    assert [each.text for each in found.excused] == excused
    assert [each.text for each in found.unread] == unread
    assert len(found.prices) == 4


def test_a_column_of_prices_is_not_ignored_in_silence() -> None:
    page = table(f"模型; 目录价（元/百万 tokens）; {INPUT}", "a-1; 3; 2", "a-2; 4元; 3")
    assert [each.split(":")[0] for each in reasons(page, by(Layout("模型", ignore=("目录价",)), "模型"))] == [
        "3",
        "4元",
    ]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"extra": {"modus": "batch"}}, "no condition is called 'modus'; known: .*mode"),
        ({"extra": {"mode": "bach"}}, "mode is 'bach', and can be: batch, offline"),
        ({"extra": {"audio": 1}}, "audio is 1, and can be: True, False"),
        ({"extra": {"task": ["text-to-image", "painting"]}}, "can be: text-to-image"),
        ({"extra": {"input_tokens": {"max": 3}}}, "can be: a range"),
        ({"words": {"NA": {"specs": "x"}}}, r"words\['NA'\]: no condition is called 'specs'"),
        ({"conditions": {"Scope": "范围"}}, "no condition is called 'Scope'; known: .*scope"),
        ({"split": {"模型": "(?P<size>x)(?P<model>y)"}}, r"split\['模型'\]: no condition is called 'size'"),
        ({"split": {"模型": "(?P<spec>x)"}}, "needs a group"),
        ({"split": {"规格": "x"}}, "needs a group"),
        ({"service": "inferense"}, "no service is called 'inferense'; known: inference, training"),
        ({"ignore": "备注"}, "`ignore` is a list of headings"),
        ({"named": "a-1"}, "either `model` names the column of the models"),
        ({"model": None}, "either `model` names the column of the models"),
    ],
)
def test_a_layout_says_what_the_vocabulary_has(options: dict[str, Any], said: str) -> None:
    with pytest.raises(ScraperError, match=said):
        Layout(**{"model": "模型", **options})


def test_an_option_that_there_is_not_is_no_layout() -> None:
    mistyped: dict[str, Any] = {"ignored": ("备注",)}
    with pytest.raises(TypeError, match="ignored"):
        Layout("模型", **mistyped)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"service": "tools"}, "no service is called 'tools'"),
        ({"meter": "inputs"}, "no meter is called 'inputs'; known: input, output"),
        ({"conditions": {"stile": "x"}}, "no condition is called 'stile'"),
    ],
)
def test_prose_is_said_in_the_words_of_the_vocabulary(options: dict[str, Any], said: str) -> None:
    page = Page(read_page("# 对话\n\n输入 2 元/百万 tokens".encode(), "acme/price"))
    (found,) = page.find("输入.*")
    with pytest.raises(ScraperError, match=said):
        page.quotes(found, "a-1", **options)
    with pytest.raises(ScraperError, match="no condition is called"):
        derived([], [], {"modus": "batch"})


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"provider": "../x"}, "no id of a provider"),
        ({"provider": "Acme"}, "no id of a provider"),
        ({"provider": "a" * 65}, "no id of a provider"),
        ({"name": "Acme\x1b"}, "no name that can be shown"),
        ({"name": ""}, "no name that can be shown"),
        ({"currency": "RMB"}, "no currency of the vocabulary: 'RMB'; known: .*CNY"),
        ({"timezone": "Asia/Peking"}, "no time zone: 'Asia/Peking'"),
        ({"elsewhere": {"litelm": "acme"}}, "no tool 'litelm' is known; known: litellm"),
        ({"elsewhere": {"litellm": ""}}, "no id of a provider at litellm"),
        ({"pages": []}, "pages need names of their own: none"),
        ({"pages": [Address("a", "https://a.example/1"), Address("a", "https://a.example/2")]}, "a, a"),
    ],
)
def test_a_provider_is_one_that_can_be(options: dict[str, Any], said: str) -> None:
    given: dict[str, Any] = {
        "provider": "acme", "name": "Acme", "currency": "CNY", "pages": [Address("a", "https://a.example/")],
        "extract": by(Layout("模型"), "模型"), "timezone": "Asia/Shanghai",
    }  # fmt: skip
    assert Scraper(**given).current == given["pages"]
    with pytest.raises(ScraperError, match=said):
        Scraper(**(given | options))


@pytest.mark.parametrize("name", ["", ".", "..", "../x", "a/b", "a\\b", "A", "-a", "a b", "a\n", "价格", "a" * 65])
def test_a_page_has_a_name_that_a_file_can_have(name: str) -> None:
    with pytest.raises(ScraperError, match="no name of a page"):
        Address(name, "https://a.example/")


@pytest.mark.parametrize(
    "url",
    ["", "a.example", "file:///etc/passwd", "ftp://a.example/", "https://", "https:///a", "http://[::1", "javascript:1",
     "https://a.example/\n", "https://a.example/a b", "https://a.example:0/", "https://a.example/" + "a" * 2000],
)  # fmt: skip
def test_a_page_stands_at_an_address(url: str) -> None:
    for address, shown in ((url, None), ("https://a.example/", url)):
        with pytest.raises(ScraperError, match="no address of a page"):
            Address("a", address, shown)


def test_all_that_a_scraper_needs_is_named() -> None:
    told = scraping.__doc__ or ""
    for each in (Page, PageTable, scraping.Found):
        for name in vars(each):
            if not name.startswith("_") and callable(getattr(each, name)) and name not in INNER:
                assert f".{name}" in told or f" {name}" in told, f"{each.__name__}.{name}"


INNER = {"of", "count", "index"}
"""Names that are no part of the interface."""


@pytest.mark.parametrize(
    ("line", "models"),
    [("_`acme-1`_", ["acme-1"]), ("`acme-1` and `acme-1-tools`", ["acme-1", "acme-1-tools"])],
)
def test_the_names_for_programs_may_stand_in_a_line_below_the_name_for_people(line: str, models: list[str]) -> None:
    tables = "\n\n### Batch\n".join(
        table("; Free Tier; Paid Tier, per 1M tokens in USD", "Input price; -; $2") for _ in "12"
    )

    def extract(page: Page) -> Iterator[Finding]:
        for found, column in page.price_tables():
            yield from found.quotes(Layout(column))

    found = reading(f"## Acme One\n\n{line}\n\nOur best.\n\n{tables}", extract)
    assert [each.reason for each in found.unread] == []
    assert [(each.model, each.name, each.conditions.get("mode")) for each in found.prices] == [
        (model, "Acme One", mode) for mode in (None, "batch") for model in models
    ]
    refused = reading(f"## Acme One\n\nMeet acme-1 today.\n\n{tables}", extract)
    assert (refused.prices, len(refused.unread)) == ([], 2)
