"""What stands around a table is said by its prices, or they are unread: no word of it is passed over."""

from functools import cache

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from pricebook.extraction.converting import read_document
from pricebook.phrases.lexicon import LEXICON
from pricebook.reading import read_page
from pricebook.records import Price
from pricebook.scraping import Address, Layout, Page, Scraper
from tests.phrases.conservation import DATES


def extract(page: Page):  # type: ignore[no-untyped-def]
    for table, model in page.price_tables("模型"):
        yield from table.quotes(Layout(model=model))


SCRAPER = Scraper(
    "acme", "Acme", "CNY", [Address("price", "https://acme.example/")], extract, at_least=0, timezone="Asia/Shanghai"
)
TABLE = ["| 模型 | 说明 | 心情 | 输入价格（元/百万tokens） |", "| - | - | - | - |"]
ABOVE = {
    "heading": "### {}",
    "heading of prices": "### {}价格",
    "heading of something": "### 关于{}的说明",
    "line": "{}",
    "line of prices": "{}价格",
    "line in bold": "**{}**",
    "line of a list": "- {}",
    "sentence": "以下价格为{}价格。",
    "English sentence": "The prices below are for {}.",
}
"""What can stand above a table."""
BELOW = {"sentence below": "以上价格为{}价格。", "rule below": "上述价格仅适用于{}。"}
INSIDE = {
    "title": "{}",
    "beside": "{}",
    "beside with more": "{}价",
    "unknown column": "{}",
    "note": "{}",
    "note with more": "{}版",
}
PLACES = {**ABOVE, **BELOW, **INSIDE}
"""Where a statement can stand near a price, and as what."""


def _page(stated: dict[str, str]) -> str:
    said = {place: form.format(stated[place]) for place, form in PLACES.items() if place in stated}
    above = [line for place in ABOVE if place in said for line in (said[place], "")]
    title = [f"| {said['title']} | | | |"] if "title" in said else []
    note = next((f"（{said[place]}）" for place in ("note", "note with more") if place in said), "")
    beside = next((said[place] for place in ("beside", "beside with more") if place in said), "")
    row = f"| acme-1{note} | {beside} | {said.get('unknown column', '')} | 2 |"
    below = [line for place in BELOW if place in said for line in ("", said[place])]
    return "\n".join(["# Acme", "", "## 价格（元）", "", *above, *TABLE, *title, row, *below, ""])


@cache
def _read(page: str) -> tuple[frozenset[tuple[str, object]] | None, bool]:
    found = read_document(SCRAPER, read_page(page.encode(), "acme/price"), "price")
    return (_said(found.prices[0]) if found.prices else None), bool(found.unread)


def read(**stated: str) -> frozenset[tuple[str, object]] | None:
    """What the price of a small page says with these statements around it; None where it is unread."""
    said, unread = _read(_page({place.replace("_", " "): words for place, words in stated.items()}))
    assert said or unread
    return said


def _said(price: Price) -> frozenset[tuple[str, object]]:
    told = price.model_dump(
        mode="json", include={"service", "meter", "free", "promotion", "effective_from", "effective_until"}
    )
    printed = [("as_printed", words) for words in price.conditions.get("as_printed", [])]
    return frozenset(
        (name, str(value))
        for name, value in [*told.items(), *price.conditions.items(), *printed]
        if name != "as_printed" or (name, value) in printed
    )


ORDINARY = {word for word, meant in LEXICON.items() if meant.condition and meant.condition[1] is None}
"""Words for the ordinary case, which need no condition."""
PLAIN = {word for word, meant in LEXICON.items() if meant.condition == ("modality", "text")}
"""Tokens of text are plain tokens where a page tells of no others."""


def written(word: str) -> str:
    """The word as pages write it: a place in Latin letters begins with a capital one, or is all capitals."""
    if LEXICON[word].kind != "place" or not word.isascii():
        return word
    return word.upper() if len(word) <= 3 else word.title()


AROUND = sorted(
    written(word)
    for word, meant in LEXICON.items()
    if (meant.condition and meant.around) or meant.kind in {"place", "ended", "others", "restricting", "promotion"}
) + [date for date in DATES if "," not in date]
"""Every word that states something wherever it stands near a price; days with a comma stand in EASILY_LOST."""


@pytest.mark.parametrize("place", PLACES)
def test_a_word_near_a_price_is_said_by_it(place: str) -> None:
    passed_over = [words for words in AROUND if words not in ORDINARY | PLAIN and read(**{place: words}) == read()]
    assert passed_over == []


SEPARATE = [
    (one, other) for one in PLACES for other in PLACES if one.split()[0] < other.split()[0]
]  # fmt: skip
"""Two places that can be filled at once."""


@settings(max_examples=400, deadline=None)
@given(st.sampled_from(SEPARATE), st.sampled_from(AROUND), st.sampled_from(AROUND))
def test_two_words_near_a_price_are_both_said_by_it(places: tuple[str, str], one: str, other: str) -> None:
    both = read(**{places[0]: one, places[1]: other})
    assume(both is not None)
    first, second, plain = read(**{places[0]: one}), read(**{places[1]: other}), read()
    assert both is not None
    assert first is not None, "what one statement alone leaves unread, two do not read"
    assert second is not None
    assert plain is not None
    assert both - plain >= (first - plain) | (second - plain)


@settings(max_examples=200, deadline=None)
@given(st.sampled_from([*PLACES]), st.sampled_from(AROUND))
def test_no_word_near_a_price_is_made_up(place: str, words: str) -> None:
    said = read(**{place: words})
    printed = {value for name, value in said or () if name in {"as_printed", "region"}}
    assert all(str(value) in _page({place: words}) for value in printed)


def test_the_ordinary_case_contradicts_another_one() -> None:
    assert read(heading="在线推理", beside="Batch") is None
    assert read(heading="Batch", note="在线推理") is None


EASILY_LOST = {
    "a line with a comma": {"line": "from September 1, 2026"},
    "a line that is long": {"line": "Prices for w/ latency optimized inference usage"},
    "a bound of which no word says what it bounds": {"heading": "≥ 32k"},
    "a bound among words that are not known, in a heading": {"heading": "输入<=32k专用档"},
    "a bound among words that are not known, in a line": {"line": "输入<=32k专用档"},
    "a bound among words that are not known, in a title": {"title": "输入<=32k专用档"},
    "the life of a cache among words that are not known": {"heading": "TTL 1h专用档"},
    "a size among words that are not known": {"heading": "720p专用档"},
    "a heading of former prices": {"heading": "原价"},
    "a line of former prices": {"line": "刊例价"},
    "a heading of what is free": {"heading": "限时免费"},
    "a line of what is free": {"line": "免费"},
    "a heading of a discount": {"heading": "五折价格"},
    "a heading that changes amounts": {"heading": "价格约为"},
    "a sentence that changes amounts": {"sentence": "最低"},
    "a currency in a sentence": {"sentence": "美元"},
    "a meter in an ignored column": {"beside": "缓存命中"},
    "a currency in an ignored column": {"beside": "美元"},
    "a unit in an ignored column": {"beside": "元/张"},
    "a lowest price": {"note": "最低"},
}
"""What a reader that looks for words it knows passes over easily."""


@pytest.mark.parametrize("stated", EASILY_LOST.values(), ids=EASILY_LOST)
def test_what_is_not_passed_over(stated: dict[str, str]) -> None:
    assert read(**stated) != read()


def _with(*blocks: str) -> list[frozenset[tuple[str, object]]]:
    page = "\n\n".join(["# Acme", "## 价格（元）", *blocks, ""])
    found = read_document(SCRAPER, read_page(page.encode(), "acme/price"), "price")
    assert found.prices or found.unread, "it vanished"
    return [_said(price) for price in found.prices]


def table(model: str) -> str:
    return "\n".join([*TABLE, f"| {model} | | | 2 |"])


@pytest.mark.parametrize(
    "blocks",
    [
        ("Batch 的价格如下表所示。", table("acme-1")),
        ("本节为 Batch 的价格，按量计费。", table("acme-1")),
        (table("acme-1"), "注：Batch"),
        (table("acme-1"), table("acme-2"), "以上价格为 Batch 价格。"),
    ],
    ids=["as follows", "this section", "note below", "above, after two tables"],
)
def test_sentences_that_are_not_passed_over(blocks: tuple[str, ...]) -> None:
    assert read() not in _with(*blocks)


@pytest.mark.parametrize("words", [words for words in AROUND if words not in ORDINARY | PLAIN][::7])
def test_what_stands_over_two_tables_is_said_by_both(words: str) -> None:
    for form in (f"### {words}", words, f"以下价格为{words}价格。"):
        assert read() not in _with(form, table("acme-1"), table("acme-2"))
        assert read() not in _with(form, "这里说明模型能力。", table("acme-1"))
