"""Labels of tabs that a reader of pages left in a line, before the panels that they name."""

import pytest

from pricebook.reading import read_page
from pricebook.reading.document import Heading

TABLE = "| a | b |\n|---|---|\n| c | {} |\n"
LABELS = "[Standard](https://a.example/p#standard)[Batch](https://a.example/p#batch)More\n"


def paths(*parts: str) -> list[tuple[str, ...]]:
    """What stands above each table of the page."""
    document = read_page("\n".join(("# Prices\n", *parts)).encode(), "page")
    return [document.paths[block] for block, _ in document.tables()]


def test_as_many_tables_as_labels_stand_below_them_in_their_order() -> None:
    told = paths(
        "## acme-1\n",
        LABELS,
        TABLE.format(1),
        "Something between.\n",
        TABLE.format(2),
        "behind\n",
        "## acme-2\n",
        TABLE,
    )
    assert told == [("Prices", "acme-1", "Standard"), ("Prices", "acme-1", "Batch"), ("Prices", "acme-2")]


@pytest.mark.parametrize("tables", [1, 3])
def test_where_the_numbers_differ_all_labels_stand_above_each(tables: int) -> None:
    told = paths("## acme-1\n", LABELS, *map(TABLE.format, range(tables)))
    assert told == [("Prices", "acme-1", "Standard / Batch ?")] * tables


@pytest.mark.parametrize("line", ["[Docs](https://a.example/docs)[Batch](#batch)", "[Batch](#batch)", "[a](#b)[b](#a)"])
def test_other_links_are_no_labels(line: str) -> None:
    assert paths("## acme-1\n", f"{line}\n", TABLE.format(1)) == [("Prices", "acme-1")]


def test_what_follows_the_last_panel_stands_below_the_heading_above_them() -> None:
    text = f"## acme-1\n\n{LABELS}\n{TABLE.format(1)}\n{TABLE.format(2)}\nA note.\n"
    blocks = read_page(text.encode(), "page").blocks
    headings = [(block.level, block.text) for block in blocks if isinstance(block, Heading)]
    assert headings == [(2, "acme-1"), (3, "Standard"), (3, "Batch"), (2, "acme-1")]


def test_tables_of_other_rows_may_all_be_of_one_panel() -> None:
    told = paths("## acme-1\n", LABELS, TABLE.format(1), TABLE.format(2).replace("c", "d"))
    assert told == [("Prices", "acme-1", "Standard / Batch ?")] * 2


def test_labels_directly_above_headings_are_not_lost() -> None:
    panel = f"### Text\n\n{TABLE.format(1)}", f"### Audio\n\n{TABLE.format(2)}\nA note.\n"
    told = paths(LABELS, *panel, "# Terms\n", TABLE)
    assert told[:2] == [("Prices", name, "Standard / Batch ?") for name in ("Text", "Audio")]
    assert told[2] == ("Terms",)


def test_a_table_of_contents_is_no_row_of_tabs() -> None:
    told = paths(LABELS, f"## Standard\n\n{TABLE}", f"## Batch\n\n{TABLE}")
    assert told == [("Prices", "Standard"), ("Prices", "Batch")]


@pytest.mark.parametrize(
    "line",
    [
        "For enterprise customers:",
        "Prices from July 1, 2027:",
        "Legacy",
        "Azure",
        "With the priority add-on:",
        "EU only",
    ],
)
def test_a_line_that_leads_a_table_is_not_cut_off_from_it(line: str) -> None:
    told = paths("## acme-1\n", LABELS, TABLE.format(1), f"{line}\n", TABLE.format(2))
    assert told == [("Prices", "acme-1", "Standard / Batch ?")] * 2


@pytest.mark.parametrize("line", ["For enterprise customers:", "Prices from July 1, 2027:", "Only in the EU"])
def test_a_line_above_all_panels_may_be_of_the_first(line: str) -> None:
    document = read_page("\n".join(("# acme-1\n", LABELS, f"{line}\n", *map(TABLE.format, range(2)))).encode(), "page")
    assert [document.paths[block] for block, _ in document.tables()] == [("acme-1", "Standard / Batch ?")] * 2
    assert getattr(document.blocks[2], "text", "") == line


@pytest.mark.parametrize("line", ["Batch API only", "The prices above are for enterprise customers.", "仅限企业客户"])
def test_a_line_below_all_panels_may_be_of_the_last_or_of_all(line: str) -> None:
    told = paths("## acme-1\n", LABELS, *map(TABLE.format, range(2)), f"{line}\n")
    assert told == [("Prices", "acme-1", "Standard / Batch ?")] * 2


def test_what_says_nothing_of_prices_leaves_the_panels_with_their_labels() -> None:
    told = paths("## acme-1\n", LABELS, TABLE.format(1), "A few words.\n", TABLE.format(2), "* A note.\n\nMore.\n")
    assert told == [("Prices", "acme-1", "Standard"), ("Prices", "acme-1", "Batch")]
