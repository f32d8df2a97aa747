"""Names and prices in other markup, and the same amount in other characters."""

import re
from collections.abc import Callable
from functools import partial
from random import Random

from benchmarks.mutations.editing import behind_name, one, printed, put
from benchmarks.mutations.markup import Edit
from benchmarks.mutations.operators import operator, register
from benchmarks.mutations.page import Mutant, Page, Spot
from benchmarks.mutations.truth import maybe_apart, same

MARKED: dict[str, dict[str, str]] = {
    "in bold": {"md": "**{}**", "html": "<b>{}</b>"},
    "as a link": {"md": "[{}](https://example.com/models)", "html": '<a href="/models">{}</a>'},
    "as code": {"md": "`{}`", "html": "<code>{}</code>"},
    "in a span": {"html": '<span class="name">{}</span>'},
    "with a picture before it": {"md": "![](/icon.png) {}", "html": '<img src="/icon.png" alt=""> {}'},
    "with a new badge": {"html": '{}<span class="badge">NEW</span>', "md": "{} **NEW**"},
    "with a badge that recommends it": {"html": '{}<span class="badge">推荐</span>', "md": "{} 推荐"},
    "with the number of a note": {"html": "{}<sup>[1]</sup>", "md": "{}<sup>[1]</sup>"},
}
PRICED = ("in bold", "in a span", "as code", "with the number of a note")


def name_marked(page: Page, draw: Random, *, kind: str) -> Mutant | None:
    """The name of one model."""
    template = MARKED[kind].get(page.form)
    rows = [row for row in page.named() if row.name and not re.search(r"[\[<*`]", row.name.source)]
    if template is None or not rows:
        return None
    row = draw.choice(rows)
    assert row.name is not None
    words = row.name.source
    return page.change([Edit(row.name.start, row.name.end, template.format(words))], {}, template.format(words))


def price_marked(page: Page, draw: Random, *, kind: str) -> Mutant | None:
    """One price, alone in its cell or among others."""
    template = MARKED[kind].get(page.form)
    spot = one(page, draw, lambda spot: not re.search(r"[<*]", page.text[spot.start : spot.end]))
    return put(page, spot, template.format(printed(page, spot)), same) if spot and template else None


for _kind in MARKED:
    register(f"name {_kind}", "layout", partial(name_marked, kind=_kind), changes_truth=False)
for _kind in PRICED:
    register(f"price {_kind}", "layout", partial(price_marked, kind=_kind), changes_truth=False)

_FULL = str.maketrans("0123456789.", "０１２３４５６７８９．")
AMOUNT: dict[str, Callable[[str], str]] = {
    "two more decimals": lambda n: n + "00" if "." in n else n + ".00",
    "full width": lambda n: n.replace(",", "").translate(_FULL),
    "no comma for thousands": lambda n: n.replace(",", ""),
    "no nought before the point": lambda n: n[1:] if n.startswith("0.") else n,
}
CURRENCY: dict[str, tuple[str, str]] = {
    "元 to a mark in front": (r"^(\D*?)([0-9][0-9.,]*) ?元", r"\1¥\2"),
    "a mark in front to 元": (r"[¥￥] ?([0-9][0-9.,]*)", r"\1 元"),
    "元 to 人民币": (r"([0-9.]) ?元", r"\1 元人民币"),
    "元 to CNY": (r"([0-9.]) ?元", r"\1 CNY"),
    "tokens to Token": (r"tokens", "Token"),
    "百万 tokens to 1M tokens": (r"百万 ?(?=[Tt]okens?)", "1M "),
    "千 tokens to 1K tokens": (r"(?<!百)千 ?(?=[Tt]okens?)", "1K "),
    "百万 tokens to 1,000,000 tokens": (r"百万 ?(?=[Tt]okens?)", "1,000,000 "),
    "a slash to 每": (r"元/", "元每"),
    "a blank that does not break": (r"([0-9]) ?(?=元)", "\\1\u00a0"),
}


def amount_written(page: Page, draw: Random, *, how: Callable[[str], str]) -> Mutant | None:
    """The digits of one price."""

    def applies(spot: Spot) -> bool:
        return how(page.text[spot.first : spot.last]) != page.text[spot.first : spot.last]

    spot = one(page, draw, applies)
    if spot is None:
        return None
    text = page.text[spot.start : spot.first] + how(page.text[spot.first : spot.last]) + page.text[spot.last : spot.end]
    return put(page, spot, text, same)


def words_written(page: Page, draw: Random, *, old: str, new: str) -> Mutant | None:
    """The words around one price."""
    spot = one(page, draw, lambda spot: bool(re.search(old, page.text[spot.start : spot.end])))
    return put(page, spot, re.sub(old, new, printed(page, spot), count=1), same) if spot else None


for _name, _how in AMOUNT.items():
    register(f"amount with {_name}", "layout", partial(amount_written, how=_how), changes_truth=False)
for _name, (_old, _new) in CURRENCY.items():
    register(f"price: {_name}", "layout", partial(words_written, old=_old, new=_new), changes_truth=False)


@operator("layout", changes_truth=0)
def words_behind_a_price(page: Page, draw: Random) -> Mutant | None:
    """含税: read with them or without."""
    spot = one(page, draw)
    return put(page, spot, f"{printed(page, spot)}（含税）", maybe_apart) if spot else None


@operator("layout", changes_truth=0)
def words_before_a_price(page: Page, draw: Random) -> Mutant | None:
    """仅 changes nothing."""
    spot = one(page, draw)
    return put(page, spot, re.sub("(?=[0-9¥￥])", "仅 ", printed(page, spot), count=1), same) if spot else None


@operator("layout", changes_truth=0)
def a_note_on_a_name(page: Page, draw: Random) -> Mutant | None:
    """A number of a note in brackets behind a name; by that name or by the old one."""
    return behind_name(page, draw, "（注1）", maybe_apart)
