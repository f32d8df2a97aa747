"""Canonical Markdown: what is written is what is read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pricebook.errors import StorageError
from pricebook.reading import canonical, read_page
from pricebook.reading.document import Document, Heading, Paragraph, Row, Table
from tests.pages import other_form, recordings

LINE = st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), max_size=12).map(
    lambda s: " ".join(s.split())
)
TRICKY = st.sampled_from(["|", "\\", "<br>", "\\<br>", "# x", "---", "a | b", "| --- |", "~~1~~", "\\|", "*x*", "- y"])
TEXT = st.lists(st.one_of(LINE, TRICKY), min_size=1, max_size=3).map(
    lambda lines: "\n".join(line for line in lines if line)
)
FULL = TEXT.filter(bool)
CELLS = st.lists(TEXT, min_size=1, max_size=4).map(tuple)
BLOCKS = st.one_of(
    st.builds(Heading, st.integers(1, 6), FULL),
    st.builds(Paragraph, FULL),
    st.builds(Table, CELLS, st.lists(st.builds(Row, CELLS), max_size=3).map(tuple)),
)


@given(st.lists(BLOCKS, max_size=5).map(tuple))
def test_reading_what_was_written_gives_the_same_document(blocks: tuple[Heading | Paragraph | Table, ...]) -> None:
    document = Document(blocks)
    text = canonical.write(document)
    assert canonical.read(text) == document
    assert canonical.write(canonical.read(text)) == text


def test_every_recorded_page_survives(provider: str) -> None:
    for page in filter(None, (*recordings(provider).values(), other_form(provider))):
        document = read_page(page.read_bytes(), provider)
        assert canonical.read(canonical.write(document)) == document


def test_lines_are_those_of_the_stored_file() -> None:
    text = "# a\n\n| p | q |\n| --- | --- |\n| 1 | 2 |\n\nx\n"
    _, table, paragraph = canonical.read(text).blocks
    assert isinstance(table, Table)
    assert (table.line, table.rows[0].line, paragraph.line) == (3, 5, 7)


@pytest.mark.parametrize("text", ["| a | b |\n| 1 | 2 |\n", "| a |\n| --- |\n|1|\n", "| a |\n"])
def test_what_was_never_written_is_refused_with_its_line(text: str) -> None:
    with pytest.raises(StorageError, match="line"):
        canonical.read(text, "page.md")
