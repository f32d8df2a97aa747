"""What is not known of a day because nobody looked on it: at all, not any more, or between two looks that differ."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

from pricebook import calendar
from pricebook.book.forms import end_of, slip, unseen
from pricebook.publish import display
from pricebook.publish.released import Told, Wanted
from pricebook.snapshots.seen import Seen, seen_of
from pricebook.store.asking import Past

_MARKS = ("valid_from", "valid_to", "withdrawn_on")
_MOMENTS = ("last_seen", "missing_since", "unread_since")


def forms_of(past: Past) -> list[dict[str, Any]]:
    """An interval as the library knows forms: a line for each amount, its moments as days."""
    days = {name: getattr(past, name) for name in _MARKS} | {
        name: None if (moment := getattr(past, name)) is None else calendar.day_of(moment) for name in _MOMENTS
    }
    return [{**quote, **days, "valid_from_basis": past.basis, "held": past.held} for quote in past.quotes]


class Looks:
    """When each provider was looked at, by what was known at the end of a day, or by all that is known."""

    def __init__(self, snapshots: Path, known: str | None) -> None:
        self._snapshots, self._known = snapshots, known
        self._looks: dict[str, list[Seen]] = {}

    def _of(self, provider: str) -> list[Seen]:
        if provider not in self._looks:
            own = seen_of(self._snapshots, provider)
            self._looks[provider] = [look for look in own if self._known is None or look.day <= self._known]
        return self._looks[provider]

    def days(self, provider: str) -> list[str]:
        """The days on which its pages were seen, in order."""
        return list(dict.fromkeys(look.day for look in self._of(provider)))

    def of_page(self, provider: str, page: str) -> list[str]:
        """The days on which that page was seen, in order."""
        return list(dict.fromkeys(look.day for look in self._of(provider) if page in look.pages))


class Gaps:
    """What is known of one day: by the looks at the providers, and by every form that the prices ever had."""

    def __init__(self, forms: Sequence[Past], looks: Looks, day: str, known: str | None) -> None:
        self._looks, self._day = looks, day
        self._first = [next(own) for _, own in groupby(forms, key=lambda past: past.id)]
        """The first form of each price."""
        self._past: dict[str, list[Past]] = {}
        for past in forms:
            if known is None or calendar.day_of(past.first_seen) <= known:
                self._past.setdefault(past.id, []).append(past)
        self._days: dict[tuple[str, str], list[str]] = {}

    def told(self, price: Told) -> dict[str, Any]:
        """A price that was true on the day: `seen` and `unseen` say how sure that is, `suspect` what came next."""
        where = price["provider"], price["where"]["page"]
        if where not in self._days:
            self._days[where] = self._looks.of_page(*where)
        days = self._days[where]
        seen = days[-1] if days else None
        told = {**price, "seen": seen, "unseen": None}
        if seen is None or self._day > seen:
            return {**told, "unseen": display.looked_last(seen) if seen else "its page was never seen"}
        past = self._past.get(price["id"], ())
        forms = [form for each in past for form in forms_of(each)]
        its = price["valid_from"], price["amount"]
        own = next((each for each in forms if (each["valid_from"], each["amount"]) == its), None)
        if own is None or own["last_seen"] is None:
            return told
        there = self._day < end_of(own)
        why = unseen(own, forms, self._day) if there else self._seen_again(own, past, days)
        return {**told, "unseen": why, "suspect": slip(own, forms)}

    def _seen_again(self, form: dict[str, Any], past: Sequence[Past], days: Sequence[str]) -> str | None:
        """What the next look found, where a price was gone on the day and there again at that look; else None."""
        after = next((day for day in days if day > self._day), None)
        if self._day in days or not any(self._came(each, after) for each in past):
            return None
        return f"not there on {end_of(form)}; the next look, on {after}, found it again"

    def _came(self, past: Past, look: str | None) -> bool:
        """Whether the form came with the look of that day, and the page does not say that it held before."""
        return calendar.day_of(past.first_seen) == look and past.valid_from > self._day

    def notes(self, question: Wanted, told: Sequence[Told]) -> Iterator[str]:
        """A line for each provider of which something that is asked for is not known; `told` is what is shown."""
        fitting = [past for past in self._first if question.fits(past.quotes[0])]
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
        doubtful = sum(price["unseen"] is not None for price in shown)
        first = 0 if self._day in days else sum(self._came(past, after) for past in others)
        if not (doubtful or first):
            return ""
        looks = display.looked_last(max(day for day in days if day <= self._day))
        of = [f"{doubtful} of these prices"] * bool(doubtful) + [f"{first} that were first seen then"] * bool(first)
        return f"{looks}{f', then on {after}' if after else ''}: {' and '.join(of)}"
