"""Whether what came is older than what was seen before: a server may hand out a copy that somebody kept.

Pages and servers err. A date that is later than the look that found it, a day's grace aside, is no yardstick, and what
a person has accepted (`catalog approve`) is not held against what was seen before.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import takewhile

from pricebook import calendar
from pricebook.beliefs import Decision, Visit
from pricebook.errors import OlderPage
from pricebook.records import Reading, StatedFact
from pricebook.snapshots.looks import Look

Back = Callable[[], Iterator[Look]]
"""Gives the looks before a visit, the last first; no more of them are read than are asked for."""
Dates = Callable[[Look], Mapping[str, str]]
"""What a look found of the date of each page."""


def older_pages(
    back: Back, decided: Iterable[Decision], visit: Visit, readings: Sequence[Reading]
) -> dict[str, OlderPage]:
    """The pages that print an earlier date than before, or of which their server tells an earlier one.

    The same bytes are not older: servers that share a page do not always agree since when they have it.
    """
    looks = _yardsticks(back, decided, visit)
    last = next(looks(), None)
    if last is None:
        return {}
    found: dict[str, OlderPage] = {}
    dates = _printed_at()
    printed = _printed(fact for reading in readings for fact in reading.facts)
    changed = _modified(visit.validators)
    for page, body in visit.digests.items():
        if last.line.pages.get(page) == body:
            continue
        before, now = _last(looks(), page, dates), _not_to_come(printed, page, visit.at)
        told, says = _last(looks(), page, _told), _not_to_come(changed, page, visit.at)
        if now and before and now < before:
            found[page] = _older(visit, page, f"is dated {now}; the page that was seen before is dated {before}")
        elif says and told and says < told:
            found[page] = _older(visit, page, f"was changed {says}, says its server, and before it was {told}")
    return found


def _yardsticks(back: Back, decided: Iterable[Decision], visit: Visit) -> Back:
    """Gives the earlier looks that count: those since a person last accepted what is older."""
    at = calendar.order(visit.at)
    made = (each for each in decided if each.decision == "accepted")
    accepted = max((order for each in made if (order := calendar.order(each.at)) <= at), default=None)
    return lambda: takewhile(lambda look: accepted is None or calendar.order(look.at) >= accepted, back())


def _last(looks: Iterable[Look], page: str, dates: Dates) -> str:
    """The date that the last of the looks found of the page; one that was to come then says nothing, and is skipped."""
    for look in looks:
        date = dates(look).get(page, "")
        if not date or not calendar.is_to_come(date, look.at):
            return date
    return ""


def _printed_at() -> Dates:
    """What the pages of a look print of their day; looks that saw the same are read once."""
    known: dict[tuple[tuple[str, str], ...], dict[str, str]] = {}

    def dates(look: Look) -> dict[str, str]:
        seen = tuple(sorted(look.names.items()))
        if seen not in known:
            known[seen] = _printed(look.said().facts)
        return known[seen]

    return dates


def _not_to_come(dates: Mapping[str, str], page: str, at: str) -> str:
    date = dates.get(page, "")
    return "" if date and calendar.is_to_come(date, at) else date


def _printed(facts: Iterable[StatedFact]) -> dict[str, str]:
    """The day that each page prints of itself."""
    dates: dict[str, str] = {}
    for fact in facts:
        if fact.kind == "page_date" and fact.printed and fact.value:
            dates[fact.where.page] = str(fact.value.get("datetime") or fact.value.get("date") or "")
    return {page: date for page, date in dates.items() if calendar.is_day(calendar.day_of(date))}


def _told(look: Look) -> dict[str, str]:
    return _modified(look.line.validators)


def _modified(validators: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """When the server says that each page was changed, where it does and can be understood."""
    times = {page: calendar.header_time(said.get("last_modified", "")) for page, said in validators.items()}
    return {page: time.isoformat() for page, time in times.items() if time}


def _older(visit: Visit, page: str, what: str) -> OlderPage:
    return OlderPage(
        f"{visit.provider}/{page}: {what}. {OlderPage.SAYS}: try again later; if it stays, a person must look, and may "
        f"say that it is right: catalog approve {visit.provider} --because WHY"
    )
