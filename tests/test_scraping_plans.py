"""Tables of one model, with rows of prices and columns of plans, and in their cells more than one thing."""

from collections.abc import Iterator

import pytest

from pricebook.extraction.converting import read_document
from pricebook.phrases import read_cell
from pricebook.publish import display
from pricebook.reading import read_page
from pricebook.records import Reading
from pricebook.scraping import Address, Finding, Layout, Page, Scraper
from tests.test_scraping import Extract

PAGE = """
## Acme One

`acme-1`

[Standard](https://acme.example/p#standard)[Batch](https://acme.example/p#batch)

|  | Free Tier | Paid Tier, per 1M tokens in USD |
|---|---|---|
| Input price | Free of charge | $1, prompts <= 200k tokens $2, prompts > 200k tokens |
| Output price (including thinking tokens) | Free of charge | $8 |
| Context caching price | Not available | $0.15 $1.00 / 1,000,000 tokens per hour (storage price) |
| Looking things up | Not available | 5,000 requests per month (free, shared by all), then $14 / 1,000 search queries |
| Used to improve our products | Yes | No |

|  | Free Tier | Paid Tier, per 1M tokens in USD |
|---|---|---|
| Input price | Not available | $0.5 |
"""


def in_dollars(page: str, extract: Extract) -> Reading:
    scraper = Scraper(
        "acme", "Acme", "USD", [Address("price", "https://acme.example/")], extract, timezone="UTC", at_least=0
    )
    return read_document(scraper, read_page(page.encode(), "acme/price"), "price")


def of_plans(page: Page) -> Iterator[Finding]:
    for table, model in page.price_tables():
        yield from table.quotes(Layout(model, read_as={"Looking things up": "price (Looking things up)"}))


def test_every_cell_is_read_with_what_its_row_column_and_tab_say() -> None:
    found = in_dollars(PAGE, of_plans)
    assert [each.reason for each in found.unread] == []
    assert {(each.name, each.unit) for each in found.prices if each.free} == {("Acme One", "1M tokens")}
    assert [" ".join(display.line(each).split()) for each in found.prices] == [
        "acme-1 inference input plan=free free Free of charge",
        "acme-1 inference output plan=free free Free of charge",
        "acme-1 inference input input_tokens<=200000 plan=paid 1 USD / 1M tokens $1",
        "acme-1 inference input input_tokens>200000 plan=paid 2 USD / 1M tokens $2",
        "acme-1 inference output plan=paid 8 USD / 1M tokens $8",
        "acme-1 inference cache_read plan=paid 0.15 USD / 1M tokens $0.15",
        "acme-1 inference cache_storage plan=paid 1 USD / 1M tokens-hour $1.00 / 1,000,000 tokens per hour",
        "acme-1 inference search ‘Looking things up’ plan=paid 0.014 USD / search $14 / 1,000 search queries",
        "acme-1 inference input mode=batch plan=paid 0.5 USD / 1M tokens $0.5",
    ]


def test_what_is_free_before_a_price_begins_is_excused_and_no_condition() -> None:
    excused = [each.reason for each in in_dollars(PAGE, of_plans).excused]
    assert excused == ["what is free before the price begins"]


@pytest.mark.parametrize(
    "cell",
    [
        "$14 / 1,000 search queries (free)",
        "free, then $14 / 1,000 search queries",
        "5,000 free requests, $14 / 1,000 search queries",
    ],
)
def test_what_is_free_without_a_number_or_a_then_is_not_taken_for_a_quota(cell: str) -> None:
    assert read_cell(cell).problem


def test_a_row_that_nobody_knows_costs_its_own_amounts_and_no_others() -> None:
    def extract(page: Page) -> Iterator[Finding]:
        for table, model in page.price_tables():
            yield from table.quotes(Layout(model))

    found = in_dollars(PAGE, extract)
    assert [each.text for each in found.unread if "search" in each.text] != []
    assert len(found.unread) == 1
    assert {price.meter for price in found.prices} == {"input", "output", "cache_read", "cache_storage"}


@pytest.mark.parametrize(
    ("cell", "amounts"),
    [
        ("$0.15 $1.00 / 1M tokens per hour (storage price)", [("0.15", ()), ("1.00", ("cache_storage",))]),
        ("$0.15 $1.00 / 1M tokens per hour", []),
        ("$2, batch $1, cached", []),
    ],
)
def test_prices_of_one_line(cell: str, amounts: list[tuple[str, tuple[str, ...]]]) -> None:
    assert [(str(each.value), each.says.meters) for each in read_cell(cell).amounts] == amounts
