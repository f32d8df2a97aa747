"""Changes of prices for a reviewer: rows of plain text, Markdown for a pull request, a page of HTML.

Text from a provider's page stays text: in Markdown it stands in `<code>` with its punctuation as entities, where
neither a mention nor a reference nor an address nor markup is read.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import groupby

from pricebook.history.diff import KINDS, Change, Told
from pricebook.publish.display import conditions, marked, period, rate
from pricebook.publish.escaping import code, markup, one_line

HEADINGS = ("change", "provider", "model", "what", "before", "after", "ratio", "the page's words")
LABELS = {"rename": "likely rename"}
"""What a kind is called where its name would say too much."""
MAX_BYTES = 60_000
"""Of Markdown: a pull request's body takes no more than 65,536 characters."""
_OPEN = {
    "conflict",
    "solved",
    "jump",
    "alike",
    "unread",
    "currency",
    "unit",
    "conditions",
    "increase",
    "decrease",
    "free",
}
"""The kinds that are shown unfolded."""
_RESERVED = 400
"""Bytes kept for the line that says what was left out."""


def row(change: Change) -> list[str]:
    """The change as cells of plain text, under HEADINGS."""
    told = change.told
    what = " ".join(part for part in (told.service, told.meter, conditions(told.conditions)) if part)
    before, after = (" or ".join(dict.fromkeys(map(_amount, side))) for side in (change.old, change.new))
    model = told.model
    if change.old and change.new and change.old[0].model != told.model:
        model = f"{change.old[0].model} → {told.model}"
    if change.alike:
        model = f"{model} (looks like {' and '.join(change.alike)})"
    quotes = [" or ".join(f"‘{one_line(price.quote)}’" for price in side) for side in (change.old, change.new)]
    gone = change.kind in {"missing", "unread"}
    return [
        LABELS.get(change.kind, change.kind),
        told.provider,
        model,
        what,
        before,
        change.kind if gone else after,
        ratio(change.ratio),
        quotes[0] if gone and change.old else " → ".join(quote for quote in quotes if quote),
    ]


def ratio(value: Decimal | None) -> str:
    """How many times more or less, with an arrow; empty if there is no telling.

    >>> ratio(Decimal("0.001")), ratio(Decimal("1.25")), ratio(Decimal(4) / 3)
    ('▼ ÷1000', '▲ ×1.25', '▲ ×1.333')
    """
    if value is None:
        return ""
    size = max(value, 1 / value)
    rounded = size.quantize(Decimal(1) if size >= 1000 else Decimal("0.001"))
    text = format(rounded, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return f"▲ ×{text}" if value > 1 else f"▼ ÷{text}"


def summary(changes: Sequence[Change]) -> str:
    """`No change.`, or how many of each kind: `3 changes: 1 jump, 2 added`."""
    if not changes:
        return "No change."
    counts = Counter(change.kind for change in changes)
    parts = ", ".join(f"{counts[kind]:,} {LABELS.get(kind, kind)}" for kind in KINDS if counts[kind])
    return f"{len(changes):,} change{'' if len(changes) == 1 else 's'}: {parts}"


def markdown(changes: Sequence[Change], between: str) -> str:
    """The changes as the body of a pull request: the important first, the rest folded, at most MAX_BYTES of UTF-8."""
    text = f"**{summary(changes)}**\n\n{code(between)}\n"
    told = 0
    for kind, section in groupby(changes, key=lambda change: change.kind):
        group = list(section)
        opening, closing = _frame(kind, len(group))
        rows = list(_fitting(group, MAX_BYTES - _RESERVED - len((text + opening + closing).encode())))
        if rows:
            text += opening + "".join(rows) + closing
        told += len(rows)
        if len(rows) < len(group):
            break
    left = len(changes) - told
    return text + (f"\n… and {left:,} more. See all of them: `catalog diff --format json`\n" if left else "")


def page(changes: Sequence[Change], between: str) -> str:
    """The changes as a page of HTML that needs nothing else."""
    head = "".join(f"<th>{markup(name)}</th>" for name in HEADINGS)
    body = "\n".join(
        f'<tr class="{change.kind}">{"".join(f"<td>{markup(cell)}</td>" for cell in row(change))}</tr>'
        for change in changes
    )
    table = f"<table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody>\n</table>" if changes else ""
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width">\n<title>Price changes</title>\n'
        f"<style>{_STYLE}</style>\n</head>\n<body>\n<h1>{markup(summary(changes))}</h1>\n"
        f"<p>{markup(between)}</p>\n{table}\n</body>\n</html>\n"
    )


_STYLE = (
    "body{font:1rem/1.5 system-ui,sans-serif;margin:2rem;color:#1a1a1a;background:#fff}"
    "table{border-collapse:collapse}th,td{padding:.3rem .6rem;border-bottom:1px solid #ccc;text-align:left;"
    "vertical-align:top;overflow-wrap:anywhere}.conflict td:first-child,.jump td:first-child,"
    ".alike td:first-child,.unread td:first-child{font-weight:bold;color:#a00}"
)


def _frame(kind: str, count: int) -> tuple[str, str]:
    said = f"{LABELS.get(kind, kind)} ({count:,}): {KINDS[kind]}"  # type: ignore[index]
    head = f"| {' | '.join(HEADINGS[1:])} |\n|{' --- |' * (len(HEADINGS) - 1)}\n"
    if kind in _OPEN:
        return f"\n### {said}\n\n{head}", ""
    return f"\n<details><summary>{said}</summary>\n\n{head}", "\n</details>\n"


def _fitting(group: Iterable[Change], size: int) -> Iterator[str]:
    """The rows of the section as long as there is room."""
    for change in group:
        text = f"| {' | '.join(code(cell) for cell in row(change)[1:])} |\n"
        size -= len(text.encode())
        if size < 0:
            return
        yield text


def _amount(price: Told) -> str:
    said = rate(price.amount, price.currency, price.unit, price.free)
    return marked(said, (price.promotion, period(price.effective_from, price.effective_until), price.absent))
