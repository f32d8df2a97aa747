"""Changes to the model's cell: notes, marks, several names, and what is no name."""

import re
from collections.abc import Callable, Iterator
from functools import partial

from tests.mutations.bases import Base, Change, Place
from tests.mutations.operators import anything, edited, few, of_row, operator, register, spoken
from tests.mutations.program import Told
from tests.mutations.verdict import Truth, Want, as_printed, becomes, bounded, either, gone, never, refused, same

KIND = "the model's name"


def renamed(base: Base, *, truth: Truth, words: tuple[str, ...]) -> Iterator[Change]:
    """The name in some rows, with these words in the place of `NAME`."""
    for table in base.upright:
        column = base.model_column(table) or 0
        for row in few(base.named_rows(table), 2):
            for said in spoken(base, words):
                name = base.rows(table)[row][column]
                new = said.replace("NAME", name)
                wants = base.wants(truth, of_row(table, row))

                rows = base.with_cell(Place(table, row, column), new)
                yield edited(base, table, f"row {row} is called {new!r}", wants, rows)


NOTED: dict[str, tuple[Truth, tuple[str, ...]]] = {
    "note: batch": (becomes({"mode": "batch"}), ("NAME（批量）", "NAME (Batch)", "NAME（Batch API）",
        "NAME（批量推理）",
        "NAME<br>（Batch）", "NAME [Batch]")),
    "note: off-peak": (becomes({"mode": "off-peak"}), ("NAME（闲时）", "NAME (off-peak)")),
    "note: flex": (becomes({"mode": "flex"}), ("NAME (Flex)", "NAME（Flex）")),
    "note: priority": (becomes({"mode": "priority"}), ("NAME (Priority)", "NAME（优先推理）")),
    "note: low latency": (becomes({"mode": "fast"}), ("NAME（低延迟）", "NAME（高速）")),
    "note: thinking": (becomes({"thinking": True}), ("NAME（思考模式）", "NAME (thinking)")),
    "note: fine-tuned": (becomes({"fine_tuned": True}), ("NAME（精调后）", "NAME (fine-tuned)")),
    "note: bound": (bounded, ("NAME（≤32K）", "NAME（输入≤32K）", "NAME (≤ 128K)", "NAME（32K以上）")),
    "note: customers": (as_printed, ("NAME（企业版）", "NAME (Enterprise)", "NAME（仅限白名单用户）")),
    "note: place": (as_printed, ("NAME（新加坡）", "NAME（海外节点）", "NAME (Singapore)")),
    "note: unknown": (as_printed, ("NAME（夜间）", "NAME（甲类）", "NAME (tier two)")),
    "note: modality": (as_printed, ("NAME（音频）", "NAME (audio)")),
    "note: beta": (either(same, as_printed), ("NAME (beta)", "NAME（公测）", "NAME（预览版）")),
    "note: date": (as_printed, ("NAME（2026年9月1日起）", "NAME（2026年3月31日前）")),
    "note: former": (either(same, as_printed), ("NAME（即将下线）", "NAME（2026年3月31日下线）")),
}  # fmt: skip
"""What a note behind a name does to its prices."""

for _name, (_truth, _words) in NOTED.items():
    register(KIND, _name, partial(renamed, truth=_truth, words=_words))

MARKED = {
    "name: badge": (
        "NAME 推荐",
        "NAME（推荐）",
        "NAME<br>推荐",
        "NAME NEW",
        "NAME 🔥",
        "NAME<sup>NEW</sup>",
        "NAME HOT",
    ),
    "name: star": ("NAME*", "NAME①", "NAME^1^", "NAME<sup>1</sup>", "NAME†", "NAME **[1]**", "NAME\\*"),
    "name: state": ("NAME（已下线）", "NAME (deprecated)", "NAME（新）"),
    "name: markup": ("**NAME**", "<b>NAME</b>", "<span>NAME</span>", "<code>NAME</code>", " NAME&nbsp;"),
}
"""Marks that vanish from a name."""

for _name, _words in MARKED.items():
    register(KIND, _name, partial(renamed, truth=same, words=_words), harmless=True)
register(KIND, "name: NEW without a blank", partial(renamed, truth=same, words=("NAMENEW", "NAME新", "NAME推荐")))


NAMELESS = ("undefined", "null", "-", "—", "N/A", "", "未知", "2026-01-01", "1", "模型", "模型推理", "?")
register(KIND, "no name: placeholder", partial(renamed, truth=refused, words=NAMELESS))


def as_above(price: Told) -> Want:
    """Of the model above, whichever that is."""
    return Want((), lambda found: "同上" not in found.model and found[1:] == price[1:])


register(KIND, "no name: as above", partial(renamed, truth=as_above, words=("同上", "同上（Batch）")))
register(
    KIND,
    "no name: summary",
    partial(renamed, truth=gone, words=("平均", "合计", "小计", "总计", "Average", "Total", "平均价格")),
)


@operator(KIND)
def a_row_of_averages_is_added(base: Base) -> Iterator[Change]:
    """Its numbers are nobody's prices."""
    for table in base.upright:
        for word in spoken(base, ("平均", "合计", "Average", "Total")):
            rows = base.rows(table)
            last = list(rows[base.named_rows(table)[-1]])
            last[base.model_column(table) or 0] = word
            yield edited(base, table, f"a row {word!r}", anything(base), [*rows, last])


def both_names(price: Told) -> list[Want]:
    """The price of each of two models."""
    return [Want((price,)), Want((price._replace(model=f"{price.model}-b"),))]


SEVERAL = (
    "NAME, NAME-b",
    "NAME / NAME-b",
    "NAME、NAME-b",
    "NAME，NAME-b",
    "NAME<br>NAME-b",
    "NAME；NAME-b",
    "NAME 和 NAME-b",
    "NAME and NAME-b",
    "NAME | NAME-b",
)


@operator(KIND)
def two_names_in_a_cell(base: Base) -> Iterator[Change]:
    """Each model has the prices."""
    for table in base.upright:
        for row in few(base.named_rows(table), 2):
            hit = of_row(table, row)
            wants = [Want((each.told,)) for each in base.stated if not hit(each.place)]
            wants += [want for each in base.stated if hit(each.place) for want in both_names(each.told)]
            for said in spoken(base, SEVERAL):
                if "|" in said and base.sheet.form != "html":
                    continue
                column = base.model_column(table) or 0
                new = said.replace("NAME", base.rows(table)[row][column])

                rows = base.with_cell(Place(table, row, column), new)
                yield edited(base, table, f"row {row} is called {new!r}", wants, rows)


def divided(base: Base, *, cut: Callable[[str], str | None], note: str) -> Iterator[Change]:
    """A name that is taken apart by a line's end: whole, or unread."""
    for table in base.upright:
        for row in few(base.named_rows(table), 2):
            column = base.model_column(table) or 0
            new = cut(base.rows(table)[row][column])
            if new is None or base.sheet.form == "txt":
                continue

            rows = base.with_cell(Place(table, row, column), new)
            yield edited(base, table, f"row {row}: {note} {new!r}", base.wants(same, of_row(table, row)), rows)


def _at_hyphen(name: str) -> str | None:
    head, hyphen, tail = name.rpartition("-")
    return f"{head}-<br>{tail}" if hyphen and tail.isascii() else None


register(KIND, "name: a line ends at a hyphen", partial(divided, cut=_at_hyphen, note="broken"))


@operator(KIND)
def a_service_before_the_name(base: Base) -> Iterator[Change]:
    """It is no part of the name."""
    truth = either(never("service", "meter"), becomes({}))
    yield from renamed(base, truth=truth, words=("模型训练 NAME", "模型推理：NAME"))


@operator(KIND, harmless=True)
def a_name_with_a_description_below(base: Base) -> Iterator[Change]:
    """Han text below an API name describes it."""
    for change in renamed(base, truth=same, words=("NAME<br>适合复杂任务",)):
        if re.search(r"called '[A-Za-z0-9._/:@+-]+<br>", change.note):
            yield change
