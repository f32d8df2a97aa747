"""Changes of prices for a reviewer: rows of plain text, and a page of HTML."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any

from pricebook.history.diff import KINDS, Change, Told
from pricebook.history.judging import extremes
from pricebook.publish.display import conditions, marked, period, rate
from pricebook.publish.escaping import markup, one_line

HEADINGS = (
    "change", "provider", "model", "what", "before", "after", "by", "stood", "the page's words", "id",
)  # fmt: skip
LABELS = {"rename": "likely rename", "provider": "new provider"}
"""What a kind is called where its name would say too much, or too little."""
_TENFOLD = 10
_SIGNS = {"gt": ">", "gte": "≥", "lt": "<", "lte": "≤"}


def row(change: Change) -> list[str]:
    """The change as cells of plain text, under HEADINGS. What was renamed has its old name on a line of its own."""
    told = change.told
    if change.kind == "provider":
        models = len({price.model for price in change.new})
        said = f"{len(change.new):,} price{'' if len(change.new) == 1 else 's'}"
        of = f"{models:,} model{'' if models == 1 else 's'}"
        return [label(change), told.provider, of, "", "", said, "", "", "", ""]
    before, after = sides(change)
    return [
        label(change), told.provider, _model_cell(change), what(change), before, after, by(change),
        stood(change), words(change), "\n".join(ids(change)),
    ]  # fmt: skip


def label(change: Change) -> str:
    """What kind of change it is."""
    return LABELS.get(change.kind, change.kind)


def ids(change: Change) -> list[str]:
    """The ids of its prices, the present ones; of what is gone the former ones."""
    return list(dict.fromkeys(price.id for price in change.new or change.old))


def what(change: Change) -> str:
    """The service, the meter and the conditions that all of its prices share."""
    told = change.told
    return " ".join(part for part in (told.service, told.meter, conditions(_shared(change.new or change.old))) if part)


def sides(change: Change, *, doubts: bool = True) -> tuple[str, str]:
    """The amounts before and after, each with what must be known of it; `doubts`: also why it is doubtful."""
    if not doubts:
        change = replace(change, old=_undoubted(change.old), new=_undoubted(change.new))
    before = _side_amounts(change.old, change, reasons=not change.new)
    if change.kind == "missing":
        since = next((price.absent_since for price in change.new if price.absent_since), None)
        return before, _doubtful(f"missing since {since}" if since else "missing", change.doubts)
    if change.kind == "unread":
        return before, _doubtful("unread", change.doubts)
    return before, _side_amounts(change.new, change)


def words(change: Change) -> str:
    """What the page said and says; of an amount that is not read any more what stands there now."""
    old, new = (
        " or ".join(dict.fromkeys(f"‘{one_line(price.quote)}’" for price in side)) for side in (change.old, change.new)
    )
    if change.kind == "unread":
        new = f"‘{one_line(change.told.words)}’" if change.told.words else ""
    elif change.kind == "missing":
        new = ""
    return " → ".join(said for said in (old, new) if said)


def stood(change: Change) -> str:
    """For how long the old price had stood, and below that between which looks it changed."""
    days = "" if change.days is None else f"{change.days:,} day{'' if change.days == 1 else 's'}"
    days += " or more" if days and change.outlived else ""
    seen = between(change)
    return "\n".join(filter(None, (days, f"({seen})" if days and seen else seen)))


def between(change: Change) -> str:
    """The days of the looks that the change lies between."""
    return " to ".join(dict.fromkeys(change.between or ()))


def by(change: Change) -> str:
    """How much more or less; of tiers how the lowest and the highest amount changed."""
    if change.ratio is None:
        return ""
    if len(change.old) == len(change.new) == 1:
        return ratio(change.ratio)
    return " to ".join(dict.fromkeys(ratio(each) or "0%" for each in extremes(change.old, change.new) if each))


def ratio(value: Decimal) -> str:
    """How much more or less in percent, from ten times on how many times; empty if it is the same.

    >>> ratio(Decimal("0.8")), ratio(Decimal("1.25")), ratio(Decimal(4) / 3), ratio(Decimal("0.001"))
    ('-20%', '+25%', '+33.3%', '÷1000')
    """
    size = max(value, 1 / value)
    if size >= _TENFOLD:
        rounded = size.quantize(Decimal(1) if size >= 1000 else Decimal("0.001"))
        return f"{'×' if value > 1 else '÷'}{_plainly(rounded)}"
    percent = ((value - 1) * 100).quantize(Decimal("0.1"), ROUND_HALF_EVEN)
    sign = "+" if value > 1 else "-"
    if not percent:
        return "" if value == 1 else f"{sign}<0.1%"
    return f"{sign}{_plainly(abs(percent))}%"


def summary(changes: Sequence[Change]) -> str:
    """`No change.`, or how many of each kind: `3 changes: 1 jump, 2 added`."""
    if not changes:
        return "No change."
    counts = Counter(change.kind for change in changes)
    parts = ", ".join(f"{counts[kind]:,} {LABELS.get(kind, kind)}" for kind in KINDS if counts[kind])
    return f"{len(changes):,} change{'' if len(changes) == 1 else 's'}: {parts}"


def not_known(provider: str, last_look: str | None, *, failed: bool) -> str:
    """That nobody saw the provider within a range, whose prices may have changed or not.

    >>> not_known("acme", "2025-11-10", failed=False), not_known("acme", None, failed=True)
    ('not known: acme was last looked at on 2025-11-10', 'not known: acme was never read; looks since then failed')
    """
    said = f"last looked at on {last_look}" if last_look else "never read" if failed else "not looked at by then"
    return f"not known: {provider} was {said}{'; looks since then failed' if failed else ''}"


def page(changes: Sequence[Change], between: str, said: str = "") -> str:
    """The changes as a page of HTML that needs nothing else; `said` is its title, else how many changes there are."""
    head = "".join(f"<th>{markup(name)}</th>" for name in HEADINGS)
    body = "\n".join(
        f'<tr class="{change.kind}">{"".join(f"<td>{markup(cell)}</td>" for cell in row(change))}</tr>'
        for change in changes
    )
    table = f"<table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody>\n</table>" if changes else ""
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width">\n<title>Price changes</title>\n'
        f"<style>{_STYLE}</style>\n</head>\n<body>\n<h1>{markup(said or summary(changes))}</h1>\n"
        f"<p>{markup(between)}</p>\n{table}\n</body>\n</html>\n"
    )


_STYLE = (
    "body{font:1rem/1.5 system-ui,sans-serif;margin:2rem;color:#1a1a1a;background:#fff}"
    "table{border-collapse:collapse}th,td{padding:.3rem .6rem;border-bottom:1px solid #ccc;text-align:left;"
    "vertical-align:top;overflow-wrap:anywhere}.conflict td:first-child,.jump td:first-child,"
    ".alike td:first-child,.unread td:first-child{font-weight:bold;color:#a00}"
)


def _undoubted(prices: Sequence[Told]) -> tuple[Told, ...]:
    return tuple(replace(price, reasons=()) for price in prices)


def _plainly(value: Decimal) -> str:
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _model_cell(change: Change) -> str:
    told = change.told
    if change.old and change.new and change.old[0].model != told.model:
        return f"{change.old[0].model} →\n{told.model}"
    return f"{told.model}\n(looks like {' and '.join(change.alike)})" if change.alike else told.model


def _side_amounts(prices: Sequence[Told], change: Change, *, reasons: bool = True) -> str:
    """The amounts of one side: `2 CNY / 1M tokens`, of tiers `1 CNY / 1M tokens (≤32768), 2 (>32768)`."""
    if len({price.id for price in prices}) <= 1 and len({price.id for price in (*change.old, *change.new)}) <= 2:
        return " or ".join(dict.fromkeys(_amount(price, reasons=reasons) for price in prices))
    shared = _shared((*change.old, *change.new))
    units = {(price.currency, price.unit) for price in prices}
    said = []
    for number, price in enumerate(prices):
        own = {name: value for name, value in price.conditions.items() if name not in shared}
        alone = number > 0 and len(units) == 1
        said.append(_amount(price, bounds(own), alone=alone, reasons=reasons))
    return ", ".join(said)


def _amount(price: Told, extra: str = "", *, alone: bool = False, reasons: bool = True) -> str:
    """One amount with all that must be known of it; `alone`: without the unit that stands before it already."""
    said = price.amount if alone and not price.free else rate(price.amount, price.currency, price.unit, price.free)
    told = marked(said, (extra, price.promotion, period(price.effective_from, price.effective_until), price.absent))
    return _doubtful(told, price.reasons if reasons or not price.reasons else ("",))


def _doubtful(said: str, reasons: Sequence[str]) -> str:
    """What is said, with why it is doubtful behind it."""
    return f"{said} ? {'; '.join(reasons)}".rstrip() if reasons else said


def bounds(stated: Mapping[str, Any]) -> str:
    """Conditions that divide tiers, in short.

    >>> bounds({"input_tokens": {"gt": 8192, "lte": 32768}}), bounds({"mode": "batch"}), bounds({})
    ('>8192 ≤32768', 'mode=batch', '')
    """
    if len(stated) == 1 and isinstance(value := next(iter(stated.values())), Mapping):
        return " ".join(f"{_SIGNS[name]}{value[name]}" for name in _SIGNS if name in value)
    return conditions(stated)


def _shared(prices: Sequence[Told]) -> dict[str, Any]:
    """The conditions that all of them state alike."""
    first, *others = (price.conditions for price in prices)
    return {name: value for name, value in first.items() if all(other.get(name) == value for other in others)}
