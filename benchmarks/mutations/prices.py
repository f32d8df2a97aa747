"""What a page says of prices changes: one, a row, all of them; units, currencies, promotions, what is to come."""

import re
from collections.abc import Callable, Iterable
from decimal import Decimal
from fractions import Fraction
from functools import partial
from random import Random

from benchmarks.mutations.editing import above_table, headed, one, printed, put, rescaled
from benchmarks.mutations.markup import Edit
from benchmarks.mutations.operators import operator, register
from benchmarks.mutations.page import Mutant, Page, Spot, drawn
from benchmarks.mutations.truth import (
    Effect,
    Stated,
    Want,
    apart,
    gone,
    maybe_apart,
    same,
    scaled,
    times,
    unknowable,
)  # fmt: skip

ORDINARY = ("0.6", "0.7", "0.8", "0.9", "1.1", "1.25", "1.5", "1.9")
FACTORS = (*ORDINARY, "0.5", "3", "10", "0.1", "1000")
PAGE_FACTORS = ("0.5", "0.7", "0.8", "0.9", "1.1", "1.25", "7", "1000")
FALL = Fraction(4, 5)


def row_times(page: Page, draw: Random, *, factor: Fraction) -> Mutant | None:
    """All prices of one row."""
    row = drawn(draw, page.with_numbers())
    if row is None:
        return None
    edits, effects = rescaled(page, page.spots_in(row.table, row.row), factor, times(factor))
    return page.change(edits, effects, f"table {row.table + 1}, row {row.row}")


def page_times(page: Page, draw: Random, *, factor: Fraction, effect: Effect | None = None) -> Mutant | None:  # noqa: ARG001
    """All prices of the page that can be located."""
    edits, effects = rescaled(page, page.spots, factor, effect or times(factor))
    return page.change(edits, effects)


for _factor in FACTORS:
    register(
        f"row times {_factor}",
        "price",
        partial(row_times, factor=Fraction(_factor)),
        draws=3,
        ordinary=_factor in ORDINARY,
    )
for _factor in PAGE_FACTORS:
    register(f"page times {_factor}", "price", partial(page_times, factor=Fraction(_factor)), draws=1)
register(
    "template prints zero everywhere", "price", partial(page_times, factor=Fraction(0), effect=unknowable), draws=1
)


def column_times(page: Page, draw: Random, *, factor: Fraction) -> Mutant | None:
    """All prices of one column of a table."""
    columns = sorted({(spot.place.table, spot.place.column) for spot in page.spots})
    if not columns:
        return None
    table, column = draw.choice(columns)
    edits, effects = rescaled(page, page.spots_in(table, None, column), factor, times(factor))
    return page.change(edits, effects, f"table {table + 1}: {page.tables[table].heads[column]}")


for _factor in ("0.7", "0.8", "1.2"):
    register(f"column times {_factor}", "price", partial(column_times, factor=Fraction(_factor)))


@operator("price", ordinary=1)
def one_price_rises_by_a_fifth(page: Page, draw: Random) -> Mutant | None:
    """What one place prints, whatever is read from it."""
    return _once(page, one(page, draw), Fraction(6, 5))


@operator("price", ordinary=1)
def one_price_falls_by_a_tenth(page: Page, draw: Random) -> Mutant | None:
    """What one place prints, whatever is read from it."""
    return _once(page, one(page, draw), Fraction(9, 10))


@operator("price")
def one_price_is_zero(page: Page, draw: Random) -> Mutant | None:
    """0 in one place."""
    return _once(page, one(page, draw), Fraction(0))


def _once(page: Page, spot: Spot | None, factor: Fraction) -> Mutant | None:
    return put(page, spot, printed(page, spot, factor), times(factor)) if spot else None


@operator("price")
def input_and_output_change_places(page: Page, draw: Random) -> Mutant | None:
    """The numbers of one row."""
    pairs = [
        (a, b) for row in page.with_numbers() for a in page.spots_in(row.table, row.row)
        for b in page.spots_in(row.table, row.row)
        if (page.truth[a.price].key.meter, page.truth[b.price].key.meter) == ("input", "output")
        and page.sharing(a) == [a.price] and page.sharing(b) == [b.price]
        and page.text[a.first:a.last] != page.text[b.first:b.last]
    ]  # fmt: skip
    if not pairs:
        return None
    a, b = draw.choice(pairs)
    one_, two = page.text[a.first : a.last], page.text[b.first : b.last]
    ratio = (
        Fraction(two.replace(",", "")) / Fraction(one_.replace(",", "")) if Fraction(one_.replace(",", "")) else None
    )
    if not ratio:
        return None
    edits = [Edit(a.first, a.last, two), Edit(b.first, b.last, one_)]
    return page.change(edits, {a.price: times(ratio), b.price: times(1 / ratio)}, f"{one_} and {two}")


UNITS: dict[tuple[str, str], Fraction] = {("百万", "千"): Fraction(1000), ("千", "百万"): Fraction(1, 1000)}
"""What a number costs more when its unit is the second one instead of the first."""


def unit_in_cell(page: Page, draw: Random, *, way: int, rescale: bool) -> Mutant | None:
    """百万 for 千 or the other way round behind one price, its number as before or as it must be then."""
    old, new = list(UNITS)[way]
    factor = list(UNITS.values())[way]
    spot = one(page, draw, lambda spot: _unit(old).search(page.text, spot.last, spot.end) is not None)
    if spot is None:
        return None
    text = printed(page, spot, 1 / factor if rescale else Fraction(1))
    return put(page, spot, _unit(old).sub(new, text), same if rescale else times(factor))


def unit_in_head(page: Page, draw: Random, *, way: int, rescale: bool) -> Mutant | None:
    """The same in the head of a column whose cells print none."""
    old, new = list(UNITS)[way]
    factor = list(UNITS.values())[way]
    heads = [
        (cell, spots) for cell, spots in headed(page)
        if _unit(old).search(cell.source) and _from_head(page, spots, "unit_from")
    ]  # fmt: skip
    if not heads:
        return None
    cell, spots = draw.choice(heads)
    edits, effects = (
        rescaled(page, spots, 1 / factor, same) if rescale else ([], {s.price: times(factor) for s in spots})
    )
    return page.change([*edits, Edit(cell.start, cell.end, _unit(old).sub(new, cell.source))], effects, cell.bare)


def _from_head(page: Page, spots: Iterable[Spot], what: str) -> bool:
    return all(page.truth[spot.price].record["listed"][what] == "header" for spot in spots)


def _unit(word: str) -> re.Pattern[str]:
    return re.compile(f"(?<![百0-9]){word}(?= ?[Tt]oken)")


WAYS: dict[str, tuple[Callable[..., Mutant | None], int]] = {
    "百万 to 千 in the cell": (unit_in_cell, 0),
    "千 to 百万 in the cell": (unit_in_cell, 1),
    "百万 to 千 in the head": (unit_in_head, 0),
}
for _name, (_change, _way) in WAYS.items():
    register(_name, "price", partial(_change, way=_way, rescale=False))
    rescaled_ = partial(_change, way=_way, rescale=True)
    register(f"{_name}, numbers rescaled", "price", rescaled_, changes_truth=False)


@operator("price")
def unit_column_1m_to_1k(page: Page, draw: Random) -> Mutant | None:
    """1K tokens for 1M tokens in the column that says what a row's prices are per."""
    found = [
        (row, cell) for row in page.rows for cell in page.tables[row.table].grid[row.row]
        if cell and cell.row == row.row and cell.rows == 1 and re.fullmatch("1M ?tokens", cell.source.strip())
        and all(page.truth[price].record["listed"]["unit_from"] == "unit column" for price in row.prices)
    ]  # fmt: skip
    if not found:
        return None
    row, cell = draw.choice(found)
    effects = dict.fromkeys(row.prices, times(Fraction(1000)))
    return page.change([Edit(cell.start, cell.end, cell.source.replace("1M", "1K"))], effects, f"row {row.row}")


@operator("price")
def struck_old_price_beside_the_new(page: Page, draw: Random) -> Mutant | None:
    """~~10~~ 8."""
    spot = one(page, draw)
    if spot is None or page.form in {"txt", "mdx"}:
        return None
    old = printed(page, spot)
    struck = f"<del>{old}</del>" if page.form == "html" else f"~~{old.strip()}~~"
    return put(page, spot, f"{struck} {printed(page, spot, FALL)}", times(FALL))


@operator("price")
def arrow_from_old_to_new(page: Page, draw: Random) -> Mutant | None:
    """10 → 8."""
    spot = one(page, draw)
    return put(page, spot, f"{printed(page, spot)} → {printed(page, spot, FALL)}", times(FALL)) if spot else None


def half(price: Stated) -> Want:
    """Half of it, or as it was and told to be a promotion."""
    return Want(price, ((price.key, scaled(price.amount, Fraction(1, 2))),), apart=True, lost=True)


def free(price: Stated) -> Want:
    """It is free now, by its own meter or whatever it is used for."""
    usage = price.key._replace(meter="usage", unit=None)
    return Want(price, ((price.key, Decimal(0)), (usage, Decimal(0))), lost=True)


def from_then_on(page: Page, spot: Spot) -> list[tuple[str, Decimal]]:
    """What is announced for the prices that are read there."""
    return [(page.truth[price].key.model, scaled(page.truth[price].amount, FALL)) for price in page.sharing(spot)]


BEHIND: dict[str, tuple[str, Effect]] = {
    "half off, in the cell": (" 限时5折", half),
    "from, in the cell": ("起", apart),
    "only for new customers, in the cell": ("（新用户专享）", apart),
    "until a day, in the cell": ("（有效期至2026年12月31日）", apart),
    "discount by volume, in the cell": ("（月用量超过1亿 tokens 8折）", maybe_apart),
}
for _name, (_words, _effect) in BEHIND.items():
    register(
        _name, "price",
        lambda page, draw, words=_words, effect=_effect:  # type: ignore[misc]
            put(page, spot, printed(page, spot) + words, effect) if (spot := one(page, draw)) else None,
    )  # fmt: skip


def _instead(page: Page, spot: Spot, write: Callable[[str], str], effect: Effect) -> Mutant | None:
    """Other words for the amount and its unit; what stands before them in the price says what it is of."""
    text = printed(page, spot)
    label = re.match(r"[^0-9¥￥$]*", text)
    assert label is not None
    return put(page, spot, label[0] + write(text[label.end() :]), effect)


INSTEAD: dict[str, tuple[Callable[[str], str], Effect]] = {
    "free for a time": (lambda _: "限时免费", free),
    "about, in the cell": (lambda text: f"约 {text.strip()}", apart),
    "no price any more": (lambda text: {0: "-", 1: "面议"}.get(len(text) % 3, "即将公布"), gone),
    "an amount that is none": (
        lambda text: re.sub(r"(\d+(?:\.\d+)?)", [r"\1.5.5", r"\1O", r"\1 - 99"][len(text) % 3], text, count=1),
        unknowable,
    ),
}  # fmt: skip
for _name, (_write, _effect) in INSTEAD.items():
    register(
        _name, "price",
        lambda page, draw, write=_write, effect=_effect:  # type: ignore[misc]
            _instead(page, spot, write, effect) if (spot := one(page, draw)) else None,
    )  # fmt: skip


@operator("price", changes_truth=0)
def a_price_to_come_in_the_cell(page: Page, draw: Random) -> Mutant | None:
    """What holds today stays, and may be told to end."""
    spot = one(page, draw)
    if spot is None:
        return None
    text = f"{printed(page, spot)}（2027年1月1日起 {printed(page, spot, FALL).strip()}）"
    return put(page, spot, text, maybe_apart, may=from_then_on(page, spot))


@operator("price", changes_truth=0)
def a_price_to_come_in_a_note(page: Page, draw: Random) -> Mutant | None:
    """A sentence below the table."""
    spot = one(page, draw)
    if spot is None or page.form == "mdx":
        return None
    model = page.truth[spot.price].key.model
    note = page.sheet.paragraph(f"自2027年1月1日起，{model} 的价格调整为 {printed(page, spot, FALL).strip()}。")
    end = page.tables[spot.place.table].end
    effects = dict.fromkeys(page.sharing(spot), maybe_apart)
    return page.change([Edit(end, end, note)], effects, note.strip(), may=from_then_on(page, spot))


def dollars(price: Stated) -> Want:
    """The same number of dollars."""
    return Want(price, ((price.key._replace(currency="USD"), price.amount),), lost=True)


@operator("price")
def dollars_in_the_cell(page: Page, draw: Random) -> Mutant | None:
    """$ for ¥, 美元 for 元."""
    spot = one(page, draw, lambda spot: bool(re.search("[¥￥]|(?<!美)元", page.text[spot.start : spot.end])))
    if spot is None:
        return None
    return put(page, spot, re.sub("[¥￥]", "$", re.sub("(?<!美)元", "美元", printed(page, spot))), dollars)


@operator("price")
def dollars_in_the_head(page: Page, draw: Random) -> Mutant | None:
    """美元 for 元 over a column."""
    heads = [
        (cell, spots) for cell, spots in headed(page)
        if re.search("(?<!美)元", cell.source) and _from_head(page, spots, "currency_from")
    ]  # fmt: skip
    if not heads:
        return None
    cell, spots = draw.choice(heads)
    edit = Edit(cell.start, cell.end, re.sub("(?<!美)元", "美元", cell.source))
    return page.change([edit], {spot.price: dollars for spot in spots}, cell.bare)


SENTENCES: dict[str, tuple[str, Effect]] = {
    "half off, in a sentence above": ("限时优惠：以下模型按标价的 50% 收费。", half),
    "a day, in a sentence above": ("以下价格自2027年1月1日起生效。", apart),
    "without tax, in a sentence above": ("以下价格不含增值税。", maybe_apart),
    "for reference only, in a sentence above": ("以下为参考价，实际以合同为准。", apart),
}
for _name, (_words, _effect) in SENTENCES.items():
    register(
        _name, "price",
        lambda page, draw, words=_words, effect=_effect:  # type: ignore[misc]
            above_table(page, draw, page.sheet.paragraph(words), effect),
        changes_truth=_effect is not maybe_apart,
    )  # fmt: skip
