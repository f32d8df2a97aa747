"""Cards of HTML whose names are no headings: a name becomes one where only a grid of cards can be meant."""

import pytest

from pricebook.reading import read_page
from pricebook.reading.document import Heading, Table


def row(label: str, *value: str) -> str:
    return f'<div class="row"><p>{label}</p><div>{"".join(f"<p>{line}</p>" for line in value)}</div></div>'


def card(name: str, *rows: str, below: str = "", badge: str = "") -> str:
    return f'<div><div class="top"><p class="name">{name}</p>{badge}</div>{"".join(rows)}{below}</div>'


INPUT, OUTPUT = row("Input (/M tokens)", "$2"), row("Output (/M tokens)", "$8")
ONE, TWO = card("Acme One", INPUT, OUTPUT), card("Acme Two", INPUT, OUTPUT)
GRID = f"<main>{ONE}{TWO}</main>"


def seen(html: str) -> list[object]:
    blocks = read_page(f"<html><body>{html}</body></html>".encode(), "acme/page").blocks
    return [
        block.lines if isinstance(block, Table) else ("# " if isinstance(block, Heading) else "") + block.text
        for block in blocks
    ]


TABLE = (("Input (/M tokens)", "Output (/M tokens)"), ("$2", "$8"))


def test_names_become_headings_and_labels_above_amounts_a_table() -> None:
    assert seen(GRID) == ["# Acme One", TABLE, "# Acme Two", TABLE]


def test_what_a_heading_says_of_all_cards_stands_above_them() -> None:
    assert seen(f"<p>Batch API</p><h2>Prices</h2><p>Of our models</p>{GRID}")[2:5] == [
        "Of our models", "# Acme One", TABLE,
    ]  # fmt: skip


def test_what_else_stands_in_a_card_keeps_its_place_and_no_other_card_s_heading() -> None:
    one = card("Acme One", "<p>Quick.</p>", INPUT, OUTPUT, below="<p>acme-one</p>", badge="<p>New</p>")
    free = card("Acme Free", "<p>Free</p>")
    expected = ["# Acme One", "New", "Quick.", TABLE, "acme-one", "# Acme Free", "Free", "# Acme Two", TABLE]
    assert seen(f"<main>{one}{free}{TWO}</main>") == expected
    assert seen(f"{GRID}<p>All in dollars.</p>")[-2:] == ["# —", "All in dollars."]


def test_lines_below_an_amount_are_its_unit_and_a_label_may_lead_words() -> None:
    three = card("Acme Three", row("Pages", "$4", "/ 1000 pages"), row("Available on", "/v1/pages"))
    assert seen(f"<main>{ONE}{three}</main>")[-1] == (("Pages", "Available on"), ("$4 / 1000 pages", "/v1/pages"))


GROUP = f"<div><p>Acme</p><div>{card('Hosted', INPUT)}{card('Local', INPUT)}</div></div>"


@pytest.mark.parametrize(
    "html",
    [
        pytest.param(ONE, id="one card alone"),
        pytest.param(f"<main>{ONE}{ONE}</main>", id="two of one name"),
        pytest.param(f"<main>{GROUP}{GROUP.replace('Acme', 'Other')}</main>", id="groups inside of cards"),
        pytest.param(f"<main>{card('Batch', INPUT)}{card('Flex', INPUT)}</main>", id="names that are conditions"),
        pytest.param(f"<main><p>For VIPs</p>{ONE}{TWO}</main>", id="something between the cards"),
        pytest.param(f"<p>Batch API</p>{GRID}", id="a line above that says something of all"),
        pytest.param(f"<b>Batch API</b>{GRID}", id="the same in bold"),
        pytest.param(f"<p>Batch API</p> of <div>{GRID}</div>", id="the same further away"),
        pytest.param(f"<div><h2>Prices</h2><p>Batch API</p></div>{GRID}", id="the same below a heading"),
        pytest.param(f"<div>Batch API{GRID}</div>", id="the same in no element of its own"),
        pytest.param(f"{GRID}<p>All prices above are for batch calls.</p>", id="a sentence below that does"),
        pytest.param(f"<div>{GRID}</div>The above prices are for batch calls.", id="the same further away"),
        pytest.param(GRID.replace('<p class="name">Acme One', "<p>New</p><p>Acme One"), id="a badge before the name"),
        pytest.param(GRID.replace('<p class="name">Acme One', '<p class="badge">Acme One'), id="names of two kinds"),
        pytest.param(GRID.replace("<p>Input", "<h3>Batch</h3><p>Input"), id="headings inside"),
        pytest.param(GRID.replace("<p>Input", "<p><b>Batch</b></p><p>Input"), id="lines in bold inside"),
        pytest.param(GRID.replace("<p>$2</p>", "<p>from</p><p>$2</p>"), id="words before some of the amounts"),
    ],
)
def test_what_may_be_something_else_stays_prose(html: str) -> None:
    assert not [each for each in seen(html) if isinstance(each, tuple)]
    assert "# Acme One" not in seen(html)


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param((row("Input (/M tokens)", "<del>$4</del>", "$2"), OUTPUT), id="two amounts"),
        pytest.param((INPUT, "<p>Above 32K tokens:</p>", OUTPUT), id="words between the rows"),
        pytest.param((INPUT, INPUT), id="a label that stands twice"),
        pytest.param((row("$2", "Input"), OUTPUT), id="an amount above its label"),
    ],
)
def test_a_card_that_is_not_understood_has_no_table(rows: tuple[str, ...]) -> None:
    found = seen(f"<main>{card('Acme Odd', *rows)}{ONE}{TWO}</main>")
    assert [each for each in found if isinstance(each, tuple)] == [TABLE, TABLE]


def test_what_a_page_of_cards_hides_is_no_part_of_them() -> None:
    hidden = '<div style="display: none"><p>$9</p></div>'
    assert seen(GRID.replace("<p>$2</p>", f"<p>$2</p>{hidden}")) == ["# Acme One", TABLE, "# Acme Two", TABLE]


RESTRICTING = (
    "Prices for enterprise customers.", "Prices from January 1, 2027.", "以下价格自2027年1月1日起生效。",
    "批量推理价格", "仅限企业客户", "Only in the EU region", "Batch API", "Prices before tax, for partners only.",
    "Available in the EU only.", "These prices are for customers that have an agreement with us only.",
)  # fmt: skip


@pytest.mark.parametrize("line", RESTRICTING)
def test_a_line_around_the_grid_that_would_restrict_a_table_leaves_no_grid(line: str) -> None:
    assert "# Acme One" in seen(f"<h2>Prices</h2><p>Of our models.</p>{GRID}<p>More in our docs.</p>")
    assert "# Acme One" not in seen(f"<h2>Prices</h2><p>{line}</p>{GRID}")
    assert "# Acme One" not in seen(f"<h2>Prices</h2>{GRID}<p>{line}</p>")


def test_a_currency_above_the_grid_is_the_one_of_its_amounts() -> None:
    assert "# Acme One" in seen(f"<p>Prices in USD.</p>{GRID}")
    assert "# Acme One" not in seen(f"<p>Prices in EUR.</p>{GRID}")
