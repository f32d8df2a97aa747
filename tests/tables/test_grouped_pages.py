"""Pages that price a family in sections: their modes, their places, rows without ends, units in labels."""

import pytest

from pricebook.extraction.converting import read_document
from pricebook.publish import display
from pricebook.reading import read_page
from pricebook.scraping import Address, Layout, Page, Scraper


def extract(page: Page):  # type: ignore[no-untyped-def]
    """All tables, each as the program sees it."""
    for table, model in page.price_tables("Model"):
        yield from table.quotes(Layout(model=model))


ACME = Scraper(
    provider="acme",
    name="Acme",
    currency="USD",
    pages=[Address("price", "https://acme.example/price")],
    extract=extract,
    timezone="UTC",
)
HEAD = "<tr><th>Model</th><th>Input price (/1M tokens)</th><th>Output price (/1M tokens)</th></tr>"
SPANNED = "<table><tr><th>Part</th></tr><tr><td rowspan=2>a</td></tr><tr></tr></table>"


def read(*body: str) -> tuple[list[str], int]:
    """Each price with its conditions, and how many amounts are unread."""
    page = f"<html><body><h1>Acme</h1>{''.join(body)}</body></html>"
    reading = read_document(ACME, read_page(page.encode(), "acme/price"), "price")
    prices = [
        f"{each.model} {each.meter} {each.amount} {display.conditions(each.conditions)}".strip()
        for each in reading.prices
    ]
    return prices, len(reading.unread)


def priced(*rows: str, head: str = HEAD) -> str:
    return f"<table>{head}{''.join(rows)}</table>"


ROW = "<tr><td>acme-1</td><td>$1</td><td>$2</td></tr>"


@pytest.mark.parametrize("heading", ["Flex/Batch", "Batch / Flex", "Flex/Batch prices of every family"])
def test_a_stroke_between_modes_means_both(heading: str) -> None:
    assert read(f"<h2>{heading}</h2>", priced(ROW)) == (
        [f"acme-1 {meter} mode={mode}" for meter in ("input 1", "output 2") for mode in ("batch", "flex")],
        0,
    )


@pytest.mark.parametrize("heading", ["Flex and Batch", "Standard/Batch", "Standard/Batch prices of every family"])
def test_modes_that_may_be_those_of_other_tables_leave_it_unread(heading: str) -> None:
    prices, unread = read(f"<h2>{heading}</h2>", priced(ROW))
    assert (prices, unread) == ([], 2)


def test_a_column_of_one_of_the_modes_is_of_that_alone() -> None:
    head = "<tr><th>Model</th><th>Batch input price (/1M tokens)</th></tr>"
    row = "<tr><td>acme-1</td><td>$1</td></tr>"
    assert read("<h2>Flex/Batch</h2>", priced(row, head=head)) == (["acme-1 input 1 mode=batch"], 0)
    prices, unread = read("<h2>Flex/Batch</h2>", priced(row, head=head.replace("Batch", "Priority")))
    assert (prices, unread) == ([], 1)


def test_what_follows_sections_of_places_is_of_none_of_them() -> None:
    places = "".join(
        f"<section><h3>{place}</h3>{priced(ROW.replace('acme-1', f'acme-{n}'))}</section>"
        for n, place in enumerate(("Global", "us-east5", "asia-east1"))
    )
    page = ("<h2>Families</h2><h3>Acme's models</h3><h4>By place</h4>", places)
    same = priced(ROW.replace("acme-1", "acme-9"))
    for between in ("", "<p>Longer requests cost more.</p>"):
        prices, unread = read(*page, between, "<h4>The same everywhere</h4>", same)
        assert [each for each in prices if "input" in each] == [
            "acme-0 input 1 region=Global", "acme-1 input 1 region=us-east5", "acme-2 input 1 region=asia-east1",
            "acme-9 input 1",
        ]  # fmt: skip
        assert not unread


def test_a_heading_of_places_in_the_tree_above_still_holds() -> None:
    page = ("<h2>us-east5</h2><section><h3>Chat</h3>", priced(ROW), "</section><h3>Code</h3>", priced(ROW))
    assert read(*page)[0][-1] == "acme-1 output 2 region=us-east5"


@pytest.mark.parametrize("code", ["us-east5", "ap-southeast-1", "europe-west12", "us-gov-west-1"])
def test_a_code_of_a_cloud_s_place_is_one_and_a_name_that_holds_it_is_none(code: str) -> None:
    assert read(f"<h2>{code}</h2>", priced(ROW))[0][0] == f"acme-1 input 1 region={code}"
    assert read(f"<h2>acme-{code}</h2>", priced(ROW))[0][0] == "acme-1 input 1"


def test_a_row_lacks_its_ends_alone_where_the_page_has_spans() -> None:
    short = "<tr><td>acme-2</td><td>$3</td></tr>"
    assert read(SPANNED, priced(ROW, short)) == (["acme-1 input 1", "acme-1 output 2", "acme-2 input 3"], 0)
    assert read(priced(ROW, short)) == (["acme-1 input 1", "acme-1 output 2"], 1)


def test_a_row_that_lacks_its_beginning_stays_unread_on_a_page_with_spans() -> None:
    assert read(SPANNED, priced(ROW, "<tr><td>$3</td><td>$4</td></tr>"))[0] == []


def test_a_cell_that_reaches_beyond_the_headings_ends_with_them() -> None:
    wide = '<tr><td>acme-2</td><td colspan="4">Not sold any more</td></tr>'
    assert read(priced(ROW, wide))[0] == ["acme-1 input 1", "acme-1 output 2"]


def test_a_label_tells_the_unit_with_its_meter() -> None:
    rows = "".join(
        f"<tr><td>acme-1</td><td>{label}</td><td>{price}</td></tr>"
        for label, price in (
            ("1M input text tokens", "$1"),
            ("1M input video/image tokens", "$2"),
            ("Tuning for 1M training tokens", "$3"),
        )
    )
    assert read(priced(rows, head="<tr><th>Model</th><th>Type</th><th>Price</th></tr>")) == (
        ["acme-1 input 1 modality=text", "acme-1 input 2 modality=image+video", "acme-1 training 3"],
        0,
    )


def test_a_number_of_tokens_that_is_no_unit_leaves_its_rows_unread() -> None:
    rows = "<tr><td>acme-1</td><td>32K input tokens</td><td>$1</td></tr>"
    assert read(priced(rows, head="<tr><th>Model</th><th>Type</th><th>Price</th></tr>")) == ([], 1)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("$4 (/M tok/hr)", ["acme-1 cache_storage 4"]),
        ("$4 (per 1M tokens per hour)", ["acme-1 cache_storage 4"]),
        ("$4 (/M tok/hr, in Europe)", []),
    ],
)
def test_a_bracket_behind_an_amount_may_be_its_unit(cell: str, expected: list[str]) -> None:
    head = "<tr><th>Model</th><th>Cache storage price</th></tr>"
    assert read(priced(f"<tr><td>acme-1</td><td>{cell}</td></tr>", head=head))[0] == expected


def test_requests_before_a_colon_are_online_or_batch_and_no_charge_is_free() -> None:
    head = "<tr><th>Model</th><th>Type</th><th>Price per 1,000 tokens</th></tr>"
    rows = (
        "<tr><td>acme-1</td><td>Input</td><td>Online requests: $1<br>Batch requests: $2</td></tr>"
        "<tr><td>acme-1</td><td>Output</td><td>Online requests: No charge<br>Batch requests: No charge</td></tr>"
    )
    assert read(priced(rows, head=head)) == (
        ["acme-1 input 1000", "acme-1 input 2000 mode=batch", "acme-1 output 0", "acme-1 output 0 mode=batch"],
        0,
    )


def test_places_that_share_a_cell_are_told_apart() -> None:
    row = "<tr><td>acme-1</td><td>$1 (Global)<br>$1.1 (Non-global)</td><td>$2</td></tr>"
    assert read(priced(row))[0][:2] == ["acme-1 input 1 region=Global", "acme-1 input 1.1 region=Non-global"]


@pytest.mark.parametrize(("heading", "told"), [("Partner models", ""), ("Partner prices", " ‘Partner’")])
def test_models_of_partners_restrict_nothing_and_prices_of_partners_do(heading: str, told: str) -> None:
    assert read(f"<h2>{heading}</h2>", priced(ROW))[0][0] == f"acme-1 input 1{told}"


@pytest.mark.parametrize("heading", ["Non-EU regions", "Outside the US", "Every region except China", "Not in Europe"])
def test_a_place_that_is_denied_is_not_where_the_prices_hold(heading: str) -> None:
    assert read(f"<h2>{heading}</h2>", priced(ROW)) == ([], 2)
