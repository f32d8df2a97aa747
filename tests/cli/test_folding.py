"""Lines that are folded for a terminal lose nothing and break no word."""

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from pricebook.cli.folding import folded

WORDS = st.text("ab-/.价", min_size=1, max_size=30)
PARTS = st.lists(st.lists(WORDS, max_size=5).map(" ".join), max_size=6)


@given(PARTS, st.integers(10, 60))
def test_no_word_is_lost_or_broken_and_only_a_long_one_is_wider_than_the_window(parts: list[str], width: int) -> None:
    lines = list(folded(parts, "  x ", "    ", width))
    assert " ".join(lines).split() == ["x", *" ".join(parts).split()]
    assert all(cell_len(line) <= width or len(line.split()) <= (2 if line.startswith("  x") else 1) for line in lines)


@given(PARTS)
def test_all_that_fits_stands_on_one_line(parts: list[str]) -> None:
    (line,) = folded(parts, "", "  ", 10_000)
    assert line == "  ".join(part for part in parts if part)
