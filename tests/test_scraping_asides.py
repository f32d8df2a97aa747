"""What pages say besides their prices: their day, shares of a price, contexts, and sums that are no prices."""

from collections.abc import Iterator

import pytest

from pricebook.errors import ScraperError
from pricebook.scraping import Finding, Layout, Page
from tests.test_scraping import INPUT, reading, table

PRICES = table(f"模型; 上下文长度; {INPUT}", "acme-1; 32k; 2", "acme-2<br>acme-3; 128K; 4")


def asides(page: Page) -> Iterator[Finding]:
    for found in page.tables("模型"):
        yield from found.quotes(Layout("模型"))
        yield from found.contexts("模型")
    yield from page.asides("例如：[^。]+元")


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("更新时间：2026-02-24 20:54:09", {"datetime": "2026-02-24T20:54"}),
        ("最近更新：2026年3月1日", {"date": "2026-03-01"}),
        ("Last updated on 2026年2月9日", {"date": "2026-02-09"}),
        ("Last updated: December 2, 2025", {"date": "2025-12-02"}),
    ],
)
def test_the_day_of_the_page_is_a_fact_with_its_time_where_one_is_printed(printed: str, value: dict[str, str]) -> None:
    facts = [each for each in reading(f"{printed}。\n{PRICES}", asides).facts if each.kind == "page_date"]
    assert [(each.printed, each.value) for each in facts] == [(printed.partition("。")[0], value)]


def test_a_day_of_no_calendar_is_none() -> None:
    assert "page_date" not in {each.kind for each in reading(f"更新时间：2026-02-31\n{PRICES}", asides).facts}


def test_contexts_are_facts_of_each_model() -> None:
    facts = [each for each in reading(PRICES, asides).facts if each.kind == "context_length"]
    told = [(each.subject, each.value) for each in facts]
    short, long = {"context_tokens": "32000"}, {"context_tokens": "128000"}
    assert told == [("acme-1", short), ("acme-2", long), ("acme-3", long)]


def test_sums_and_examples_are_no_prices_and_a_price_beside_them_is_loud() -> None:
    said = "0.06 × 819.2 = 49.152 元。例如：一次 3 元。另收 5 元。"
    found = reading(f"{said}\n{PRICES}", asides)
    assert [each.text for each in found.unread if "5 元" in each.text] != []
    assert {each.reason for each in found.excused} == {"the sum of an example", "an example"}
    assert len(found.unread) == 1


def test_rules_that_known_sentences_tell_are_facts_below_their_heading() -> None:
    found = reading(f"# 批量\n\n均按实时推理价格的 50% 计费。\n{PRICES}", asides)
    (fact,) = (each for each in found.facts if each.kind == "batch_discount")
    assert fact.subject == "批量"
    assert fact.value == {"multiplier": "0.5", "of": "real-time call fee", "billing": "batch"}


def test_a_share_in_words_of_the_pages_own() -> None:
    def extract(page: Page) -> Iterator[Finding]:
        yield from asides(page)
        yield from page.ratios(
            "night", "(?P<when>夜间|清晨)打(?P<share>[0-9.]+折)", "calls", {"when": {"夜间": "night"}}
        )

    (fact,) = (each for each in reading(f"夜间打7折。\n{PRICES}", extract).facts if each.kind == "night")
    assert (fact.subject, fact.value) == ("calls", {"multiplier": "0.7", "when": "night"})
    with pytest.raises(ScraperError, match="when: the group met '清晨' in '清晨打7折'; known: 夜间"):
        reading(f"清晨打7折。\n{PRICES}", extract)


def test_a_share_may_be_of_the_models_that_its_sentence_names() -> None:
    def extract(page: Page) -> Iterator[Finding]:
        yield from asides(page)
        yield from page.ratios("night", "夜间打[0-9.]+折", "calls", listed=True)

    (fact,) = (each for each in reading(f"acme-1、acme-2 夜间打7折。\n{PRICES}", extract).facts if each.kind == "night")
    assert fact.models == ["acme-1", "acme-2"]
