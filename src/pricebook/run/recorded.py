"""How old recordings are beside what is kept, and what to try next: told to who has read them for the first time."""

import shlex
from collections import Counter
from collections.abc import Iterator, Sequence

import orjson

from pricebook import calendar
from pricebook.history.checkpoint import Presents
from pricebook.history.health import health_of
from pricebook.publish.released import Release
from pricebook.run.looking import Outcome


def ages(presents: Presents, outcomes: Sequence[Outcome], today: str) -> Iterator[str]:
    """Of which days the recordings are, and of which provider something newer is kept, whose prices are published."""
    last: dict[str, str] = {}
    for outcome in outcomes:
        if outcome.at is not None:
            last[outcome.provider] = max(last.get(outcome.provider, ""), outcome.at, key=calendar.order)
    days = sorted(map(calendar.day_of, last.values()))
    if not days:
        return
    when = f"on {days[0]}" if days[0] == days[-1] else f"between {days[0]} and {days[-1]}"
    yield f"nobody was asked: each provider was recorded last {when}, the latest {calendar.ago(days[-1], today)}"
    for provider, at in last.items():
        known = health_of(presents.of(provider))
        if known.last_good is not None and calendar.order(at) < calendar.order(known.last_good):
            yield (
                f"{provider}: recorded last on {calendar.day_of(at)}, and what is kept and published is of "
                f"{calendar.day_of(known.last_good)}: {known.prices:,} prices, {known.held:,} cases held"
            )


def next_steps(release: Release) -> str:
    """Commands that have an answer in this collection."""
    models = orjson.loads(release.file("models.json"))["models"]
    sold = Counter(offer["model"] for each in models for offer in each["offers"] if offer["current"])
    show = [f"catalog show {shlex.quote(max(sorted(sold), key=lambda name: (sold[name], -len(name))))}"] if sold else []
    steps = ", ".join([*show, "catalog list --current", "catalog status"])
    return f"try next: {steps}; for newer prices: catalog refresh --contact URL"
