"""What stands around the tables: sections moved, sentences and tables put in that say nothing of what is paid."""

from collections.abc import Callable
from functools import partial
from random import Random

from benchmarks.mutations.editing import priced
from benchmarks.mutations.markup import Edit, Heading
from benchmarks.mutations.operators import operator, register
from benchmarks.mutations.page import Mutant, Page

AMOUNTS = (
    "例如：一次调用使用 1,000 个输入 token，费用约为 0.012 元。",
    "新用户注册即送 15 元代金券。",
    "另有 Coding 套餐，个人版 49 元/月，团队版 199 元/月，详见套餐页。",
    "去年同期的最低价格为 0.8 元/百万 tokens。",
)
RULES = (
    "费用按实际用量每小时结算一次，余额不足时停止服务。",
    "如需更大用量，请联系商务。",
    "单个账号每分钟最多 60 次调用，每天不超过 1,000,000 tokens。",
    "单次调用不足 1 厘的按 1 厘计费。",
)
"""Sentences that change no price."""


def sentence(page: Page, draw: Random, *, words: tuple[str, ...], top: bool) -> Mutant | None:
    """A paragraph that changes no price: at the end, or above the first table with prices."""
    if page.form == "mdx" or not priced(page):
        return None
    place = page.tables[priced(page)[0]].start if top else page.sheet.end
    said = draw.choice(words)
    return page.change([Edit(place, place, page.sheet.paragraph(said))], {}, said)


for _place, _top in {"above": True, "at the end": False}.items():
    for _name, _words in {"with an amount": AMOUNTS, "without an amount": RULES}.items():
        change = partial(sentence, words=_words, top=_top)
        register(f"a sentence {_name} {_place}", "layout", change, draws=1, changes_truth=False)


def _sections(page: Page) -> list[tuple[Heading, Heading, int]]:
    """Neighbours at one level, each with prices: both headings, and where the second one ends."""
    heads = page.sheet.headings
    found = []
    for number, a in enumerate(heads):
        rest = heads[number + 1 :]
        b = next((each for each in rest if each.level <= a.level), None)
        if b is None or b.level != a.level:
            continue
        end = next((each.start for each in heads if each.start > b.start and each.level <= b.level), None)
        if end is None:
            last = [table.end for table in page.tables if table.start > b.start]
            end = last[-1] if last else None
        if end is not None and all(_has_prices(page, *span) for span in ((a.start, b.start), (b.start, end))):
            found.append((a, b, end))
    return found


def _has_prices(page: Page, start: int, end: int) -> bool:
    inside = [table for table in page.tables if start <= table.start and table.end <= end]
    cut = [table for table in page.tables if table.start < end < table.end]
    return not cut and any(page.in_table(page.tables.index(table)) for table in inside)


@operator("layout", changes_truth=0)
def sections_change_places(page: Page, draw: Random) -> Mutant | None:
    """Two neighbours with all that they hold."""
    sections = _sections(page)
    if not sections or page.form != "md":
        return None
    a, b, end = draw.choice(sections)
    moved = page.text[b.start : end].rstrip() + "\n\n" + page.text[a.start : b.start].rstrip() + "\n\n"
    return page.change([Edit(a.start, end, moved)], {}, f"{a.words}, {b.words}")


HEADS: dict[str, Callable[[str], str]] = {
    "one level deeper": lambda source: "#" + source,
    "numbered": lambda source: source.replace("# ", "# 2. ", 1),
    "with a link": lambda source: source + " [¶](#a)",
    "in bold": lambda source: "# ".join([*source.split("# ")[:-1], f"**{source.split('# ')[-1]}**"]),
}


def heading_written(page: Page, draw: Random, *, how: Callable[[str], str]) -> Mutant | None:
    """A heading that is the last above a table with prices."""
    heads = {
        head for table in priced(page) if (head := page.sheet.above(page.tables[table].start)) is not None
        and page.text[head.start] == "#" and head.words and head.level < 6
    }  # fmt: skip
    if not heads or page.form != "md":
        return None
    head = draw.choice(sorted(heads))
    new = how(page.text[head.start : head.end])
    return page.change([Edit(head.start, head.end, new)], {}, new)


for _name, _how in HEADS.items():
    register(f"heading {_name}", "layout", partial(heading_written, how=_how), changes_truth=False)

ERRORS = [["错误码", "说明"], ["429", "请求过多"], ["500", "服务内部错误"]]


@operator("layout", draws=1, changes_truth=0)
def a_table_without_prices(page: Page, draw: Random) -> Mutant | None:  # noqa: ARG001
    """Codes of errors, at the end under a heading of its own."""
    if page.form == "html":
        rows = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in ERRORS)
        source = f"<table>{rows}</table>\n"
    elif page.form == "md":
        lines = [f"| {' | '.join(row)} |" for row in ERRORS]
        source = "\n".join([lines[0], "| --- | --- |", *lines[1:], ""])
    else:
        return None
    return page.change([Edit(page.sheet.end, page.sheet.end, page.sheet.heading("错误码", 2) + source)], {})


@operator("layout", draws=1, changes_truth=0)
def tables_in_a_box(page: Page, draw: Random) -> Mutant | None:  # noqa: ARG001
    """Each table of HTML in two more elements."""
    if page.form != "html":
        return None
    edits = [
        Edit(place, place, words) for table in page.tables
        for place, words in ((table.start, '<div class="scroll"><div>'), (table.end, "</div></div>\n"))
    ]  # fmt: skip
    return page.change(edits, {})
