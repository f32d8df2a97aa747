"""Changes of prices as the body of a pull request: what needs a person on top, the rest folded; readable as it stands.

Text from a provider's page stays text: it is code, in which neither a mention nor a reference nor an address nor
markup is read.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import NamedTuple

from pricebook.history.diff import KINDS, Change, Told
from pricebook.history.waiting import Case, Waiting
from pricebook.publish import changes as told
from pricebook.publish.display import conditions, rate
from pricebook.publish.escaping import link, one_line, ticked
from pricebook.records import Price
from pricebook.units import text

MAX_BYTES = 56_000
"""Of Markdown, so that with the night's summary of 4,000 the body is no longer than 60,000; GitHub takes 65,536."""
APPROVE = 'catalog approve {id} --because "..."'
"""What a person calls to whom a case is right."""
_OPEN = {
    "conflict", "jump", "solved", "alike", "unread", "currency", "unit", "conditions", "tiers", "increase", "decrease",
    "free", "provider",
}  # fmt: skip
"""The kinds that are shown unfolded."""
_FEW = 3
"""Rows of a case: a page that is a thousand times as dear is one case, and a few of its prices tell it."""
_FOR_CASES = 30_000
"""Bytes of cases at most, so that there is room for what changed."""
_NAMES = 40
"""Names of models that are gone, shown unfolded."""
_RESERVED = 400
"""Bytes kept for the line that says what was left out."""
_FIRST = "large or doubtful"
_HEADINGS = ("provider", *told.HEADINGS[2:], "where")
_WAITING = (
    "to approve",
    "why it waits",
    "provider",
    "model",
    "what",
    "published",
    "waits",
    "by",
    "the page's words",
    "id",
    "where",
)


class Pending(NamedTuple):
    """What one decision of a person is about, with where it stands."""

    case: Case
    addresses: Mapping[str, str]
    """By the names of the provider's pages what a person opens."""
    loose: Collection[str]
    """The names of the provider's snapshots that are folders of files."""


def markdown(
    changes: Sequence[Change], between: str, cases: Sequence[Pending] = (), links: str = "", said: str = ""
) -> str:
    """The body, at most MAX_BYTES of UTF-8: cases and changes, both in the order in which they are given.

    `links` stands before the paths of stored pages: the address at which the collection's files can be seen. `said`
    is the first line, where it is another than how many changes there are.
    """
    text = f"**{said or told.summary(changes)}**\n\n{ticked(between)}\n{_gone(changes)}"
    text += _needing_a_person(cases, _FOR_CASES - len(text.encode()), links)
    shown = 0
    for kind, section in groupby(changes, key=_section):
        group = list(section)
        opening, closing = _frame(kind, len(group))
        rows = list(_fitting(group, MAX_BYTES - _RESERVED - len((text + opening + closing).encode()), kind, links))
        if rows:
            text += opening + "".join(rows) + closing
        shown += len(rows)
        if len(rows) < len(group):
            break
    left = len(changes) - shown
    return text + (f"\n… and {left:,} more. See all of them: `catalog diff --format json`\n" if left else "")


def _needing_a_person(cases: Sequence[Pending], size: int, links: str) -> str:
    if not cases:
        return ""
    text = f"\n### Needs a person ({len(cases):,})\n\n{_table_head(_WAITING)}"
    size -= len(text.encode()) + _RESERVED
    for number, pending in enumerate(cases):
        said = "".join(_case_rows(pending, links))
        size -= len(said.encode())
        if size < 0:
            return f"{text}\n… and {len(cases) - number:,} more that need a person: `catalog review`\n"
        text += said
    return text


def _case_rows(pending: Pending, links: str) -> Iterator[str]:
    """A row for each of the first prices of a case, its command and its reasons before the first."""
    case = pending.case
    said = [f"`{APPROVE.format(id=case.id)}`", "; ".join(map(ticked, case.reasons[:_FEW])), ticked(case.provider)]
    for waiting in case.prices[:_FEW]:
        yield _table_line([*said, *_waiting_cells(pending, waiting, links)])
        said = [""] * len(said)
    left = len(case.prices) - _FEW
    if left > 0:
        more = f"and {left:,} more prices: `catalog review {case.id}`"
        yield _table_line(["", more, *[""] * (len(_WAITING) - len(("", more)))])


def _waiting_cells(pending: Pending, waiting: Waiting, links: str) -> list[str]:
    price = (waiting.new or waiting.old)[0]
    what = " ".join(filter(None, (price.service, price.meter, conditions(price.conditions))))
    by = "" if waiting.ratio is None else told.ratio(waiting.ratio)
    words = " → ".join(f"‘{one_line(side[0].listed.text)}’" for side in (waiting.old, waiting.new) if side)
    cells = [
        price.model,
        what,
        _printed_amounts(waiting.old),
        _printed_amounts(waiting.new) or "gone",
        by,
        words,
        price.id,
    ]
    name, where = waiting.snapshot, price.where
    stored = f"snapshots/{price.provider}/{name}/{where.page}.md#L{where.line}" if name in pending.loose else None
    return [*map(ticked, cells), _where(pending.addresses.get(where.page), stored, links)]


def _printed_amounts(prices: Sequence[Price]) -> str:
    return " or ".join(dict.fromkeys(rate(text(p.amount), p.currency, p.unit, free=p.free) for p in prices))


def _gone(changes: Sequence[Change]) -> str:
    """The models of which prices are gone, in one line."""
    names = list(dict.fromkeys(price.model for change in changes if change.kind == "missing" for price in change.old))
    if not names:
        return ""
    more = f" and {len(names) - _NAMES:,} more" if len(names) > _NAMES else ""
    return f"\nNo longer on the page: {', '.join(map(ticked, names[:_NAMES]))}{more}\n"


def _section(change: Change) -> str:
    """What it is listed under: prices that are gone stand together, however many a page has lost."""
    return _FIRST if change.weight == 1 and change.kind != "missing" else change.kind


def _frame(kind: str, count: int) -> tuple[str, str]:
    if kind == _FIRST:
        return f"\n### {_FIRST} ({count:,})\n\n{_table_head(('change', *_HEADINGS))}", ""
    said = f"{told.LABELS.get(kind, kind)} ({count:,}): {KINDS[kind]}"  # type: ignore[index]
    if kind in _OPEN:
        return f"\n### {said}\n\n{_table_head(_HEADINGS)}", ""
    return f"\n<details><summary>{said}</summary>\n\n{_table_head(_HEADINGS)}", "\n</details>\n"


def _fitting(group: Iterable[Change], size: int, kind: str, links: str) -> Iterator[str]:
    """The rows of the section as long as there is room."""
    for change in group:
        name, *cells, ids = told.row(change)
        price = next((each for each in change.new if each.is_there), change.told if not change.old else change.old[0])
        said = [" ".join(map(ticked, cell.split("\n"))) for cell in (*cells, ids)]
        first = [name] if kind == _FIRST else []
        text = _table_line([*first, *said, _where(price.address, _stored_line(price), links)])
        size -= len(text.encode())
        if size < 0:
            return
        yield text


def _stored_line(price: Told) -> str | None:
    return f"{price.stored}#L{price.line}" if price.stored else None


def _where(address: str | None, stored: str | None, links: str) -> str:
    """The links to the provider's page and to the stored line."""
    line = (stored or "").rpartition("#L")[2]
    # GitHub shows a page of Markdown without lines unless it is asked for the plain text.
    path = f"{links.rstrip('/')}/{stored.replace('#', '?plain=1#')}" if links and stored else stored
    return " ".join([*([link("page", address)] if address else []), *([link(f"line {line}", path)] if path else [])])


def _table_head(names: Sequence[str]) -> str:
    return f"{_table_line(names)}|{' --- |' * len(names)}\n"


def _table_line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |\n"
