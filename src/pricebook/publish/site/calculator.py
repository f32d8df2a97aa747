"""What a request costs at each offer, in whole numbers: worked out by the library, so that a page can only add.

An offer has periods, the first of which is today; each has by kind of request the sizes that are billed alike: the
least and the most tokens of input, whether output counts among them, what one of each costs in whole numbers, and by
how many places these are to be moved.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

from pricebook.book import Book, BookError, Doubtful, NotPriced, NotSold, UnknownDay
from pricebook.book.amounts import tidy
from pricebook.book.plans import MOST, Band
from pricebook.book.words import COUNTED
from pricebook.publish.site.release import Published

KINDS: Mapping[str, Sequence[str]] = {
    "ico": ("input_tokens", "cached_tokens", "output_tokens"),
    "ic": ("input_tokens", "cached_tokens"),
    "io": ("input_tokens", "output_tokens"),
    "i": ("input_tokens",),
    "o": ("output_tokens",),
    "images": ("images",),
    "seconds": ("seconds",),
    "characters": ("characters",),
    "requests": ("requests",),
}
"""By its short name what a kind of request counts."""
DAYS = 366
"""So many days before the release can be asked for."""
_ENDS = ("valid_to", "missing_since", "unread_since", "withdrawn_on")


def first_day(release: Published) -> str:
    """The earliest day that can be asked for."""
    return _days_from(release.manifest["generated"][:10], -DAYS)


def table(release: Published, book: Book) -> list[dict[str, Any]]:
    """Each offer with its periods, the newest first; offers of which nothing can be counted are left out."""
    days, sold = _breaks(release), _sold(release)
    found = []
    for model in release.models:
        for offer in model["offers"]:
            name, provider = offer["model"], offer["provider"]
            kinds = [
                kind for kind, counted in KINDS.items() if sold.get((provider, name), set()) & {*COUNTED[counted[0]][0]}
            ]
            asking = _Asking(book, provider, name, kinds)
            periods = list(asking.periods(days.get((provider, name), []), current=offer["current"]))
            if any(kinds for _, kinds in periods):
                found.append({"of": model["model"], "model": name, "provider": provider, "periods": periods})
    return found


class _Asking(NamedTuple):
    """One offer, and the kinds of requests that it may have prices for."""

    book: Book
    provider: str
    model: str
    kinds: Sequence[str]

    def periods(self, days: Sequence[str], *, current: bool) -> Iterator[tuple[str, dict[str, Any]]]:
        """From which day on what a request costs; today's stands under no day."""
        yield "", self._sizes(None) if current else {}
        before: dict[str, Any] = {}
        for day in days:
            sizes = self._sizes(day)
            if sizes != before:
                yield day, sizes
            before = sizes

    def _sizes(self, day: str | None) -> dict[str, Any]:
        """By kind the sizes that are billed alike, or one word for why there are none."""
        found: dict[str, Any] = {}
        for kind in self.kinds:
            sizes = _part_of(found, kind) or self._asked(kind, day)
            if sizes is not None:
                found[kind] = sizes
        return found

    def _asked(self, kind: str, day: str | None) -> dict[str, Any] | str | None:
        counted = KINDS[kind]
        try:
            bands = self.book.bands(self.model, counted, provider=self.provider, at=day)
            return {**_in_numbers(bands, counted), **self._notes(bands[0], counted, day)}
        except (NotPriced, NotSold, UnknownDay):
            return None
        except Doubtful as doubt:
            return doubt.kind
        except BookError:
            return "undecided"

    def _notes(self, band: Band, counted: Sequence[str], day: str | None) -> dict[str, Any]:
        """What an answer rests on, in the library's words, and the day on which its prices were last seen."""
        request: dict[str, Any] = {
            name: max(band.low, len(counted)) if name == "input_tokens" else 1 for name in counted
        }
        cost = self.book.cost(self.model, provider=self.provider, at=day, **request)
        # Which days nobody saw depends on the day that is asked for: the page tells it by `seen`.
        notes = [each for each in cost.assumed if each not in cost.unseen]
        return {"seen": (cost.seen or "")[:10], "notes": [*notes, *cost.promotions]}


def _part_of(found: Mapping[str, Any], kind: str) -> dict[str, Any] | None:
    """The sizes of a kind that counts less than one that is billed alike whatever its size: it is billed so too."""
    for whole, sizes in found.items():
        if isinstance(sizes, dict) and len(sizes["bands"]) == 1 and {*kind} < {*whole} <= {*"ico"}:
            low, high, shared, factors, places = sizes["bands"][0]
            if (low, high, shared) == ("0", str(MOST), 0) and (("c" in kind) == ("c" in whole)):
                own = [factors[whole.index(letter)] for letter in kind]
                return {**sizes, "bands": [[low, high, shared, own, places]]}
    return None


def _in_numbers(bands: Sequence[Band], counted: Sequence[str]) -> dict[str, Any]:
    """The sizes as numbers that a page can add; whole ones are text, since they may be larger than a script counts."""
    return {
        "currency": bands[0].prices[0].currency,
        "bands": [
            [str(band.low), str(band.high), int(band.by_context), _factors(band, counted),
             -int(band.scale.as_tuple().exponent)]
            for band in bands
        ],
    }  # fmt: skip


def _factors(band: Band, counted: Sequence[str]) -> list[str]:
    """What one of each costs; tokens found in a cache that have no price of their own are billed as input."""
    own = {price.meter: factor for price, factor in zip(band.prices, band.factors, strict=True)}
    found = [next((own[meter] for meter in COUNTED[name][0] if meter in own), None) for name in counted]
    return [str(own["input"] if factor is None else factor) for factor in found]


def cost(offer: Mapping[str, Any], kind: str, counts: Sequence[int]) -> tuple[str, str] | None:
    """What such a request costs today by the table, as a page adds it; None where the table has no answer.

    `counts` are those of the kind, tokens found in a cache being some of those of the input.
    """
    sizes = offer["periods"][0][1].get(kind)
    if not isinstance(sizes, dict):
        return None
    given, made = counts[0], counts[-1] if kind.endswith("o") else 0
    billed = [given - counts[1], *counts[1:]] if kind.startswith("ic") else counts
    for low, high, shared, factors, places in sizes["bands"]:
        if int(low) <= given and given + (made if shared else 0) <= int(high):
            total = sum(int(factor) * count for factor, count in zip(factors, billed, strict=True))
            return f"{tidy(Decimal(total).scaleb(-places)):f}", sizes["currency"]
    return None


def _sold(release: Published) -> dict[tuple[str, str], set[str]]:
    """By offer the meters that it ever had."""
    found: dict[tuple[str, str], set[str]] = {}
    for form in (form for forms in release.forms.values() for form in forms):
        found.setdefault((form["provider"], form["model"]), set()).add(form["meter"])
    return found


def _breaks(release: Published) -> dict[tuple[str, str], list[str]]:
    """By offer the days on which something of it may be another than the day before, the earliest first."""
    first, last = first_day(release), release.manifest["generated"][:10]
    found: dict[tuple[str, str], set[str]] = {}
    for price in (*release.prices, *release.absent):
        own = found.setdefault((price["provider"], price["model"]), set())
        seen = release.seen(price)
        own.update((_days_from(seen, 1),) if seen else ())
    for form in (form for forms in release.forms.values() for form in forms):
        own = found.setdefault((form["provider"], form["model"]), set())
        own.update(form[name] for name in ("valid_from", "effective_from", *_ENDS) if form[name])
        own.update(_days_from(form[name], 1) for name in ("effective_until", "last_seen") if form[name])
    return {offer: [first, *sorted(day for day in days if first < day <= last)] for offer, days in found.items()}


def _days_from(day: str, by: int) -> str:
    return (date.fromisoformat(day) + timedelta(by)).isoformat()
