"""What changes nothing that a reader sees, and the order of rows."""

import re
from random import Random

from benchmarks.mutations.markup import Edit, Table
from benchmarks.mutations.operators import operator
from benchmarks.mutations.page import Mutant, Page


def plain(page: Page, text: str, note: str = "") -> Mutant | None:
    """The page in other characters that say the same."""
    return Mutant(text, page.wants({}), note) if text != page.text else None


@operator("layout", draws=1, noise=1, changes_truth=0)
def noise_blanks_at_line_ends(page: Page, draw: Random) -> Mutant | None:  # noqa: ARG001
    """Trailing blanks, but for lines that end in a heading's underline."""
    return plain(page, re.sub(r"(?<=[|>。])\n", " \n", page.text)) if page.form != "txt" else None


@operator("layout", draws=1, noise=1, changes_truth=0)
def noise_line_ends_of_windows(page: Page, draw: Random) -> Mutant | None:  # noqa: ARG001
    """CR LF."""
    return plain(page, page.text.replace("\r\n", "\n").replace("\n", "\r\n"))


@operator("layout", draws=1, noise=1, changes_truth=0)
def noise_blank_lines(page: Page, draw: Random) -> Mutant | None:  # noqa: ARG001
    """More blank lines where some are; between tags of HTML."""
    if page.form == "html":
        return plain(page, re.sub(r"(</(?:table|h\d|ul)>)", r"\1\n\n", page.text))
    return plain(page, page.text.replace("\n\n", "\n\n\n\n"))


@operator("layout", draws=1, noise=1, changes_truth=0)
def noise_no_last_line_end(page: Page, draw: Random) -> Mutant | None:  # noqa: ARG001
    """The file ends without a line's end, or with one."""
    return plain(page, page.text.rstrip("\n") if page.text.endswith("\n") else page.text + "\n")


@operator("layout", draws=2, noise=1, changes_truth=0)
def noise_column_width(page: Page, draw: Random) -> Mutant | None:
    """Cells filled up with blanks; in HTML blanks inside of the cells, where they say nothing."""
    if page.form == "mdx":
        return None
    edits = [
        Edit(cell.close, cell.close, " " * draw.randint(1, 9)) if page.form != "html"
        else Edit(cell.end, cell.end, "\n" + " " * draw.randint(1, 9))
        for table in page.tables for line in table.lines for cell in line.cells if draw.random() < 0.8
    ]  # fmt: skip
    return page.change(edits, {})


@operator("layout", draws=1, noise=1, changes_truth=0)
def noise_alignment(page: Page, draw: Random) -> Mutant | None:  # noqa: ARG001
    """Columns aligned otherwise."""
    if page.form == "html":
        return plain(
            page, page.text.replace("<table", '<table data-v="1" border="1"').replace("<tr>", '<tr class="r">')
        )
    edits = [
        Edit(table.rule.start, table.rule.end, "|" + " :---: |" * table.width + "\n")
        for table in page.tables if table.rule
    ]  # fmt: skip
    return page.change(edits, {})


@operator("layout", draws=1, noise=1, changes_truth=0)
def noise_a_comment_with_a_price(page: Page, draw: Random) -> Mutant | None:  # noqa: ARG001
    """A comment of HTML, which no reader sees."""
    comment = "<!-- old: acme-9 输入 0.1 元/百万 tokens -->\n"
    if page.form == "html":
        return page.change([Edit(page.sheet.end, page.sheet.end, comment)], {})
    return page.change([Edit(len(page.text), len(page.text), f"\n\n{comment}")], {}) if page.form == "md" else None


def order_of(page: Page, table: Table, order: list[int]) -> list[Edit]:
    """The rows of the table in that order, each where another one stood."""
    rows = sorted(order)
    texts = [page.text[table.lines[row].start : table.lines[row].end].rstrip("\r\n") for row in order]
    return [
        Edit(line.start, line.start + len(page.text[line.start : line.end].rstrip("\r\n")), text)
        for line, text in zip((table.lines[row] for row in rows), texts, strict=True)
    ]


@operator("layout", draws=2, noise=1, changes_truth=0)
def noise_two_rows_change_places(page: Page, draw: Random) -> Mutant | None:
    """Neighbours of one table, none of which goes on from the other."""
    tables = page.tables
    pairs = [
        (table, row) for table in page.whole_tables() for row in range(1, len(tables[table].lines) - 1)
        if tables[table].loose(row) and tables[table].loose(row + 1)
        and tables[table].blanks(row) == tables[table].blanks(row + 1)
    ]  # fmt: skip
    if not pairs:
        return None
    table, row = draw.choice(pairs)
    return page.change(order_of(page, tables[table], [row + 1, row]), {}, f"table {table + 1}, rows {row}, {row + 1}")


@operator("layout", draws=2, noise=1, changes_truth=0)
def noise_rows_in_reverse(page: Page, draw: Random) -> Mutant | None:
    """All rows of one table, where each stands for itself."""
    whole = [
        table for table in page.whole_tables()
        if len(page.tables[table].lines) > 2 and page.tables[table].even
        and all(not any(page.tables[table].blanks(row)) for row in range(1, len(page.tables[table].lines)))
        and not any(map(page.tables[table].heads_again, range(1, len(page.tables[table].lines))))
    ]  # fmt: skip
    if not whole:
        return None
    table = draw.choice(whole)
    rows = list(range(len(page.tables[table].lines) - 1, 0, -1))
    return page.change(order_of(page, page.tables[table], rows), {}, f"table {table + 1}")
