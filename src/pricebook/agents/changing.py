"""Which prices changed since a day, and from which day on the release tells that."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from pricebook import calendar
from pricebook.agents import answers, parts
from pricebook.agents.desk import UNANSWERED, Desk, refusal
from pricebook.agents.questions import AskedChanges
from pricebook.agents.telling import doubts_of, source_of
from pricebook.book import Price
from pricebook.collection import one_of
from pricebook.publish.recent import KEPT
from pricebook.run.ages import Ages

Told = Mapping[str, Any]


def changed(desk: Desk, asked: AskedChanges) -> answers.ChangeList:
    """The changes since the day, the newest first."""
    release = desk.release()
    try:
        calendar.begun(asked.since, desk.now())
        names = _names_meant(desk, asked)
    except UNANSWERED as problem:
        return answers.ChangeList(release=release, since=asked.since, refused=refusal(problem))
    told: Sequence[Told] = desk.file("changes.json")["changes"]
    fitting = [each for each in told if each["day"] >= asked.since and _is_wanted_change(each, asked.provider, names)]
    ages, here = desk.ages(), fitting[asked.skip : asked.skip + asked.most]
    reaches = reaching_from(told)
    return answers.ChangeList(
        release=release,
        since=asked.since,
        changes=[_told_change(desk, each, ages) for each in here],
        more=max(len(fitting) - asked.skip - len(here), 0),
        reaches_from=reaches,
        whole=reaches is None or asked.since >= reaches,
    )


def reaching_from(told: Sequence[Told]) -> str | None:
    """The day from which on a release tells all changes; None if it tells all that there were.

    Of the last day that a full list tells, others may have been left out.

    >>> reaching_from([{"day": "2026-01-31"}]), reaching_from([{"day": "2026-01-31"}] * KEPT)
    (None, '2026-02-01')
    """
    if len(told) < KEPT:
        return None
    oldest = min(each["day"] for each in told)
    return (date.fromisoformat(oldest) + timedelta(days=1)).isoformat()


def _names_meant(desk: Desk, asked: AskedChanges) -> set[tuple[str, str]] | None:
    """Whose models are meant, under which names; None for all. Raises UsageError, UnknownModel."""
    if asked.provider is not None:
        one_of(list(desk.ages().status), asked.provider, "this release")
    if asked.model is None:
        return None
    found = desk.book.find(asked.model) or desk.book.alike(asked.model)  # which raises UnknownModel
    return {(offer.provider, offer.model) for offer in found}


def _is_wanted_change(change: Told, provider: str | None, names: set[tuple[str, str]] | None) -> bool:
    of_provider = provider is None or change["provider"] == provider
    return of_provider and (names is None or (change["provider"], change["model"]) in names)


def _told_change(desk: Desk, change: Told, ages: Ages) -> parts.ToldChange:
    """The change, with what is doubtful today about the price, and where that stands."""
    file = desk.file(f"providers/{change['provider']}.json")
    now = [each for each in (*file["prices"], *file["absent"]) if each["id"] == change["id"]]
    doubts = [doubt for each in now for doubt in doubts_of(Price(each))]
    side = change["after"] or change["before"] or {}
    fields = ("day", "kind", "id", "provider", "model", "service", "meter", "conditions", "percent")
    return parts.ToldChange(
        **{name: change[name] for name in fields},
        before=change["before"] and parts.ToldSide(**change["before"]),
        after=change["after"] and parts.ToldSide(**change["after"]),
        doubts=list(dict.fromkeys(doubts)),
        source=source_of(now[0] if now else {}, side.get("quote"), ages),
    )
