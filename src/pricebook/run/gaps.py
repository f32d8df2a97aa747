"""What is not known of a day because nobody looked on it: at all, not any more, or between two looks that differ."""

from collections.abc import Iterator, Sequence
from typing import Any

from pricebook import calendar
from pricebook.beliefs import Observation
from pricebook.book.forms import slip, unseen
from pricebook.history.trail import trail_of
from pricebook.publish import display
from pricebook.publish.released import Told, Wanted
from pricebook.snapshots.archive import Archive
from pricebook.store.asking import Past

_MARKS = ("valid_from", "valid_to", "withdrawn_on")
_MOMENTS = ("last_seen", "missing_since", "unread_since")


def forms_of(past: Past) -> list[dict[str, Any]]:
    """An interval as the library knows forms: a line for each amount, its moments as days."""
    days = {name: getattr(past, name) for name in _MARKS} | {
        name: None if (moment := getattr(past, name)) is None else calendar.day_of(moment) for name in _MOMENTS
    }
    return [{**quote, **days, "valid_from_basis": past.basis} for quote in past.quotes]


class Looks:
    """When each provider was looked at, by what was known at the end of a day, or by all that is known."""

    def __init__(self, archive: Archive, known: str | None) -> None:
        self._archive, self._known = archive, known
        self._lines: dict[str, list[Observation]] = {}

    def _good(self, provider: str) -> list[Observation]:
        if provider not in self._lines:
            good = (line for line in self._archive.told(provider) if line.snapshot is not None)
            known = (line for line in good if self._known is None or calendar.day_of(line.at) <= self._known)
            self._lines[provider] = sorted(known, key=lambda line: calendar.order(line.at))
        return self._lines[provider]

    def days(self, provider: str) -> list[str]:
        """The days on which its pages were seen, in order."""
        return list(dict.fromkeys(calendar.day_of(line.at) for line in self._good(provider)))

    def seen(self, provider: str, page: str) -> str | None:
        """The day on which the page was last seen; None if it never was."""
        moment = trail_of(self._good(provider)).seen.get(page)
        return moment and calendar.day_of(moment)


class Gaps:
    """What is known of one day: by the looks at the providers, and by every form that the prices ever had."""

    def __init__(self, forms: Sequence[Past], looks: Looks, day: str, known: str | None) -> None:
        self._looks, self._day = looks, day
        self._past: dict[str, list[Past]] = {}
        for past in forms:
            if known is None or calendar.day_of(past.first_seen) <= known:
                self._past.setdefault(past.id, []).append(past)
        self._seen: dict[tuple[str, str], str | None] = {}

    def told(self, price: Told) -> dict[str, Any]:
        """A price that was true on the day: `seen` and `unseen` say how sure that is, `suspect` also what came next."""
        where = price["provider"], price["where"]["page"]
        if where not in self._seen:
            self._seen[where] = self._looks.seen(*where)
        seen = self._seen[where]
        told = {**price, "seen": seen, "unseen": None}
        if seen is None or self._day > seen:
            return {**told, "unseen": display.looked_last(seen) if seen else "its page was never seen"}
        forms = [form for past in self._past.get(price["id"], ()) for form in forms_of(past)]
        its = price["valid_from"], price["amount"]
        own = [each for each in forms if (each["valid_from"], each["amount"]) == its]
        if not own or own[0]["last_seen"] is None:
            return told
        doubts = filter(None, (price["suspect"], slip(own[0], forms)))
        return {**told, "unseen": unseen(own[0], forms, self._day), "suspect": "; ".join(doubts) or None}

    def notes(self, question: Wanted, told: Sequence[Told]) -> Iterator[str]:
        """A line for each provider of which something that is asked for is not known; `told` is what is shown."""
        fitting = [own[0] for own in self._past.values() if question.fits(own[0].quotes[0])]
        providers = (each["provider"] for each in (*(past.quotes[0] for past in fitting), *told))
        for provider in sorted({*providers}):
            shown = [price for price in told if price["provider"] == provider]
            ids = {price["id"] for price in shown}
            others = [past for past in fitting if past.id not in ids and past.quotes[0]["provider"] == provider]
            if why := self._why(provider, shown, others):
                yield f"{provider}: {display.unknown(why)}"

    def _why(self, provider: str, shown: Sequence[Told], others: Sequence[Past]) -> str:
        days = self._looks.days(provider)
        if not days:
            return "nobody had looked"
        if self._day > days[-1]:
            return display.looked_last(days[-1])
        if self._day < days[0]:
            return "" if shown else f"the first look was on {days[0]}"
        return self._between(days, shown, others)

    def _between(self, days: Sequence[str], shown: Sequence[Told], others: Sequence[Past]) -> str:
        """What two looks leave open, one before the day and one after it; `others` are prices that are not shown."""
        after = next((day for day in days if day > self._day), None)
        came = [past for past in others if calendar.day_of(past.first_seen) == after and past.valid_from > self._day]
        doubtful = sum(price["unseen"] is not None for price in shown)
        first = 0 if self._day in days else len(came)
        if not (doubtful or first):
            return ""
        looks = display.looked_last(max(day for day in days if day <= self._day))
        of = [f"{doubtful} of these prices"] * bool(doubtful) + [f"{first} that were first seen then"] * bool(first)
        return f"{looks}{f', then on {after}' if after else ''}: {' and '.join(of)}"
