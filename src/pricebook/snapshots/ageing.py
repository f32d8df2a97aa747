"""Whether what came is older than what was seen before: a server may hand out a copy that somebody kept."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC
from email.utils import parsedate_to_datetime

from pricebook import calendar
from pricebook.beliefs import Visit
from pricebook.errors import OlderPage
from pricebook.records import Reading, StatedFact
from pricebook.snapshots.looks import Look


def older_pages(around: Sequence[Look], visit: Visit, readings: Sequence[Reading]) -> dict[str, OlderPage]:
    """The pages that print an earlier date than before, or of which their server tells an earlier one.

    The same bytes are not older: servers that share a page do not always agree since when they have it.
    """
    provider = visit.provider
    looks = [look for look in around if calendar.order(look.at) < calendar.order(visit.at)]
    if not looks:
        return {}
    found: dict[str, OlderPage] = {}
    last = looks[-1].line
    told, changed = _modified(last.validators), _modified(visit.validators)
    before, now = (_printed(facts) for facts in (looks[-1].said().facts, _facts(readings)))
    for page, body in visit.digests.items():
        if last.pages.get(page) == body:
            continue
        name = f"{provider}/{page}"
        if now.get(page, "") and now[page] < before.get(page, ""):
            found[page] = _older(f"{name}: is dated {now[page]}; the page that was seen before is dated {before[page]}")
        elif page in told and page in changed and changed[page] < told[page]:
            found[page] = _older(
                f"{name}: was changed {changed[page]}, says its server, and before it was {told[page]}"
            )
    return found


def _printed(facts: Iterable[StatedFact]) -> dict[str, str]:
    """The day that each page prints of itself."""
    dates: dict[str, str] = {}
    for fact in facts:
        if fact.kind == "page_date" and fact.printed and fact.value:
            dates[fact.where.page] = str(fact.value.get("datetime") or fact.value.get("date") or "")
    return {page: date for page, date in dates.items() if date}


def _facts(readings: Iterable[Reading]) -> list[StatedFact]:
    return [fact for reading in readings for fact in reading.facts]


def _modified(validators: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """When the server says that each page was changed, where it does and can be understood."""
    found: dict[str, str] = {}
    for page, said in validators.items():
        try:
            found[page] = parsedate_to_datetime(said["last_modified"]).astimezone(UTC).isoformat()
        except (LookupError, ValueError, TypeError):
            continue
    return found


def _older(what: str) -> OlderPage:
    return OlderPage(f"{what}. It is a copy that somebody kept: try again later; if it stays, a person must look.")
