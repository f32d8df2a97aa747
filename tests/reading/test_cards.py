"""Cards: a run of them alike is a table; a heading with prose below it stays what it is."""

import pytest

from pricebook.reading import read_page
from pricebook.reading.document import Block, Heading, Paragraph, Table


def blocks(text: str) -> tuple[Block, ...]:
    return read_page(text.encode(), "acme/page").blocks


def seen(text: str) -> list[object]:
    return [block.lines if isinstance(block, Table) else block.text for block in blocks(text)]


TABLE = (
    ("Model", "Input", "Output"),
    ("acme-1", "$2 / 1M tokens", "$8 / 1M tokens"),
    ("acme-2", "$3 / 1M tokens", "$9 / 1M tokens"),
)


@pytest.mark.parametrize(
    "line",
    ["{}: {}", "{}\n{}", "{} {}", "- {}: {}", "**{}**: {}", "{}\n\n{}"],
)
def test_ways_to_write_a_label_and_its_value(line: str) -> None:
    text = "# Prices\n\n"
    for name, *values in TABLE[1:]:
        pairs = (line.format(label, value) for label, value in zip(TABLE[0][1:], values, strict=True))
        text += f"## {name}\n\n" + "\n\n".join(pairs) + "\n\n"
    assert seen(text) == ["Prices", TABLE]


def test_cards_in_html() -> None:
    cards = "".join(
        f"<div><h3>{name}</h3><dl><dt>Input</dt><dd>{one}</dd><dt>Output</dt><dd>{two}</dd></dl></div>"
        for name, one, two in TABLE[1:]
    )
    assert seen(f"<div><h2>Prices</h2>{cards}<p>All in dollars.</p></div>") == ["Prices", TABLE, "All in dollars."]


def test_a_card_may_lack_a_line() -> None:
    text = "### acme-1\n\n上下文：128K\n\n输入：2元\n\n输出：8元\n\n### acme-2\n\n输入：3元\n\n输出：9元\n"
    assert seen(text) == [
        (("模型", "上下文", "输入", "输出"), ("acme-1", "128K", "2元", "8元"), ("acme-2", "", "3元", "9元"))
    ]


def test_lines_are_those_of_the_headings() -> None:
    (table,) = blocks("## a-1\n\nInput: $2\n\n## a-2\n\nInput: $3\n")
    assert isinstance(table, Table)
    assert (table.line, [row.line for row in table.rows]) == (1, [1, 5])


@pytest.mark.parametrize(
    "text",
    [
        "## acme-1\n\nInput: $2\n",
        "## acme-1\n\nInput: $2\n\n### acme-2\n\nInput: $3\n",
        "## acme-1\n\nInput: $2\n\n## acme-2\n\nImages: $3\n",
        "## Standard\n\nInput: $2\n\n## Batch\n\nInput: $1\n",
        "## acme-1 Batch\n\nInput: $2\n\n## acme-2 Batch\n\nInput: $1\n",
        "## Tier 1\n\nInput: $2\n\n## Tier 2\n\nInput: $1\n",
        "## acme-1\n\nFor $2 you get a lot.\n\n## acme-2\n\nFor $3 you get more.\n",
        "## acme-1\n\nInput: $2\n\nInput: $4\n\n## acme-2\n\nInput: $3\n\nInput: $6\n",
        "## acme-1\n\nInput: $2\n\nAbove 32K tokens twice as much.\n\n## acme-2\n\nInput: $3\n\nBelow 8K half.\n",
        "## acme-1\n\nFamily: acme\n\n## acme-2\n\nFamily: acme\n",
    ],
)
def test_what_is_not_plainly_a_run_of_cards_stays_prose(text: str) -> None:
    assert all(isinstance(block, Heading | Paragraph) for block in blocks(text))
