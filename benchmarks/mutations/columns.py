"""Columns and heads: moved, put in, renamed; units moved between head, cell and caption; spans."""

import re
from collections.abc import Iterator
from fractions import Fraction
from functools import partial
from itertools import pairwise
from random import Random

from benchmarks.mutations.bare import bare
from benchmarks.mutations.editing import even, price_columns, priced, printed, with_column
from benchmarks.mutations.markup import Cell, Edit, Line, Table
from benchmarks.mutations.operators import operator, register
from benchmarks.mutations.page import Mutant, Page, Spot
from benchmarks.mutations.truth import scaled, unknowable

PAREN = re.compile(r"\s*[（(]([^（）()]*(?:元|[¥￥$])[^（）()]*)[)）]")
"""A unit with its currency in a head."""


def _ordered(page: Page, line: Line, order: list[int]) -> list[Edit]:
    cells = line.cells
    texts = [page.text[cells[column].outer : cells[column].close] for column in order]
    return [Edit(cell.outer, cell.close, text) for cell, text in zip(cells, texts, strict=True)]


def _permuted(page: Page, table: Table, order: list[int]) -> list[Edit]:
    return [edit for line in table.lines for edit in _ordered(page, line, order)]


@operator("layout", changes_truth=0)
def columns_change_places(page: Page, draw: Random) -> Mutant | None:
    """Two of them, with their heads."""
    tables = [table for table in even(page) if page.tables[table].width > 1]
    if not tables:
        return None
    number = draw.choice(tables)
    table = page.tables[number]
    a, b = draw.sample(range(table.width), 2)
    order = list(range(table.width))
    order[a], order[b] = b, a
    return page.change(_permuted(page, table, order), {}, f"table {number + 1}: {table.heads[a]}, {table.heads[b]}")


@operator("layout", draws=1, changes_truth=0)
def first_column_last(page: Page, draw: Random) -> Mutant | None:
    """In one table."""
    tables = [table for table in even(page) if page.tables[table].width > 1]
    if not tables:
        return None
    number = draw.choice(tables)
    table = page.tables[number]
    return page.change(_permuted(page, table, [*range(1, table.width), 0]), {}, f"table {number + 1}")


OTHERS: dict[str, tuple[str, tuple[str, ...]]] = {
    "context": ("上下文长度", ("128K", "32K", "200K")),
    "greatest output": ("最大输出长度", ("8K", "16,384", "32768 tokens")),
    "day of release": ("发布日期", ("2025-06-01", "2025年9月", "2024-12")),
    "limits": ("限流", ("60 RPM", "500,000 TPM", "1200 次/分钟")),
    "kinds": ("类型", ("文本生成", "多模态", "推理模型")),
    "links": ("文档", ("[查看](/docs)", "查看")),
    "free quota": ("免费额度", ("100万 Token", "50 万 tokens", "无")),
    "speed": ("速度", ("60 tokens/s", "约 100 tokens/秒")),
    "empty": ("备注", ("", "-")),
    "parameters": ("参数量", ("72B", "671B", "1T")),
}


def column_put_in(page: Page, draw: Random, *, kinds: tuple[str, ...]) -> Mutant | None:
    """One that is no price."""
    head, words = OTHERS[draw.choice(kinds)]
    if not priced(page):
        return None
    number = draw.choice(priced(page))
    table = page.tables[number]
    after = draw.randrange(table.width)
    if table.form != "html" and not table.even:
        after = table.width - 1
    word = draw.choice([w for w in words if page.form == "md" or "[" not in w])
    return page.change(with_column(table, after, head, lambda _: word), {}, f"table {number + 1}: {head} {word}")


_EMPTY, _COUNTED = ("empty",), ("context", "greatest output", "limits", "free quota", "speed", "parameters")
_WORDED = ("day of release", "kinds", "links")
for _name, _kinds in {"of counts": _COUNTED, "of words": _WORDED, "without words": _EMPTY}.items():
    register(f"column put in: {_name}", "layout", partial(column_put_in, kinds=_kinds), changes_truth=False)

LIKE: dict[str, tuple[str, Fraction]] = {
    "list price": ("原价", Fraction(5, 4)),
    "list price of the market": ("刊例价", Fraction(3, 2)),
    "last year's": ("2025年价格", Fraction(2)),
    "before the change": ("调价前", Fraction(3, 2)),
    "a rival's": ("友商价格", Fraction(6, 5)),
    "a cost an hour": ("每小时费用估算", Fraction(12)),
    "with tax": ("含税价", Fraction(53, 50)),
    "savings": ("节省", Fraction(1, 5)),
    "the next": ("2027年起价格", Fraction(4, 5)),
}


def price_like_column(page: Page, draw: Random, *, kinds: tuple[str, ...]) -> Mutant | None:
    """Amounts that look like the prices beside them, and are not what is paid."""
    kind = draw.choice(kinds)
    head, factor = LIKE[kind]
    columns = [
        (table, column) for table in priced(page) for column in price_columns(page, table)
        if page.spots_in(table, None, column) and (page.tables[table].even or page.form == "html")
    ]  # fmt: skip
    if not columns:
        return None
    number, column = draw.choice(columns)
    spots = {spot.place.row: spot for spot in page.spots_in(number, None, column)}
    price = {row: printed(page, spot, factor).strip() for row, spot in spots.items()}
    table, after = page.tables[number], column - draw.randrange(2)
    edits = with_column(table, after, head, lambda row: price.get(row, "-"))
    dated = [
        (page.truth[spot.price].key.model, scaled(page.truth[spot.price].amount, factor)) for spot in spots.values()
    ]
    return page.change(edits, {}, f"table {number + 1}: {head}", may=dated if kind == "the next" else ())


_LIKES = {
    "list price": ("list price", "list price of the market", "with tax"),
    "of another time": ("last year's", "before the change", "the next"),
    "a rival's": ("a rival's",),
    "what is reckoned": ("a cost an hour", "savings"),
}
for _name, _kinds in _LIKES.items():
    register(f"price-like column: {_name}", "layout", partial(price_like_column, kinds=_kinds), changes_truth=False)

NAMES: dict[str, tuple[tuple[str, str], ...]] = {
    "price": (("价格", "单价"), ("定价", "单价"), ("单价", "价格"), ("价格", "费用"), ("单价", "收费标准")),
    "meter": (("输入", "输入（Input）"), ("输出", "输出（Output）")),
    "model": (("模型名称", "模型"), ("模型服务", "模型名称"), ("模型", "模型名称")),
    "in English": (
        ("输入价格", "Input price"), ("输出价格", "Output price"), ("输入单价", "Input price"),
        ("输出单价", "Output price"),
        ("价格", "Price"), ("单价", "Price"),
    ),
    "with a note's number": (("价格", "价格[1]"), ("单价", "单价[1]"), ("定价", "定价[1]")),
    "with a line's end": (("价格", "价格<br>"), ("单价", "单价<br>")),
}  # fmt: skip


def head_renamed(page: Page, draw: Random, *, kind: str) -> Mutant | None:
    """Another real wording, in all heads of one table."""
    if kind == "with a line's end" and page.form in {"txt", "mdx"}:
        return None
    found = [
        (table, pair) for table in priced(page) for pair in NAMES[kind]
        if any(pair[0] in cell.source for cell in page.tables[table].lines[0].cells)
    ]  # fmt: skip
    if not found:
        return None
    number, (old, new) = draw.choice(found)
    cells = page.tables[number].lines[0].cells
    edits = [Edit(cell.start, cell.end, cell.source.replace(old, new, 1)) for cell in cells]
    return page.change(edits, {}, f"table {number + 1}: {old} to {new}")


for _kind in NAMES:
    register(f"head renamed: {_kind}", "layout", partial(head_renamed, kind=_kind), changes_truth=False)


@operator("layout", changes_truth=0)
def unit_from_head_to_cells(page: Page, draw: Random) -> Mutant | None:
    """（元/百万 tokens） in the head of a column of bare numbers."""
    found = [(table, cell) for table in page.whole_tables() for cell in page.tables[table].lines[0].cells
             if PAREN.search(cell.source) and _bare_numbers(page, table, cell.column)]  # fmt: skip
    if not found:
        return None
    number, cell = draw.choice(found)
    unit = PAREN.search(cell.source)
    assert unit is not None
    places = {spot.last for spot in page.spots_in(number, None, cell.column)}
    edits = [Edit(place, place, unit[1]) for place in places]
    return page.change([*edits, Edit(cell.start, cell.end, PAREN.sub("", cell.source))], {}, cell.bare)


@operator("layout", changes_truth=0)
def unit_from_head_to_a_caption(page: Page, draw: Random) -> Mutant | None:
    """A sentence above the table says it."""
    found = [
        (table, cells) for table in page.whole_tables()
        if (cells := [cell for cell in page.tables[table].lines[0].cells if PAREN.search(cell.source)])
        and len({PAREN.search(cell.source)[1] for cell in cells}) == 1  # type: ignore[index]
    ]  # fmt: skip
    if not found or page.form == "mdx":
        return None
    number, cells = draw.choice(found)
    unit = PAREN.search(cells[0].source)
    assert unit is not None
    start = page.tables[number].start
    edits = [Edit(cell.start, cell.end, PAREN.sub("", cell.source)) for cell in cells]
    return page.change([Edit(start, start, page.sheet.paragraph(f"单位：{unit[1]}")), *edits], {}, unit[1])


@operator("layout", changes_truth=0)
def unit_from_cells_to_head(page: Page, draw: Random) -> Mutant | None:
    """元/张 behind each number of a column goes into its head."""
    found = []
    for table in page.whole_tables():
        for cell in page.tables[table].lines[0].cells:
            spots = page.spots_in(table, None, cell.column)
            units = {page.text[spot.last : spot.end].strip() for spot in spots}
            alone = all(spot.start == spot.first for spot in spots) and _one_each(page, table, cell.column)
            if (
                spots
                and alone
                and len(units) == 1
                and re.fullmatch(r"元.*", next(iter(units)))
                and not PAREN.search(cell.source)
            ):
                found.append((cell, spots, next(iter(units))))
    if not found:
        return None
    cell, spots, unit = draw.choice(found)
    ends = {spot.last: Edit(spot.last, spot.end, "") for spot in spots}
    return page.change([*ends.values(), Edit(cell.end, cell.end, f"（{unit}）")], {}, f"{cell.bare} {unit}")


def _one_each(page: Page, table: int, column: int) -> bool:
    """Whether each cell of the column is one price and nothing else, or holds no number."""
    spots = {spot.place.row: spot for spot in page.spots_in(table, None, column)}
    cells = [(row, page.tables[table].grid[row][column]) for row in range(1, len(page.tables[table].lines))]
    return all(cell is not None and _only(page, cell, spots.get(row)) for row, cell in cells)


def _only(page: Page, cell: Cell, spot: Spot | None) -> bool:
    if spot is None:
        return not re.search("[0-9]", cell.source)
    return not bare(page.text[cell.start : spot.start] + page.text[spot.end : cell.end])


def _bare_numbers(page: Page, table: int, column: int) -> bool:
    spots = page.spots_in(table, None, column)
    return bool(spots) and _one_each(page, table, column) and all(
        (spot.start, spot.end) == (spot.first, spot.last) for spot in spots
    )  # fmt: skip


@operator("layout", changes_truth=0)
def head_in_two_rows(page: Page, draw: Random) -> Mutant | None:
    """The units go down into a row of their own under the heads."""
    found = [
        table for table in priced(page) if any(PAREN.search(cell.source) for cell in page.tables[table].lines[0].cells)
    ]
    if not found or page.form not in {"md", "html"}:
        return None
    number = draw.choice(found)
    table = page.tables[number]
    heads = table.lines[0].cells
    units = [match[0].strip() if (match := PAREN.search(cell.source)) else "" for cell in heads]
    edits = [Edit(cell.start, cell.end, PAREN.sub("", cell.source)) for cell in heads]
    if page.form == "html":
        row, place = f"<tr>{''.join(f'<th>{unit}</th>' for unit in units)}</tr>\n", table.lines[0].end
    else:
        row, place = f"| {' | '.join(units)} |\n", table.lines[1].start
    return page.change([*edits, Edit(place, place, row)], {}, f"table {number + 1}: {units}")


@operator("layout", changes_truth=0)
def heads_under_a_common_one(page: Page, draw: Random) -> Mutant | None:
    """价格 over 输入 and 输出, in HTML."""
    found = []
    for table in priced(page):
        heads = page.tables[table].lines[0].cells
        pairs = [(a, b) for a, b in pairwise(heads) if _halves(a, b)]
        if page.form == "html" and len(pairs) == 1 and page.tables[table].even:
            found.append((table, pairs[0]))
    if not found:
        return None
    number, (a, b) = draw.choice(found)
    line = page.tables[number].lines[0]
    upper = []
    for cell in line.cells:
        if cell is b:
            continue
        outer = page.text[cell.outer : cell.close]
        upper.append(
            '<th colspan="2">价格</th>'
            if cell is a
            else outer.replace("<th", '<th rowspan="2"', 1).replace("<td", '<td rowspan="2"', 1)
        )
    lower = "".join(f"<th>{re.sub('价格|单价', '', cell.source)}</th>" for cell in (a, b))
    ends = page.text[line.start : line.end]
    close = "</tr>\n" if ends.endswith("\n") else "</tr>"
    return page.change([Edit(line.start, line.end, f"<tr>{''.join(upper)}{close}<tr>{lower}{close}")], {}, a.bare)


def _halves(a: Cell, b: Cell) -> bool:
    return bool(re.match("输入(价格|单价)", a.bare) and re.match("输出(价格|单价)", b.bare))


@operator("layout", changes_truth=0)
def cells_that_say_the_same_become_one(page: Page, draw: Random) -> Mutant | None:
    """Two rows share a cell: a span in HTML, an empty cell below in Markdown, left of the prices."""
    found = []
    for table in priced(page):
        grid, columns = page.tables[table].grid, set(price_columns(page, table))
        for row in range(1, len(grid) - 1):
            if not (page.tables[table].loose(row) and page.tables[table].loose(row + 1)):
                continue
            for column in range(page.tables[table].width):
                a, b = grid[row][column], grid[row + 1][column]
                if a and b and a.bare and a.bare == b.bare and (page.form == "html" or column < min(columns)):
                    found.append((a, b))
    if not found or page.form not in {"md", "html"}:
        return None
    a, b = draw.choice(found)
    if page.form == "md":
        return page.change([Edit(b.start, b.end, "")], {}, a.bare)
    outer = re.sub(r"^<(t[dh])", r'<\1 rowspan="2"', page.text[a.outer : a.close])
    return page.change([Edit(a.outer, a.close, outer), Edit(b.outer, b.close, "")], {}, a.bare)


@operator("layout", draws=1, changes_truth=0)
def spans_written_out(page: Page, draw: Random) -> Mutant | None:  # noqa: ARG001
    """Each row says again what it shared with the one above."""
    edits = [
        edit for number, table in enumerate(page.tables)
        for edit in (_unspanned(page, table) if table.form == "html" else _filled(page, number, table))
    ]  # fmt: skip
    return page.change(edits, {})


def _unspanned(page: Page, table: Table) -> Iterator[Edit]:
    """Each cell that spans rows of HTML, in each of them."""
    for cell in (cell for line in table.lines[1:] for cell in line.cells):
        if cell.rows > 1 and cell.columns == 1:
            tag = re.sub(r'\s*rowspan="?\d+"?', "", page.text[cell.outer : cell.close])
            yield Edit(cell.outer, cell.close, tag)
            rows = range(cell.row + 1, min(cell.row + cell.rows, len(table.lines)))
            yield from (_again(table, row, cell.column, tag) for row in rows)


def _filled(page: Page, number: int, table: Table) -> Iterator[Edit]:
    """Each empty cell of Markdown that goes on from the one above; none of a column of prices."""
    columns = set(price_columns(page, number))
    for cell in (cell for line in table.lines[2:] for cell in line.cells if cell.column not in columns):
        above = table.at(cell.row, cell.column)
        if not cell.bare and above is not None and above.bare and table.form == "md":
            yield Edit(cell.start, cell.end, above.source)


def _again(table: Table, row: int, column: int, tag: str) -> Edit:
    before = [cell for cell in table.lines[row].cells if cell.column < column]
    after = [cell for cell in table.lines[row].cells if cell.column > column]
    place = before[-1].close if before else after[0].outer if after else table.lines[row].end - len("</tr>")
    return Edit(place, place, tag)


@operator("layout", changes_truth=0)
def a_table_in_two(page: Page, draw: Random) -> Mutant | None:
    """The head stands once more in the middle, above the rest."""
    tables = [table for table in even(page) if len(page.tables[table].lines) > 4]
    cuts = [(t, row) for t in tables for row in range(2, len(page.tables[t].lines)) if page.tables[t].loose(row - 1)]
    if not cuts or page.form not in {"md", "html"}:
        return None
    number, row = draw.choice(cuts)
    table = page.tables[number]
    head = page.text[table.start : table.lines[1].start]
    between = "</tbody></table>\n" + head.replace("</thead>", "</thead>") if page.form == "html" else "\n" + head
    place = table.lines[row].start
    return page.change([Edit(place, place, between)], {}, f"table {number + 1}, row {row}")


@operator("layout")
def heads_change_places_without_their_columns(page: Page, draw: Random) -> Mutant | None:
    """输入 over what was given as output: nobody knows which of the two is the slip."""
    found = []
    for table in page.whole_tables():
        cells = [cell for cell in page.tables[table].lines[0].cells if cell.column in price_columns(page, table)]
        pairs = [(a, b) for a in cells for b in cells if "输入" in a.bare and "输出" in b.bare]
        if page.tables[table].even and len(pairs) == 1:
            found.append((table, *pairs[0]))
    if not found:
        return None
    number, a, b = draw.choice(found)
    touched = {price: unknowable for price, place in page.places.items()
               if place.table == number and place.column in {a.column, b.column}}  # fmt: skip
    return page.change([Edit(a.start, a.end, b.source), Edit(b.start, b.end, a.source)], touched, f"table {number + 1}")
