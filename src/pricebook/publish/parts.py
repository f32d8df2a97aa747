"""One provider's part of a release: each list that is told of it, a record a line, in its order."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pricebook.checks.gate.peers import PeerPrice
from pricebook.history.health import health_of
from pricebook.history.past import lines_of
from pricebook.history.present import Present
from pricebook.identity import offer_order, offer_turn
from pricebook.publish import slim
from pricebook.publish.documents import compact, rows
from pricebook.publish.peers import Peers, peer_price
from pricebook.publish.recent import changes_of
from pricebook.publish.telling import Telling, Told

LISTS = ("prices", "absent", "pending", "facts", "unsaid", "unread")
"""What is told of a provider in lists."""


@dataclass(frozen=True)
class ProviderPart:
    """What is published of one provider."""

    provider: Told
    """Who it is, and its pages."""
    lists: dict[str, bytes]
    """Each of LISTS."""
    slim: bytes
    """Its standard offers."""
    standard: Sequence[PeerPrice]
    """The same, to be held against those of other providers."""
    cache_discount: bool
    """Whether its pages say that tokens found in a cache cost less, whichever prices they print for that."""
    history: bytes
    """Every form of its prices, one a line, each with its end."""
    begun: str | None
    """The day on which a price of it was first seen; None if none ever was."""
    changes: Sequence[Told]
    """Its last changes."""
    offers: Sequence[Told]
    """What it sells or sold, by the names that it has there."""
    status: Told
    """How it stands."""
    counts: Counter[str]
    """How many prices have each status."""


def part_of(present: Present, peers: Peers | None = None) -> ProviderPart:
    """What is published of the provider; `peers`: what is odd about its prices beside those of others."""
    telling = Telling(present, peers)
    prices = _as_offers_stand(price for standing in telling.standings for price in telling.prices(standing))
    pending = _as_offers_stand(price for standing in telling.standings for price in telling.pending(standing))
    current = [price for price in prices if "absent_since" not in price]
    standard = [price for price in current if price["standard"]]
    approved = telling.approved
    absent = [price for price in prices if "absent_since" in price]
    history = _history(present, telling)
    cache_discount = any(fact.kind == "cache_discount" for fact in present.body.facts)
    return ProviderPart(
        provider=_provider(present, telling),
        lists={"prices": rows(current), "absent": rows(absent), "pending": rows(pending), **_others(present, telling)},
        slim=slim.part(
            standard,
            telling.profile.currency if telling.profile else None,
            cache_discount=cache_discount,
        ),
        standard=[peer_price(price, approved) for price in standard],
        cache_discount=cache_discount,
        history=b"".join(compact(line) + b"\n" for line in history),
        begun=min((line["first_seen"] for line in history), default=None),
        changes=changes_of(history, {price["id"] for price in absent if price["status"] == "withdrawn"}),
        offers=_offers(_as_offers_stand([*prices, *pending, *telling.never_published])),
        status=_status(present, telling, len(current), len(absent)),
        counts=Counter(price["status"] for price in prices),
    )


def _as_offers_stand(prices: Iterable[Told]) -> list[Told]:
    return sorted(prices, key=lambda price: (*offer_order(price), *offer_turn(price)))


def _others(present: Present, telling: Telling) -> dict[str, bytes]:
    """What else its pages say, in their order."""
    body = present.body
    return {
        "facts": rows(map(telling.placed, body.facts)),
        "unsaid": rows(map(telling.placed, body.unsaid)),
        "unread": rows({**telling.placed(each), "provider": present.provider} for each in body.unread),
    }


def _history(present: Present, telling: Telling) -> list[Told]:
    """What is past in the order in which it ended, then the last form of each price."""
    past = [telling.past(line) for line in present.body.past]
    last = [telling.past(line) for interval in telling.forms for line in lines_of(interval)]
    return [*past, *sorted(last, key=lambda line: (*offer_order(line), line["amount"], line["quote"]))]


def _provider(present: Present, telling: Telling) -> Told:
    profile, seen = telling.profile, present.trail.pages
    known = [page.model_dump() for page in profile.pages] if profile else []
    named = {page["name"] for page in known}
    # What its scraper names no longer, it has given up.
    known += [{"name": name, "address": None, "former": bool(profile)} for name in sorted(seen.keys() - named)]
    return {
        "id": present.provider,
        "name": profile.name if profile else present.provider,
        "currency": profile.currency if profile else None,
        "home_region": profile.home_region if profile else None,
        "timezone": profile.timezone if profile else None,
        "pages": [{**page, "snapshot": seen.get(page["name"])} for page in known],
    }


def _offers(prices: Iterable[Told]) -> list[Told]:
    """What is or was sold under each name, in the order of the prices."""
    offers: dict[str, Told] = {}
    for price in prices:
        own = offers.setdefault(
            price["model"],
            {"provider": price["provider"], "model": price["model"], "name": None, "services": [], "current": False},
        )
        own["name"] = own["name"] or price["name"]
        own["current"] = own["current"] or "absent_since" not in price
        if price["service"] not in own["services"]:
            own["services"].append(price["service"])
    return list(offers.values())


def _status(present: Present, telling: Telling, current: int, absent: int) -> Told:
    health = health_of(present).model_dump(mode="json", exclude={"provider"})
    trail = present.trail
    pages = {page: trail.seen[page] for page in sorted(trail.pages)}
    given_up = {page: pages[page] for page in trail.retired}
    elsewhere = telling.profile.elsewhere if telling.profile else {}
    counts = {"prices": current, "absent": absent}
    return {**health, **counts, "given_up": given_up, "pages": pages, "elsewhere": elsewhere}
