"""What is sold changes: models come, go and are renamed, and what holds for a price is said in other places."""

import re
from collections.abc import Callable
from fractions import Fraction
from functools import partial
from random import Random

from benchmarks.mutations.bare import bare
from benchmarks.mutations.editing import (
    above_table,
    behind_name,
    below,
    copied,
    even,
    headed,
    one,
    printed,
    put,
    single,
    with_column,
)  # fmt: skip
from benchmarks.mutations.markup import Edit
from benchmarks.mutations.operators import operator, register
from benchmarks.mutations.page import Mutant, Page, Row, Spot, drawn
from benchmarks.mutations.truth import (
    Effect,
    Stated,
    Want,
    added,
    apart,
    gone,
    maybe_apart,
    named,
    same,
    scaled,
    under,
    unknowable,
)  # fmt: skip

RISE = Fraction(5, 4)


def model_added(page: Page, draw: Random, *, rename: Callable[[str], str]) -> Mutant | None:
    """Another model below a row, at prices a little higher."""
    row = drawn(draw, [row for row in single(page, page.named()) if _told(page, row)])
    if row is None or row.name is None:
        return None
    name = rename(row.name.source)
    model = rename(page.truth[row.prices[0]].key.model)
    text = copied(page, row, name, RISE)
    more = [
        added(page.truth[price].key._replace(model=model), scaled(page.truth[price].amount, RISE))
        for price in row.prices
    ]
    place = below(page, row)
    lead = "" if page.text[place - 1 : place] == "\n" or page.form == "html" else "\n"
    return page.change([Edit(place, place, lead + text)], {}, name, more)


def _told(page: Page, row: Row) -> bool:
    return {spot.price for spot in page.spots_in(row.table, row.row)} == set(row.prices)


ADDED: dict[str, Callable[[str], str]] = {
    "a later date": lambda name: f"{name}-1125",
    "a size": lambda name: f"{name}-mini",
    "another vendor": lambda _: "acme-brand/Nine-32B",
}
for _name, _rename in ADDED.items():
    register(f"model added: {_name}", "identity", partial(model_added, rename=_rename))


@operator("identity")
def model_removed(page: Page, draw: Random) -> Mutant | None:
    """Its row."""
    rows = [
        row for row in page.rows
        if page.tables[row.table].loose(row.row) and len(page.tables[row.table].lines) > 3
        and all(page.places[price].row == row.row for price in row.prices) and len(row.prices) * 5 < len(page.truth)
    ]  # fmt: skip
    row = drawn(draw, rows)
    if row is None:
        return None
    line = page.tables[row.table].lines[row.row]
    return page.change(
        [Edit(line.start, line.end, "")], dict.fromkeys(row.prices, gone), f"table {row.table + 1}, row {row.row}"
    )


RENAMED: dict[str, Callable[[str], str]] = {
    "with a version": lambda name: f"{name}-v2",
    "with a vendor": lambda name: f"acme/{name}",
    "in capitals": str.upper,
    "with a date": lambda name: f"{name}-20261101",
}


def model_renamed(page: Page, draw: Random, *, rename: Callable[[str], str]) -> Mutant | None:
    """The name of one model, in one row."""
    rows = [row for row in page.named() if row.name and rename(row.name.source) != row.name.source]
    rows = [row for row in rows if not any(page.truth[price].record["derived_from"] for price in row.prices)]
    row = drawn(draw, [row for row in rows if row.name and not re.search(r"[\[<*`]", row.name.source)])
    if row is None or row.name is None:
        return None
    effects: dict[int, Effect] = {price: named(rename(page.truth[price].key.model)) for price in row.prices}
    return page.change([Edit(row.name.start, row.name.end, rename(row.name.source))], effects, rename(row.name.bare))


for _name, _rename in RENAMED.items():
    register(f"model renamed {_name}", "identity", partial(model_renamed, rename=_rename))


@operator("identity")
def two_names_change_places(page: Page, draw: Random) -> Mutant | None:
    """Each has the other's prices now."""
    rows = [row for row in page.named() if not any(page.truth[price].record["derived_from"] for price in row.prices)]
    pairs = [(a, b) for a in rows for b in rows if a.table == b.table and a.row < b.row and _alike(page, a, b)]
    if not pairs:
        return None
    a, b = draw.choice(pairs)
    assert a.name is not None
    assert b.name is not None
    effects: dict[int, Effect] = {}
    for own, other in ((a, b), (b, a)):
        model = page.truth[other.prices[0]].key.model
        effects |= {price: named(model) for price in own.prices}
    edits = [Edit(a.name.start, a.name.end, b.name.source), Edit(b.name.start, b.name.end, a.name.source)]
    return page.change(edits, effects, f"{a.name.bare}, {b.name.bare}")


def _alike(page: Page, a: Row, b: Row) -> bool:
    terms = [sorted(page.truth[price].key[1:] for price in row.prices) for row in (a, b)]
    models = [page.truth[row.prices[0]].key.model for row in (a, b)]
    both = {price for price, stated in enumerate(page.truth) if stated.key.model in models}
    return models[0] != models[1] and terms[0] == terms[1] and both == {*a.prices, *b.prices}


@operator("identity")
def a_row_twice_with_another_price(page: Page, draw: Random) -> Mutant | None:
    """Nobody knows which of the two holds."""
    row = drawn(draw, [row for row in single(page, page.rows) if _told(page, row)])
    if row is None:
        return None
    place = below(page, row)
    may = [(page.truth[p].key.model, scaled(page.truth[p].amount, RISE)) for p in row.prices]
    return page.change(
        [Edit(place, place, copied(page, row, None, RISE))],
        dict.fromkeys(row.prices, unknowable),
        f"row {row.row}",
        may=may,
    )


@operator("identity", changes_truth=0)
def a_row_twice(page: Page, draw: Random) -> Mutant | None:
    """With the same price."""
    row = drawn(draw, single(page, page.rows))
    if row is None:
        return None
    place = below(page, row)
    return page.change([Edit(place, place, copied(page, row, None, Fraction(1)))], {}, f"row {row.row}")


def _opened(value: object) -> object:
    if not isinstance(value, dict):
        return value
    return {{"lte": "lt", "gte": "gt"}.get(way, way): bound for way, bound in value.items()}


def _open(price: Stated) -> Want:
    """Bounds that were reached are not any more."""
    terms = {name: _opened(value) for name, value in price.key.terms.items()}
    key = price.key.given(**terms)
    return Want(price, ((key, price.amount),), apart=True, lost=True) if key != price.key else maybe_apart(price)


def _tiered(page: Page) -> list[tuple[Row, list[tuple[int, int, str]]]]:
    """Rows with bounds in a cell without prices, and the places of those."""
    found = []
    for row in page.rows:
        columns = {page.places[price].column for price in row.prices}
        for column, cell in enumerate(page.tables[row.table].grid[row.row]):
            if (
                cell
                and cell.row == row.row
                and cell.rows == 1
                and column not in columns
                and re.search("[≤<＜]|&lt;", cell.source)
            ):
                places = [
                    (cell.start + m.start(), cell.start + m.end(), m[0])
                    for m in re.finditer(r"≤|<=|&lt;=", cell.source)
                ]
                found.append((row, places))
    return [(row, places) for row, places in found if places]


@operator("identity")
def bounds_that_are_not_reached(page: Page, draw: Random) -> Mutant | None:
    """< for ≤."""
    rows = _tiered(page)
    if not rows:
        return None
    row, places = draw.choice(rows)
    edits = [Edit(start, end, "&lt;" if page.form == "html" else "<") for start, end, _ in places]
    return page.change(edits, dict.fromkeys(row.prices, _open), f"table {row.table + 1}, row {row.row}")


@operator("identity")
def another_bound(page: Page, draw: Random) -> Mutant | None:
    """≤ 48K for ≤ 32K."""
    found = [
        (row, end + m.start(1), end + m.end(1), m[1]) for row, places in _tiered(page) for _, end, _ in places[-1:]
        if (m := re.match(r"\s*([0-9][0-9,]*)", page.text[end : end + 20]))
    ]  # fmt: skip
    if not found:
        return None
    row, start, end, number = draw.choice(found)
    new = str(int(number.replace(",", "")) * 3 // 2 + 1)
    return page.change([Edit(start, end, new)], dict.fromkeys(row.prices, apart), f"{number} to {new}")


@operator("identity")
def a_flat_price_becomes_tiers(page: Page, draw: Random) -> Mutant | None:
    """Two amounts in its cell, by the length of the input."""

    def flat(spot: Spot) -> bool:
        key = page.truth[spot.price].key
        cell = page.tables[spot.place.table].at(*spot.place[1:])
        alone = cell is not None and cell.bare == bare(page.text[spot.start : spot.end])
        return alone and key.unit == "1M tokens" and key.meter in {"input", "output"} and "tokens" not in key.conditions

    spot = one(page, draw, flat)
    if spot is None or page.form in {"txt", "mdx"}:
        return None
    low, high = printed(page, spot).strip(), printed(page, spot, Fraction(2)).strip()
    first = "输入&lt;=32K" if page.form == "html" else "输入<=32K"
    text = f"{first}：{low}<br>输入>32K：{high}".replace(">32K", "&gt;32K" if page.form == "html" else ">32K")
    may = [(page.truth[p].key.model, page.truth[p].amount * 2) for p in page.sharing(spot)]
    return put(page, spot, text, apart, may=may)


BEHIND: dict[str, tuple[str, Effect]] = {
    "batch": ("（Batch）", under(mode="batch")),
    "off-peak": ("（闲时）", under(mode="off-peak")),
    "priority": ("（优先推理）", apart),
    "thinking": ("（思考模式）", under(thinking=True)),
    "a region": ("（新加坡）", under(region="新加坡")),
    "fine-tuned": ("（精调后）", under(fine_tuned=True)),
    "no longer sold": ("（已下线）", apart),
    "a preview": ("（预览版）", maybe_apart),
}


def behind(page: Page, draw: Random, *, words: str, effect: Effect) -> Mutant | None:
    """Words in brackets behind a name: a condition, or another name."""

    def or_named(price: Stated) -> Want:
        want = effect(price)
        called = (price.key._replace(model=price.key.model + words), price.amount)
        return Want(price, (*want.forms, called), want.apart, want.lost)

    return behind_name(page, draw, words, or_named)


for _name, (_words, _effect) in BEHIND.items():
    register(
        f"behind a name: {_name}",
        "identity",
        partial(behind, words=_words, effect=_effect),
        changes_truth=_effect is not maybe_apart,
    )

ABOVE: dict[str, tuple[str, Effect]] = {
    "batch": ("Batch 推理价格", under(mode="batch")),
    "off-peak": ("闲时价格", under(mode="off-peak")),
    "a region": ("新加坡", under(region="新加坡")),
    "former prices": ("历史价格（已停用）", apart),
    "a rival's prices": ("友商价格对比", apart),
    "prices of enterprises": ("企业版价格", apart),
    "fine-tuned": ("精调后模型推理价格", under(fine_tuned=True)),
    "training": ("模型训练价格", apart),
    "cached": ("缓存命中价格", apart),
}
SAID: dict[str, tuple[str, Effect]] = {
    "batch": ("以下为 Batch 调用的价格：", under(mode="batch")),
    "off-peak": ("以下价格适用于闲时（00:30-08:30）调用。", apart),
    "a region": ("以下价格仅适用于新加坡地域。", under(region="新加坡")),
    "former prices": ("以下为调价前的旧价格，仅供参考。", apart),
    "prices of enterprises": ("以下价格仅限企业客户。", apart),
}


def _unless_so(price: Stated, effect: Effect, words: str) -> Want:
    """A price of training under a heading of training is what it was; one of caches under one of caches too."""
    trained = "训练" in words and price.key.service == "training"
    return same(price) if trained or ("缓存" in words and price.key.meter.startswith("cache")) else effect(price)


for _name, (_words, _effect) in ABOVE.items():
    register(
        f"heading above: {_name}", "identity",
        lambda page, draw, words=_words, effect=_effect:  # type: ignore[misc]
            above_table(page, draw, page.sheet.heading(words, 4), partial(_unless_so, effect=effect, words=words)),
    )  # fmt: skip
for _name, (_words, _effect) in SAID.items():
    register(
        f"sentence above: {_name}", "identity",
        lambda page, draw, words=_words, effect=_effect:  # type: ignore[misc]
            above_table(page, draw, page.sheet.paragraph(words), effect),
    )  # fmt: skip

BESIDE: dict[str, tuple[str, str, str, Effect]] = {
    "batch": ("计费模式", "Batch 推理", "实时推理", under(mode="batch")),
    "a region": ("地域", "新加坡", "华北2（北京）", under(region="新加坡")),
    "thinking": ("模式", "思考模式", "非思考模式", under(thinking=True)),
    "state": ("状态", "已下线", "在售", apart),
}


def beside(page: Page, draw: Random, *, kind: str) -> Mutant | None:
    """A column that says of one row what it does not say of the others."""
    head, word, others, effect = BESIDE[kind]
    rows = [row for row in page.rows if row.table in even(page) and row.table in page.whole_tables()]
    row = drawn(draw, [row for row in rows if head not in page.tables[row.table].heads])
    if row is None or page.form == "txt":
        return None
    effects: dict[int, Effect] = dict.fromkeys(page.in_table(row.table), maybe_apart)
    effects |= dict.fromkeys(row.prices, effect)
    edits = with_column(page.tables[row.table], 0, head, lambda number: word if number == row.row else others)
    return page.change(edits, effects, f"table {row.table + 1}, row {row.row}: {word}")


for _kind in BESIDE:
    register(f"column beside: {_kind}", "identity", partial(beside, kind=_kind))


@operator("identity")
def a_resolution_behind_a_name(page: Page, draw: Random) -> Mutant | None:
    """Of what is priced by image or second, and has none."""
    rows = [
        row for row in page.named()
        if all(
            (key := page.truth[p].key).unit in {"image", "second"} and "resolution" not in key.terms for p in row.prices
        )
    ]  # fmt: skip
    row = drawn(draw, rows)
    if row is None or row.name is None:
        return None

    def effect(price: Stated) -> Want:
        called = (price.key._replace(model=price.key.model + "（1080P）"), price.amount)
        return Want(price, (*under(resolution="1080p")(price).forms, called), apart=True, lost=True)

    return page.change(
        [Edit(row.name.end, row.name.end, "（1080P）")], dict.fromkeys(row.prices, effect), row.name.bare
    )


@operator("identity")
def head_becomes_that_of_cached_input(page: Page, draw: Random) -> Mutant | None:
    """What a column counts is another thing now."""
    found = [
        (cell, spots) for cell, spots in headed(page)
        if re.match("输入(价格|单价)", cell.bare) and "缓存" not in cell.bare
        and not any("缓存命中" in head for head in page.tables[spots[0].place.table].heads)
    ]  # fmt: skip
    if not found:
        return None
    cell, spots = draw.choice(found)

    def effect(price: Stated) -> Want:
        return Want(price, ((price.key._replace(meter="cache_read"), price.amount),), apart=True, lost=True)

    edit = Edit(cell.start, cell.end, cell.source.replace("输入", "缓存命中输入", 1))
    return page.change([edit], {spot.price: effect for spot in spots}, cell.bare)
