"""Components in Markdown: a table where they stand, under what stands above them; their code is not displayed."""

import pytest

from pricebook.errors import UnreadablePage
from pricebook.reading.components import MAX_COMPONENTS, MAX_ENDLESS, read_components
from pricebook.reading.document import Block, Document, Heading, Paragraph, Table
from pricebook.reading.kinds import page_kind

CODE = """export const PriceTable = ({columns = [], rows = []}) => {
  return <table>
      {rows.map((row, index) => <tr key={index}>{row.map((cell) => <td>{`${cell}`}</td>)}</tr>)}
    </table>;
};
"""
TABLE = """<PriceTable
  columns={[
    { title: "Model", width: "34%" },
    { title: "Output price" },
  ]}
  rows={[
    ["acme-1", <>{"$"}0.16</>],
    ["acme-2", <del>$3</del>],
  ]}
/>"""


def seen(text: str) -> list[object]:
    """Every block in brief."""
    return [brief(block) for block in read_components(text, "acme/page")]


def brief(block: Block) -> object:
    return block.lines if isinstance(block, Table) else block.text


def paths(text: str) -> dict[str, tuple[str, ...]]:
    """The headings above each paragraph and each table's first cell."""
    document = Document(tuple(read_components(text, "acme/page")))
    return {
        block.lines[1][0] if isinstance(block, Table) else block.text: path
        for block, path in zip(document.blocks, document.paths, strict=True)
        if not isinstance(block, Heading)
    }


def test_a_table_in_its_place_on_its_lines() -> None:
    blocks = read_components(f"# Prices\n\nbefore\n\n{TABLE}\n\nafter\n", "acme/page")
    assert [brief(block) for block in blocks] == [
        "Prices",
        "before",
        (("Model", "Output price"), ("acme-1", "$0.16"), ("acme-2", "~~$3~~")),
        "after",
    ]
    table = blocks[2]
    assert isinstance(table, Table)
    assert (table.line, [row.line for row in table.rows], blocks[3].line) == (6, [11, 12], 16)


def test_lines_right_above_and_below_are_no_part_of_it() -> None:
    assert seen(f"a\n{TABLE}\nb") == ["a", (("Model", "Output price"), ("acme-1", "$0.16"), ("acme-2", "~~$3~~")), "b"]


@pytest.mark.parametrize(
    "component",
    [
        """<Prices headers={["Model", "Price"]} data={[["a", "$1"]]} />""",
        """<Prices rows={[["a", "$1"]]} columns={["Model", "Price"]} caption={null}></Prices>""",
        """<Prices columns={[{title: "Model", dataIndex: "m"}, {title: "Price", key: "p"}]}
  data={[{p: "$1", m: "a"}]} />""",
        """export const rows = [["a", "$1"]];\n\n<Prices columns={["Model", "Price"]} rows={rows} />""",
        """    <Prices columns={["Model", "Price"]} rows={[["a", "$1"]]} />""",
    ],
)
def test_ways_to_write_one_table(component: str) -> None:
    assert seen(component) == [(("Model", "Price"), ("a", "$1"))]


@pytest.mark.parametrize(
    "source",
    [
        """<Prices columns={["Model", "Price"]} rows={load("$1")} />""",
        """<Prices columns={["Model", "Price"]} rows={[["a", on ? "$1" : "$2"]]} />""",
        """<Prices columns={["Model"]} head={["Price"]} rows={[["$1"]]} />""",
        """<Price amount="$1" per="image" />""",
        """export const price = () => "$1";""",
        """export const rows = [["a", "$1"]];""",
        """export const rows = [["a", "$1"]];\n\n<Prices columns={["Model"]} rows={rows.slice(1)} />""",
        """```\n<Prices columns={["Model", "Price"]} rows={[["a", "$1"]]} />\n```""",
    ],
)
def test_what_is_not_plainly_a_table_stays_prose_with_its_amounts(source: str) -> None:
    blocks = read_components(f"# Prices\n\n{source}\n", "acme/page")
    assert not any(isinstance(block, Table) for block in blocks)
    assert any(isinstance(block, Paragraph) and "$1" in block.text for block in blocks)


def test_code_and_comments_are_not_displayed() -> None:
    assert seen(f'import {{ T }} from "./t.js";\n\n{CODE}\nbefore\n\n{{/* | a | $9 | */}}\n\nafter') == [
        "before",
        "after",
    ]


def test_what_is_inside_a_component_is_markdown() -> None:
    assert seen("<Note>\n  For the **Batch** API.\n\n  | a | b |\n  |---|---|\n  | 1 | 2 |\n</Note>\n\nbelow") == [
        "For the Batch API.",
        (("a", "b"), ("1", "2")),
        "below",
    ]


TABS = """## Prices

<Tabs>
  <Tab title="Standard">
    ### Text

    one
  </Tab>
  <Tab title="Batch">
    two
  </Tab>
</Tabs>

three

## Others

four
"""


def test_a_title_is_a_heading_of_what_is_inside_and_of_nothing_else() -> None:
    assert paths(TABS) == {
        "one": ("Prices", "Standard", "Text"),
        "two": ("Prices", "Batch"),
        "three": ("Prices",),
        "four": ("Others",),
    }


def test_what_stands_behind_a_title_without_a_heading_above_is_not_under_it() -> None:
    assert paths('<Tab title="Batch">\none\n</Tab>\n\ntwo') == {"one": ("Batch",), "two": ("—",)}


def test_a_bold_line_in_a_note_is_no_heading_of_what_stands_below_it() -> None:
    assert paths("## Prices\n\n<Note>\n**Batch**\n\none\n</Note>\n\ntwo") == {
        "one": ("Prices", "Batch"),
        "two": ("Prices",),
    }


def test_a_title_of_nothing_is_a_line() -> None:
    assert seen('a\n\n<Card title="Batch API" href="/batch" />\n\nb') == ["a", "Batch API", "b"]


def test_elements_in_capitals_are_html() -> None:
    html = "<TABLE>\n<TR><TD>a</TD><TD>b</TD></TR>\n<TR><TD>1</TD><TD>2</TD></TR>\n</TABLE>\n"
    assert page_kind(f"Prices\n\n{html}") == "markdown"
    assert seen(f"Prices\n\n{html}") == ["Prices", (("a", "b"), ("1", "2"))]


@pytest.mark.parametrize("text", ["<Note>\nx\n" * (MAX_COMPONENTS + 1), "export const a = {\n" * (MAX_ENDLESS + 1)])
def test_hostile_pages_are_refused(text: str) -> None:
    with pytest.raises(UnreadablePage, match=r"acme/page: more than .* hostile"):
        read_components(text, "acme/page")
