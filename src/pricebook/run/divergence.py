"""Where another catalogue's prices are not the page's."""

from datetime import datetime
from decimal import Decimal
from pathlib import Path

import orjson

from pricebook.publish.divergence.comparing import Ours, diverging
from pricebook.publish.divergence.outcomes import Divergence
from pricebook.publish.divergence.packages import theirs
from pricebook.publish.divergence.release import NAME as PRICEBOOK
from pricebook.publish.divergence.release import of_release
from pricebook.publish.divergence.theirs import Theirs
from pricebook.publish.exports.crosswalk import crosswalk
from pricebook.publish.released import EVERY, Release, asked, status
from pricebook.rates import Conversion, Converted
from pricebook.run.currencies import conversion, day_of
from pricebook.run.picking import is_on_sale
from pricebook.run.releases import Asked, chosen


def divergence(start: Path, ours: Asked, named: str, now: datetime) -> Divergence:
    """What the release says, held against the catalogue of that name.

    `named`: `litellm` or `genai-prices`, a file in one of their forms, a wheel of theirs, or another release. Rates are
    those that are known in the folder `start`. Raises UsageError for a catalogue that cannot be read, and as any
    release does.
    """
    release = ours.release
    day = day_of(release)
    catalogue = _catalogue(named, day)
    ages = ours.ages(now)
    prices = list(ages.aged(filter(is_on_sale, asked(release, EVERY).prices)))
    models = orjson.loads(release.file("models.json"))["models"]
    found = diverging(Ours(prices, models, day), catalogue, _ids_there(release, catalogue.form), _DayRates(start, day))
    return found._replace(ages=ages.notes(found.providers))


def _catalogue(named: str, day: str) -> Theirs:
    if named.startswith(("http://", "https://")) or Path(named).is_dir():
        other = chosen(Path(), named).release
        return of_release(filter(is_on_sale, asked(other, EVERY).prices), named)
    return theirs(named, day)


def _ids_there(release: Release, form: str) -> dict[str, str]:
    """By ours, what a provider is called there."""
    if form == PRICEBOOK:
        return {provider: provider for provider in status(release)}
    walk = crosswalk(orjson.loads(release.file("status.json")))
    return {provider: spelled[form] for provider, spelled in walk.items() if form in spelled}


class _DayRates:
    """Amounts in other currencies, all at the rates of one day."""

    def __init__(self, start: Path, day: str) -> None:
        self._start, self._day = start, day
        self._made: dict[str, Conversion] = {}

    def __call__(self, amount: Decimal, currency: str, wanted: str) -> Converted:
        if wanted not in self._made:
            self._made[wanted] = conversion(self._start, wanted, self._day)
        return self._made[wanted].of(amount, currency)
